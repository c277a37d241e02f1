"""A constitution that binds every check of the catalogue, and a review that is held to what holds for any input."""

import resource
import time
from collections.abc import Mapping
from pathlib import Path

from teaching.contracts.review import Review
from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Slot
from teaching.review.review import Request, review

# Of processor time, for one file: ten times what the slowest takes here, and no measure. Code that blows up with its
# input takes minutes; what is fast enough is said by benchmarks/review_speed.py.
MOST_S = 60.0
_NAMES = {
    "import-boundary": {"sources": "src/", "targets": "other/"},
    "no-large-files": {"kilobytes": "10"},
    "max-line-length": {"characters": "80"},
    "max-file-lines": {"lines": "300"},
    "max-function-lines": {"lines": "20"},
    "max-class-lines": {"lines": "20"},
    "test-file-naming": {"pattern": "test_*.py"},
    "python-version": {"version": "3.11"},
    "node-version": {"version": "20"},
    "commit-ticket": {"pattern": "[A-Z]+-[0-9]+"},
    "coupled-change": {"file": "CHANGELOG.md"},
    "forbidden-call": {"calls": "eval f g.h"},
    "forbidden-library": {"forbidden": "a requests moment"},
}


def _value(check: str, slot: Slot) -> str:
    known = _NAMES.get(check, {}).get(slot.name)
    return known or (slot.choices[0] if slot.choices else "3" if slot.kind == "number" else "a")


def _rule(check: str) -> str:
    given = " ".join(f'{slot.name}="{_value(check, slot)}"' for slot in ENTRIES[check].slots if slot.default is None)
    return f"- It is so, says {check.replace('-', ' ')} <!-- check: {check} {given} -->\n"


# Each contradicts one of the others, and none of two that contradict each other is checked in one place.
_APART = ("no-semicolons", "prefer-type")
CONSTITUTION = {
    "CLAUDE.md": "# Rules\n\n" + "".join(_rule(check) for check in ENTRIES if check not in _APART),
    "src/CLAUDE.md": "# Rules\n\n" + "".join(_rule(check) for check in _APART),
}


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files as they are; a text with half a character in it is written as best it can be."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def spent() -> float:
    """Processor time so far, of this process and of the analyzers that it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def reviewed(root: Path, files: Mapping[str, str | bytes], most_s: float = MOST_S) -> Review:
    """Reviews all of these files under every check, and holds the result to what it must be for any files."""
    write(root, {**CONSTITUTION, **files})
    before = spent()
    result = review(Request(root, scope="all", max_findings=0))
    took = spent() - before
    assert took < most_s, f"{took:.1f} s for {', '.join(files)}"
    hold(root, result)
    return result


def hold(root: Path, result: Review) -> None:
    """No check failed, and every finding stands where it says that it stands."""
    failed = [note for note in result.coverage.partial if "failed (" in note.reason or "at all" in note.reason]
    assert not failed, failed
    texts = {
        path.relative_to(root).as_posix(): decoded(path.read_bytes()).split("\n")
        for path in root.rglob("*")
        if path.is_file()
    }
    for finding in result.findings:
        if finding.path.startswith(("commit:", "branch:")):
            continue
        lines = texts[finding.path]
        assert 1 <= finding.line <= finding.end_line <= len(lines), finding
        whole = lines[finding.line - 1].removesuffix("\r").strip()
        shown = finding.excerpt.removesuffix("…")
        # A secret is masked, and of a whole file its name is shown.
        named = shown == Path(finding.path).name
        assert whole.startswith(shown) or "*" in shown or "…" in shown or named, finding
        assert finding.fact.strip() and finding.why and finding.question, finding


def decoded(content: bytes) -> str:
    """As a review reads it: what is no UTF-8 is taken for Latin-1."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
