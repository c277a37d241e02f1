"""Drafts of a plan, each with one fault, and what the judge says of it."""

from dataclasses import replace

import pytest

from teaching.contracts.plan import Judgement
from teaching.errors import BadInputError
from teaching.planning.drafts import normalise
from teaching.planning.judge import judge
from teaching.planning.project import Module, Project

GOOD = """\
# Roadmap: news digest

## Phase 1: Data layer
- [ ] Parse one feed <!-- id: parse-feed -->
  - Acceptance: A saved RSS 2.0 file yields 3 entries with title and link
  - Acceptance: A broken file raises FeedError with its line
  - files: src/digest/feeds.py, tests/test_feeds.py
  - verify: python -m pytest tests/test_feeds.py
  - by hand: the mapping of the fields
  - size: 90 min
- [ ] Drop entries that were seen <!-- id: seen -->
  - Acceptance: The second run over the same file yields 0 entries
  - files: src/digest/seen.py, tests/test_seen.py
  - depends: parse-feed
  - verify: python -m pytest tests/test_seen.py
  - size: 1 h

## Phase 2: Operations
- [ ] Decide where it runs <!-- id: where -->
  - Acceptance: A decision record compares 2 places by cost and effort
  - files: docs/decisions/0001.md
  - depends: seen
  - attest: the decision record, read by a second person
  - size: 45 min

## Non-goals
- A web page

## Questions
- One file per day or per entry? Default: per day, because it is read top to bottom.
"""
# As models write them: bold titles, sizes in words, a diagram, types, a numbered task.
USUAL = """\
# Roadmap: Link shortener

A small service that shortens links and counts clicks.

**Stack:** TypeScript, Fastify, PostgreSQL (`drizzle-orm`), vitest.

```
client -> api -> store
```

```ts
export interface LinkStore {
  save(link: Link): Promise<void>;
  find(code: string): Promise<Link | null>;
}
```

```sql
CREATE TABLE links (
  code text PRIMARY KEY,
  url text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
```

```json
{"url": "https://example.com", "code": "abc123"}
```

## Phase 1: Foundation (2 days)

- [ ] **Walking skeleton** <!-- id: skeleton -->
  - Acceptance criteria:
    - `GET /health` answers 200 with `{"ok": true}`
    - The test starts the app in-process via `app.inject({ method: 'GET', url: '/health' })`
  - files: `src/app.ts`, `test/health.test.ts`, `package.json`
  - verify: `npx vitest run test/health.test.ts`
  - size: ~45 min

- [ ] **Generate short codes** <!-- id: codes -->
  - Acceptance criteria:
    - Codes have 7 characters from a 58-letter alphabet without 0, O, I and l
    - 100,000 generated codes have no duplicate in a seeded test
    - A collision in the store is retried at most 3 times, then refused with `CodeSpaceError`
  - files: `src/codes.ts`, `test/codes.test.ts`
  - depends: skeleton
  - verify: `npx vitest run test/codes.test.ts`
  - by hand: TODO(human) the alphabet encoding
  - size: 1.5h

## Phase 2: Redirects

1. [ ] Redirect and count <!-- id: redirect -->
   - Acceptance criteria:
     - `GET /:code` answers 302 with the stored URL; unknown codes answer 404
     - URLs with `javascript:` scheme are rejected with 422
     - Counting never delays the redirect: with the counter down it still answers within 50 ms
   - depends on: codes
   - verify: npx vitest run test/redirect.test.ts
   - size: 2h

- [ ] Deploy to Fly.io <!-- id: deploy -->
  - Acceptance: `https://<app>.fly.dev/health` answers 200 from outside
  - depends: redirect
  - attest: open the health URL and one short link in a browser
  - size: 60 min

## Risks
- Open redirect abuse: rate limit per IP, blocklist

## Non-goals
- Custom domains, user accounts

## Open questions
1. Should codes expire? Default: no. Expiry needs a sweeper job.
2. Count bots? Default: yes.
"""
CODE = Project(
    stack="python",
    files=frozenset({"src/digest/feeds.py", "tests/test_feeds.py"}),
    modules=(Module("src/digest", 1),),
    source="src/digest",
    tests="tests",
)


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def rules(found: Judgement) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for problem in found.errors]


