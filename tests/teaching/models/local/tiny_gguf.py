"""Writes GGUF files of 2 MB, whole or broken on purpose, with numpy and gguf alone.

The vocabulary is a byte-level BPE like Llama 3's, with its control tokens and with tokens of more than 32 bytes. The
weights are random, or such that the model says one text whatever it is asked: each token is followed by the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import gguf
import numpy as np

from teaching.contracts import weights
from teaching.prompts import chat

CONTROL = (chat.BEGIN, "<|end_of_text|>", chat.PAD, chat.HEADER, chat.HEADER_ENDS, chat.END_OF_TURN, "<|reserved|>")
WORDS = (
    "system", "user", "assistant", " the", " and", " model", " answer", " question", " stone", " river", "def",
    "return", " window", " yellow", " carefully", " function", " because", "Hello", "hello", " world", "zebra",
    "quick", " brown", "\n\n", '":', '{"', '",', "true", "false", "null",
)  # fmt: skip
LONG = (" ", "=", "-", "*")
LONGEST = 128
HIDDEN, FEED, LAYERS, HEADS, KV_HEADS = 256, 256, 2, 4, 2


@dataclass(frozen=True)
class Tiny:
    """What to write.

    Attributes:
        says: the pieces of the one answer that the model gives, each a token and none twice; None is random weights.
        ends: whether that answer ends by itself; else it begins again.
        own: whether the file carries our metadata.
        nan: whether a weight in the second layer is not a number.
        listed_control: whether the control tokens are listed as such.
        more: metadata to add or change; None leaves a key out.
    """

    says: tuple[str | bytes, ...] | None = None
    ends: bool = True
    own: bool = True
    nan: bool = False
    listed_control: bool = True
    template: str | None = chat.TEMPLATE
    context: int = 2048
    seed: int = 0
    more: Mapping[str, str | bool | None] = field(default_factory=dict)


def write(file: Path, tiny: Tiny | None = None) -> Path:
    """Writes a model to `file` and returns that."""
    tiny = tiny or Tiny()
    tokens, merges = vocabulary()
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_name("tiny")
    writer.add_context_length(tiny.context)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(FEED)
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(tokens)
    kind = gguf.TokenType.CONTROL if tiny.listed_control else gguf.TokenType.USER_DEFINED
    writer.add_token_types([kind if token in CONTROL else gguf.TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index(chat.BEGIN))
    writer.add_eos_token_id(tokens.index(chat.END_OF_TURN))
    writer.add_add_bos_token(True)
    if tiny.template is not None:
        writer.add_chat_template(tiny.template)
    _describe(writer, tiny)
    for name, tensor in _tensors(tiny, tokens).items():
        writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


@cache
def vocabulary() -> tuple[list[str], list[str]]:
    """The tokens, as GPT-2 spells bytes, and the merges."""
    tokens = [_BYTES[one] for one in range(256)]
    merges: list[str] = []

    def merge(left: str, right: str) -> str:
        if left + right not in tokens:
            tokens.append(left + right)
            merges.append(f"{left} {right}")
        return left + right

    for character in LONG:
        token = _BYTES[ord(character)]
        while len(token) < LONGEST:
            token = merge(token, token)
    for word in WORDS:
        letters = [_BYTES[one] for one in word.encode()]
        token = letters[0]
        for letter in letters[1:]:
            token = merge(token, letter)
    return [*tokens, *CONTROL], merges


def token_of(piece: str | bytes) -> int:
    """The token that stands for these very bytes, or has this name."""
    tokens, _ = vocabulary()
    if isinstance(piece, str) and piece in CONTROL:
        return tokens.index(piece)
    data = piece.encode() if isinstance(piece, str) else piece
    return tokens.index("".join(_BYTES[one] for one in data))


def _describe(writer: gguf.GGUFWriter, tiny: Tiny) -> None:
    values: dict[str, str | bool | None] = {}
    if tiny.own:
        values = {weights.PROMPT_FORMAT: chat.FORMAT, weights.PROMPT_DIGEST: chat.DIGEST, weights.TOY: True}
    for key, value in {**values, **tiny.more}.items():
        if isinstance(value, bool):
            writer.add_bool(key, value)
        elif value is not None:
            writer.add_string(key, value)


def _tensors(tiny: Tiny, tokens: Sequence[str]) -> dict[str, Any]:
    chance = np.random.default_rng(tiny.seed)
    scripted = tiny.says is not None
    size = len(tokens)
    embedding = chance.standard_normal((size, HIDDEN))
    output = chance.standard_normal((size, HIDDEN)) * 0.3
    if tiny.says is not None:
        output = _chain([token_of(one) for one in tiny.says], tiny.ends, embedding)
    spread = 0.0 if scripted else 0.15
    tensors = {"token_embd.weight": embedding, "output.weight": output}
    narrow = HIDDEN // HEADS * KV_HEADS
    for layer in range(LAYERS):
        shapes = {
            "attn_q": (HIDDEN, HIDDEN), "attn_k": (narrow, HIDDEN), "attn_v": (narrow, HIDDEN),
            "attn_output": (HIDDEN, HIDDEN), "ffn_gate": (FEED, HIDDEN), "ffn_up": (FEED, HIDDEN),
            "ffn_down": (HIDDEN, FEED),
        }  # fmt: skip
        for name, shape in shapes.items():
            tensors[f"blk.{layer}.{name}.weight"] = chance.standard_normal(shape) * spread
    if tiny.nan:
        tensors["blk.1.ffn_down.weight"][3, 5] = np.nan
    halves = {name: tensor.astype(np.float16) for name, tensor in tensors.items()}
    norms = [f"blk.{layer}.{name}_norm.weight" for layer in range(LAYERS) for name in ("attn", "ffn")]
    return halves | {name: np.ones(HIDDEN, dtype=np.float32) for name in [*norms, "output_norm.weight"]}


def _chain(answer: list[int], ends: bool, embedding: Any) -> Any:
    """Output weights by which each token wants the next one most."""
    row = [token_of("\n\n"), *answer, token_of(chat.END_OF_TURN) if ends else answer[0]]
    output = np.zeros_like(embedding)
    for before, after in zip(row, row[1:], strict=False):
        output[after] += embedding[before] * 0.1
    return output


def _spelling() -> dict[int, str]:
    """How GPT-2's vocabularies spell bytes as printable characters."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [one for one in range(256) if one not in plain]
    return {one: chr(one) for one in plain} | {one: chr(256 + number) for number, one in enumerate(others)}


_BYTES = _spelling()
