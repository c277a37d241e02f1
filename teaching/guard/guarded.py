"""Which solutions of a repository nobody may be shown yet, and what of a reply the learner has anyhow.

A solution is guarded while its marker stands, or its stub; not any more once the learner asked to see it, and not where
the learner's own code is like it already. Not covered: a marker that was taken away with its stub filled by anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.exemplars.store import of_root
from teaching.guard.comparing import likeness
from teaching.guard.evidence import Piece, evidence_in
from teaching.guard.extract import language_of_path
from teaching.guard.likeness import JOINED, Leak, judge
from teaching.guard.parsing import parsed
from teaching.guard.profile import profile_of, squeezed
from teaching.guard.trees import bag_of
from teaching.guard.weights import weight_of
from teaching.learning import record
from teaching.markers.bodies import Body, bodies_of, body_of_symbol
from teaching.markers.reading import MAX_BYTES, Marker, marked
from teaching.modes import mode_of
from teaching.repository.files import Root, Unreadable

_DEFINES = re.compile(r"\b(?:def|function|func|fn|fun)\b|=>|\)\s*(?::\s*[\w<>\[\], |]+)?\s*\{")
_OPEN = re.compile(r"TODO|NotImplemented|\.\.\.\s*$|…|\?\?\?", re.MULTILINE)
_FILE = re.compile(r"[\w@./-]*\w\.\w{1,4}\b")
_MOST_FILES = 20
_SHORTEST = 8  # a shorter line stands in every file
_WHOLE = 1.2  # what a function at least does that is more than a stub


@dataclass(frozen=True, slots=True)
class Place:
    """Where a guarded solution belongs.

    Attributes:
        key: as `record.key_of`; empty where the code is gone.
        line: of the marker, or of the stub; 1-based.
    """

    path: str
    symbol: str
    key: str
    line: int
    task: str | None
    text: str
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A leak, and where what it gives away belongs."""

    leak: Leak
    place: Place


def found_in(reply: str, root: Path, earlier: Sequence[str] = ()) -> Found | None:
    """What a reply gives away of what is guarded in a repository; None where there is nothing, or no mentor.

    Args:
        reply: as it would be shown.
        root: of the repository.
        earlier: the replies before it, oldest first.
    """
    exemplars = of_root(root)
    leak = judge(reply, exemplars, earlier)
    functions = [piece for piece in evidence_in(reply).pieces if piece.name] if _DEFINES.search(reply) else []
    if (leak is None and not functions) or mode_of(root) != "mentor":
        return None
    tree = Root(root)
    open_now = _open_of(tree, root, exemplars) if leak is not None else {}
    rest = reply
    if open_now:
        rest = _without_known(tree, reply, {exemplar.path for exemplar in open_now})
        leak = judge(rest, list(open_now), earlier)
        if leak is not None:
            return Found(leak, open_now[leak.exemplar])
    return _defined(tree, root, rest, exemplars) if functions else None


def _open_of(tree: Root, root: Path, exemplars: Iterable[Exemplar]) -> dict[Exemplar, Place]:
    """The exemplars that are still guarded, with their places."""
    shown = {key for key, one in record.read(root).shown.items() if one.by == "request"}
    found: dict[Exemplar, Place] = {}
    for exemplar in exemplars:
        place = _place_of(tree, exemplar)
        if place is not None and place.key not in shown:
            found[exemplar] = place
    return found


def _place_of(tree: Root, exemplar: Exemplar) -> Place | None:
    try:
        content = tree.read(exemplar.path, MAX_BYTES)
    except Unreadable:
        return None  # nothing that could be finished
    for marker, body in bodies_of(content, exemplar.path):
        if body.symbol == exemplar.symbol and (body.symbol or marker.text == exemplar.marker):
            return None if _is_own(exemplar, body) else _place(marker, body)
    body = body_of_symbol(content, exemplar.path, exemplar.symbol) if exemplar.symbol else None
    if body is None or not (body.is_stub or body.digest == exemplar.digest):
        return None
    key = record.key_of(exemplar.path, body)
    place = Place(exemplar.path, exemplar.symbol, key, body.start, exemplar.task, exemplar.marker, exemplar.hints)
    return place


def _place(marker: Marker, body: Body) -> Place:
    key = record.key_of(marker.path, body)
    return Place(marker.path, body.symbol, key, marker.line, marker.task, marker.text, marker.hints)


def _is_own(exemplar: Exemplar, body: Body) -> bool:
    """Whether the learner's code is like the exemplar already."""
    if body.is_stub or not body.text.strip():
        return False
    language = exemplar.language if exemplar.language != "other" else language_of_path(exemplar.path)
    return likeness(profile_of(exemplar), bag_of(parsed(body.text, language))) >= JOINED


def _without_known(tree: Root, reply: str, paths: Iterable[str]) -> str:
    """The reply without the lines that stand in the learner's code: in the marker's file and in those it names."""
    known = "\n".join(_packed(text) for text in _texts(tree, paths, reply))
    return "\n".join("" if _is_known(line, known) else line for line in reply.split("\n"))


def _is_known(line: str, known: str) -> bool:
    bare = _packed(re.sub(r"^[ \t]*(?:[-+>|*]|\d{1,5}[:.|)]?(?=[ \t]))?", "", line, count=1).strip("` \t"))
    return len(bare) >= _SHORTEST and bare in known


def _packed(text: str) -> str:
    return "".join(text.split())


def _texts(tree: Root, paths: Iterable[str], reply: str) -> Iterable[str]:
    named = dict.fromkeys((*paths, *(name.removeprefix("./") for name in _FILE.findall(reply))))
    for path in [name for name in named if language_of_path(name)][:_MOST_FILES]:
        try:
            yield tree.read(path, MAX_BYTES).decode("utf-8", "replace")
        except Unreadable:  # a word with a dot in it
            continue


def _defined(tree: Root, root: Path, reply: str, exemplars: Iterable[Exemplar]) -> Found | None:
    """A marker without an exemplar: a whole function of its name and signature gives it away."""
    known = {(exemplar.path, exemplar.symbol) for exemplar in exemplars}
    pieces = [piece for piece in evidence_in(reply).pieces if piece.name and not piece.quoted and _is_whole(piece)]
    if not pieces:
        return None
    for path, content in marked(tree):
        text = content.decode("utf-8", "replace")
        for marker, body in bodies_of(content, path):
            if not body.symbol or (path, body.symbol) in known or not body.is_stub:
                continue
            for piece in pieces:
                if piece.name == squeezed(body.symbol.rpartition(".")[2]) and _same_head(piece, body.symbol, text):
                    exemplar = Exemplar(path=path, symbol=body.symbol, language="other", text="", marker=marker.text)
                    return Found(Leak(exemplar, "alike", 1.0, piece.line + 1), _place(marker, body))
    return None


def _is_whole(piece: Piece) -> bool:
    return sum(weight_of(label) for label in piece.bag.labels) >= _WHOLE and not _OPEN.search(piece.text)


def _same_head(piece: Piece, symbol: str, text: str) -> bool:
    """A method's name is common: it must have the same parameters too."""
    head = _packed(piece.text.split("\n", 1)[0].rpartition(")")[0])
    return "." not in symbol or (len(head) > 3 and head in _packed(text))
