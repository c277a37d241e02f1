/** A number between two others. */
export const clamp = (value: number, { low, high }: { low: number; high: number }): number => {
  if (value < low) return low;
  return value > high ? high : value;
};

export const double = (value: number): number => value * 2;

/** One number after the other. */
export function* count(limit: number): Generator<number> {
  for (let number = 0; number < limit; number++) {
    yield number;
  }
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no values");
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Values in groups of one size. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  for (let start = 0; start < values.length; start += size) {
    found.push(values.slice(start, start + size));
  }
  return found;
}

/** Values by what a function says of them. */
export function grouped<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const value of values) {
    const name = key(value);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

export function guessed(value: number) {
  const more = value + 1;
  return more;
}
