/** Writes a story as a Playwright test that runs, and knows a file that a person has edited since. */

import { createHash } from "node:crypto";

import type { Scenario, Story } from "./model.ts";
import { type Definition, matchOf } from "./steps.ts";

const SEAL = /^\/\/ seal: (\w+)\n/;

/** The whole test file of a story. */
export function generate<World>(story: Story, definitions: readonly Definition<World>[]): string {
  const body = [
    `// From ${JSON.stringify(story.path)}: edit the story, then \`npm run generate\`.`,
    'import { StepError } from "../../src/errors.ts";',
    'import { definitions } from "../../src/steps/shop-steps.ts";',
    'import { runStep } from "../../src/stories/steps.ts";',
    'import { test } from "../fixtures.ts";',
    "",
    `test.describe(${JSON.stringify(story.title)}, () => {`,
    ...story.scenarios.flatMap((scenario) => scenarioLines(scenario, definitions)),
    "});",
    "",
  ].join("\n");
  return `// seal: ${sealOf(body)}\n${body}`;
}

/** One scenario as lines of code; one with a step that is not defined is a test that fails and says which. */
export function scenarioLines<World>(scenario: Scenario, definitions: readonly Definition<World>[]): readonly string[] {
  // TODO(human)[spec-generate]: write one scenario as lines: a test with an
  // awaited line for each step, or one that throws where a step is not defined
  // Hint: how does a text look in TypeScript that holds a quote, a backslash
  // and a line break? One function of the language knows
  // Hint: look at what `story.scenarios` becomes in `generate`, and at the
  // lines that the test expects
  throw new Error("TODO(human): scenarioLines");
}

/** Whether a generated file may be written over: it is not there, or still as it was generated. */
export function mayReplace(existing: string | undefined): boolean {
  // TODO(human)[spec-generate]: say whether the file is still as it was
  // generated
  // Hint: the seal in the first line was made of everything below it
  // Hint: a file without a seal was never ours
  throw new Error("TODO(human): mayReplace");
}

/** What changes when a single sign of a text does. */
export function sealOf(body: string): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 16);
}
