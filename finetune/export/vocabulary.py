"""A Llama 3 tokenizer as llama.cpp reads it: tokens by id, what kind each is, merges, and the special ids."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gguf import TokenType

from finetune.toy.tokenizer import LLAMA_3_SPLIT
from teaching.errors import BadInputError
from teaching.prompts import chat

MODEL = "gpt2"  # llama.cpp's name for byte-level BPE
PRE = "llama-bpe"  # its name for the way in which Llama 3 splits text before the merges


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Attributes:
    kinds: of each token, as GGUF numbers them.
    eos: ends a turn.
    """

    tokens: list[str]
    kinds: list[int]
    merges: list[str]
    bos: int
    eos: int
    pad: int


def read(folder: Path, size: int) -> Vocabulary:
    """The tokenizer in `folder`, for a model of `size` tokens.

    Raises:
        BadInputError: for a tokenizer that is not built like Llama 3's, or has more tokens than the model.
    """
    told = _json(folder / "tokenizer.json")
    _only_llama_3(told)
    added = {item["id"]: item for item in told["added_tokens"]}
    names: dict[int, str] = {number: name for name, number in told["model"]["vocab"].items()}
    names |= {number: item["content"] for number, item in added.items()}
    if max(names) >= size:
        raise BadInputError(
            f"the tokenizer has the token {max(names)} and the model only {size} rows: tokens were added to the "
            "tokenizer; train with the base's own"
        )
    special = _json(folder / "tokenizer_config.json")
    ids = {name: number for number, name in names.items()}
    return Vocabulary(
        tokens=[names.get(number, f"[PAD{number}]") for number in range(size)],
        kinds=[_kind(number, names, added) for number in range(size)],
        merges=_merges(told["model"]["merges"]),
        bos=_special(special, "bos_token", ids),
        eos=_special(special, "eos_token", ids),
        pad=_special({"pad_token": chat.PAD} | special, "pad_token", ids),  # Llama 3.1 names none
    )


def _json(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(f"{file.name} cannot be read in {file.parent}: save the tokenizer there") from error


def _kind(number: int, names: Mapping[int, str], added: Mapping[int, Mapping[str, Any]]) -> int:
    if number not in names:
        return TokenType.UNUSED
    if number in added:
        return TokenType.CONTROL if added[number]["special"] else TokenType.USER_DEFINED
    return TokenType.NORMAL


def _special(config: Mapping[str, Any], name: str, ids: Mapping[str, int]) -> int:
    told = config.get(name)
    text = told["content"] if isinstance(told, dict) else told
    if not isinstance(text, str) or text not in ids:
        raise BadInputError(f"tokenizer_config.json names no {name} that the tokenizer has: {text}")
    return ids[text]


def _merges(told: Sequence[str | Sequence[str]]) -> list[str]:
    return [pair if isinstance(pair, str) else " ".join(pair) for pair in told]


def _only_llama_3(told: Mapping[str, Any]) -> None:
    model = told["model"]
    splits = [
        step.get("pattern", {}).get("Regex")
        for step in (told.get("pre_tokenizer") or {}).get("pretokenizers", ())
        if step.get("type") == "Split"
    ]
    # llama.cpp knows the ways to split by name only: another expression would be split silently as Llama 3's.
    fine = model["type"] == "BPE" and model.get("ignore_merges") and splits == [LLAMA_3_SPLIT]
    if not fine or told.get("normalizer"):
        raise BadInputError("this tokenizer is not built like Llama 3's: use llama.cpp's convert_hf_to_gguf.py")
