"""The gate before the catalogue: an entry counts only where its examples behave with the analyzers installed here.

The examples run in one batch, once for each state of this program, of ruff, oxlint and ast-grep; what came out is kept
in the user's cache. Not covered: entries over a whole project, and those whose analyzer is not installed.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from teaching.errors import TeachingError
from teaching.repository.private import PrivateFolder, cache_folder
from teaching.review.bound import BoundCheck
from teaching.review.engines import oxlint, ruff
from teaching.review.engines.external import locate, version_of
from teaching.review.engines.jobs import Job
from teaching.review.entry import Entry, Example, Oxlint, Project, Ruff, Syntax
from teaching.review.recognise import complete
from teaching.review.rules import Rule
from teaching.review.source import SourceFile

_SUFFIX = {"python": "py", "typescript": "ts", "tsx": "tsx", "javascript": "js"}
_NAME = "behaving.json"
_known: dict[str, dict[str, str]] = {}


def unfit(entries: Iterable[Entry]) -> dict[str, str]:
    """The entries whose examples do not behave here, each with the analyzers that it was tried with."""
    wanted = {entry.name: entry for entry in provable(entries)}
    mark = _mark()
    known = _known.get(mark)
    if known is None:
        known = _known[mark] = _read(mark)
    fresh = {name: _digest(entry) for name, entry in wanted.items()}
    missing = [wanted[name] for name, digest in fresh.items() if known.get(name, "").lstrip("!") != digest]
    if missing:
        wrong = {entry.name for entry in misbehaving(missing)}
        known.update({e.name: f"{'!' if e.name in wrong else ''}{fresh[e.name]}" for e in missing})
        _write(mark, known)
    return {name: _tools(wanted[name]) for name in sorted(fresh) if known[name].startswith("!")}


def provable(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that can be tried here."""
    return [entry for entry in entries if _can_be_proven(entry)]


