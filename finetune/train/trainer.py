"""The training loop: transformers' own, with our loss, our events, and an orderly end on SIGTERM.

Several processes (see `several`) share the rows of a step; the first of them writes. Not covered: several machines.
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
from transformers.integrations.integration_utils import TensorBoardCallback, is_tensorboard_available
from transformers.utils.import_utils import is_liger_kernel_available

from finetune import memory
from finetune.config import Config
from finetune.train import several, speed
from finetune.train.adapter import device, recomputed_every
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
    shape = speed.shape_of(model)
    watch = _Watch(kept, take_up(kept, step_of(checkpoint) if checkpoint else 0, several.first()))
    trainer = _Trainer(
        model=model,
        args=_arguments(config, model, kept),
        train_dataset=list(packs),  # pyright: ignore[reportArgumentType]: whatever has a length and an index will do
        data_collator=lambda batch: {**features(batch[0]), "work": speed.work(shape, batch[0])},
        callbacks=[watch, *_boards()],
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
        self.watch.read(inputs["input_ids"].numel(), float(inputs["work"]))
        mean = loss(model, inputs, num_items_in_batch)
        # Gradients are averaged over the processes, but each has divided by the learnt tokens of all of them.
        return mean if num_items_in_batch is None else mean * several.count()


class _Watch(TrainerCallback):
    """Writes the events, marks checkpoints as whole, and ends the training when it is asked to."""

    def __init__(self, kept: Path, events: list[Event]) -> None:
        self.events = events
        self.asked_to_end = False
        self._kept = kept
        self._tokens = int(events[-1]["tokens"]) if events else 0
        self._step_tokens, self._step_work, self._began = 0, 0.0, time.perf_counter()
        self._peak = speed.peak(device())

    def read(self, tokens: int, work: float) -> None:
        """Counts tokens that went through the model, and the operations that they needed."""
        self._step_tokens += tokens
        self._step_work += work

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """The clock of a step starts."""
        self._step_tokens, self._step_work, self._began = 0, 0.0, time.perf_counter()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Ends after a checkpoint when it, or another process beside it, was asked to."""
        if several.any_of(self.asked_to_end):
            control.should_save = control.should_training_stop = True

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        """A line per step."""
        if not logs or "loss" not in logs:
            return
        if not math.isfinite(logs["loss"]):
            raise RefusedError(f"the loss is no number any more at step {state.global_step}: lower train.lr")
        tokens, work = several.summed(self._step_tokens, self._step_work)
        seconds = max(time.perf_counter() - self._began, 1e-9)
        self._tokens += int(tokens)
        event: Event = {
            "step": state.global_step,
            "loss": round(logs["loss"], 6),
            "lr": logs["learning_rate"],
            "tokens": self._tokens,
            "tokens_per_second": round(tokens / seconds, 1),
            "tflops": round(work / seconds / 1e12, 6),
            "mfu": round(work / seconds / (self._peak * several.count()), 4),
            "memory": held(),
        }
        self.events.append(event)
        if several.first():
            note(self._kept, event)

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """A checkpoint is whole from here on."""
        several.wait_for_all()
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


def held() -> int:
    """The most memory that was held so far, in bytes: the accelerator's where there is one, else this process's."""
    return torch.cuda.max_memory_allocated() if torch.cuda.is_available() else memory.peak()


def _boards() -> list[TrainerCallback]:
    """For who has TensorBoard; `stage` says where it writes."""
    return [TensorBoardCallback()] if is_tensorboard_available() else []


def _arguments(config: Config, model: Any, kept: Path) -> TrainingArguments:
    settings, accelerated = config.train, torch.cuda.is_available()
    every = recomputed_every(model, settings)
    kwargs = {"use_reentrant": False} | ({"every_n_layers": every} if every > 1 else {})
    return TrainingArguments(
        output_dir=str(folder_of(kept)),
        # One packed row at a time, so that nothing is ever padded; the rows of a step are summed.
        per_device_train_batch_size=1,
        gradient_accumulation_steps=max(1, settings.batch_packs // several.count()),
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
        activation_checkpointing=every > 0,
        activation_checkpointing_kwargs=kwargs if every else None,
        use_liger_kernel=accelerated and settings.kernels == "auto" and is_liger_kernel_available(),
        # Its cross entropy would compute the logits of all tokens; ours needs those of the learnt ones.
        liger_kernel_config={"cross_entropy": False, "fused_linear_cross_entropy": False},
        ddp_backend=None if accelerated else several.backend(),
        ddp_find_unused_parameters=False,
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
