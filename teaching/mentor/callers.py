"""Who calls a function or class, or imports a file: by its name, over the files of the same languages.

Not covered: methods of one name are not told apart, imports over several lines that name only the thing, and more files
than are looked through here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from teaching.markers.reading import plain
from teaching.repository.files import Root, Unreadable
from teaching.review.source import LANGUAGE_OF_SUFFIX, PYTHON, SourceFile
from teaching.review.symbols import Named, outline, symbol_in

_MOST = 6
_MOST_FILES = 3000
_MOST_ENTRIES = 30_000  # of any kind
_MOST_PARSED = 40
_HIDDEN = ".meta"  # where the source of a curriculum keeps its solutions
_IMPORT = re.compile(r"^\s*(?:import|from|export\b.*\bfrom|(?:const|let|var)\b.*\brequire\()")
_DEFINES = re.compile(r"^\s*(?:export\s+|default\s+|async\s+|abstract\s+)*(?:def|class|function|interface|type)\b")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls.

    Attributes:
        place: as path:line.
        name: of the function around the call; empty at the top of a file.
    """

    place: str
    name: str


def callers_of(root: Root, path: str, named: Named | None = None) -> tuple[tuple[Caller, ...], int]:
    """Those who call a function or class, or import a file, and how many more there are.

    Args:
        root: of the project.
        path: the file, below the root.
        named: None for the file itself.
    """
    bare = named.name.rpartition(".")[2] if named is not None else _stem(path)
    if len(bare) < 2:
        return (), 0
    word = rf"(?<![\w$]){re.escape(bare)}(?![\w$])"
    pattern = re.compile(word + (r"\s*(?:<[^>\n]*>)?\(|<" + word if named is not None and bare[0].islower() else ""))
    found: dict[tuple[str, str], Caller] = {}
    for source in _holding(root, path, bare):
        if named is not None and "." not in named.name and not _knows(source, path, bare):
            continue  # it means one of its own
        names = outline(source)
        for number, line in enumerate(source.lines, 1):
            if pattern.search(line) and _counts(line, source.path == path, number, named):
                symbol = symbol_in(names, number)
                found.setdefault((source.path, symbol), Caller(f"{source.path}:{number}", symbol))
    everyone = tuple(found.values())
    return everyone[:_MOST], max(0, len(everyone) - _MOST)


def _counts(line: str, same_file: bool, number: int, named: Named | None) -> bool:
    imports = _IMPORT.match(line) is not None
    if named is None:
        return imports and not same_file
    if imports or _DEFINES.match(line) or line.lstrip().startswith(("#", "//", "*", "/*")):
        return False
    return not (same_file and named.first <= number <= named.last)


def _knows(source: SourceFile, path: str, bare: str) -> bool:
    """Whether a file has what another one defines: it is that file, or imports it or the name."""
    wanted = re.compile(rf"\b(?:{re.escape(_stem(path))}|{re.escape(bare)})\b")
    return source.path == path or any(_IMPORT.match(line) and wanted.search(line) for line in source.lines)


def _stem(path: str) -> str:
    """By what a file is imported: its name, or its folder's where it stands for that."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem in ("__init__", "index") else pure.stem


def _holding(root: Root, path: str, bare: str) -> Iterator[SourceFile]:
    """The files of the same languages that hold the name, the file itself first."""
    python = LANGUAGE_OF_SUFFIX.get(PurePosixPath(path).suffix.lower()) in PYTHON
    wanted = bare.encode()
    looked = parsed = 0
    for entry in islice(root.walk(), _MOST_ENTRIES):
        if not isinstance(entry, str) or _HIDDEN in entry.split("/"):
            continue
        language = LANGUAGE_OF_SUFFIX.get(PurePosixPath(entry).suffix.lower())
        if language is None or (language in PYTHON) != python:
            continue
        looked += 1
        if looked > _MOST_FILES or parsed >= _MOST_PARSED:
            return
        try:
            content = root.read(entry)
        except Unreadable:
            continue  # what cannot be read calls nobody that we could name
        if wanted in content:
            parsed += 1
            yield SourceFile(entry, plain(content), language)
