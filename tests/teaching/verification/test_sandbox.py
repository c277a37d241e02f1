"""Which sandbox is used, and what is shown in it."""

import os
import pwd
import shutil
from pathlib import Path

import pytest

from teaching.verification import consent, sandbox, visible_places
from teaching.verification.commands import Command
from teaching.verification.run import run_step


def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    """PATH has these programs alone."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in programs:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))


def test_without_bubblewrap_unshare_keeps_the_network_away_and_the_result_says_so(
    project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require_part
) -> None:
    only(tmp_path, monkeypatch, "unshare", "sh", "cat", "true", "ip" if shutil.which("ip") else "sh", "id", "sleep")
    found = sandbox.probe.__wrapped__()
    require_part(found != "none", "user namespaces are forbidden")
    assert found == "unshare"
    monkeypatch.setattr(sandbox, "probe", lambda: found)
    root = project()
    command = Command("build", ("sh", "-c", "cat /proc/net/dev; id -u; sleep 65.5 & echo done"), "CLAUDE.md:1")
    done = run_step(root, consent.once(root, command), timeout_s=20)
    assert done.run.exit == 0, done.output
    interfaces = [line.split(":")[0].strip() for line in done.output.splitlines() if ":" in line]
    assert interfaces == ["lo"]
    assert str(os.geteuid()) in done.output.splitlines()
    assert done.run.sandbox == "unshare"
    assert any("no sandbox" in note for note in done.notes)
    # With the network allowed nothing is left of it.
    allowed = consent.once(root, Command("build", ("true",), "CLAUDE.md:1"), network=True)
    assert run_step(root, allowed, timeout_s=20).run.sandbox == "none"


def test_a_probe_that_finds_nothing_says_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(tmp_path, monkeypatch, "true")
    assert sandbox.probe.__wrapped__() == "none"


def test_a_bubblewrap_that_does_not_work_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(tmp_path, monkeypatch, "true")
    (tmp_path / "bin" / "bwrap").symlink_to("/bin/false")
    assert sandbox.probe.__wrapped__() == "none"


def test_toolchains_of_a_home_are_shown_and_its_secrets_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "person"
    for name in (".cargo/bin", ".cargo/registry", ".local/bin", ".local/state/teach", "tools/node/bin", "bin", ".ssh"):
        (home / name).mkdir(parents=True)
    (home / ".cargo" / "credentials.toml").write_text("secret", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_STATE_HOME")
    programs = [home / name for name in (".cargo/bin", ".local/bin", "tools/node/bin", "bin")]
    shown = visible_places.toolchains(tmp_path / "project", map(str, programs))
    below = {os.path.relpath(place, home) for place in shown if place.startswith(str(home))}
    assert below == {".cargo/bin", ".cargo/registry", ".local/bin", "tools/node", "bin"}
    assert str(home) in visible_places.hidden()


def test_a_folder_of_programs_never_shows_our_own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("all/bin", "all/state/teach"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "all" / "state"))
    shown = visible_places.toolchains(tmp_path, [str(tmp_path / "all" / "bin")])
    assert str(tmp_path / "all") not in shown
    assert str(tmp_path / "all" / "bin") in shown


def test_other_folders_of_packages_that_single_packages_lead_to_are_shown(tmp_path: Path) -> None:
    for name in ("project/node_modules", "store/node_modules/zod", "private/zod"):
        (tmp_path / name).mkdir(parents=True)
    ours = tmp_path / "project" / "node_modules"
    (ours / "zod").symlink_to(tmp_path / "store" / "node_modules" / "zod")
    (ours / "mine").symlink_to(tmp_path / "private" / "zod")

    shown = visible_places.toolchains(tmp_path / "project", [])

    assert str(tmp_path / "store" / "node_modules") in shown
    assert not any(place.startswith(str(tmp_path / "private")) for place in shown)


@pytest.mark.parametrize(("known", "chosen"), [((0, 1000, 65534), 1000), ((0, 1, 65534), 65534), ((0,), 1000)])
def test_root_becomes_somebody_whom_the_machine_has_a_name_for(
    known: tuple[int, ...], chosen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [pwd.struct_passwd(("somebody", "x", number, number, "", "/", "")) for number in known]
    monkeypatch.setattr(pwd, "getpwall", lambda: people)

    assert sandbox.user_for_root.__wrapped__() == chosen
