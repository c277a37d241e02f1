"""The receipt: what was installed, so that exactly that can be taken back. Data only, and read as if hostile.

A receipt may lie in a repository that somebody else wrote. So it can name nothing but files and members that an
install could have made, and one that names anything else is refused whole.
"""

import json
import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mcp_server.install.jsontext import is_seam
from mcp_server.install.places import Place
from mcp_server.install.wanted import EVENTS, hook_keys
from teaching.errors import RefusedError

BACKUP = ".before-teach"  # behind the name of a file that was replaced: Claude Code reads only `.md`
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.md\Z")
_FOLDERS = {"agents", "commands", "output-styles"}


def _half(text: str) -> str:
    if not is_seam(text):
        raise ValueError("not blanks")
    return text


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Half = Annotated[str, Field(max_length=2000), AfterValidator(_half)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class FileEntry(_Closed):
    """A file of ours: what it held when written, and whether another one was put aside for it."""

    sha256: Digest
    backup: bool = False


class MemberEntry(_Closed):
    """A member of ours in a JSON file: a digest of its value, the seams around it, whether the file is ours too."""

    sha256: Digest
    seams: list[tuple[Half, Half]] = Field(min_length=1, max_length=3, strict=False)
    created: bool = False


class Receipt(_Closed):
    """What is installed at one place."""

    version: int = 1
    program: str = Field(default="", max_length=40)
    place: Digest | None = None
    files: dict[str, FileEntry] = Field(default_factory=dict, max_length=100)
    members: dict[str, MemberEntry] = Field(default_factory=dict, max_length=len(EVENTS) + 1)  # and the server
    folders: list[str] = Field(default_factory=list, max_length=10)
    server: Digest | None = None

    @property
    def empty(self) -> bool:
        """Whether it names nothing that could be taken back."""
        return not (self.files or self.members or self.server)

    def text(self) -> bytes:
        """As it is stored; the same for the same content."""
        data = self.model_dump(exclude_defaults=True) | {"version": self.version, "program": self.program}
        return (json.dumps(data, indent=2, sort_keys=True) + "\n").encode("utf-8")


def read(place: Place) -> Receipt | None:
    """The receipt of a place; None where nothing was installed.

    Raises:
        RefusedError: it names what no install makes, or cannot be read.
    """
    content = place.receipts.read(place.receipt)
    if content is None:
        return None
    try:
        found = Receipt.model_validate_json(content)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"][:1]) or "its form"
        raise _refused(place, f"{where}: {problem['msg'].lower()}") from error
    if odd := _odd(found, place):
        raise _refused(place, odd)
    if found.place != place.mark:
        raise RefusedError(
            "what is installed for you lies in another folder: set CLAUDE_CONFIG_DIR as it was when you installed"
        )
    return found


def _odd(found: Receipt, place: Place) -> str | None:
    """What in a receipt no install of this place can have written."""
    if found.version != 1:
        return f"version {found.version} is another program's"
    for path in found.files:
        if not _is_ours(path, place):
            return "it names a file that no install writes"
    members = {*hook_keys(place), *([place.servers] if place.servers else [])}
    if not set(found.members) <= members:
        return "it names a member that no install writes"
    below = {f"{place.folder}{name}" for name in _FOLDERS}
    below |= {".claude", ".teaching"} if place.scope == "project" else {"."}
    if not set(found.folders) <= below:
        return "it names a folder that no install makes"
    return "it names a server of another scope" if found.server and place.scope == "project" else None


def _is_ours(path: str, place: Place) -> bool:
    parts = PurePosixPath(path.removeprefix(place.folder)).parts
    return (
        path.startswith(place.folder)
        and path == place.folder + "/".join(parts)
        and len(parts) == 2
        and parts[0] in _FOLDERS
        and _NAME.match(parts[1]) is not None
    )


def _refused(place: Place, reason: str) -> RefusedError:
    file = place.receipts.root / place.receipt if place.scope == "user" else place.receipt
    return RefusedError(f"{file} is not a receipt of ours ({reason}): look at it, and delete it if it is not yours")
