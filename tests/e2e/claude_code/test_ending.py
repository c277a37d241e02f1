"""However a session ends, its server ends with it.

Processes are looked for in /proc; where there is none (macOS) nothing is seen and the tests are skipped.
"""

import signal
from pathlib import Path

import pytest

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call
from tests.e2e.claude_code.planted import TOOL


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda stop: stop.name)
def test_a_session_that_is_stopped_leaves_no_process(
    stop: signal.Signals, client: Client, repository: Path, project: Path
) -> None:
    script = [call(TOOL, path="app.py")]
    session = client.run(
        "/teach:review app.py", script, project=project, plugin_dir=repository, wait_for=TOOL, stop=stop
    )

    assert any(" serve" in words for words in session.at_stop), session.at_stop
    assert session.left_over == []
    assert session.tool_results[0].text.startswith("## Review: ")
