"""What a project needs of the machine is found where distributions keep it, and named where it is missing."""

from pathlib import Path

import pytest

from teaching.curriculum import environment
from teaching.curriculum.environment import needs_of, place_of, require_programs
from teaching.curriculum.model import Spec, read
from teaching.errors import MissingPartError
from tests.teaching.curriculum import sample


def needing(folder: Path, *programs: str) -> Spec:
    spec = read((sample.make(folder) / ".meta" / "project.json").read_text(encoding="utf-8"), "project.json")
    return spec.model_copy(update={"needs": spec.needs.model_copy(update={"programs": programs})})


def program(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    place = folder / name
    place.write_text("#!/bin/sh\n", encoding="utf-8")
    place.chmod(0o755)
    return place


def test_a_program_that_is_kept_off_path_is_found_in_its_newest_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "14" / "bin", "postgres")
    newest = program(tmp_path / "15" / "bin", "postgres")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(environment, "_ELSEWHERE", {"postgres": (f"{tmp_path}/*/bin",)})

    assert place_of("postgres") == str(newest)
    assert needs_of(needing(tmp_path / "sample", "postgres"))[-1].found == str(newest)


def test_a_program_on_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "15" / "bin", "postgres")
    mine = program(tmp_path / "mine", "postgres")
    monkeypatch.setenv("PATH", str(mine.parent))
    monkeypatch.setattr(environment, "_ELSEWHERE", {"postgres": (f"{tmp_path}/*/bin",)})

    assert place_of("postgres") == str(mine)


def test_a_program_is_found_by_another_name_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program(tmp_path / "mine", "google-chrome")
    monkeypatch.setenv("PATH", str(mine.parent))
    monkeypatch.setattr(environment, "_ELSEWHERE", {})

    assert place_of("chromium") == str(mine)


def test_a_project_whose_tests_start_a_program_that_is_missing_is_one_line_of_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(environment, "_ELSEWHERE", {})

    with pytest.raises(MissingPartError, match="start postgres: install postgres .https://www.postgresql.org") as said:
        require_programs(needing(tmp_path, "postgres"))

    assert "\n" not in str(said.value)


def test_a_node_that_is_too_old_is_one_line_of_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = program(tmp_path / "mine", "node")
    old.write_text("#!/bin/sh\necho v20.20.2\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(old.parent))
    spec = needing(tmp_path / "sample")
    wanted = spec.model_copy(update={"needs": spec.needs.model_copy(update={"python": "", "node": "22.18"})})

    with pytest.raises(MissingPartError, match="start Node.js 22.18 or newer: .*; node is 20.20.2"):
        require_programs(wanted)
