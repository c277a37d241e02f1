"""The SDK's own client over HTTP, in both protocol eras."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from teaching.contracts.tools import TOOL_CONTRACTS
from tests.mcp_server.http.serving import Served

Mode = Literal["auto", "legacy"]


def ask(served: Served, mode: Mode, question: Callable[[Client], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with httpx2.AsyncClient(headers=served.bearer, timeout=60) as http:
            async with Client(streamable_http_client(served.url, http_client=http), mode=mode) as client:
                return client.protocol_version, await question(client)

    return anyio.run(main)


@pytest.mark.parametrize(("mode", "revision"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
def test_a_client_lists_calls_and_hears_how_far_it_is(served: Served, mode: Mode, revision: str) -> None:
    heard: list[tuple[float, float | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, total))

    async def question(client: Client) -> Any:
        listed = await client.list_tools()
        return listed, await client.call_tool("review_code", {"scope": "all"}, progress_callback=note)

    spoken, (listed, reviewed) = ask(served, mode, question)
    assert spoken == revision
    assert [tool.name for tool in listed.tools] == [contract.name for contract in TOOL_CONTRACTS]
    assert not reviewed.is_error
    assert "`a.py:1`" in reviewed.content[0].text
    assert heard and heard == sorted(heard) and heard[-1][0] == heard[-1][1]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("arguments", "told"), [({"path": "missing.py"}, "missing.py"), ({"pathh": "a.py"}, "It takes: path, scope")]
)
def test_a_wrong_call_is_answered_with_the_next_move(
    served: Served, mode: Mode, arguments: dict[str, Any], told: str
) -> None:
    result = ask(served, mode, lambda client: client.call_tool("review_code", arguments))[1]
    assert result.is_error
    assert told in result.content[0].text
