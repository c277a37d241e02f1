"""Whether git may be asked about a repository: nothing in it may name a program, or lead out of it.

Git obeys the configuration of the repository that it reads, and many keys there are commands. So the files are
parsed without following includes, and every key must be on a list of harmless ones. Not covered: a program that
rewrites the configuration between this check and git's next start; it would already be running as the user.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from teaching.errors import TeachingError
from teaching.repository import processes
from teaching.repository.files import Unreadable, printable, read_regular

ENVIRONMENT: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}

# What nearly every repository has; the expression for all the rest takes longer to compile than git to answer.
USUAL = frozenset(
    {
        *("core.repositoryformatversion", "core.filemode", "core.bare", "core.logallrefupdates", "core.ignorecase"),
        *("core.precomposeunicode", "core.symlinks", "core.autocrlf", "extensions.objectformat"),
        *("remote.origin.url", "remote.origin.fetch", "user.name", "user.email", "init.defaultbranch"),
        *(f"branch.{name}.{key}" for name in ("main", "master") for key in ("remote", "merge")),
    }
)
_HARMLESS = "|".join(
    (
        r"core\.(repositoryformatversion|filemode|bare|logallrefupdates|worktree)",
        r"core\.(ignorecase|precomposeunicode|symlinks|longpaths|protecthfs|protectntfs|hidedotfiles)",
        r"core\.(autocrlf|safecrlf|eol|quotepath|abbrev|commentchar|whitespace)",
        r"core\.(untrackedcache|fscache|preloadindex|compression|loosecompression|bigfilethreshold)",
        r"core\.(sharedrepository|sparsecheckout|sparsecheckoutcone|checkstat|trustctime)",
        r"core\.(commitgraph|multipackindex)",
        # Husky sets this in very many projects; every call of ours overrides it on the command line.
        r"core\.hookspath",
        r"extensions\.(partialclone|objectformat|refstorage|worktreeconfig|relativeworktrees|noop|preciousobjects)",
        r"remote\..+\.(url|fetch|pushurl|push|tagopt|prune|prunetags|mirror|skipfetchall|gh-resolved)",
        # A partial clone: what it lacks is never fetched here, and no transport is allowed.
        r"remote\..+\.(promisor|partialclonefilter)",
        r"remote\.pushdefault",
        r"branch\.(.+\.)?[a-z0-9-]+",
        r"submodule\.(.+\.)?(url|active|branch|ignore|shallow|recurse|fetchrecursesubmodules)",
        r"(user|author|committer)\.(name|email|signingkey|useconfigonly)",
        r"init\.defaultbranch",
        r"(pull|push|fetch|rebase|rerere|advice|pack|index|feature|tag|blame)\.[a-z0-9-]+",
        r"(color|lfs|gitflow)\..+",
        r"merge\.(conflictstyle|ff|log|stat|renames|renamelimit|autostash|verbosity|defaulttoupstream)",
        r"diff\.(algorithm|renames|renamelimit|colormoved|colormovedws|mnemonicprefix|noprefix)",
        r"diff\.(context|interhunkcontext|indentheuristic|submodule|ignoresubmodules)",
        r"log\.(date|decorate|abbrevcommit|follow)",
        r"status\.(showuntrackedfiles|short|branch|submodulesummary|relativepaths)",
        r"commit\.(gpgsign|verbose|status|cleanup)",
        r"(gc\.(auto|autodetach|autopacklimit)|maintenance\.(auto|strategy))",
        r"i18n\.(commitencoding|logoutputencoding)",
        r"http\.(.+\.)?(postbuffer|sslverify|version|lowspeedlimit|lowspeedtime|extraheader)",
        r"gui\.(wmstate|geometry|encoding)",
    )
)
_MAX_CONFIG = 1_000_000
_MAX_POINTER = 8192


class UntrustedGit(Exception):
    """Git is not asked about this repository.

    Attributes:
        reasons: what in it is not on the list of harmless things, for a reader.
        summary: what kind of reasons these are.
    """

    summary = "untrusted git configuration"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{self.summary}: " + ", ".join(reasons))
        self.reasons = reasons


class BrokenGit(UntrustedGit):
    """Git cannot read this repository; nothing in it is suspected."""

    summary = "git cannot read this repository"


@dataclass(frozen=True)
class Place:
    """Where a repository that passed the check keeps itself.

    Attributes:
        top: the real path of its working tree.
        directory: what git calls the git directory of that working tree.
        config: the values of its configuration, keys in git's canonical spelling; the last of equal keys.
    """

    top: Path
    directory: Path
    config: Mapping[str, str]


def find_top(path: Path) -> Path | None:
    """The nearest directory at or above `path` that git would call a working tree; git is not run."""
    real = Path(os.path.realpath(path))
    for directory in (real, *real.parents):
        git = directory / ".git"
        if os.path.islink(git) or os.path.isfile(git) or os.path.lexists(git / "HEAD") or _is_closed(git):
            return directory
    return None


def _is_closed(git: Path) -> bool:
    """Whether this is a directory that nobody here may look into."""
    try:
        os.lstat(git / "HEAD")
    except PermissionError:
        return os.path.isdir(git)
    except OSError:
        return False
    return False


def check(top: Path) -> Place:
    """Judge a working tree by reading; no git command touches it.

    Args:
        top: a directory that `find_top` returned.

    Raises:
        UntrustedGit: something in it is not on the list.
        MissingPartError: git is not installed.
    """
    top = Path(os.path.realpath(top))
    directory, common = _located(top)
    reasons = _leads_out(directory, common)
    config: dict[str, str] = {}
    for file in dict.fromkeys((common / "config", common / "config.worktree", directory / "config.worktree")):
        if os.path.lexists(file):
            config |= _parsed(file)
    for key in config:
        if key not in USUAL and not is_harmless(key):
            reasons.append(printable(key))
    if (tree := config.get("core.worktree")) is not None and _resolved(directory, tree) != top:
        reasons.append("core.worktree")
    if reasons:
        raise UntrustedGit(tuple(dict.fromkeys(reasons)))
    return Place(top, directory, config)


def is_harmless(key: str) -> bool:
    """Whether a key of the configuration, in git's spelling, can neither name a program nor lead out."""
    return re.fullmatch(_HARMLESS, key, re.DOTALL) is not None


