export interface Column<Row> {
  readonly key: keyof Row & string;
  readonly title: string;
}

export type Order = "up" | "down";

/** The rows in the order of a column; the given ones stay as they are. */
export function sorted<Row>(rows: readonly Row[], key: keyof Row, order: Order): Row[] {
  const sign = order === "up" ? 1 : -1;
  return [...rows].sort((a, b) => {
    if (a[key] === b[key]) return 0;
    return a[key] > b[key] ? sign : -sign;
  });
}

/** The classes of a cell, as an attribute wants them. */
export const classes = (...names: Array<string | false | undefined>): string => {
  const kept = names.filter((name): name is string => Boolean(name));
  return [...new Set(kept)].join(" ");
};

/** The pages to offer around the current one; 0 stands for a gap. */
export function pages(current: number, count: number): number[] {
  const wanted = [1, current - 1, current, current + 1, count].filter((page) => page >= 1 && page <= count);
  const found: number[] = [];
  for (const page of [...new Set(wanted)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && page - last > 1) found.push(0);
    found.push(page);
  }
  return found;
}
