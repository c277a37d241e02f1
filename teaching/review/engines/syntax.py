"""Runs the catalogue's own functions over ast-grep's trees, in this process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from ast_grep_py import Config, SgNode

from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Fact, Params, Syntax
from teaching.review.source import SourceFile

Find = Callable[[SourceFile, Params], Iterator[Fact]]


def analyse(jobs: Sequence[Job]) -> Outcome:
    """Calls each check on each file of its job whose language it knows."""
    outcome = Outcome()
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
    # File by file, so that one tree at a time is in memory however large the project is.
    for path, source in sources.items():
        for number, job, find in work[path]:
            outcome.found.extend(Found(number, path, fact) for fact in find(source, job.params))
        if source.errors:
            places = "place" if source.errors == 1 else "places"
            outcome.partial[path] = f"{source.errors} {places} could not be parsed"
        source.forget()
    return outcome


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
