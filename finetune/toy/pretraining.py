"""The toy's pre-training: some hundred steps on its lessons, which go on where a killed attempt left off."""

import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import LlamaForCausalLM

from finetune.config import Base

Event = dict[str, float]

_ROW = 512  # tokens of one sequence
KEEP_EVERY = 25  # steps between two checkpoints
_WARM = 10  # steps
_LAST_RATE = 0.05  # of the highest learning rate


def pretrain(
    model: LlamaForCausalLM, ids: torch.Tensor, base: Base, kept: Path, say: Callable[[str], None]
) -> list[Event]:
    """Trains in place and returns a line per step.

    Args:
        ids: `base.steps` batches of tokens, in the order in which they are read.
        kept: a folder for the checkpoint, which is taken up when it is there.
    """
    optimizer = torch.optim.AdamW(model.parameters(), lr=base.lr, betas=(0.9, 0.95), weight_decay=0.1)
    file = kept / "checkpoint.pt"
    done, events = _taken_up(file, model, optimizer)
    batches = ids.view(base.steps, -1, _row(base))
    model.train()
    for step in range(done, base.steps):
        begun = time.perf_counter()
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, base)
        batch = batches[step]
        loss = model(input_ids=batch, labels=batch, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        speed = batch.numel() / (time.perf_counter() - begun)
        events.append(_event(step, loss.item(), base, batch.numel(), speed))
        if (step + 1) % KEEP_EVERY == 0 and step + 1 < base.steps:
            keep(file, {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "events": events})
            say(f"toy base: step {step + 1} of {base.steps}, loss {loss.item():.2f}, {speed:.0f} tokens/s")
    return events


def tokens_needed(base: Base) -> int:
    """How many tokens the pre-training reads."""
    return base.steps * (base.batch_tokens // _row(base)) * _row(base)


def _row(base: Base) -> int:
    return min(_ROW, base.batch_tokens, base.context)


def _rate(step: int, base: Base) -> float:
    if step < _WARM:
        return base.lr * (step + 1) / _WARM
    along = (step - _WARM) / max(1, base.steps - _WARM)
    return base.lr * (_LAST_RATE + (1 - _LAST_RATE) * 0.5 * (1 + math.cos(math.pi * along)))


def _event(step: int, loss: float, base: Base, tokens: int, speed: float) -> Event:
    return {
        "step": step + 1,
        "loss": round(loss, 6),
        "lr": _rate(step, base),
        "tokens": tokens * (step + 1),
        "tokens_per_second": round(speed, 1),
    }


def _taken_up(file: Path, model: LlamaForCausalLM, optimizer: torch.optim.Optimizer) -> tuple[int, list[Event]]:
    if not file.exists():
        return 0, []
    held: dict[str, Any] = torch.load(file, weights_only=True)
    model.load_state_dict(held["model"])
    optimizer.load_state_dict(held["optimizer"])
    return len(held["events"]), held["events"]


def keep(file: Path, held: dict[str, Any]) -> None:
    """Writes a checkpoint, whole or not at all."""
    part = file.with_suffix(".part")
    torch.save(held, part)
    os.replace(part, file)
