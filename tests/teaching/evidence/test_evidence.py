"""Records and their audit, on a git repository as students have them. The commands that prove are tested elsewhere."""

import json
import os
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.verification import Audit, Evidence, Run
from teaching.errors import RefusedError
from teaching.evidence import files, records, store
from teaching.evidence.audit import audit
from teaching.roadmap.edit import tick
from teaching.roadmap.reading import parse

ROADMAP = """\
# Plan

- [ ] Login <!-- id: login -->
  - Acceptance: a user is known by a name and a password
  - files: login.py
  - verify: pytest tests/test_login.py

- [ ] Logout <!-- id: logout -->
"""
GREEN = Run(
    step="test",
    argv=["pytest"],
    exit=0,
    passed=3,
    failed=0,
    skipped=0,
    duration_s=1.0,
    output="0" * 64,
    sandbox="bwrap",
)


def record(root: Path, task: str, *runs: Run, **more: Any) -> Evidence:
    """A signed record of a task whose file is `<task>.py`."""
    plain = Evidence(
        task=task,
        title=task,
        parents=store.heads(store.read_all(root)),
        made_at="2026-11-22T10:00:00Z",
        runs=list(runs),
        files=files.digests(root, [f"{task}.py"]),
        tree="",
        **more,
    )
    return records.signed(plain)


def prove(root: Path, task: str) -> str:
    """Stores a green record and ticks, as a verification does."""
    name = store.add(root, record(root, task, GREEN))
    roadmap = root / "ROADMAP.md"
    roadmap.write_bytes(tick(roadmap.read_bytes(), task, date(2026, 11, 22)))
    return name


def audited(root: Path, is_commit: Callable[[str], bool] | None = None) -> Audit:
    return audit(root, parse((root / "ROADMAP.md").read_bytes()), is_commit)


def kinds(root: Path) -> list[tuple[str, str]]:
    return [(problem.task, problem.kind) for problem in audited(root).problems]


@pytest.fixture
def repository(make_repo: Callable[..., Any]) -> Any:
    return make_repo({"ROADMAP.md": ROADMAP, "login.py": "a = 1\n", "logout.py": "b = 1\n"})


def place(root: Path, name: str) -> Path:
    return root / ".teaching" / "evidence" / f"{name}.json"


def test_a_tick_with_its_record_audits_clean(repository: Any) -> None:
    prove(repository.root, "login")
    found = audited(repository.root)
    assert (found.problems, found.proved, found.attested) == ([], 1, 0)


def test_a_tick_made_by_hand_has_no_evidence(repository: Any) -> None:
    path = repository.root / "ROADMAP.md"
    path.write_bytes(path.read_bytes().replace(b"- [ ] Logout", b"- [x] Logout"))
    (problem,) = audited(repository.root).problems
    assert (problem.task, problem.kind, problem.line) == ("logout", "no-evidence", 8)


def test_a_file_that_changed_since_makes_the_evidence_stale_and_changing_it_back_does_not(repository: Any) -> None:
    prove(repository.root, "login")
    repository.write({"login.py": "a = 2\n"})
    assert kinds(repository.root) == [("login", "stale")]
    repository.write({"login.py": "a = 1\r\n"})
    assert kinds(repository.root) == []
    repository.write({"login.py": None})
    assert kinds(repository.root) == [("login", "stale")]


