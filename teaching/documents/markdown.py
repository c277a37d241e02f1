"""Markdown as blocks with exact source lines: for reading rules, not for rendering.

What differs from CommonMark, because these files are read by a model and not rendered: indented code is read as
text, tags such as <rules> do not hide the markdown between them, and link definitions are text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from teaching.documents.sentences import fold, lift_comments, plain, split_sentences
from teaching.patterns import lazily

BlockKind = Literal["heading", "paragraph", "item", "row", "fence", "comment"]

MAX_NESTING = 60
MAX_LEAD = 300
MAX_LINE = 20_000
_NEWLINE = lazily(r"\r\n|\r|\n")
_EXOTIC_BLANKS = dict.fromkeys(
    map(ord, "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), " "
) | {code: " " for code in range(0x2000, 0x200B)}
_ATTRIBUTE = r"""\s+[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)"""
_TAG_LINE = lazily(rf"(?:</?[A-Za-z][\w:.-]*(?:{_ATTRIBUTE})*\s*/?>\s*)+")
_CODE_TAG = lazily(r"<(code-snippet|code|pre|script|style)\b")
_COMMENT = lazily(r"<!--(.*?)(?:-->|$(?![\s\S]))", re.DOTALL)
_FRONT_MATTER = lazily(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|$(?![\s\S]))", re.DOTALL | re.MULTILINE)
_TASK_BOX = lazily(r"\[[ xX]\][ \t]+")
_LABEL_MAX = 80
_CONTAINERS = ("bullet_list", "ordered_list", "list_item", "blockquote")


@dataclass(frozen=True, slots=True)
class Comment:
    """One HTML comment: what it says, the line it starts in, and where in its block's text it stands.

    Attributes:
        offset: characters into the text of the block; 0 for a comment that is a block of its own.
        stripped: whether Claude Code takes it out of what its model reads.
        closed: whether it is ever closed.
    """

    text: str
    line: int
    offset: int = 0
    stripped: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document.

    Attributes:
        text: the source without its list, quote or heading marks; line ends are kept, so that the n-th line of it
            is line `first` + n of the file. The cells of a row are joined by " | ". Comments are blanked.
        first: its first line, 1-based; `last` is its last.
        headings: the headings that it stands under, outermost first.
        section: the line of the innermost of them, 0 without one.
        depth: how many lists it stands in.
        ancestors: the texts of the list items that it stands in, its own left out.
        lead: what leads its list or table in ("Never:"), outermost first.
        info: the info string of a fence.
        closed: False for a fence that nothing closes; `indented` is True for code that has no fence lines at all.
        header: the header cells of a row's table, and `cells` its own.
    """

    kind: BlockKind
    text: str
    first: int
    last: int
    headings: tuple[str, ...] = ()
    section: int = 0
    depth: int = 0
    ordered: bool = False
    ancestors: tuple[str, ...] = ()
    lead: str = ""
    info: str = ""
    closed: bool = True
    indented: bool = False
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Markdown:
    """A document as blocks in order.

    Attributes:
        front_matter: the text between the `---` lines at the top, "" without.
        too_deep: the first line that is nested too deep to be read on, or None.
        too_long: the first line of which only the first `MAX_LINE` characters are read, or None.
    """

    blocks: tuple[Block, ...]
    front_matter: str = ""
    too_deep: int | None = None
    too_long: int | None = None


def normalise(text: str) -> str:
    """The text without a BOM and NUL characters, every line end a line feed, so that lines can be counted."""
    return _NEWLINE.sub("\n", text.removeprefix("\ufeff")).replace("\0", "\ufffd")


def parse(text: str) -> Markdown:
    """Read markdown text of any origin; never fails.

    Args:
        text: as it stands in the file; it is normalised here.
    """
    lines = normalise(text).split("\n")
    too_long = next((number for number, line in enumerate(lines, start=1) if len(line) > MAX_LINE), None)
    if too_long is not None:
        lines = [line[:MAX_LINE] for line in lines]
    front_matter, body = _split_front_matter(lines)
    tokens = _PARSER.parse("\n".join(body).translate(_EXOTIC_BLANKS))
    apart: list[Block] = []
    if any(token.type == "comment" for token in tokens):
        # Claude Code takes these out before it reads on: so a list goes on behind one as if it were not there.
        apart = _take_comments(tokens, body)
        tokens = _PARSER.parse("\n".join(body).translate(_EXOTIC_BLANKS))
    reader = _Reader(body)
    reader.read(tokens)
    blocks = _merge(reader.blocks, apart) if apart else reader.blocks
    deepest = next((t.map[0] + 1 for t in tokens if t.map and t.level >= MAX_NESTING - 1), None)
    return Markdown(tuple(blocks), front_matter, deepest, too_long)


