"""`promote` takes a model that is better than its base beyond the interval, or one that somebody forces."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from finetune import promote
from finetune.check.certified import CERTIFICATE
from finetune.config import Config
from finetune.evaluate import bank, results, stage
from finetune.evaluate.asking import Answer
from finetune.evaluate.contestants import control
from finetune.evaluate.controls import CONTROLS
from finetune.evaluate.model import Check, Item, Score
from finetune.evaluate.verdict import BASE, REPORT, TUNED
from finetune.manifest import file_digest
from finetune.stages import Work
from teaching.contracts.weights import Certificate
from teaching.contracts.weights import Check as Proven
from teaching.errors import RefusedError
from teaching.models import installed
from teaching.prompts import chat

ITEMS = bank.items()


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


Passes = Callable[[Item], bool]


def share(much: float) -> Passes:
    """Rightly answers about this share of the items, always the same ones."""
    return lambda item: hashlib.sha256(item.id.encode()).digest()[0] < 256 * much


def judged(name: str, passed: Passes) -> results.Judged:
    """Somebody who answered these items rightly, and the others wrongly."""
    answers = [Answer(item.id, "said") for item in ITEMS]
    scores = [
        Score(item.id, item.metric, item.kind, item.group, (Check("all", passed(item)),), int(passed(item)), 9)
        for item in ITEMS
    ]
    return results.Judged(control(name, "oracle"), answers, scores)


def made(folder: Path, tuned: Passes, base: Passes, *, force: bool = False) -> tuple[Work, list[str]]:
    """A run that came as far as `promote`, of a model that is no toy."""
    config = Config.model_validate({"name": "tiny", "base": {"path": str(folder)}, "promote": {"force": force}})
    inputs = {name: folder / name for name in ("export", "check", "evaluate")}
    gguf = inputs["export"] / "gguf" / "tiny-Q4_K_M.gguf"
    for place in (gguf.parent, inputs["check"], inputs["evaluate"], folder / "promote"):
        place.mkdir(parents=True)
    gguf.write_bytes(b"GGUF of a test")
    certificate = Certificate(
        gguf=file_digest(gguf), prompt_format=chat.FORMAT, prompt_digest=chat.DIGEST, toy=False, versions={},
        checks=(Proven(name="all", passed=True, words=""),), made=datetime.now(UTC),
    )  # fmt: skip
    (inputs["check"] / CERTIFICATE).write_text(certificate.model_dump_json(), encoding="utf-8")
    both = [judged(TUNED, tuned), judged(BASE, base)]
    found = results.report(both, ITEMS, bank.digest(ITEMS), 0, "none")
    (inputs["evaluate"] / REPORT).write_text(json.dumps(found), encoding="utf-8")
    said: list[str] = []
    return Work(config, folder / "promote", inputs, said.append, folder), said


def test_a_model_that_is_plainly_better_is_promoted(tmp_path: Path) -> None:
    work, said = made(tmp_path, share(0.8), share(0.4))
    promote.run(work)
    current = installed.read()
    assert current is not None and not current.toy
    assert not any("force" in line for line in said)


WORSE = {
    "the same": (share(0.5), share(0.5), "not better than its base beyond the interval"),
    "better by chance": (share(0.51), share(0.5), "not better than its base beyond the interval"),
    "worse": (share(0.3), share(0.6), "not better than its base beyond the interval"),
    "better but for its code": (
        lambda item: item.metric != "code", lambda item: item.metric == "code" or share(0.3)(item),
        "code pass rate is worse than its base's",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("tuned", "base", "why"), WORSE.values(), ids=WORSE)
def test_a_model_that_was_not_shown_to_be_better_is_refused_unless_it_is_forced(
    tuned: Passes, base: Passes, why: str, tmp_path: Path
) -> None:
    work, _ = made(tmp_path / "one", tuned, base)
    with pytest.raises(RefusedError, match=f"{why}.*promote.force=true"):
        promote.run(work)
    assert installed.read() is None
    work, said = made(tmp_path / "two", tuned, base, force=True)
    promote.run(work)
    assert installed.read() is not None
    assert any(line.startswith("promoted by force, although") and why in line for line in said)


def test_a_toy_is_not_judged_and_the_controls_are(tmp_path: Path) -> None:
    config = Config.model_validate({"name": "tiny", "base": {"toy": True}, "evaluate": {"items": 9}})
    (tmp_path / "kept").mkdir()
    (tmp_path / "out").mkdir()
    inputs = {name: tmp_path for name in ("base", "export")}
    facts = stage.run(Work(config, tmp_path / "out", inputs, lambda _: None, tmp_path / "kept"))
    report = json.loads((tmp_path / "out" / REPORT).read_text(encoding="utf-8"))
    assert list(report["models"]) == ["oracle", "null", "leaker", "flatterer"]
    assert facts["better"] is False and "toy" in str(facts["words"])
    assert "A toy can say only what it was trained on" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_harness_that_fails_the_perfect_answer_judges_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CONTROLS, "oracle", lambda item: "I do not know.")
    values = {"name": "t", "base": {"toy": True}, "evaluate": {"items": 9, "models": {"a": "oracle"}}}
    config = Config.model_validate(values)
    (tmp_path / "kept").mkdir()
    with pytest.raises(RefusedError, match="the perfect answer to .* failed here"):
        stage.run(Work(config, tmp_path, {}, lambda _: None, tmp_path / "kept"))
