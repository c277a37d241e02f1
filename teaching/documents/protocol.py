"""The Training Protocol: who the assistant is to be for this project."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from teaching.documents.markdown import Block
from teaching.documents.sections import section_of
from teaching.documents.sentences import fold, plain

_KEYS = {
    "role": r"roles?|rol|papel|rolle|rôle|роль|역할|角色|役割",
    "output_style": r"output[ _-]?styles?|estilo de (?:salida|saída)|ausgabestil|style de sortie|стиль вывода|"
    r"출력 스타일|输出(?:风格|样式)|出力スタイル",
    "verification": r"verification|verificación|verificação|verifizierung|vérification|проверка|검증|验证|検証",
    "constraint": r"constraints?|restricción|restrição|einschränkung|contrainte|ограничение|제약|约束|制約",
}
_ENTRY = re.compile(
    r"\W*(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _KEYS.items())
    + r")\s*(?:[:：=|]|\s[-–—]\s)\s*(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the Training Protocol says; None for what it does not say.

    Attributes:
        sources: where each one that is said stands, as "CLAUDE.md:5".
    """

    role: str | None = None
    output_style: str | None = None
    verification: str | None = None
    constraint: str | None = None
    sources: dict[str, str] = field(default_factory=dict[str, str])


def read_protocol(documents: Iterable[tuple[str, Iterable[Block]]]) -> Protocol:
    """The protocol of several documents, (path, blocks) each, outermost first: the nearest that says a thing decides.

    The output style counts wherever it stands; the others only in a section about teaching.
    """
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    for path, blocks in documents:
        here: dict[str, tuple[str, int]] = {}
        for block in blocks:
            if block.kind in ("item", "paragraph", "row"):
                for key, value, line in _entries(block):
                    here.setdefault(key, (value, line))
        for key, (value, line) in here.items():
            values[key] = value
            sources[key] = f"{path}:{line}"
    return Protocol(**values, sources=sources)


def _entries(block: Block) -> list[tuple[str, str, int]]:
    whole = fold(block.text)
    parts = [(whole, block.first)]
    if block.kind == "paragraph" and "\n" in block.text:
        parts = [(text, block.first + offset) for offset, text in enumerate(block.text.split("\n"))]
    found: list[tuple[str, str, int]] = []
    for text, line in parts:
        entry = _ENTRY.match(plain(text[:2000]))
        if entry is None:
            continue
        key = next(key for key in _KEYS if entry[key])
        if key == "output_style" or section_of(block.headings) == "protocol":
            found.append((key, entry["value"].strip(), line))
    return found
