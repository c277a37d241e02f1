"""Slash commands that the linter accepts, and what it says of those that it does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from finetune.generate.checking import cites, fenced
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.assets import assets
from teaching.commands.lint import lint_text
from teaching.commands.report import Problem


@dataclass(frozen=True, slots=True)
class _Wish:
    """A command that somebody wants."""

    name: str
    wanted: str
    description: str
    hint: str
    tools: str
    body: str


_WISHES = (
    _Wish(
        "tidy-imports", "sorts the imports of a file", "Sort the imports of one file", "[path]",
        "Read, Edit, Bash(ruff check:*)",
        "Sort the imports of $ARGUMENTS with `ruff check --select I --fix`, and change nothing else. Show what moved.",
    ),
    _Wish(
        "explain-test", "explains what a red test wants", "Say what a red test expects", "[test]",
        "Read, Grep, Bash(python -m pytest:*)",
        "Run the test $ARGUMENTS. Say which value it expected and which came, in two sentences. Do not mend the code.",
    ),
    _Wish(
        "start-branch", "begins a branch for a task of the roadmap", "Begin a branch for a roadmap task", "[task]",
        "Read, Bash(git switch:*), Bash(git status:*)",
        "Read ROADMAP.md and find the task $ARGUMENTS. Where `git status` is clean, make a branch `feat/` with its id.",
    ),
    _Wish(
        "release-notes", "writes release notes out of the commits", "Draft release notes from commits", "[since]",
        "Read, Bash(git log:*)",
        "List the commits since $ARGUMENTS with `git log --oneline`. Group them by type, one line each, for a reader.",
    ),
    _Wish(
        "check-rule", "tells whether a file keeps one rule", "Hold one file to one rule", "[rule and path]",
        "Read, Grep",
        "Take the rule and the file from $ARGUMENTS. Quote the rule, name each line that breaks it, ask one question.",
    ),
    _Wish(
        "slow-tests", "shows the slowest tests", "Show the slowest tests", "[folder]",
        "Bash(python -m pytest:*)",
        "Run `python -m pytest --durations=5` for $ARGUMENTS. Show them and ask what the first one waits for.",
    ),
)  # fmt: skip
_SAID = (
    "It may use {tools} and nothing else, and reads its argument as `$ARGUMENTS`. What should happen without one?",
    "Its grants are {tools}, no more than it needs. Which of them would you miss first?",
)


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """One for each wish."""
    wishes = list(_WISHES)
    chance.shuffle(wishes)
    for wish in wishes:
        text = (
            f'---\ndescription: {wish.description}\nargument-hint: "{wish.hint}"\nallowed-tools: {wish.tools}\n---\n\n'
            f"{wish.body}\n"
        )
        tools = ", ".join(f"`{tool.strip()}`" for tool in wish.tools.split(","))
        path = f".claude/commands/{wish.name}.md"
        output = f"`{path}`:\n\n```markdown\n{text}```\n\n{chance.choice(_SAID).format(tools=tools)}"
        yield Candidate(
            instruction=f"Make a slash command that {wish.wanted}",
            input=f"It is to be called as /{wish.name}",
            output=output,
            language="markdown",
            about={"command": wish.name},
            checks=(Check("lint-clean", lambda answer, path=path: _clean(path, answer)),),
        )


def faults(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """A command that ships, with one mistake in it."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(assets("commands").glob("*.md"))}
    found = [
        (f".claude/commands/{name}.md", broken)
        for name, text in texts.items()
        for broken in _broken(text)
        if broken != text
    ]
    chance.shuffle(found)
    for path, broken in found:
        problems = lint_text(broken, path, "command")
        if len(problems) == 1 and problems[0].line:
            yield _of_fault(path, broken, problems[0])


def _of_fault(path: str, broken: str, problem: Problem) -> Candidate:
    lines = broken.splitlines()[:8]
    shown = "\n".join(f"{number}: {line}".rstrip() for number, line in enumerate(lines, 1))
    place = f"{path}:{problem.line}"
    output = f"`{place}` has `{problem.text}`: {_ended(problem.fact)} Which word did you mean there?"

    def verdict(output: str) -> str:
        require(problem.text in output, "it does not quote the mistake")
        again = lint_text(broken, path, "command")
        require([one.id for one in again] == [problem.id], "the linter says something else")
        require(problem.line <= len(lines), "the line is not shown")
        return problem.id

    return Candidate(
        instruction=f"My command /{path.rpartition('/')[2].removesuffix('.md')} does not do what it should",
        input=f"{path}\n{shown}",
        output=output,
        language="markdown",
        about={"command": path, "fault": problem.id},
        checks=(Check("linter-finds-it", verdict), cites(place)),
    )


def _broken(text: str) -> Iterator[str]:
    yield text.replace("allowed-tools:", "allowed_tools:", 1)
    yield text.replace("argument-hint:", "arguments-hint:", 1)
    yield text.replace("description:", "desciption:", 1)
    yield re.sub(r"^(description: .*)$", r"\1\nmodel: gpt4", text, count=1, flags=re.MULTILINE)


def _clean(path: str, output: str) -> str:
    found = lint_text(fenced(output), path, "command")
    require(not found, found[0].fact if found else "")
    return "no problem"


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
