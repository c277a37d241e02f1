"""Makes the environment that the server runs in, once, in the plugin's own data folder.

It holds the dependencies only: the code is always the plugin's own, so an update that needs nothing new installs
nothing. `uv` is used where there is one (it brings a Python of its own if need be), else `venv` and pip.
The folder is made beside its place and renamed, so a half-made one is never used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

if sys.platform != "win32":
    import fcntl

OLDEST = (3, 11)
_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3", "python")
_INSTALL_S = 900
# The list of dependencies is read by the new environment's Python: the one that runs this may have no tomllib.
_REQUIREMENTS = (
    "import sys, tomllib; p = tomllib.load(open(sys.argv[1], 'rb'))['project'];"
    "print('\\n'.join(p['dependencies'] + p['optional-dependencies']['web']))"
)
# Prints the version and what this Python installs with: `pip --python` came with pip 22.3.
_ASKED = """\
import sys
installer = ""
try:
    import ensurepip
    installer = "ensurepip"
except ImportError:
    pass
try:
    import pip
    installer = "pip" if tuple(map(int, pip.__version__.split(".")[:2])) >= (22, 3) else installer
except ImportError:
    pass
print("%d.%d" % sys.version_info[:2], installer)
"""


class CannotInstall(Exception):
    """There is no environment and none can be made; the message says what to do."""


class Environment:
    """The environment for one version of the dependencies."""

    def __init__(self, plugin: Path, data: Path) -> None:
        self._plugin = plugin
        self._data = data
        self._running: subprocess.Popen[str] | None = None
        needs = b"".join((plugin / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
        self.folder = data / f"env-{hashlib.sha256(needs).hexdigest()[:12]}"

    @property
    def python(self) -> Path:
        """Its interpreter, whether it exists or not."""
        return _python_of(self.folder)

    def exists(self) -> bool:
        """Whether it is there, and the Python that it was made from still is."""
        return self.python.exists()

    def make(self) -> None:
        """Makes it; a second process that wants the same waits for the first.

        Raises:
            CannotInstall: no Python is new enough, or a program that installs failed.
        """
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            with _alone(self._data / "installing.lock"):
                if not self.exists():
                    self._make()
        except OSError as error:
            raise CannotInstall(f"{error.filename or self._data}: {(error.strerror or str(error)).lower()}") from error

    def stop(self) -> None:
        """Ends the program that installs at this moment, if any."""
        if self._running is not None:
            self._running.kill()

    def _make(self) -> None:
        if self.folder.exists():
            shutil.rmtree(self.folder)  # the Python that it was made from is gone
        new = Path(tempfile.mkdtemp(prefix="making-", dir=self._data))
        try:
            uv = shutil.which("uv")
            if uv is not None:
                self._with_uv(uv, new)
            else:
                self._with_pip(new)
            new.rename(self.folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _with_uv(self, uv: str, new: Path) -> None:
        self._run([uv, "venv", "--quiet", "--clear", "--python", ">={}.{}".format(*OLDEST), str(new)])
        install = [uv, "pip", "install", "--quiet", "--only-binary", ":all:", "--python", str(_python_of(new))]
        needs = ["-r", str(self._plugin / "pyproject.toml"), "--extra", "web"]
        self._run([*install, *needs, "-c", str(self._plugin / "constraints.txt")])

    def _with_pip(self, new: Path) -> None:
        base, has_pip = _new_enough()
        # A pip that can install for another environment saves making one there, which takes as long as the rest.
        self._run([base, "-m", "venv", "--clear", *(["--without-pip"] if has_pip else []), str(new)])
        python = str(_python_of(new))
        needs = self._run([python, "-c", _REQUIREMENTS, str(self._plugin / "pyproject.toml")]).split("\n")
        pip = [base, "-m", "pip", "--python", python] if has_pip else [python, "-m", "pip"]
        # Only wheels: nothing that is downloaded runs while it is installed.
        install = [*pip, "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
        constraints = ["--constraint", str(self._plugin / "constraints.txt")]
        self._run([*install, *constraints, *[need for need in needs if need]])

    def _run(self, argv: Sequence[str]) -> str:
        # In the data folder: uv would take settings from the user's project.
        self._running = subprocess.Popen(
            list(argv),
            cwd=self._data,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        try:
            output, _ = self._running.communicate(timeout=_INSTALL_S)
        except subprocess.TimeoutExpired as error:
            self._running.kill()
            self._running.communicate()
            raise CannotInstall(f"{_shown(argv)} did not end within {_INSTALL_S // 60} minutes") from error
        if self._running.returncode:
            raise CannotInstall(_reason(argv, output))
        return output


def _python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _new_enough() -> tuple[str, bool]:
    """A Python that can run the server, and whether it has a pip that can install for another environment."""
    found: list[str] = []
    for name in (sys.executable, *_PYTHONS):
        path = shutil.which(name)
        if path is None:
            continue
        # The shims of version managers exist without a Python behind them, so each is asked.
        with subprocess.Popen(
            [path, "-c", _ASKED], stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, encoding="utf-8"
        ) as asked:
            version, _, installer = asked.communicate()[0].strip().partition(" ")
        if installer and tuple(map(int, version.split("."))) >= OLDEST:
            return path, installer == "pip"
        found.append(
            f"{path} ({version or 'broken'}{'' if installer or not version else ', without pip or ensurepip'})"
        )
    tried = f"; found {', '.join(dict.fromkeys(found))}" if found else ""
    raise CannotInstall(
        "Python {}.{} or newer, with venv and pip, is needed{}. ".format(*OLDEST, tried) + "Install uv "
        "(https://docs.astral.sh/uv) or such a Python (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew "
        "install python; Windows: winget install Python.Python.3.13)"
    )


def _reason(argv: Sequence[str], output: str) -> str:
    last = [line.strip() for line in output.splitlines() if line.strip()][-3:]
    if any("ensurepip" in line for line in last):
        return "venv cannot work without ensurepip: on Debian and Ubuntu, apt install python3-venv"
    return f"{_shown(argv)} failed: {' / '.join(last)[:600] or 'without a word'}"


def _shown(argv: Sequence[str]) -> str:
    return f"`{Path(argv[0]).name} {' '.join(argv[1:4])} …`"


@contextmanager
def _alone(lock: Path) -> Generator[None]:
    """One process at a time; the lock ends with the process that holds it."""
    with lock.open("a", encoding="utf-8") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