def test_a_good_draft_is_accepted_without_advice() -> None:
    found = judge(GOOD)
    assert (found.accepted, found.tasks, found.errors, found.advice) == (True, 3, [], [])


def test_a_draft_in_the_usual_form_of_models_is_accepted() -> None:
    found = judge(USUAL)
    assert (found.accepted, found.tasks, found.errors, found.advice) == (True, 4, [], [])


FAULTS = {
    "unproven": ("  - verify: python -m pytest tests/test_seen.py\n", "", "unproven", "Drop entries"),
    "no attest": ("  - attest: the decision record, read by a second person\n", "", "unproven", "Decide where"),
    "a wish for a command": ("verify: python -m pytest tests/test_seen.py", "verify: check it", "no-command", "Drop"),
    "a shell": ("tests/test_seen.py\n  - size", "tests/test_seen.py && ruff check\n  - size", "needs-shell", "Drop"),
    "no criterion": (
        "  - Acceptance: The second run over the same file yields 0 entries\n",
        "",
        "no-criteria",
        "Drop entries",
    ),
    "vague": ("The second run over the same file yields 0 entries", "Deduplication works well", "vague", "Drop"),
    "vague, in other words": (
        "The second run over the same file yields 0 entries",
        "Errors are handled gracefully",
        "vague",
        "Drop",
    ),
    "just done": ("The second run over the same file yields 0 entries", "It is implemented", "vague", "Drop"),
    "too big": ("size: 1 h", "size: 3 hours", "too-big", "Drop"),
    "too big in the title": ("Drop entries that were seen", "Drop entries (2 days)", "too-big", "Drop"),
    "an unknown dependency": ("depends: parse-feed", "depends: parse-feeds", "unknown-dependency", "Drop"),
    "a later dependency": (
        "  - verify: python -m pytest tests/test_feeds.py",
        "  - depends: where\n  - verify: python -m pytest tests/test_feeds.py",
        "cycle",
        "Parse one feed",
    ),
    "a doubled title": ("Drop entries that were seen", "Parse one feed", "duplicate-title", "id: seen"),
    "a doubled id": ("id: seen", "id: parse-feed", "duplicate-id", "Drop entries"),
    "a path outside": ("src/digest/seen.py", "../other/seen.py", "bad-path", "Drop entries"),
    "an absolute path": ("src/digest/seen.py", "/srv/seen.py", "bad-path", "Drop entries"),
    "an empty phase": ("## Non-goals", "## Phase 3: Later\n\n## Non-goals", "empty-phase", "Phase 3"),
    "use before it is built": (
        "A broken file raises FeedError with its line",
        "What `src/digest/seen.py` holds is left out, at most 10 entries",
        "order",
        "Parse one feed",
    ),
    "inline solution": (
        "A broken file raises FeedError with its line",
        "It does `return [Entry(e.title, e.link) for e in feed.entries]`",
        "solution",
        "It does",
    ),
}


