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
  const lost = scenario.steps.find((step) => matchOf(step.text, definitions) === undefined);
  const lines =
    lost === undefined
      ? scenario.steps.map((step) => `    await runStep(definitions, world, ${JSON.stringify(step.text)});`)
      : [`    throw new StepError(${JSON.stringify(`line ${lost.line} is not defined: ${lost.text}`)});`];
  return [`  test(${JSON.stringify(scenario.title)}, async ({ world }) => {`, ...lines, "  });"];
}

/** Whether a generated file may be written over: it is not there, or still as it was generated. */
export function mayReplace(existing: string | undefined): boolean {
  if (existing === undefined) {
    return true;
  }
  const seal = SEAL.exec(existing);
  return seal !== null && seal[1] === sealOf(existing.slice(seal[0].length));
}

/** What changes when a single sign of a text does. */
export function sealOf(body: string): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 16);
}
