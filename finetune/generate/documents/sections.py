"""Cuts a document into its sections: what each one says, sentence by sentence with its lines, and its code."""

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import get_args

from finetune.examples import Phase
from finetune.generate.documents.reading import Document
from teaching.documents import statements
from teaching.documents.markdown import Block, parse
from teaching.documents.sentences import fold, plain
from teaching.documents.statements import read_statements

_FEWEST_WORDS, _MOST_WORDS = 4, 45
_NUMBERING = re.compile(
    r"^(?:(?:\d+(?:\.\d+)*|[A-Z])[.):]\s+|\d+(?:\.\d+)+\s+|(?:chapter|part|lesson|week|module|step)\s+\d+\s*[:.–—-]\s*)",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^(?P<mark>\*\*|__|`)(?P<term>[^*_`]{2,40}?)(?::(?P=mark)|(?P=mark)\s*(?::|–|—|-|is\b|are\b|means\b))\s*\S"
)
_PHASES: tuple[Phase, ...] = get_args(Phase)
_BOLD = re.compile(r"\*\*([^*\n]{2,40})\*\*")
_CODE = re.compile(r"`([^`\n]{2,40})`")
_TITLE_WEIGHT = 3
_LONGEST_TITLE = 90


@dataclass(frozen=True)
class Said:
    """One sentence of a document, word for word.

    Attributes:
        text: as a reader has it, code in backticks.
        line: where it begins, and `last` where it ends.
        term: what it defines, or speaks of, as far as the author marked that; empty where nothing is marked.
        defines: whether the sentence says what the term is.
    """

    text: str
    line: int
    last: int
    term: str = ""
    defines: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Section:
    """What stands between two headings.

    Attributes:
        title: its heading without number and marks; `above` are the headings over it.
        line: of the heading, and `last` of the section.
        digest: of its text, so that a changed section is known as one.
        cannot: what it does not give, and why.
    """

    document: Document
    title: str
    above: tuple[str, ...]
    line: int
    last: int
    digest: str
    phase: Phase
    said: tuple[Said, ...] = ()
    code: tuple[Block, ...] = ()
    cannot: list[str] = field(default_factory=list[str], compare=False)

    def place(self, line: int) -> str:
        """A line of it as it is cited."""
        return f"{self.document.shown}:{line}"

    def lines(self, first: int, last: int) -> Sequence[str]:
        """Lines of the document."""
        return self.document.lines[first - 1 : last]


def sections(document: Document) -> list[Section]:
    """Every section, in order; what stands before the first heading belongs to none."""
    markdown, lines = parse(document.text), document.lines
    heads = [block for block in markdown.blocks if block.kind == "heading"]
    starts = [block.first for block in heads]
    told, notes = read_statements(statements.Document(document.shown, document.text, ""), markdown)
    own: dict[int, list[statements.Statement]] = {}
    for one in told:
        if one.kind != "comment":
            own.setdefault(bisect_right(starts, one.line) - 1, []).append(one)
    blocks: dict[int, list[Block]] = {}
    for block in markdown.blocks:
        if block.kind == "fence":
            blocks.setdefault(bisect_right(starts, block.first) - 1, []).append(block)
    found: list[Section] = []
    for number, head in enumerate(heads):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(lines)
        while last > head.first and not lines[last - 1].strip():
            last -= 1
        inside, code = own.get(number, []), tuple(blocks.get(number, ()))
        text = "\n".join(lines[head.first - 1 : last])
        title = _title(head.text)
        section = Section(
            document, title, head.headings[:-1], head.first, last,
            hashlib.sha256(text.encode()).hexdigest()[:16], _phase(title, " ".join(one.plain for one in inside)),
            code=code,
        )  # fmt: skip
        section.cannot.extend(note for note in notes if head.first <= _line_of(note) <= last)
        found.append(_with_said(section, inside))
    return found


def _line_of(note: str) -> int:
    named = re.search(r":(\d+): ", note)
    return int(named[1]) if named else 0


def _with_said(section: Section, inside: Sequence[statements.Statement]) -> Section:
    kept: list[Said] = []
    dropped = dict[str, list[int]]()
    for one in inside:
        why = _unfit(section, one)
        if why:
            dropped.setdefault(why, []).append(one.line)
        elif one.plain not in {other.text for other in kept}:
            kept.append(_said(one))
    for why, at in dropped.items():
        section.cannot.append(f"not quoted, {why}: line{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}")
    if not section.title:
        section.cannot.append(
            "nothing can be asked about its heading: it has no words, quotation marks, or a whole paragraph"
        )
        kept = []
    elif not kept:
        section.cannot.append("it has no sentence that can be quoted")
    return replace(section, said=tuple(kept), code=section.code if section.title else ())


def _unfit(section: Section, one: statements.Statement) -> str:
    count = len(one.plain.split())
    if not _FEWEST_WORDS <= count <= _MOST_WORDS:
        return f"it has fewer than {_FEWEST_WORDS} words or more than {_MOST_WORDS}"
    if any(mark in one.plain for mark in "“”«»"):
        return "it has quotation marks of its own"
    if one.kind == "row":
        return "it is a row of a table"
    if one.plain.endswith((":", "?")) or "TODO(human)" in one.plain:
        return "it is a question, leads in a list or is work left open"
    if one.plain not in plain(fold(" ".join(section.lines(one.line, one.end_line)))):
        return "its marks hide its words"
    return ""


def _said(one: statements.Statement) -> Said:
    defined = _DEFINED.match(one.text)
    marked = defined["term"] if defined else ""
    if not marked:
        found = _CODE.search(one.text) or _BOLD.search(one.text)
        marked = found[1] if found else ""
    term = marked.strip(" :.*_")
    return Said(one.plain, one.line, one.end_line, term, bool(defined), one.kind == "item")


def _title(heading: str) -> str:
    words = _NUMBERING.sub("", plain(heading).strip()).strip(" #:.–—-*_").strip()
    fit = any(letter.isalpha() for letter in words) and not set(words) & set("“”«»") and len(words) <= _LONGEST_TITLE
    return words if fit else ""


@cache
def _stems() -> Mapping[Phase, re.Pattern[str]]:
    place = files("finetune.generate") / "matter" / "document" / "phases.toml"
    table = tomllib.loads(place.read_text(encoding="utf-8"))
    return {phase: re.compile(rf"\b(?:{'|'.join(table[phase])})", re.IGNORECASE) for phase in _PHASES}


def _phase(title: str, text: str) -> Phase:
    """The phase whose words it has most of; the heading counts more. Without any it is foundational."""
    counts: dict[Phase, int] = {
        phase: _TITLE_WEIGHT * len(stems.findall(title)) + len(stems.findall(text)) for phase, stems in _stems().items()
    }
    most = max(counts.values())
    return next(phase for phase in _PHASES if counts[phase] == most) if most else "foundational"
