"""The tuned model and its base are asked as serving would ask them, the base in the same quantisation, and compared."""

import json
from pathlib import Path

import pytest

from finetune.base import point
from finetune.config import Config
from finetune.evaluate import stage
from finetune.export import writer
from finetune.export.names import file_name
from finetune.llama import quantise
from finetune.stages import Work
from tests.finetune.tiny import tiny

pytestmark = [pytest.mark.torch, pytest.mark.local]


def test_both_answer_and_a_killed_attempt_is_gone_on_with(tmp_path: Path) -> None:
    weights, gguf, kept = tmp_path / "weights", tmp_path / "export" / "gguf", tmp_path / "kept"
    for folder in (weights, gguf, kept, tmp_path / "base"):
        folder.mkdir(parents=True)
    tiny(weights)
    point(weights, tmp_path / "base")
    plain = tmp_path / "plain.gguf"
    writer.write(weights, plain, writer.Origin(name="tiny", run="0", base="tiny", toy=False, more={}))
    quantise(plain, gguf / file_name("tiny", "Q8_0"), "Q8_0")
    config = Config.model_validate(
        {
            "name": "tiny", "base": {"path": str(weights)}, "export": {"serve": "Q8_0"},
            "evaluate": {"items": 3, "max_tokens": 16},
        }
    )  # fmt: skip
    inputs = {"base": tmp_path / "base", "export": tmp_path / "export"}
    for out in ("first", "second"):
        (tmp_path / out).mkdir()
        facts = stage.run(Work(config, tmp_path / out, inputs, lambda _: None, kept))
    report = json.loads((tmp_path / "first" / "report.json").read_text(encoding="utf-8"))
    assert list(report["models"])[:2] == ["tuned", "base"]
    # The same weights give the same answers, so neither is better.
    assert report["pairs"][0]["overall"]["value"] == 0 and facts["better"] is False
    assert report["models"]["tuned"]["written"] == report["models"]["base"]["written"] > 0
    assert (tmp_path / "first" / "report.json").read_bytes() == (tmp_path / "second" / "report.json").read_bytes()
    assert (tmp_path / "first" / "events.jsonl").read_bytes() == (tmp_path / "second" / "events.jsonl").read_bytes()
    assert (tmp_path / "first" / "rating.html").is_file()
