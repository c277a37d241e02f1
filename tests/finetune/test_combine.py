"""Examples of other origin come in whatever form they have, each once, and everything left out has its reason."""

import json
from pathlib import Path

import pytest

from finetune.combine import stage
from finetune.combine.splitting import split
from finetune.config import Config, load
from finetune.examples import Example, conversation, lines, read
from finetune.likeness import Seen
from finetune.stages import Work
from teaching.errors import BadInputError, RefusedError
from teaching.prompts import chat


def example(number: int, **more: object) -> Example:
    values = {
        "instruction": f"Task {number}", "input": "", "output": f"Answer {number}: {'x' * number} {number * 7919}",
        "id": f"{number:016x}", "phase": "review", "kind": f"kind {number % 3}", "source": "generate/x",
    }  # fmt: skip
    return Example.model_validate({**values, **more})


def combined(tmp_path: Path, config: Config, ours: int = 6) -> tuple[dict, list[Example], list[Example], list[dict]]:
    """Facts, what is trained on, what is held, what was set aside."""
    folder, inputs = tmp_path / "combine", tmp_path / "generate"
    for place in (folder, inputs):
        place.mkdir()
    (inputs / "examples.jsonl").write_text(lines(example(number) for number in range(ours)), encoding="utf-8")
    facts = stage.run(Work(config, folder, {"generate": inputs}, lambda _: None, tmp_path))
    rejects = [json.loads(line) for line in (folder / "set-aside.jsonl").read_text(encoding="utf-8").splitlines()]
    return dict(facts), read(folder / "train.jsonl"), read(folder / "held.jsonl"), rejects


def test_a_group_that_is_too_large_to_be_held_is_passed_over(tmp_path: Path) -> None:
    config = load(settings=["data.held=2"])
    real = config.model_copy(update={"base": config.base.model_copy(update={"toy": False, "path": tmp_path})})
    several = [example(number, provenance={"defect": f"d{number}", "project": "shop"}) for number in range(8)]
    alone = [example(number, provenance={"defect": f"d{number}"}) for number in range(8, 12)]
    train, held = split([*several, *alone], real)
    assert len(held) == 2 and not {one.id for one in held} & {one.id for one in several}
    assert len(train) == 10


def test_two_answers_to_one_question_stand_on_one_side(tmp_path: Path) -> None:
    config = load(settings=["data.held=4"])
    real = config.model_copy(update={"base": config.base.model_copy(update={"toy": False, "path": tmp_path})})
    pairs = [example(number, instruction=f"Question {number // 2}") for number in range(12)]
    train, held = split(pairs, real)
    assert held and not {one.instruction for one in train} & {one.instruction for one in held}


def with_file(tmp_path: Path, text: str, *settings: str) -> Config:
    file = tmp_path / "crew.jsonl"
    file.write_text(text, encoding="utf-8")
    return load(settings=[f"data.files=['{file}']", "data.longest=0", *settings])


