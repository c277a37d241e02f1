/** Task look-plan: a plan of your own for the visual checks and the report, before any code. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { teach, wanted } from "./teach-program.ts";

const TO_DO = "plan the visual checks and the report, in the form of ROADMAP.md";

interface Problem {
  readonly line: number;
  readonly rule: string;
  readonly fact: string;
  readonly mend: string;
}

interface Judgement {
  readonly accepted: boolean;
  readonly tasks: number;
  readonly errors: readonly Problem[];
  readonly advice: readonly Problem[];
}

let known: Judgement | undefined;

/** What the validator says of the plan; asked once. */
function judgement(): Judgement {
  wanted("PLAN.md", TO_DO);
  known ??= teach(["plan", "--draft", "PLAN.md"]) as unknown as Judgement;
  return known;
}

test("the validator accepts a plan of two to ten tasks", () => {
  const { accepted, errors, tasks } = judgement();
  assert.ok(accepted, errors.map((one) => `line ${one.line}: ${one.fact}: ${one.mend}`).join("\n"));
  assert.ok(tasks >= 2 && tasks <= 10, `it has ${tasks} tasks`);
});

test("the plan says what is left out, what is open and how long it takes", () => {
  const wantedRules = ["non-goals", "questions", "sizes"];
  const missing = judgement().advice.map((one) => one.rule);
  assert.deepEqual(wantedRules.filter((rule) => missing.includes(rule)), []);
});

test("the plan holds the tolerance, the mask and the report to numbers and words that can be checked", () => {
  const text = wanted("PLAN.md", TO_DO).replaceAll(/\s+/g, " ");
  assert.match(text, /\b16\b/, "a channel may be 16 off: say where that is held");
  assert.match(text, /mask/i, "say what is done about what changes with every view");
  assert.match(text, /escape|markup/i, "say what becomes of a test's name that holds HTML");
});
