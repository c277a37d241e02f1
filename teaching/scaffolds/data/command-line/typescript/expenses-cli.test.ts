import { expect, it } from "vitest";

import {
  centsOf,
  type CommandLine,
  InputError,
  main,
  optionsOf,
  readCommandLine,
  totals,
  UsageError,
  type World,
} from "your_package/expenses-cli.js";

const FILE = "food,12.50\ntravel,3\nfood,0.25\n";

/** A command line with one file. */
function line(values: CommandLine["values"] = {}, ...positionals: readonly string[]): CommandLine {
  return { values, positionals: positionals.length === 0 ? ["may.csv"] : positionals };
}

/** What a call refused with, if it did; any other error is passed on. */
function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof UsageError || error instanceof InputError) {
      return `${error.name}: ${error.message}`;
    }
    throw error;
  }
  return "";
}

/** A world of one file, which keeps what is printed. */
function worldOf(text: string): World & { readonly printed: string[]; readonly complained: string[] } {
  const printed: string[] = [];
  const complained: string[] = [];
  return {
    read: () => text,
    out: (said) => printed.push(said),
    err: (said) => complained.push(said),
    printed,
    complained,
  };
}

it("has defaults for all but the file", () => {
  expect(optionsOf(line())).toEqual({ file: "may.csv", min: "0", format: "text" });
});

it("takes the format and the least sum that are asked for", () => {
  expect(optionsOf(line({ format: "json", min: "5.50" }))).toEqual({ file: "may.csv", min: "5.50", format: "json" });
});

it("refuses a format that there is not", () => {
  expect(refusalOf(() => optionsOf(line({ format: "xml" })))).toMatch(/^UsageError.*xml/);
});

it("wants exactly one file", () => {
  expect(refusalOf(() => optionsOf({ values: {}, positionals: [] }))).toMatch(/^UsageError/);
  expect(refusalOf(() => optionsOf(line({}, "may.csv", "june.csv")))).toMatch(/^UsageError/);
});

it("reads amounts into whole cents", () => {
  expect(["12", "12.5", " 12.50 ", "0.07"].map(centsOf)).toEqual([1200, 1250, 1250, 7]);
  expect([centsOf("1.15"), centsOf("-0.05")]).toEqual([115, -5]);
});

it("refuses what is no amount", () => {
  for (const amount of ["", "abc", "1.234", "1,5", "1e3", ".", "--1", "0x10"]) {
    expect([amount, refusalOf(() => centsOf(amount))]).toEqual([amount, expect.stringMatching(/^InputError/)]);
  }
});

it("sums the amounts of each category", () => {
  const sums = totals(FILE, (amount) => Math.round(Number(amount) * 100));
  expect([...sums]).toEqual([["food", 1275], ["travel", 300]]);
});

it("passes over blank lines and reads lines of Windows", () => {
  expect([...totals("food , 1\r\n\r\n", Number)]).toEqual([["food", 1]]);
  expect(totals("", Number).size).toBe(0);
});

it("says in which line a file is faulty", () => {
  for (const faulty of ["food", "food,1,2", ",1"]) {
    expect(refusalOf(() => totals(`food,1\n\n${faulty}\n`, Number))).toMatch(/^InputError: line 3: /);
  }
});

it("refuses an option that there is not", () => {
  expect(refusalOf(() => readCommandLine(["--colour"]))).toMatch(/^UsageError/);
});

it("ends with 2 and its usage for a faulty command line", () => {
  const world = worldOf(FILE);
  expect(main(["may.csv", "--colour"], world)).toBe(2);
  expect(world.complained.join()).toContain("usage:");
});

it("prints its usage when asked for help", () => {
  const world = worldOf(FILE);
  expect(main(["--help"], world)).toBe(0);
  expect(world.printed.join()).toContain("usage:");
});

it("prints the sums from the least one that was asked for", () => {
  const world = worldOf(FILE);
  expect([main(["may.csv", "--min", "5"], world), world.printed]).toEqual([0, ["food 12.75"]]);
});
