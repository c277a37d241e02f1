"""Works out what an install or an uninstall changes, on drafts of the files; nothing is written here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from mcp_server.install import jsontext
from mcp_server.install.places import Place
from mcp_server.install.receipt import BACKUP, FileEntry, MemberEntry, Receipt
from mcp_server.install.tree import Change
from mcp_server.install.wanted import Member, Wanted, file_of, member_at
from teaching.errors import BadInputError, RefusedError

Policy = Literal["refuse", "force", "keep"]
"""What to do about a file or member of the same name that is not ours: replaced files are put aside."""

Done = TypeVar("Done")
_BOM = "\ufeff"
_SEED = "{}\n"


@dataclass
class Draft:
    """The files of a place as they are and as they are to be, the receipt that fits, and what to tell.

    Attributes:
        kept: what is not ours, or ours no more, and was left.
    """

    place: Place
    receipt: Receipt
    before: dict[str, bytes | None] = field(default_factory=dict[str, bytes | None])
    after: dict[str, bytes | None] = field(default_factory=dict[str, bytes | None])
    kept: list[str] = field(default_factory=list[str])
    gone: list[str] = field(default_factory=list[str])
    conflicts: list[str] = field(default_factory=list[str])

    def get(self, path: str) -> bytes | None:
        """The content of a file in the draft."""
        if path not in self.after:
            self.before[path] = self.after[path] = self.place.tree.read(path)
        return self.after[path]

    def put(self, path: str, content: bytes | None) -> None:
        """Changes a file in the draft."""
        self.get(path)
        self.after[path] = content

    def changes(self) -> list[Change]:
        """What is to be done, the receipt last.

        Raises:
            RefusedError: something cannot be written.
        """
        found = [
            Change(self.place.tree, path, self.before[path], content)
            for path, content in self.after.items()
            if content != self.before[path]
        ]
        self._note_folders(found)
        receipts = self.place.receipts
        old = receipts.read(self.place.receipt)
        new = None if self.receipt.empty else self.receipt.text()
        if old != new:
            found.append(Change(receipts, self.place.receipt, old, new, private=self.place.scope == "user"))
        for change in found:
            if objection := change.tree.objection(change.path):
                raise RefusedError(f"nothing was changed: {objection}")
        return found

    def _note_folders(self, found: list[Change]) -> None:
        if self.receipt.empty:
            return
        paths = [change.path for change in found if change.after is not None]
        missing = {folder for path in paths for folder in self.place.tree.missing_folders(path)}
        if self.place.scope == "project":
            missing |= set(self.place.tree.missing_folders(self.place.receipt))
        self.receipt.folders = sorted({*self.receipt.folders, *missing})


def install(draft: Draft, wanted: Wanted, policy: Policy) -> None:
    """Brings a draft to what is wanted; what was installed before and is wanted no more is taken back.

    Raises:
        BadInputError: a JSON file cannot be edited.
        RefusedError: something of the same name is not ours.
    """
    for path in [path for path in draft.receipt.files if path not in wanted.files]:
        _take_file(draft, path, force=False)
    for key in _last_first(draft.receipt, lambda key: key not in wanted.members):
        _take_member(draft, key, force=False)
    for path, content in wanted.files.items():
        _put_file(draft, path, content, policy)
    for key, member in wanted.members.items():
        _put_member(draft, key, member, policy)
    if draft.conflicts:
        raise RefusedError(
            f"nothing was changed, because this is not ours: {'; '.join(draft.conflicts)}. "
            "Pass --keep to leave it and install the rest, or --force to replace files (uninstall brings yours back)"
        )


def uninstall(draft: Draft, force: bool) -> None:
    """Takes back what the receipt names, except what was changed since."""
    for path in list(draft.receipt.files):
        _take_file(draft, path, force)
    for key in _last_first(draft.receipt):
        _take_member(draft, key, force)


def _last_first(receipt: Receipt, wanted: Callable[[str], bool] = lambda key: True) -> list[str]:
    """The keys of members in the order of taking them out: each one's seams fit what stood there before it came."""
    return sorted((key for key in receipt.members if wanted(key)), reverse=True)


