"""`/teach:scaffold` in the real client: red tests and open markers are written, and a model's filled core is not."""

import subprocess
import sys
from pathlib import Path

from teaching.markers.bodies import bodies_of
from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say

TOOL = "mcp__plugin_teach_assistant__scaffold_task"
FILLED = {
    "sums.py": "def add(one: int, two: int) -> int:\n    # TODO(human)[sums]: Add them\n    return one + two\n",
    "test_sums.py": "from sums import add\n\n\ndef test_add() -> None:\n    assert add(1, 2) == 3\n",
}


def test_a_task_is_laid_out_with_red_tests_and_open_markers(client: Client, repository: Path, project: Path) -> None:
    (project / "ROADMAP.md").write_text(
        "- [ ] Count requests per key with a token bucket <!-- id: limit-bucket -->\n- [ ] Sums <!-- id: sums -->\n",
        encoding="utf-8",
    )
    script = [
        call(TOOL, task="limit-bucket"),
        call(TOOL, task="limit-bucket", write=True),
        call(TOOL, task="sums", files=FILLED, write=True),
        say("Begin with the bucket: what has to be known before a token is taken?"),
    ]
    session = client.run("/teach:scaffold limit-bucket", script, project=project, plugin_dir=repository, wait_for=TOOL)
    shown, written, refused = session.tool_results
    assert "Nothing is written yet." in shown.text
    assert not written.is_error
    assert "Its tests are red now" in written.text
    assert refused.is_error
    assert "sums.py:3 [core]" in refused.text
    assert not (project / "sums.py").exists()

    (source,) = project.rglob("limits.py")
    assert [body.symbol for _, body in bodies_of(source.read_text(encoding="utf-8"), "limits.py") if body.is_stub] == [
        "Bucket.take",
        "Limiter.check",
    ]
    (test,) = project.rglob("test_limits.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test.relative_to(project))],
        cwd=project, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "NotImplementedError: TODO(human): Bucket.take" in done.stdout
