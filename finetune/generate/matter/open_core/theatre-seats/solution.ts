/** Seats next to each other in a row of a theatre. */

/** One row: "." is free, "x" is taken. */
export type Row = string;

/**
 * The first seat, from 1, of a free block for so many people; null where there is none.
 * The block whose middle is closest to the middle of the row wins, of two such blocks the left one.
 */
export function bestBlock(row: Row, people: number): number | null {
  let best: number | null = null;
  const distance = (seat: number) => Math.abs(2 * seat + people - 2 - row.length);
  for (let seat = 1; seat + people - 1 <= row.length; seat += 1) {
    if (row.slice(seat - 1, seat - 1 + people).includes("x")) continue;
    if (best === null || distance(seat) < distance(best)) best = seat;
  }
  return best;
}
