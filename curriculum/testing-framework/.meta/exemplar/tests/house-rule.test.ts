/** Task house-rule: a rule of your own that a machine can check. */

import assert from "node:assert/strict";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { type Finding, ROOT, type Rule, teach } from "./teach-program.ts";

const TO_DO =
  "no rule speaks of locator() yet: write one into CLAUDE.md or .claude/rules/pages.md that keeps calls of `.locator()` out of our code";
const folder = mkdtempSync(path.join(tmpdir(), "house-rule-"));

after(() => rmSync(folder, { recursive: true }));

/** Asked once: it takes a few seconds. */
let known: readonly Rule[] | undefined;

/** The rules of this task, as they were understood. */
function rules(): readonly Rule[] {
  const places = ["CLAUDE.md", ...globSync(".claude/rules/*.md", { cwd: ROOT })];
  if (!places.some((place) => readFileSync(path.join(ROOT, place), "utf-8").includes("locator("))) {
    assert.fail(TO_DO);
  }
  known ??= (teach(["rules", "--no-hits"])["rules"] as readonly Rule[]).filter(isOurs);
  return known;
}

function isOurs(rule: Rule): boolean {
  return rule.quote.includes("locator(");
}

test("the rule is checked by a machine", () => {
  const found = rules().map((rule) => rule.status);
  assert.notEqual(found.length, 0, TO_DO);
  assert.ok(
    found.includes("checked"),
    `\`teach rules\` calls it ${found[0]}: name the call in backticks`,
  );
});

test("the rule trips over the mistake and over nothing else", () => {
  rules();
  const parts = ["CLAUDE.md", ".claude", "src", "shop", "e2e", "tsconfig.json"];
  for (const name of parts.filter((part) => existsSync(path.join(ROOT, part)))) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  cpSync(path.join(ROOT, "tests/house-rule/quick-check.ts.txt"), path.join(folder, "src/steps/quick-check.ts"));
  const review = teach(["review", "--scope", "all", "--max-findings", "0"], folder);
  const findings = (review["findings"] as readonly Finding[]).filter((one) => isOurs(one.rule));
  const found = [...new Set(findings.map((one) => one.path))];
  assert.deepEqual(found, ["src/steps/quick-check.ts"], `only quick-check.ts breaks it; the review found ${found.join() || "nothing"}`);
});
