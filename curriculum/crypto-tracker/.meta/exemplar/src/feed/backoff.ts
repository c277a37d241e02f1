/** How long to wait before the next attempt. */

/** The first wait and the longest. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** The wait before an attempt, in whole milliseconds: it doubles, has an end, and differs from client to client. */
export function delayOf(attempt: number, { baseMs, maxMs }: Backoff, random: () => number): number {
  const most = Math.min(maxMs, baseMs * 2 ** attempt);
  return Math.round(most / 2 + (random() * most) / 2);
}
