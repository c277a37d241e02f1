"""`@path` imports: what counts as one, and where it leads."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from teaching.documents.markdown import Block
from teaching.documents.sentences import blank_code
from teaching.patterns import lazily

MAX_DEPTH = 5
MAX_MENTIONS = 1000
MAX_PATH = 4096
_IMPORT = lazily(r"(?<!\S)@((?:[^\s\\]|\\ )+)")
_FILE_NAME = lazily(r"[\w.~/-][^*?|<>\"'^%()#]*")
_PROSE = ("", ".md", ".mdx", ".markdown", ".mdc", ".txt", ".rst", ".adoc")
_NAMED_LIKE_PROSE = (".md", ".mdx", ".markdown", ".txt")
# An absolute path that is no alias of a bundler ("@/utils/x"): somebody means a file of this machine.
_MACHINE = lazily(r"/(?:etc|home|root|proc|sys|var|tmp|dev|Users|private|mnt|run|boot)/")


@dataclass(frozen=True, slots=True)
class Mention:
    """An `@name` in the text that may be an import.

    Attributes:
        target: as it is written, without the `@`, the fragment and punctuation behind it.
        alone: whether it has its line for itself.
    """

    target: str
    line: int
    alone: bool


def mentions(blocks: tuple[Block, ...]) -> Iterator[Mention]:
    """Every `@name` outside code and comments, in order."""
    for block in blocks:
        if block.kind in ("fence", "comment") or "@" not in block.text:
            continue
        for offset, line in enumerate(blank_code(block.text).split("\n")):
            for found in _IMPORT.finditer(line):
                target = found[1].replace("\\ ", " ").partition("#")[0].rstrip(".,;:!?)]}'\"*_")
                if target and len(target) <= MAX_PATH and _FILE_NAME.fullmatch(target):
                    yield Mention(target, block.first + offset, line.strip() == found[0].strip())


def target_of(mention: Mention, importer: Path) -> Path:
    """The path that an import means, links not resolved: relative to the folder of the importing file."""
    if mention.target.startswith("~"):
        return Path(os.path.expanduser(mention.target))
    return Path(os.path.normpath(importer.parent / mention.target))


def is_prose(path: Path) -> bool:
    """Whether a file of this name can hold rules; package.json and source files are data."""
    return path.suffix.lower() in _PROSE


def means_file(mention: Mention) -> bool:
    """Whether somebody clearly means a file, so that it is worth saying that there is none."""
    return mention.alone and mention.target.lower().endswith(_NAMED_LIKE_PROSE)


def leaves(mention: Mention) -> bool:
    """Whether the spelling itself points at a place of this machine outside the repository."""
    target = mention.target
    if target.startswith(("../", "~/")):
        return True
    return target.startswith("/") and (_MACHINE.match(target) is not None or target.endswith(_NAMED_LIKE_PROSE))
