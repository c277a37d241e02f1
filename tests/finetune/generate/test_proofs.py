"""What was executed is kept, stands for the next time, and is found out when it no longer holds."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from finetune.generate import proofs, tools
from finetune.generate.play import lay, play
from finetune.generate.proofs import Job, Proofs
from teaching.errors import MissingPartError, RefusedError

RUNS: list[str] = []
SAYS = ["one"]


def counted(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, object]:
    assert not list(folder.iterdir())
    RUNS.append(inputs["text"])
    return {"words": len(inputs["text"].split()), "said": SAYS[0]}


@pytest.fixture(autouse=True)
def forget() -> None:
    RUNS.clear()
    SAYS[0] = "one"


def job(text: str, name: str = "count") -> Job:
    return Job(name, {"text": text}, counted)


def test_what_was_executed_once_is_not_executed_again_by_the_next_run(tmp_path: Path) -> None:
    jobs = [job(f"a b {number}") for number in range(30)]
    first = Proofs(tmp_path, 0).all(jobs)
    assert [one["words"] for one in first] == [3] * 30
    assert sorted(RUNS) == sorted(f"a b {number}" for number in range(30))
    RUNS.clear()
    second = Proofs(tmp_path, 0)
    assert second.all(jobs) == first
    # A twentieth is drawn, and the same ones by the same seed.
    assert 0 < len(RUNS) < 6 and second.executed == len(RUNS)
    drawn = sorted(RUNS)
    RUNS.clear()
    Proofs(tmp_path, 0).all(jobs)
    assert sorted(RUNS) == drawn


def test_another_input_or_kind_is_another_proof(tmp_path: Path) -> None:
    found = Proofs(tmp_path, 0)
    found.all([job("a"), job("b"), job("a", "other")])
    assert len({job("a").key, job("b").key, job("a", "other").key}) == 3 == len(RUNS)
    assert {name: len(of) for name, of in found.used.items()} == {"count": 2, "other": 1}


def test_a_proof_that_no_longer_holds_ends_the_run(tmp_path: Path) -> None:
    jobs = [job(f"a {number}") for number in range(60)]
    Proofs(tmp_path, 0).all(jobs)
    SAYS[0] = "two"
    with pytest.raises(RefusedError, match="a proof no longer holds: count of text gave another said"):
        Proofs(tmp_path, 0).all(jobs)


def test_proofs_that_ship_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Proofs(tmp_path / "kept", 0)
    jobs = [job("a b"), job("c")]
    found.all(jobs)
    proofs.write(found.used, tmp_path / "proven")
    monkeypatch.setattr(proofs, "files", lambda _: tmp_path)
    assert proofs.shipped("count") == {
        job("a b").key: {"words": 2, "said": "one"},
        job("c").key: {"words": 1, "said": "one"},
    }
    assert proofs.shipped("other") == {}


def test_a_kept_proof_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    Proofs(tmp_path, 0).of(job("a"))
    (file,) = (tmp_path / "count").iterdir()
    file.write_text("{", encoding="utf-8")
    assert Proofs(tmp_path, 0).of(job("a"))["words"] == 1
    assert RUNS == ["a", "a"]


def test_a_program_that_is_missing_is_an_error_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.shutil, "which", lambda _: None)
    monkeypatch.setattr(tools.sys, "prefix", "nowhere")
    with pytest.raises(MissingPartError, match="node is not installed.*install Node"):
        tools.found("node")


def test_what_is_played_tells_nothing_of_this_machine(tmp_path: Path) -> None:
    lay(tmp_path, {"a/b.py": "import os, time\nprint(os.getcwd(), os.environ['HOME'], 'took 0.12s')\n"})
    played = play(tmp_path, ["python", "a/b.py"])
    assert (played.exit, played.said) == (0, ". . took … s")


def test_a_repository_has_the_same_digests_everywhere(tmp_path: Path) -> None:
    found: list[str] = []
    for name in ("one", "two"):
        folder = tmp_path / name
        lay(folder, {"a.txt": "a\n"})
        for words in (["init", "--quiet", "-b", "main"], ["add", "."], ["commit", "--quiet", "-m", "Begin"]):
            assert play(folder, ["git", *words]).exit == 0
        found.append(play(folder, ["git", "rev-parse", "HEAD"]).said)
    assert found[0] == found[1] != ""
