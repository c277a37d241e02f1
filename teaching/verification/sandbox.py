"""What keeps a command from the rest of the machine: bubblewrap, else `unshare` for the network only, else nothing.

In bubblewrap the command has an ordinary user's number, its own processes, a network of its own with loopback up
(unless a person allowed the network), the machine read-only, homes and temporary folders empty, toolchains shown, and
the repository writable but for what `protected` names. Not covered: the kernel's own faults, and what the command
does to the repository's other files.
"""

import os
import pwd
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from teaching.contracts.verification import Sandbox
from teaching.errors import RefusedError, TeachingError
from teaching.repository import processes
from teaching.repository.files import printable
from teaching.verification import protected
from teaching.verification.visible_places import hidden, homes, own_places, reveals, toolchains

# Many tools, PostgreSQL among them, refuse to run as root, and as a number that has no name.
USERS_FOR_ROOT = (1000, 65534)
REPORTS = "/run/teach-reports"
_NAMESPACES = ("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
_ROOM, _LITTLE_ROOM = 2 * 1024**3, 64 * 1024**2
_LIFE = ("--die-with-parent", "--new-session")
# Brings loopback up in a network namespace, gives the rights for that away, and becomes the command.
_LOOPBACK = """\
import ctypes, fcntl, os, socket, struct, sys
s = socket.socket()
fcntl.ioctl(s, 0x8914, struct.pack("16sh22x", b"lo", 1 | 64))
s.close()
ctypes.CDLL(None).prctl(47, 4, 0, 0, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


@dataclass(frozen=True, slots=True)
class Box:
    """One run's surroundings.

    Attributes:
        top: of the git repository around the root, if any.
        folder: where the command starts, an absolute path.
        reports: a folder of ours that the command may write to.
        programs: folders of programs on its PATH.
        network: whether it keeps this machine's network.
        copy: a copy of the project that stands in its place, where the command may write; None for the project.
        shown: paths below the root that the copy lacks and the command may read.
        also: folders of programs that are not looked up, and are shown all the same.
        sources: folders that are shown as they are.
    """

    root: Path
    top: Path | None
    folder: Path
    reports: Path
    programs: tuple[str, ...]
    network: bool
    copy: Path | None = None
    shown: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@cache
def probe() -> Sandbox:
    """The strongest of the three that works here, found out by using it, once for each process."""
    if (program := _bwrap()) and _works([program, *_machine(network=False), "--", "true"]):
        return "bwrap"
    if (program := _found("unshare")) and _works([*_unshare(program), "true"]):
        return "unshare"
    return "none"


def wrap(kind: Sandbox, argv: Sequence[str], box: Box) -> list[str]:
    """The argument list that runs `argv` in the sandbox, its program by absolute path."""
    if kind == "bwrap":
        return [_bwrap() or "bwrap", *_machine(box.network), *_project(box), "--", *argv]
    if kind == "unshare" and not box.network:
        return [*_unshare(_found("unshare") or "unshare"), *argv]
    return list(argv)


def effective(kind: Sandbox, network: bool) -> Sandbox:
    """What is left of a sandbox where the network is allowed: `unshare` keeps nothing else away."""
    return "none" if kind == "unshare" and network else kind


def _machine(network: bool) -> list[str]:
    """Everything but the project."""
    other = user_for_root()
    uid, gid = os.geteuid() or other, os.getegid() or other
    words = [*_NAMESPACES, "--uid", str(uid), "--gid", str(gid), *_LIFE, "--hostname", "sandbox"]
    if not network:
        words.append("--unshare-net")
    words += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    roomy = {"/tmp", *(str(home) for home in homes())}
    for place in hidden():
        if _sizes_are_known():
            words += ["--size", str(_ROOM if place in roomy else _LITTLE_ROOM)]
        words += ["--tmpfs", place]
    resolver = os.path.realpath("/etc/resolv.conf")
    if network and resolver.startswith("/run/"):
        words += ["--ro-bind-try", resolver, resolver]
    return words


def _project(box: Box) -> list[str]:
    if reveals(str(box.root), but=own_places()):
        raise RefusedError(
            f"the project's root is {printable(str(box.root))}, so a sandbox around it would hide nothing of yours: "
            "put the project into a folder of its own"
        )
    words: list[str] = []
    for place in toolchains(box.root, (*box.programs, *box.also)):
        words += ["--ro-bind", place, place]
    for place in box.sources:
        words += ["--ro-bind", place, place]
    # Packages may be hoisted to the top of a repository of which the root is one part.
    if box.top is not None and box.top != box.root and not reveals(str(box.top)):
        words += ["--ro-bind", str(box.top), str(box.top)]
    words += ["--bind", str(box.copy or box.root), str(box.root)]
    for path in box.shown:
        words += ["--ro-bind", str(box.root / path), str(box.root / path)]
    for place in own_places():
        if Path(place).is_relative_to(box.root):
            words += ["--tmpfs", place]
    for path in protected.read_only(box.root):
        words += ["--ro-bind", str(box.root / path), str(box.root / path)]
    words += ["--bind", str(box.reports), REPORTS]
    words += ["--chdir", str(box.folder)]
    return words


def _unshare(program: str) -> list[str]:
    # PID 1 of the namespace is the command: with it all that it started ends.
    return [
        *(program, "--user", "--map-current-user", "--keep-caps", "--net", "--pid", "--fork", "--kill-child", "--"),
        *(sys.executable, "-I", "-S", "-c", _LOOPBACK),
    ]


@cache
def user_for_root() -> int:
    """The number that root has in the sandbox: one that the machine has a name for, where it has."""
    known = {entry.pw_uid for entry in pwd.getpwall()}
    return next((number for number in USERS_FOR_ROOT if number in known), USERS_FOR_ROOT[0])


@cache
def _sizes_are_known() -> bool:
    """Whether this bubblewrap can bound what a command keeps in memory as files; older ones cannot."""
    try:
        said = processes.run([_bwrap() or "bwrap", "--help"], cwd=Path("/"), timeout_s=10)
    except TeachingError:
        return False
    return b"--size" in said.stdout + said.stderr


def _bwrap() -> str | None:
    return _found("bwrap")


def _found(name: str) -> str | None:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join(entry for entry in entries if os.path.isabs(entry)))


def _works(argv: list[str]) -> bool:
    try:
        return processes.run(argv, cwd=Path("/"), timeout_s=10).exit == 0
    except TeachingError:
        return False
