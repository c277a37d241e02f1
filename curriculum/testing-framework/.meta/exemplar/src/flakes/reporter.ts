/** Told by Playwright of every attempt; keeps the history, and says what needs somebody's attention. */

import { HistoryError } from "../errors.ts";
import { addRun, type Entry, readHistory } from "./history.ts";
import { type Attempt, outcomeOf, type Verdict, verdictOf } from "./verdict.ts";

/** What we need of Playwright's `TestCase`. */
export interface TestSeen {
  readonly id: string;
  titlePath(): string[];
}

/** What we need of Playwright's `TestResult`. */
export interface ResultSeen {
  readonly status: "passed" | "failed" | "timedOut" | "skipped" | "interrupted";
}

export interface Options {
  readonly history?: string;
  readonly print?: (line: string) => void;
}

export interface Judged {
  readonly test: string;
  readonly verdict: Verdict;
  readonly runs: number;
}

/** The reporter that `playwright.config.ts` names. */
export class FlakeReporter {
  readonly #history: string;
  readonly #print: (line: string) => void;
  readonly #attempts = new Map<string, Attempt[]>();
  readonly #names = new Map<string, string>();

  constructor(options: Options = {}) {
    this.#history = options.history ?? "history.jsonl";
    this.#print = options.print ?? ((line) => process.stdout.write(`${line}\n`));
  }

  /** Playwright asks, so that it prints failures itself. */
  printsToStdio(): boolean {
    return false;
  }

  /** Notes one attempt; what was skipped or interrupted says nothing about a test. */
  onTestEnd(test: TestSeen, result: ResultSeen): void {
    if (result.status === "skipped" || result.status === "interrupted") {
      return;
    }
    const attempt = result.status === "passed" ? "passed" : "failed";
    this.#attempts.set(test.id, [...(this.#attempts.get(test.id) ?? []), attempt]);
    this.#names.set(test.id, test.titlePath().filter(Boolean).join(" > "));
  }

  /** Writes the run down and says what needs attention. */
  async onEnd(): Promise<void> {
    try {
      await addRun(this.#history, this.entries());
      const history = await readHistory(this.#history);
      const judged = [...history].map(([test, outcomes]) => ({
        test,
        verdict: verdictOf(outcomes),
        runs: outcomes.length,
      }));
      summary(judged).forEach(this.#print);
    } catch (error) {
      // A history that is damaged is no reason to hide how the tests ended.
      this.#print(error instanceof HistoryError ? error.message : `the history was not written: ${String(error)}`);
    }
  }

  /** How each test of this run ended. */
  entries(): readonly Entry[] {
    return [...this.#attempts].flatMap(([id, attempts]) => {
      const outcome = outcomeOf(attempts);
      return outcome === undefined ? [] : [{ test: this.#names.get(id) ?? id, outcome }];
    });
  }
}

/** A line for each test that is broken, then for each that is flaky, by name; of the others nothing. */
export function summary(judged: readonly Judged[]): readonly string[] {
  const wanted = ["broken", "flaky"] as const;
  return wanted.flatMap((verdict) =>
    judged
      .filter((one) => one.verdict === verdict)
      .toSorted((one, other) => one.test.localeCompare(other.test, "en"))
      .map((one) => `${verdict}: ${one.test} (${one.runs} runs)`),
  );
}

// Playwright takes the default export of the file that its configuration names.
export default FlakeReporter;
