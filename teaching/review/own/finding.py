"""The files of `.claude/checks/`, by the comment that names them and by the sentence that they quote."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from teaching.documents.sentences import plain
from teaching.documents.statements import Statement
from teaching.errors import BadInputError
from teaching.repository.files import Root, Unreadable
from teaching.review.entry import Entry
from teaching.review.lock.form import digest_of
from teaching.review.own.form import OwnCheck, UnfitError, parse
from teaching.review.own.gate import entry_of

FOLDER = "checks"
_MOST = 200  # files; more are no checks of a project's own
_SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Own:
    """One file, and what became of it.

    Attributes:
        entry: None where it is no check, or does not behave; `problem` says why.
    """

    path: str
    check: OwnCheck | None
    entry: Entry | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OwnChecks:
    """All of a project's own checks.

    Attributes:
        load: reads the text of a file under `.claude/`; raises BadInputError with the reason.
        paths: of the files in `.claude/checks/`, relative to `.claude`.
        notes: sentences about files that were not looked at.
    """

    load: Callable[[str], str]
    paths: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    _known: dict[str, Own] = field(default_factory=dict[str, Own])

    def at(self, path: str) -> Own:
        """The check in a file, proven once."""
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def by_quote(self) -> Mapping[str, Own]:
        """By the digest of the sentence that it stands for; of two that quote one sentence the first by name."""
        found: dict[str, Own] = {}
        for path in self.paths:
            own = self.at(path)
            if own.check is not None and own.check.quote:
                found.setdefault(digest_of(plain(own.check.quote)), own)
        return found

    def unbound(self, statements: Sequence[Statement]) -> list[str]:
        """A sentence about each file that was not looked at, or that no rule refers to."""
        digests = {digest_of(statement.plain) for statement in statements}
        named = {c.args[0] for s in statements for c in s.checks if c.name == "ast-grep" and c.args}
        bound = {own.path for digest, own in self.by_quote().items() if digest in digests}
        notes = list(self.notes)
        for path in self.paths:
            if path not in named | bound:
                own = self.at(path)
                why = own.problem or f"{path} checks nothing: {_why_unbound(own, digests)}"
                notes.append(f".claude/{why}")
        return notes

    def _read(self, path: str) -> Own:
        check: OwnCheck | None = None
        try:
            check = parse(path, self.load(path))
            return Own(path, check, entry_of(check))
        except (BadInputError, UnfitError) as error:
            return Own(path, check, None, str(error))


def _why_unbound(own: Own, digests: Set[str]) -> str:
    quote = own.check.quote if own.check is not None else ""
    if not quote:
        return "no comment names it, and it has no `quote:` (the sentence that it stands for)"
    if digest_of(plain(quote)) in digests:
        return "another check quotes the same sentence"
    return f"its quote “{quote[:120]}” is no sentence of the constitution"


def own_checks(root: Path) -> OwnChecks:
    """The project's own checks, each read when it is asked for."""
    place = Root(root)

    def load(path: str) -> str:
        try:
            return place.read(f".claude/{path}").decode("utf-8")
        except Unreadable as problem:
            raise BadInputError(f".claude/{path} cannot be read: {problem.reason}") from problem
        except UnicodeDecodeError as problem:
            raise BadInputError(f".claude/{path} is not UTF-8: save it as UTF-8") from problem

    paths, notes = _listed(place)
    return OwnChecks(load, tuple(paths), tuple(notes))


def _listed(place: Root) -> tuple[list[str], list[str]]:
    try:
        walked: Iterable[object] = list(place.walk(f".claude/{FOLDER}"))
    except Unreadable as problem:
        there = os.path.isdir(place.path / ".claude" / FOLDER)
        return [], [f".claude/{FOLDER} is not read: {problem.reason}"] if there else []
    names = [one.removeprefix(".claude/") for one in walked if isinstance(one, str) and one.endswith(_SUFFIXES)]
    notes = [] if len(names) <= _MOST else [f".claude/{FOLDER}: only the first {_MOST} checks are read"]
    return names[:_MOST], notes
