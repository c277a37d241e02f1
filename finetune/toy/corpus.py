"""The text that the toy base is made from: what this package ships to teach with, so that it needs no download.

Not covered: exemplars, which lie sealed in a wheel and must not be learnt by anything that a student can ask; and the
package's code, so that the base stays the same while that changes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import teaching
from teaching.assets import Kind, assets

_KINDS: tuple[Kind, ...] = ("agents", "claude_templates", "commands", "curriculum", "output-styles")
_SUFFIXES = {".py", ".md", ".ts", ".tsx", ".toml", ".yaml", ".yml", ".html", ".css"}
_NOT_HERE = {".meta", "__pycache__", "node_modules"}
_LONGEST = 100_000  # characters: one generated table must not be what the vocabulary is made for


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the package, named as in a checkout."""

    name: str
    text: str


def documents() -> list[Document]:
    """Every document, in an order that a checkout and a wheel share."""
    package = Path(teaching.__file__).resolve().parent
    found = {f"teaching/{place}": file for place, file in _files(package) if "data" in place.split("/")[1:]}
    for kind in _KINDS:
        found |= {f"{kind}/{place}": file for place, file in _files(assets(kind))}
    return [Document(name, found[name].read_text(encoding="utf-8")[:_LONGEST]) for name in sorted(found)]


def digest(corpus: Sequence[Document]) -> str:
    """What identifies a corpus: SHA-256 over names and texts."""
    summed = hashlib.sha256()
    for document in corpus:
        for part in (document.name, document.text):
            encoded = part.encode("utf-8")
            summed.update(len(encoded).to_bytes(8, "big") + encoded)
    return summed.hexdigest()


def _files(root: Path) -> list[tuple[str, Path]]:
    return [
        (file.relative_to(root).as_posix(), file)
        for file in root.rglob("*")
        if file.suffix in _SUFFIXES and file.is_file() and not _NOT_HERE.intersection(file.relative_to(root).parts)
    ]
