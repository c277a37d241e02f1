"""One pass over the lines of a roadmap: which of them are headings, tasks, or neither.

Follows CommonMark for what hides text (fences, indented code, comments, quotes) and the writer's intention for what
nests: two columns further in is beneath. Not covered: a list that begins on the line of another list's mark.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from teaching.roadmap.blocks import comment_end, fence_end, indent_of, opens_fence
from teaching.roadmap.model import Phase, Problem, Task

_ITEM = re.compile(rb"(?:[-*+]|\d{1,9}[.)])(?:([ \t]{1,4})(?:\[([ xX])\](?=[ \t]|\Z))?|\Z)")
_RULE = re.compile(rb"([-*_])(?:[ \t]*\1){2,}\Z")
_HEADING = re.compile(rb"(#{1,6})(?:[ \t]+(.*?)(?:[ \t]+#+)?|(?<=##)([^\W\d_#].*))?\Z")
_UNDERLINE = re.compile(rb" {0,3}(=+|-+)[ \t]*[\r\n]*\Z")
_VERBATIM = re.compile(rb"<(pre|script|style|textarea)\b", re.IGNORECASE)
_KEY = re.compile(rb"[*_`]{0,3}[A-Za-z][A-Za-z _-]{0,30}[*_`]{0,3}:(?:[*_`\s]|\Z)")
_CRITERIA_WORDS = rb"(?:acceptance(?:[ -]criteri(?:a|on))?|definition of done|done when|(?:exit|success) criteria)"
CRITERIA_LABEL = re.compile(rb"[*_`]{0,3}" + _CRITERIA_WORDS + rb"[*_`]{0,3}[ \t]*(?:[:(]|[*_]{0,3}\Z)", re.IGNORECASE)
_CRITERIA_HEADING = re.compile(
    rb"(?:(?:phase|sprint|milestone|week)[ \t]*\d+)?[^A-Za-z]*" + _CRITERIA_WORDS + rb"[^A-Za-z]*\Z", re.IGNORECASE
)
# The usual task in one match: its line with no comment but an id, then nested items with neither box, fence nor
# comment, each followed by an item or heading that is not beneath it. Whatever differs is read line by line.
_PLAIN_TASK = re.compile(
    rb"( *)([-*+] {1,4})\[([ xX])\](?! *[*_`]{0,3}(?i:"
    + _CRITERIA_WORDS
    + rb"))(?: [^\r\n<]*(?:<!-- id: [^\s<>]+ -->)?)?\r?\n"
    + rb"((?:(\1  +)[-*+] +(?!\[|```|~~~)[^\r\n<]*\r?\n(?!\5 )(?= *[-*+#]))*)"
)
_BOLD_PHASE = re.compile(
    rb"(\*\*|__)(?:phase|sprint|milestone|week|stage|iteration|epic)\b[^*_]*(?:\*\*|__)?:?(?:\*\*|__)?\Z", re.IGNORECASE
)
_BOLD_LEVEL = 7
_FRONT_KEY = re.compile(rb"[\w-]+[ \t]*:")
_FRONT_MATTER_LINES = 200
_WRAPPED_COLUMNS = 60  # a title that ends sooner was not wrapped by an editor: the next line is a note
_NOT_TITLE = re.compile(
    r"<!--.*?-->|✅\ufe0f?[ \t]*\d{4}-\d{2}-\d{2}([ \t]*\([Aa]ttested\))?|[*_]*\((?i:in[ \t-]+progress|pending)\)[*_]*"
)


def _is_wrapped(line: bytes) -> bool:
    """Whether a title may go on behind this line; what an edit of ours adds to the line does not count."""
    return len(_NOT_TITLE.sub("", line.decode("utf-8", "replace")).rstrip()) >= _WRAPPED_COLUMNS


@dataclass(slots=True)
class _Open:
    """A list item that is open.

    Attributes:
        content: the column in which its text begins.
        task: the nearest task, itself included.
        criteria: whether boxes beneath it are criteria and no tasks.
        own: whether it is the task itself.
    """

    indent: int
    content: int
    task: Task | None
    criteria: bool
    own: bool


class Scanner:
    """Walks the lines once and keeps what is open."""

    def __init__(self, data: bytes, lines: list[bytes]) -> None:
        self.data = data
        self.lines = lines
        self.phases = [Phase(lines, -1, 0, b"", None)]
        self.tasks: list[Task] = []
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._blank = True
        self._last = 0  # behind the last line that is not blank
        self._head: Task | None = None
        self._paragraph = (-1, -1)  # its first line, and the line behind it
        self._lead = False  # whether a label "Acceptance criteria" leads the list that comes

    def run(self) -> None:
        """Read all lines."""
        lines, handlers, text = self.lines, self._handlers(), self._text
        index, count, offset = 0, len(self.lines), 0
        following = self._front_matter()
        while index < count:
            if following == index:
                if (end := self._plain_task(index, offset)) > offset:
                    index += self.data.count(b"\n", offset, end)
                    following, offset, self._blank, self._last = index, end, False, index
                    continue
                if bare := lines[index].strip():
                    following = handlers.get(bare[0], text)(index, bare)
                    self._blank, self._last = False, following
                else:
                    following, self._blank, self._head = index + 1, True, None
            offset += len(lines[index])
            index += 1
        self._close(0)
        for phase in self.phases:
            phase.end = phase.end or count

    def _plain_task(self, index: int, offset: int) -> int:
        """Where the usual task with its nested lines ends, which begins at this offset; the offset when none does."""
        match = _PLAIN_TASK.match(self.data, offset)
        if match is None:
            return offset
        blanks, mark, box, nested, _ = match.groups()
        indent, stack, phase = len(blanks), self._stack, self.phases[-1]
        if (indent and self._blank) or (indent >= 4 and not stack) or self._lead or phase.criteria:
            return offset
        if stack and indent < stack[-1].indent + 2:
            self._close(indent)
        owner = None
        if stack:
            if stack[-1].criteria:
                return offset
            owner = stack[-1].task
        task = self._task(index, box != b" ", owner)
        self._head = None if nested else task
        stack.append(_Open(indent, indent + len(mark), task, False, True))
        return match.end()

    def _task(self, index: int, ticked: bool, owner: Task | None) -> Task:
        phase = self.phases[-1]
        task = Task(self.lines, index, ticked, phase, owner)
        siblings = owner.tasks if owner else phase.tasks
        siblings.append(task)
        task.number = len(siblings)
        self.tasks.append(task)
        return task

    def _handlers(self) -> dict[int, Callable[[int, bytes], int]]:
        return {
            **dict.fromkeys(b"-*+_0123456789", self._item),
            **dict.fromkeys(b"`~", self._ticks),
            **dict.fromkeys(b">|", self._aside),
            ord("#"): self._hash,
            ord("<"): self._tag,
        }

    def _front_matter(self) -> int:
        lines = self.lines
        if len(lines) < 2 or lines[0].strip() != b"---" or not _FRONT_KEY.match(lines[1]):
            return 0
        for index in range(1, min(len(lines), _FRONT_MATTER_LINES)):
            if lines[index].strip() in (b"---", b"..."):
                return index + 1
        return 0

    def _close(self, indent: int) -> None:
        """Close the items that do not hold what stands so far in."""
        stack = self._stack
        while stack and indent < stack[-1].indent + 2:
            closed = stack.pop()
            if closed.own and closed.task:
                closed.task.end = self._last
                closed.task.ends_in_criteria = closed.criteria

    def _item(self, index: int, bare: bytes) -> int:
        match = _ITEM.match(bare)
        if match is None or (bare[2:3] in (b"-", b"*") and _RULE.match(bare)):
            return self._rule(index, bare) if _RULE.match(bare) else self._text(index, bare)
        stack, line = self._stack, self.lines[index]
        indent = indent_of(line)
        was_open = bool(stack)
        self._close(indent)
        parent = stack[-1] if stack else None
        if (self._blank and indent >= parent.content + 4) if parent else (indent >= 4 and not was_open):
            return self._text(index, bare)  # indented code
        self._head = None
        self._add(index, indent, bare, match, parent)
        if (rest := bare[match.end() :])[:3] in (b"```", b"~~~") and (fence := opens_fence(rest)):
            return self._fenced(index, fence)
        return (b"<!--" in bare and comment_end(self.lines, index)) or index + 1

    def _add(self, index: int, indent: int, bare: bytes, match: re.Match[bytes], parent: _Open | None) -> None:
        phase, box = self.phases[-1], match[2]
        owner = parent.task if parent else None
        criteria = parent.criteria if parent else self._lead or phase.criteria
        label = False
        if not criteria and (box is None or owner):
            start = match.end()
            label = CRITERIA_LABEL.match(bare[start:].lstrip() if box else bare[start:]) is not None
        content = indent + len(bare) - len(bare[match.end(1) :]) if match[1] else indent + 2
        if box is None or criteria or label:
            if owner is None and (criteria or label):
                phase.criteria_lines.append(index)
            self._stack.append(_Open(indent, content, owner, criteria or label, own=False))
            return
        self._head = task = self._task(index, box != b" ", owner)
        self._stack.append(_Open(indent, content, task, criteria=False, own=True))

    def _text(self, index: int, bare: bytes) -> int:
        stack = self._stack
        if stack and self._blank:
            indent = indent_of(self.lines[index])
            while stack and indent <= stack[-1].indent:
                self._close(stack[-1].indent)
        if not stack:
            return self._paragraph_line(index, bare)
        if _KEY.match(bare) or CRITERIA_LABEL.match(bare):
            self._head = None
            if stack[-1].own:
                stack[-1].criteria = CRITERIA_LABEL.match(bare) is not None
        if self._head and _is_wrapped(self.lines[index - 1]):
            self._head.head_end = index + 1
        else:
            self._head = None
        return (b"<!--" in bare and comment_end(self.lines, index)) or index + 1

    def _paragraph_line(self, index: int, bare: bytes) -> int:
        lines = self.lines
        if indent_of(lines[index]) >= 4 and self._paragraph[1] != index:
            return index + 1
        start = self._paragraph[0] if self._paragraph[1] == index and not self._blank else index
        self._paragraph = (start, index + 1)
        self._lead = CRITERIA_LABEL.match(bare) is not None
        if index + 1 < len(lines) and (under := _UNDERLINE.match(lines[index + 1])):
            title = b" ".join(line.strip() for line in lines[start : index + 1])
            return self._phase(start, index + 2, 1 if under[1][:1] == b"=" else 2, title)
        if start == index and _BOLD_PHASE.match(bare):
            return self._phase(index, index + 1, _BOLD_LEVEL, bare)
        return (b"<!--" in bare and comment_end(lines, index)) or index + 1

    def _hash(self, index: int, bare: bytes) -> int:
        match = _HEADING.match(bare)
        indent = indent_of(self.lines[index])
        if match is None or (indent >= 4 and not self._stack):
            return self._text(index, bare)
        self._close(indent)
        self._head = None
        title = match[2] or match[3] or b""
        if self._stack:
            self._stack[-1].criteria = _CRITERIA_HEADING.match(title) is not None
            return index + 1
        return self._phase(index, index + 1, len(match[1]), title)

    def _phase(self, index: int, following: int, level: int, title: bytes) -> int:
        above = self.phases[-1]
        while above.level >= level:
            above.end = above.end or index
            above = above.parent or self.phases[0]
        phase = Phase(self.lines, index, level, title, above)
        phase.body = following
        phase.criteria = above.criteria or _CRITERIA_HEADING.match(title) is not None
        self.phases.append(phase)
        self._lead = False
        return following

    def _rule(self, index: int, _bare: bytes) -> int:
        self._close(indent_of(self.lines[index]))
        self._head, self._lead = None, False
        return index + 1

    def _aside(self, index: int, bare: bytes) -> int:
        """A quote or a row of a table: never part of a title."""
        if bare[:1] == b">" or self._blank:
            self._close(indent_of(self.lines[index]))
        self._head = None
        return index + 1

    def _ticks(self, index: int, bare: bytes) -> int:
        fence = opens_fence(bare)
        indent = indent_of(self.lines[index])
        if fence is None or (indent >= 4 and not self._stack):
            return self._text(index, bare)
        self._close(indent)
        return self._fenced(index, fence)

    def _fenced(self, index: int, fence: bytes) -> int:
        self._head = None
        inside = self._stack[-1].indent + 1 if self._stack else 0
        end, closed = fence_end(self.lines, index + 1, fence, inside)
        if not closed:
            self.problems.append(Problem("open-fence", (index + 1,), "a code fence that nothing closes"))
        return end

    def _tag(self, index: int, bare: bytes) -> int:
        verbatim = _VERBATIM.match(bare)
        if verbatim is None and not bare.startswith(b"<!--"):
            return self._text(index, bare)
        self._head = None
        closing = b"</" + verbatim[1].lower() if verbatim else b"-->"
        for at in range(index, len(self.lines)):
            if closing in (self.lines[at].lower() if verbatim else self.lines[at]):
                return at + 1
        self.problems.append(Problem("open-comment", (index + 1,), "a comment or tag that nothing closes"))
        return len(self.lines)
