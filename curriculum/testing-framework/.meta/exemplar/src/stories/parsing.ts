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
  if (word === "And" || word === "But") {
    if (before === undefined) {
      throw new StoryError(`${place}: ${word} has nothing to go on with: begin with Given, When or Then`);
    }
    return before;
  }
  const keyword = ORDER.find((one) => one === word);
  if (keyword === undefined) {
    throw new StoryError(`${place}: ${word} is no keyword: write Given, When, Then, And or But`);
  }
  return keyword;
}

/** Refuses a scenario in which nothing is done or nothing is looked at, or whose steps go backwards. */
export function checkOrder(scenario: Scenario, path: string): void {
  for (const needed of ["When", "Then"]) {
    if (!scenario.steps.some((step) => step.keyword === needed)) {
      throw new StoryError(`${path}:${scenario.line}: "${scenario.title}" has no ${needed}`);
    }
  }
  const places = scenario.steps.map((step) => ORDER.indexOf(step.keyword));
  const back = places.findIndex((place, index) => place < (places[index - 1] ?? 0));
  if (back >= 0) {
    const step = scenario.steps[back];
    throw new StoryError(`${path}:${step?.line}: ${step?.keyword} comes too late: make it a scenario of its own`);
  }
}
