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
    let seconds = 0;
    this.changes.forEach((change, index) => {
      const next = this.changes[index + 1]?.beat ?? Infinity;
      const beats = Math.min(beat, next) - change.beat;
      if (beats > 0) seconds += (beats * 60) / change.bpm;
    });
    return seconds;
  }
}
