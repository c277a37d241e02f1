/** Reads `stories/*.story.md`: people write them, so each mistake is told with its line. */

import { StoryError } from "../errors.ts";
import type { Keyword, Scenario, Step, Story } from "./model.ts";

const TITLE = /^# Story: (.+)$/;
const SCENARIO = /^## Scenario: (.+)$/;
const STEP = /^- (\w+) (.+)$/;
const ORDER: readonly Keyword[] = ["Given", "When", "Then"];

interface OpenScenario {
  readonly title: string;
  readonly line: number;
  readonly steps: Step[];
}

/** A whole story; lines that are no title, scenario or step are for people and left alone. */
export function parseStory(text: string, path: string): Story {
  let title = "";
  const scenarios: OpenScenario[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const place = `${path}:${index + 1}`;
    const written = raw.trim();
    const step = STEP.exec(written);
    const current = scenarios.at(-1);
    title = TITLE.exec(written)?.[1] ?? title;
    const named = SCENARIO.exec(written)?.[1];
    if (named !== undefined) {
      scenarios.push({ title: named, line: index + 1, steps: [] });
    } else if (step !== null && current !== undefined) {
      const keyword = keywordOf(step[1] ?? "", current.steps.at(-1)?.keyword, place);
      current.steps.push({ keyword, text: step[2] ?? "", line: index + 1 });
    }
  }
  if (title === "") {
    throw new StoryError(`${path}:1: begin with "# Story: " and what it is called`);
  }
  if (scenarios.length === 0) {
    throw new StoryError(`${path}:1: a story without a "## Scenario: " cannot be tested`);
  }
  for (const scenario of scenarios) {
    checkOrder(scenario, path);
  }
  return { path, title, scenarios };
}

/** What a step's first word means; `And` and `But` go on with what came before. */
export function keywordOf(word: string, before: Keyword | undefined, place: string): Keyword {
  // TODO(human)[story-parse]: say what the first word of a step means, or
  // refuse it with its place
  // Hint: two words mean “the same as before”: what if nothing was before?
  // Hint: `ORDER` holds the words that mean something by themselves
  // Hint: a message begins with `place`, and says what to write
  throw new Error("TODO(human): keywordOf");
}

/** Refuses a scenario in which nothing is done or nothing is looked at, or whose steps go backwards. */
export function checkOrder(scenario: Scenario, path: string): void {
  // TODO(human)[story-parse]: refuse a scenario in which nothing is done,
  // nothing is looked at, or a step goes back
  // Hint: the line of the scenario is for what is missing, the line of the
  // step for what is in the wrong place
  // Hint: a keyword's place in `ORDER` is a number; what must those numbers
  // never do from step to step?
  throw new Error("TODO(human): checkOrder");
}
