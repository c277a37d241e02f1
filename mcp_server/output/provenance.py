"""Which commit of which repository was reviewed, as far as git and its configuration say so without being run freely.

Not covered: remotes that are folders of this machine; nobody else can follow them, and they would tell its paths.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from teaching.errors import TeachingError
from teaching.repository import trust
from teaching.repository.git import Git, find_top, open_git

_SCHEMES = {"https", "http", "ssh", "git"}
_SHORT_FORM = re.compile(r"(?:[^@/:]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^:].*)")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was reviewed.

    Attributes:
        repository: the address of its remote, without user names, passwords and queries; empty where it has none.
        revision: the full name of the commit.
        branch: the branch that is checked out; empty where there is none.
        is_top: whether the reviewed root is the top of the repository.
    """

    repository: str
    revision: str
    branch: str
    is_top: bool


def provenance(root: Path, scope: str | None) -> Provenance | None:
    """The commit under review; None where git may not be asked, is not there, or knows none.

    Args:
        root: the reviewed root.
        scope: as of a review; of `A..B` it is B that was reviewed.
    """
    top = find_top(root)
    if top is None:
        return None
    try:
        git = open_git(top)
        revision = _reviewed(git, scope)
        branch = git.branch()
        config = trust.check(top).config
    except (trust.UntrustedGit, TeachingError):
        # The review itself has said what is wrong; here it is only an addition.
        return None
    if revision is None:
        return None
    remote = config.get(f"branch.{branch}.remote", "origin")
    return Provenance(public_address(config.get(f"remote.{remote}.url", "")), revision, branch, top == root)


def public_address(url: str) -> str:
    """A remote's address as anybody may read it; empty for what leads nowhere outside this machine."""
    if "://" not in url:
        short = _SHORT_FORM.fullmatch(url)
        return f"ssh://{short['host']}/{quote(short['path'].lstrip('/'))}" if short else ""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # no address at all
        return ""
    host = parts.hostname or ""
    if parts.scheme not in _SCHEMES or not re.fullmatch(r"[A-Za-z0-9.-]+", host):
        return ""
    return f"{parts.scheme}://{host}{port}{quote(parts.path, safe='/%')}"


def _reviewed(git: Git, scope: str | None) -> str | None:
    if scope is not None and ".." in scope:
        return git.commit(scope.rpartition("..")[2] or "HEAD")
    return git.head()
