"""Folders of our own are this user's alone, with all that is made above them."""

import os
from pathlib import Path

import pytest

from teaching.errors import RefusedError
from teaching.repository.private import PrivateFolder, state_folder


def test_every_folder_that_is_made_is_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = os.umask(0)
    try:
        PrivateFolder("run", state_folder() / "model").write("a", b"1")
    finally:
        os.umask(before)
    made = [folder for folder in (tmp_path / "state").rglob("*") if folder.is_dir()]
    assert {folder.name for folder in made} == {"teach", "model", "run"}
    assert {folder.stat().st_mode & 0o777 for folder in [tmp_path / "state", *made]} == {0o700}
    # What was made deep inside first keeps nothing else from being written above it.
    PrivateFolder("consent").write("b", b"2")


def test_a_folder_that_others_may_write_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(RefusedError, match="chmod go-rwx"):
        PrivateFolder("mine", tmp_path / "open").read("a")
