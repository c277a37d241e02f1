"""The tensors of a folder of safetensors, one at a time: 16 GB of weights pass through the memory of one of them."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open

from finetune.export.shape import Shape, Tensor
from teaching.errors import BadInputError

INDEX = "model.safetensors.index.json"
WHOLE = "model.safetensors"
ADAPTER = "adapter_model.safetensors"


@dataclass(frozen=True)
class Weights:
    """An opened folder; get it from `opened`."""

    _places: dict[str, "safe_open"]

    @property
    def names(self) -> set[str]:
        """Of all tensors in it."""
        return set(self._places)

    def read(self, name: str) -> torch.Tensor:
        """One tensor, in the type in which it is stored."""
        return self._places[name].get_tensor(name)

    def rows(self, tensor: Tensor) -> np.ndarray:
        """One tensor as a GGUF holds it, in float32.

        Raises:
            BadInputError: where its shape is not what the model's configuration says.
        """
        found = self.read(tensor.source).to(torch.float32).numpy()
        if found.shape != tensor.shape:
            raise BadInputError(f"{tensor.source} has the shape {found.shape} where config.json says {tensor.shape}")
        return paired(found, tensor.heads) if tensor.heads else found


def paired(rows: np.ndarray, heads: int) -> np.ndarray:
    """Hugging Face rotates a head's first half against its second, llama.cpp neighbours: rows go pairwise."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, rows.shape[1])
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows.shape))


@contextmanager
def opened(folder: Path, whole: str = WHOLE) -> Iterator[Weights]:
    """The folder's tensors, from the file `whole` or from several with an index.

    Raises:
        BadInputError: where there are none, or a file cannot be read.
    """
    with ExitStack() as files:
        places = {}
        for file in _files(folder, whole):
            try:
                held = files.enter_context(safe_open(str(file), framework="pt"))
            except (OSError, SafetensorError) as error:
                raise BadInputError(f"{file} cannot be read: {error}") from error
            places |= dict.fromkeys(held.keys(), held)
        yield Weights(places)


def _files(folder: Path, whole: str) -> list[Path]:
    if (folder / INDEX).is_file():
        told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return [folder / name for name in sorted(set(told["weight_map"].values()))]
    if (folder / whole).is_file():
        return [folder / whole]
    raise BadInputError(f"{folder} holds no {whole}: only weights in safetensors are read")


def complete(weights: Weights, shape: Shape) -> list[Tensor]:
    """The tensors to write.

    Raises:
        BadInputError: where one is missing, or one is there that this model should not have.
    """
    wanted = shape.tensors()
    expected = {tensor.source for tensor in wanted}
    extra = {name for name in weights.names if not name.endswith(".rotary_emb.inv_freq")} - expected
    if shape.tied:
        extra.discard("lm_head.weight")  # saved though it is the embedding
    missing = expected - weights.names
    if missing or extra:
        words = [f"{len(missing)} missing, as {min(missing)}"] if missing else []
        words += [f"{len(extra)} unknown, as {min(extra)}"] if extra else []
        raise BadInputError(f"the tensors are not those of the model that config.json describes: {'; '.join(words)}")
    return wanted
