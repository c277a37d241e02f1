/** Task money-plan: a plan of your own for the portfolio, before any code. */

import { expect, test } from "vitest";

import { once, teach, wanted } from "./teachProgram.ts";

interface Judgement {
  readonly accepted: boolean;
  readonly tasks: number;
  readonly errors: readonly { line: number; fact: string; mend: string }[];
  readonly advice: readonly { rule: string }[];
}

const TO_DO = "plan exact money, the portfolio and what happens when a panel fails, in the form of ROADMAP.md";
const LONGEST_MS = 60_000;

const judgement = once(() => {
  wanted("PLAN.md", TO_DO);
  return teach<Judgement>(["plan", "--draft", "PLAN.md"]);
});

test("the validator accepts the plan, with three to twelve tasks", () => {
  const { accepted, tasks, errors } = judgement();
  expect(errors.map((one) => `line ${one.line}: ${one.fact}: ${one.mend}`)).toEqual([]);
  expect(accepted).toBe(true);
  expect(tasks >= 3 && tasks <= 12, `it has ${tasks} tasks`).toBe(true);
}, LONGEST_MS);

test("the plan says what is left out, what is open and how long it takes", () => {
  const missing = judgement().advice.filter((one) => ["non-goals", "questions", "sizes"].includes(one.rule));
  expect(missing).toEqual([]);
}, LONGEST_MS);

test("the plan keeps what the money depends on", () => {
  const text = wanted("PLAN.md", TO_DO).replace(/\s+/g, " ");
  expect(text, "say how exact an amount is").toMatch(/8 (decimal )?places/);
  expect(text, "say how a product is rounded").toMatch(/round/i);
  expect(text, "say what becomes of a position without a price").toMatch(/without a price/i);
});
