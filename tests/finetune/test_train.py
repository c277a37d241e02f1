"""The stage that trains: what it leaves, what it says, and what it refuses."""

import json
from pathlib import Path

import pytest
import torch

from finetune.base import TEMPLATE_FILE, located, point
from finetune.config import Train
from finetune.examples import lines
from finetune.manifest import file_digest
from finetune.train import adapter
from finetune.train.stage import run
from teaching.errors import BadInputError, RefusedError
from teaching.prompts.chat import TEMPLATE
from tests.finetune.tiny import BASE, examples, prepared, tiny, work

pytestmark = pytest.mark.torch


def adapter_bits(folder: Path) -> dict[str, str]:
    return {file.name: file_digest(file) for file in sorted((folder / "train" / "adapter").iterdir())}


def test_training_leaves_an_adapter_that_a_server_takes_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    config = prepared(tmp_path)
    facts = run(work(tmp_path, "train", config, "base", "combine", say=said.append))
    folder = tmp_path / "train" / "adapter"
    assert sorted(file.name for file in folder.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "chat_template.jinja",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    told = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    assert (told["r"], told["bias"], told["modules_to_save"], told["use_dora"]) == (8, "none", None, False)
    assert told["target_modules"] == list(adapter.PROJECTIONS)
    assert told["base_model_name_or_path"] == "toy"
    assert (folder / TEMPLATE_FILE).read_text(encoding="utf-8") == TEMPLATE
    assert file_digest(folder / "tokenizer.json") == file_digest(tmp_path / "base" / "tokenizer.json")
    events = [json.loads(line) for line in (tmp_path / "train" / "events.jsonl").read_text().splitlines()]
    assert [event["step"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["loss"] < events[0]["loss"] / 4
    assert all(event["tokens_per_second"] > 0 and event["lr"] >= 0 for event in events)
    assert events[-1]["tokens"] == config.train.epochs * sum(int(line.split()[3]) for line in said[:4])
    assert said[0].startswith("architecture: 2 examples, ") and said[0].endswith("% learnt")
    assert (facts["method"], facts["device"]) == ("lora", adapter.device())
    assert capfd.readouterr() == ("", ""), "the libraries talk only through what is said"


def test_the_same_run_gives_the_same_bits_and_another_seed_gives_others(tmp_path: Path) -> None:
    found = []
    for name, seed in (("first", 0), ("again", 0), ("other", 1)):
        config = prepared(tmp_path / name, epochs=1).model_copy(update={"seed": seed})
        run(work(tmp_path / name, "train", config, "base", "combine"))
        found.append(adapter_bits(tmp_path / name))
    assert found[0] == found[1]
    assert {name for name in found[0] if found[0][name] != found[2][name]} == {"adapter_model.safetensors"}


def test_an_example_that_is_too_long_is_named_and_never_cut(tmp_path: Path) -> None:
    config = prepared(tmp_path, pack_tokens=100)
    with pytest.raises(BadInputError, match=r"example e0 has 1\d\d tokens.*train.pack_tokens to 1\d\d"):
        run(work(tmp_path, "train", config, "base", "combine"))


def test_examples_whose_answers_outweigh_what_is_asked_are_refused(tmp_path: Path) -> None:
    config = prepared(tmp_path)
    long = [
        example.model_copy(update={"output": "seven words that repeat themselves " * 300}) for example in examples(1)
    ]
    (tmp_path / "combine" / "train.jsonl").write_text(lines(long), encoding="utf-8")
    with pytest.raises(RefusedError, match="would be learnt; that is right for no set"):
        run(work(tmp_path, "train", config.model_copy(update={"train": Train(pack_tokens=9000)}), "base", "combine"))


def test_a_loss_that_is_no_number_ends_the_training(tmp_path: Path) -> None:
    config = prepared(tmp_path, lr=1e30, clip=1e30, epochs=20)
    with pytest.raises(RefusedError, match="no number any more at step .*lower train.lr"):
        run(work(tmp_path, "train", config, "base", "combine"))


def test_a_base_whose_tokenizer_was_extended_is_refused(tmp_path: Path) -> None:
    tiny(tmp_path)
    tokenizer = adapter.tokenizer_of(tmp_path)
    assert len(tokenizer) == BASE.vocab
    tokenizer.add_tokens(["<|mine|>"])
    tokenizer.save_pretrained(tmp_path)
    with pytest.raises(BadInputError, match="ids up to 1024, its model 1024 rows"):
        adapter.tokenizer_of(tmp_path)


def test_a_base_from_elsewhere_is_pointed_to_and_called_by_its_name(tmp_path: Path) -> None:
    elsewhere = tiny(tmp_path / "Llama-mine")
    config = prepared(tmp_path / "run", epochs=1)
    for file in (tmp_path / "run" / "base").iterdir():
        file.unlink()
    point(elsewhere, tmp_path / "run" / "base")
    run(work(tmp_path / "run", "train", config, "base", "combine"))
    told = (tmp_path / "run" / "train" / "adapter" / "adapter_config.json").read_text(encoding="utf-8")
    assert json.loads(told)["base_model_name_or_path"] == "Llama-mine"
    assert str(tmp_path) not in told
    (elsewhere / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RefusedError, match="is not what it was: run `python -m finetune base` again"):
        located(tmp_path / "run" / "base")


@pytest.mark.parametrize(("gigabytes", "method"), [(None, "lora"), (29, "lora"), (27, "qlora")])
def test_the_method_follows_the_free_memory_of_the_accelerator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gigabytes: int | None, method: str
) -> None:
    tiny(tmp_path)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gigabytes is not None)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: ((gigabytes or 0) * 10**9, 80 * 10**9))
    monkeypatch.setattr(adapter, "_parameters", lambda model: 8_030_000_000)
    assert adapter.chosen(Train(method="auto"), tmp_path) == method
    assert adapter.chosen(Train(method="qlora"), tmp_path) == "qlora"
