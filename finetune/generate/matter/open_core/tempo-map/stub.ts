/** Where the beats of a song fall when its tempo changes. */

export interface Change {
  readonly beat: number;
  readonly bpm: number;
}

export class TempoMap {
  readonly changes: readonly Change[];

  constructor(changes: readonly Change[]) {
    if (changes[0]?.beat !== 0) throw new RangeError("the first change stands at beat 0");
    this.changes = changes;
  }

  /** Seconds from the beginning to a beat; each change holds until the next. */
  secondsAt(beat: number): number {
    // TODO(human): add up how long each section lasts until the beat is reached.
    return 0;
  }
}
