"""A teacher rewords answers where somebody chose one: nothing is taken unchecked, and nothing is paid for twice."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from finetune.__main__ import main
from finetune.config import load
from finetune.examples import read
from finetune.generate import stage
from finetune.generate.checking import verdicts
from finetune.generate.model import Kind, Wrong
from finetune.generate.teacher import terms
from finetune.generate.teacher.words import adds_nothing
from tests.fakes import anthropic_server, openai_server
from tests.fakes.anthropic_server import KEY, Batches, errored, succeeded
from tests.finetune.rewording import COUNT, as_json, install, plainly, result, reworded, spoken, words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(lambda name, value: monkeypatch.setattr(stage, name, value))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-of-the-user-that-goes-to-no-fake")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-user-that-goes-to-no-fake")
    monkeypatch.setenv("TEACHER_KEY", KEY)


def test_an_endpoint_rewords_answers_and_everything_else_stays(tmp_path: Path) -> None:
    with openai_server.serving(openai_server.says(spoken)) as fake:
        assert main(words(tmp_path, "openai", fake.url)) == 0
        assert len(fake.seen) == COUNT
        assert not any("authorization" in seen.headers for seen in fake.seen)
    facts, rejects = result(tmp_path)
    examples = read(tmp_path / "generate" / "examples.jsonl")
    assert (facts["asked"], facts["taken"], facts["usd"], rejects) == (COUNT, COUNT, 0.0, [])
    assert facts["teacher"] == f"tutor-8b at {fake.url}" and "permission" in facts["permission"]
    for one in examples:
        assert not one.output.startswith("Not before") and one.checks["adds-nothing"] == "the same facts"
        assert one.provenance["teacher"] == "tutor-8b" and one.provenance["thing"] in one.output
    funnel = json.loads((tmp_path / "generate" / "funnel.json").read_text(encoding="utf-8"))
    assert funnel["plain"] == {
        "quota": COUNT, "candidates": COUNT, "rejected": 0, "kept": COUNT, "reworded": COUNT,
    }  # fmt: skip


BEFORE = "What do the"
UNFIT: dict[str, tuple[Callable[[str], str], str]] = {
    "a number that was added": (lambda text: text.replace(BEFORE, f"It takes 40 minutes. {BEFORE}"), "40"),
    "a small number that was added": (lambda text: text.replace(BEFORE, f"It takes 9 days. {BEFORE}"), "number 9"),
    "a name that was added": (lambda text: text.replace(BEFORE, f"Put it into Redis. {BEFORE}"), "name Redis"),
    "an identifier": (lambda text: text.replace(BEFORE, f"Call run_all first. {BEFORE}"), "name run_all"),
    "code that was added": (lambda text: text.replace(BEFORE, f"Or run `make all`. {BEFORE}"), "`make`|make all"),
    "a block that was added": (lambda text: f"```sh\nmake\n```\n{text}", "its code is not the code"),
    "a quotation": (lambda text: text.replace(BEFORE, f"“Tests first.” {BEFORE}"), "quotation “Tests first"),
    "a link": (lambda text: text.replace(BEFORE, f"See https://a.example/x. {BEFORE}"), "link"),
    "a command left out": (lambda text: re.sub("`[^`]*`", "your tests", text), "was left out"),
    "a second question": (lambda text: f"Really? {text}", "questions: 2 questions"),
    "too many words": (lambda text: text.replace(BEFORE, f"{'So it stays as it is. ' * 12}{BEFORE}"), "length"),
    "half of it": (lambda text: text[: len(text) // 2], "clean|questions"),
    "something unsafe": (lambda text: f"{text}\n\n```sh\nrm -rf /\n```", "safe"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_a_teacher_makes_worse_is_rejected_by_the_check_that_is_for_it(name: str) -> None:
    change, reason = UNFIT[name]
    before = next(plainly(None, Random(0)))  # type: ignore[arg-type]
    good = reworded(f"Answer to reword:\n-----\n{before.output}\n-----")
    checked = replace(before, output=good, checks=(adds_nothing(before), *before.checks))
    kind = Kind("plain", "review", 1, plainly, (5, 60))
    assert verdicts(checked, (), kind)["adds-nothing"] == "the same facts"
    with pytest.raises(Wrong, match=reason):
        verdicts(replace(checked, output=change(good)), (), kind)
    with pytest.raises(Wrong, match="the same in the same words"):
        verdicts(replace(checked, output=before.output), (), kind)


def test_what_a_teacher_makes_worse_is_rejected_and_the_answer_stays(tmp_path: Path) -> None:
    def answer(body: Any) -> str:
        text = reworded(body["messages"][-1]["content"])
        if "ledger" in text:
            return "I would rather not."
        return as_json(UNFIT["a name that was added"][0](text) if "basket" in text else text)

    with openai_server.serving(openai_server.says(answer)) as fake:
        assert main(words(tmp_path, "openai", fake.url)) == 0
    facts, rejects = result(tmp_path)
    assert facts["taken"] == COUNT - 2
    basket, ledger = sorted(one["reason"] for one in rejects)
    assert basket == "the teacher: adds-nothing: the name Redis was added"
    assert ledger.startswith("the teacher: ") and "did not answer in JSON" in ledger
    kept = [one for one in read(tmp_path / "generate" / "examples.jsonl") if "teacher" not in one.provenance]
    assert len(kept) == 2 and all(one.output.startswith("Not before") for one in kept)


def test_a_run_that_was_refused_in_the_middle_asks_only_for_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = openai_server.says(spoken)
    with openai_server.serving(good) as fake:
        fake.then(good, good, openai_server.fails(403, "your account is closed"))
        assert main(words(tmp_path, "openai", fake.url, "--set", "teacher.at_once=1")) == 1
        said = capsys.readouterr().err
        assert "your account is closed" in said and "the same command goes on" in said and "teacher.key_env" in said
        assert not (tmp_path / "generate").exists() and len(fake.seen) == 3
        assert main(words(tmp_path, "openai", fake.url, "--set", "teacher.at_once=1")) == 0
        assert len(fake.seen) == 3 + COUNT - 2
        # Another run with the same answers asks nothing, and gives the same bytes.
        first = (tmp_path / "generate" / "examples.jsonl").read_bytes()
        assert main(words(tmp_path, "openai", fake.url, "--again")) == 0
        assert len(fake.seen) == 3 + COUNT - 2
    assert (tmp_path / "generate" / "examples.jsonl").read_bytes() == first


def test_an_endpoint_that_is_busy_is_asked_again(tmp_path: Path) -> None:
    with openai_server.serving(openai_server.says(spoken)) as fake:
        fake.then(openai_server.limited(0))
        assert main(words(tmp_path, "openai", fake.url)) == 0
        assert len(fake.seen) == COUNT + 1


def test_a_key_goes_where_it_is_named_for_and_is_never_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guarded = openai_server.wants_key(KEY)(openai_server.says(spoken))
    with openai_server.serving(guarded) as fake:
        assert main(words(tmp_path / "no", "openai", fake.url)) == 1
        assert "teacher.key_env=NAME" in capsys.readouterr().err
        assert main(words(tmp_path / "yes", "openai", fake.url, "--set", "teacher.key_env=TEACHER_KEY")) == 0
    told = capsys.readouterr()
    written = "".join(
        file.read_text(encoding="utf-8") for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".lock"
    )
    assert KEY not in told.out + told.err + written and "sk-of-the-user" not in written


PRICED = ("--set", "teacher.price.read=10", "--set", "teacher.price.written=30")


def test_the_price_is_said_before_and_a_limit_below_it_asks_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with openai_server.serving(openai_server.says(spoken)) as fake:
        assert main(words(tmp_path, "openai", fake.url, *PRICED, "--max-usd", "0.01")) == 1
        assert fake.seen == []
        told = capsys.readouterr()
    assert re.search(rf"rewords {COUNT} answers for about \$0\.0\d, \$0\.\d\d at most", told.out)
    assert "nothing was asked" in told.err and "--max-usd allows $0.01" in told.err


def test_a_limit_stops_the_asking_when_the_next_answer_might_pass_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Each answer costs five cents, far more than was expected, and the most that one can cost is nine.
    dear = openai_server.says(spoken, read=500, written=1500)
    with openai_server.serving(dear) as fake:
        more = (*PRICED, "--max-usd", "0.16", "--set", "teacher.at_once=1")
        assert main(words(tmp_path, "openai", fake.url, *more)) == 0
        asked = len(fake.seen)
    facts, rejects = result(tmp_path)
    assert 0 < asked < COUNT and facts["asked"] == asked and facts["usd"] <= 0.16 and rejects == []
    assert f"{COUNT - asked} answers were not asked for" in capsys.readouterr().out
    assert len(read(tmp_path / "generate" / "examples.jsonl")) == COUNT


def test_without_a_price_no_limit_can_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(tmp_path, "openai", "https://models.example", "--max-usd", "5")) == 1
    assert "teacher.price.read" in capsys.readouterr().err


@pytest.mark.parametrize("backend", ["openai", "anthropic"])
def test_nobody_is_asked_before_somebody_says_that_it_may_be_trained_on(
    backend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word for word in words(tmp_path, backend, "http://127.0.0.1:9") if word != "--i-have-permission"]
    assert main(given) == 1
    said = capsys.readouterr().err
    assert "a model would be trained on what" in said and "--i-have-permission" in said
    assert ("teacher.open_weights" in said) == (backend == "openai")
    assert main([*given, "--set", "teacher.open_weights=true"]) == 1
    assert ("does not answer" in capsys.readouterr().err) == (backend == "openai")


def test_plan_says_what_the_teacher_would_cost(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["--teacher", "anthropic", "--teacher-model", "claude-opus-5-5", "--max-usd", "5"]
    assert main(["plan", "--out", str(tmp_path), *asked, "--set", "data.num_examples=1400"]) == 0
    told = capsys.readouterr().out
    assert re.search(
        r"teacher +claude-opus-5-5 \(Anthropic, in batches\) rewords about 420 answers for about \$\d", told
    )
    assert "$5.00 at most" in told and "--i-have-permission" in told and "--teacher-model claude-opus-5-5" in told
    assert main(["plan", "--out", str(tmp_path)]) == 0
    assert "teacher" not in capsys.readouterr().out


def test_half_a_teacher_is_no_teacher(capsys: pytest.CaptureFixture[str]) -> None:
    for given, said in (
        (["--teacher", "openai", "--teacher-model", "x"], "--teacher-url"),
        (["--teacher", "anthropic"], "--teacher-model"),
        (["--teacher-model", "x"], "--teacher openai"),
    ):
        assert main(["plan", *given]) == 2
        assert said in capsys.readouterr().err


def test_batches_cost_half_and_a_model_of_this_machine_nothing() -> None:
    given = ["teacher.backend=anthropic", "teacher.model=claude-opus-5-5"]
    price = terms.price(load(settings=given).teacher)
    assert price is not None and (price.read, price.written) == (2, 10)
    local = ["teacher.backend=openai", "teacher.model=x", "teacher.url=http://127.0.0.1:8000"]
    price = terms.price(load(settings=local).teacher)
    assert price is not None and price.written == 0
    assert terms.price(load(settings=[*local, "teacher.url=https://models.example"]).teacher) is None


def told(params: Any) -> dict[str, Any]:
    text = reworded(params["messages"][0]["content"])
    return succeeded(as_json(text), input_tokens=100, output_tokens=50, cache_read_input_tokens=400)


def batched(out: Path, url: str, *more: str) -> list[str]:
    return words(out, "anthropic", url, "--set", "teacher.key_env=TEACHER_KEY", *more)


def test_a_batch_is_sent_once_with_its_form_and_its_cache(tmp_path: Path) -> None:
    batches = Batches(told)
    with anthropic_server.serving(batches=batches) as fake:
        assert main(batched(tmp_path, fake.url)) == 0
        assert {anthropic_server.key_of(seen) for seen in fake.seen} == {KEY}
    ((name, requests),) = batches.made.items()
    assert len({one["custom_id"] for one in requests}) == COUNT and all(len(one["custom_id"]) <= 64 for one in requests)
    params = requests[0]["params"]
    assert params["system"][0]["cache_control"] == {"type": "ephemeral"} and "temperature" not in params
    assert params["output_config"]["format"]["schema"]["required"] == ["answer"]
    facts, _ = result(tmp_path)
    assert facts["batches"] == [name] and facts["taken"] == COUNT
    # Half of 4, 20 and 0.20 dollars for a million tokens.
    assert facts["usd"] == pytest.approx(COUNT * (100 * 2 + 50 * 10 + 400 * 0.1) / 1e6)


def test_a_batch_that_takes_too_long_is_fetched_by_the_same_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batches = Batches(told)
    batches.ended.clear()
    with anthropic_server.serving(batches=batches) as fake:
        assert main(batched(tmp_path, fake.url, "--set", "teacher.wait_minutes=0")) == 1
        assert "msgbatch_01 is still being worked on: the same command" in capsys.readouterr().err
        batches.ended.set()
        assert main(batched(tmp_path, fake.url)) == 0
    assert len(batches.made) == 1 and result(tmp_path)[0]["taken"] == COUNT


def test_a_batch_whose_id_was_never_heard_is_found_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batches = Batches(told)
    batches.deaf = True
    with anthropic_server.serving(batches=batches) as fake:
        assert main(batched(tmp_path, fake.url)) == 1
        assert "the same command goes on" in capsys.readouterr().err
        assert main(batched(tmp_path, fake.url)) == 0
    assert len(batches.made) == 1 and result(tmp_path)[0]["taken"] == COUNT


def test_what_a_batch_could_not_answer_is_rejected_or_left_and_said(tmp_path: Path) -> None:
    def answer(params: Any) -> dict[str, Any]:
        asked = params["messages"][0]["content"]
        if "basket" in asked:
            return errored()
        if "ledger" in asked:
            return succeeded('{"answer": "Not be', stop_reason="max_tokens")
        return succeeded("I will not.", stop_reason="refusal") if "parser" in asked else told(params)

    with anthropic_server.serving(batches=Batches(answer)) as fake:
        assert main(batched(tmp_path, fake.url)) == 0
    facts, rejects = result(tmp_path)
    assert (facts["asked"], facts["taken"]) == (COUNT - 1, COUNT - 3)
    assert sorted(one["reason"] for one in rejects) == [
        "the teacher: it will not answer this",
        "the teacher: its answer was cut off",
    ]


def test_a_refused_batch_leaves_nothing_to_wait_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with anthropic_server.serving(anthropic_server.no_money()) as fake:
        assert main(batched(tmp_path, fake.url)) == 1
    said = capsys.readouterr().err
    assert "credit balance is too low" in said and KEY not in said
    assert not list((tmp_path / "teacher" / "batches").iterdir())


def test_a_limit_sends_no_more_than_it_can_pay_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batches = Batches(told)
    with anthropic_server.serving(batches=batches) as fake:
        assert main(batched(tmp_path, fake.url, "--max-usd", "0.12")) == 0
    sizes = [len(requests) for requests in batches.made.values()]
    assert len(sizes) > 1 and sizes[0] < COUNT and sum(sizes) <= COUNT
    assert result(tmp_path)[0]["usd"] <= 0.12


CHILD = """
import sys
from finetune.__main__ import main
from finetune.generate import stage
from tests.finetune import rewording
rewording.install(lambda name, value: setattr(stage, name, value))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.full
def test_a_run_that_was_killed_fetches_the_same_batch_and_pays_once(tmp_path: Path) -> None:
    batches = Batches(told)
    batches.ended.clear()
    with anthropic_server.serving(batches=batches) as fake:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, *batched(tmp_path, fake.url)], env=env, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 120
        while not any(seen.method == "GET" for seen in list(fake.seen)) and time.monotonic() < until:
            assert child.poll() is None
            time.sleep(0.05)  # it works in a process of its own
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert not (tmp_path / "generate").exists()
        batches.ended.set()
        assert main(batched(tmp_path, fake.url)) == 0
        assert sum(seen.method == "POST" for seen in fake.seen) == 1
    facts, _ = result(tmp_path)
    assert facts["batches"] == ["msgbatch_01"] and facts["taken"] == COUNT
