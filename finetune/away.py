"""`run --on user@host`: the same run on another machine, over ssh, in a container there where one is named.

Code and files are copied, the run is detached there and its output followed; a line that drops is taken up again, and
so is a run whose local end was killed: the same command attaches to it. What came out is fetched. ssh must get in
without asking (a key, an agent); FINETUNE_SSH stands in for `ssh`, FINETUNE_PYTHON for the `python3` over there.
"""

import io
import os
import re
import shlex
import shutil
import tarfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

from finetune import manifest
from finetune.config import Config
from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.repository import processes

_HOST = re.compile(r"(?!-)[A-Za-z0-9._@\[\]:-]+")
_CONTAINER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_COPIED = ("--with", "--source", "--config")  # options whose files travel; what else names a path names one over there
_OURS = ("--on", "--container", "--out")
_CODE = ("teaching", "mcp_server", "finetune")
_BESIDE = ("commands", "claude_templates", "curriculum", ".claude")  # in a checkout; a wheel has them inside
_SKIPPED = {"__pycache__", "node_modules", ".venv"}
_OPTIONS = (
    "-o",
    "BatchMode=yes",
    "-o",
    "ServerAliveInterval=15",
    "-o",
    "ServerAliveCountMax=3",
    "-o",
    "LogLevel=ERROR",
)
_TRIES, _LONGEST_S = 60, 30.0
_PATIENCE_S, _DAYS_S = 120.0, 30 * 24 * 3600.0
_STATE = (
    "if [ -f exit ]; then echo ended; elif [ -s pid ] && kill -0 $(cat pid) 2>/dev/null; then echo runs; "
    "elif [ -s pid ]; then echo died; else echo none; fi; cat words 2>/dev/null || true"
)

Say = Callable[[str], None]


def arguments(command: ArgumentParser) -> None:
    """The options of `run`."""
    command.add_argument("--on", metavar="USER@HOST", help="run it there, over ssh, and fetch what comes out")
    command.add_argument("--container", metavar="NAME", help="of --on: within this container there (docker exec)")


def run(host: str, container: str | None, given: Sequence[str], config: Config, out: Path, say: Say) -> int:
    """Runs it there, or attaches to what runs there; returns its exit code.

    Raises:
        BadInputError: for a name that is none, or a file that is not there.
        RefusedError: where the machine is not reached, or something else runs there under this name.
        MissingPartError: where the machine lacks what the command itself needs.
    """
    there = _There(host, container, config.name)
    files, words = _travelling(given)
    told = shlex.join(words)
    state, _, before = there.ask(_STATE).partition("\n")
    if state in {"runs", "ended"} and before.strip() != told:
        raise RefusedError(
            f"on {host} this is under way under the name {config.name}: finetune {before.strip()}; type that with --on "
            "to attach to it, or take another name with --set name=…"
        )
    if state in {"runs", "ended"}:
        say(f"attached to what {state} on {host}")
    else:
        say(f"copying to {host}")
        there.put(_packed(files))
        there.start(words)
    there.follow(say)
    code = int(there.ask("cat exit") or 1)
    _fetch(there, config, out)
    there.ask("mv exit fetched")
    say(f"fetched into {out}; it ended with {code} on {host}")
    return code


