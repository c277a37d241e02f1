"""Docstrings whose sections follow another convention than the project's."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.wording import name_of
from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, end_line, function_name, start_line

_SECTION = {
    "google": lazily(r"^\s*(?:Args|Arguments|Returns|Raises|Yields|Attributes):\s*$", re.MULTILINE),
    "numpy": lazily(r"^\s*(?:Parameters|Returns|Raises|Yields|Attributes)[ \t]*\r?\n\s*-{3,}\s*$", re.MULTILINE),
    "sphinx": lazily(r"^\s*:(?:param|type|returns?|rtype|raises)\b[^:\n]*:", re.MULTILINE),
    "epytext": lazily(r"^\s*@(?:param|type|return|rtype|raise)\b[^:\n]*:", re.MULTILINE),
}
_ALIASES = {"numpydoc": "numpy", "rest": "sphinx", "restructuredtext": "sphinx", "re-structured-text": "sphinx"}
CONVENTIONS = (*_SECTION, *_ALIASES, "re-st")


def docstring(body: SgNode) -> SgNode | None:
    """The docstring of a module or of a body."""
    for child in body.children():
        if child.kind() == "comment":
            continue
        first = child.children()[0] if child.kind() == "expression_statement" else child
        return first if first.kind() in {"string", "concatenated_string"} else None
    return None


def foreign_docstring_style(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Docstrings whose sections are written in another convention than the project's."""
    convention = name_of(params, "convention")
    convention = _ALIASES.get(convention, convention)
    if convention not in _SECTION:
        return
    for node in source.nodes("module", "class_definition", "function_definition"):
        body = node if node.kind() == "module" else node.field("body")
        found = docstring(body) if body is not None else None
        if found is None:
            continue
        others = (name for name, section in _SECTION.items() if name != convention and section.search(found.text()))
        other = next(others, None)
        if other is not None:
            owner = "the module" if node.kind() == "module" else f"`{function_name(node)}`"
            text = f"The docstring of {owner} has sections in {other} style, not {convention} style."
            yield Fact(start_line(found), end_line(found), text)
