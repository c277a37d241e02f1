"""Runs the catalogue's own functions over ast-grep's trees, in this process."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from ast_grep_py import Config, SgNode

from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Syntax
from teaching.review.source import SourceFile


def analyse(jobs: Sequence[Job]) -> Outcome:
    """Calls each check on each file of its job whose language it knows."""
    outcome = Outcome()
    if any(isinstance(job.engine, Syntax) and job.sources for job in jobs):
        outcome.engines["ast-grep"] = version("ast-grep-py")
    for number, job in enumerate(jobs):
        if not isinstance(job.engine, Syntax):
            continue
        for source in job.sources:
            if source.language not in job.entry.languages or (job.entry.skip_tests and source.is_test):
                continue
            for fact in job.engine.find(source, job.params):
                outcome.found.append(Found(number, source.path, fact))
            if source.errors:
                places = "place" if source.errors == 1 else "places"
                outcome.partial.setdefault(source.path, f"{source.errors} {places} could not be parsed")
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
