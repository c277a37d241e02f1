"""What our tools cost every request of a session, as the client sends them.

Counted with the tokenizer that Anthropic published for an older Claude; there is no newer one that works offline, so
the figure is approximate. Not covered: the server's instructions, the command list, and results.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests import npm
from tests.e2e.claude_code.client import PINS, Client
from tests.e2e.claude_code.fake_api import say
from tests.e2e.claude_code.planted import TOOL

MOST = 2500
MOST_ON_AVERAGE = MOST / 8  # the eight tools that are planned
COUNT = """
const { countTokens } = require("@anthropic-ai/tokenizer");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(text => countTokens(text))));
"""

CountTokens = Callable[[Sequence[str]], list[int]]


@pytest.fixture
def count_tokens(npm_installed: Callable[..., Path]) -> CountTokens:
    """How many tokens each text is."""
    folder = npm_installed("tokenizer", PINS / "tokenizer")
    node = npm.node_of_the_wheel()
    assert node is not None

    def count(texts: Sequence[str]) -> list[int]:
        run = subprocess.run(
            [str(node), "--eval", COUNT],
            cwd=folder,
            input=json.dumps(texts),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return json.loads(run.stdout)

    return count


def test_our_tools_cost_little(
    client: Client, repository: Path, project: Path, count_tokens: CountTokens, record_property: Callable[..., None]
) -> None:
    session = client.run("Hello", [say("Hello.")], project=project, plugin_dir=repository, wait_for=TOOL)

    ours = [tool for tool in session.api.conversation[-1].tools if "plugin_teach_" in tool["name"]]
    assert ours
    counts = count_tokens([json.dumps(tool, ensure_ascii=False) for tool in ours])
    record_property("tokens", counts)
    assert sum(counts) <= MOST
    assert sum(counts) / len(counts) <= MOST_ON_AVERAGE