@pytest.mark.parametrize(("old", "new", "rule", "place"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_an_error_with_its_line(old: str, new: str, rule: str, place: str) -> None:
    assert old in GOOD
    draft = GOOD.replace(old, new, 1)
    found = judge(draft)
    assert not found.accepted
    assert (line_of(draft, place), rule) in rules(found)
    assert all(problem.fact and problem.mend for problem in found.errors)


def test_a_task_before_what_it_depends_on_is_out_of_order() -> None:
    draft = GOOD.replace("  - depends: parse-feed\n", "").replace(
        "  - verify: python -m pytest tests/test_feeds.py", "  - depends: seen\n  - verify: pytest tests/test_feeds.py"
    )
    assert rules(judge(draft)) == [(line_of(draft, "Parse one feed"), "order")]


SOLUTIONS = {
    "python": (
        "python",
        "def parse(text):\n    feed = feedparser.parse(text)\n    if feed.bozo:\n        raise FeedError()\n"
        "    return [Entry(e.title, e.link) for e in feed.entries]",
    ),
    "untagged": (
        "",
        "const stock = await db.get(id);\nif (stock < n) throw new Error('out');\nawait db.set(id, stock - n);",
    ),
    "one line under a signature": (
        "python",
        "def total(items):\n    return sum(item.price * item.count for item in items)",
    ),
    "an arrow function": (
        "ts",
        "const total = (xs: Item[]) => {\n  let sum = 0;\n  for (const x of xs) sum += x.price;\n  return sum;\n};",
    ),
    "one arrow": ("ts", "export const total = (xs: Item[]) => xs.reduce((sum, x) => sum + x.price, 0);"),
    "sql": ("sql", "UPDATE stock\nSET available = available - 1\nWHERE id = 1 AND available = 1;"),
}


@pytest.mark.parametrize(("language", "code"), SOLUTIONS.values(), ids=SOLUTIONS)
def test_a_body_in_a_code_block_is_refused(language: str, code: str) -> None:
    draft = GOOD.replace("## Non-goals", f"## Sketch\n```{language}\n{code}\n```\n\n## Non-goals")
    assert (line_of(draft, f"```{language}"), "solution") in rules(judge(draft))


ALLOWED = {
    "signatures": (
        "python",
        "class Feeds:\n    def parse(self, text: str) -> list[Entry]:\n        ...\n\n    def seen(self, entry):\n"
        "        # TODO(human)[seen]: compare keys\n        raise NotImplementedError",
    ),
    "types": (
        "ts",
        "interface Entry {\n  title: string;\n  link: string;\n}\nexport function parse(text: string): Entry[];",
    ),
    "records": (
        "python",
        '@dataclass\nclass Entry:\n    title: str\n    link: str = ""\n    tags: list[str] = field()',
    ),
    "a table": ("sql", "CREATE TABLE links (\n  code text PRIMARY KEY,\n  url text NOT NULL DEFAULT ''\n);"),
    "how it is called": ("python", "entries = parse(text)\nassert entries[0].title == 'one'"),
    "commands": ("sh", "python -m venv .venv\n.venv/bin/pip install feedparser\nif true; then echo yes; fi"),
    "data": ("yaml", "sources:\n  - name: one\n    url: https://example.org/feed\n"),
    "a tree": ("", "src/\n  feeds.py\n  seen.py\ntests/\n  test_feeds.py"),
}


@pytest.mark.parametrize(("language", "code"), ALLOWED.values(), ids=ALLOWED)
def test_signatures_types_commands_and_data_may_stand(language: str, code: str) -> None:
    draft = GOOD.replace("## Non-goals", f"## Sketch\n```{language}\n{code}\n```\n\n## Non-goals")
    assert judge(draft).errors == []


@pytest.mark.parametrize(
    "criterion",
    [
        "`parse(text)` returns 3 entries",
        "The page works well with 200 % zoom and 320 px width",
        "A wrong password and an unknown user get the same answer",
        "99 of 100 answers come within 200 ms",
        "The error is secure: the body equals `{}`",
        "Every task has an owner",
    ],
)
def test_a_criterion_that_can_be_checked_is_accepted(criterion: str) -> None:
    draft = GOOD.replace("The second run over the same file yields 0 entries", criterion)
    assert judge(draft).errors == []


@pytest.mark.parametrize(
    ("heading", "rule"),
    [("## Questions\n", "questions"), ("## Non-goals\n", "non-goals")],
    ids=["questions", "non-goals"],
)
def test_missing_questions_and_non_goals_are_asked_for(heading: str, rule: str) -> None:
    found = judge(GOOD.replace(heading, "## Other\n"))
    assert found.accepted
    assert [problem.rule for problem in found.advice] == [rule]


def test_a_command_without_a_selector_is_advised_against() -> None:
    found = judge(GOOD.replace("python -m pytest tests/test_seen.py", "pytest"))
    assert found.accepted
    assert [problem.rule for problem in found.advice] == ["whole-suite"]


def test_too_many_tasks_are_refused() -> None:
    task = "- [ ] Task {0}\n  - Acceptance: It returns {0} for {0}\n  - verify: pytest tests/test_{0}.py\n"
    draft = GOOD.replace(
        "## Non-goals", "## Phase 3: More\n" + "".join(task.format(n) for n in range(38)) + "\n## Non-goals"
    )
    assert rules(judge(draft)) == [(0, "too-many")]


def test_a_draft_without_tasks_is_refused() -> None:
    assert rules(judge("# A plan\n\nWe will build it.\n")) == [(0, "no-tasks")]


def test_a_draft_for_existing_code_has_to_name_some_of_it() -> None:
    assert judge(GOOD, CODE).accepted
    elsewhere = GOOD.replace("src/digest/", "lib/").replace("tests/test_", "lib/test_")
    small = judge(elsewhere, CODE)
    assert (0, "ignores-code") not in rules(small)
    assert "ignores-code" in {problem.rule for problem in small.advice}
    larger = replace(CODE, files=CODE.files | {"src/digest/a.py", "src/digest/b.py"})
    found = judge(elsewhere, larger)
    assert (0, "ignores-code") in rules(found)
    assert "src/digest" in next(problem.mend for problem in found.errors if problem.rule == "ignores-code")


def test_an_existing_file_in_another_folder_is_pointed_out() -> None:
    draft = GOOD.replace("files: src/digest/feeds.py, ", "files: app/feeds.py, ")
    assert any(
        problem.rule == "file-moved" and "src/digest/feeds.py" in problem.mend for problem in judge(draft, CODE).advice
    )


def test_setting_up_what_is_there_is_advised_against() -> None:
    draft = GOOD.replace("Parse one feed", "Set up the project with pytest")
    assert [problem.rule for problem in judge(draft, CODE).advice] == ["set-up"]


EXISTING = b"# R\n\n## Phase 1\n- [x] Fetch feeds <!-- id: fetch -->\n- [ ] Other thing <!-- id: seen -->\n"


def test_tasks_of_the_existing_roadmap_may_be_depended_on_but_not_renamed() -> None:
    draft = GOOD.replace("depends: parse-feed", "depends: parse-feed, fetch")
    assert (line_of(draft, "Drop entries"), "id-taken") in rules(judge(draft, existing=EXISTING))
    assert (
        rules(
            judge(
                draft.replace("id: seen", "id: seen-2").replace("depends: seen", "depends: seen-2"), existing=EXISTING
            )
        )
        == []
    )
    assert (line_of(draft, "Drop entries"), "unknown-dependency") in rules(judge(draft))


def test_a_ticked_draft_is_told_that_it_proves_nothing() -> None:
    found = judge(GOOD.replace("- [ ] Parse", "- [x] Parse"))
    assert [problem.rule for problem in found.advice] == ["ticked"]


@pytest.mark.parametrize("draft", ["", "  \n", "x" * 300_000])
def test_what_is_no_draft_is_refused(draft: str) -> None:
    with pytest.raises(BadInputError):
        judge(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "```\n- [ ] hidden",
        "- [ ] `" * 2000,
        "- [ ] a\n" + "  - verify: " + "a(" * 5000,
        "- [ ] \x00\x1b[2J",
        "- [ ]" + " x" * 20000,
    ],
)
def test_odd_drafts_are_judged_without_a_fault(draft: str) -> None:
    assert not judge(draft).accepted


def test_windows_line_ends_keep_the_lines() -> None:
    draft = GOOD.replace("  - verify: python -m pytest tests/test_seen.py\n", "")
    assert rules(judge(draft.replace("\n", "\r\n"))) == rules(judge(draft))


@pytest.mark.parametrize("fence", ["```markdown", "```md", "```", "~~~~"])
def test_a_draft_in_a_fence_of_its_own_is_read_with_its_lines(fence: str) -> None:
    closing = fence.rstrip("markdown")
    wrapped = f"{fence}\n{GOOD}{closing}\n"
    assert judge(wrapped).errors == []
    assert judge(wrapped).tasks == 3
    broken = wrapped.replace("  - verify: python -m pytest tests/test_seen.py\n", "")
    assert rules(judge(broken)) == [(line_of(broken, "Drop entries"), "unproven")]
    assert normalise(wrapped) == GOOD.encode()
