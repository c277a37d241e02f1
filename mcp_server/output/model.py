"""What `teach model` prints: where the local model stands, and how far a download is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from teaching.contracts.weights import Promoted
from teaching.models.choosing import install_llama
from teaching.models.external import Found
from teaching.models.installed import Pulled, Running
from teaching.models.pulling import size
from teaching.program import teach
from teaching.repository.files import printable

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Status:
    """All that is known.

    Attributes:
        process: what it says of itself; a text where it does not answer; None where none runs.
        llama: the version of llama-cpp-python; None where it is not installed.
        found: engines that answer on this machine.
    """

    promoted: Promoted | None
    engine: Running | None
    process: Mapping[str, Any] | str | None
    log: Path
    socket: Path
    llama: str | None
    pulled: Mapping[str, Pulled]
    found: list[Found]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "chosen": self._chosen(),
            "process": self._process(),
            "socket": str(self.socket),
            "log": str(self.log),
            "llama_cpp": {"version": self.llama, "next": "" if self.llama else install_llama()},
            "pulled": [{"name": name, "size": one.size, "sha256": one.sha256} for name, one in self.pulled.items()],
            "found": [
                {"kind": one.kind, "url": one.base.url, "models": list(one.models), "next": _use(one)}
                for one in self.found
            ],
            "next": self._next(),
        }

    def lines(self) -> list[str]:
        """For people."""
        return [
            *self._about_chosen(),
            *self._about_process(),
            f"llama-cpp-python: {self.llama}" if self.llama else "llama-cpp-python: not installed",
            *self._about_found(),
            *(f"Pulled: {printable(name)}, {size(one.size)}" for name, one in self.pulled.items()),
            *([f"Next: {move}"] if (move := self._next()) else []),
        ]

    def _chosen(self) -> dict[str, Any] | None:
        if self.engine is not None:
            return {"kind": "engine", "url": self.engine.url, "model": self.engine.model, "state": "unproven"}
        if self.promoted is None:
            return None
        one = self.promoted
        return {
            "kind": "file", "name": one.name, "path": one.path, "sha256": one.sha256, "state": _state(one),
            "there": Path(one.path).is_file(), "prompt_format": one.prompt_format, "since": one.promoted.isoformat(),
        }  # fmt: skip

    def _process(self) -> dict[str, Any]:
        if self.process is None:
            return {"running": False}
        if isinstance(self.process, str):
            return {"running": True, "problem": self.process}
        return {"running": True} | {key: value for key, value in self.process.items() if key != "event"}

    def _about_chosen(self) -> Iterator[str]:
        if self.engine is not None:
            yield f"Chosen: {printable(self.engine.model)} at {self.engine.url} (unproven)"
        elif self.promoted is None:
            yield "Chosen: none, so words come from templates"
        else:
            yield f"Chosen: {printable(self.promoted.name)}, {_state(self.promoted)}. {standing(self.promoted)}"
            there = "" if Path(self.promoted.path).is_file() else " (it is gone)"
            yield f"File: {printable(self.promoted.path)}{there}, SHA-256 {self.promoted.sha256[:12]}…"

    def _about_process(self) -> Iterator[str]:
        if self.engine is not None:
            return
        if isinstance(self.process, str):
            yield f"Process: {self.process}"
        elif self.process is None:
            yield "Process: none runs; the first question starts it"
        else:
            told = self.process
            minutes, memory = told["running_s"] / _MINUTE, size(told["memory_bytes"])
            yield (
                f"Process: {told['pid']}, {told['state']}, for {minutes:.0f} min, {memory} of memory, "
                f"{told['served']} answered, {told['failed']} failed, {told['waiting']} waiting"
            )
            yield f"Socket: {printable(str(self.socket))}"
        yield f"Log: {printable(str(self.log))}"

    def _about_found(self) -> Iterator[str]:
        for one in self.found:
            models = ", ".join(printable(model)[:60] for model in one.models[:6]) or "no model loaded"
            yield f"Found: {one.kind} at {one.base.url} ({models}); to use it: {_use(one)}"

    def _next(self) -> str:
        if self.engine is not None:
            return ""
        if self.llama is None and self.found:
            return _use(self.found[0])
        if self.llama is None:
            return install_llama()
        if self.promoted is None:
            return teach("model", "use", "FILE.gguf")
        return "" if Path(self.promoted.path).is_file() else teach("model", "use", "FILE.gguf")


def standing(promoted: Promoted) -> str:
    """What it means that the model is proven, a toy, or neither."""
    if promoted.toy:
        return "It is a toy, made to test the path: it can say only what it was trained on."
    if promoted.proven:
        return "Its certificate says that this file gives what was trained."
    return "No certificate speaks for this file: it loads and answers, and more is not known."


def progress(out: TextIO, done: int, total: int | None) -> None:
    """Writes how far it is; one line that is written over at a terminal, nothing elsewhere but the size."""
    whole = f" of {size(total)}" if total is not None else ""
    if out.isatty():
        end = "\n" if total is not None and done >= total else ""
        print(f"\r{size(done)}{whole}   ", end=end, file=out, flush=True)
    elif done == 0 or done == total:
        print(f"{size(done)}{whole}", file=out, flush=True)


def no_progress(done: int, total: int | None) -> None:
    """Says nothing, where a program reads."""


def _state(promoted: Promoted) -> str:
    return "toy" if promoted.toy else "proven" if promoted.proven else "unproven"


def _use(found: Found) -> str:
    several = ["--name", found.models[0]] if len(found.models) > 1 else []
    return teach("model", "use", found.base.url, *several)
