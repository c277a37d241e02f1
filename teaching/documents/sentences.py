"""Sentences of markdown text, and the words a reader sees of them; every scan is linear and no language is assumed."""

import html
import re
from bisect import bisect_left
from typing import NamedTuple

from teaching.patterns import lazily

_RUN = lazily(r"`+")
_COMMENT = lazily(r"<!--(.*?)-->", re.DOTALL)
_LINK = lazily(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])")
_ANGLE_LINK = lazily(r"<((?:https?|mailto):[^<>\s]+)>")
_TAG = lazily(r"<(/?)([A-Za-z][\w:.-]*)(?:\s+[^<>]*=[^<>]*|\s*/?)>|</([A-Za-z][\w:.-]*)>")
_ESCAPE = lazily(r"\\([!-/:-@\[-`{-~])")
_DELIMITER = lazily(r"\*+|_+|~~")
_END = lazily(r"[.!?…]+|[。！？｡।]+")
_CLOSERS = "*_~)]\"'”’»」』）】"
_OPENERS = "*_~([{\"'“‘«「『（【¿¡"
# Where one line of a paragraph is an item of its own although no list marker says so: emoji bullets, bold
# labels, numbers that markdown does not take for a list; and hard line breaks.
_LINE_BREAK = lazily(
    r"(?: {2,}|\\)\n\s*|<br\s*/?>\s*|\n[ \t]*[-*+][ \t]+"
    r"|\n[ \t]*(?=[✅❌✔✖✗✘☑⚠🚫⛔👉🔴🟢🟡•·◦▪►‣]|\d{1,3}[.)][ \t]|\*\*[^*\n]{1,80}(?:[:：]\*\*|\*\*[ \t]*[:：]))"
)
_DOTTED = lazily(r"(?:[^\W\d_]\.)+[^\W\d_]")
_MARKED = lazily(r"[`*_\[<&\\~\0]")
_CODE = "\ufffc"  # stands for a character of code: neither a blank nor a letter
_ABBREVIATIONS = frozenset(
    "eg ie etc vs cf approx ca resp incl excl max min fig figs sec ch eq ref refs vol pp ed eds al ver esp dept "
    "mr mrs ms dr prof st inc ltd corp jr sr bzw usw vgl evtl ggf inkl ej pág núm aprox ex par др напр см".split()
)
_NUMBERED = frozenset(["no", "nos", "nr", "num", "art", "p", "v"])
_HTML_NAMES = frozenset(
    "a abbr b big blockquote br center code dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "mark ol p picture pre s samp small source span strike strong sub summary sup table tbody td th "
    "thead tr tt u ul".split()
)


class Span(NamedTuple):
    """Half-open range of character offsets."""

    start: int
    end: int


