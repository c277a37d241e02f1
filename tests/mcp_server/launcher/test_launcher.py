"""The launcher as the plugin starts it, with an installation of its own: no network, and nothing in the way.

Packages come from a folder of wheels. Not covered: Windows, Pythons older than the one that runs the tests, and
uv fetching a Python.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mcp_server.launcher import environment
from mcp_server.launcher.environment import CannotInstall, Environment
from mcp_server.manifest import initialize

CALL = {"name": "review_code", "arguments": {}, "_meta": {"progressToken": "t"}}
SYSTEM = "/usr/bin:/bin"


class Client:
    """A client on the standard streams of a started launcher."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.notes: list[str] = []

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Sends a request and returns its answer; progress on the way is kept in `notes`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == message["id"]:
                return answer
            self.notes.append(answer["params"]["message"])
        raise AssertionError("the server ended without an answer")

    def call(self) -> str:
        """The text of a review."""
        answer = self.ask({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": CALL})
        return str(answer["result"]["content"][0]["text"])


class Launcher:
    """The plugin in one folder and its data in another."""

    def __init__(self, plugin: Path, base: Path) -> None:
        self.plugin = plugin
        self.data = base / "data"
        self.programs = base / "programs"
        self.programs.mkdir()
        self.project = base / "project"
        self.project.mkdir()
        (self.project / "CLAUDE.md").write_text("- Functions are at most 2 lines long\n", encoding="utf-8")
        (self.project / "a.py").write_text("def f():\n    a = 1\n    return a\n", encoding="utf-8")
        self.variables: dict[str, str] = {}

    def environment(self) -> dict[str, str]:
        """What the client hands to the server."""
        kept = {name: os.environ[name] for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        path = f"{self.programs}{os.pathsep}{SYSTEM}"
        return {**kept, "PATH": path, "CLAUDE_PLUGIN_DATA": str(self.data), **self.variables}

    def argv(self, *words: str) -> list[str]:
        """The command line of the plugin's manifest, with this Python for `python3`."""
        return [sys.executable, str(self.plugin / "mcp_server" / "launcher"), *words]

    @contextmanager
    def serving(self) -> Iterator[Client]:
        """A started server, which ends when its client hangs up."""
        with subprocess.Popen(
            self.argv("serve"), cwd=self.project, env=self.environment(), encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            yield Client(process)
            process.communicate(timeout=60)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`teach WORDS…` to its end."""
        return subprocess.run(
            self.argv(*words), cwd=self.project, env=self.environment(), encoding="utf-8",
            stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False,
        )  # fmt: skip

    def put(self, name: str, script: str) -> None:
        """Puts a program on the PATH."""
        program = self.programs / name
        program.write_text(script, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def install_from(self, wheels: Path) -> None:
        """Lets pip and uv find packages in that folder and nowhere else."""
        self.variables |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_RETRIES": "0"}
        self.variables |= {"UV_OFFLINE": "1", "UV_FIND_LINKS": str(wheels), "UV_PYTHON": sys.executable}

    def put_uv(self) -> None:
        """Puts the uv of the test extra on the PATH, which installs in seconds what takes pip half a minute."""
        (self.programs / "uv").symlink_to(Path(sys.executable).parent / "uv")


@pytest.fixture
def launcher(plugin: Path, tmp_path: Path) -> Launcher:
    """A plugin that was never started."""
    return Launcher(plugin, tmp_path)


def test_the_first_session_is_answered_at_once_and_its_call_waits_for_the_installation(
    launcher: Launcher, wheels: Path
) -> None:
    launcher.install_from(wheels)
    with launcher.serving() as client:
        assert client.ask(initialize("2025-11-25"))["result"]["serverInfo"]["name"] == "assistant"
        assert not list(launcher.data.glob("env-*"))
        assert "`a.py:1`" in client.call()
        assert any(note.startswith("Installing the Teaching Assistant") for note in client.notes)
    assert [entry.name[:4] for entry in launcher.data.iterdir() if entry.is_dir()] == ["env-"]

    launcher.install_from(launcher.project)  # where there are no packages
    with launcher.serving() as client:
        client.ask(initialize("2025-11-25"))
        assert "`a.py:1`" in client.call()
        assert not any(note.startswith("Installing") for note in client.notes)
    _every_next_move_works_as_printed(launcher)


def _every_next_move_works_as_printed(launcher: Launcher) -> None:
    done = launcher.run("init", "--stack", "python")
    assert done.returncode == 1
    assert "`python3 " in done.stderr
    printed = done.stderr.split("`")[1]
    launcher.put("python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    terminal = launcher.environment()
    del terminal["CLAUDE_PLUGIN_DATA"]
    again = subprocess.run(
        printed, shell=True, cwd=launcher.project, env=terminal, capture_output=True, check=False,
        encoding="utf-8", stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert "Functions are at most 2 lines long" in again.stdout


def test_uv_makes_the_environment_where_there_is_one(launcher: Launcher, wheels: Path) -> None:
    launcher.put_uv()
    launcher.install_from(wheels)
    done = launcher.run("review", "--scope", "all")
    assert done.returncode == 1, done.stderr
    assert "a.py" in done.stdout
    assert "uv" in next(launcher.data.glob("env-*/pyvenv.cfg")).read_text(encoding="utf-8")


def test_a_failed_installation_fails_the_call_with_the_reason_and_the_next_call_tries_again(
    launcher: Launcher, wheels: Path
) -> None:
    launcher.put("uv", "#!/bin/sh\necho resolving; echo error: no network >&2; exit 2\n")
    launcher.install_from(wheels)
    with launcher.serving() as client:
        client.ask(initialize("2025-11-25"))
        refusal = client.call()
        assert refusal == (
            "The Teaching Assistant could not install what it needs: `uv venv --quiet --clear …` failed: "
            "resolving / error: no network. Then call this tool again."
        )
        assert not list(launcher.data.glob("making-*"))
        (launcher.programs / "uv").unlink()
        launcher.put_uv()
        assert "`a.py:1`" in client.call()


def test_pip_without_a_network_is_quoted_and_a_command_ends_with_3(launcher: Launcher) -> None:
    launcher.install_from(launcher.project)
    done = launcher.run("doctor")
    assert done.returncode == 3
    assert "could not install what it needs: `python -m pip --python …` failed: ERROR: " in done.stderr
    assert done.stderr.rstrip().endswith("Then run this again.")
    assert "Traceback" not in done.stderr


def test_a_client_that_hangs_up_ends_the_installation(launcher: Launcher) -> None:
    launcher.put("uv", '#!/bin/sh\necho $$ > "$0.pid"\nexec sleep 600\n')
    with launcher.serving() as client:
        client.ask(initialize("2025-11-25"))
        while not (launcher.programs / "uv.pid").exists() and client.process.poll() is None:
            client.ask({"jsonrpc": "2.0", "id": 3, "method": "tools/list"})
        pid = int((launcher.programs / "uv.pid").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_teach_on_the_path_is_used_and_named_as_such(launcher: Launcher) -> None:
    (launcher.programs / "teach").symlink_to(Path(sys.executable).parent / "teach")
    done = launcher.run("init", "--stack", "python")
    assert "`teach rules`" in done.stderr
    assert not launcher.data.exists()


def test_another_program_of_that_name_is_let_alone(launcher: Launcher) -> None:
    launcher.put("teach", "#!/bin/sh\necho I am somebody else; exit 9\n")
    launcher.put("uv", "#!/bin/sh\nexit 1\n")
    done = launcher.run("--version")
    assert done.returncode == 3
    assert "somebody else" not in done.stdout


def test_a_teach_that_is_older_than_the_plugin_is_let_alone(launcher: Launcher, tmp_path: Path) -> None:
    manifest = launcher.plugin / ".claude-plugin" / "plugin.json"
    newer = {**json.loads(manifest.read_text(encoding="utf-8")), "version": "99.0.0"}
    manifest.write_text(json.dumps(newer), encoding="utf-8")
    (launcher.programs / "teach").symlink_to(Path(sys.executable).parent / "teach")
    launcher.put("uv", "#!/bin/sh\nexit 1\n")
    assert launcher.run("--version").returncode == 3


def test_where_no_python_is_new_enough_the_message_names_what_to_install(
    plugin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", SYSTEM)
    with pytest.raises(
        CannotInstall, match=r"Python 99\.0 or newer, with venv and pip, is needed; found .* Install uv"
    ):
        Environment(plugin, tmp_path / "data").make()


def test_a_data_folder_that_cannot_be_written_is_named(plugin: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotInstall, match="data: "):
        Environment(plugin, tmp_path / "data").make()


def test_a_damaged_installation_is_named_to_each_call_with_the_way_out(launcher: Launcher, wheels: Path) -> None:
    launcher.put_uv()
    launcher.install_from(wheels)
    assert launcher.run("--version").returncode == 0
    made = next(launcher.data.glob("env-*"))
    shutil.rmtree(next(made.glob("lib/python*/site-packages/mcp")))
    with launcher.serving() as client:
        client.ask(initialize("2025-11-25"))
        assert f"Delete {made} and restart Claude Code, which installs it again." in client.call()
        assert "could not start" in client.call()
    shutil.rmtree(made)
    assert launcher.run("--version").returncode == 0
