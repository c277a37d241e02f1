"""What the front says before the server is there is what the server says."""

from typing import Any

import anyio
import pytest
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from mcp_server import manifest
from mcp_server.launcher.early import MANIFEST, Early

METHODS = [*manifest.LISTS, "ping"]


def early(messages: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """What the manifest answers to each."""
    told = Early()
    return [told.answer(message) for message in messages]


def test_the_manifest_is_up_to_date() -> None:
    assert MANIFEST.read_text(encoding="utf-8") == manifest.text(), "run .venv/bin/python docs/generate.py"


@pytest.mark.parametrize("version", [*HANDSHAKE_PROTOCOL_VERSIONS, *MODERN_PROTOCOL_VERSIONS, "1999-01-01"])
def test_a_handshake_at_any_version_is_answered_as_the_server_answers_it(version: str) -> None:
    messages = [manifest.initialize(version), *manifest.requests(METHODS)]
    assert early(messages) == anyio.run(manifest.ask, messages)


@pytest.mark.parametrize("version", MODERN_PROTOCOL_VERSIONS)
def test_requests_without_a_handshake_are_answered_as_the_server_answers_them(version: str) -> None:
    messages = manifest.requests(["server/discover", *manifest.LISTS], version)
    assert early(messages) == anyio.run(manifest.ask, messages)


def test_nothing_of_the_manifest_depends_on_the_project_or_the_machine() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    assert "/home" not in text and "/root" not in text and "/tmp" not in text


MODERN = manifest.requests(["tools/list"], MODERN_PROTOCOL_VERSIONS[-1])[0]
META = MODERN["params"]["_meta"]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, id="a list before any handshake"),
        pytest.param({**MODERN, "jsonrpc": "1.0"}, id="another JSON-RPC"),
        pytest.param({**MODERN, "id": None}, id="no id"),
        pytest.param({**MODERN, "id": True}, id="an id that is no id"),
        pytest.param({**MODERN, "method": 7}, id="a method that is no name"),
        pytest.param({**MODERN, "method": "tools/nothing"}, id="an unknown method"),
        pytest.param({**MODERN, "method": "ping"}, id="a method of the other era"),
        pytest.param({**MODERN, "params": {"_meta": META, "cursor": "2"}}, id="a cursor"),
        pytest.param({**MODERN, "params": [META]}, id="parameters by position"),
        pytest.param(
            {**MODERN, "params": {"_meta": {**META, "io.modelcontextprotocol/protocolVersion": "2099-01-01"}}},
            id="a version of the future",
        ),
        pytest.param(
            {**MODERN, "params": {"_meta": {**META, "io.modelcontextprotocol/clientCapabilities": None}}},
            id="an envelope that is not whole",
        ),
        pytest.param({**MODERN, "params": {"_meta": {**META, "unknown": 1}}}, id="an envelope with more in it"),
        pytest.param({**manifest.initialize("2025-11-25"), "params": None}, id="a handshake of nothing"),
        pytest.param(
            {**manifest.initialize("2025-11-25"), "params": {"protocolVersion": "2025-11-25"}}, id="half a handshake"
        ),
    ],
)
def test_what_only_the_server_can_judge_is_left_to_it(message: dict[str, Any]) -> None:
    assert early([message]) == [None]


def test_after_a_handshake_only_plain_lists_are_answered() -> None:
    paged = {**manifest.requests(["tools/list"])[0], "params": {"cursor": "2"}}
    second = manifest.initialize("2025-11-25")
    answers = early([manifest.initialize("2025-11-25"), paged, second, MODERN])
    assert answers[0] is not None
    assert answers[1:] == [None, None, None]


def test_a_handshake_after_the_other_era_began_is_left_to_the_server() -> None:
    assert early([MODERN, manifest.initialize("2025-11-25")])[1] is None
