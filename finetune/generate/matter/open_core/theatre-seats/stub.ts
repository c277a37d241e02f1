/** Seats next to each other in a row of a theatre. */

/** One row: "." is free, "x" is taken. */
export type Row = string;

/**
 * The first seat, from 1, of a free block for so many people; null where there is none.
 * The block whose middle is closest to the middle of the row wins, of two such blocks the left one.
 */
export function bestBlock(row: Row, people: number): number | null {
  // TODO(human): look at every free block and choose.
  return null;
}
