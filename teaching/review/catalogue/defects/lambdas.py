"""Defaults of lambdas that all calls share; those of functions are ruff's business."""

from collections.abc import Iterator

from teaching.review.catalogue.security.names import callee, tail
from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, end_line, start_line

_MADE = frozenset({"list", "dictionary", "set", "list_comprehension", "dictionary_comprehension", "set_comprehension"})
_MAKERS = frozenset({"list", "dict", "set", "bytearray", "deque", "defaultdict", "OrderedDict", "Counter"})


def shared_lambda_defaults(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Parameters of lambdas whose default is a list, a dict or a set."""
    del params
    for function in source.nodes("lambda"):
        listed = function.field("parameters")
        for parameter in listed.children() if listed is not None else ():
            value = parameter.field("value")
            if value is None:
                continue
            made = callee(value) if value.kind() == "call" else None
            if value.kind() in _MADE or (made is not None and tail(made.text()) in _MAKERS):
                yield Fact(
                    start_line(value), end_line(value), "A default value here is one object that all calls share."
                )
                break
