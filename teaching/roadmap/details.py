"""What the lines nested in a task say: its criteria, commands, files, dependencies, and notes."""

import re
from dataclasses import dataclass, field

from teaching.roadmap import blocks

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|\Z)(?:\[[ xX]\](?=[ \t]|\Z)[ \t]*)?")
_KEY = re.compile(
    r"[*_`]{0,3}(?:(?P<verify>verify|verification)|(?P<files>files?)|(?P<depends>depends(?:[ -]on)?|requires)"
    r"|(?P<acceptance>acceptance(?:[ -]criteri(?:a|on))?|definition of done|done when|(?:exit|success) criteria))"
    r"(?:[*_`]{0,3}[ \t]*(?:\([^)]*\))?:[*_`]{0,3}|[*_`]{0,3}\Z)[ \t]*",
    re.IGNORECASE,
)
_OTHER_KEY = re.compile(r"[*_`]{0,3}[A-Za-z][A-Za-z _-]{0,30}[*_`]{0,3}:(?:[*_`\s]|\Z)")
_PARTS = re.compile(r"[,;](?![^(]*\))\s*")
_QUOTES = {"`": "`", '"': '"', "'": "'", "“": "”"}
_NOTHING = frozenset({"", "-", "–", "—", "none", "nothing", "n/a"})


@dataclass(slots=True)
class _Found:
    acceptance: list[str] = field(default_factory=list[str])
    verify: list[str] = field(default_factory=list[str])
    files: list[str] = field(default_factory=list[str])
    depends: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    def add(self, key: str, text: str) -> None:
        """Put one value where it belongs."""
        match key:
            case "verify":
                self.verify.append(_unquoted(text))
            case "files":
                self.files += _list(text)
            case "depends":
                self.depends += _list(text)
            case "acceptance":
                self.acceptance.append(text)
            case _:
                self.notes.append(text)


@dataclass(frozen=True, slots=True)
class Details:
    """What the nested lines of a task say."""

    acceptance: tuple[str, ...]
    verify: tuple[str, ...]
    files: tuple[str, ...]
    depends: tuple[str, ...]
    notes: tuple[str, ...]

    @staticmethod
    def item_text(line: str) -> str:
        """The text of a list item without its mark and box; "" for a bare label."""
        text = _ITEM.sub("", line, count=1).strip()
        label = _KEY.match(text)
        return text[label.end() :] if label and label["acceptance"] else text


def read_details(lines: list[bytes], start: int, end: int, skipped: list[tuple[int, int]]) -> Details:
    """Read the lines of one task from the index `start` to `end`, leaving out those of its nested tasks."""
    found = _Found()
    key, key_indent, ended = "", 0, True
    jumps = dict(skipped)
    index = start
    while index < end:
        if index in jumps:
            index, key, ended = jumps[index], "", True
            continue
        bare = lines[index].strip()
        block = blocks.block_end(lines, index, end) if bare else None
        if block is not None:
            for text in blocks.inside(lines, index, block) if key == "verify" else ():
                found.add(key, text)
            index = block
            continue
        index += 1
        if not bare:
            ended = True
            continue
        line = lines[index - 1].decode("utf-8", "surrogateescape")
        indent, item = blocks.indent_of(lines[index - 1]), _ITEM.match(line)
        text = (line[item.end() :] if item else line).strip()
        match = _KEY.match(text)
        if match and match.lastgroup:
            key, key_indent, ended = match.lastgroup, indent, True
            text = text[match.end() :]
            if text.lower() not in _NOTHING:
                found.add(key, text)
                ended = False
            continue
        if _OTHER_KEY.match(text) or (key and indent <= key_indent and (item or ended)):
            key = ""
        _take(found, key, text, item is not None or ended)
        ended = False
    return Details(*(tuple(getattr(found, name)) for name in Details.__slots__))


def _take(found: _Found, key: str, text: str, new: bool) -> None:
    """A value of its own, or the rest of the criterion or note before it."""
    pieces = found.acceptance if key == "acceptance" else found.notes
    if new or key in {"verify", "files", "depends"} or not pieces:
        if text:
            found.add(key, text)
    else:
        pieces[-1] = f"{pieces[-1]} {text}"


def _list(text: str) -> list[str]:
    parts = (_unquoted(part.strip()) for part in _PARTS.split(text))
    return [part for part in parts if part.lower() not in _NOTHING]


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text.count(text[-1]) <= 2:
        return text[1:-1].strip()
    return text
