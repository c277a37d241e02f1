/** Task story-parse: a story becomes scenarios with steps, and each mistake is told with its line. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { StoryError } from "../src/errors.ts";
import { parseStory } from "../src/stories/parsing.ts";

const HEAD = "# Story: Buy tea\n\nAs a visitor I want tea\n\n## Scenario: Two packets\n";

function parsed(...steps: readonly string[]): ReturnType<typeof parseStory> {
  return parseStory(HEAD + steps.map((step) => `- ${step}\n`).join(""), "tea.story.md");
}

function refusal(...steps: readonly string[]): string {
  try {
    parsed(...steps);
  } catch (error) {
    if (error instanceof StoryError) {
      return error.message;
    }
    throw error;
  }
  return "nothing was refused";
}

test("a story has a title and scenarios, and its steps know their line", () => {
  const story = parsed("Given the shop is open", "When I take 2", "Then I have 2");
  assert.equal(story.title, "Buy tea");
  assert.equal(story.scenarios[0]?.title, "Two packets");
  assert.deepEqual(story.scenarios[0]?.steps[1], { keyword: "When", text: "I take 2", line: 7 });
});

test("And and But go on with the keyword before them", () => {
  const story = parsed("When I take 2", "And I pay", "Then I have 2", "But nothing more");
  const keywords = story.scenarios[0]?.steps.map((step) => step.keyword);
  assert.deepEqual(keywords, ["When", "When", "Then", "Then"]);
});

test("an And that has nothing before it is refused with its line", () => {
  assert.match(refusal("And I pay", "When I take 2"), /^tea\.story\.md:6: And /);
});

test("a word that is no keyword is refused with its line", () => {
  assert.match(refusal("When I take 2", "Than I have 2"), /^tea\.story\.md:7: Than /);
});

test("a scenario in which nothing is done, or nothing is looked at, is refused at its title", () => {
  assert.match(refusal("Given I am here", "Then I have 2"), /^tea\.story\.md:5: .*Two packets.* When/);
  assert.match(refusal("When I take 2"), /^tea\.story\.md:5: .*Two packets.* Then/);
});

test("a step that goes back is refused with its line", () => {
  assert.match(refusal("When I take 2", "Then I have 2", "When I pay", "Then I have 0"), /^tea\.story\.md:8: When /);
});
