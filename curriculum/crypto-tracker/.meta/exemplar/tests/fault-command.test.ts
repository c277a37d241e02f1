/** Task fault-command: a slash command that shows what a broken feed sends. */

import { assert, expect, test } from "vitest";

import { teach, wanted } from "./teachProgram.ts";

const COMMAND = ".claude/commands/feed-fault.md";
const TO_DO = "write the slash command /feed-fault, which prints what the practice feed sends under a fault";
const LONGEST_MS = 60_000;

/** The head and the body of the command. */
function parts(): { head: ReadonlyMap<string, string>; body: string } {
  const found = /^---\n(.*?)\n---\n(.*)$/s.exec(wanted(COMMAND, TO_DO));
  assert(found !== null, `${COMMAND} begins with a head between two lines of three dashes`);
  const lines = (found[1] ?? "").split("\n").map((line) => /^([\w-]+):\s*(.*)$/.exec(line));
  return { head: new Map(lines.flatMap((line) => (line ? [[line[1] ?? "", line[2] ?? ""]] : []))), body: found[2] ?? "" };
}

/** The tools that it grants, in one line or in a list. */
function granted(head: ReadonlyMap<string, string>): string[] {
  return (head.get("allowed-tools") ?? "")
    .replace(/^\[|\]$/g, "")
    .split(/,\s*(?![^(]*\))/)
    .map((tool) => tool.trim().replace(/^["']|["']$/g, ""))
    .filter(Boolean);
}

test("the linter finds nothing even when it is strict", () => {
  wanted(COMMAND, TO_DO);
  const found = teach<{ checked: string[]; problems: unknown[] }>(["lint", "--strict", ".claude"]);
  expect(found.checked.some((path) => path.endsWith("commands/feed-fault.md"))).toBe(true);
  expect(found.problems).toEqual([]);
}, LONGEST_MS);

test("the command takes a fault and a number of messages", () => {
  const { head, body } = parts();
  expect(head.get("arguments"), "declare `arguments: [fault, count]`").toMatch(/^\[?fault,? +count\]?$/);
  expect([body.includes("$fault"), body.includes("$count")], "say in the body where they go").toEqual([true, true]);
});

test("the command may do no more than it needs", () => {
  const tools = granted(parts().head);
  expect(tools.filter((tool) => ["Bash", "Bash(*)", "*"].includes(tool))).toEqual([]);
  expect(tools.some((tool) => tool.startsWith("Bash(npm run feed")), "it has to run `npm run feed`").toBe(true);
  expect(tools.some((tool) => /^(Edit|Write)\b/.test(tool)), "it looks and changes nothing").toBe(false);
});

test("the command compares what came with what reads it", () => {
  const { body } = parts();
  expect(body).toContain("npm run feed");
  expect(body, "let it read the code that decides what is refused").toContain("src/feed/message.ts");
});
