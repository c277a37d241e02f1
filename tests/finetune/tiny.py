"""A Llama of about a million parameters with our tokenizer, untrained, as a folder: what a fast test trains or exports.

Every size is a multiple of 256, so that llama.cpp's K-quants take all of its tensors.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from finetune.config import Base, Config, Train
from finetune.examples import PHASES, Example, lines
from finetune.quiet import quiet
from finetune.stages import Work
from finetune.toy.corpus import documents
from finetune.toy.model import network
from finetune.toy.tokenizer import build

BASE = Base(toy=True, vocab=1024, hidden=256, ffn=256, layers=2, heads=4, kv_heads=2, context=2048)
_CHARACTERS = 60_000


@cache
def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """A tokenizer of 1024 tokens, made like the toy's of less text."""
    text = "".join(document.text for document in documents() if document.name.endswith(".md"))
    return build([text[:_CHARACTERS]], BASE.vocab, BASE.context)


def tiny(folder: Path, seed: int = 0) -> Path:
    """Writes the model and its tokenizer into `folder`, as Hugging Face lays them out, and returns it."""
    quiet()
    tokenizer = tiny_tokenizer()
    # Wide enough that an adapter can learn on it by heart although it was never trained.
    network(BASE, tokenizer, seed, spread=0.08).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def examples(count: int) -> list[Example]:
    """Short examples, each with an answer of its own."""
    return [
        Example(
            id=f"e{number}",
            phase=PHASES[number % len(PHASES)],
            kind="made for a test",
            source="tests",
            instruction=f"Which rule does finding {number} break?",
            input=f"line {number * 7}: value_{number} = load()",
            output=f"Rule {number * 3}: name the file. What would load() need?",
        )
        for number in range(count)
    ]


def work(folder: Path, stage: str, config: Config, *inputs: str, say: Callable[[str], None] = lambda _: None) -> Work:
    """What a stage of a run in `folder` gets; it has to be called with the stages that it needs."""
    (folder / stage).mkdir(parents=True)
    (folder / f"{stage}.kept").mkdir(exist_ok=True)
    return Work(config, folder / stage, {name: folder / name for name in inputs}, say, folder / f"{stage}.kept")


def prepared(folder: Path, **train: object) -> Config:
    """Puts `base` and `combine` of a tiny run into a folder; the configuration trains on them in a second or two."""
    tiny(folder / "base")
    (folder / "combine").mkdir()
    (folder / "combine" / "train.jsonl").write_text(lines(examples(8)), encoding="utf-8")
    values = {"rank": 8, "alpha": 16, "lr": 1e-2, "epochs": 4, "pack_tokens": 512, "batch_packs": 1, "save_every": 2}
    return Config(name="tiny", base=BASE, train=Train.model_validate({**values, **train}))
