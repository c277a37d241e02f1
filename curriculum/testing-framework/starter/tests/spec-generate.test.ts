/** Task spec-generate: a story becomes a test file that runs, and what a person edited is left alone. */

import assert from "node:assert/strict";
import { stripTypeScriptTypes } from "node:module";
import { test } from "node:test";

import { generate, mayReplace, scenarioLines } from "../src/stories/generating.ts";
import type { Scenario, Story } from "../src/stories/model.ts";
import type { Definition } from "../src/stories/steps.ts";

const NOTHING = async (): Promise<void> => {};
const KNOWN: readonly Definition<unknown>[] = [
  { pattern: "I take {int} of {string}", run: NOTHING },
  { pattern: "I say {string}", run: NOTHING },
];

function scenario(title: string, ...texts: readonly string[]): Scenario {
  return { title, line: 3, steps: texts.map((text, index) => ({ keyword: "When", text, line: 4 + index })) };
}

function story(...scenarios: readonly Scenario[]): Story {
  return { path: "stories/tea.story.md", title: "Tea", scenarios };
}

test("each step is one awaited line, in the order of the story", () => {
  const lines = scenarioLines(scenario("Two", 'I take 2 of "Tea"', 'I say "thanks"'), KNOWN);
  const steps = lines.filter((line) => line.includes("runStep("));
  assert.equal(steps.length, 2);
  assert.match(steps[0] ?? "", /^\s*await runStep\(definitions, world, "I take 2 of \\"Tea\\""\);$/);
  assert.match(lines[0] ?? "", /^\s*test\("Two", async \(\{ world \}\) => \{$/);
});

test("a scenario with a step that is not defined becomes a test that fails and names its line", () => {
  const text = scenarioLines(scenario("Two", 'I say "hm"', "I dance"), KNOWN).join("\n");
  assert.match(text, /throw new StepError\(".*line 5.*I dance.*"\)/);
  assert.doesNotMatch(text, /runStep|skip|fixme/);
});

test("no text of a story can break out of the file", () => {
  const nasty = 'I say "`); process.exit(0); //"';
  const code = generate(story(scenario('"); throw 1; ("', nasty), scenario("back\\slash ${1}", nasty)), KNOWN);
  assert.doesNotThrow(() => stripTypeScriptTypes(code));
  assert.equal(code.split("\n").filter((line) => /^\s*(?:process|throw)/.test(line)).length, 0);
  assert.match(code, /test\("\\"\); throw 1; \(\\""/);
});

test("a file that is not there, or is as it was generated, may be written over", () => {
  const code = generate(story(scenario("Two", 'I take 2 of "Tea"')), KNOWN);
  assert.equal(mayReplace(undefined), true);
  assert.equal(mayReplace(code), true);
});

test("a file that a person edited or wrote stays", () => {
  const code = generate(story(scenario("Two", 'I take 2 of "Tea"')), KNOWN);
  assert.equal(mayReplace(code.replace("I take 2", "I take 3")), false);
  assert.equal(mayReplace(code.replace(/^\/\/ seal: \w+/, "// seal: 0")), false);
  assert.equal(mayReplace('import { test } from "@playwright/test";\n'), false);
});
