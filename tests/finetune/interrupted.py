"""Interrupts trainings and says which came out other than one that was left alone.

Run as a program with a folder to work in, since it forks: the libraries are loaded once, for all of them. It prints one
JSON document.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from finetune.config import Config
from finetune.manifest import file_digest
from finetune.stages import Work
from finetune.toy import base, pretraining
from finetune.train import checkpoints, stage, trainer
from teaching.errors import RefusedError
from tests.finetune.tiny import BASE, prepared

TOY = BASE.model_copy(update={"steps": 6, "batch_tokens": 256, "lr": 1e-3})


def in_child(work: Callable[[], None]) -> int:
    """The status of a process that did this."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def train(folder: Path, config: Config) -> None:
    """One attempt at the stage `train`; SIGTERM ends it with status 1."""
    shutil.rmtree(folder / "train", ignore_errors=True)
    (folder / "train").mkdir()
    inputs = {"base": folder.parent / "base", "combine": folder.parent / "combine"}
    try:
        stage.run(Work(config, folder / "train", inputs, lambda _: None, folder / "kept"))
    except RefusedError as error:
        (folder / "words").write_text(str(error), encoding="utf-8")
        os._exit(1)


def at_step(step: int, number: int) -> None:
    """Sends itself a signal when that step is noted."""
    note = checkpoints.note

    def noting(kept: Path, event: checkpoints.Event) -> None:
        note(kept, event)
        if event["step"] == step:
            os.kill(os.getpid(), number)

    trainer.note = noting


def within_a_checkpoint(step: int) -> None:
    """Is killed when all of a checkpoint is written but the mark that it is whole."""

    def hook(event: str, found: tuple[object, ...]) -> None:
        if event == "open" and str(found[0]).endswith(f"checkpoint-{step}/{checkpoints.WHOLE}"):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def toy(folder: Path, killed_after: int | None = None) -> None:
    """One attempt at the stage `base` with a cache of its own."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    shutil.rmtree(folder / "base", ignore_errors=True)
    (folder / "base").mkdir()
    keep = pretraining.keep

    def keeping(file: Path, held: dict[str, object]) -> None:
        keep(file, held)
        if killed_after is not None:
            os.kill(os.getpid(), signal.SIGKILL)

    pretraining.keep = keeping
    pretraining.KEEP_EVERY = 2
    config = Config(name="tiny", base=TOY)
    base.run(Work(config, folder / "base", {}, lambda _: None, folder))


def weights(folder: Path) -> dict[str, str]:
    """The bits of what came out, without the events, which hold times."""
    return {file.name: file_digest(file) for file in sorted(folder.iterdir()) if file.name != checkpoints.EVENTS}


def main(folder: Path) -> None:
    """Every interruption once, each followed by an attempt that is left alone."""
    config = prepared(folder)
    ways: dict[str, Callable[[], None]] = {
        "left alone": lambda: None,
        "killed between checkpoints": lambda: at_step(5, signal.SIGKILL),
        "killed within a checkpoint": lambda: within_a_checkpoint(4),
        "asked to end": lambda: at_step(5, signal.SIGTERM),
    }
    report: dict[str, object] = {}
    for way, interrupt in ways.items():
        place = folder / way.replace(" ", "-")
        (place / "kept").mkdir(parents=True)

        def attempt(place: Path = place, interrupt: Callable[[], None] = interrupt) -> None:
            interrupt()
            train(place, config)

        status = in_child(attempt)
        left = sorted(path.name for path in (place / "kept" / "checkpoints").iterdir())
        again = in_child(lambda place=place: train(place, config)) if status else 0
        events = [json.loads(line) for line in (place / "train" / checkpoints.EVENTS).read_text().splitlines()]
        report[way] = {
            "status": os.waitstatus_to_exitcode(status),
            "again": again,
            "left": left,
            "weights": weights(place / "train" / "adapter"),
            "events": [[event["step"], event["loss"], event["tokens"]] for event in events],
        }
    for way, killed_after in (("toy left alone", None), ("toy killed", 1)):
        place = folder / way.replace(" ", "-")
        place.mkdir()
        status = in_child(lambda place=place, killed_after=killed_after: toy(place, killed_after))
        if status:
            in_child(lambda place=place: toy(place))
        report[way] = {"status": os.waitstatus_to_exitcode(status), "weights": weights(place / "base")}
    words = folder / "asked-to-end" / "words"
    print(json.dumps({**report, "words": words.read_text(encoding="utf-8") if words.exists() else ""}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
