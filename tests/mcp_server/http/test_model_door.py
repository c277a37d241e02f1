"""`teach model serve --port`: the local model in OpenAI's protocol, over real sockets; only the engine is a fake."""

import json
import signal
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mcp_server.cli import main
from teaching.models import choosing, installed
from teaching.models.protocol import Message
from tests.teaching.models import doors
from tests.teaching.models.conftest import Served, serving_in, until
from tests.teaching.models.doors import TOKEN, Door, asked, text_of

FORM = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object", "properties": {}}}}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_in(tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="module")
def door(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with doors.opened(served, tmp_path_factory.mktemp("door") / "log") as opened:
        yield opened


def test_a_question_is_answered_as_openai_would_word_it(door: Door) -> None:
    found = door.ask("say hello there", model="llama-teach", max_tokens=9, temperature=0.5, user="ann").json()
    assert found["choices"][0]["message"] == {"role": "assistant", "content": "hello there "}
    assert found["choices"][0]["finish_reason"] == "stop"
    assert (found["object"], found["model"]) == ("chat.completion", "llama-teach")
    assert found["usage"]["total_tokens"] == found["usage"]["prompt_tokens"] + found["usage"]["completion_tokens"]
    with door.client() as client:
        assert [row["id"] for row in client.get("/v1/models").json()["data"]] == ["llama-teach"]
        assert client.get("/health").json() == {"status": "ok"}


def test_an_answer_streams_and_ends_with_what_it_used(door: Door) -> None:
    events: list[Any] = []
    body = asked("say one two", stream=True, stream_options={"include_usage": True})
    with door.client() as client, client.stream("POST", "/v1/chat/completions", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = [line.removeprefix("data: ") for line in response.iter_lines() if line]
    assert lines[-1] == "[DONE]"
    events = [json.loads(line) for line in lines[:-1]]
    deltas = [event["choices"][0] for event in events if event["choices"]]
    assert "".join(one["delta"].get("content", "") for one in deltas) == "one two "
    assert deltas[-1]["finish_reason"] == "stop"
    assert events[-1]["usage"]["total_tokens"] > 0


def test_content_in_parts_and_the_role_of_developers_are_understood(door: Door) -> None:
    messages = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "ro"}, {"type": "text", "text": "les"}]},
    ]
    with door.client() as client:
        assert text_of(client.post("/v1/chat/completions", json={"messages": messages})) == "system user "


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"messages": []}, 400, "messages has to be a list"),
        ({"messages": [{"role": "tool", "content": "x"}]}, 400, "role tool is not understood"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "content has to be text"),
        ({"tools": [{"type": "function"}]}, 400, "tools is not supported"),
        ({"n": 2}, 400, "n can only be 1"),
        ({"max_tokens": 0}, 400, "max_tokens has to be"),
        ({"max_tokens": "many"}, 400, "max_tokens has to be"),
        ({"temperature": 3}, 400, "temperature has to be"),
        ({"stop": [""]}, 400, "stop has to be"),
        ({"response_format": {"type": "json_object"}}, 400, "response_format has to be"),
        ({"user": "x" * 300}, 400, "user has to be"),
        ({"model": "gpt-4o"}, 404, "no model gpt-4o here: ask for llama-teach"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(door: Door, changes: dict[str, Any], status: int, why: str) -> None:
    found = door.ask("say x", **changes)
    assert (found.status_code, why in found.json()["error"]["message"]) == (status, True), found.text
    assert text_of(door.ask("say y", response_format=FORM)) == "y "


def test_no_json_and_other_paths_are_refused(door: Door) -> None:
    with door.client() as client:
        assert "no JSON" in client.post("/v1/chat/completions", content=b"{").text
        assert client.post("/v1/embeddings", json={}).status_code == 404
        assert client.get("/v1/chat/completions").status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example.invalid"}, 421),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example.invalid"}, 403),
    ],
)
def test_without_the_token_from_a_rebound_name_or_a_web_page_nobody_is_answered(
    door: Door, headers: dict[str, str], status: int
) -> None:
    found = httpx2.post(f"{door.url}/v1/chat/completions", json=asked("say x"), headers=headers, trust_env=False)
    assert found.status_code == status
    if status == 401:
        assert "teach model serve says at its start" in found.text


def test_a_failure_of_the_engine_is_an_error_and_the_next_question_is_answered(door: Door) -> None:
    for word, status, why in (("refuse", 502, "too long: shorten it"), ("crash", 502, "died while it answered")):
        found = door.ask(word)
        assert (found.status_code, why in found.json()["error"]["message"]) == (status, True), found.text
    assert text_of(door.ask("say well")) == "well "


