"""The stage `train`: examples in, an adapter out."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from pydantic import JsonValue

from finetune.base import located, name_of
from finetune.config import Config
from finetune.examples import Example, conversation, read
from finetune.quiet import quiet
from finetune.stages import Work
from finetune.train import report, several
from finetune.train.adapter import Method, adapted, chosen, device, save, tokenizer_of
from finetune.train.checkpoints import EVENTS, Event, latest
from finetune.train.mask import Encoder, Row, share
from finetune.train.packing import pack
from finetune.train.trainer import fit
from teaching.errors import BadInputError

_RANKS = (8, 16, 32, 64)  # vLLM serves no others
BOARDS = "tensorboard"


def run(work: Work) -> Mapping[str, JsonValue]:
    """Writes `adapter/`, `events.jsonl`, `report.html`, and `tensorboard/` where that is installed.

    Raises:
        BadInputError: for an example that cannot be learnt from, or a setting that nothing could serve.
        RefusedError: where too little or too much would be learnt, or the training ended early.
    """
    quiet()
    settings, base = work.config.train, located(work.inputs["base"])
    if settings.rank not in _RANKS:
        raise BadInputError(f"set train.rank to one of {', '.join(map(str, _RANKS))}: vLLM serves no {settings.rank}")
    encoder = Encoder(tokenizer_of(base))
    rows = _rows(work.inputs["combine"] / "train.jsonl", encoder, settings.pack_tokens)
    learnt = share([row for _, row in rows])
    _tell_shares(rows, work)
    packs = pack([row for _, row in rows], settings.pack_tokens)
    method = chosen(settings, base)
    work.say(f"{method} on {device()}: {len(rows)} examples in {len(packs)} packed rows, {settings.epochs:g} epochs")
    latest(work.kept)  # clears what a kill left unfinished, before several processes look at it
    parts = (work.config, base, name_of(work.inputs["base"]), method, packs, work.kept, work.folder)
    processes = several.wanted(settings.processes)
    events = several.together(processes, tuned, *parts) if processes > 1 else tuned(*parts)
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (work.folder / EVENTS).write_text(lines, encoding="utf-8")
    first, last = events[0]["loss"], events[-1]["loss"]
    title = f"{work.config.name}: {method} on {processes} x {device()}, {len(rows)} examples in {len(packs)} packs"
    (work.folder / report.FILE).write_text(report.page(title, events), encoding="utf-8")
    return {
        "processes": processes,
        "method": method,
        "device": device(),
        "examples": len(rows),
        "packs": len(packs),
        "steps": int(events[-1]["step"]),
        "share": round(learnt, 4),
        "loss": [first, last],
        "accelerator_memory": int(events[-1]["memory"]) if torch.cuda.is_available() else 0,
        "words": f"loss {first:.2f} to {last:.3f}, {learnt:.0%} of the tokens learnt",
    }


def tuned(
    config: Config, base: Path, name: str, method: Method, packs: Sequence[Sequence[Row]], kept: Path, folder: Path
) -> list[Event]:
    """Trains, and lays down the adapter; in each of the processes that train together."""
    quiet()
    boards = kept / BOARDS
    os.environ["TENSORBOARD_LOGGING_DIR"] = str(boards)
    model = adapted(base, config.train, method, config.seed)
    events = fit(model, packs, config, kept)
    if several.first():
        save(model, base, name, folder / "adapter")
        if boards.is_dir():
            shutil.copytree(boards, folder / BOARDS)
    return events


def _rows(file: Path, encoder: Encoder, longest: int) -> list[tuple[Example, Row]]:
    rows: list[tuple[Example, Row]] = []
    for example in read(file):
        try:
            row = encoder.learnt(conversation(example))
        except BadInputError as error:
            raise BadInputError(f"example {example.id} cannot be learnt from: {error}") from error
        if len(row.ids) > longest:
            raise BadInputError(
                f"example {example.id} has {len(row.ids)} tokens, and cutting it would cut its answer: set "
                f"train.pack_tokens to {len(row.ids)} or more, or take it out"
            )
        rows.append((example, row))
    return rows


def _tell_shares(rows: Sequence[tuple[Example, Row]], work: Work) -> None:
    for phase in sorted({example.phase for example, _ in rows}):
        of_phase = [row for example, row in rows if example.phase == phase]
        tokens, learnt = sum(len(row.ids) for row in of_phase), sum(row.trained for row in of_phase)
        work.say(f"{phase}: {len(of_phase)} examples, {tokens} tokens, {learnt / tokens:.0%} learnt")
