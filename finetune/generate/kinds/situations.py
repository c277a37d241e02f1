"""Situations of the matter, and how a learner hands them over."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from random import Random
from typing import Final

from finetune.generate.bank import REGISTERS, Register
from finetune.generate.kinds.suites import Case, Outcome, command, test_file
from teaching.errors import BadInputError

LANGUAGES: Final[Mapping[str, str]] = {
    "py": "python", "ts": "typescript", "js": "javascript", "mjs": "javascript", "sql": "sql",
}  # fmt: skip
_REMARK: Final = {"typescript": "//", "javascript": "//", "sql": "--"}
_SPAN = re.compile(r"`([^`\n]+)`")
_VERDICT = re.compile(
    r"^(?:[A-Z]\w*(?:Error|Exception)\b(?! )(?:: .*)?$|assert .+|.* !== .+)$|^(?:AssertionError)\b.*$|: assert "
)
_NAMES: Final = frozenset({"AssertionError", "KeyError", "TypeError", "ValueError", "AttributeError"})
_PASSED = re.compile(r"\b(\d+) (?:of \d+ )?pass(?:ed)?\b|\bAll (\d+) pass\b")


def matter(kind: str) -> list[Case]:
    """All situations of a kind, in the order of their files.

    Raises:
        BadInputError: two have one name.
    """
    folder = files("finetune.generate") / "matter" / kind
    texts = [one.read_text(encoding="utf-8") for one in sorted(folder.iterdir(), key=lambda one: one.name)]
    found = [case for text in texts for case in tomllib.loads(text)["case"]]
    names = [case["id"] for case in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInputError(f"matter {kind}: {', '.join(twice)} stands there twice")
    return found


def language(path: str) -> str:
    """The language of a file, by the end of its name."""
    return LANGUAGES[path.rpartition(".")[2]]


def summary(case: Case, outcome: Outcome) -> str:
    """The last lines of a run as its runner prints them, times left out."""
    passed, failed, total = outcome.passed, outcome.failed, outcome.passed + outcome.failed
    if case["runner"] == "unittest":
        ran = f"Ran {total} test{'s' if total != 1 else ''}"
        error = "failures" if outcome.line.startswith("AssertionError") else "errors"
        return f"{ran}\n\n{'OK' if outcome.green else f'FAILED ({error}={failed})'}"
    if case["runner"] == "pytest":
        counts = (f"{failed} failed" if failed else "", f"{passed} passed" if passed else "")
        return ", ".join(part for part in counts if part)
    return f"ℹ tests {total}\nℹ pass {passed}\nℹ fail {failed}"


def pasted(case: Case, outcome: Outcome) -> str:
    """A run as a learner pastes it."""
    if outcome.green:
        return f"$ {command(case)}\n{summary(case, outcome)}"
    if case["runner"] == "unittest":
        kind = "FAIL" if outcome.line.startswith("AssertionError") else "ERROR"
        return f"$ {command(case)}\n{kind}: {outcome.name}\n{outcome.line}\n\n{summary(case, outcome)}"
    if case["runner"] == "pytest":
        where = f"FAILED {test_file(case['path'])}" + (f"::{outcome.name}" if outcome.name else "")
        return f"$ {command(case)}\n{where} - {outcome.line}\n{summary(case, outcome)}"
    return f"$ {command(case)}\n✖ {outcome.name}\n  {outcome.line}\n{summary(case, outcome)}"


def rounds(cases: Sequence[Case], chance: Random, count: int = 3) -> list[tuple[Case, Register]]:
    """Every case once in a round, each time said to somebody else."""
    order: dict[str, list[Register]] = {}
    for case in cases:
        own: list[Register] = list(REGISTERS)
        chance.shuffle(own)
        order[case["id"]] = own
    found: list[tuple[Case, Register]] = []
    for number in range(count):
        turn = list(cases)
        chance.shuffle(turn)
        found.extend((case, order[case["id"]][number % len(REGISTERS)]) for case in turn)
    return found


def filled(texts: Sequence[str], facts: Mapping[str, str]) -> list[str]:
    """Texts of the matter with their facts in place."""
    found: list[str] = []
    for text in texts:
        for name, value in facts.items():
            text = text.replace(f"{{{name}}}", value)
        found.append(text)
    return found


def fence(tag: str, code: str) -> str:
    """A block of code."""
    return f"```{tag}\n{code.strip(chr(10))}\n```"


def showing(chance: Random, pieces: Sequence[tuple[str, str, str]]) -> str:
    """Files and outputs as a learner hands them over: name, language and text of each."""
    manner = chance.randrange(4)
    found: list[str] = []
    for name, tag, text in pieces:
        body = text.strip("\n")
        if not name:
            found.append(fence("", body) if manner in (0, 3) else body)
        elif manner == 0:
            found.append(f"`{name}`:\n{fence(tag, body)}")
        elif manner == 1:
            found.append(f"{name}\n\n{body}")
        elif manner == 2:
            found.append(f"{_REMARK.get(tag, '#')} {name}\n{body}")
        else:
            found.append(f"{name}\n{fence(tag, body)}")
    return "\n\n".join(found)


def squeezed(text: str) -> str:
    """Text without its white space, to be compared."""
    return "".join(text.split())


def fresh_lines(solution: str, known: str, least: int = 14) -> list[str]:
    """What the solution has and the learner does not: each line, and all of them together."""
    own = {squeezed(line) for line in known.splitlines()}
    lines = [line.strip() for line in solution.splitlines() if squeezed(line) and squeezed(line) not in own]
    return [line for line in [*lines, "\n".join(lines)] if len(squeezed(line)) >= least]


def verdict_lines(output: str) -> list[str]:
    """What an answer quotes as the words of a runner."""
    return [span for span in _SPAN.findall(output) if _VERDICT.search(span) and span not in _NAMES]


def passed_counts(output: str) -> list[str]:
    """How many tests passed, wherever an answer says so."""
    return [one or other for one, other in _PASSED.findall(output)]


def prose_only(text: str) -> str:
    """An answer without its blocks of code."""
    return re.sub(r"\n*^```.*?^```$\n*", "\n\n", text, flags=re.DOTALL | re.MULTILINE)
