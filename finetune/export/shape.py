"""What a Llama in Hugging Face's layout consists of, and what llama.cpp calls each part of it.

Only plain Llamas: no biases, no experts, rotary embeddings as they are or scaled as in Llama 3. Anything else is
refused by name, for a converter that skips what it does not know writes a model that answers wrongly.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from teaching.errors import BadInputError

_OUTSIDE = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
_INSIDE = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
ROPE_FACTORS = "rope_freqs.weight"


@dataclass(frozen=True, slots=True)
class Rope:
    """Rotary embeddings.

    Attributes:
        theta: the base of the frequencies.
        factor: how far Llama 3's scaling stretches the long wavelengths; 1 where nothing is scaled.
        low: wavelengths longer than `trained / low` positions are stretched by the whole factor.
        high: wavelengths shorter than `trained / high` positions are left alone.
        trained: positions of the pre-training.
    """

    theta: float
    factor: float = 1.0
    low: float = 1.0
    high: float = 4.0
    trained: int = 8192

    def factors(self, dimensions: int) -> np.ndarray | None:
        """What llama.cpp divides each of the `dimensions / 2` frequencies by; None where nothing is scaled.

        In float32 throughout, as Hugging Face computes the frequencies that were trained with.
        """
        if self.factor == 1.0:
            return None
        pairs = np.arange(0, dimensions, 2, dtype=np.float32) / np.float32(dimensions)
        wavelengths = np.float32(2 * math.pi) * np.float32(self.theta) ** pairs
        smooth = (self.trained / wavelengths - self.low) / (self.high - self.low)
        between = 1.0 / ((1.0 - smooth) / self.factor + smooth)
        short, long = wavelengths < self.trained / self.high, wavelengths > self.trained / self.low
        return np.where(short, 1.0, np.where(long, self.factor, between)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor in both worlds.

    Attributes:
        source: its name in the safetensors files.
        name: its name in a GGUF.
        shape: rows first, as torch has it.
        heads: for queries and keys, whose rows llama.cpp wants pairwise within each head; 0 for the others.
    """

    source: str
    name: str
    shape: tuple[int, ...]
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The hyper-parameters that a GGUF needs."""

    layers: int
    hidden: int
    feed_forward: int
    heads: int
    key_heads: int
    head_size: int
    context: int
    vocabulary: int
    epsilon: float
    rope: Rope
    tied: bool

    def tensors(self) -> list[Tensor]:
        """Every tensor of such a model, in the order in which it is written."""
        found = [Tensor(*_named("model.embed_tokens.weight"), (self.vocabulary, self.hidden))]
        for layer in range(self.layers):
            found += self._layer(layer)
        found.append(Tensor(*_named("model.norm.weight"), (self.hidden,)))
        if not self.tied:
            found.append(Tensor(*_named("lm_head.weight"), (self.vocabulary, self.hidden)))
        return found

    def _layer(self, layer: int) -> list[Tensor]:
        queries, keys = self.heads * self.head_size, self.key_heads * self.head_size
        wide: dict[str, tuple[tuple[int, ...], int]] = {
            "input_layernorm": ((self.hidden,), 0),
            "self_attn.q_proj": ((queries, self.hidden), self.heads),
            "self_attn.k_proj": ((keys, self.hidden), self.key_heads),
            "self_attn.v_proj": ((keys, self.hidden), 0),
            "self_attn.o_proj": ((self.hidden, queries), 0),
            "post_attention_layernorm": ((self.hidden,), 0),
            "mlp.gate_proj": ((self.feed_forward, self.hidden), 0),
            "mlp.up_proj": ((self.feed_forward, self.hidden), 0),
            "mlp.down_proj": ((self.hidden, self.feed_forward), 0),
        }
        return [
            Tensor(f"model.layers.{layer}.{part}.weight", f"blk.{layer}.{_INSIDE[part]}.weight", shape, heads)
            for part, (shape, heads) in wide.items()
        ]


def _named(source: str) -> tuple[str, str]:
    return source, _OUTSIDE[source]


def read(folder: Path) -> Shape:
    """The shape that `config.json` describes.

    Raises:
        BadInputError: for a model that this exporter does not know, named by what it has beyond a plain Llama.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"{folder} holds no readable config.json: it is no model in Hugging Face's layout"
        ) from error
    _only_plain(config)
    heads = _whole(config, "num_attention_heads")
    hidden = _whole(config, "hidden_size")
    return Shape(
        layers=_whole(config, "num_hidden_layers"),
        hidden=hidden,
        feed_forward=_whole(config, "intermediate_size"),
        heads=heads,
        key_heads=config.get("num_key_value_heads") or heads,
        head_size=config.get("head_dim") or hidden // heads,
        context=_whole(config, "max_position_embeddings"),
        vocabulary=_whole(config, "vocab_size"),
        epsilon=float(config["rms_norm_eps"]),
        rope=_rope(config),
        tied=bool(config.get("tie_word_embeddings", False)),
    )


def _whole(config: Mapping[str, Any], name: str) -> int:
    value = config.get(name)
    if not isinstance(value, int) or value < 1:
        raise BadInputError(f"config.json says {name} = {value}; a Llama needs a whole number there")
    return value


def _only_plain(config: Mapping[str, Any]) -> None:
    kind = config.get("model_type")
    beyond = [
        *([f"the architecture {kind}"] if kind != "llama" else []),
        *([name for name in ("attention_bias", "mlp_bias") if config.get(name)]),
        *([f"the activation {config['hidden_act']}"] if config.get("hidden_act", "silu") != "silu" else []),
        *(["weights that are quantised"] if config.get("quantization_config") else []),
    ]
    if beyond:
        raise BadInputError(
            f"this exporter writes plain Llamas only, and this model has {' and '.join(beyond)}: "
            "convert it with llama.cpp's convert_hf_to_gguf.py"
        )


def _rope(config: Mapping[str, Any]) -> Rope:
    # transformers 5 keeps both in rope_parameters, 4 had rope_theta beside rope_scaling.
    told = {**(config.get("rope_scaling") or {}), **(config.get("rope_parameters") or {})}
    theta = float(told.get("rope_theta") or config.get("rope_theta") or 10_000.0)
    kind: str = told.get("rope_type") or told.get("type") or "default"
    if kind == "default":
        return Rope(theta)
    if kind != "llama3":
        raise BadInputError(f"this exporter knows no rotary scaling {kind}: use llama.cpp's convert_hf_to_gguf.py")
    return Rope(
        theta,
        float(told["factor"]),
        float(told["low_freq_factor"]),
        float(told["high_freq_factor"]),
        int(told["original_max_position_embeddings"]),
    )
