"""One folder that is linted: its files read within bounds, each left-out one with its reason."""

import os
import stat

from teaching.commands.findings import Findings
from teaching.commands.nodes import Node, Unparsable, read_json
from teaching.commands.report import Problem
from teaching.repository.files import VENDORED_REASON, Root, Skip, Unreadable, printable, refusal

MAX_BYTES = 500_000
MAX_FILES = 2_000
_MAX_ENTRIES = 20_000
_NOT_THERE = {"not there", "below something that is not a directory"}


class Place:
    """A folder and everything that was found out about it so far."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.checked: dict[str, None] = {}
        self.skipped: dict[str, Skip] = {}

    def read(self, path: str) -> str | None:
        """A text file's content, None where there is none or where it is left out; it counts as checked."""
        if path in self.checked or path in self.skipped:
            return None
        if len(self.checked) >= MAX_FILES:
            return self._skip(path, f"more than {MAX_FILES} files")
        try:
            data = self.root.read(path, MAX_BYTES)
        except Unreadable as error:
            return None if error.reason in _NOT_THERE else self._skip(path, error.reason)
        if b"\0" in data:
            return self._skip(path, "not a text")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self._skip(path, "not UTF-8")
        self.checked[path] = None
        return text

    def read_json(self, path: str) -> tuple[Node, Findings] | None:
        """A JSON file's nodes; where it does not parse the problem is recorded."""
        text = self.read(path)
        if text is None:
            return None
        found = Findings(path)
        try:
            node = read_json(text)
        except Unparsable as error:
            found.add("json-syntax", error.line, error.reason, "Correct the syntax at this line.")
            self.take(found)
            return None
        for one in _maps(node):
            for key, line in one.twice:
                found.add("duplicate-key", line, key, "Keep one of the two.")
        return node, found

    def take(self, found: Findings) -> None:
        """Keeps the problems of one file."""
        self.problems.extend(found.problems())

    def files(self, under: str, ending: str) -> list[str]:
        """The files below a folder whose names end so; empty where there is no such folder."""
        kept: list[str] = []
        try:
            for count, entry in enumerate(self.root.walk(under)):
                if count >= _MAX_ENTRIES:
                    self._skip(f"{under}/", f"more than {_MAX_ENTRIES} entries")
                    break
                if isinstance(entry, str):
                    kept += [entry] if entry.lower().endswith(ending) else []
                elif entry.reason != VENDORED_REASON and (entry.path.endswith((ending, "/")) or "link" in entry.reason):
                    self.skipped[entry.path] = entry
        except Unreadable as error:
            if error.reason not in _NOT_THERE:
                self._skip(f"{under}/", error.reason)
        return kept

    def exists(self, path: str) -> bool:
        """Whether something is there, a link followed; a path that may not be read counts as there."""
        path = path.rstrip("/")
        if not path or refusal(path):
            return True
        return os.path.lexists(self.root.path / path)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is there."""
        return os.path.isdir(self.root.path / path)

    def may_run(self, path: str) -> bool:
        """Whether somebody may execute the file."""
        try:
            mode = os.stat(self.root.path / path).st_mode
        except OSError:
            return True
        return not stat.S_ISREG(mode) or bool(mode & 0o111)

    def _skip(self, path: str, reason: str) -> None:
        shown = printable(path)
        self.skipped[shown] = Skip(shown, reason)


def _maps(node: Node) -> list[Node]:
    waiting, kept = [node], list[Node]()
    while waiting:
        one = waiting.pop()
        kept += [one] if one.twice else []
        waiting += [*one.items, *one.entries.values()]
    return kept
