"""Runs the catalogue's own functions over ast-grep's trees, in this process."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from ast_grep_py import Config, SgNode

from teaching.review.containing import contained
from teaching.review.engines.jobs import Found, Job, Outcome, Seen
from teaching.review.entry import Fact, Params, Syntax
from teaching.review.source import SourceFile

Find = Callable[[SourceFile, Params], Iterator[Fact]]
Count = Callable[[SourceFile, Params], Iterable[tuple[int, bool]]]


def analyse(jobs: Sequence[Job], counting: Mapping[str, Count] | None = None) -> Outcome:
    """Calls each check on each file of its job whose language it knows.

    Args:
        jobs: those of other engines are passed over.
        counting: by the name of a check, what counts the places that its rule speaks of, while the tree is open.
    """
    outcome = Outcome()
    counting = counting or {}
    work: dict[str, list[tuple[int, Job, Find]]] = {}
    sources: dict[str, SourceFile] = {}
    for number, job in enumerate(jobs):
        if isinstance(job.engine, Syntax):
            for source in job.sources:
                if source.language in job.entry.languages:
                    sources[source.path] = source
                    work.setdefault(source.path, []).append((number, job, job.engine.find))
    if work:
        outcome.engines["ast-grep"] = version("ast-grep-py")
    passed: set[str] = set()  # checks that did not look at every file of theirs
    # File by file, so that one tree at a time is in memory however large the project is.
    for path, source in sources.items():
        beyond, errors = source.beyond, source.errors
        for number, job, find in work[path] if not beyond else ():
            _look(source, number, job, find, counting.get(job.entry.name), outcome)
        if beyond:
            outcome.partial[path] = beyond
            passed |= {job.entry.name for _, job, _ in work[path]}
        elif errors:
            outcome.partial[path] = f"{errors} {'place' if errors == 1 else 'places'} could not be parsed"
        source.forget()
    passed |= {check for failures in outcome.failed.values() for check, _ in failures}
    # What was not looked at to its end is no ground for praise.
    outcome.seen = [one for one in outcome.seen if jobs[one.job].entry.name not in passed]
    return outcome


def _look(source: SourceFile, number: int, job: Job, find: Find, count: Count | None, outcome: Outcome) -> None:
    """Has one check look at one file; what fails there is written down, and the next one goes on."""
    facts, problem = contained(lambda: find(source, job.params))
    outcome.found.extend(Found(number, source.path, fact) for fact in facts)
    if count is not None and not problem:
        sites, problem = contained(lambda: count(source, job.params))
        outcome.seen.append(Seen(number, source.path, tuple(sites)))
    if problem:
        outcome.failed.setdefault(source.path, []).append((job.entry.name, problem))


def find_all(source: SourceFile, config: Mapping[str, Any]) -> list[SgNode] | None:
    """The nodes that an ast-grep rule matches; None where ast-grep does not accept the rule."""
    try:
        return source.root.find_all(cast("Config", dict(config)))
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a Rust panic is one, and its class cannot be imported
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        return None
