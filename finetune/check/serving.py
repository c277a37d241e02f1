"""What a GGUF says, asked in a process of its own: plain values go in and come out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from finetune.check.prompts import Answered, Prompt
from finetune.llama import Opened


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two models are in what they say next.

    Attributes:
        positions: how many were compared.
        divergence: mean Kullback-Leibler divergence of the GGUF from the reference, in nats; inf without numbers.
        worst: the largest.
        top1: share of positions at which both would say the same token.
    """

    positions: int
    divergence: float
    worst: float
    top1: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What the gate needs to know of one GGUF.

    Attributes:
        strings: ids of each string, as text and with control tokens.
        own_prompts: of each prompt, rendered by the file's own template.
        ends: of the ids that were asked about, those that end generation.
    """

    strings: list[tuple[list[int], list[int]]]
    own_prompts: list[list[int]]
    answers: list[Answered]
    likeness: Likeness
    ends: frozenset[int]


@dataclass(frozen=True, slots=True)
class Questions:
    """What a GGUF is asked.

    Attributes:
        kept: the folder with the reference's logits.
        ends: ids that should end generation.
    """

    strings: Sequence[str]
    prompts: Sequence[Prompt]
    kept: Path
    ends: frozenset[int]


def hear(file: Path, questions: Questions) -> Heard:
    """Loads the file and asks everything.

    Raises:
        RefusedError: where llama.cpp does not load it.
    """
    sequences: list[list[int]] = json.loads((questions.kept / "ids.json").read_text(encoding="utf-8"))
    longest = max(
        [len(ids) for ids in sequences] + [len(prompt.ids) + prompt.most for prompt in questions.prompts], default=8
    )
    model = Opened(file, longest)
    answers = [model.greedy(prompt.ids, prompt.most) for prompt in questions.prompts]
    return Heard(
        strings=[(model.tokens(text, False), model.tokens(text, True)) for text in questions.strings],
        own_prompts=[model.own_prompt(prompt.turns) for prompt in questions.prompts],
        answers=[
            Answered.of(prompt, said, [token for token in said if model.ends(token)])
            for prompt, said in zip(questions.prompts, answers, strict=True)
        ],
        likeness=compare(model, sequences, questions.kept),
        ends=frozenset(token for token in questions.ends if model.ends(token)),
    )


def compare(model: Opened, sequences: Sequence[Sequence[int]], kept: Path) -> Likeness:
    """The GGUF's logits against those that the reference left in `kept`."""
    divergences, same = [], []
    for number, ids in enumerate(sequences):
        theirs = np.load(kept / f"{number}.npy")
        ours = model.logits(ids)
        divergences.append(divergence(theirs, ours))
        same.append(theirs.argmax(-1) == ours.argmax(-1))
    every = np.concatenate(divergences)
    return Likeness(len(every), float(every.mean()), float(every.max()), float(np.concatenate(same).mean()))


def divergence(reference: np.ndarray, other: np.ndarray) -> np.ndarray:
    """KL(reference ‖ other) at each position, in nats; inf where either is not a finite number."""
    theirs, ours = _log_softmax(reference), _log_softmax(other)
    found = (np.exp(theirs) * (theirs - ours)).sum(-1)
    return np.where(np.isfinite(found), np.maximum(found, 0.0), np.inf)


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    wide = logits.astype(np.float64)
    with np.errstate(invalid="ignore"):  # infinite logits become no numbers, which the caller counts as infinitely far
        shifted = wide - wide.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
