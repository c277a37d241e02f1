"""What the code does well, said only because it was counted: every place that a rule speaks of keeps it.

A row of `SITES` names the places of one check and which of them visibly keep the rule. Praise is given when the check
found nothing in scope, two places or more were seen there, and each of them keeps the rule in plain sight.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.contracts.review import Praise, RuleRef
from teaching.repository.scope import ScopedFile
from teaching.review.catalogue.asynchronous.entries import requests_without_timeout
from teaching.review.catalogue.docs.entries import documented
from teaching.review.catalogue.errors.awaited import awaited_outside
from teaching.review.catalogue.size.entries import function_lengths
from teaching.review.catalogue.types.entries import typed_functions
from teaching.review.catalogue.types.return_types import declared_returns
from teaching.review.engines.jobs import Seen
from teaching.review.entry import Params
from teaching.review.source import SourceFile, start_line

Site = tuple[int, bool]  # a 1-based line, and whether the rule is visibly kept there
FEWEST = 2
MOST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Sites:
    """Where a rule could be broken, and the sentence when it is kept everywhere."""

    find: Callable[[SourceFile, Params], Iterable[Site]]
    text: str


def _handlers(source: SourceFile, params: Params) -> Iterator[Site]:
    del params
    for node in source.nodes("except_clause", "catch_clause"):
        body = next((child for child in node.children() if child.kind() in {"block", "statement_block"}), None)
        yield start_line(node), body is not None and any(_acts(child) for child in body.children())


def _acts(statement: SgNode) -> bool:
    return statement.is_named() and statement.kind() not in {"comment", "pass_statement", "continue_statement"}


def _requests(source: SourceFile, params: Params) -> Iterator[Site]:
    bare = {fact.line for fact in requests_without_timeout(source, params)}
    for node in source.nodes("call"):
        called = node.field("function")
        owner = called.text().partition(".")[0] if called is not None else ""
        if owner in {"requests", "httpx"} and called is not None and "." in called.text():
            given = node.field("arguments")
            yield start_line(node), given is not None and "timeout" in given.text() and start_line(node) not in bare


SITES: Mapping[str, Sites] = {
    "async-errors": Sites(awaited_outside, "{all} awaited calls to the outside are guarded."),
    "no-swallowed-errors": Sites(_handlers, "{all} error handlers do something with what they catch."),
    "http-timeout": Sites(_requests, "{all} requests have a timeout."),
    "type-hints": Sites(typed_functions, "{all} functions have type hints for each parameter and the return."),
    "explicit-return-types": Sites(declared_returns, "{all} functions declare their return type."),
    "public-docstrings": Sites(documented, "{all} public functions and classes have a docstring."),
    "max-function-lines": Sites(function_lengths, "{all} functions keep to the limit of lines."),
}


def praised(
    rules: Mapping[int, tuple[RuleRef, str]],
    seen: Sequence[Seen],
    found: Iterable[tuple[int, str, int]],
    files: Mapping[str, ScopedFile],
) -> list[Praise]:
    """What may be said, the most often kept first.

    Args:
        rules: by job, the rule and the name of its check.
        seen: the places that were looked at.
        found: (job, path, line) of every fact, silenced and declined ones too: they are no reason for praise.
        files: what is in scope, by path.
    """
    broken = {job for job, path, line in found if path in files and files[path].touches(line, line)}
    counts: dict[int, int] = {}
    for one in seen:
        for line, kept in one.sites:
            if one.path in files and files[one.path].touches(line, line):
                counts[one.job] = counts.get(one.job, 0) + 1
                if not kept:
                    broken.add(one.job)
    said = {job: count for job, count in counts.items() if count >= FEWEST and job not in broken}
    ranked = sorted(said, key=lambda job: (-said[job], job))[:MOST_SHOWN]
    return [
        Praise(rule=rules[job][0], check=rules[job][1], text=SITES[rules[job][1]].text.format(all=_all(said[job])))
        for job in ranked
    ]


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {count}"