FORMS = {
    "instruction": '{"instruction": "How?", "input": "a = 1", "output": "So."}',
    "prompt": '{"prompt": "How?", "completion": " So.\\n"}',
    "prompt of turns": '{"prompt": [{"role": "user", "content": "How?"}], '
    '"completion": [{"role": "assistant", "content": "So."}]}',
    "messages": '{"messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": "So."}]}',
    "a list": '[{"role": "user", "content": "How?"}, {"role": "assistant", "content": "So."}]',
    "a turn per line": '{"role": "user", "content": "How?"}\n\n{"role": "assistant", "content": "So."}',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_becomes_the_same_exchange(text: str, tmp_path: Path) -> None:
    _, train, _, rejects = combined(tmp_path, with_file(tmp_path, f"\ufeff{text}\r\n"))
    assert rejects == []
    mine = train[-1]
    assert (mine.instruction, mine.output, mine.source) == ("How?", "So.", "crew.jsonl")
    assert [turn.role for turn in conversation(mine)] == ["system", "user", "assistant"]


def test_a_longer_talk_keeps_its_turns_and_its_own_system_text(tmp_path: Path) -> None:
    turns = [("system", "Be kind."), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")]
    text = json.dumps({"messages": [{"role": role, "content": content} for role, content in turns], "phase": "tooling"})
    _, train, _, _ = combined(tmp_path, with_file(tmp_path, text))
    assert [(turn.role, turn.content) for turn in conversation(train[-1])] == turns
    assert train[-1].phase == "tooling"


REJECTED = {
    "no JSON": ("{", "no JSON"),
    "a number": ("3", "no record"),
    "unknown fields": ('{"text": "x"}', "known are instruction and output"),
    "an empty answer": ('{"prompt": "a", "completion": " "}', "answer is empty"),
    "an empty question": ('{"prompt": " ", "completion": "b"}', "question is empty"),
    "an answer that is no text": ('{"prompt": "a", "completion": 3}', "completion is no text"),
    "a tool's turn": ('{"messages": [{"role": "tool", "content": "x"}]}', "role tool"),
    "no answer last": ('{"messages": [{"role": "user", "content": "x"}]}', "assistant last"),
    "a turn without an answer": ('{"role": "user", "content": "x"}', "no answer"),
    "half a character": ('{"prompt": "a", "completion": "\\ud800"}', "half of a character"),
    "endless": (json.dumps({"prompt": "a", "completion": "x" * 50_000}), "50,000 characters"),
}


@pytest.mark.parametrize(("text", "reason"), REJECTED.values(), ids=REJECTED)
def test_what_is_no_example_is_left_out_with_its_line_and_reason(text: str, reason: str, tmp_path: Path) -> None:
    good = '{"prompt": "How does it end?", "completion": "Well."}\n'
    _, train, _, rejects = combined(tmp_path, with_file(tmp_path, f"{good}{text}\n"))
    assert len(train) == 7
    assert [one["place"] for one in rejects] == ["crew.jsonl:2"]
    assert reason in rejects[0]["reason"]


def test_an_answer_that_is_too_long_for_the_model_is_left_out_and_said(tmp_path: Path) -> None:
    text = json.dumps({"prompt": "Explain", "completion": " ".join(f"word{number}" for number in range(80))})
    _, train, _, rejects = combined(tmp_path, with_file(tmp_path, text, "data.longest=400"))
    assert len(train) == 6
    assert [one["reason"] for one in rejects] == ["its answer has 549 characters, and data.longest is 400"]


def test_the_same_and_nearly_the_same_are_taken_once(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(80))
    rows = [
        ("Explain", words),
        (" Explain", words + "\n"),
        ("Explain", words.replace("word40", "other")),
        ("Why", words[::-1]),
    ]
    text = "\n".join(json.dumps({"prompt": prompt, "completion": answer}) for prompt, answer in rows)
    _, train, _, rejects = combined(tmp_path, with_file(tmp_path, text))
    assert len(train) == 8
    assert [one["reason"] for one in rejects] == ["the same as crew.jsonl:1", "nearly the same as crew.jsonl:1"]


def test_likeness_finds_planted_doubles_and_no_others() -> None:
    seen = Seen(0.85)
    texts = [" ".join(f"{number}-{word * number % 997}" for word in range(120)) for number in range(1, 300)]
    assert [seen.like(text) for text in texts] == [None] * len(texts)
    for number, text in enumerate(texts):
        words = text.split()
        words[60] = "changed"
        assert seen.like(" ".join(words)) == number


def test_a_toy_is_judged_on_what_it_was_trained_on_and_says_so(tmp_path: Path) -> None:
    _, train, held, _ = combined(tmp_path, load(settings=["data.held=3"]))
    assert len(train) == 6 and len(held) == 3
    assert {one.id for one in held} < {one.id for one in train}
    assert all(one.memorisation for one in held) and not any(one.memorisation for one in train)
    assert len({one.kind for one in held}) == 3


def test_what_is_held_for_a_real_model_is_not_trained_on_nor_is_anything_of_its_group(tmp_path: Path) -> None:
    config = load(settings=["data.held=2"])
    real = config.model_copy(update={"base": config.base.model_copy(update={"toy": False, "path": tmp_path})})
    several = [example(number, provenance={"defect": f"d{number // 2}"}) for number in range(8)]
    train, held = split(several, real)
    assert len(train) + len(held) == 8 and len(held) == 2
    assert not {one.provenance["defect"] for one in train} & {one.provenance["defect"] for one in held}
    assert not any(one.memorisation for one in held)
    assert split(several, real) == (train, held)


def test_control_tokens_in_an_example_stay_text_and_are_counted(tmp_path: Path) -> None:
    text = json.dumps({"prompt": "What is <|eot_id|>?", "completion": "A token: <|eot_id|>"})
    facts, train, _, _ = combined(tmp_path, with_file(tmp_path, text))
    assert facts["with_control_tokens"] == 1
    pieces = chat.segments(conversation(train[-1]), open_answer=False)
    assert [piece.text for piece in pieces if piece.answer] == ["A token: <|eot_id|>", chat.END_OF_TURN]
    assert [piece.control for piece in pieces if piece.answer] == [False, True]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    config = with_file(tmp_path, "")
    config.data.files[0].write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInputError, match="not UTF-8 text"):
        combined(tmp_path, config)


def test_nothing_left_to_train_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no example is left"):
        combined(tmp_path, load(), ours=0)
