"""Whatever a constitution looks like: each rule has one status, and is cited from the place where it stands."""

import re
import tempfile
from pathlib import Path

from hypothesis import given

from teaching.contracts.review import STATUSES
from teaching.documents.constitution import read_constitution
from teaching.review.review import Request, review, rules_of
from tests.teaching.review.fuzz.everything import MOST_S, hold, spent, write
from tests.teaching.review.fuzz.markdown import documents
from tests.teaching.review.fuzz.sizes import sized, tries

CODE = {
    "src/a.py": "import os\n\n\ndef f(a=[]):\n    try:\n        return eval(a)\n    except Exception:\n        pass\n",
    "src/a.ts": "export function f(a: any) {\n  console.log(a == 1);\n  return a!;\n}\n",
}
_OTHERS = re.compile(r"(\d+) other statements")


def _bare(text: str) -> str:
    return re.sub(r"[\s\ufeff]+", "", text.replace("\0", "\ufffd"))


def _stands(quote: str, lines: list[str]) -> bool:
    """Whether the quote begins on the first of the lines, and goes on there or below: marks between are left out."""
    rest = iter(_bare("\n".join(lines)))
    wanted = _bare(quote)
    return wanted[:1] in _bare(lines[0]) and all(character in rest for character in wanted)


@sized(25)
def test_any_constitution_is_understood_rule_by_rule(count: int) -> None:
    @tries(count)
    @given(documents)
    def holds(text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write(root, {"CLAUDE.md": text, **CODE})
            before = spent()
            found = rules_of(root)
            took = spent() - before
            assert took < MOST_S, f"{took:.1f} s"
            constitution = read_constitution(root, root, ["", "src"])
            statements = constitution.statements
            others = [int(match[1]) for note in found.notes if (match := _OTHERS.match(note))]
            assert len(found.rules) + sum(others) == len(statements)
            lines = constitution.documents[0].text.split("\n") if constitution.documents else []
            for rule in found.rules:
                name, _, line = rule.source.rpartition(":")
                assert name == "CLAUDE.md"
                assert rule.status in STATUSES
                assert rule.reason.strip()
                assert 1 <= int(line) <= len(lines), rule
                assert _stands(rule.quote, lines[int(line) - 1 :]), rule
            assert len({rule.id for rule in found.rules}) == len(found.rules)

    holds()


@sized(12)
def test_any_constitution_governs_a_review(count: int) -> None:
    @tries(count)
    @given(documents)
    def holds(text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write(root, {"CLAUDE.md": text, **CODE})
            before = spent()
            result = review(Request(root, scope="all", max_findings=0))
            took = spent() - before
            assert took < MOST_S, f"{took:.1f} s"
            hold(root, result)
            assert sum(result.constitution.rules.values()) == len(rules_of(root).rules)
            for handed in result.handed_over:
                for place in handed.places:
                    assert 1 <= place.line <= place.end_line <= CODE[place.path].count("\n") + 1

    holds()
