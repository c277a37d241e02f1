/** Task flake-reporter: Playwright tells of every attempt, and the reporter remembers what came of each test. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { FlakeReporter, type ResultSeen, summary } from "../src/flakes/reporter.ts";

let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "flake-reporter-"));
});
after(() => rm(folder, { recursive: true }));

/** A reporter that was told of these attempts, and the lines that it printed. */
function told(
  attempts: readonly (readonly [id: string, status: ResultSeen["status"]])[],
  history = "unused",
): { reporter: FlakeReporter; lines: string[] } {
  const lines: string[] = [];
  const reporter = new FlakeReporter({ history: path.join(folder, history), print: (line) => lines.push(line) });
  for (const [id, status] of attempts) {
    reporter.onTestEnd({ id, titlePath: () => ["", "desktop", "Buy tea", id] }, { status });
  }
  return { reporter, lines };
}

test("the attempts of one test are taken together, under its name", () => {
  const { reporter } = told([
    ["pays", "failed"],
    ["looks", "passed"],
    ["pays", "passed"],
  ]);
  assert.deepEqual(reporter.entries(), [
    { test: "desktop > Buy tea > pays", outcome: "flaky" },
    { test: "desktop > Buy tea > looks", outcome: "passed" },
  ]);
});

test("a test that took too long failed", () => {
  assert.equal(told([["pays", "timedOut"]]).reporter.entries()[0]?.outcome, "failed");
});

test("what was skipped or interrupted says nothing about a test", () => {
  const { reporter } = told([
    ["pays", "skipped"],
    ["looks", "interrupted"],
    ["reads", "passed"],
  ]);
  assert.deepEqual(reporter.entries().map((entry) => entry.test), ["desktop > Buy tea > reads"]);
});

test("each run is added to the history, and what needs attention is said", async () => {
  const runs = Array.from({ length: 5 }, () => told([["pays", "failed"], ["pays", "failed"]], "runs.jsonl"));
  for (const { reporter } of runs) {
    await reporter.onEnd();
  }
  const lines = (await readFile(path.join(folder, "runs.jsonl"), "utf-8")).trim().split("\n");
  assert.equal(lines.length, 5);
  assert.deepEqual(runs[3]?.lines, []);
  assert.deepEqual(runs[4]?.lines, ["broken: desktop > Buy tea > pays (5 runs)"]);
});

test("a history that is damaged is named, and hides nothing else", async () => {
  await writeFile(path.join(folder, "damaged.jsonl"), "{\n", "utf-8");
  const { reporter, lines } = told([["pays", "passed"]], "damaged.jsonl");
  await reporter.onEnd();
  assert.match(lines.join("\n"), /damaged\.jsonl:1: /);
});

test("broken tests come before flaky ones, each by name, and the others are left out", () => {
  const judged = [
    { test: "b", verdict: "flaky", runs: 9 },
    { test: "a", verdict: "steady", runs: 9 },
    { test: "d", verdict: "broken", runs: 7 },
    { test: "c", verdict: "broken", runs: 8 },
    { test: "e", verdict: "new", runs: 1 },
  ] as const;
  assert.deepEqual(summary(judged), ["broken: c (8 runs)", "broken: d (7 runs)", "flaky: b (9 runs)"]);
});