@pytest.mark.parametrize(("old", "new"), [('"passed": 3', '"passed": 30'), ('"task": "login"', '"task": "logout"')])
def test_an_edited_record_is_found(repository: Any, old: str, new: str) -> None:
    name = prove(repository.root, "login")
    path = place(repository.root, name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert "edited" in {kind for _, kind in kinds(repository.root)}
    assert ("login", "no-evidence") in kinds(repository.root)


def test_an_edited_record_is_found_under_the_name_that_would_fit_it(repository: Any) -> None:
    name = prove(repository.root, "login")
    old = Evidence.model_validate_json(place(repository.root, name).read_bytes())
    place(repository.root, name).unlink()
    store.add(repository.root, old.model_copy(update={"made_at": "2020-01-01T00:00:00Z"}))
    assert kinds(repository.root) == [("login", "edited"), ("login", "no-evidence")]


def test_a_removed_record_is_found(repository: Any) -> None:
    first = prove(repository.root, "login")
    prove(repository.root, "logout")
    place(repository.root, first).unlink()
    assert kinds(repository.root) == [("logout", "missing-parent"), ("login", "no-evidence")]


def test_a_record_of_red_runs_carries_no_tick(repository: Any) -> None:
    for red in ({"exit": 1}, {"failed": 1}, {"passed": 0}):
        store.add(repository.root, record(repository.root, "login", GREEN.model_copy(update=red)))
    path = repository.root / "ROADMAP.md"
    path.write_bytes(tick(path.read_bytes(), "login", date(2026, 11, 22)))
    assert kinds(repository.root) == [("login", "not-green")]


def test_an_attested_tick_counts_apart(repository: Any) -> None:
    store.add(repository.root, record(repository.root, "login", attested="decided in a meeting"))
    path = repository.root / "ROADMAP.md"
    path.write_bytes(tick(path.read_bytes(), "login", date(2026, 11, 22), attested=True))
    found = audited(repository.root)
    assert (found.problems, found.proved, found.attested) == ([], 0, 1)


def test_a_record_of_another_machine_says_so(repository: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prove(repository.root, "login")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert kinds(repository.root) == [("login", "signer-unknown")]


def test_records_survive_merge_rebase_and_squash(repository: Any) -> None:
    repository.git("checkout", "-q", "-b", "one")
    prove(repository.root, "login")
    repository.commit({}, "Login")
    repository.git("checkout", "-q", "-b", "two", "main")
    prove(repository.root, "logout")
    repository.commit({}, "Logout")
    repository.git("merge", "-q", "--no-edit", "one")
    assert audited(repository.root).proved == 2
    assert kinds(repository.root) == []
    repository.git("checkout", "-q", "-b", "three", "main")
    repository.commit({"other.py": "c = 1\n"}, "Other")
    repository.git("cherry-pick", "one")
    assert kinds(repository.root) == []
    repository.git("merge", "-q", "--squash", "two")
    repository.commit({}, "Squashed")
    assert audited(repository.root).proved == 2
    assert kinds(repository.root) == []
    prove(repository.root, "login")  # joins both branches
    assert len(store.heads(store.read_all(repository.root))) == 1


def test_commits_that_are_gone_are_a_note_and_no_forgery(repository: Any) -> None:
    made = record(repository.root, "login", GREEN).model_copy(update={"tree": "f" * 40})
    store.add(repository.root, records.signed(made))
    path = repository.root / "ROADMAP.md"
    path.write_bytes(tick(path.read_bytes(), "login", date(2026, 11, 22)))
    found = audited(repository.root, lambda commit: False)
    assert found.problems == []
    assert "1 of 1 records were made at a commit that is not found" in found.notes[0]


def test_a_record_that_went_through_another_system_is_the_same(repository: Any) -> None:
    name = prove(repository.root, "login")
    path = place(repository.root, name)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert kinds(repository.root) == []


@pytest.mark.parametrize("junk", [b"", b"{}", b"[1]", b"\xff", json.dumps({"version": 1}).encode()])
def test_a_file_that_is_no_record_is_named_and_stops_nothing(repository: Any, junk: bytes) -> None:
    prove(repository.root, "login")
    place(repository.root, "a" * 64).write_bytes(junk)
    assert kinds(repository.root) == [("", "unreadable")]


def test_the_key_is_this_users_alone(repository: Any) -> None:
    prove(repository.root, "login")
    key = Path(os.environ["XDG_STATE_HOME"]) / "teach" / "evidence" / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_bytes() not in b"".join(
        path.read_bytes() for path in (repository.root / ".teaching").rglob("*.json")
    )


def test_a_folder_that_is_a_link_is_refused(repository: Any, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (repository.root / ".teaching").mkdir()
    (repository.root / ".teaching" / "evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="it must be a folder"):
        store.add(repository.root, records.signed(_bare()))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def _bare() -> Evidence:
    return Evidence(task="t", title="t", parents=[], made_at="", runs=[], files={}, tree="")


def test_digests_cover_paths_folders_and_globs_and_leave_out_secrets(repository: Any) -> None:
    repository.write({"src/a.py": "1", "src/b.ts": "2", "src/.env": "KEY=1", "lib/c.py": "3"})
    assert list(files.digests(repository.root, ["src", "lib/*.py", "./login.py", "gone.py"])) == [
        "lib/c.py",
        "login.py",
        "src/a.py",
        "src/b.ts",
    ]
