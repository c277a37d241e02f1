"""A small curriculum project in TypeScript, which needs node and no package."""

import difflib
import json
from pathlib import Path
from typing import Any

from tests.teaching.curriculum.sample import lesson, write

TEST = 'node --test "tests/*.test.ts"'
README = "# Web tally\n\n```\none: 2, two: 1\n```\n"
CLAUDE_MD = f"""\
# Project: Web tally

## Training Protocol
- **Role:** Senior Engineer mentoring a junior developer
- **Output Style:** Learning (use TODO(human) markers)
- **Verification:** Must run tests before marking tasks complete
- **Constraint:** Explain WHY, not just WHAT

## Architectural Standards
- Language: TypeScript
- Style: Plain functions
- Error Handling: Throw errors of our own
- Never use `any`
- Never use `eval`
- Never use `var`
- Always use `===`
- Functions are at most 20 lines long
- No `console.log` statements
- No default exports
- No `@ts-ignore`
- Files are at most 200 lines long

## Grading Rubric
- Functionality: Feature works per spec
- Testing: Every test asserts something
- Documentation: Every exported function has a JSDoc comment

## Common Commands
- test: {TEST}
"""
ROADMAP = """\
# Roadmap: Web tally

## Phase 1: Counting
- [ ] Count the words <!-- id: count-words -->
  - Acceptance: every word is counted, whatever its case
  - files: src/counting.ts
  - verify: node --test tests/count-words.test.ts
- [ ] Say what is counted <!-- id: explain -->
  - Acceptance: a page says it
  - files: docs/words.md
  - depends: count-words
  - verify: node --test tests/explain.test.ts
- [ ] Name the most frequent <!-- id: top-words -->
  - Acceptance: the most frequent first, and of equals the first in the alphabet
  - files: src/counting.ts
  - depends: count-words
  - verify: node --test tests/top-words.test.ts
"""
COUNTING = """\
/** How often each word is there, in small letters. */
export function count(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().split(/\\s+/).filter(Boolean)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** The most frequent words, of equals the first in the alphabet. */
export function top(text: string, most: number): string[] {
  const entries = [...count(text)];
  entries.sort(([one, few], [other, many]) => many - few || one.localeCompare(other));
  return entries.slice(0, most).map(([word]) => word);
}
"""
_HEAD = 'import assert from "node:assert/strict";\nimport { test } from "node:test";\n'
EXEMPLAR = {
    ".gitignore": "node_modules/\n",
    "package.json": json.dumps({"name": "web-tally", "private": True, "type": "module", "scripts": {"test": TEST}}),
    "src/counting.ts": COUNTING,
    "docs/words.md": "# Words\n\nA word is what stands between two spaces.\n",
    "tests/start.test.ts": f"""\
{_HEAD}import * as counting from "../src/counting.ts";

test("it can be imported", () => assert.equal(typeof counting.count, "function"));
""",
    "tests/count-words.test.ts": f"""\
{_HEAD}import {{ count }} from "../src/counting.ts";

test("words are counted whatever their case", () => assert.equal(count("One two one").get("one"), 2));
test("nothing is no word", () => assert.equal(count("  ").size, 0));
""",
    "tests/explain.test.ts": f"""\
{_HEAD}import {{ existsSync }} from "node:fs";

test("a page says what a word is", () => {{
  if (!existsSync("docs/words.md")) assert.fail("docs/words.md is not there yet: say what a word is");
}});
""",
    "tests/top-words.test.ts": f"""\
{_HEAD}import {{ top }} from "../src/counting.ts";

test("the most frequent come first", () => assert.deepEqual(top("b a a c", 1), ["a"]));
test("of equals the first in the alphabet comes first", () => assert.deepEqual(top("b a", 2), ["a", "b"]));
""",
}
AS_ANY = "\n/** Whatever it is. */\nexport function first(words: any): string {\n  return String(words[0]);\n}\n"


def _patch(after: str) -> str:
    place = "src/counting.ts"
    lines = difflib.unified_diff(COUNTING.splitlines(True), after.splitlines(True), f"a/{place}", f"b/{place}")
    return "".join(lines)


def _task(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "code",
        "minutes": 20,
        "concepts": ["counting"],
        "tests": [f"tests/{name}.test.ts"],
        "files": ["src/counting.ts"],
        "rubric": [{"points": 3, "for": "it works"}],
        **more,
    }


def _cut(symbol: str, text: str) -> dict[str, Any]:
    return {"path": "src/counting.ts", "symbol": symbol, "text": text, "hints": ["What is a `Map` for?"], "core": []}


def _defect(name: str, rule: str, shown_by: str, found: bool) -> dict[str, Any]:
    return {"id": name, "rule": rule, "path": "src/counting.ts", "shown_by": shown_by, "found_by_review": found}


def spec(packages: tuple[str, ...] = ()) -> dict[str, Any]:
    """The whole `project.json`."""
    return {
        "slug": "web-tally",
        "title": "Web tally",
        "language": "typescript",
        "hours": 1,
        "order": 9,
        "teaches": ["counting"],
        "needs": {"node": "22", "programs": ["git"], "packages": list(packages)},
        "install": [],
        "commands": {"test": TEST},
        "tasks": [
            _task("count-words", cuts=[_cut("count", "count each word")]),
            _task("explain", files=["docs/words.md"], adds=["docs/words.md"]),
            _task("top-words", cuts=[_cut("top", "order the words")]),
        ],
        "defects": [
            _defect("as-any", "Never use `any`", "review", True),
            _defect(
                "wrong-order",
                "Feature works per spec",
                "tests/top-words.test.ts > of equals the first in the alphabet comes first",
                False,
            ),
        ],
    }


def make(folder: Path, packages: tuple[str, ...] = ()) -> Path:
    """Writes the project, but for its starter, into a folder; returns the project's own."""
    place = folder / "web-tally"
    document = spec(packages)
    write(place, {"CLAUDE.md": CLAUDE_MD, "ROADMAP.md": ROADMAP, "README.md": README})
    write(place, {f"lessons/{one['id']}.md": lesson(one["id"]) for one in document["tasks"]})
    write(place / ".meta", {"project.json": json.dumps(document, indent=1), "design.md": "# Design\n"})
    write(place / ".meta" / "exemplar", EXEMPLAR)
    patches = {
        "as-any": _patch(COUNTING + AS_ANY),
        "wrong-order": _patch(COUNTING.replace("|| one.localeCompare(other)", "|| other.localeCompare(one)")),
    }
    write(place / ".meta" / "defects", {f"{name}.patch": text for name, text in patches.items()})
    return place
