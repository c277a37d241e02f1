/** What each test did in its last runs: a line of JSON for each test and run. */

import { appendFile, readFile } from "node:fs/promises";

import { HistoryError } from "../errors.ts";

/** How one test ended in one run: `flaky` means that it failed first and then passed. */
export type Outcome = "passed" | "flaky" | "failed";

export interface Entry {
  readonly test: string;
  readonly outcome: Outcome;
}

const OUTCOMES: readonly string[] = ["passed", "flaky", "failed"] satisfies readonly Outcome[];

/** The outcomes of each test, oldest first; a history that is not there yet is empty. */
export async function readHistory(path: string): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const history = new Map<string, Outcome[]>();
  for (const [index, line] of (await linesOf(path)).entries()) {
    const entry = entryOf(line, `${path}:${index + 1}`);
    history.set(entry.test, [...(history.get(entry.test) ?? []), entry.outcome]);
  }
  return history;
}

/** Adds one run. */
export async function addRun(path: string, entries: readonly Entry[]): Promise<void> {
  await appendFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), "utf-8");
}

async function linesOf(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, "utf-8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return [];
    }
    throw new HistoryError(`${path} cannot be read`, { cause: error });
  }
}

function entryOf(line: string, place: string): Entry {
  try {
    const value: unknown = JSON.parse(line);
    if (isEntry(value)) {
      return value;
    }
  } catch (error) {
    throw new HistoryError(`${place}: this line is no JSON: take it out`, { cause: error });
  }
  throw new HistoryError(`${place}: this line names no test and outcome: take it out`);
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  return typeof entry?.test === "string" && OUTCOMES.includes(String(entry.outcome));
}
