"""What is shipped of the examples: ten of each phase as JSONL and as a page to read, and the digest of all 1,400.

`make proofs` writes them, and tests make them again. Its arguments are the folders of a run of 1,400 and of one of 70.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from finetune.examples import PHASES, Example, lines, read
from finetune.generate import tools
from finetune.handing import EXAMPLES
from finetune.manifest import file_digest

COUNT: Final = 70  # of so many examples the smallest phase has ten
EACH: Final = 10
MADE: Final = "finetune/generate/proven/made.json"
NAMES: Final = ("samples.jsonl", "samples.md")
_TITLES: Final = {
    "foundational": "Foundations",
    "architecture": "Architecture",
    "review": "Review and verification",
    "tooling": "MCP and tooling",
}
_HEAD: Final = """\
# Forty of the examples

Ten of each phase, out of `python -m finetune generate --num-examples 70`; made by `make proofs`, and again by a test.
The same as JSONL: [samples.jsonl](samples.jsonl). All are to be read with `python -m finetune inspect`.
"""


def picked(examples: Sequence[Example]) -> list[Example]:
    """Ten of each phase, its kinds in turn."""
    found: list[Example] = []
    for phase in PHASES:
        kinds: dict[str, list[Example]] = defaultdict(list)
        for one in examples:
            if one.phase == phase:
                kinds[one.kind].append(one)
        rows = (row for number in range(EACH) for row in (ones[number : number + 1] for ones in kinds.values()))
        found += [one for row in rows for one in row][:EACH]
    return found


def page(examples: Sequence[Example]) -> str:
    """All of them in Markdown, one after the other."""
    parts = [_HEAD]
    for phase in PHASES:
        parts.append(f"\n## {_TITLES[phase]}\n")
        parts += [_told(one) for one in examples if one.phase == phase]
    return "".join(parts)


def _told(one: Example) -> str:
    whom = f", to a {one.audience}" if one.audience else ""
    checks = ", ".join(f"{name}: {verdict}" for name, verdict in one.checks.items())
    said = "".join(f"\n*{turn.role}*\n\n{_quoted(turn.content)}\n" for turn in one.turns[1:-2])
    asked = "\n\n".join(part for part in (one.instruction, one.input) if part)
    return (
        f"\n### {one.kind}{whom}\n{said}\n*user*\n\n{_quoted(asked)}\n\n*assistant*\n\n{_quoted(one.output)}\n\n"
        f"<sub>{checks}</sub>\n"
    )


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def made(examples: Path) -> str:
    """The digest of all examples, with the tools that they were executed with: others may give other bytes."""
    known = {"tools": {name: tools.version(name) for name in tools.NAMES}, "sha256": file_digest(examples)}
    return json.dumps(known, indent=2) + "\n"


def main(words: Sequence[str]) -> None:
    """Writes all three."""
    many, few = (Path(word) / "generate" / EXAMPLES for word in words)
    root = Path(__file__).resolve().parents[2]
    examples = picked(read(few))
    for name, text in zip(NAMES, (lines(examples), page(examples)), strict=True):
        (root / "docs" / name).write_text(text, encoding="utf-8")
    (root / MADE).write_text(made(many), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
