"""What the other tests here rely on: the API's stand-in, the two watches, and the pins."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests import npm
from tests.e2e.claude_code.client import MARK, PINS, VERSIONS, Client, still_there
from tests.e2e.claude_code.fake_api import WAITS, FakeApi, call, say, serving


def ask(url: str, *tools: str, stream: bool = False) -> str:
    """What the API answers to a request that offers these tools."""
    body: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}], "stream": stream}
    body["tools"] = [{"name": name} for name in tools]
    request = urllib.request.Request(f"{url}/v1/messages?beta=true", json.dumps(body).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=30) as reply:
        return reply.read().decode()


def blocks(reply: str) -> list[tuple[str, str]]:
    """The blocks of a reply that is no stream: kind, and text or name."""
    return [(block["type"], block.get("text") or block["name"]) for block in json.loads(reply)["content"]]


def test_the_api_plays_its_script_in_turns_and_answers_others_beside_it() -> None:
    api = FakeApi([say("One"), lambda request: [say("Two"), call(request.tool_names[1], path="é")]])
    with serving(api):
        assert blocks(ask(api.url, "Read")) == [("text", "One")]
        assert blocks(ask(api.url)) == [("text", "ok")]
        streamed = ask(api.url, "Read", "other", stream=True)
        assert blocks(ask(api.url, "Read")) == [("text", "The script is over.")]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{api.url}/v1/models", timeout=30)
        refused.value.close()
    events = [json.loads(line[6:]) for line in streamed.splitlines() if line.startswith("data: ")]
    kinds = [event["type"] for event in events]
    block = ["content_block_start", "content_block_delta", "content_block_stop"]
    assert kinds == ["message_start", *block, *block, "message_delta", "message_stop"]
    assert json.loads(events[5]["delta"]["partial_json"]) == {"path": "é"}
    assert events[-2]["delta"]["stop_reason"] == "tool_use"
    assert (len(api.requests), len(api.conversation), api.overrun) == (4, 3, 1)
    assert api.elsewhere == ["GET /v1/models"]


def test_the_script_waits_for_its_tool() -> None:
    api = FakeApi([say("One")], wait_for="ours")
    with serving(api):
        assert blocks(ask(api.url, "Read", WAITS)) == [("tool_use", WAITS)]
        assert blocks(ask(api.url, "Read", WAITS, "ours")) == [("text", "One")]


def test_a_client_that_asks_another_host_is_seen(client: Client, project: Path) -> None:
    talkative = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": ""}
    with pytest.raises(AssertionError, match="asked for another host"):
        client.run("Hello", [say("Hello.")], project=project, env=talkative)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
def test_a_process_that_stays_is_seen_and_ended() -> None:
    stays = ["sh", "-c", "echo there; read line"]
    with subprocess.Popen(stays, env={MARK: "it"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        assert still_there("another", 0.1) == []
        assert still_there("it", 0.1) == [f"{process.pid}: sh -c echo there; read line "]
        assert process.wait(timeout=30) == -signal.SIGKILL
    assert still_there("it", 0.1) == []


@pytest.mark.parametrize("name", [*VERSIONS, "tokenizer"])
def test_the_pins_are_exact_and_name_no_registry(name: str) -> None:
    assert npm.problems_of_pins(PINS / name) == []