def parse_config(listing: bytes) -> dict[str, str]:
    """What `git config --list -z` printed; a key without a value means true."""
    values: dict[str, str] = {}
    for entry in listing.split(b"\0"):
        key, separator, value = entry.partition(b"\n")
        if key:
            values[os.fsdecode(key)] = os.fsdecode(value) if separator else "true"
    return values


def _located(top: Path) -> tuple[Path, Path]:
    """The git directory of this working tree, and the one that holds its configuration."""
    git = top / ".git"
    try:
        mode = os.lstat(git).st_mode
    except OSError as error:
        raise UntrustedGit((f".git cannot be examined ({error.strerror})",)) from error
    if stat.S_ISDIR(mode):
        if _is_closed(git):
            raise BrokenGit((".git cannot be entered (permission denied): give yourself the right to read it",))
        if os.path.lexists(git / "commondir"):
            raise UntrustedGit((".git/commondir leads to another repository",))
        return git, git
    pointer = _line(git)
    if pointer is None or not pointer.startswith("gitdir: "):
        raise UntrustedGit((".git is neither a directory nor a file that names one",))
    directory = _resolved(top, pointer.removeprefix("gitdir: "))
    if os.path.lexists(directory / "commondir"):
        return directory, _common_of_worktree(git, directory)
    tree = _parsed(directory / "config").get("core.worktree")
    if tree is None or _resolved(directory, tree) != top:
        raise UntrustedGit((".git leads to a repository that does not name this folder as its own",))
    return directory, directory


def _common_of_worktree(git: Path, directory: Path) -> Path:
    back, common = _line(directory / "gitdir"), _line(directory / "commondir")
    # Only git itself, working in the main repository, writes the pointer back to this file.
    if back is None or _resolved(directory, back) != git:
        raise UntrustedGit((".git leads to a worktree that does not name this folder as its own",))
    if common is None or _resolved(directory, common) != directory.parent.parent:
        raise UntrustedGit((".git leads to a worktree of another repository",))
    return directory.parent.parent


def _leads_out(directory: Path, common: Path) -> list[str]:
    reasons: list[str] = []
    for name in ("alternates", "http-alternates"):
        if os.path.lexists(common / "objects" / "info" / name):
            reasons.append(f"objects/info/{name}")
    for place in dict.fromkeys((directory, common)):
        for names, test, words in (
            (("config.worktree", "index", "info/attributes", "info/exclude"), stat.S_ISREG, "a file"),
            (("HEAD", "config", "packed-refs", "shallow"), stat.S_ISREG, "a file"),
            (("info", "objects", "refs"), stat.S_ISDIR, "a directory"),
        ):
            for name in names:
                if os.path.lexists(place / name) and not test(os.lstat(place / name).st_mode):
                    reasons.append(f".git/{name} is not {words} of its own")
    return reasons


def _parsed(file: Path) -> dict[str, str]:
    try:
        content = read_regular(file, _MAX_CONFIG, allow_links=True)
    except Unreadable as error:
        raise UntrustedGit((f".git/{file.name} ({error.reason})",)) from error
    # Through standard input and from "/": git is not told where the repository is.
    outcome = processes.run(
        ["git", "config", "--file", "-", "--no-includes", "--list", "-z"],
        cwd=Path("/"),
        env=ENVIRONMENT,
        stdin=content,
    )
    if outcome.exit != 0:
        raise UntrustedGit((f".git/{file.name} cannot be parsed",))
    return parse_config(outcome.stdout)


def global_config() -> dict[str, str]:
    """The user's own configuration; empty when there is none or it cannot be read."""
    try:
        outcome = processes.run(["git", "config", "--global", "--includes", "--list", "-z"], cwd=Path("/"))
    except TeachingError:
        return {}
    return parse_config(outcome.stdout) if outcome.exit == 0 else {}


def _line(file: Path) -> str | None:
    try:
        return os.fsdecode(read_regular(file, _MAX_POINTER, allow_links=True)).rstrip("\r\n")
    except Unreadable:
        return None


def _resolved(base: Path, target: str) -> Path:
    try:
        return Path(os.path.realpath(base / target))
    except ValueError:  # a NUL
        return base
