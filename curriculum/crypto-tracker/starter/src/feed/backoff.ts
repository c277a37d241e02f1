/** How long to wait before the next attempt. */

/** The first wait and the longest. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** The wait before an attempt, in whole milliseconds: it doubles, has an end, and differs from client to client. */
export function delayOf(attempt: number, { baseMs, maxMs }: Backoff, random: () => number): number {
  // TODO(human)[backoff]: double the longest wait with each attempt up to the
  // limit, and take a random place in its upper half
  // Hint: attempt 0 waits for `baseMs` at most; what does attempt 10 multiply
  // it by?
  // Hint: `random()` is from 0 up to 1: which part of the wait does it decide,
  // and which part is certain?
  throw new Error("TODO(human): delayOf");
}