def without_unfit(rules: Sequence[Rule], failing: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules without the checks that do not behave; a rule that loses one says so."""
    if not failing:
        return tuple(rules)
    return tuple(_withheld(rule, failing) for rule in rules)


def _withheld(rule: Rule, failing: Mapping[str, str]) -> Rule:
    gone = [check.entry.name for check in rule.checks if check.entry.name in failing]
    if not gone:
        return rule
    left = tuple(check for check in rule.checks if check.entry.name not in failing)
    why = "; ".join(f"its check {name} does not behave with {failing[name]} here" for name in dict.fromkeys(gone))
    status = "partly" if left else "needs-answer" if rule.asks else "opinion"
    reason = f"{rule.reason} {why}" if rule.asks else why
    return replace(rule, status=status, reason=reason, checks=left)


def misbehaving(entries: Sequence[Entry]) -> list[Entry]:
    """Those of the entries that do not find exactly the lines which their examples name."""
    tries = [_Try(number, entry, example) for number, (entry, example) in enumerate(_examples(entries))]
    jobs: list[tuple[_Try, Job]] = [(one, job) for one in tries for job in one.jobs]
    with ThreadPoolExecutor(max_workers=2) as pool:
        # The programs work while this thread walks the trees.
        waiting = [pool.submit(analyse, [job for _, job in jobs]) for analyse in (ruff.analyse, oxlint.analyse) if jobs]
        for one in tries:
            one.walk()
        for outcome in (done.result() for done in waiting):
            for found in outcome.found:
                jobs[found.job][0].lines.add(found.fact.line)
    broken = {one.entry.name for one in tries if one.failed or sorted(one.lines) != list(one.example.lines)}
    return [entry for entry in entries if entry.name in broken]


def _examples(entries: Iterable[Entry]) -> list[tuple[Entry, Example]]:
    return [(entry, example) for entry in entries for example in entry.examples]


class _Try:
    """One example: the lines that were found in it, and what programs are still to be asked."""

    lines: set[int]
    jobs: list[Job]

    def __init__(self, number: int, entry: Entry, example: Example) -> None:
        suffix = _SUFFIX[example.language]
        self.entry = entry
        self.example = example
        self.lines = set()
        self.failed = False
        self.source = SourceFile(example.path or f"src/app.{suffix}", example.code, example.language)
        self.params = complete(entry, example.params).params
        self.governed = BoundCheck(entry, self.params).governs(self.source)
        # In one run every example needs a path of its own.
        apart = f"example{number}/{example.path}" if example.path else f"example{number}.{suffix}"
        copy = SourceFile(apart, example.code, example.language)
        programs = [engine for engine in entry.engines if isinstance(engine, Ruff | Oxlint)] if self.governed else []
        self.jobs = [Job(entry, engine, self.params, (copy,)) for engine in programs]

    def walk(self) -> None:
        """Has the catalogue's own functions look at the example."""
        for engine in self.entry.engines if self.governed else ():
            if isinstance(engine, Syntax):
                try:
                    self.lines |= {fact.line for fact in engine.find(self.source, self.params)}
                except (KeyboardInterrupt, SystemExit, GeneratorExit):
                    raise
                except BaseException as problem:  # a Rust panic is one, and its class cannot be imported
                    if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
                        raise
                    self.failed = True


def _can_be_proven(entry: Entry) -> bool:
    needs = {"ruff": Ruff, "oxlint": Oxlint}
    # A project's own check has its own gate.
    if (
        not entry.examples
        or entry.name.startswith("ast-grep:")
        or any(isinstance(engine, Project) for engine in entry.engines)
    ):
        return False
    asked = [name for name, kind in needs.items() if any(isinstance(engine, kind) for engine in entry.engines)]
    return all(locate(name) for name in asked)


def _tools(entry: Entry) -> str:
    names = {"ruff": Ruff, "oxlint": Oxlint}
    used = [name for name, kind in names.items() if any(isinstance(engine, kind) for engine in entry.engines)]
    said = [f"{name} {version_of(program)}" for name in used if (program := locate(name)) is not None]
    if any(isinstance(engine, Syntax) for engine in entry.engines):
        said.append(f"ast-grep {version('ast-grep-py')}")
    return " and ".join(said)


@cache
def _mark() -> str:
    """What the outcome depends on beside the examples; the state of our own files stands for the version they are."""
    programs = [locate("ruff"), locate("oxlint")]
    versions = [version("ast-grep-py"), *(version_of(one) if one else "none" for one in programs)]
    return " ".join([*versions, _state()])


def _state() -> str:
    digest = hashlib.sha256()
    for folder, names, files in os.walk(Path(__file__).parent):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for name in sorted(files):
            status = os.stat(os.path.join(folder, name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _digest(entry: Entry) -> str:
    ruled = [engine for engine in entry.engines if not isinstance(engine, Syntax)]
    told = repr(
        (entry.examples, sorted(entry.languages), entry.slots, entry.skip_tests, [_plain(one) for one in ruled])
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _plain(engine: object) -> object:
    if isinstance(engine, Ruff):
        return (engine.codes, sorted(engine.options.items()), engine.skip_tests)
    return engine.rules if isinstance(engine, Oxlint) else ""


def _folder() -> PrivateFolder:
    return PrivateFolder("checks", cache_folder())


def _read(mark: str) -> dict[str, str]:
    """What is known of this mark; nothing where the cache is not there, broken or somebody else's."""
    try:
        content = _folder().read(_NAME) if _folder().path.is_dir() else None
        kept: Any = json.loads(content or b"{}")
    except (TeachingError, OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or cast("dict[str, Any]", kept).get("mark") != mark:
        return {}
    known: Any = cast("dict[str, Any]", kept).get("known")
    if not isinstance(known, dict):
        return {}
    return {str(name): one for name, one in cast("dict[str, Any]", known).items() if isinstance(one, str)}


def _write(mark: str, known: Mapping[str, str]) -> None:
    content = json.dumps({"mark": mark, "known": dict(sorted(known.items()))}, indent=1).encode()
    try:
        _folder().write(_NAME, content)
    except (TeachingError, OSError):
        return  # without a cache the examples run again the next time