def _split_front_matter(lines: list[str]) -> tuple[str, list[str]]:
    if lines[0].rstrip() != "---":
        return "", lines
    found = _FRONT_MATTER.match("\n".join(lines[:200]))
    if found is None:
        return "", lines
    height = found[0].rstrip("\n").count("\n") + 1
    return found[1], [""] * height + lines[height:]


def _take_comments(tokens: list[Token], lines: list[str]) -> list[Block]:
    """The comments that have whole lines for themselves; these lines are blanked in `lines`."""
    taken: list[Block] = []
    for token in tokens:
        if token.type != "comment" or token.map is None or token.meta["tail"]:
            continue
        first, end = token.map
        if lines[first].lstrip().startswith("<!--"):
            taken.append(_comment_block(token, column_0=lines[first].startswith("<!--")))
            lines[first:end] = [""] * (end - first)
    return taken


def _comment_block(token: Token, column_0: bool) -> Block:
    first, end = token.map or (0, 0)
    stripped = column_0 and not token.meta["tail"]
    comments = tuple(
        Comment(
            found[1], first + 1 + token.content.count("\n", 0, found.start()), 0, stripped, found[0].endswith("-->")
        )
        for found in _COMMENT.finditer(token.content)
    )
    return Block("comment", token.content, first + 1, end, comments=comments)


def _merge(blocks: list[Block], comments: list[Block]) -> list[Block]:
    """Put the comments between the blocks, by line, in the section of what stands before them."""
    firsts = [block.first for block in blocks]
    merged = list(blocks)
    for comment in reversed(comments):
        place = bisect_right(firsts, comment.first)
        if place:
            before = blocks[place - 1]
            comment = replace(comment, headings=before.headings, section=before.section, depth=before.depth)
        merged.insert(place, comment)
    return merged


