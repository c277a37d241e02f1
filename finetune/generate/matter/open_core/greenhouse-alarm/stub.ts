/** Heat alarm of a greenhouse that does not flutter. */

export interface Limits {
  readonly on: number;
  readonly off: number;
}

export interface Alarm {
  readonly ringing: boolean;
  /** The minute in which it last changed. */
  readonly since: number;
}

/**
 * The alarm after one more reading: it begins to ring above `on`, and stops below `off`.
 * In between it stays as it was.
 */
export function step(alarm: Alarm, celsius: number, minute: number, limits: Limits): Alarm {
  // TODO(human): decide from the old state and the reading whether it rings now.
  throw new Error("step is left to you");
}
