"""The commands that a project declares, and what it forbids to run."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from teaching.documents.command_kinds import CommandName, is_command, is_partial, kind_of_command, kind_of_label
from teaching.documents.markdown import Block
from teaching.documents.sections import kind_of, names_commands
from teaching.documents.sentences import code_spans, fold, plain
from teaching.documents.statements import Statement
from teaching.patterns import lazily

MAX_COMMAND = 500
_SHELLS = frozenset(
    ["bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "shellscript", "fish", "cmd"]
)
_LABELLED = lazily(r"^\W*?(?P<label>[^:：=`]{1,60}?)\s*(?:[:：=]|\s[-–—]\s)\s*(?P<rest>\S.*)$")
_COMMAND_COLUMN = lazily(r"command|\brun\b|script|comando|befehl|commande|команда|명령|命令|コマンド")
_HEREDOC = lazily(r"<<-?\s*['\"]?(\w+)['\"]?")
_PROMPT = lazily(r"^(?:\$|>|❯|%|PS>)\s+")
_SKIPPED = lazily(
    r"(?:cd|export|source|set|echo|mkdir|cp|mv|rm|touch|cat|ls|if|fi|then|else|for|do|done|while|EOF|exit|alias)\b(?!.*&&)"
    r"|[A-Za-z_]\w*=\S*$|\.\s|[{}()\[\]|├└│]"
)
_TRAILING_COMMENT = lazily(r"\s+#\s+(.*)$")
_NEGATION = lazily(
    r"\b(?:never|do not|don't|avoid|instead of|must not)\b|❌|🚫|\bnunca\b|不要|禁止|금지", re.IGNORECASE
)

_TARGETS: tuple[tuple[CommandName, str], ...] = (
    ("test", r"tests?|test[- ]suites?|pytest|jest|vitest|test commands?|npm test|go test|cargo test"),
    ("lint", r"lint(?:ers?|ing)?"),
    ("build", r"builds?"),
    ("typecheck", r"type[- ]?check(?:s|ers?|ing)?"),
)
_OBJECTS = "|".join(pattern for _, pattern in _TARGETS)
_ADJECTIVES = r"(?:(?:the|any|all|our|your|full|whole|entire|complete|unit|integration|e2e|local|project'?s?)\s+)*"
_HERE = (
    r"(?:\s+(?:locally|yourself|here|at all|on your own|in this (?:repo\w*|environment|session|sandbox|project)|"
    r"on (?:this|your|the local|a local) (?:machine|computer)))*"
)
_FORBIDS = lazily(
    r"\b(?:do not|don't|never|must not|should not|shouldn't|mustn't|may not|not allowed to|forbidden to)\s+"
    r"(?:(?:ever|try to|attempt to)\s+)?(?:run|execute|start|launch|invoke)\s+"
    rf"(?P<what>{_ADJECTIVES}(?:{_OBJECTS})(?:\s*(?:,|,?\s+or|,?\s+and|/)\s*{_ADJECTIVES}(?:{_OBJECTS}))*)"
    rf"{_HERE}\s*(?:$|[.,;:!—–()-]|\bbecause\b|\bsince\b)",
    re.IGNORECASE,
)
_FORBIDS_TESTS_ELSEWHERE = lazily(
    r"\b(?:no|nunca) (?:ejecut\w+|corr\w+|execut\w+|rod\w+) (?:l[ao]s |[ao]s )?(?:tests?|pruebas|testes)"
    r"(?: \w*local\w*)?\s*(?:$|[.,;:])|"
    r"\bnão (?:execut\w+|rod\w+) (?:os )?(?:testes|tests)(?: \w*local\w*)?\s*(?:$|[.,;:])|"
    r"\b(?:keine|niemals) tests? (?:lokal )?(?:ausführen|starten|laufen lassen)|"
    r"\btests? (?:niemals|nicht) (?:lokal )?ausführen|"
    r"\bne (?:pas |jamais )?(?:lance[rz]|exécute[rz])(?: pas| jamais)? (?:les |de )?tests?"
    r"(?: en local| localement)?\s*(?:$|[.,;:])|"
    r"\bне запуска\w+ тест\w*|(?:不要|禁止|请勿|不得|勿)(?:在本地)?(?:运行|执行|跑)(?:所有|任何|单元|本地)?测试|"
    r"테스트[를을]?\s*(?:로컬에서\s*)?(?:실행|돌리)(?:하)?지\s*(?:마|않|말)|テストを?(?:ローカルで)?実行しない",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command that the constitution declares, on one line."""

    name: CommandName
    command: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A kind of command that the constitution says never to run, and the sentence that says so."""

    name: CommandName
    file: str
    line: int
    text: str


def read_commands(blocks: Iterable[Block], file: str) -> tuple[Command, ...]:
    """The commands of one document: those of command sections and labelled ones first, those of other sections last.

    A block without a language counts where its lines start with a known program; other blocks must be of a shell.
    """
    ranks: tuple[list[Command], ...] = ([], [], [])
    for block in blocks:
        in_section = any(kind_of(heading) == "commands" for heading in block.headings)
        expected = in_section or not block.headings or any(names_commands(heading) for heading in block.headings)
        for declared, command, description, line in _declared(block):
            name = declared or kind_of_command(command, description)
            # Elsewhere only what says by itself what it is for: a deployment's commands are not the project's.
            if len(command) > MAX_COMMAND or (not expected and _is_vague(command)):
                continue
            rank = 0 if in_section or declared else 1 if expected else 2
            ranks[rank].append(Command(name, command, file, line))
    return tuple(dict.fromkeys(command for rank in ranks for command in rank))


def _is_vague(command: str) -> bool:
    # One word elsewhere is the name of a tool: "`mypy` for types".
    return " " not in command or kind_of_command(command) == "other"


def read_forbidden(statements: Iterable[Statement]) -> tuple[Forbidden, ...]:
    """What the statements forbid to run: only where they forbid it altogether, not "in parallel" or "before …"."""
    found: dict[CommandName, Forbidden] = {}
    for statement in statements:
        for name in _forbidden_by(statement):
            found.setdefault(name, Forbidden(name, statement.file, statement.line, statement.text))
    return tuple(found.values())


def _forbidden_by(statement: Statement) -> list[CommandName]:
    words = statement.plain.replace("`", "").replace("’", "'")
    if words.startswith(("❌", "🚫", "⛔")):
        words = "never " + words[1:].strip()
    elif statement.lead and len(statement.lead) <= 60:
        words = f"{plain(statement.lead).rstrip(':： ')} {words}".replace("’", "'")
    names: list[CommandName] = []
    for found in _FORBIDS.finditer(words):
        what = found["what"].casefold()
        names.extend(name for name, pattern in _TARGETS if re.search(rf"\b(?:{pattern})\b", what))
    if _FORBIDS_TESTS_ELSEWHERE.search(words):
        names.append("test")
    return names


_Found = tuple[CommandName | None, str, str, int]


def _declared(block: Block) -> Iterator[_Found]:
    """(name if a label gives it, command, description, line) of each command in a block."""
    if block.kind == "fence":
        yield from _in_fence(block)
    elif block.kind == "row":
        yield from _in_row(block)
    elif block.kind in ("item", "paragraph"):
        line = block.first
        for text in block.text.split("\n"):
            yield from _in_line(text, block.lead, line)
            line += 1


def _in_line(text: str, lead: str, line: int) -> Iterator[_Found]:
    spans = code_spans(text)
    folded = fold(text)
    labelled = _LABELLED.match(folded)
    name = kind_of_label(plain(labelled["label"])) if labelled else None
    if not spans:
        if labelled and name and is_command(plain(labelled["rest"])):
            yield name, plain(labelled["rest"]), "", line
        return
    if _NEGATION.search(lead) or _NEGATION.search(folded):
        return
    code = text[spans[0].start : spans[0].end].strip("`").strip()
    before = text[: spans[0].start].strip()
    if name and labelled and labelled["rest"].lstrip("*_ ").startswith("`") and is_command(code):
        yield ("other" if is_partial(code, before) else name), code, before, line
    elif is_command(code) and (not before.strip("*_- ") or labelled or before.endswith((":", "："))):
        after = text[spans[0].end :].strip(" *_-–—:：→#")
        yield None, code, f"{plain(before)} {plain(after)}".strip(), line


def _in_row(block: Block) -> Iterator[_Found]:
    column = next((i for i, cell in enumerate(block.header) if _COMMAND_COLUMN.search(cell.casefold())), None)
    candidates = range(len(block.cells)) if column is None else [column]
    for index in candidates:
        spans = code_spans(block.cells[index]) if index < len(block.cells) else ()
        cell = block.cells[index] if index < len(block.cells) else ""
        code = cell[spans[0].start : spans[0].end].strip("`").strip() if spans else cell.strip()
        code = code.replace("\\|", "|")
        if is_command(code) and (spans or column is not None):
            others = [plain(other) for place, other in enumerate(block.cells) if place != index]
            yield (kind_of_label(others[0]) if others else None), code, " ".join(others), block.first
            return


def _in_fence(block: Block) -> Iterator[_Found]:
    language = block.info.split()[0].strip("{}.") if block.info else ""
    if language and language not in _SHELLS:
        return
    description = plain(block.lead) if block.ancestors else ""
    after_blank = True
    for line, text in _shell_lines(block):
        stripped = text.strip()
        if not stripped:
            after_blank, description = True, ""
            continue
        if stripped.startswith("#"):
            said = stripped.lstrip("# ")
            description = said if after_blank or not description else f"{description} {said}"
            after_blank = False
            continue
        command = _PROMPT.sub("", stripped)
        comment = _TRAILING_COMMENT.search(command)
        said = comment[1] if comment else description
        command = command[: comment.start()].strip() if comment else command
        after_blank = False
        if _SKIPPED.match(command) or not (
            is_command(command) or (language and re.match(r"[\w./-]+(?:\s|$)", command))
        ):
            continue
        yield None, command, said, line


def _shell_lines(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a fence, those that end in a backslash joined, here-documents left out; 1-based in the file."""
    lines = block.text.split("\n")
    line = block.first + (not block.indented)
    held, start, heredoc = "", 0, ""
    for offset, text in enumerate(lines):
        if heredoc:
            heredoc = "" if text.strip() == heredoc else heredoc
            continue
        if text.rstrip().endswith("\\"):
            start = start if held else line + offset
            held += text.rstrip()[:-1].strip() + " "
            continue
        opened = _HEREDOC.search(text)
        if opened:
            heredoc = opened[1]
            held = ""
            continue
        yield (start if held else line + offset), held + text.strip() if held else text
        held = ""
