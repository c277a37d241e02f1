"""What would run in a folder, and why; reading only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from finetune import manifest
from finetune.config import Config
from finetune.manifest import Depends, Manifest
from finetune.stages import Stage

State = Literal["up to date", "runs", "waits", "left out"]


@dataclass(frozen=True, slots=True)
class Planned:
    """One stage.

    Attributes:
        state: `waits` where it depends on what an earlier stage will write.
        why: in a few words.
    """

    stage: Stage
    state: State
    why: str


def planned(stages: Sequence[Stage], config: Config, out: Path) -> list[Planned]:
    """Every stage with its state, in order."""
    look_outside(stages, config)
    rows: list[Planned] = []
    unsettled: set[str] = set()
    for stage in stages:
        before = [name for name in stage.needs if name in unsettled]
        if reason := stage.unless(config):
            rows.append(Planned(stage, "left out", reason))
        elif before and (out / stage.name).is_dir():
            rows.append(Planned(stage, "waits", f"runs if {' or '.join(before)} writes something else"))
        elif before:
            rows.append(Planned(stage, "runs", f"after {' and '.join(before)}"))
        else:
            why = outdated(stage, config, out)
            rows.append(Planned(stage, "runs" if why else "up to date", why or ""))
        if rows[-1].state not in {"up to date", "left out"}:
            unsettled.add(stage.name)
    return rows


def look_outside(stages: Sequence[Stage], config: Config) -> None:
    """Fails at once for a file that a later stage would miss."""
    for stage in stages:
        stage.outside(config)


def outdated(stage: Stage, config: Config, out: Path) -> str | None:
    """Why a stage has to run; None where its folder holds what it would write."""
    folder = out / stage.name
    if not folder.is_dir():
        return "has not run here"
    found = manifest.read(folder)
    if found is None:
        return "its manifest cannot be read"
    if change := _change(found.depends, depends(stage, config, out)):
        return change
    return manifest.altered(folder, found)


def depends(stage: Stage, config: Config, out: Path) -> Depends:
    """All that decides what a stage would write now."""
    inputs = {name: _written(out / name) for name in stage.needs}
    return Depends(
        stage=stage.name,
        inputs=inputs,
        config=config.part(*stage.reads),
        code=manifest.code_digest(stage.code),
        outside=dict(stage.outside(config)),
    )


def ancestors(stages: Sequence[Stage], name: str) -> list[Stage]:
    """The stage and all that it needs, in the table's order."""
    wanted = {name}
    for stage in reversed(stages):
        if stage.name in wanted:
            wanted.update(stage.needs)
    return [stage for stage in stages if stage.name in wanted]


def _written(folder: Path) -> str:
    found: Manifest | None = manifest.read(folder)
    return found.digest if found else ""


def _change(before: Depends, now: Depends) -> str | None:
    if before.key == now.key:
        return None
    if fields := list(_differences(before.config, now.config)):
        return f"changed: {', '.join(fields)}"
    if inputs := _changed(before.inputs, now.inputs):
        return f"{' and '.join(inputs)} wrote something else"
    if before.code != now.code:
        return "its code is another version"
    return f"changed: {', '.join(_changed(before.outside, now.outside))}"


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def _differences(before: Mapping[str, JsonValue], now: Mapping[str, JsonValue], above: str = "") -> Iterable[str]:
    for name in sorted(before.keys() | now.keys()):
        first, second = before.get(name), now.get(name)
        if isinstance(first, dict) and isinstance(second, dict):
            yield from _differences(first, second, f"{above}{name}.")
        elif first != second:
            yield f"{above}{name}"
