"""Kills a run at every change that it makes to the disk, runs it again, and says what is different from one that lived.

Run as a program with a folder to work in, since it forks: it prints one JSON document.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from finetune.config import JSON, Config, load
from finetune.run import run
from finetune.stages import Stage, Work

CHANGES = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "killing.point"}
MOST = 400


def silent(_text: str) -> None:
    """Says nothing to nobody."""


def _seeds(work: Work) -> Mapping[str, JSON]:
    with (work.folder / "seeds.txt").open("w", encoding="utf-8") as stream:
        for number in range(3):
            stream.write(f"{work.config.seed + number}\n")
            stream.flush()
            sys.audit("killing.point")
    return {}


def _steps(work: Work) -> Mapping[str, JSON]:
    """Adds up in steps, and keeps where it is between attempts."""
    state, aside = work.kept / "state.json", work.kept / "state.part"
    done = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {"step": 0, "sum": 0}
    begun_at = done["step"]
    for number in range(done["step"], 4):
        seed = int((work.inputs["seeds"] / "seeds.txt").read_text(encoding="utf-8").split()[number % 3])
        done = {"step": number + 1, "sum": done["sum"] * 31 + seed}
        aside.write_text(json.dumps(done), encoding="utf-8")
        aside.replace(state)
    (work.folder / "deep").mkdir()
    (work.folder / "deep" / "sum.txt").write_text(str(done["sum"]), encoding="utf-8")
    return {"begun_at": begun_at}


STAGES = (
    Stage("seeds", "write seeds", (), _seeds, reads=("seed",)),
    Stage("steps", "add them up", ("seeds",), _steps, reads=("train.rank",)),
)


def bits(out: Path) -> dict[str, str]:
    """Every file but those that hold times."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes().hex()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", ".lock"}
    }


def in_child(work: Callable[[], None]) -> int:
    """The status of a process that did this."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def dies_at(instant: int, config: Config, out: Path) -> bool:
    """Whether the run was killed there; False where it made fewer changes than that."""

    def attempt() -> None:
        left = instant

        def hook(event: str, _: object) -> None:
            nonlocal left
            if event in CHANGES:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        run(STAGES, config, out, silent)

    return os.WIFSIGNALED(in_child(attempt))


def main(folder: Path) -> None:
    """Both a first run and one in place of another are killed at every instant."""
    config, other = load(), load(settings=["seed=7", "train.rank=3"])
    run(STAGES, config, folder / "lived", silent)
    run(STAGES, other, folder / "other", silent)
    wanted = bits(folder / "lived")
    different: list[str] = []
    resumed = instants = 0
    for before in (None, folder / "other"):
        for instant in range(MOST):
            out = folder / "killed"
            shutil.rmtree(out, ignore_errors=True)
            if before:
                shutil.copytree(before, out)
            if not dies_at(instant, config, out):
                break
            instants += 1
            run(STAGES, config, out, silent)
            if bits(out) != wanted:
                different.append(f"{'over another' if before else 'first'}, instant {instant}")
            facts = json.loads((out / "steps" / "manifest.json").read_text(encoding="utf-8"))["facts"]
            resumed += facts["begun_at"] > 0
    print(json.dumps({"instants": instants, "different": different, "resumed": resumed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
