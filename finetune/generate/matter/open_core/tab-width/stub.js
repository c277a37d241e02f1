/** Tables for a terminal. */

const GAP = "  ";

const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);

/**
 * Lines with aligned columns. A column of numbers is aligned to the right, its heading with it.
 * No line ends in blanks.
 * @param {readonly (readonly string[])[]} rows the first one is the heading
 * @returns {string[]}
 */
export function table(rows) {
  // TODO(human): find the width of each column, then write the lines.
  throw new Error("table: not implemented");
}
