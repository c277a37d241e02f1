"""Runs the labelled code cases through the whole review and counts what was right.

A finding is right when it covers a labelled line, or stands at most one line beside it; each label is met once.
"""

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from teaching.contracts.review import Finding
from teaching.review.catalogue import ENTRIES
from teaching.review.review import Request, review

HERE = Path(__file__).parent
SLACK = 1  # lines between a label and a finding
# These speak of a whole file, so any line of it is the right one.
OF_FILES = frozenset(
    {"max-file-lines", "module-docstring", "tests-exist", "file-naming", "file-header", "test-file-naming"}
    | {"test-place", "typescript-only", "no-env-file", "no-large-files", "coupled-change", "branch-naming"}
    | {"future-annotations", "protected-path", "package-manager", "one-component-per-file"}
)
# What did not change with the rest can be pointed at where it is missing or where the rest is.
ANYWHERE = frozenset({"coupled-change"})
Files = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the corpus."""

    id: str
    check: str
    params: Mapping[str, Any]
    half: str
    breaks: Files
    expect: Mapping[str, list[int]]
    clean: Files


@dataclass(slots=True)
class Score:
    """What a check did on a case: labels met and missed, and findings that no label asks for."""

    case: Case
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    problem: str = ""


def cases(half: str | None = None) -> list[Case]:
    """Every case in the order of files, of one half or both."""
    read = [
        Case(**{**case, "params": case["params"] or {}})
        for file in sorted(HERE.glob("*/*.yml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    return [case for case in read if half in (None, case.half)]


def score(case: Case) -> Score:
    """Runs both sides of a case."""
    result = Score(case)
    if case.check not in ENTRIES:
        result.problem = "no such check"
        result.missed = [f"{path}:{line}" for path, lines in case.expect.items() for line in lines]
        return result
    found, result.problem = _findings(case, case.breaks)
    _match(case, found, result)
    for path, first, _, text in _findings(case, case.clean)[0]:
        result.wrong.append(f"clean {path}:{first} {text}")
    return result


def totals(scores: Iterable[Score]) -> dict[str, Counter[str]]:
    """By tier, how many findings were right and wrong, and how many labels were missed."""
    counted: dict[str, Counter[str]] = {"proved": Counter(), "likely": Counter()}
    for one in scores:
        tier = ENTRIES[one.case.check].tier if one.case.check in ENTRIES else "proved"
        counted[tier] += Counter(right=one.right, missed=len(one.missed), wrong=len(one.wrong), cases=1)
    return counted


def precision(counts: Mapping[str, int]) -> float:
    """The share of findings that are right."""
    return counts["right"] / max(1, counts["right"] + counts["wrong"])


def recall(counts: Mapping[str, int]) -> float:
    """The share of labels that are met."""
    return counts["right"] / max(1, counts["right"] + counts["missed"])


def _match(case: Case, found: list[tuple[str, int, int, str]], result: Score) -> None:
    waiting = list(found)
    for path, lines in case.expect.items():
        for line in lines:
            hit = next((one for one in waiting if _is_place(case.check, one, path, line)), None)
            if hit is None:
                result.missed.append(f"{path}:{line}")
            else:
                waiting.remove(hit)
                result.right += 1
    result.wrong += [f"breaks {path}:{first} {text}" for path, first, _, text in waiting]


def _is_place(check: str, found: tuple[str, int, int, str], path: str, line: int) -> bool:
    where, first, last, _ = found
    if check in ANYWHERE:
        return True
    return where == path and (check in OF_FILES or first - SLACK <= line <= last + SLACK)


def _findings(case: Case, files: Files) -> tuple[list[tuple[str, int, int, str]], str]:
    with tempfile.TemporaryDirectory(prefix="case-") as name:
        root = Path(name)
        scope, commits = _lay_out(root, case, files)
        result = review(Request(root, scope=scope, max_findings=0, baseline=False))
    rules = result.constitution.rules
    problem = "" if rules["checked"] == 1 else "; ".join(rule.reason for rule in result.unchecked) or "not checked"
    return [_place(finding, commits) for finding in result.findings if finding.check == case.check], problem


def _place(finding: Finding, commits: list[str]) -> tuple[str, int, int, str]:
    if finding.path.startswith("commit:"):
        sha = finding.path.removeprefix("commit:")
        at = 1 + next(number for number, commit in enumerate(commits) if commit.startswith(sha))
        return "COMMITS", at, at, finding.fact
    path = "BRANCH" if finding.path.startswith("branch:") else finding.path
    return path, finding.line, finding.end_line, finding.fact


def _lay_out(root: Path, case: Case, files: Files) -> tuple[str, list[str]]:
    constitution = f"# Project\n\n- The rule of this case\n<!-- check: {_written(case)} -->\n"
    texts = {path: text for path, text in files.items() if path not in {"BEFORE", "COMMITS", "BRANCH"}}
    if not {"BEFORE", "COMMITS", "BRANCH"} & files.keys():
        _write(root, {"CLAUDE.md": constitution, **texts})
        return "all", []
    _git(root, "init", "-q", "-b", str(files.get("BRANCH", "main")))
    if "BEFORE" in files:
        _write(root, {"CLAUDE.md": constitution, **files["BEFORE"]})
        _commit(root, "Start")
        for path in files["BEFORE"].keys() - texts.keys():
            (root / path).unlink()
        _write(root, texts)
        return "working", []
    _write(root, {"CLAUDE.md": constitution, **texts})
    # The first commit is the case's own first message, so that no message of ours is judged.
    for message in files.get("COMMITS", ["feat: start"]):
        _commit(root, message)
    return "all", _git(root, "log", "--reverse", "--format=%H").split()


def _written(case: Case) -> str:
    return " ".join([case.check, *_options(case)])


def _options(case: Case) -> Iterator[str]:
    known = {slot.name for slot in ENTRIES[case.check].slots} if case.check in ENTRIES else set[str]()
    for name, value in case.params.items():
        # A check with one number has it under the name of what it counts.
        key = name if name in known or name != "number" or len(known) != 1 else next(iter(known))
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"{key}={json.dumps(text, ensure_ascii=False)}"


def _write(root: Path, texts: Files) -> None:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(str(text), encoding="utf-8")


def _commit(root: Path, message: str) -> None:
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message)


def _git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=Case", "-c", "user.email=case@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout
