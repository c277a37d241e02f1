"""Checks that need no runtime: what stands in the files, held against each other."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGUFReader

from finetune.export import shape as shapes
from finetune.export import vocabulary as vocabularies
from finetune.export.weights import ADAPTER, Weights, complete, opened
from teaching.contracts import weights as keys
from teaching.contracts.weights import Check
from teaching.errors import TeachingError
from teaching.prompts import chat

ROUNDING = 0.01  # of a merged tensor from base + adapter, relative: bf16 rounds by 0.004 at most, NF4 is off by 0.08
EXACT = 0.0
TOLD = 1e-6  # relative: metadata is in float32


def template(merged: Path, gguf: GGUFReader) -> Check:
    """Whether both files carry the chat format that serving renders."""
    wrong = []
    saved = merged / "chat_template.jinja"
    if not saved.is_file() or saved.read_text(encoding="utf-8") != chat.TEMPLATE:
        wrong.append("the tokenizer's")
    if _value(gguf, "tokenizer.chat_template") != chat.TEMPLATE:
        wrong.append("the GGUF's")
    if (_value(gguf, keys.PROMPT_FORMAT), _value(gguf, keys.PROMPT_DIGEST)) != (chat.FORMAT, chat.DIGEST):
        wrong.append("the format that the GGUF's metadata name")
    words = f"{' and '.join(wrong)} is not {chat.FORMAT}" if wrong else f"both files carry {chat.FORMAT}"
    return Check(name="template", passed=not wrong, words=words)


def endings(merged: Path, gguf: GGUFReader) -> Check:
    """Whether a turn ends with the token that training ends it with, and padding is another one."""
    told = vocabularies.read(merged, shapes.read(merged).vocabulary)
    ids = {name: _value(gguf, f"tokenizer.ggml.{name}_token_id") for name in ("bos", "eos", "padding")}
    names = {name: told.tokens[number] if isinstance(number, int) else "nothing" for name, number in ids.items()}
    faults = {
        f"padding is {names['padding']}, which ends turns": ids["padding"] == ids["eos"] or told.pad == told.eos,
        f"turns end with {names['eos']}": names["eos"] != chat.END_OF_TURN,
        f"texts begin with {names['bos']}": names["bos"] != chat.BEGIN,
        "the tokenizer and the GGUF differ": (told.bos, told.eos, told.pad) != tuple(ids.values()),
    }
    wrong = [words for words, there in faults.items() if there]
    fine = f"turns end with {names['eos']}, padding is {names['padding']}"
    return Check(name="endings", passed=not wrong, words="; ".join(wrong) or fine)


def tensors(merged: Path, gguf: GGUFReader) -> Check:
    """Whether each tensor of the F16 file is the merged one, and all are finite; names the first that is not."""
    shape = shapes.read(merged)
    there = {tensor.name: tensor for tensor in gguf.tensors}
    worst, wrong = 0.0, []
    with opened(merged) as weights:
        for tensor in complete(weights, shape):
            found = there.pop(tensor.name, None)
            if found is None:
                wrong.append(f"{tensor.name} is missing")
                continue
            rows = weights.rows(tensor)
            wanted = rows.astype(np.float32 if rows.ndim == 1 else np.float16).astype(np.float32)
            off = _apart(wanted, found.data.astype(np.float32))
            worst = max(worst, off)
            if off > EXACT:
                wrong.append(f"{tensor.name} is not the merged {tensor.source}")
    wrong += [f"{name} should not be there" for name in there if name != shapes.ROPE_FACTORS]
    words = (
        f"{len(wrong)} wrong, first {wrong[0]}" if wrong else f"all {len(gguf.tensors)} are those of the merged model"
    )
    return Check(name="tensors", passed=not wrong, value=_finite(worst), limit=EXACT, words=words)


def rope(merged: Path, gguf: GGUFReader) -> Check:
    """Whether positions are turned alike: base, size and Llama 3's factors."""
    shape = shapes.read(merged)
    told = {"freq_base": shape.rope.theta, "dimension_count": float(shape.head_size)}
    found = {name: _value(gguf, f"llama.rope.{name}") for name in told}
    wrong = [
        f"llama.rope.{name} is {found[name]} for {told[name]:g}" for name in told if not _near(found[name], told[name])
    ]
    if (scaling := _value(gguf, "llama.rope.scaling.type")) not in (None, "none"):
        wrong.append(f"llama.rope.scaling.type is {scaling}")
    wanted = shape.rope.factors(shape.head_size)
    there = next((tensor.data for tensor in gguf.tensors if tensor.name == shapes.ROPE_FACTORS), None)
    if (wanted is None) != (there is None):
        wrong.append(f"{shapes.ROPE_FACTORS} is {'missing' if there is None else 'there for an unscaled model'}")
    elif wanted is not None and there is not None and _apart(wanted, there) > EXACT:
        wrong.append(f"{shapes.ROPE_FACTORS} are not those of config.json")
    return Check(name="rope", passed=not wrong, words="; ".join(wrong) or "base, size and factors agree")


