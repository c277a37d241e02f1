"""The merged model says what base and adapter said together, in the base's own weights and words."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune import merge
from finetune.config import Config
from finetune.examples import asking
from finetune.manifest import file_digest
from finetune.train import stage
from finetune.train.mask import Encoder
from teaching.errors import RefusedError
from teaching.prompts.chat import END_OF_TURN, TEMPLATE
from tests.finetune.tiny import BASE, examples, prepared, work

pytestmark = pytest.mark.torch


def trained(folder: Path, **settings: object) -> Config:
    config = prepared(folder, **settings)
    stage.run(work(folder, "train", config, "base", "combine"))
    return config


@pytest.fixture(scope="module", params=[pytest.param("lora", marks=pytest.mark.full), "qlora"])
def merged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run, long enough to have learnt its examples by heart."""
    folder = tmp_path_factory.mktemp(request.param)
    config = trained(folder, method=request.param, epochs=40, lr=5e-3)
    merge.run(work(folder, "merge", config, "base", "train"))
    return folder


def logits(model: Any) -> torch.Tensor:
    with torch.no_grad():
        return model(torch.arange(5, 200)[None], use_cache=False).logits


def test_the_sum_is_taken_in_the_weights_that_were_never_quantised(merged: Path) -> None:
    base = AutoModelForCausalLM.from_pretrained(merged / "base")
    model = AutoModelForCausalLM.from_pretrained(merged / "merge")
    assert model.dtype == base.dtype
    assert not hasattr(model.config, "quantization_config")
    before = logits(base)
    both = logits(PeftModel.from_pretrained(base, merged / "train" / "adapter"))
    assert (logits(model) - both).abs().max() < 1e-3
    assert (before - both).abs().max() > 0.1


def test_it_answers_as_it_was_taught_and_stops_by_itself(merged: Path) -> None:
    model: Any = AutoModelForCausalLM.from_pretrained(merged / "merge")
    tokenizer = AutoTokenizer.from_pretrained(merged / "merge")
    right = 0
    for example in examples(8):
        ids = torch.tensor([Encoder(tokenizer).encode(asking(example), open_answer=True).ids])
        new = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=60)[0, ids.shape[1] :]
        right += tokenizer.decode(new) == example.output + END_OF_TURN
    assert right >= 7, "QLoRA's merge may cost one answer: it was trained on weights of four bits"


def test_tokenizer_template_and_vocabulary_are_the_base_s(merged: Path) -> None:
    assert file_digest(merged / "merge" / "tokenizer.json") == file_digest(merged / "base" / "tokenizer.json")
    tokenizer = AutoTokenizer.from_pretrained(merged / "merge")
    assert tokenizer.chat_template == TEMPLATE
    assert len(tokenizer) == BASE.vocab
    config = json.loads((merged / "merge" / "config.json").read_text(encoding="utf-8"))
    assert config["vocab_size"] == BASE.vocab
    assert str(merged) not in json.dumps(config)


def test_an_adapter_of_another_tokenizer_is_refused(merged: Path, tmp_path: Path) -> None:
    shutil.copytree(merged / "train", tmp_path / "train")
    (tmp_path / "train" / "adapter" / "tokenizer.json").write_text("{}", encoding="utf-8")
    shutil.copytree(merged / "base", tmp_path / "base")
    with pytest.raises(RefusedError, match="another tokenizer: run `python -m finetune train` again"):
        merge.run(work(tmp_path, "merge", Config(name="tiny", base=BASE), "base", "train"))


def test_an_adapter_with_a_number_that_is_none_is_refused(merged: Path, tmp_path: Path) -> None:
    for name in ("base", "train"):
        shutil.copytree(merged / name, tmp_path / name)
    file = tmp_path / "train" / "adapter" / "adapter_model.safetensors"
    weights = load_file(file)
    name = next(iter(weights))
    save_file({**weights, name: torch.full_like(weights[name], float("nan"))}, file, {"format": "pt"})
    with pytest.raises(RefusedError, match="cannot be merged .*lower train.lr"):
        merge.run(work(tmp_path, "merge", Config(name="tiny", base=BASE), "base", "train"))
