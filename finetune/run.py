"""Runs stages one after another, each into a folder that appears whole or not at all.

Whatever a kill leaves is settled at the next start: a `.part` without a manifest is thrown away, one with the manifest
that is wanted is put in its place, and `.old` is what stood there before. One run at a time has the folder.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from pydantic import JsonValue

from finetune import manifest, memory
from finetune.config import Config
from finetune.manifest import Depends, Manifest
from finetune.parts import missing
from finetune.plan import depends, look_outside, outdated
from finetune.stages import Stage, Work
from teaching.errors import RefusedError

_ALMOST_FULL = 8 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}

Say = Callable[[str], None]


def run(stages: Sequence[Stage], config: Config, out: Path, say: Say, again: Sequence[str] = ()) -> None:
    """Runs every stage that is out of date.

    Args:
        again: the stages to run even where they are up to date.

    Raises:
        RefusedError: another run has the folder, or it cannot be written.
        MissingPartError: a stage needs a library that is not installed.
    """
    look_outside(stages, config)
    with _lock(out):
        (out / "config.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
        for stage in stages:
            _bring_up_to_date(stage, config, out, say, forced=stage.name in again)


def take(stages: Sequence[Stage], out: Path) -> None:
    """Requires that these stages have run.

    Raises:
        RefusedError: for the first that has not.
    """
    for stage in stages:
        if manifest.read(out / stage.name) is None:
            raise RefusedError(
                f"{stage.name} has not run in {out}: `python -m finetune {stage.name} --out {out}` runs it with what "
                "it needs"
            )


def _bring_up_to_date(stage: Stage, config: Config, out: Path, say: Say, *, forced: bool) -> None:
    width = 10
    if reason := stage.unless(config):
        say(f"{stage.name:<{width}} left out: {reason}")
        return
    wanted = depends(stage, config, out)
    with _words_for_the_disk(out):
        _settle(out, stage.name, wanted)
        why = outdated(stage, config, out) or ("asked for" if forced else None)
        if why is None:
            _remove(out / f"{stage.name}.kept")
            say(f"{stage.name:<{width}} up to date")
            return
        started = time.monotonic()
        say(f"{stage.name:<{width}} runs: {why}")
        facts = _perform(stage, config, out, wanted, say)
    told = f", {facts['words']}" if isinstance(facts.get("words"), str) else ""
    say(f"{stage.name:<{width}} {time.monotonic() - started:.1f} s{told}")


def _perform(stage: Stage, config: Config, out: Path, wanted: Depends, say: Say) -> dict[str, JsonValue]:
    part, kept = out / f"{stage.name}.part", _kept(out, stage.name, wanted.key)
    part.mkdir()
    work = Work(config, part, {name: out / name for name in stage.needs}, lambda text: say(f"  {text}"), kept)
    started = time.monotonic()
    memory.forget_peak()
    try:
        with missing(stage.name):
            facts: dict[str, JsonValue] = dict(stage.run(work))
    except BaseException:
        _remove(part)  # a full disk has room again; what is worth keeping lies in `kept`
        raise
    written = manifest.outputs(part)
    device = facts.get("device")
    made = Manifest(
        depends=wanted,
        key=wanted.key,
        outputs=written,
        digest=manifest.digest_of(written),
        facts=facts,
        versions=manifest.versions(),
        seed=config.seed,
        device=device if isinstance(device, str) else "cpu",
        seconds=round(time.monotonic() - started, 3),
        peak_memory=memory.peak(),
    )
    manifest.write(part, made)
    _replace(out, stage.name)
    _remove(out / f"{stage.name}.kept")
    return facts


def _settle(out: Path, name: str, wanted: Depends) -> None:
    """Brings a stage's folders into order after an attempt that was killed."""
    folder, part, old = out / name, out / f"{name}.part", out / f"{name}.old"
    found = manifest.read(part)
    if found is not None and found.key == wanted.key and manifest.altered(part, found) is None:
        _replace(out, name)
    _remove(part)
    if old.exists() and not folder.exists():
        old.rename(folder)
    _remove(old)


def _replace(out: Path, name: str) -> None:
    folder, part, old = out / name, out / f"{name}.part", out / f"{name}.old"
    if folder.exists():
        _remove(old)
        folder.rename(old)
    part.rename(folder)
    _sync(out)
    _remove(old)


def _kept(out: Path, name: str, key: str) -> Path:
    """The folder that outlives a killed attempt; what was kept for anything else is removed."""
    folder = out / f"{name}.kept" / key[:16]
    if folder.parent.is_dir():
        for other in folder.parent.iterdir():
            if other != folder:
                _remove(other)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextlib.contextmanager
def _lock(out: Path) -> Generator[None, None, None]:
    """Holds the folder; the system lets go of it when the process ends, however it ends."""
    with _words_for_the_disk(out):
        out.mkdir(parents=True, exist_ok=True)
        opened = os.open(out / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(opened, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise RefusedError(
                f"another run works in {out} (process {holder}): wait for it, or pass another folder with --out"
            ) from error
        with _words_for_the_disk(out):
            os.truncate(opened, 0)
            os.pwrite(opened, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(opened)


@contextlib.contextmanager
def _words_for_the_disk(out: Path) -> Generator[None, None, None]:
    """Says what to do when there is no room, or no right to write."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise RefusedError(_room(out)) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            raise RefusedError(
                f"{error.filename or out} cannot be written ({(error.strerror or 'refused').lower()}): "
                "pass a folder of your own with --out"
            ) from error
        raise
    except Exception as error:
        # Libraries wrap the system's error in one of their own.
        if out.is_dir() and shutil.disk_usage(out).free < _ALMOST_FULL:
            raise RefusedError(_room(out)) from error
        raise


def _room(out: Path) -> str:
    return f"the disk of {out} is full: make room, or pass a folder elsewhere with --out; then the same command goes on"