def code_spans(text: str) -> tuple[Span, ...]:
    """Where the code spans of one paragraph stand, backticks included, as CommonMark pairs them."""
    runs = [Span(found.start(), found.end()) for found in _RUN.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        by_length.setdefault(run.end - run.start, []).append(index)
    spans: list[Span] = []
    index = 0
    while index < len(runs):
        run = runs[index]
        equals = by_length[run.end - run.start]
        place = bisect_left(equals, index) + 1
        escaped = run.start > 0 and text[run.start - 1] == "\\"
        if place < len(equals) and not escaped:
            closing = equals[place]
            spans.append(Span(run.start, runs[closing].end))
            index = closing + 1
        else:
            index += 1
    return tuple(spans)


def blank_code(text: str) -> str:
    """The same text, as long and with the same line ends, with every code span blanked."""
    return _blank(text, code_spans(text))


def lift_comments(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Take the HTML comments that are not in code spans out of one paragraph.

    Returns:
        The text, as long as before, with each comment blanked; and (offset, what the comment says) of each.
    """
    if "<!--" not in text:
        return text, ()
    found = tuple(_COMMENT.finditer(blank_code(text)))
    comments = tuple((hit.start(), text[hit.start(1) : hit.end(1)]) for hit in found)
    return _blank(text, tuple(Span(hit.start(), hit.end()) for hit in found)), comments


def split_sentences(text: str) -> tuple[Span, ...]:
    """Where each sentence of one paragraph starts and ends, blanks around it left out.

    A code span is never cut, nor an abbreviation, a version or a file name; a lower-case word starts no sentence.
    """
    hidden = _blank(text, code_spans(text), _CODE)
    cuts = {found.start(): found.end() for found in _LINE_BREAK.finditer(hidden)}
    for found in _END.finditer(hidden):
        cut = _sentence_end(hidden, found)
        if cut is not None:
            cuts.setdefault(cut, cut)
    spans: list[Span] = []
    start = 0
    for before, after in sorted(cuts.items()):
        if before >= start:
            spans.append(Span(start, before))
            start = after
    spans.append(Span(start, len(text)))
    return tuple(trimmed for span in spans if (trimmed := _trim(text, span)).end > trimmed.start)


def fold(text: str) -> str:
    """The text with every run of blanks and line ends as one space."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """What a reader sees: links as their text, no emphasis, no tags; code spans keep content and backticks."""
    if _MARKED.search(text) is None:
        return fold(text)
    parts: list[str] = []
    position = 0
    held: list[str] = []
    for span in code_spans(text):
        parts.append(text[position : span.start].replace("\0", ""))
        held.append(text[span.start : span.end].replace("\\|", "|"))
        parts.append("\0")
        position = span.end
    parts.append(text[position:].replace("\0", ""))
    prose = _strip_marks("".join(parts))
    pieces = prose.split("\0")
    # A link or tag that was dropped may have taken a code span with it: then what is left has fewer holes.
    woven = [pieces[0]]
    for index, piece in enumerate(pieces[1:]):
        woven.append(held[index] if index < len(held) else "")
        woven.append(piece)
    return fold("".join(woven))


def is_alphanumeric(text: str) -> bool:
    """Whether anything in the text is a letter or a digit of any script."""
    return any(character.isalnum() for character in text)


def _strip_marks(prose: str) -> str:
    for _ in range(2):  # a badge is an image in a link
        prose = _LINK.sub(r"\1", prose)
    prose = _ANGLE_LINK.sub(r"\1", prose)
    if "<" in prose:
        closed = {found[0] for found in re.findall(r"</(([A-Za-z][\w:.-]*))\s*>", prose)}
        prose = _TAG.sub(lambda tag: _drop_tag(tag, closed), prose)
    prose = _strip_emphasis(prose)
    prose = _ESCAPE.sub(r"\1", prose)
    return html.unescape(prose) if "&" in prose else prose


def _drop_tag(tag: re.Match[str], closed: set[str]) -> str:
    name = tag[2] or tag[3]
    generic = not (tag[1] or tag[3]) and tag.start() > 0 and tag.string[tag.start() - 1].isalnum()
    if generic and name.lower() != "br" and name not in closed:
        return tag[0]  # Array<string>
    if tag[1] or tag[3] or name in closed or name.lower() in _HTML_NAMES:
        return " " if name.lower() == "br" else ""
    return tag[0]


def _strip_emphasis(prose: str) -> str:
    opened: dict[str, Span] = {}
    gone: list[Span] = []
    for found in _DELIMITER.finditer(prose):
        mark, start, end = found[0], found.start(), found.end()
        before = prose[start - 1] if start else " "
        after = prose[end] if end < len(prose) else " "
        if mark in opened and not before.isspace() and not _inside_word(mark, before, after):
            opener = opened.pop(mark)
            if not _is_dunder(mark, prose[opener.end : start]):
                gone += [opener, Span(start, end)]
        elif not after.isspace() and before not in "/\\" and after != "/" and not before.isalnum() and before != "_":
            opened[mark] = Span(start, end)
        elif len(mark) >= 2 and mark[0] == "*" and (end == len(prose) or start == 0):
            gone.append(Span(start, end))  # bold that spans several sentences was cut here
    for mark, span in opened.items():
        if len(mark) >= 2 and mark[0] == "*" and span.start == 0:
            gone.append(span)
    return _without(prose, sorted(gone))


def _inside_word(mark: str, before: str, after: str) -> bool:
    return mark[0] == "_" and before.isalnum() and after.isalnum()


def _is_dunder(mark: str, inner: str) -> bool:
    return mark == "__" and inner.isidentifier()


def _without(text: str, spans: list[Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in spans:
        parts.append(text[position : span.start])
        position = max(position, span.end)
    parts.append(text[position:])
    return "".join(parts)


def _blank(text: str, spans: tuple[Span, ...], by: str = " ") -> str:
    if not spans:
        return text
    parts: list[str] = []
    position = 0
    for span in spans:
        parts.append(text[position : span.start])
        parts.append("\n".join(by * len(line) for line in text[span.start : span.end].split("\n")))
        position = span.end
    parts.append(text[position:])
    return "".join(parts)


def _trim(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    left = len(piece) - len(piece.lstrip())
    return Span(span.start + left, span.start + max(left, len(piece.rstrip())))


def _sentence_end(text: str, found: re.Match[str]) -> int | None:
    end = found.end()
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if end == len(text):
        return None
    if found[0][0] in "。！？｡।":
        return end
    if not text[end].isspace():
        return None
    following = end
    while following < len(text) and (text[following].isspace() or text[following] in _OPENERS):
        following += 1
    if following < len(text) and text[following].islower():
        return None
    if found[0] == "." and _abbreviates(text, found.start(), following):
        return None
    return end


def _abbreviates(text: str, dot: int, following: int) -> bool:
    start = dot
    while start > 0 and dot - start < 16 and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    word = text[start:dot].casefold()
    if word.isdigit():
        return start == 0 or text[start - 1] == "\n"
    if word in _NUMBERED:
        return following < len(text) and text[following].isdigit()
    # "p. 5" and "z. B.", but "Never use X. Use Y."
    single_letter = dot - start == 1 and text[start].isascii() and text[start].islower()
    return single_letter or word.replace(".", "") in _ABBREVIATIONS or _DOTTED.fullmatch(word) is not None
