"""Names that stand for an instance of a class of the same file, and which of its methods a call means."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import CALL_KINDS, path
from teaching.review.catalogue.security.names import Names
from teaching.review.source import SourceFile, span

Scope = tuple[int, int]
_CLASSES = ("class_definition", "class_declaration")


class Instances:
    """The classes of one file by name, and the instances of them that its names hold."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.names = Names(source)
        self.classes: dict[str, list[SgNode]] = {}
        for node in source.nodes(*_CLASSES):
            name = node.field("name")
            if name is not None:
                self.classes.setdefault(name.text(), []).append(node)

    def owner(self, name: SgNode) -> SgNode | None:
        """The class of which a name can only be an instance where it stands; None where that is not certain."""
        bound = self.names.bound(name)
        if not bound:
            return None
        made = {self._made(value) for value in bound}
        one = next(iter(made)) if len(made) == 1 else ""
        nodes = self.classes.get(one, [])
        return nodes[0] if len(nodes) == 1 else None

    def above(self, node: SgNode) -> Iterator[SgNode]:
        """The class, then what it extends as far as this file has it."""
        seen: set[Scope] = set()
        waiting = [node]
        while waiting:
            current = waiting.pop(0)
            if span(current) in seen:
                continue
            seen.add(span(current))
            yield current
            waiting += [base for name in _bases(current) for base in self.classes.get(name, [])]

    def _made(self, value: SgNode) -> str:
        maker = value.field("constructor") if value.kind() == "new_expression" else None
        if value.kind() in CALL_KINDS and self.source.language == "python":
            maker = value.field("function")
        return maker.text() if maker is not None and maker.kind() == "identifier" else ""


def _bases(node: SgNode) -> list[str]:
    listed = node.field("superclasses") or next((c for c in node.children() if c.kind() == "class_heritage"), None)
    if listed is None:
        return []
    inner = [one for child in listed.children() for one in (child, *child.children())]
    return [path(one) for one in inner if one.kind() == "identifier"]