def _put_file(draft: Draft, path: str, content: bytes, policy: Policy) -> None:
    current = draft.get(path)
    entry = draft.receipt.files.get(path)
    if current == content:
        return
    ours = entry is not None and current is not None and _sha(current) == entry.sha256
    backup = entry is not None and entry.backup
    if current is not None and not ours:
        if policy == "keep":
            draft.kept.append(path)
            return
        if policy == "refuse" or draft.get(path + BACKUP) is not None:
            aside = f" and {path}{BACKUP} is there already" if policy == "force" else ""
            draft.conflicts.append(f"{path}{aside}")
            return
        draft.put(path + BACKUP, current)
        backup = True
    draft.put(path, content)
    draft.receipt.files[path] = FileEntry(sha256=_sha(content), backup=backup)


def _take_file(draft: Draft, path: str, force: bool) -> None:
    current = draft.get(path)
    entry = draft.receipt.files[path]
    if current is not None and _sha(current) != entry.sha256 and not force:
        draft.kept.append(path)
        return
    if current is None:
        draft.gone.append(path)
    del draft.receipt.files[path]
    draft.put(path, None)
    if entry.backup:
        yours = draft.get(path + BACKUP)
        if yours is None:
            draft.gone.append(path + BACKUP)
        draft.put(path, yours)
        draft.put(path + BACKUP, None)


def _put_member(draft: Draft, key: str, member: Member, policy: Policy) -> None:
    file = file_of(key)
    mark, text = _text(draft, file)
    with_file = text if text is not None else _SEED
    entry = draft.receipt.members.get(key)
    current = _guarded(file, lambda: jsontext.find(with_file, member.steps, member.ours))
    created = text is None
    if current == member.value:
        return
    if current is not None:
        if entry is None or jsontext.digest(current) != entry.sha256:
            (draft.kept if policy == "keep" else draft.conflicts).append(f"{_named(member)} in {file}")
            return
        with_file = jsontext.remove(with_file, member.steps, entry.seams, member.ours)
        created = entry.created
    new, seams = _guarded(file, lambda: jsontext.insert(with_file, member.steps, member.value))
    jsontext.check(new)
    draft.put(file, (mark + new).encode("utf-8"))
    draft.receipt.members[key] = MemberEntry(sha256=jsontext.digest(member.value), seams=seams, created=created)


def _take_member(draft: Draft, key: str, force: bool) -> None:
    file = file_of(key)
    mark, text = _text(draft, file)
    entry = draft.receipt.members[key]
    member = member_at(draft.place, key)
    steps, ours = member.steps, _known(entry.sha256)
    found = None if text is None else _guarded(file, lambda: jsontext.find(text, steps, ours))
    if text is not None and found is None and steps[-1] is None:
        ours = member.ours
        found = _guarded(file, lambda: jsontext.find(text, steps, ours))
    if text is None or found is None:
        draft.gone.append(f"{_named(member)} in {file}")
        del draft.receipt.members[key]
        return
    if jsontext.digest(found) != entry.sha256 and not force:
        draft.kept.append(f"{_named(member)} in {file}")
        return
    new = jsontext.remove(text, steps, entry.seams, ours)
    jsontext.check(new)
    empty = entry.created and "".join(new.split()) == "{}"
    draft.put(file, None if empty else (mark + new).encode("utf-8"))
    del draft.receipt.members[key]


def _text(draft: Draft, file: str) -> tuple[str, str | None]:
    """A byte order mark, if there is one, and the text of a JSON file; None where there is no file."""
    content = draft.get(file)
    if content is None:
        return "", None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{file} is not UTF-8, nothing was changed: save it as UTF-8 first") from error
    mark = _BOM if text.startswith(_BOM) else ""
    _guarded(file, lambda: jsontext.check(text.removeprefix(_BOM)))
    return mark, text.removeprefix(_BOM)


def _guarded(file: str, work: Callable[[], Done]) -> Done:
    try:
        return work()
    except jsontext.BadJson as error:
        raise BadInputError(f"{file}: {error}, nothing was changed: mend it first") from error


def _known(sha256: str) -> Callable[[Any], bool]:
    return lambda element: jsontext.digest(element) == sha256


def _named(member: Member) -> str:
    return ".".join(step for step in member.steps if step is not None)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
