/** A command line that sums up expenses: what it prints and how it ends are plain values, so that a test can look. */

import { parseArgs } from "node:util";

/** What the program can be asked for. */
export interface Options {
  readonly file: string;
  /** Categories below this amount are left out. */
  readonly min: string;
  readonly format: "text" | "json";
}

/** The option values and names as they stand on the command line. */
export interface CommandLine {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** What the program needs of the world. */
export interface World {
  readonly read: (file: string) => string;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** The command line asks for something that there is not. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The file says something that cannot be read. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** What the program prints about itself. */
export const USAGE = "usage: expenses FILE [--min AMOUNT] [--format text|json]";

/**
 * What a command line holds.
 *
 * @param argv - without the program's own name
 * @throws UsageError for an option that there is not, or that lacks its value
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  try {
    const options = { min: { type: "string" }, format: { type: "string" }, help: { type: "boolean" } } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : USAGE, { cause: error });
  }
}

/**
 * What a command line asks for.
 *
 * @param line - `positionals` has the file, `values` perhaps `min` and `format`
 * @returns `min` as it is written; 0 and text where nothing else is said
 * @throws UsageError without exactly one file, or for a format that there is not
 */
export function optionsOf({ values, positionals }: CommandLine): Options {
  const { min = "0", format = "text" } = values;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError("Name one file.");
  }
  if (format !== "text" && format !== "json") {
    throw new UsageError(`There is no format ${String(format)}: take text or json.`);
  }
  return { file, min: String(min), format };
}

/**
 * The cents of an amount such as `12`, `12.5` or `-0.05`, without a detour over fractions.
 *
 * @throws InputError where it is no such amount, or has more than two decimals
 */
export function centsOf(amount: string): number {
  const [, sign, whole, decimals = ""] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount.trim()) ?? [];
  if (whole === undefined) {
    throw new InputError(`${amount} is no amount: write it as 12.50.`);
  }
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return sign === "-" ? -cents : cents;
}

/**
 * The sum of each category.
 *
 * @param text - a line `category,amount` for each expense; blank lines say nothing
 * @param cents - reads an amount
 * @returns in cents, in the order in which the categories first come
 * @throws InputError that begins with the line's number, such as `line 3: `, where a line is no such line
 */
export function totals(text: string, cents: (amount: string) => number = centsOf): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [place, line] of text.split(/\r?\n/).entries()) {
    const [category = "", amount, ...rest] = line.split(",").map((field) => field.trim());
    if (amount !== undefined && category !== "" && rest.length === 0) {
      sums.set(category, (sums.get(category) ?? 0) + cents(amount));
    } else if (line.trim() !== "") {
      throw new InputError(`line ${place + 1}: write category,amount`);
    }
  }
  return sums;
}

/**
 * Run the program.
 *
 * @param argv - without the program's own name
 * @param world - where it reads and prints
 * @returns the exit code: 0 fine, 1 the file is faulty, 2 the command line is
 */
export function main(argv: readonly string[], world: World): number {
  try {
    const line = readCommandLine(argv);
    if (line.values["help"] === true) {
      world.out(USAGE);
      return 0;
    }
    const { file, min, format } = optionsOf(line);
    const least = centsOf(min);
    const sums = [...totals(world.read(file))].filter(([, sum]) => sum >= least);
    for (const text of rendered(sums, format)) {
      world.out(text);
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) {
      world.err(`${error.message}${error instanceof UsageError ? `\n${USAGE}` : ""}`);
      return error instanceof UsageError ? 2 : 1;
    }
    throw error;
  }
}

function rendered(sums: readonly (readonly [string, number])[], format: Options["format"]): readonly string[] {
  if (format === "json") {
    return [JSON.stringify(Object.fromEntries(sums))];
  }
  return sums.map(([category, sum]) => `${category} ${(sum / 100).toFixed(2)}`);
}
