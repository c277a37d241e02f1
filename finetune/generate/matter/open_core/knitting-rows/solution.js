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
  return row
    .split(/\s+/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const found = /^([a-z])([1-9]\d*)?$/.exec(piece);
      if (found === null || !STITCHES.includes(found[1])) throw new PatternError(piece);
      return found[1].repeat(Number(found[2] ?? 1));
    })
    .join("");
}