def merge(base: Path, adapter: Path, merged: Path) -> Check:
    """Whether the merged weights are base + adapter, for which the base must have been merged unquantised."""
    told = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    with ExitStack() as files:
        start, end = files.enter_context(opened(base)), files.enter_context(opened(merged))
        deltas = _Deltas(adapter, told)
        off = {name: _off(start, end, deltas, name) for name in sorted(start.names & end.names)}
        changed = sum(name in deltas for name in off)
    worst = max(off, key=lambda name: off[name])
    passed = off[worst] <= ROUNDING and changed > 0
    said = f"{changed} tensors are base + adapter, the others the base's"
    if not changed:
        said = "the adapter changes no tensor of the base"
    elif not passed:
        said = f"{worst} is not base + adapter: merge into the unquantised base"
    return Check(name="merge", passed=passed, value=_finite(off[worst]), limit=ROUNDING, words=said)


class _Deltas:
    """What an adapter adds to each tensor of its base."""

    def __init__(self, adapter: Path, told: Mapping[str, Any]) -> None:
        rank = told["r"]
        self._scale = told["lora_alpha"] / (rank**0.5 if told.get("use_rslora") else rank)
        with ExitStack() as files:
            source = files.enter_context(opened(adapter, ADAPTER))
            self._parts = {name.removeprefix("base_model.model."): source.read(name).float() for name in source.names}

    def __contains__(self, name: str) -> bool:
        return self._part(name, "A") in self._parts

    def of(self, name: str) -> torch.Tensor:
        return self._scale * self._parts[self._part(name, "B")] @ self._parts[self._part(name, "A")]

    def _part(self, name: str, side: str) -> str:
        return f"{name.removesuffix('.weight')}.lora_{side}.weight"


def _off(base: Weights, merged: Weights, deltas: _Deltas, name: str) -> float:
    wanted = base.read(name).float()
    if name in deltas:
        wanted = wanted + deltas.of(name)
    found = merged.read(name).float()
    if found.shape != wanted.shape:
        return float("inf")
    return float((found - wanted).norm() / wanted.norm().clamp_min(1e-12))


def _apart(wanted: np.ndarray, found: np.ndarray) -> float:
    """The largest difference; infinite where the shapes differ or something is not a finite number."""
    if wanted.shape != found.shape:
        return float("inf")
    off = np.abs(wanted - found).max()
    return float(off) if np.isfinite(off) else float("inf")


def _near(found: object, wanted: float) -> bool:
    return isinstance(found, int | float) and abs(found - wanted) <= TOLD * wanted


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _value(gguf: GGUFReader, key: str) -> str | int | float | bool | None:
    field = gguf.get_field(key)
    return None if field is None else field.contents()


def all_of(merged: Path, gguf: GGUFReader) -> Iterator[Check]:
    """The checks of one F16 file against the merged model; one that cannot be made has failed, and says why."""
    table: tuple[Callable[[Path, GGUFReader], Check], ...] = (template, endings, tensors, rope)
    for check in table:
        try:
            yield check(merged, gguf)
        except TeachingError as error:
            yield Check(name=check.__name__, passed=False, words=str(error))
