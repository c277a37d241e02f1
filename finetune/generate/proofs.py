"""What was executed, kept: a proof has what came out, under the digest of all that it hangs on.

Proofs that are shipped (`finetune/generate/proven`, made by `make proofs`) and those of earlier runs on this machine
stand for an execution; what lacks one is executed, and a twentieth, drawn by the seed, is executed again all the same.
"""

import hashlib
import inspect
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from finetune.generate import tools
from finetune.manifest import code_digest
from teaching.errors import RefusedError
from teaching.repository.private import cache_folder

Facts = Mapping[str, Any]
_AGAIN = 20  # one in so many
_AT_ONCE = 2


@dataclass(frozen=True)
class Job:
    """Something to execute, whose outcome hangs on nothing but what stands here.

    Attributes:
        name: of its kind, a word that can name a file.
        inputs: every text that decides the outcome, by a name of its own.
        run: a function of a module; gets an empty folder and the inputs, gives what came out as JSON, with nothing of
            this machine in it; raises for what should not come.
        uses: programs whose versions count, from `finetune.generate.tools`.
        code: modules and packages whose code decides the outcome, beside the one of `run`.
    """

    name: str
    inputs: Mapping[str, str]
    run: Callable[[Path, Mapping[str, str]], Facts]
    uses: Sequence[str] = ("python",)
    code: Sequence[str] = ()

    @property
    def key(self) -> str:
        """The digest of all that the outcome hangs on."""
        whole = {
            "name": self.name,
            "inputs": dict(sorted(self.inputs.items())),
            "tools": {tool: tools.version(tool) for tool in self.uses},
            "code": _digest((_module(self.run), *self.code)),
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:32]


class Proofs:
    """All proofs of a run; each is executed once at most.

    Attributes:
        used: every proof that an example stands on, by kind and key.
        executed: how many were executed, for want of a proof or to see whether it still holds.
    """

    def __init__(self, kept: Path, seed: int) -> None:
        """Takes the folder where new proofs are kept, and the seed that draws those that are executed again."""
        self._kept, self._seed = kept, seed
        self._shipped: dict[str, dict[str, Facts]] = {}
        self.used: dict[str, dict[str, Facts]] = {}
        self.executed = 0

    def of(self, job: Job) -> Facts:
        """What came out.

        Raises:
            RefusedError: executed again, something else came out.
        """
        return self.all([job])[0]

    def all(self, jobs: Sequence[Job]) -> list[Facts]:
        """The same for many, two at a time; in their order."""
        keys = [job.key for job in jobs]
        known = [self._known(job.name, key) for job, key in zip(jobs, keys, strict=True)]
        todo = [
            number
            for number, (job, key) in enumerate(zip(jobs, keys, strict=True))
            if known[number] is None or (self._drawn(key) and key not in self.used.get(job.name, {}))
        ]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            made = dict(zip(todo, pool.map(lambda number: self._execute(jobs[number]), todo), strict=True))
        for number, facts in made.items():
            held = known[number]
            if held is None:
                self._keep(jobs[number].name, keys[number], facts)
                known[number] = facts
            elif held != facts:
                raise RefusedError(_changed(jobs[number], held, facts))
        found = [facts for facts in known if facts is not None]
        for job, key, facts in zip(jobs, keys, found, strict=True):
            self.used.setdefault(job.name, {})[key] = facts
        return found

    def _execute(self, job: Job) -> Facts:
        with tempfile.TemporaryDirectory(prefix="teach-") as folder:
            facts = job.run(Path(folder).resolve(), job.inputs)
        self.executed += 1
        # As it will be read again, so that what was just made and what was kept are the same.
        found: Facts = json.loads(_spelled(facts))
        return found

    def _drawn(self, key: str) -> bool:
        draw = hashlib.sha256(f"{self._seed} {key}".encode()).digest()
        return int.from_bytes(draw[:4], "big") % _AGAIN == 0

    def _known(self, name: str, key: str) -> Facts | None:
        if name in self.used and key in self.used[name]:
            return self.used[name][key]
        if name not in self._shipped:
            self._shipped[name] = shipped(name)
        if key in self._shipped[name]:
            return self._shipped[name][key]
        try:
            found: Facts = json.loads((self._kept / name / f"{key}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found

    def _keep(self, name: str, key: str, facts: Facts) -> None:
        folder = self._kept / name
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as stream:
            stream.write(_spelled(facts))
        os.replace(stream.name, folder / f"{key}.json")


def place() -> Path:
    """Where this machine keeps proofs of its own; what lies there can be made again."""
    return cache_folder() / "proofs"


def shipped(name: str) -> dict[str, Facts]:
    """The proofs of a kind that come with the program."""
    file = files("finetune.generate") / "proven" / f"{name}.jsonl"
    if not file.is_file():
        return {}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {row["key"]: row["facts"] for row in rows}


def write(used: Mapping[str, Mapping[str, Facts]], folder: Path) -> None:
    """Writes the proofs that were used, a file for each kind, as they are shipped."""
    folder.mkdir(parents=True)
    for name, proofs in used.items():
        rows = [_spelled({"key": key, "facts": facts}) for key, facts in sorted(proofs.items())]
        (folder / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _spelled(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _changed(job: Job, held: Facts, facts: Facts) -> str:
    differing = sorted(name for name in held.keys() | facts.keys() if held.get(name) != facts.get(name))
    return (
        f"a proof no longer holds: {job.name} of {', '.join(sorted(job.inputs))} gave another {', '.join(differing)} "
        "when it was executed again; look for a time, a path or a chance in it, then `make proofs`"
    )


def _module(run: Callable[..., object]) -> str:
    module = inspect.getmodule(run)
    return module.__name__ if module is not None else ""


_digests: dict[tuple[str, ...], str] = {}


def _digest(modules: tuple[str, ...]) -> str:
    if modules not in _digests:
        _digests[modules] = code_digest(modules)
    return _digests[modules]