def test_a_model_that_does_not_load_is_said_and_another_that_is_chosen_answers(tmp_path: Path) -> None:
    with serving_in(tmp_path) as served, doors.opened(served, tmp_path / "log") as door:
        served.choose("bad", "corrupt")
        found = door.ask("say x")
        assert (found.status_code, found.json()["error"]["code"]) == (503, "absent")
        assert "did not load: tensor" in found.json()["error"]["message"]
        served.choose("better", "fine")
        assert text_of(door.ask("say x", model="better")) == "x "
        installed.folder(served.place.data).remove("current.json")
        assert "no model is chosen" in door.ask("say x").json()["error"]["message"]


@pytest.mark.parametrize("stream", [False, True])
def test_whoever_hangs_up_takes_the_question_back(door: Door, served: Served, stream: bool) -> None:
    proof = served.tmp / f"proof-{stream}"
    with door.client() as client:
        request = client.build_request("POST", "/v1/chat/completions", json=asked(f"hang {proof}", stream=stream))
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(_ignoring_the_end, client, request)
            until(lambda: _state(served) == "answering", "the engine works on it")
            client.close()
            asking.cancel()
            until(proof.exists, "the engine was told")
    assert text_of(door.ask("say next")) == "next "


def _ignoring_the_end(client: httpx2.Client, request: httpx2.Request) -> None:
    # A socket that is closed under a reader wakes it only where it reads in small steps.
    request.extensions["timeout"] = {"connect": 30, "write": 30, "pool": 30, "read": 1.0}
    try:
        client.send(request)
    except (httpx2.HTTPError, RuntimeError, OSError):
        return


def _state(served: Served) -> str:
    return str(served.status()["state"]) if served.place.socket.exists() else ""


def test_too_many_of_one_caller_are_told_to_wait_and_nobody_else_is(door: Door, served: Served) -> None:
    gate = served.tmp / "gate"
    with ThreadPoolExecutor(80) as pool:
        before = int(text_of(door.ask("order me")).split()[0])
        first = pool.submit(door.ask, f"hold {gate}", user="ann")
        until(lambda: _state(served) == "answering", "the engine is busy")
        rest = [pool.submit(door.ask, "say x", user="ann") for _ in range(66)]
        until(lambda: sum(one.done() for one in rest) == 2, "two were refused")
        refused = [one.result() for one in rest if one.done()]
        assert {(one.status_code, one.headers["retry-after"]) for one in refused} == {(429, "1")}
        other = pool.submit(door.ask, "order bob", user="bob")
        until(lambda: served.status()["waiting"] == 65, "bob waits")
        gate.touch()
        assert int(text_of(other.result()).split()[0]) - before <= 3, (
            "bob's turn comes behind one of ann's, not behind all"
        )
        assert first.result().status_code == 200
        assert {one.result().status_code for one in rest} == {200, 429}


def test_the_command_opens_the_door_keeps_its_token_private_and_another_teach_can_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        (tmp_path / f"own-{name}").mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / f"own-{name}"))
    monkeypatch.delenv("TEACH_MODEL_TOKEN", raising=False)
    assert main(["model", "serve", "--port", "0"]) == 1
    assert "no model is chosen" in capsys.readouterr().err
    promoted = installed.read(served.place.data)
    assert promoted is not None
    installed.write(promoted)
    words = ["-m", "mcp_server", "model", "serve", "--port", "0"]
    with doors.running(words, tmp_path / "log", {"TEACH_MODEL_TOKEN": TOKEN}) as door:
        monkeypatch.setenv("OWN_TOKEN", TOKEN)
        assert main(["model", "use", door.url]) == 1
        assert "wants a key: put it into an environment variable" in " ".join(capsys.readouterr().err.split())
        assert main(["model", "use", door.url, "--key-env", "OWN_TOKEN"]) == 0
        model = choosing.local_model()
        assert model is not None
        with pytest.raises(Exception, match="no model is chosen"):  # the one of this user is now the door itself
            model.complete([Message("user", "hello")])
        door.process.send_signal(signal.SIGINT)
        assert door.process.wait(30) == 130


def test_the_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, served: Served) -> None:
    state = tmp_path / "own-state"
    state.mkdir(mode=0o700)
    with doors.opened(served, tmp_path / "log", {"XDG_STATE_HOME": str(state)}) as door:
        kept = state / "teach" / "model-token"
        token = kept.read_text(encoding="ascii").strip()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx2.get(f"{door.url}/v1/models", headers=headers, trust_env=False).status_code == 200
        assert token not in (tmp_path / "log").read_text(encoding="utf-8")
