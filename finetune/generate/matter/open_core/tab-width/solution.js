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
  const columns = rows[0].map((_, index) => rows.map((row) => row[index]));
  const widths = columns.map((column) => Math.max(...column.map((text) => text.length)));
  const right = columns.map(([, ...values]) => values.every(isNumber));
  return rows.map((row) =>
    row
      .map((text, index) => (right[index] ? text.padStart(widths[index]) : text.padEnd(widths[index])))
      .join(GAP)
      .trimEnd(),
  );
}
