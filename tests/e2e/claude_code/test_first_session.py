"""The first session of somebody who installed the plugin and nothing else: no `teach`, an empty cache, no network.

Packages come from a folder of wheels, and uv is what finds them. Not covered: uv fetching a Python.
"""

import sys
from pathlib import Path

from tests.e2e.claude_code.client import Client
from tests.e2e.claude_code.fake_api import call, say
from tests.e2e.claude_code.planted import DEFECT_AT, TOOL


def test_an_empty_cache_works_at_the_first_session(
    client: Client, plugin_copy: Path, project: Path, wheels: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3", "uv"):
        (programs / name).symlink_to(Path(sys.executable).parent / name)
    path = f"{programs}:/usr/bin:/bin"
    env = {"PATH": path, "UV_OFFLINE": "1", "UV_FIND_LINKS": str(wheels), "UV_PYTHON": sys.executable}
    home = client.new_home()
    client.command("plugin", "marketplace", "add", str(plugin_copy), home=home, cwd=project)
    client.command("plugin", "install", "teach@teaching-assistant", home=home, cwd=project)

    def session() -> str:
        script = [call(TOOL, path="app.py"), say("Done.")]
        done = client.run("/teach:review app.py", script, project=project, home=home, env=env)
        assert TOOL in done.api.conversation[0].tool_names
        return done.tool_results[0].text

    assert f"`app.py:{DEFECT_AT}`" in session()
    (made,) = home.glob(".claude/plugins/data/*/env-*")
    stamp = made.stat().st_mtime_ns
    assert f"`app.py:{DEFECT_AT}`" in session()
    assert made.stat().st_mtime_ns == stamp
