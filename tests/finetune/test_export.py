"""A model becomes a GGUF tensor for tensor, or is refused by what it has beyond a plain Llama."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGUFReader
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from finetune.check import files
from finetune.export import shape, writer
from finetune.export.writer import Origin
from teaching.contracts import weights as keys
from teaching.errors import BadInputError
from teaching.prompts import chat
from tests.finetune.tiny import tiny

pytestmark = pytest.mark.torch
ORIGIN = Origin(name="tiny", run="0123456789ab", base="toy", toy=True, more={"general.license": "mit"})


@pytest.fixture(scope="module", name="model")
def whole_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny(tmp_path_factory.mktemp("model"))


@pytest.fixture(name="copy")
def own_copy(model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(model, tmp_path / "copy")


def changed(folder: Path, name: str, **fields: Any) -> None:
    told = json.loads((folder / name).read_text(encoding="utf-8"))
    (folder / name).write_text(json.dumps({**told, **fields}), encoding="utf-8")


def value(file: Path, key: str) -> object:
    field = GGUFReader(file).get_field(key)
    return field and field.contents()


def test_every_tensor_the_tokenizer_and_the_positions_are_those_of_the_model(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "tiny.gguf"
    writer.write(model, target, ORIGIN)
    checks = list(files.all_of(model, GGUFReader(target)))
    assert [check.name for check in checks] == ["template", "endings", "tensors", "rope"]
    assert all(check.passed for check in checks), checks


def test_a_stray_file_says_what_it_is(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "tiny.gguf"
    writer.write(model, target, ORIGIN)
    assert value(target, keys.PROMPT_FORMAT) == chat.FORMAT
    assert value(target, keys.PROMPT_DIGEST) == chat.DIGEST
    assert (value(target, keys.TOY), value(target, keys.RUN), value(target, keys.BASE)) == (True, "0123456789ab", "toy")
    assert value(target, "general.license") == "mit"


def test_the_same_model_gives_the_same_bytes_in_one_file_or_in_several(model: Path, copy: Path, tmp_path: Path) -> None:
    AutoModelForCausalLM.from_pretrained(copy).save_pretrained(copy, max_shard_size="1MB")
    (copy / "model.safetensors").unlink()
    assert len(list(copy.glob("model-*.safetensors"))) > 1
    for folder, name in ((model, "one"), (model, "again"), (copy, "several")):
        writer.write(folder, tmp_path / name, ORIGIN)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "again").read_bytes() == (tmp_path / "several").read_bytes()


def test_an_output_that_is_the_embedding_is_left_out(copy: Path, tmp_path: Path) -> None:
    tensors = load_file(copy / "model.safetensors")
    del tensors["lm_head.weight"]
    save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    changed(copy, "config.json", tie_word_embeddings=True)
    writer.write(copy, tmp_path / "tied.gguf", ORIGIN)
    assert "output.weight" not in {tensor.name for tensor in GGUFReader(tmp_path / "tied.gguf").tensors}


def test_the_settings_of_transformers_4_are_read_too(model: Path, copy: Path) -> None:
    told = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    rope = told.pop("rope_parameters")
    theta = rope.pop("rope_theta")
    (copy / "config.json").write_text(json.dumps({**told, "rope_theta": theta, "rope_scaling": rope}), encoding="utf-8")
    assert shape.read(copy) == shape.read(model)


def test_rotary_factors_are_those_that_hugging_face_trains_with(model: Path) -> None:
    rope = shape.read(model).rope
    factors = rope.factors(64)
    assert factors is not None
    network = AutoModelForCausalLM.from_pretrained(model)
    trained = network.model.rotary_emb.inv_freq.numpy()
    plain = 1.0 / np.float32(rope.theta) ** (np.arange(0, 64, 2, dtype=np.float32) / 64)
    assert np.allclose(plain / factors, trained, rtol=1e-6)
    assert len(np.unique(factors)) > 2, "all three ranges of Llama 3's scaling are there"


def tokens_added(folder: Path) -> None:
    told = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    told["added_tokens"].append({**told["added_tokens"][-1], "id": 1024, "content": "<|mine|>"})
    (folder / "tokenizer.json").write_text(json.dumps(told), encoding="utf-8")


def split_otherwise(folder: Path) -> None:
    text = (folder / "tokenizer.json").read_text(encoding="utf-8")
    assert r"\\p{N}{1,3}" in text
    (folder / "tokenizer.json").write_text(text.replace(r"\\p{N}{1,3}", r"\\p{N}"), encoding="utf-8")


def tensors_changed(change: Callable[[dict[str, torch.Tensor]], object]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        tensors = load_file(folder / "model.safetensors")
        change(tensors)
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})

    return apply


def truncated(folder: Path) -> None:
    content = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(content[: len(content) // 2])


Q = "model.layers.1.self_attn.q_proj.weight"
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another architecture": (lambda folder: changed(folder, "config.json", model_type="qwen3"), "architecture qwen3"),
    "biases": (lambda folder: changed(folder, "config.json", attention_bias=True), "attention_bias"),
    "quantised": (lambda folder: changed(folder, "config.json", quantization_config={"bits": 4}), "quantised"),
    "other scaling": (
        lambda folder: changed(folder, "config.json", rope_parameters={"rope_type": "yarn", "rope_theta": 1e4}),
        "rotary scaling yarn",
    ),
    "no configuration": (lambda folder: (folder / "config.json").unlink(), "config.json"),
    "a missing tensor": (tensors_changed(lambda tensors: tensors.pop(Q)), f"1 missing, as {Q}"),
    "an unknown tensor": (tensors_changed(lambda tensors: tensors.update(extra=tensors[Q] + 1)), "1 unknown, as extra"),
    "another shape": (tensors_changed(lambda tensors: tensors.update({Q: tensors[Q][:128].clone()})), "(128, 256)"),
    "infinite": (tensors_changed(lambda tensors: tensors[Q].__setitem__((0, 0), float("inf"))), "holds inf"),
    "no number": (tensors_changed(lambda tensors: tensors[Q].__setitem__((0, 0), float("nan"))), "holds nan"),
    "truncated weights": (truncated, "cannot be read"),
    "a grown vocabulary": (tokens_added, "tokens were added"),
    "another split": (split_otherwise, "not built like Llama 3's"),
    "no tokenizer": (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json cannot be read"),
    "an end that is no token": (
        lambda folder: changed(folder, "tokenizer_config.json", eos_token="<|stop|>"),
        "names no eos_token",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_llama_is_refused_by_name(name: str, copy: Path, tmp_path: Path) -> None:
    change, words = REFUSED[name]
    change(copy)
    with pytest.raises(BadInputError, match=".+") as refused:
        writer.write(copy, tmp_path / "never.gguf", ORIGIN)
    assert words in str(refused.value)
