"""The local model's process, through the client that everybody uses; only the engine is a fake."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from teaching.models import installed
from teaching.models.local import client, lifecycle, wire
from teaching.models.local.engine import Request
from teaching.models.protocol import Message, ModelError
from tests.teaching.models.conftest import Served, said, until

TEN = 10


def alive(pid: int) -> bool:
    """Whether a process is there; that of our own which has ended is taken note of by the client's reaper."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def nobody_listens(served: Served) -> bool:
    """Whether no process takes connections."""
    connection = lifecycle.connect(served.place, 0)
    if connection is not None:
        connection.close()
    return connection is None


def test_the_first_question_starts_the_process_and_the_next_finds_it(served: Served) -> None:
    model = served.model()
    assert client.status(served.place) is None
    first = model.complete(said("say hello there"))
    assert (first.text, first.model) == ("hello there ", "llama-teach (local, unproven)")
    pid = served.status()["pid"]
    assert served.model().complete(said("say again")).text == "again "
    assert served.status()["pid"] == pid
    assert served.status()["served"] == 2


def test_ten_that_ask_at_the_same_moment_start_one_process(served: Served) -> None:
    script = (
        "import sys; from pathlib import Path; from teaching.models import installed\n"
        "from teaching.models.local.client import LocalModel, status; from teaching.models.protocol import Message\n"
        "from teaching.models.local.lifecycle import Launch; from teaching.models.local.place import Place\n"
        "place = Place(*map(Path, sys.argv[2:])); model = LocalModel(installed.read(place.data), place,"
        " Launch((sys.argv[1],), 60)); sys.stdin.readline()\n"
        "print(model.complete([Message('user', 'say me')]).text, status(place)['pid'])"
    )
    fake = str(Path(__file__).with_name("fake_process.py"))
    where = [str(part) for part in (served.place.run, served.place.state, served.place.data)]
    callers = [
        subprocess.Popen(
            [sys.executable, "-c", script, fake, *where], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(TEN)
    ]
    for caller in callers:  # all have imported what they need by the time they read
        assert caller.stdin is not None
        caller.stdin.write("\n")
        caller.stdin.flush()
    printed = [caller.communicate(timeout=120)[0] for caller in callers]
    assert len(set(printed)) == 1, printed
    assert printed[0].startswith("me ")
    assert served.log().count("listens for") == 1


def test_nobody_else_can_reach_it(served: Served) -> None:
    served.model().complete(said("say x"))
    assert stat.S_IMODE(served.place.run.stat().st_mode) == 0o700
    assert stat.S_IMODE(served.place.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(served.place.log.stat().st_mode) == 0o600
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(served.place.socket))
        assert wire.peer_uid(connection) in (os.geteuid(), None)


def test_a_socket_of_another_user_is_not_spoken_to(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.model().complete(said("say x"))
    monkeypatch.setattr(wire, "peer_uid", lambda connection: os.geteuid() + 1)
    with pytest.raises(ModelError, match="belongs to another user"):
        served.model().complete(said("say x"))


def test_its_environment_is_scrubbed_and_its_session_its_own(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    monkeypatch.setenv("LD_PRELOAD", "")
    found = json.loads(served.model().complete(said("environment")).text)
    assert "ANTHROPIC_API_KEY" not in found["env"]
    assert "LD_PRELOAD" not in found["env"]
    assert found["env"]["GGML_NO_BACKTRACE"] == "1"
    assert found["session"] != os.getsid(0)
    assert found["cwd"] == str(served.place.state)


def test_it_goes_when_nobody_asks_and_comes_back_when_somebody_does(served: Served) -> None:
    assert served.model(idle_s=0.2).complete(said("say one")).text == "one "
    until(lambda: "ended" in served.log(), "the idle process is gone")
    until(lambda: client.status(served.place) is None, "nobody listens")
    assert not served.place.socket.exists()
    assert served.model().complete(said("say two")).text == "two "


def test_killed_in_mid_answer_the_caller_learns_it_at_once_and_the_next_call_works(served: Served) -> None:
    model = served.model()
    model.complete(said("say warm"))
    text: list[str] = []
    begun = time.monotonic()
    with pytest.raises(ModelError, match="died while it answered; its log is"):
        text.extend(model.stream(said("die")))
    assert time.monotonic() - begun < 2
    assert text == ["half an "]
    assert model.complete(said("say well")).text == "well "


def test_killed_from_outside_the_same(served: Served) -> None:
    model = served.model()
    stream = model.stream(said(f"hang {served.tmp / 'never'}"))
    assert next(stream) == "hanging"
    os.kill(served.status()["pid"], signal.SIGKILL)
    begun = time.monotonic()
    with pytest.raises(ModelError, match="died while it answered"):
        next(stream)
    assert time.monotonic() - begun < 2
    assert model.complete(said("say well")).text == "well "


def test_a_crash_takes_nobody_along(served: Served) -> None:
    with pytest.raises(ModelError, match="died while it answered"):
        served.model().complete(said("crash"))
    assert served.model().complete(said("say well")).text == "well "


def test_what_only_waited_when_it_died_is_answered_by_the_next(served: Served) -> None:
    model = served.model()
    stream = model.stream(said(f"hang {served.tmp / 'never'}"))
    assert next(stream) == "hanging"
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(model.complete, said(f"say {number}")) for number in range(3)]
        until(lambda: served.status()["waiting"] == 3, "all three wait")
        os.kill(served.status()["pid"], signal.SIGKILL)
        assert [one.result(60).text for one in waiting] == ["0 ", "1 ", "2 "]
    with pytest.raises(ModelError):
        next(stream)


def test_a_model_that_does_not_load_says_why_to_everybody(served: Served) -> None:
    served.choose(content="corrupt")
    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(served.model().complete, said("say x")) for _ in range(4)]:
            with pytest.raises(ModelError, match="did not load: tensor .* download it again.*model status"):
                one.result(60)


@pytest.mark.parametrize(
    ("content", "proof", "why"),
    [("corrupt", "not within the file bounds", "did not load: tensor"), ("kill", "listens for", "died twice before")],
)
def test_whoever_connects_only_after_the_loading_has_failed_hears_why(
    served: Served, monkeypatch: pytest.MonkeyPatch, content: str, proof: str, why: str
) -> None:
    start = lifecycle._start

    def start_and_dawdle(*arguments: Any) -> None:
        before = served.log().count(proof)
        start(*arguments)
        until(lambda: served.log().count(proof) > before, "the process has failed to load it")
        with suppress(AssertionError):  # one that was not killed shall still be there
            until(lambda: nobody_listens(served), "it is gone", within_s=0.5)

    served.choose(content=content)
    monkeypatch.setattr(lifecycle, "_start", start_and_dawdle)
    with pytest.raises(ModelError, match=why):
        served.model().complete(said("say x"))


def test_a_process_whose_model_did_not_load_goes_by_itself(served: Served) -> None:
    served.choose(content="corrupt")
    for _ in range(2):
        with pytest.raises(ModelError, match="did not load: tensor") as caught:
            served.model().complete(said("say x"))
        assert caught.value.failure == "absent"
    until(lambda: client.status(served.place) is None, "it is gone")
    assert "going: the model did not load" in served.log()
    served.choose("mended", "fine")
    assert served.model().complete(said("say x")).text == "x "


def test_a_model_that_kills_the_process_ends_in_words_and_not_in_a_loop(served: Served) -> None:
    served.choose(content="kill")
    with pytest.raises(ModelError, match="died twice before it answered; its log is"):
        served.model().complete(said("say x"))
    assert served.log().count("listens for") == 2


def test_no_model_chosen_is_said_in_words(served: Served) -> None:
    model = served.model()
    (served.place.data / "models" / "current.json").unlink()
    with pytest.raises(ModelError, match="no model is chosen: .*model use FILE"):
        model.complete(said("say x"))


def test_another_model_is_served_from_the_next_request_on(served: Served) -> None:
    assert served.model().complete(said("say x")).model == "llama-teach (local, unproven)"
    old = served.model()
    served.choose("better", "other weights", proven=True)
    assert old.complete(said("say x")).model == "better (local)"
    served.choose("small", "toy weights", proven=True, toy=True)
    assert served.model().complete(said("say x")).model == "small (local, toy)"


def test_the_same_model_chosen_again_keeps_its_process(served: Served) -> None:
    served.model().complete(said("say x"))
    pid = served.status()["pid"]
    served.choose()
    served.model().complete(said("say x"))
    assert served.status()["pid"] == pid


def test_an_answer_on_its_way_is_finished_before_another_model_is_loaded(served: Served) -> None:
    gate = served.tmp / "gate"
    with ThreadPoolExecutor(2) as pool:
        old = pool.submit(served.model().complete, said(f"hold {gate}"))
        until(lambda: client.status(served.place) is not None, "it runs")
        until(lambda: served.status()["state"] == "answering", "it answers")
        served.choose("better", "other weights")
        new = pool.submit(served.model().complete, said("say x"))
        until(lambda: "another model is chosen" in served.log(), "it makes room")
        gate.touch()
        assert old.result(60).model == "llama-teach (local, unproven)"
        assert new.result(60).model == "better (local, unproven)"


def test_a_process_of_another_version_makes_room(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.model().complete(said("say x"))
    first = served.status()["pid"]
    with lifecycle.connected(served.place, lifecycle.Launch(), time.monotonic() + 10) as connection:
        message = wire.asked(Request(tuple(said("say x"))), "newer", False) | {"protocol": wire.PROTOCOL + 1}
        connection.sendall(wire.encode(message))
        assert wire.Lines(connection).read(time.monotonic() + 10) == {"event": "moved"}
    assert served.model().complete(said("say x")).text == "x "
    assert served.status()["pid"] != first


def test_a_time_out_is_said_in_words_and_frees_the_engine(served: Served) -> None:
    served.model().complete(said("say warm"))
    proof = served.tmp / "proof"
    with pytest.raises(ModelError, match=r"was still answering after 0\.3 seconds: ask for less"):
        served.model(timeout_s=0.3).complete(said(f"hang {proof}"))
    until(proof.exists, "the engine was told")
    assert served.model().complete(said("say next")).text == "next "


def test_a_time_out_while_the_model_loads_is_told_apart(served: Served) -> None:
    gate = served.tmp / "gate"
    served.choose(content=f"slow {gate}")
    with ThreadPoolExecutor(1) as pool:
        patient = pool.submit(served.model().complete, said("say x"))
        until(lambda: client.status(served.place) is not None, "it runs")
        with pytest.raises(ModelError, match="had not begun"):
            served.model(timeout_s=0.3).complete(said("say x"))
        gate.touch()
        assert patient.result(60).text == "x "


@pytest.mark.parametrize(("word", "why"), [("refuse", "too long: shorten it"), ("break", "llama_decode returned -1")])
def test_what_the_engine_refuses_is_said_and_the_process_stays(served: Served, word: str, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        served.model().complete(said(word))
    assert served.model().complete(said("say x")).text == "x "
    assert (served.status()["served"], served.status()["failed"]) == (1, 1)


def test_a_mistake_of_ours_ends_the_process_and_is_in_its_log(served: Served) -> None:
    with pytest.raises(ModelError):
        served.model().complete(said("bug"))
    until(lambda: "KeyError: 'a mistake'" in served.log(), "the log says so")
    assert served.model().complete(said("say x")).text == "x "


def test_ctrl_c_in_the_caller_reaches_the_request_and_not_the_process(served: Served) -> None:
    proof = served.tmp / "proof"
    script = (
        "import sys; from pathlib import Path; from teaching.models import installed\n"
        "from teaching.models.local.client import LocalModel; from teaching.models.protocol import Message\n"
        "from teaching.models.local.lifecycle import Launch; from teaching.models.local.place import Place\n"
        "place = Place(*map(Path, sys.argv[3:])); model = LocalModel(installed.read(place.data), place,"
        " Launch((sys.argv[1],), 60))\n"
        "for text in model.stream([Message('user', 'hang ' + sys.argv[2])]): print(text, flush=True)"
    )
    fake = str(Path(__file__).with_name("fake_process.py"))
    where = [str(part) for part in (served.place.run, served.place.state, served.place.data)]
    with subprocess.Popen(
        [sys.executable, "-c", script, fake, str(proof), *where],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0,
    ) as caller:  # fmt: skip
        assert caller.stdout is not None
        assert caller.stdout.readline() == "hanging\n"
        pid = served.status()["pid"]
        os.killpg(caller.pid, signal.SIGINT)  # what a terminal does
        _, errors = caller.communicate(timeout=30)
    assert "KeyboardInterrupt" in errors
    until(proof.exists, "the engine was told")
    assert served.status()["pid"] == pid


def test_a_process_that_was_told_to_end_ends_and_leaves_nothing(served: Served) -> None:
    served.model().complete(said("say x"))
    pid = served.status()["pid"]
    os.kill(pid, signal.SIGTERM)
    until(lambda: not alive(pid), "it is gone")
    assert not served.place.socket.exists()
    assert "closed" in served.log()
    assert client.stop(served.place) is False


def test_a_socket_left_behind_is_replaced(served: Served) -> None:
    served.model().complete(said("say x"))
    pid = served.status()["pid"]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid), "it is gone")
    assert served.place.socket.exists()
    assert served.model().complete(said("say x")).text == "x "


def test_a_template_for_where_there_is_no_engine_is_not_sent(served: Served) -> None:
    asked = [Message("system", "Be brief."), Message("words", "secret"), Message("user", "roles")]
    assert served.model().complete(asked).text == "system user "
    with pytest.raises(ModelError, match="nothing to ask"):
        served.model().complete([Message("words", "only this")])


def test_an_answer_that_is_no_json_is_refused_where_json_was_asked_for(served: Served) -> None:
    model = served.model()
    assert model.complete(said('say {"a":1}'), schema={"type": "object"}).text == '{"a":1} '
    with pytest.raises(ModelError, match="no JSON"):
        model.complete(said("say oops"), schema={"type": "object"})


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"do":"complete"}', b'{"do":"complete","protocol":1,"request":{}}'])
def test_nonsense_over_the_socket_gets_words_and_harms_nobody(served: Served, line: bytes) -> None:
    served.model().complete(said("say x"))
    with lifecycle.connected(served.place, lifecycle.Launch(), time.monotonic() + 10) as connection:
        connection.sendall(line + b"\n")
        event = wire.Lines(connection).read(time.monotonic() + 30)
        assert event["event"] in {"failed", "moved"}
    assert served.model().complete(said("say x")).text == "x "


def test_text_that_is_no_utf8_comes_back_as_it_went(served: Served) -> None:
    odd = "\ud800 \u2028 \x00 <|eot_id|> 🎓"
    assert served.model().complete(said(f"say {odd}")).text == f"{odd} "


def test_a_log_that_grew_long_is_cut(served: Served) -> None:
    served.model().complete(said("say x"))
    with served.place.log.open("ab") as log:
        log.write(b"noise\n" * 200_000)
    until(lambda: served.place.log.stat().st_size < 100_000, "the log was cut")


def test_the_chosen_model_is_read_by_nobody_else(served: Served) -> None:
    current = served.place.data / "models" / "current.json"
    assert stat.S_IMODE(current.stat().st_mode) == 0o600
    current.chmod(0o666)
    with pytest.raises(Exception, match="open to other users"):
        installed.read(served.place.data)
