"""Runs the catalogue's own functions over ast-grep's trees, in this process."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import Any, cast

from ast_grep_py import Config, SgNode

from teaching.review import beside
from teaching.review.containing import contained
from teaching.review.engines.jobs import Found, Job, Outcome, Seen
from teaching.review.entry import Fact, Params, Syntax
from teaching.review.source import SourceFile
from teaching.review.symbols import outline

Find = Callable[[SourceFile, Params], Iterator[Fact]]
Count = Callable[[SourceFile, Params], Iterable[tuple[int, bool]]]


# Of source text: less is walked sooner than a second process is begun.
WORTH_TWO = 150_000


@dataclass(slots=True)
class _Walk:
    """The files to walk, each with its jobs, and what to count there."""

    sources: dict[str, SourceFile] = field(default_factory=dict[str, SourceFile])
    work: dict[str, list[tuple[int, Job, Find]]] = field(default_factory=dict[str, list[tuple[int, Job, Find]]])
    counting: Mapping[str, Count] = field(default_factory=dict[str, Count])


def begun(jobs: Sequence[Job], counting: Mapping[str, Count] | None = None) -> Callable[[], Outcome]:
    """Begins to call each check on each file of its job whose language it knows, in a second process where it pays.

    Args:
        jobs: those of other engines are passed over.
        counting: by the name of a check, what counts the places that its rule speaks of, while the tree is open.

    Returns:
        What does the rest and returns everything found.
    """
    walk = _Walk(counting=counting or {})
    for number, job in enumerate(jobs):
        if isinstance(job.engine, Syntax):
            for source in job.sources:
                if source.language in job.entry.languages:
                    walk.sources[source.path] = source
                    walk.work.setdefault(source.path, []).append((number, job, job.engine.find))
    mine, other = _shared(walk.sources)
    elsewhere = beside.begun(partial(_walked, walk, other)) if other else None

    def rest() -> Outcome:
        outcome = _walked(walk, mine)
        if elsewhere:
            outcome.add(elsewhere())
        for path, reason in outcome.beyond.items():
            walk.sources[path].beyond = reason  # the other process found it out for its own copy
        passed = {job.entry.name for path, beyond in outcome.beyond.items() if beyond for _, job, _ in walk.work[path]}
        passed |= {check for failures in outcome.failed.values() for check, _ in failures}
        if walk.work:
            outcome.engines["ast-grep"] = version("ast-grep-py")
        # What was not looked at to its end is no ground for praise.
        outcome.seen = [one for one in outcome.seen if jobs[one.job].entry.name not in passed]
        return outcome

    return rest


def analyse(jobs: Sequence[Job], counting: Mapping[str, Count] | None = None) -> Outcome:
    """Calls each check on each file of its job, as `begun` and what it returns do one after the other."""
    return begun(jobs, counting)()


def _shared(sources: Mapping[str, SourceFile]) -> tuple[list[str], list[str]]:
    """The files of this process and those of a second one, of which each has half of the text."""
    if sum(len(source.text) for source in sources.values()) < WORTH_TWO:
        return list(sources), []
    shares: tuple[list[str], list[str]] = ([], [])
    sizes = [0, 0]
    for path in sorted(sources, key=lambda path: (-len(sources[path].text), path)):
        less = 0 if sizes[0] <= sizes[1] else 1
        shares[less].append(path)
        sizes[less] += len(sources[path].text)
    return shares


def _walked(walk: _Walk, paths: Sequence[str]) -> Outcome:
    """What the checks found in these files: one tree at a time is in memory, however large the project is."""
    outcome = Outcome()
    for path in paths:
        source = walk.sources[path]
        beyond, errors = source.beyond, source.errors
        for number, job, find in walk.work[path] if not beyond else ():
            _look(source, number, job, find, walk.counting.get(job.entry.name), outcome)
        if beyond:
            outcome.partial[path] = beyond
        elif errors:
            outcome.partial[path] = f"{errors} {'place' if errors == 1 else 'places'} could not be parsed"
        outcome.outlines[path] = outline(source)
        outcome.beyond[path] = beyond
        source.forget()
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
