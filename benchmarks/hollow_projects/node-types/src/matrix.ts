export type Matrix = readonly (readonly number[])[];

/** Rows become columns. */
export function transposed(matrix: Matrix): number[][] {
  const [first = []] = matrix;
  return first.map((_, column) => matrix.map((row) => row[column] ?? 0));
}

/** The product of two. */
export function product(left: Matrix, right: Matrix): number[][] {
  const columns = transposed(right);
  return left.map((row) =>
    columns.map((column) => row.reduce((sum, value, index) => sum + value * (column[index] ?? 0), 0)),
  );
}

/** Whether all rows are of one length. */
export const isRegular = (matrix: Matrix): boolean => {
  const lengths = new Set(matrix.map((row) => row.length));
  return lengths.size <= 1;
};
