"""The training loop: transformers' own, with our loss, our events, and an orderly end on SIGTERM.

Not covered: several machines at once; `torchrun` on one should do, and was never tried.
"""

import math
import signal
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainingArguments

from finetune.config import Config
from finetune.train.adapter import recomputed
from finetune.train.checkpoints import WHOLE, Event, folder_of, latest, note, step_of, take_up
from finetune.train.loss import loss
from finetune.train.mask import Row
from finetune.train.packing import features
from teaching.errors import RefusedError


def fit(model: Any, packs: Sequence[Sequence[Row]], config: Config, kept: Path) -> list[Event]:
    """Trains the adapter in place and returns a line per step; a killed attempt is taken up where it was kept.

    Raises:
        RefusedError: where the loss is no number any more, or SIGTERM ended the training early.
    """
    checkpoint = latest(kept)
    watch = _Watch(kept, take_up(kept, step_of(checkpoint) if checkpoint else 0))
    trainer = _Trainer(
        model=model,
        args=_arguments(config, model, kept),
        train_dataset=list(packs),  # pyright: ignore[reportArgumentType]: whatever has a length and an index will do
        data_collator=lambda batch: features(batch[0]),
        callbacks=[watch],
    )
    trainer.watch = watch
    trainer.remove_callback(PrinterCallback)
    with _ended_by(signal.SIGTERM, watch):
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    if trainer.state.global_step < trainer.state.max_steps:
        raise RefusedError(
            f"training was asked to end after step {trainer.state.global_step} of {trainer.state.max_steps}: "
            "the same command goes on from there"
        )
    return watch.events


class _Trainer(Trainer):
    """Counts what it reads, and computes the loss of the learnt tokens only."""

    watch: "_Watch"

    def compute_loss(
        self,
        model: Any,
        inputs: dict[str, torch.Tensor | Any],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> Any:
        """The mean over the whole step, however many rows it has."""
        self.watch.read(inputs["input_ids"].numel())
        return loss(model, inputs, num_items_in_batch)


class _Watch(TrainerCallback):
    """Writes the events, marks checkpoints as whole, and ends the training when it is asked to."""

    def __init__(self, kept: Path, events: list[Event]) -> None:
        self.events = events
        self.asked_to_end = False
        self._kept = kept
        self._tokens = int(events[-1]["tokens"]) if events else 0
        self._since: tuple[float, int] = (time.perf_counter(), self._tokens)

    def read(self, tokens: int) -> None:
        """Counts tokens that went through the model."""
        self._tokens += tokens

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """The clock of a step starts."""
        self._since = (time.perf_counter(), self._tokens)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ends after a checkpoint when it was asked to."""
        if self.asked_to_end:
            control.should_save = control.should_training_stop = True

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        """A line per step."""
        if not logs or "loss" not in logs:
            return
        if not math.isfinite(logs["loss"]):
            raise RefusedError(f"the loss is no number any more at step {state.global_step}: lower train.lr")
        begun, before = self._since
        event: Event = {
            "step": state.global_step,
            "loss": round(logs["loss"], 6),
            "lr": logs["learning_rate"],
            "tokens": self._tokens,
            "tokens_per_second": round((self._tokens - before) / max(time.perf_counter() - begun, 1e-9), 1),
        }
        self.events.append(event)
        note(self._kept, event)

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """A checkpoint is whole from here on."""
        (folder_of(self._kept) / f"checkpoint-{state.global_step}" / WHOLE).touch()


@contextmanager
def _ended_by(number: signal.Signals, watch: _Watch) -> Generator[None]:
    def ask(_number: int, _frame: FrameType | None) -> None:
        watch.asked_to_end = True

    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets nobody else listen
        return
    before = signal.signal(number, ask)
    try:
        yield
    finally:
        signal.signal(number, before)


def _arguments(config: Config, model: Any, kept: Path) -> TrainingArguments:
    settings, accelerated = config.train, torch.cuda.is_available()
    return TrainingArguments(
        output_dir=str(folder_of(kept)),
        # One packed row at a time, so that nothing is ever padded; the rows of a step are summed.
        per_device_train_batch_size=1,
        gradient_accumulation_steps=settings.batch_packs,
        num_train_epochs=settings.epochs,
        max_steps=settings.max_steps or -1,  # its own word for none
        learning_rate=settings.lr,
        lr_scheduler_type="cosine",
        warmup_steps=settings.warmup,
        weight_decay=settings.weight_decay,
        max_grad_norm=settings.clip,
        optim="adamw_torch_fused" if accelerated else "adamw_torch",
        bf16=accelerated,
        use_cpu=not accelerated,
        dataloader_pin_memory=accelerated,
        activation_checkpointing=recomputed(model),
        seed=config.seed,
        data_seed=config.seed,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_steps=settings.save_every,
        save_total_limit=2,  # the one before the last is whole while the last is written
        remove_unused_columns=False,
        report_to=[],
        disable_tqdm=True,
    )
