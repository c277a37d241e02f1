"""The toy base: its tokenizer, what it reads, and that it is made once."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune.config import Base, Config
from finetune.stages import Work
from finetune.toy import base
from finetune.toy.corpus import digest, documents
from finetune.toy.lessons import stream
from finetune.toy.model import network
from finetune.toy.tokenizer import SPECIAL, build
from teaching.errors import BadInputError
from teaching.prompts.chat import END_OF_TURN, TEMPLATE
from tests.finetune.tiny import BASE, tiny, tiny_tokenizer

pytestmark = pytest.mark.torch

TOY = Base(toy=True, vocab=1024, hidden=64, ffn=64, layers=1, heads=2, kv_heads=1, steps=8, batch_tokens=512, lr=3e-3)


def made(folder: Path, settings: Base, said: list[str]) -> dict[str, Any]:
    (folder / "base").mkdir(parents=True)
    config = Config(name="tiny", base=settings)
    return dict(base.run(Work(config, folder / "base", {}, said.append, folder)))


def test_the_corpus_is_what_ships_and_holds_no_exemplar() -> None:
    found = documents()
    assert len(found) >= 150
    assert {document.name.split("/")[0] for document in found} >= {"curriculum", "commands", "teaching"}
    assert not [document.name for document in found if ".meta" in document.name]
    assert digest(found) == digest(documents())
    assert digest(found) != digest(found[1:])


def test_the_same_texts_give_the_same_tokenizer_with_llama_s_special_tokens_at_its_end() -> None:
    texts = [document.text for document in documents() if document.name.endswith(".md")][:12]
    first, again = build(texts, 1024, 2048), build(texts, 1024, 2048)
    assert first.backend_tokenizer.to_str() == again.backend_tokenizer.to_str()
    assert first.convert_ids_to_tokens(list(range(1024 - len(SPECIAL), 1024))) == list(SPECIAL)
    assert (SPECIAL[0], SPECIAL[4], SPECIAL[9]) == ("<|begin_of_text|>", "<|finetune_right_pad_id|>", "<|eot_id|>")
    assert (first.bos_token, first.eos_token, first.pad_token) == (SPECIAL[0], SPECIAL[9], SPECIAL[4])


def test_too_little_text_for_so_many_tokens_is_said() -> None:
    with pytest.raises(ValueError, match="instead of 1024: more text is needed"):
        build(["a b c"], 1024, 2048)


@pytest.mark.parametrize(
    "text",
    ["def f():\n\treturn '…'\r\n", "日本語 🙂 e\u0301", "\x00\x7f", "    " * 20 + "=====", "12345678", END_OF_TURN, ""],
)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    tokenizer = tiny_tokenizer()
    ids = tokenizer(text, add_special_tokens=False, split_special_tokens=True).input_ids
    assert tokenizer.decode(ids) == text


def test_numbers_are_split_by_three_as_llama_3_does() -> None:
    pieces = tiny_tokenizer().backend_tokenizer.pre_tokenizer.pre_tokenize_str("1234567")
    assert [piece for piece, _ in pieces] == ["123", "456", "7"]


def test_the_folder_loads_with_our_template_and_stops_at_every_ending_token(tmp_path: Path) -> None:
    folder = tiny(tmp_path)
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    assert tokenizer.chat_template == TEMPLATE
    assert tokenizer.convert_ids_to_tokens(model.generation_config.eos_token_id) == [
        "<|end_of_text|>",
        "<|eom_id|>",
        "<|eot_id|>",
    ]
    assert model.config.rope_parameters["rope_type"] == "llama3"
    assert model.config.rope_parameters["original_max_position_embeddings"] == BASE.context / BASE.rope_factor
    assert len(tokenizer) == model.get_input_embeddings().num_embeddings == BASE.vocab


def test_lessons_are_the_same_each_time_and_teach_every_control_token_of_the_format() -> None:
    tokenizer, corpus = tiny_tokenizer(), documents()[:20]
    read = stream(corpus, tokenizer, 4000, seed=3)
    assert read.shape == (4000,)
    assert torch.equal(read, stream(corpus, tokenizer, 4000, seed=3))
    assert not torch.equal(read, stream(corpus, tokenizer, 4000, seed=4))
    met = set(SPECIAL) & set(tokenizer.convert_ids_to_tokens(read.tolist()))
    assert met == {SPECIAL[0], SPECIAL[1], "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"}


def test_a_toy_is_made_once_and_taken_from_the_cache_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    said: list[str] = []
    first = made(tmp_path / "first", TOY, said)
    assert [line.split(" ")[0] for line in said] == ["training", "training"]
    again = made(tmp_path / "again", TOY, said)
    assert (first["words"].split(",")[0], again["words"].split(",")[0]) == ("made", "taken from the cache")
    assert len(said) == 2
    for file in (tmp_path / "first" / "base").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / "base" / file.name).read_bytes()
    events = [json.loads(line) for line in (tmp_path / "first" / "base" / "events.jsonl").read_text().splitlines()]
    assert [event["step"] for event in events] == list(range(1, 9))
    assert events[-1]["loss"] < events[0]["loss"]
    assert sorted(path.suffix for path in base.bases().iterdir()) == ["", ".lock"]
    other = made(tmp_path / "other", TOY.model_copy(update={"lr": 1e-4}), said)
    assert other["key"] != first["key"]
    assert capfd.readouterr() == ("", ""), "the libraries talk only through what is said"


def test_a_base_that_is_no_model_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInputError, match="no config.json, tokenizer.json, tokenizer_config.json: name a Llama"):
        made(tmp_path, Base(path=tmp_path / "empty"), [])


def test_real_weights_are_pointed_to_and_not_copied(tmp_path: Path) -> None:
    weights = tiny(tmp_path / "Llama-mine")
    facts = made(tmp_path / "run", Base(path=weights), [])
    assert [file.name for file in (tmp_path / "run" / "base").iterdir()] == ["base.json"]
    assert sorted(facts["files"]) == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]


@pytest.mark.full
def test_the_tokenizer_of_the_preset_takes_seconds() -> None:
    begun = time.process_time()
    tokenizer = build((document.text for document in documents()), 4096, 8192)
    assert len(tokenizer) == 4096
    assert time.process_time() - begun < 20
    assert sum(parameter.numel() for parameter in network(Base(toy=True), tokenizer, 0).parameters()) == 5_245_184
