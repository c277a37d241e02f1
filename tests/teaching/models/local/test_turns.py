"""Many that ask one model: turns, requests taken back, and a soak; only the engine is a fake."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from teaching.models.local import client, lifecycle, wire
from teaching.models.local.engine import Request
from teaching.models.protocol import ModelError
from tests.teaching.models.conftest import Served, said, until

TEN = 10


def test_who_no_longer_reads_takes_the_request_back(served: Served) -> None:
    proof = served.tmp / "proof"
    stream = served.model().stream(said(f"hang {proof}"))
    assert next(stream) == "hanging"
    stream.close()
    until(proof.exists, "the engine was told")
    assert served.model().complete(said("say next")).text == "next "


def test_a_caller_may_take_a_request_back_while_it_waits_its_turn(served: Served) -> None:
    model = served.model()
    gate, taken = served.tmp / "gate", threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(model.complete, said(f"hold {gate}"))
        until(lambda: client.status(served.place) is not None and served.status()["state"] == "answering", "it works")
        second = pool.submit(lambda: list(model.stream(said("order never"), cancelled=taken.is_set)))
        until(lambda: served.status()["waiting"] == 1, "it waits")
        taken.set()
        with pytest.raises(ModelError, match="taken back"):
            second.result(60)
        until(lambda: served.status()["waiting"] == 0, "it waits no more")
        gate.touch()
        first.result(60)
    assert model.complete(said("order x")).text == "2 x ", "the engine never saw what was taken back"


def test_a_cancel_message_ends_an_answer_and_a_wait(served: Served) -> None:
    model, proof = served.model(), served.tmp / "proof"
    model.complete(said("say warm"))
    with lifecycle.connected(served.place, lifecycle.Launch(), time.monotonic() + 10) as connection:
        connection.sendall(wire.encode(wire.asked(Request(tuple(said(f"hang {proof}"))), "me", False)))
        lines = wire.Lines(connection)
        assert lines.read(time.monotonic() + 30) == {"event": "begun"}
        with lifecycle.connected(served.place, lifecycle.Launch(), time.monotonic() + 10) as other:
            other.sendall(wire.encode(wire.asked(Request(tuple(said("say x"))), "you", False)))
            until(lambda: served.status()["waiting"] == 1, "it waits")
            other.sendall(wire.encode({"do": "cancel"}))
            event = wire.Lines(other).read(time.monotonic() + 30)
            assert (event["event"], event["kind"]) == ("failed", "cancelled")
        connection.sendall(wire.encode({"do": "cancel"}))
        done = lines.read(time.monotonic() + 30)
        assert (done["event"], done["answer"]["finish"]) == ("done", "cancelled")
    assert proof.read_text(encoding="utf-8") == "cancelled"


def test_callers_take_turns_however_much_one_of_them_wants(served: Served) -> None:
    gate = served.tmp / "gate"
    greedy, modest = served.model(client="greedy"), served.model(client="modest")
    with ThreadPoolExecutor(12) as pool:
        first = pool.submit(greedy.complete, said(f"hold {gate}"))
        until(lambda: client.status(served.place) is not None and served.status()["state"] == "answering", "it works")
        many = [pool.submit(greedy.complete, said("order greedy")) for _ in range(8)]
        until(lambda: served.status()["waiting"] == 8, "eight wait")
        one = pool.submit(modest.complete, said("order modest"))
        until(lambda: served.status()["waiting"] == 9, "nine wait")
        gate.touch()
        first.result(60)
        assert int(one.result(60).text.split()[0]) <= 3
        assert sorted(int(done.result(60).text.split()[0]) for done in many)[-1] == 10


def test_too_many_requests_of_one_caller_are_refused(served: Served) -> None:
    gate = served.tmp / "gate"
    model = served.model()
    with ThreadPoolExecutor(70) as pool:
        waiting = [pool.submit(model.complete, said(f"hold {gate}"))]
        until(lambda: client.status(served.place) is not None and served.status()["state"] == "answering", "it works")
        waiting += [pool.submit(model.complete, said("say x")) for _ in range(64)]
        until(lambda: served.status()["waiting"] == 64, "64 wait")
        with pytest.raises(ModelError, match="too many requests wait"):
            model.complete(said("say x"))
        gate.touch()
        assert [one.result(60).text for one in waiting[1:]] == ["x "] * 64


def soak(served: Served, seconds: float) -> int:
    """16 callers with different words; returns how many answers were right, all of them."""
    end = time.monotonic() + seconds

    def ask(caller: int) -> int:
        model, count = served.model(client=f"caller {caller % 8}"), 0
        while time.monotonic() < end:
            words = f"{caller} {count} of {caller}"
            text = (
                "".join(model.stream(said(f"say {words}"))) if count % 2 else model.complete(said(f"say {words}")).text
            )
            assert text == f"{words} "
            count += 1
        return count

    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(ask, range(16)))
    assert min(counts) >= 1
    assert served.status()["served"] == sum(counts), "none lost, none twice"
    return sum(counts)


def test_sixteen_callers_at_once_get_their_own_answers(served: Served) -> None:
    assert soak(served, 3) >= 16


@pytest.mark.full
def test_sixteen_callers_at_once_for_a_minute(served: Served) -> None:
    assert soak(served, 60) >= 160
