"""Examples in one row do not see each other, and the two ways in which they would."""

from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM

from finetune.examples import conversation
from finetune.train.loss import loss
from finetune.train.mask import UNTRAINED, Encoder, Row
from finetune.train.packing import features, pack
from tests.finetune.tiny import examples, tiny, tiny_tokenizer

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    encoder = Encoder(tiny_tokenizer())
    return [encoder.learnt(conversation(example)) for example in examples(6)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tiny(tmp_path_factory.mktemp("tiny"))
    return AutoModelForCausalLM.from_pretrained(folder, attn_implementation="sdpa").eval()


def whole_loss(model: Any, packed: dict[str, torch.Tensor], **more: Any) -> float:
    """The loss as transformers computes it, with every logit."""
    with torch.no_grad():
        return model(**packed, **more).loss.item()


def test_every_example_is_in_one_row_and_no_row_is_too_long(rows: list[Row]) -> None:
    packs = pack(rows, 400)
    assert all(sum(len(row.ids) for row in packed) <= 400 for packed in packs)
    assert sorted(id(row) for packed in packs for row in packed) == sorted(map(id, rows))
    assert packs == pack(rows, 400)
    assert len(packs) < len(rows)


def test_the_loss_of_a_packed_row_is_that_of_its_examples_one_by_one(model: Any, rows: list[Row]) -> None:
    with torch.no_grad():
        single = sum(loss(model, features([row])).item() * row.trained for row in rows)
        packed = loss(model, features(rows)).item()
    assert packed == pytest.approx(single / sum(row.trained for row in rows), abs=1e-5)


@pytest.mark.parametrize("trap", ["an attention mask", "a cache"])
def test_examples_leak_into_each_other_with(model: Any, rows: list[Row], trap: str) -> None:
    packed = features(rows)
    kept_apart = whole_loss(model, packed, use_cache=False)
    ones = torch.ones_like(packed["input_ids"])
    leaking = {"attention_mask": ones, "use_cache": False} if trap == "an attention mask" else {"use_cache": True}
    with torch.no_grad():
        assert loss(model, packed).item() == pytest.approx(kept_apart, abs=1e-5)
    assert abs(whole_loss(model, packed, **leaking) - kept_apart) > 1e-3


def test_logits_of_learnt_tokens_only_give_the_loss_of_all_logits(model: Any, rows: list[Row]) -> None:
    packed = features(rows)
    seen: list[int] = []
    hook = model.lm_head.register_forward_hook(lambda _module, _inputs, output: seen.append(output.shape[1]))
    with torch.no_grad():
        ours = loss(model, packed).item()
    hook.remove()
    assert seen == [sum(row.trained for row in rows)]
    assert seen[0] < packed["input_ids"].numel() / 4
    assert ours == pytest.approx(whole_loss(model, packed, use_cache=False), abs=1e-5)


def test_a_step_of_several_rows_counts_each_learnt_token_once(model: Any, rows: list[Row]) -> None:
    trained = sum(row.trained for row in rows)
    with torch.no_grad():
        parts = sum(loss(model, features([row]), trained).item() for row in rows)
        assert parts == pytest.approx(loss(model, features(rows)).item(), abs=1e-5)


def test_the_first_token_of_an_example_is_never_learnt_from_the_one_before_it(rows: list[Row]) -> None:
    assert [row.labels[0] for row in rows] == [UNTRAINED] * len(rows)
