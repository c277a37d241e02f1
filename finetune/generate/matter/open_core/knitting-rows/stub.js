/** Rows of a knitting pattern. */

export const STITCHES = "kpo"; // knit, purl, yarn over

export class PatternError extends Error {
  constructor(piece) {
    super(`cannot read "${piece}"`);
    this.name = "PatternError";
  }
}

/**
 * Every stitch of a row, as "kkkpp" for "k3 p2". Pieces are parted by blanks; a piece without a number is one stitch.
 * @param {string} row
 * @returns {string}
 * @throws {PatternError} for a piece that is no stitch with a count from 1
 */
export function expand(row) {
  // TODO(human): read the row piece by piece.
  throw new Error("TODO: expand");
}
