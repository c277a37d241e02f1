/** Task house-rule: a rule of your own that a machine can check. */

import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { assert, expect, test } from "vitest";

import { once, ROOT, teach } from "./teachProgram.ts";

interface Rule {
  readonly quote: string;
  readonly status: string;
}

const TO_DO =
  "no rule speaks of JSON.parse yet: write one into CLAUDE.md or .claude/rules/feed.md that keeps `JSON.parse()` " +
  "inside src/json.ts";
const LONGEST_MS = 60_000;

function isOurs(rule: Rule): boolean {
  return rule.quote.includes("JSON.parse");
}

/** The rules of this task, as they were understood. */
const ourRules = once(() => {
  const found = teach<{ rules: Rule[] }>(["rules", "--no-hits"]).rules.filter(isOurs);
  assert(found.length > 0, TO_DO);
  return found;
});

test("the rule is checked by a machine", () => {
  const statuses = ourRules().map((rule) => rule.status);
  assert(
    statuses.includes("checked"),
    `\`teach rules\` calls it ${statuses[0]}: name the call in backticks, and the one file where it is allowed`,
  );
  expect(statuses).toContain("checked");
}, LONGEST_MS);

test("the rule trips over the mistake and over nothing else", () => {
  const rules = ourRules();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "house-rule-")));
  for (const name of ["CLAUDE.md", ".claude", "src"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, force: true, filter: isSource });
  }
  cpSync(join(ROOT, "tests/house_rule/QuickPrice.tsx.txt"), join(folder, "src/ui/QuickPrice.tsx"));
  const review = teach<{ findings: { path: string; rule: Rule }[] }>(
    ["review", "--scope", "all", "--max-findings", "0"],
    folder,
  );
  rmSync(folder, { recursive: true });
  const found = new Set(review.findings.filter((one) => isOurs(one.rule)).map((one) => one.path));
  expect([...found], `${rules.length} rules about JSON.parse; only QuickPrice.tsx breaks one`).toEqual([
    "src/ui/QuickPrice.tsx",
  ]);
}, LONGEST_MS);

function isSource(path: string): boolean {
  return basename(path) !== "settings.local.json";
}