def _comment_or_tag(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Block rule: an HTML comment of any height, or a line that holds nothing but tags."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    line = state.src[start : state.eMarks[start_line]]
    if not line.startswith("<"):
        return False
    if not line.startswith("<!--"):
        return _tag_line(state, line, start_line, end_line, silent)
    if silent:
        return True
    position = start
    while state.src.startswith("<!--", position):
        closing = state.src.find("-->", position + 4)
        position = len(state.src) if closing < 0 else closing + 3
        while state.src[position : position + 1] in (" ", "\t"):
            position += 1
    last = bisect_right(state.eMarks, position - 1, start_line, end_line)
    last = min(last, end_line - 1)
    tail = state.src[position : state.eMarks[last]] if position < state.eMarks[last] else ""
    token = state.push("comment", "", 0)
    token.map = [start_line, last + 1]
    token.content = state.src[start:position]
    token.meta = {"tail": tail}
    if tail:
        for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
            part = state.push(kind, "", nesting)  # type: ignore[arg-type]
            part.map, part.content, part.children = [last, last + 1], tail, []
    state.line = last + 1
    return True


def _tag_line(state: StateBlock, line: str, start_line: int, end_line: int, silent: bool) -> bool:
    if _TAG_LINE.fullmatch(line.rstrip()) is None:
        return False
    if not silent:
        last = start_line
        code = _CODE_TAG.match(line)
        closing = state.src.find(f"</{code[1]}>", state.eMarks[start_line]) if code else -1
        if closing >= 0:  # what stands between such tags is code as in a fence
            last = min(bisect_right(state.eMarks, closing, start_line, end_line), end_line - 1)
        state.line = last + 1
        state.push("tag", "", 0).map = [start_line, last + 1]
    return True


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.disable(["inline", "code", "reference"])
    parser.block.ruler.at("html_block", _comment_or_tag, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


_PARSER = _build_parser()


@dataclass(slots=True)
class _Container:
    """A list, list item or quote that is open; the document itself is the outermost."""

    kind: str
    ordered: bool = False
    lead: str = ""
    item: str | None = None
    pending: str = ""  # what would lead in a list that comes next
    headings: list[tuple[int, str, int]] = field(default_factory=list[tuple[int, str, int]])


class _Reader:
    """Walks the tokens of one document and keeps what is open."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.open = [_Container("document")]
        self.header: tuple[str, ...] = ()
        self.cells: list[str] = []
        self.held: tuple[Comment, ...] = ()
        self.row_line = 0
        self.in_header = False

    def read(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            kind, _, nesting = token.type.rpartition("_")
            if token.type == "inline":
                self._inline(tokens[index - 1], token)
            elif kind in _CONTAINERS:
                self._enter(token) if nesting == "open" else self.open.pop()
            elif kind == "tr":
                self._row() if nesting == "close" else self.cells.clear()
            elif token.type == "fence":
                self._fence(token)
            elif token.type == "comment":
                self._comment(token)
            elif token.type in ("hr", "tag", "table_close"):
                self.open[-1].pending = ""

    def _enter(self, token: Token) -> None:
        outer = self.open[-1]
        inner = _Container(token.type.removesuffix("_open"), headings=list(outer.headings))
        inner.ordered = token.type == "ordered_list_open" or (inner.kind == "list_item" and outer.ordered)
        if inner.kind.endswith("list"):
            inner.lead = outer.pending  # stays: a list of another mark right behind this one has the same lead
        self.open.append(inner)

    def _add(self, kind: BlockKind, text: str, first: int, last: int, **more: object) -> None:
        inner = self.open[-1]
        items = [container.item for container in self.open if container.item is not None]
        lists = [container for container in self.open if container.kind.endswith("list")]
        leads = [container.lead for container in lists if container.lead]
        block = Block(
            kind,
            text,
            first,
            last,
            headings=tuple(title for _, title, _ in inner.headings),
            section=inner.headings[-1][2] if inner.headings else 0,
            depth=len(lists),
            ordered=inner.ordered,
            ancestors=tuple(items),
            lead=" ".join(leads)[-MAX_LEAD:],
        )
        self.blocks.append(replace(block, **more) if more else block)

    def _inline(self, opener: Token, token: Token) -> None:
        if opener.type in ("th_open", "td_open"):
            self.cells.append(token.content.replace("|", "\\|"))
            self.row_line = (token.map or [0])[0]
            self.in_header = opener.type == "th_open"
            return
        first, end = token.map or (0, 0)
        if opener.type == "heading_open" and not _is_underlined_text(opener, token.content):
            self._heading(int(opener.tag[1]), token.content, first + 1, (opener.map or token.map or [0, end])[1])
        else:
            self._text(token.content, first + 1)

    def _heading(self, level: int, content: str, first: int, last: int) -> None:
        inner = self.open[-1]
        while inner.headings and inner.headings[-1][0] >= level:
            inner.headings.pop()
        text, _ = lift_comments(content)
        inner.headings.append((level, plain(text), first))
        inner.pending = ""
        self._add("heading", text, first, last)

    def _text(self, content: str, first: int) -> None:
        inner = self.open[-1]
        is_item = inner.kind == "list_item" and inner.item is None
        text, found = lift_comments(content)
        box = _TASK_BOX.match(text) if is_item else None
        if box:
            text = " " * box.end() + text[box.end() :]
        comments = self.held + tuple(Comment(said, first + text.count("\n", 0, at), at) for at, said in found)
        self.held = ()
        last = first + text.count("\n")
        kind: BlockKind = "item" if is_item else "paragraph"
        indented = self._is_indented_code(first, last)
        if indented:
            kind = "fence"
        self._add(kind, text, first, last, comments=comments, indented=indented)
        folded = fold(text)
        if is_item:
            inner.item = folded
        inner.pending = _lead(folded, is_item) if kind != "fence" else ""

    def _is_indented_code(self, first: int, last: int) -> bool:
        return len(self.open) == 1 and all(line.startswith(("    ", "\t")) for line in self.lines[first - 1 : last])

    def _row(self) -> None:
        cells = tuple(self.cells)
        if self.in_header:
            self.header = tuple(plain(cell) for cell in cells)
            return
        line = self.row_line + 1
        text, found = lift_comments(" | ".join(cell for cell in cells if cell))
        comments = tuple(Comment(said, line, at) for at, said in found)
        lead = self.open[-1].pending
        self._add("row", text, line, line, header=self.header, cells=cells, comments=comments)
        if lead and not self.blocks[-1].lead:
            self.blocks[-1] = replace(self.blocks[-1], lead=lead)

    def _comment(self, token: Token) -> None:
        column_0 = self.lines[(token.map or [0])[0]].startswith("<!--")
        block = _comment_block(token, column_0)
        if token.meta["tail"]:
            self.held = block.comments  # what stands behind it on its line comes next, and they belong to that
            return
        self._add("comment", block.text, block.first, block.last, comments=block.comments)

    def _fence(self, token: Token) -> None:
        first, end = token.map or (0, 0)
        closing = self.lines[end - 1].lstrip("> \t").rstrip()
        closed = end - first > 1 and len(closing) >= len(token.markup) and not closing.strip(token.markup[0])
        info = token.info.strip().casefold()
        self._add("fence", token.content, first + 1, end, info=info, closed=closed)
        self.open[-1].pending = ""


def _is_underlined_text(opener: Token, content: str) -> bool:
    # "Some sentence.\n---" is meant as a sentence and a rule below it; markdown makes it a heading.
    return opener.markup == "-" and ("\n" in content or len(content) > 100 or content.endswith((".", ":", "。")))


def _lead(folded: str, is_item: bool) -> str:
    """What of this paragraph or item would lead in a list right behind it."""
    bare = folded.rstrip("*_ ")
    if bare.endswith((":", "：")):
        last = split_sentences(folded)[-1]
        return plain(folded[last.start : last.end])
    bold = folded.startswith("**") and folded.endswith("**") and folded.count("**") == 2
    label = is_item and len(folded) <= _LABEL_MAX and not bare.endswith((".", "!", "?", "。", ";", ","))
    return plain(folded) if bold or label else ""
