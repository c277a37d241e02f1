"""`teach install` and `teach uninstall` as they are typed: what is written, what is refused, what comes back."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mcp_server.install.receipt import BACKUP
from mcp_server.install.wanted import bare_commands
from tests.mcp_server.install.conftest import Teach, snapshot

ROOT = Path(__file__).resolve().parents[3]
REVIEW = ".claude/commands/review.md"
SETTINGS = ".claude/settings.json"
RECEIPT = ".teaching/installed.json"
OURS = (ROOT / "commands" / "review.md").read_bytes()
BARE = {f".claude/commands/{file.name}" for file in (ROOT / "commands").glob("*.md") if file.stem != "setup"}


def write(folder: Path, path: str, content: str | bytes) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def names(folder: Path) -> set[str]:
    return {name for name, (_, content) in snapshot(folder).items() if content is not None} - {"CLAUDE.md"}


def test_without_the_plugin_everything_that_review_needs_is_written(teach: Teach, project: Path) -> None:
    code, out, err = teach("install")
    assert (code, err) == (0, "")
    brought = {".claude/output-styles/teaching.md", ".claude/agents/mentor.md"}
    assert names(project) == {*BARE, *brought, SETTINGS, ".mcp.json", RECEIPT}
    assert (project / REVIEW).read_bytes() == OURS
    server = json.loads((project / ".mcp.json").read_bytes())["mcpServers"]["assistant"]
    assert Path(server["command"]).is_absolute()
    assert server["args"] == ["serve"]
    assert "path of this machine" in out
    assert "choose “Use this MCP server”" in out
    assert "restart Claude Code, then type /review" in out
    receipt = (project / RECEIPT).read_text(encoding="utf-8")
    assert str(project) not in receipt
    assert sys.prefix not in receipt


def test_with_the_plugin_only_the_commands_are_written(teach: Teach, project: Path) -> None:
    code, out, _ = teach("install", "--plugin", "yes")
    assert code == 0
    assert names(project) == {*BARE, RECEIPT}
    assert "no second one was added" in out


def test_every_command_but_setup_gets_its_bare_name_and_none_needs_the_plugins_folder() -> None:
    stems = {file.stem for file in bare_commands()}
    assert stems == {file.stem for file in (ROOT / "commands").glob("*.md")} - {"setup"}
    assert "review" in stems
    assert all("CLAUDE_PLUGIN_ROOT" not in file.read_text(encoding="utf-8") for file in bare_commands())


def test_a_teach_on_path_is_named_without_a_path(teach: Teach, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.defpath}")
    _, out, _ = teach("install")
    assert json.loads((project / ".mcp.json").read_bytes())["mcpServers"]["assistant"]["command"] == "teach"
    assert "path of this machine" not in out


def test_the_hook_says_so_where_the_program_is_missing_and_only_where_somebody_opted_in(
    teach: Teach, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.defpath}")
    teach("install")
    (entry,) = json.loads((project / SETTINGS).read_bytes())["hooks"]["SessionStart"]
    line = entry["hooks"][0]["command"]

    def printed(folder: Path) -> str:
        env = {"PATH": os.defpath, "CLAUDE_PROJECT_DIR": str(folder)}
        return subprocess.run(
            ["/bin/sh", "-c", line], env=env, capture_output=True, encoding="utf-8", check=True
        ).stdout

    assert "teach is not on PATH" in json.loads(printed(project))["systemMessage"]
    assert printed(project.parent) == ""


def test_installing_twice_changes_nothing_and_says_so(teach: Teach, project: Path) -> None:
    teach("install")
    before = snapshot(project)
    code, out, _ = teach("install")
    assert code == 0
    assert "Nothing to change" in out
    assert snapshot(project) == before


def test_a_dry_run_shows_and_writes_nothing(teach: Teach, project: Path) -> None:
    before = snapshot(project)
    _, out, _ = teach("install", "--dry-run")
    assert REVIEW in out
    assert snapshot(project) == before
    teach("install")
    installed = snapshot(project)
    _, out, _ = teach("uninstall", "--dry-run")
    assert REVIEW in out
    assert snapshot(project) == installed


FOUND = {
    "nothing": {},
    "settings of one's own": {
        SETTINGS: '{"hooks":{"SessionStart":[]},"env":{}}',
        ".mcp.json": '{ "mcpServers" : { } }',
    },
    "tabs, CRLF and a mark": {SETTINGS: '\ufeff{\r\n\t"env": {\r\n\t}\r\n}\r\n', ".mcp.json": "{}"},
    "no newline at the end": {
        SETTINGS: '{\n    "model": "x"\n}',
        ".mcp.json": '{"mcpServers": {"x": {"command": "y"}}}',
    },
    "folders that are empty": {".claude/commands/other.md": "theirs", ".teaching/hints.json": "{}"},
}


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("plugin", ["yes", "no"])
def test_what_was_there_is_the_same_bytes_after_uninstalling(
    teach: Teach, project: Path, files: dict[str, str], plugin: str
) -> None:
    for path, content in files.items():
        write(project, path, content)
        (project / path).chmod(0o640)
    before = snapshot(project)
    assert teach("install", "--plugin", plugin)[0] == 0
    assert snapshot(project) != before
    code, out, err = teach("uninstall")
    assert (code, err) == (0, "")
    assert snapshot(project) == before
    assert "/review is its own again" in out


def test_when_the_plugin_comes_later_installing_again_takes_the_second_server_back(teach: Teach, project: Path) -> None:
    write(project, SETTINGS, '{"env": {}}')
    before = snapshot(project)
    teach("install")
    teach("install", "--plugin", "yes")
    assert names(project) == {*BARE, RECEIPT, SETTINGS}
    assert (project / SETTINGS).read_text(encoding="utf-8") == '{"env": {}}'
    teach("uninstall")
    assert snapshot(project) == before


def test_a_file_of_the_same_name_is_refused_and_nothing_at_all_is_written(teach: Teach, project: Path) -> None:
    write(project, REVIEW, "mine\n")
    before = snapshot(project)
    code, _, err = teach("install")
    assert code == 1
    assert REVIEW in err
    assert "--keep" in err
    assert "--force" in err
    assert snapshot(project) == before


def test_keep_leaves_it_and_installs_the_rest(teach: Teach, project: Path) -> None:
    write(project, REVIEW, "mine\n")
    before = snapshot(project)
    code, out, _ = teach("install", "--keep")
    assert code == 0
    assert f"left    {REVIEW}" in out
    assert (project / REVIEW).read_text(encoding="utf-8") == "mine\n"
    assert (project / ".mcp.json").exists()
    teach("uninstall")
    assert snapshot(project) == before


def test_force_puts_it_aside_and_uninstall_brings_it_back(teach: Teach, project: Path) -> None:
    write(project, REVIEW, "mine\n")
    (project / REVIEW).chmod(0o600)
    before = snapshot(project)
    assert teach("install", "--force")[0] == 0
    assert (project / REVIEW).read_bytes() == OURS
    assert (project / (REVIEW + BACKUP)).read_text(encoding="utf-8") == "mine\n"
    assert teach("uninstall")[0] == 0
    assert snapshot(project) == before


def test_a_command_that_still_comes_first_is_named_in_place_of_a_promise(
    teach: Teach, project: Path, home: Path
) -> None:
    write(home, ".claude/commands/review.md", "mine\n")
    code, out, _ = teach("install", "--plugin", "yes")
    assert code == 0
    assert "your own commands/review.md comes first" in out
    assert "then type /review" not in out
    assert "is that of your own commands/review.md" in teach("uninstall")[1]


def test_another_server_of_that_name_is_never_replaced(teach: Teach, project: Path) -> None:
    write(project, ".mcp.json", '{"mcpServers": {"assistant": {"command": "other"}}}')
    before = snapshot(project)
    for flag in ([], ["--force"]):
        code, _, err = teach("install", *flag)
        assert code == 1
        assert "mcpServers.assistant in .mcp.json" in err
        assert snapshot(project) == before
    assert teach("install", "--keep")[0] == 0
    teach("uninstall")
    assert snapshot(project) == before


def test_what_an_older_version_wrote_is_updated(teach: Teach, project: Path) -> None:
    teach("install")
    receipt = json.loads((project / RECEIPT).read_bytes())
    write(project, REVIEW, "older words of ours\n")
    receipt["files"][REVIEW]["sha256"] = "0" * 64
    write(project, RECEIPT, json.dumps(receipt))
    assert teach("install")[0] == 1  # a digest that does not fit: somebody's own words
    receipt["files"][REVIEW]["sha256"] = hashlib.sha256(b"older words of ours\n").hexdigest()
    receipt["program"] = "0.0.1"
    write(project, RECEIPT, json.dumps(receipt))
    assert teach("install")[0] == 0
    assert (project / REVIEW).read_bytes() == OURS
    assert json.loads((project / RECEIPT).read_bytes())["program"] != "0.0.1"


def test_a_file_that_was_changed_since_is_kept_until_it_is_forced(teach: Teach, project: Path) -> None:
    teach("install")
    write(project, REVIEW, OURS + b"and mine\n")
    code, out, _ = teach("uninstall")
    assert code == 1
    assert REVIEW in out
    assert names(project) == {REVIEW, RECEIPT}
    assert teach("uninstall", "--force")[0] == 0
    assert names(project) == set()
    assert not (project / ".claude").exists()


def test_a_changed_server_is_kept_and_other_changes_survive(teach: Teach, project: Path) -> None:
    teach("install")
    settings = json.loads((project / SETTINGS).read_bytes())
    settings["model"] = "theirs"
    write(project, SETTINGS, json.dumps(settings))
    servers = json.loads((project / ".mcp.json").read_bytes())
    servers["mcpServers"]["assistant"]["env"] = {"A": "b"}
    write(project, ".mcp.json", json.dumps(servers))
    code, out, _ = teach("uninstall")
    assert code == 1
    assert "mcpServers.assistant in .mcp.json" in out
    assert json.loads((project / SETTINGS).read_bytes()) == {"model": "theirs"}
    assert json.loads((project / ".mcp.json").read_bytes()) == servers


def test_uninstall_works_when_parts_are_gone(teach: Teach, project: Path) -> None:
    teach("install")
    (project / REVIEW).unlink()
    (project / ".mcp.json").unlink()
    shutil.rmtree(project / ".claude" / "output-styles")
    write(project, SETTINGS, "{}")
    code, out, _ = teach("uninstall")
    assert code == 0
    assert out.count("gone") == 9
    assert names(project) == {SETTINGS}  # emptied by somebody else, so no longer ours to remove


def test_nothing_installed_is_no_error_and_names_the_other_scope(teach: Teach, project: Path) -> None:
    assert teach("uninstall")[:2] == (0, "Nothing is installed in this project.\n")
    teach("install", "--user", "--plugin", "yes")
    code, out, _ = teach("uninstall")
    assert code == 0
    assert "uninstall --user" in out


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        (SETTINGS, '{\n  "a": 1,\n}', ".claude/settings.json: line 3 is not valid JSON"),
        (".mcp.json", "[]", ".mcp.json: does not hold a JSON object"),
        (".mcp.json", '{"mcpServers": []}', '.mcp.json: "mcpServers" is not an object'),
        (SETTINGS, '{"hooks": {"SessionStart": {}}}', '"SessionStart" is not an array'),
        (SETTINGS, b'{"a": "\xff"}', "is not UTF-8"),
    ],
)
def test_json_that_cannot_be_edited_is_named_and_nothing_is_written(
    teach: Teach, project: Path, path: str, content: str | bytes, words: str
) -> None:
    write(project, path, content)
    before = snapshot(project)
    code, _, err = teach("install")
    assert code == 2
    assert words in err
    assert snapshot(project) == before


def in_the_way(make: str, project: Path) -> str:
    outside = project.parent / "outside"
    outside.mkdir()
    if make == "linked .claude":
        (project / ".claude").symlink_to(outside)
        return ".claude is a symbolic link"
    if make == "linked commands":
        (project / ".claude").mkdir()
        (project / ".claude/commands").symlink_to(outside)
        return ".claude/commands is a symbolic link"
    if make == "linked command":
        write(outside, "x.md", "theirs")
        (project / ".claude/commands").mkdir(parents=True)
        (project / REVIEW).symlink_to(outside / "x.md")
        return f"{REVIEW} is a symbolic link"
    if make == "linked receipts":
        (project / ".teaching").symlink_to(outside)
        return ".teaching is a symbolic link"
    if make == "a folder for a file":
        (project / REVIEW).mkdir(parents=True)
        return f"{REVIEW} is a folder"
    write(project, ".claude", "a file")
    return ".claude is no folder"


@pytest.mark.parametrize(
    "make",
    ["linked .claude", "linked commands", "linked command", "linked receipts", "a folder for a file", "a file"],
)
def test_what_stands_in_the_way_is_named_and_nothing_is_written_anywhere(
    teach: Teach, project: Path, make: str
) -> None:
    words = in_the_way(make, project)
    before = snapshot(project.parent)
    code, _, err = teach("install")
    assert code == 1
    assert words in err
    assert snapshot(project.parent) == before


def test_a_write_that_fails_in_the_middle_takes_the_others_back(project: Path, home: Path) -> None:
    write(project, ".mcp.json", json.dumps({"mcpServers": {}, "big": "x" * 40_000}))
    before = snapshot(project)
    done = subprocess.run(
        [sys.executable, "-m", "mcp_server", "install"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert ".mcp.json cannot be written (file too large): nothing was changed" in done.stderr
    assert snapshot(project) == before


def test_a_folder_that_may_not_be_written_is_named(
    teach: Teach, project: Path, require_part: Callable[[object, str], None]
) -> None:
    require_part(os.geteuid() != 0 or shutil.which("setpriv"), "root may write everywhere, and setpriv is missing")
    if os.geteuid() != 0:
        project.chmod(0o500)
        code, _, err = teach("install")
        project.chmod(0o700)
        assert (code, "cannot be written" in err) == (1, True)
        return
    # Root without its rights over files is like anybody else.
    project.chmod(0o500)
    argv = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", sys.executable, "-m", "mcp_server", "install"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(argv, cwd=project, env=env, capture_output=True, encoding="utf-8", check=False)
    project.chmod(0o700)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert names(project) == set()
