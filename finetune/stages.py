"""What a stage is. `finetune/run.py` runs it, `finetune/__main__.py` has the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from finetune.config import JSON, Config


@dataclass(frozen=True)
class Work:
    """What a stage gets.

    Attributes:
        folder: empty, to be written into; it becomes the stage's folder when the stage returns.
        inputs: the finished folders of the stages that it needs, by name; not to be written into.
        say: tells the person who waits, in a few words.
        kept: a folder that outlives a killed attempt, for checkpoints; emptied when something changed that the stage
            depends on, and removed when it has finished.
    """

    config: Config
    folder: Path
    inputs: Mapping[str, Path]
    say: Callable[[str], None]
    kept: Path


Run = Callable[[Work], Mapping[str, JSON]]


@dataclass(frozen=True)
class Late:
    """A stage's function by name (`module:function`), imported when it runs: nothing heavy loads for `--help`."""

    target: str

    def __call__(self, work: Work) -> Mapping[str, JSON]:
        """Imports the function and calls it."""
        result: Mapping[str, JSON] = late(self.target)(work)
        return result


def late(target: str) -> Any:
    """What stands under a name (`module:function`), imported now: for what few runs need and is slow to load."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def _nothing(config: Config) -> Mapping[str, str]:
    return {}


def _always(config: Config) -> str | None:
    return None


@dataclass(frozen=True)
class Stage:
    """One row of the table.

    Attributes:
        needs: the stages whose folders it reads.
        run: writes `Work.folder` and returns facts for the manifest; the same inputs give the same files.
        reads: the fields and sections of the configuration that it depends on.
        code: the modules and packages that decide what it writes; a change in them runs it again.
        outside: digests of what it reads beyond the run's folder.
        unless: why `run` leaves it out with this configuration; None where it does not.
    """

    name: str
    purpose: str
    needs: tuple[str, ...]
    run: Run
    reads: tuple[str, ...] = ("name", "seed")
    code: tuple[str, ...] = ()
    outside: Callable[[Config], Mapping[str, str]] = field(default=_nothing)
    unless: Callable[[Config], str | None] = field(default=_always)
