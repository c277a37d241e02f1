"""What a model's answer must hold before anybody reads it: its length, its code, its places, and what it gives away.

Not covered: whether what it says is true.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ast_grep_py import SgNode

from teaching.guard.extract import LANGUAGES
from teaching.guard.holding import is_held
from teaching.guard.parsing import parsed
from teaching.mentor.habits import PLACE
from teaching.repository.files import Root, Unreadable, printable
from teaching.review.containing import contained

LONGEST = 8000
_OPENS = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<tag>[\w#+.-]*)")
_PARSED = {**LANGUAGES, "json": "json", "css": "css", "html": "html"}
_UNPARSED = frozenset({"pycon"})  # a session with its prompts, no program
_HOSTS = frozenset({"com", "org", "net", "io", "dev", "local", "example", "invalid", "test"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer is held to.

    Attributes:
        root: of the project.
        words: how many it may have, without its code.
        places: what it was given, as path:line.
        cites: whether it has to name one of them, or another place that is there.
    """

    root: Path
    words: int
    places: Sequence[str] = ()
    cites: bool = False


def problem(text: str, wanted: Wanted) -> str:
    """Why an answer is not taken, in a few words; empty where it is."""
    said = text.strip()
    if not said:
        return "it said nothing"
    prose, blocks, ended = _apart(said)
    if not ended:
        return "it breaks off within its code"
    count = len(prose.split())
    if count > wanted.words or len(said) > LONGEST:
        return f"it took {count} words, and {wanted.words} are enough"
    if tag := next((tag for tag, code in blocks if not parses(tag, code)), ""):
        return f"its {tag} does not parse"
    cited = list(_cited(prose, wanted.places))
    if wrong := next((place for place in cited if not _exists(wanted, place)), None):
        return f"it cites {printable(':'.join(map(str, wrong)))[:120]}, which is not there"
    if wanted.cites and not cited:
        return "it cites no place of the project"
    # What the learner has of an answer is more than the model's part: the whole reply is judged again when it leaves.
    return "its answer would have given away what is left to the learner" if is_held(said, wanted.root) else ""


def _apart(text: str) -> tuple[str, list[tuple[str, str]], bool]:
    """The words, the blocks of code with their tags, and whether the last block ends."""
    prose: list[str] = []
    blocks: list[tuple[str, str]] = []
    mark, tag, code = "", "", list[str]()
    for line in text.split("\n"):
        opens = _OPENS.match(line)
        if mark and line.strip().startswith(mark) and not line.strip().strip(mark[0]):
            blocks.append((tag, "\n".join(code)))
            mark = ""
        elif mark:
            code.append(line)
        elif opens is not None:
            mark, tag, code = opens["mark"], opens["tag"].lower(), []
        else:
            prose.append(line)
    return "\n".join(prose), blocks, not mark


def parses(tag: str, code: str) -> bool:
    """Whether code is well-formed in the language that its fence names; so it is where no grammar is here for it."""
    language = _PARSED.get(tag)
    if language is None or tag in _UNPARSED:
        return True
    trees, _ = contained(lambda: [parsed(_dedented(code), language)])
    return bool(trees) and trees[0].find(kind="ERROR") is None and not _lacks(trees[0])


def _lacks(root: SgNode) -> bool:
    """Whether the grammar put a token there that the code has not: such a leaf has no text."""
    waiting = root.children()
    while waiting:
        node = waiting.pop()
        inner = node.children()
        if not inner and not node.text() and (not node.is_named() or node.kind().endswith("identifier")):
            return True
        waiting += inner
    return False


def _dedented(code: str) -> str:
    lines = [line for line in code.split("\n") if line.strip()]
    cut = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[cut:] for line in code.split("\n"))


def _cited(prose: str, places: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The places that an answer names; one that was given may be named by its end alone."""
    for match in PLACE.finditer(prose):
        if match["path"].rpartition(".")[2].lower() in _HOSTS:
            continue  # a host with its port
        named = match[0]
        given = next((place for place in places if place == named or place.endswith(f"/{named}")), named)
        path, _, line = given.rpartition(":")
        yield path.removeprefix("./"), int(line)


def _exists(wanted: Wanted, place: tuple[str, int]) -> bool:
    path, line = place
    if f"{path}:{line}" in wanted.places:
        return True
    try:
        content = Root(wanted.root).read(path)
    except Unreadable:
        return False
    return 1 <= line <= content.count(b"\n") + 1
