/** Task story-command: a slash command that drafts a story and its test. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { teach, wanted } from "./teach-program.ts";

const COMMAND = ".claude/commands/new-story.md";
const TO_DO = "write the slash command /new-story, which writes a story and generates its test";

/** The head and the body of the command. */
function parts(): { head: string; body: string } {
  const found = /^---\n([^]*?)\n---\n([^]*)$/.exec(wanted(COMMAND, TO_DO));
  assert.ok(found, `${COMMAND} begins with a head between two lines of three dashes`);
  return { head: found[1] ?? "", body: found[2] ?? "" };
}

/** What stands behind a key of the head, on its line or as a list below it. */
function valueOf(head: string, key: string): string {
  return new RegExp(`^${key}:(.*(?:\\n[ \\t]*- .*)*)`, "m").exec(head)?.[1]?.trim() ?? "";
}

test("the linter finds nothing even when it is strict", () => {
  wanted(COMMAND, TO_DO);
  const found = teach(["lint", "--strict", ".claude"]);
  assert.ok((found["checked"] as readonly string[]).some((place) => place.endsWith("commands/new-story.md")));
  assert.deepEqual(found["problems"], []);
});

test("the command takes a name and a wish", () => {
  const { head, body } = parts();
  const names = valueOf(head, "arguments").match(/\w+/g) ?? [];
  assert.deepEqual(names, ["name", "wish"], "declare `arguments: [name, wish]`");
  assert.ok(body.includes("$name") && body.includes("$wish"), "say in the body where $name and $wish go");
});

test("the command may do no more than it needs", () => {
  const granted = valueOf(parts().head, "allowed-tools");
  assert.notEqual(granted, "", "grant in `allowed-tools` what the command needs");
  assert.doesNotMatch(granted, /Bash(?:\(\*\)|(?!\())|(?:^|[\s,])\*(?:$|,)/, "grant single programs, not every one");
  assert.match(granted, /Bash\(npm run generate/, "it has to run `npm run generate`");
  assert.match(granted, /(?:Write|Edit)\(stories\//, "it may write in stories/ and nowhere else");
});

test("the command keeps to the steps that are defined and proves what it wrote", () => {
  const { body } = parts();
  assert.ok(body.includes("src/steps/shop-steps.ts"), "say where the steps are that a story may use");
  assert.ok(body.includes("npm run generate"), "let it run `npm run generate` and show what that says");
});
