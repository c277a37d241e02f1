"""What a review is about: which files, which of their lines, and what they hold on that side of the change.

Nobody is blamed for what was there before, so every scope but "all" knows the lines that are new. Files that a
scope leaves out are listed with the reason; deleted ones are not part of any scope.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from teaching.errors import BadInputError, MissingPartError
from teaching.repository.files import (
    VENDORED,
    VENDORED_REASON,
    Root,
    Skip,
    Unreadable,
    is_utf8,
    printable,
    refusal,
)
from teaching.repository.git import BrokenGit, Change, Commit, Content, Git, UntrustedGit, find_top, open_git
from teaching.repository.patches import SYMBOLIC_LINK

Kind = Literal["working", "staged", "since", "range", "all"]

_LINGUIST = ("linguist-vendored", "linguist-generated")
_RECENT_COMMITS = 20
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class ScopedFile:
    """One file under review.

    Attributes:
        path: relative to the reviewed root, always valid UTF-8.
        added: the lines in scope, 1-based, half-open, in order; None when the whole file is.
        origin: its name before the change; empty where there was no such file.
    """

    path: str
    added: tuple[range, ...] | None
    origin: str = ""

    def touches(self, line: int, end_line: int) -> bool:
        """Whether any line from `line` to `end_line`, both 1-based and included, is in scope."""
        if self.added is None:
            return True
        return any(lines.start <= end_line and line < lines.stop for lines in self.added)


@dataclass(frozen=True)
class Scope:
    """The answer of `resolve`.

    Attributes:
        root: the reviewed directory.
        kind: which comparison this is.
        title: the same for a reader.
        files: what is under review, by path.
        skipped: what was left out, by path.
        notes: what a reader should know about how this was decided.
        git: the repository's reader; None where git was not asked.
        commits: the commits that belong to it, as `Git.subjects` takes them ("A..B", or "HEAD" for the last 20);
            None where there are none.
        base: the commit that it is a change to; None for a whole tree.
    """

    root: Root
    kind: Kind
    title: str
    files: tuple[ScopedFile, ...]
    skipped: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()
    git: Git | None = None
    commits: str | None = None
    base: str | None = None
    _side: str | Content = field(default=Content.WORKING_TREE, repr=False)
    _prefix: str = field(default="", repr=False)
    _contents: dict[tuple[str, int], bytes | Unreadable] = field(
        default_factory=dict[tuple[str, int], bytes | Unreadable], repr=False, compare=False
    )

    def read(self, path: str, max_bytes: int = _MAX_BYTES) -> bytes:
        """A file as it is on the reviewed side: in the index, in the newer commit or in the working tree.

        Args:
            path: relative to the root; any file there, in scope or not.
            max_bytes: the largest size in bytes that is read.

        Raises:
            Unreadable: for any reason.
        """
        if self.git is None or self._side is Content.WORKING_TREE:
            return self.root.read(path, max_bytes)
        if reason := refusal(path):
            raise Unreadable(reason)
        if (path, max_bytes) not in self._contents:
            # One program start for the whole review, not one for each file.
            asked = {path, *(() if self._contents else (file.path for file in self.files))}
            found = self.git.blob(self._side, (self._prefix + name for name in asked), max_bytes)
            self._contents.update(
                {(name.removeprefix(self._prefix), max_bytes): content for name, content in found.items()}
            )
        content = self._contents[path, max_bytes]
        if isinstance(content, Unreadable):
            raise Unreadable(content.reason)
        return content

    @property
    def has_base(self) -> bool:
        """Whether this is a change to something that was there before, and no whole tree."""
        return self.base is not None

    def before(self, paths: Iterable[str]) -> dict[str, bytes]:
        """What files in scope held before the change, by their names now; new files and unreadable ones left out."""
        if self.git is None or self.base is None:
            return {}
        wanted = set(paths)
        names = {file.path: self._prefix + file.origin for file in self.files if file.path in wanted and file.origin}
        found = self.git.blob(self.base, names.values(), _MAX_BYTES)
        contents = {path: found[name] for path, name in names.items()}
        return {path: content for path, content in contents.items() if isinstance(content, bytes)}

    @cached_property
    def branch(self) -> str:
        """The branch that is checked out; empty outside git and on no branch."""
        return "" if self.git is None else self.git.branch()

    def all_paths(self) -> tuple[str, ...]:
        """Every file of the project below the root, in scope or not, sorted; vendored folders are left out."""
        return self._every_path

    def messages(self) -> list[Commit]:
        """The messages of the commits in scope, newest first."""
        return list(self._messages)

    # Several rules ask for these, and git is to be asked once.
    @cached_property
    def _every_path(self) -> tuple[str, ...]:
        if self.git is None:
            return tuple(sorted(entry for entry in self.root.walk() if isinstance(entry, str)))
        names = {name for name in self.git.tracked() + self.git.untracked() if name.startswith(self._prefix)}
        return tuple(sorted(name.removeprefix(self._prefix) for name in names))

    @cached_property
    def _messages(self) -> tuple[Commit, ...]:
        if self.git is None or self.commits is None:
            return ()
        return tuple(self.git.subjects(_RECENT_COMMITS if self.kind == "all" else self.commits))


@dataclass(frozen=True)
class _Plan:
    """What git says of a scope, before anything is left out; paths are relative to git's top."""

    kind: Kind
    title: str
    changes: tuple[Change, ...] = ()
    whole: tuple[str, ...] = ()
    side: str | Content = Content.WORKING_TREE
    commits: str | None = None
    submodules: tuple[str, ...] = ()
    base: str | None = None


