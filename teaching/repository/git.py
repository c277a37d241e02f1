"""Git as a reader: it runs nothing that the repository names, writes nothing, fetches nothing.

`trust.check` decides first whether git may be asked at all. What remains is switched off on every command line:
hooks, the file-system monitor, external diffs, conversions to text, signatures, submodules, replacements.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path

from teaching.errors import BadInputError
from teaching.repository import processes, trust
from teaching.repository.files import Root, Unreadable, printable
from teaching.repository.listings import Entry, batches, joined, listed, paths_of
from teaching.repository.patches import SUBMODULE, SYMBOLIC_LINK, Change, parse
from teaching.repository.processes import TooMuchOutputError
from teaching.repository.trust import BrokenGit, UntrustedGit, find_top

__all__ = ["BrokenGit", "Change", "Commit", "Content", "Git", "UntrustedGit", "find_top", "open_git"]

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.untrackedCache=false",
    "core.quotepath=off",
    "core.bigFileThreshold=512m",
    "core.pager=cat",
    "diff.external=",
    "diff.autoRefreshIndex=false",
    "log.showSignature=false",
    "protocol.allow=never",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
_DIFF = (
    *("--raw", "--patch", "--no-abbrev", "--unified=0", "--inter-hunk-context=0", "--find-renames"),
    *("--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers", "--indent-heuristic"),
    *("--submodule=short", "--ws-error-highlight=none", "--no-color-moved"),
)
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FROM_THE_USER = {
    "core.autocrlf": "core.autocrlf",
    "core.eol": "core.eol",
    "core.excludesfile": "core.excludesFile",
}
_MAX_OUTPUT = 64 * 1024 * 1024
_MAX_COMMITS = 1000
_MAX_ARGUMENTS = 100_000


class Content(Enum):
    """The two sides of a comparison that are not a commit."""

    INDEX = "index"
    WORKING_TREE = "working tree"


@dataclass(frozen=True)
class Commit:
    """One commit's message.

    Attributes:
        sha: its full name.
        subject: the first paragraph of the message on one line.
        body: the rest, "" when there is none.
        merge: it has more than one parent.
        author: "Name <address>".
    """

    sha: str
    subject: str
    body: str
    merge: bool
    author: str


def open_git(top: Path, *, steady: bool = False) -> "Git":
    """Judge a repository and return its reader.

    Args:
        top: the top of a working tree, as `find_top` returns it.
        steady: the reader asks for HEAD, the index and what is untracked once, so that one review sees one state.

    Raises:
        UntrustedGit: its configuration could run a program or lead out of it; as BrokenGit, git cannot read it.
        MissingPartError: git is not installed.
    """
    place = trust.check(top)
    mine = trust.global_config()
    settings = [f"{name}={mine[key]}" for key, name in _FROM_THE_USER.items() if key in mine.keys() - place.config]
    git = Git(place, tuple(settings), steady)
    try:
        git.tracked()
    except BadInputError as error:
        raise BrokenGit((str(error),)) from error
    return git


class Git:
    """One repository that passed the check; made by `open_git`. Paths are relative to `top`.

    Attributes:
        top: the real path of the working tree.
    """

    def __init__(self, place: trust.Place, settings: tuple[str, ...], steady: bool = False) -> None:
        self.top = place.top
        self._place = place
        self._settings = settings
        self._trees: dict[str, dict[str, Entry]] = {}
        self._steady = steady
        self._listings: dict[tuple[str, ...], bytes] = {}
        self._known: dict[str, str | None] = {}
        self._environment = {**trust.ENVIRONMENT, **_index_of_hooks(place)}

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision stands for.

        Raises:
            BadInputError: it is not a revision, or stands for no commit here.
        """
        shown = repr(printable(revision[:200]))
        if not revision or revision.startswith("-") or not revision.isprintable() or len(revision) > 500:
            raise BadInputError(f"{shown} is not a revision: pass a branch, a tag or a commit, such as main or HEAD~1")
        outcome = self._ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}", fails=(1, 128)
        )
        sha = outcome.decode("ascii", "replace").strip()
        if not _ID.fullmatch(sha):
            raise BadInputError(
                f"{shown} names no commit in this repository: pass a branch, a tag or a commit that"
                " `git log --all --oneline` shows"
            )
        return sha

    def head(self) -> str | None:
        """The full name of the current commit; None before the first one."""
        if "head" not in self._known or not self._steady:
            sha = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", fails=(1, 128)).decode("ascii").strip()
            self._known["head"] = sha if _ID.fullmatch(sha) else None
        return self._known["head"]

    def branch(self) -> str:
        """The branch that is checked out, born or not; empty where there is none."""
        return self._ask("symbolic-ref", "--quiet", "--short", "HEAD", fails=(1,)).decode(errors="replace").strip()

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two revisions; None when they share no history.

        Raises:
            BadInputError: either is not a commit here.
        """
        sha = self._ask("merge-base", self._id(one), self._id(other), fails=(1,)).decode("ascii").strip()
        return sha or None

    @cached_property
    def empty_tree(self) -> str:
        """The name of the tree without files, in this repository's hash."""
        if self._place.config.get("extensions.objectformat") == "sha256":
            return "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
        return "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    def tracked(self) -> list[str]:
        """Paths in the index, in git's order; submodules are left out, symbolic links are not."""
        return list(self._entries(Content.INDEX))

    def submodules(self) -> list[str]:
        """Paths in the index that are other repositories, in git's order."""
        listing = self.index.split(b"\0")
        submodules = (line.partition(b"\t")[2] for line in listing if line.startswith(SUBMODULE.encode("ascii")))
        return [os.fsdecode(path) for path in submodules]

    def untracked(self) -> list[str]:
        """Paths in the working tree that are neither in the index nor ignored; nested repositories left out."""
        return [path for path in paths_of(self._listing("--others", "--exclude-standard")) if not path.endswith("/")]

    @property
    def index(self) -> bytes:
        """The index as git lists it, with the name of each file's content."""
        return self._listing("--stage")

    def _listing(self, *what: str) -> bytes:
        if what not in self._listings or not self._steady:
            self._listings[what] = self._ask("ls-files", "-z", *what)
        return self._listings[what]

    @property
    def directory(self) -> Path:
        """What git calls the git directory of this working tree."""
        return self._place.directory

    def diff(self, old: str | None, new: str | Content) -> list[Change]:
        """The files that differ and exist on the new side, and which of their lines are new.

        Args:
            old: a revision, or None for "no files at all".
            new: a revision, the index, or the working tree (its untracked files are not compared).

        Raises:
            BadInputError: either is not a commit here.
        """
        sides = [self.empty_tree if old is None else self._id(old)]
        if new is Content.INDEX:
            sides.insert(0, "--cached")
        elif isinstance(new, str):
            sides.append(self._id(new))
        changes = parse(self._ask("diff", *_DIFF, *sides, "--"))
        shown = self._shown([change for change in changes if change.binary], sides, new)
        return [shown.get(change.path, change) for change in changes]

    def _shown(self, changes: list[Change], sides: list[str], new: str | Content) -> dict[str, Change]:
        """The lines of text that git was told to call binary, by path; what really is binary is left alone."""
        if not changes:
            return {}
        contents = self._new_contents([change.path for change in changes], new)
        texts = [one for one in changes if _is_text(contents.get(one.path))]
        shown: dict[str, Change] = {}
        # Both names of a renamed file, so that git finds its old side again.
        for batch in batches({one.path: len(os.fsencode(one.path + one.origin)) + 20 for one in texts}, _MAX_ARGUMENTS):
            chosen = set(batch)
            asked = {one.path: one for one in texts if one.path in chosen}
            names = dict.fromkeys(name for one in asked.values() for name in (one.path, one.origin))
            try:
                found = parse(self._ask("diff", *_DIFF, "--text", *sides, "--", *names))
            except TooMuchOutputError:
                # The old side is huge: rather too many lines of the new one than none.
                found = [replace(one, new=True) for one in asked.values()]
            shown |= {one.path: one for one in found if one.path in asked}
        return shown

    def _new_contents(self, paths: list[str], new: str | Content) -> Mapping[str, bytes | Unreadable]:
        return self.blob(new, paths) if new is not Content.WORKING_TREE else Root(self.top).read_all(paths)

    def blob(
        self, where: str | Content, paths: Iterable[str], max_bytes: int = 1_000_000
    ) -> dict[str, bytes | Unreadable]:
        """The contents of many files at once, or why one of them is not read.

        Args:
            where: a revision, or the index.
            paths: what to read.
            max_bytes: the largest size in bytes of one file that is read.

        Raises:
            BadInputError: `where` is not a commit here, or is the working tree.
        """
        if where is Content.WORKING_TREE:
            raise BadInputError("files of the working tree are read through Root.read")
        entries = self._entries(where)
        found: dict[str, bytes | Unreadable] = {}
        wanted: dict[str, str] = {}
        for path in paths:
            entry = entries.get(path)
            if entry is None:
                found[path] = Unreadable("not there")
            elif entry.mode == SYMBOLIC_LINK:
                found[path] = Unreadable("symbolic link")
            else:
                wanted[path] = entry.sha
        sizes = self._sizes(set(wanted.values()))
        contents = self._contents({sha: size for sha, size in sizes.items() if 0 <= size <= max_bytes})
        for path, sha in wanted.items():
            reason = "not there" if sizes.get(sha, -1) < 0 else f"larger than {max_bytes} bytes"
            content = contents.get(sha)
            found[path] = Unreadable(reason) if content is None else content
        return found

    def attributes(
        self, paths: Iterable[str], names: Sequence[str], *, cached: bool = False
    ) -> dict[str, dict[str, str]]:
        """For each path its attributes: "set", "unset" or a value; unspecified ones are left out.

        Args:
            paths: relative to the top.
            names: the attributes to look up.
            cached: read `.gitattributes` from the index instead of the working tree.
        """
        asked = list(paths)
        found: dict[str, dict[str, str]] = {path: {} for path in asked}
        arguments = ("--cached", *names) if cached else names
        output = self._ask("check-attr", "-z", "--stdin", *arguments, stdin=joined(asked)) if asked else b""
        fields = output.split(b"\0")
        for path, name, value in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
            if value != b"unspecified":
                found.setdefault(os.fsdecode(path), {})[os.fsdecode(name)] = value.decode("utf-8", "replace")
        return found

    def subjects(self, which: str | int, limit: int = _MAX_COMMITS) -> list[Commit]:
        """Commit messages, newest first.

        Args:
            which: "A..B" for what B has and A has not, a revision for its whole history, or a number for that
                many commits before and with HEAD (none before the first commit).
            limit: at most this many.

        Raises:
            BadInputError: a name in `which` is not a commit here.
        """
        if isinstance(which, int):
            head = self.head()
            if head is None:
                return []
            revision, limit = head, min(which, limit)
        else:
            revision = "..".join(self._id(side) for side in which.split("..", 1))
        output = self._ask(
            *("log", "-z", f"--max-count={limit}", "--encoding=UTF-8", "--no-show-signature", "--no-notes"),
            *("--no-color", "--format=tformat:%H%x00%P%x00%an <%ae>%x00%s%x00%b", revision, "--"),
        )
        fields = [field.decode("utf-8", "replace") for field in output.split(b"\0")]
        return [
            Commit(sha, subject, body.strip("\n"), " " in parents, author)
            for sha, parents, author, subject, body in zip(*(fields[n::5] for n in range(5)), strict=False)
        ]

    def _id(self, revision: str) -> str:
        return revision if _ID.fullmatch(revision) else self.commit(revision)

    def _entries(self, where: str | Content) -> Mapping[str, Entry]:
        """What a tree or the index holds; of a file in conflict the first of its sides that exists."""
        if isinstance(where, str):
            where = self._id(where)
            if where not in self._trees:
                self._trees[where] = dict(listed(self._ask("ls-tree", "-r", "-z", "--full-tree", where), 2))
            return self._trees[where]
        return dict(listed(self.index, 1))

    def _sizes(self, shas: Iterable[str]) -> dict[str, int]:
        """In bytes; -1 for what the repository lacks."""
        asked = sorted(shas)
        if not asked:
            return {}
        output = self._ask("cat-file", "--batch-check=%(objectsize)", stdin=joined(asked, b"\n"))
        sizes = output.splitlines()
        return {sha: int(size) if size.isdigit() else -1 for sha, size in zip(asked, sizes, strict=True)}

    def _contents(self, sizes: Mapping[str, int]) -> dict[str, bytes]:
        """One call, unless together they are larger than what may be held of one program's output."""
        contents: dict[str, bytes] = {}
        for batch in batches(sizes):
            output = self._ask("cat-file", "--batch=%(objectsize)", stdin=joined(batch, b"\n"))
            at = 0
            for sha in batch:
                start = output.index(b"\n", at) + 1
                at = start + int(output[at : start - 1])
                contents[sha] = output[start:at]
                at += 1
        return contents

    def _ask(self, *arguments: str, stdin: bytes = b"", fails: tuple[int, ...] = ()) -> bytes:
        """What git printed; b"" where it ended with an exit status that is one of the answers, in `fails`."""
        settings = (*_SETTINGS, f"safe.directory={self.top}", *self._settings)
        outcome = processes.run(
            [
                *("git", "--no-pager", *(word for setting in settings for word in ("-c", setting))),
                *(f"--git-dir={self._place.directory}", f"--work-tree={self.top}", *arguments),
            ],
            cwd=self.top,
            env=self._environment,
            stdin=stdin,
            max_bytes=_MAX_OUTPUT,
        )
        if outcome.exit == 0:
            return outcome.stdout
        if outcome.exit in fails:
            return b""
        said = outcome.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise BadInputError(
            f"git {arguments[0]} failed in {self.top} ({printable(said[-1][:300])}): run `git status` there and"
            " repair what it reports"
        )


def _index_of_hooks(place: trust.Place) -> dict[str, str]:
    """The index that `git commit --all` and `git commit FILE` make for the time of their hooks, as they name it."""
    named = os.environ.get("GIT_INDEX_FILE", "")
    path = os.path.normpath(os.path.join(place.top, named))
    inside = os.path.dirname(path) == str(place.directory)
    if not named or not inside or os.path.islink(path) or not os.path.isfile(path):
        return {}
    return {"GIT_INDEX_FILE": path}


def _is_text(content: bytes | Unreadable | None) -> bool:
    """As a review sees it, so that a late NUL cannot hide what is reviewed."""
    return isinstance(content, bytes) and b"\0" not in content[:8192]
