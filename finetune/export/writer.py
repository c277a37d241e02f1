"""Writes the GGUF of a plain Llama, tensor by tensor, with the chat format and where it comes from in its metadata."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import MODEL_ARCH, MODEL_ARCH_NAMES, GGUFWriter, LlamaFileType

from finetune.export import shape as shapes
from finetune.export import vocabulary as vocabularies
from finetune.export.shape import Shape, Tensor
from finetune.export.vocabulary import Vocabulary
from finetune.export.weights import complete, opened
from teaching.contracts import weights as keys
from teaching.errors import BadInputError
from teaching.prompts import chat

F16_LARGEST = 65504.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the weights come from, so that a stray file can be traced.

    Attributes:
        name: what people call the model.
        run: the run that made it.
        base: the model that was tuned.
        more: further metadata, as the licence.
    """

    name: str
    run: str
    base: str
    toy: bool
    more: Mapping[str, str]


def write(folder: Path, target: Path, origin: Origin) -> None:
    """Writes the model in `folder` to `target` in F16; norms and rotary factors stay in F32.

    Raises:
        BadInputError: for a model that is no plain Llama, or has values that F16 cannot hold.
    """
    shape = shapes.read(folder)
    vocabulary = vocabularies.read(folder, shape.vocabulary)
    with opened(folder) as weights:
        tensors = complete(weights, shape)
        with closing(GGUFWriter(str(target), MODEL_ARCH_NAMES[MODEL_ARCH.LLAMA])) as gguf:
            _describe(gguf, shape, origin)
            _tokenizer(gguf, vocabulary)
            _lay_out(gguf, tensors, shape.rope.factors(shape.head_size))
            for tensor in tensors:
                gguf.write_tensor_data(_fitting(weights.rows(tensor), tensor))


def _lay_out(gguf: GGUFWriter, tensors: Sequence[Tensor], factors: np.ndarray | None) -> None:
    """Writes all that comes before the weights: metadata, where each tensor will lie, and the rotary factors."""
    if factors is not None:
        gguf.add_tensor_info(shapes.ROPE_FACTORS, factors.shape, factors.dtype, factors.nbytes)
    for tensor in tensors:
        kind = _kind(tensor)
        gguf.add_tensor_info(tensor.name, tensor.shape, kind, int(np.prod(tensor.shape)) * kind.itemsize)
    gguf.write_header_to_file()
    gguf.write_kv_data_to_file()
    gguf.write_ti_data_to_file()
    if factors is not None:
        gguf.write_tensor_data(factors)


def _kind(tensor: Tensor) -> np.dtype:
    return np.dtype(np.float32 if len(tensor.shape) == 1 else np.float16)


def _fitting(rows: np.ndarray, tensor: Tensor) -> np.ndarray:
    largest = float(np.abs(rows).max())
    if not largest <= F16_LARGEST:  # also where it is no number
        raise BadInputError(f"{tensor.source} holds {largest}, which no F16 can: the training diverged, or the merge")
    return rows.astype(_kind(tensor))


def _describe(writer: GGUFWriter, shape: Shape, origin: Origin) -> None:
    writer.add_name(origin.name)
    writer.add_type("model")
    writer.add_file_type(LlamaFileType.MOSTLY_F16)
    writer.add_quantization_version(2)
    writer.add_block_count(shape.layers)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_key_length(shape.head_size)
    writer.add_value_length(shape.head_size)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_freq_base(shape.rope.theta)
    writer.add_rope_dimension_count(shape.head_size)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_string(keys.PROMPT_FORMAT, chat.FORMAT)
    writer.add_string(keys.PROMPT_DIGEST, chat.DIGEST)
    writer.add_bool(keys.TOY, origin.toy)
    writer.add_string(keys.RUN, origin.run)
    writer.add_string(keys.BASE, origin.base)
    for key, value in sorted(origin.more.items()):
        writer.add_string(key, value)


def _tokenizer(writer: GGUFWriter, vocabulary: Vocabulary) -> None:
    writer.add_tokenizer_model(vocabularies.MODEL)
    writer.add_tokenizer_pre(vocabularies.PRE)
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(vocabulary.kinds)
    writer.add_token_merges(vocabulary.merges)
    writer.add_bos_token_id(vocabulary.bos)
    writer.add_eos_token_id(vocabulary.eos)
    writer.add_pad_token_id(vocabulary.pad)
    # The chat format begins with the token itself; an engine that adds one would double it.
    writer.add_add_bos_token(False)
    writer.add_chat_template(chat.TEMPLATE)