def resolve(root: Path, path: str = ".", scope: str | None = None) -> Scope:
    """Decide what is reviewed.

    Args:
        root: the reviewed directory; it may be below the top of a git repository.
        path: a file or directory below the root to narrow to.
        scope: "working" (everything since the last commit, untracked files included), "staged", "all", "A..B" or
            "A...B" (an empty side is HEAD), or a revision: everything since HEAD left it, uncommitted work
            included. None is "working" in a git repository that may be asked, else "all".

    Raises:
        BadInputError: one of the three names something that does not exist, lies outside or cannot be used here.
        MissingPartError: a scope that needs git was named and git is not installed.
    """
    if not os.path.isdir(root):
        raise BadInputError(f"{printable(str(root))!r} is not a directory: pass the folder of a project")
    base = Root(root)
    under = narrowed(base, path)
    git, notes = _asked(base, scope)
    if git is None:
        return _without_git(base, under, notes)
    plan = _plan(git, "working" if scope is None else scope)
    prefix = base.path.relative_to(git.top).as_posix() + "/"
    return _selected(base, under, git, plan, "" if prefix == "./" else prefix)


def narrowed(root: Root, path: str) -> str:
    """The real place that `path` means, relative to the root; "" for the root itself.

    Raises:
        BadInputError: it lies outside, does not exist or is never read.
    """
    shown = repr(printable(path))
    try:
        real = Path(os.path.realpath(root.path / (path or ".")))
        if not real.is_relative_to(root.path):
            raise BadInputError(f"{shown} is outside {root.path}: pass a file or folder below it")
        os.stat(real)
    except PermissionError as error:
        raise BadInputError(
            f"{shown} cannot be reached (permission denied): give yourself the right to read it, or pass another path"
        ) from error
    except (OSError, ValueError) as error:
        raise BadInputError(f"{shown} does not exist below {root.path}: pass a file or folder that does") from error
    under = real.relative_to(root.path).as_posix()
    if under == ".":
        return ""
    if reason := refusal(under):
        raise BadInputError(f"{shown} is never read ({reason}): pass another file or folder below {root.path}")
    return under


def _asked(root: Root, scope: str | None) -> tuple[Git | None, tuple[str, ...]]:
    """The repository's reader if there is one that may be asked, else what to tell the reader instead."""
    top = find_top(root.path)
    needs_git = scope not in {None, "all"}
    if top is None:
        if needs_git:
            raise BadInputError("this folder is not a git repository: use `--scope all`, or run `git init` first")
        return None, () if scope is not None else ("This is not a git repository, so all files are in scope.",)
    try:
        return open_git(top, steady=True), ()
    except UntrustedGit as error:
        reasons = ", ".join(error.reasons)
        if needs_git:
            raise BadInputError(
                f"git is not asked about {top}, because of its {error.summary}: {reasons}."
                " Remove that, or use `--scope all`"
                if not isinstance(error, BrokenGit)
                else f"{error.summary}: {reasons}. Mend that, or use `--scope all`"
            ) from error
        summary = error.summary[0].upper() + error.summary[1:]
        return None, (f"{summary}: {reasons}. So git was not asked, and all files are in scope.",)
    except MissingPartError:
        if needs_git:
            raise
        return None, ("git is not installed, so all files are in scope.",)


def _without_git(root: Root, under: str, notes: tuple[str, ...]) -> Scope:
    files: list[ScopedFile] = []
    skipped: list[Skip] = []
    try:
        for entry in root.walk(under) if os.path.isdir(root.path / under) else [under]:
            if isinstance(entry, Skip):
                skipped.append(entry)
            elif reason := root.problem(entry) or (None if is_utf8(entry) else "file name is not UTF-8"):
                skipped.append(Skip(printable(entry), reason))
            else:
                files.append(ScopedFile(entry, None))
    except Unreadable as error:
        skipped.append(Skip(printable(under), error.reason))
    title = _titled("all files", under)
    return Scope(root, "all", title, tuple(files), tuple(sorted(skipped)), notes)