class _There:
    """The folder of a run on the other machine."""

    def __init__(self, host: str, container: str | None, name: str) -> None:
        if not _HOST.fullmatch(host):
            raise BadInputError(
                f"{host} is no machine's name: write --on user@host, or a name from ssh's configuration"
            )
        if container is not None and not _CONTAINER.fullmatch(container):
            raise BadInputError(f"{container} is no container's name: `docker ps` on {host} lists them")
        self._host, self._container = host, container
        self._folder = f'"$HOME"/.cache/teach-finetune/{name}'
        self._ssh = shlex.split(os.environ.get("FINETUNE_SSH", "ssh"))
        self._python = os.environ.get("FINETUNE_PYTHON", "python3")

    def ask(self, script: str, sent: bytes = b"") -> str:
        """What a script prints there, in the run's folder."""
        ran = processes.run(self._argv(script), cwd=Path.cwd(), env=_environment(), stdin=sent, timeout_s=_PATIENCE_S)
        if ran.exit != 0:
            said = (ran.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {ran.exit}"])[-1]
            raise RefusedError(f"{self._host} could not be asked ({said}): `ssh {self._host} true` shows more")
        return ran.stdout.decode(errors="replace").strip()

    def put(self, packed: bytes) -> None:
        """Lays out the code, in place of what was there."""
        self.ask("rm -rf code given && mkdir -p code && tar -xzf - -C . && touch log", packed)

    def start(self, words: Sequence[str]) -> None:
        """Starts the run, so that it outlives this line."""
        python = shlex.quote(self._python)
        needed = self.ask(f"{python} -c 'import pydantic, rich' 2>/dev/null && echo yes || echo no")
        if needed != "yes":
            raise MissingPartError(
                f"{self._python} on {self._host} lacks what the command needs: install the package with its extras "
                "`finetune` and `local` there, name another with FINETUNE_PYTHON, or a container with --container"
            )
        run = f"PYTHONPATH=code {python} -u -m finetune {shlex.join(words)} --out run"
        inner = f"echo $$ > pid; {run} > log 2>&1; echo $? > exit.part; mv exit.part exit"
        self.ask(
            f"rm -f exit fetched pid; printf %s {shlex.quote(shlex.join(words))} > words; "
            f"setsid nohup sh -c {shlex.quote(inner)} </dev/null >/dev/null 2>&1 & "
            "while [ ! -s pid ]; do sleep 0.1; done"
        )

    def follow(self, say: Say) -> None:
        """Hands on the run's output until it ends, over as many lines as that takes."""
        read, tries, rest = 0, 0, b""
        while True:
            begun = read

            def take(chunk: bytes) -> None:
                nonlocal read, rest
                read += len(chunk)
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    say(f"  {line.decode(errors='replace')}")

            ended = self.stream(f"tail -c +{read + 1} -f --pid=$(cat pid) log", take)
            if ended == 0:
                break
            tries = 0 if read > begun else tries + 1
            if tries >= _TRIES:
                raise RefusedError(f"the line to {self._host} stays down: the same command attaches again")
            if tries <= 1:
                say(f"the line to {self._host} dropped; the run goes on there, attaching again")
            time.sleep(min(2.0**tries / 2, _LONGEST_S))
        if rest:
            say(f"  {rest.decode(errors='replace')}")
        if self.ask("[ -f exit ] && echo yes || echo no") != "yes":
            raise RefusedError(f"the run on {self._host} was killed: the same command goes on from there")

    def stream(self, script: str, take: Callable[[bytes], None]) -> int:
        """Hands on what a script prints there; returns its exit code, or ssh's where the line dropped."""
        first, *rest = self._argv(f"{script} 2>/dev/null", "-o", "LogLevel=QUIET")
        program = shutil.which(first)
        if program is None:
            raise MissingPartError(f"{first} is not installed: install OpenSSH's client")
        kept = {name: os.environ[name] for name in processes.ALLOWED_ENVIRONMENT if name in os.environ}
        return processes.stream(
            [program, *rest],
            cwd=Path.cwd(),
            env=kept | _environment(),
            take=take,
            stop=lambda _: None,
            timeout_s=_DAYS_S,
        ).exit

    def _argv(self, script: str, *options: str) -> list[str]:
        whole = f"mkdir -p {self._folder} && cd {self._folder} && {{ {script}; }}"
        if self._container is not None:
            whole = f"docker exec -i {self._container} sh -c {shlex.quote(whole)}"
        # The first of two values counts for ssh.
        return [*self._ssh, *options, *_OPTIONS, self._host, f"sh -c {shlex.quote(whole)}"]


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("SSH_AUTH_SOCK",) if name in os.environ}


def _travelling(given: Sequence[str]) -> tuple[dict[str, Path], list[str]]:
    """The files that are copied, by their names there, and the words to be typed there."""
    files: dict[str, Path] = {}
    words: list[str] = []
    waiting = list(given)
    while waiting:
        option, equals, value = waiting.pop(0).partition("=")
        if option not in (*_COPIED, *_OURS):
            words.append(f"{option}{equals}{value}")
            continue
        value = value if equals else waiting.pop(0)
        if option in _COPIED:
            path = Path(value)
            if not path.is_file():
                raise BadInputError(f"there is no file {path}: {option} copies it to the other machine")
            name = f"given/{len(files)}-{path.name}"
            files[name] = path
            words += [option, name]
    return files, words


def _packed(files: dict[str, Path]) -> bytes:
    """The package and these files, as a tar."""
    above = Path(__file__).resolve().parents[1]
    names = _CODE + (_BESIDE if (above / "pyproject.toml").is_file() else ())
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=3) as tar:
        for name in names:
            if (above / name).is_dir():
                tar.add(above / name, f"code/{name}", filter=_plain)
        for name, path in files.items():
            tar.add(path, name, filter=_plain)
    return packed.getvalue()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without what was compiled or installed beside, and without our user's name."""
    if _SKIPPED & set(Path(member.name).parts):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _fetch(there: _There, config: Config, out: Path) -> None:
    """Brings the stages' folders here, each whole; of the GGUF only what is served, of the merged weights nothing."""
    aside = out / ".fetching"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    large = " ".join(f"--exclude='./{name}'" for name in ("merge", "*.kept", "*.part", "*.old", ".lock"))
    if config.export.serve != "F16":
        large += " --exclude='./export/gguf/*F16*'"
    packed = aside / "fetched.tar"
    with packed.open("wb") as file:
        ended = there.stream(f"tar -cf - {large} -C run .", lambda chunk: _write(file, chunk))
    if ended != 0:
        raise RefusedError("what came out could not be fetched: the same command tries again")
    with tarfile.open(packed) as tar:
        tar.extractall(aside / "run", filter="data")
    packed.unlink()
    for path in sorted((aside / "run").iterdir()):
        found = manifest.read(path) if path.is_dir() else None
        for name, output in (found.outputs if found else {}).items():
            if (path / name).is_file() and manifest.file_digest(path / name) != output.sha256:
                raise RefusedError(f"{path.name}/{name} arrived damaged: the same command fetches it again")
        target = out / path.name
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)
    shutil.rmtree(aside)


def _write(file: io.BufferedWriter, chunk: bytes) -> None:
    file.write(chunk)