def _plan(git: Git, scope: str) -> _Plan:
    head = git.head()
    if scope == "all" or (scope == "working" and head is None):
        files = tuple(git.tracked() + git.untracked())
        if scope == "all":
            inner = tuple(git.submodules())
            return _Plan("all", "all files", whole=files, commits="HEAD" if head else None, submodules=inner)
        return _Plan("working", "all files (nothing is committed yet)", whole=files)
    if scope == "working":
        changes = tuple(git.diff(head, Content.WORKING_TREE))
        title = "changes since the last commit (with untracked files)"
        return _Plan("working", title, changes, tuple(git.untracked()), base=head)
    if scope == "staged":
        return _Plan("staged", "staged changes", tuple(git.diff(head, Content.INDEX)), side=Content.INDEX, base=head)
    if head is None:
        raise BadInputError("nothing is committed yet: use the scope working, staged or all")
    if ".." in scope:
        return _range(git, scope)
    base = _common(git, scope, git.commit(scope), head)
    changes = tuple(git.diff(base, Content.WORKING_TREE))
    title = f"changes since {printable(scope)} ({base[:7]})"
    return _Plan("since", title, changes, tuple(git.untracked()), commits=f"{base}..HEAD", base=base)


def _range(git: Git, scope: str) -> _Plan:
    dots = "..." if "..." in scope else ".."
    left, _, right = scope.partition(dots)
    old, new = git.commit(left or "HEAD"), git.commit(right or "HEAD")
    if dots == "...":
        old = _common(git, scope, old, new)
    title = f"changes in {printable(scope)}"
    return _Plan("range", title, tuple(git.diff(old, new)), side=new, commits=f"{old}..{new}", base=old)


def _common(git: Git, scope: str, one: str, other: str) -> str:
    base = git.merge_base(one, other)
    if base is None:
        raise BadInputError(f"{printable(scope)!r} shares no history with the other side: pass A..B to compare both")
    return base


def _selected(root: Root, under: str, git: Git, plan: _Plan, prefix: str) -> Scope:
    files: dict[str, ScopedFile] = {}
    skipped: set[Skip] = set()
    # Whole files last: what is untracked now counts as a whole, whatever the old side had under its name.
    asked = [
        (path.removeprefix(prefix), path, change)
        for path, change in [*((change.path, change) for change in plan.changes), *((p, None) for p in plan.whole)]
        if _is_inside(path, prefix, under)
    ]
    left_out = [_left_out(relative, under, change) for relative, _, change in asked]
    problems: dict[str, str] = {}
    if plan.side is Content.WORKING_TREE:
        problems = root.problems(one[0] for one, skip in zip(asked, left_out, strict=True) if skip is None)
    for (relative, path, change), skip in zip(asked, left_out, strict=True):
        if skip is None and (reason := problems.get(relative)):
            if reason == "not there":
                continue
            skip = Skip(printable(relative), reason)
        if skip is not None:
            skipped.add(skip)
        else:
            old = "" if change is None or change.new else (change.origin or path).removeprefix(prefix)
            files[relative] = ScopedFile(relative, None if change is None or change.new else change.added, old)
    inner = (path.removeprefix(prefix) for path in plan.submodules if _is_inside(path, prefix, under))
    skipped |= {_left_out(path, under, None) or Skip(printable(path) + "/", "submodule") for path in inner}
    # For a folder, a name in it that no rule was written for.
    named = prefix + (under if under in files else f"{under}/\x01".lstrip("/"))
    for path, name in _marked(git, [prefix + path for path in files], named, plan.side is Content.INDEX):
        del files[path.removeprefix(prefix)]
        skipped.add(Skip(printable(path.removeprefix(prefix)), f"marked {name} in .gitattributes"))
    return Scope(
        root,
        plan.kind,
        _titled(plan.title, under),
        tuple(files[path] for path in sorted(files)),
        tuple(sorted(skipped)),
        (),
        git,
        plan.commits,
        plan.base,
        plan.side,
        prefix,
    )


def _is_inside(path: str, prefix: str, under: str) -> bool:
    return path.startswith(prefix) and (path.removeprefix(prefix) + "/").startswith(under and under + "/")


def _left_out(relative: str, under: str, change: Change | None) -> Skip | None:
    parts = relative.split("/")
    # A directory that the caller names is wanted, whatever it is called.
    for depth in range(under.count("/") + 1 if under else 0, len(parts) - 1):
        if parts[depth] in VENDORED:
            return Skip(printable("/".join(parts[: depth + 1])) + "/", VENDORED_REASON)
    reason = refusal(relative)
    if reason is None and not is_utf8(relative):
        reason = "file name is not UTF-8"
    if reason is None and change is not None:
        reason = {SYMBOLIC_LINK: "symbolic link", "": "in a merge conflict"}.get(change.mode)
    return Skip(printable(relative), reason) if reason else None


def _marked(git: Git, paths: Iterable[str], named: str, cached: bool) -> list[tuple[str, str]]:
    """The paths that the repository calls somebody else's, and by which word.

    A mark that holds for all of the named place is passed over: who names it wants it, and one line must not hide
    a whole submission.
    """
    attributes = git.attributes([*paths, named], _LINGUIST, cached=cached)
    everywhere = attributes[named]
    return [
        (path, marks[0])
        for path, values in attributes.items()
        if (marks := [name for name in _LINGUIST if _is_set(values, name) and not _is_set(everywhere, name)])
    ]


def _is_set(attributes: Mapping[str, str], name: str) -> bool:
    return attributes.get(name) in {"set", "true"}


def _titled(title: str, under: str) -> str:
    return f"{title}, only {printable(under)}" if under else title
