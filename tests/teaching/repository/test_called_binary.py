"""What git is told to call binary, and what in a repository is not a matter of trust."""

import tempfile
from pathlib import Path

import pytest

from teaching.errors import BadInputError
from teaching.repository.files import Skip
from teaching.repository.git import BrokenGit, Content, find_top, open_git
from teaching.repository.scope import resolve

WAYS = ("attribute", "info", "threshold", "old side")
NUL_FAR_BEHIND = b"x\n" * 5000 + b"\0\n"


def call_binary(project, way: str) -> None:
    if way == "attribute":
        project.write(".gitattributes", "*.py binary\n")
        project.commit("Attributes")
    elif way == "info":
        project.write(".git/info/attributes", "*.py -diff\n")
    elif way == "threshold":
        project.git("config", "core.bigFileThreshold", "1")
    else:
        project.write("app.py", b"one\n\0\nthree\nfour\n")
        project.commit("A null")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("side", ["working", "staged", "commit"])
def test_changed_text_has_its_lines_whatever_git_is_told_to_call_it(project, way, side):
    call_binary(project, way)
    project.write("app.py", "one\nTWO\nthree\nfour\n")
    new = Content.WORKING_TREE
    if side == "staged":
        project.git("add", "app.py")
        new = Content.INDEX
    elif side == "commit":
        project.git("add", "app.py")
        project.git("commit", "--quiet", "-m", "Second")
        new = "HEAD"
    (change,) = open_git(project.path).diff("HEAD~1" if side == "commit" else "HEAD", new)
    assert (change.path, change.added) == ("app.py", (range(2, 3),))


def test_a_renamed_text_has_only_its_changed_lines(project):
    lines = "".join(f"line {n}\n" for n in range(40))
    project.write("ä old.py", lines)
    project.write(".gitattributes", "*.py binary\n")
    project.commit("Second")
    (project.path / "ä old.py").rename(project.path / "ö new.py")
    project.write("ö new.py", lines.replace("line 7\n", "seven\n"))
    project.git("add", "--all")
    (change,) = open_git(project.path).diff("HEAD", Content.INDEX)
    assert (change.path, change.added, change.new) == ("ö new.py", (range(8, 9),), False)


def test_a_null_far_behind_hides_no_line_and_what_is_binary_costs_nothing(project):
    project.write(".gitattributes", "*.py binary\n")
    project.write("far.py", NUL_FAR_BEHIND)
    project.write("image.py", b"\0\n" * 10)
    project.write("huge.bin", b"\0a")
    project.commit("Second")
    project.write("far.py", b"y\n" + NUL_FAR_BEHIND)
    project.write("image.py", b"\0\n" * 20)
    project.write("huge.bin", b"\0b" * (40 * 1024 * 1024))
    changes = {change.path: change.added for change in open_git(project.path).diff("HEAD", Content.WORKING_TREE)}
    assert changes == {"far.py": (range(1, 2),), "image.py": (), "huge.bin": ()}


def test_when_the_old_side_is_huge_the_whole_new_text_is_in_scope(project):
    project.write("big.py", b"\0x\n" * (25 * 1024 * 1024))
    project.commit("Second")
    project.write("big.py", "one\n")
    (change,) = open_git(project.path).diff("HEAD", Content.WORKING_TREE)
    assert (change.path, change.new) == ("big.py", True)


def test_a_damaged_index_is_reported_as_what_git_said(project):
    project.write(".git/index", "nonsense")
    with pytest.raises(BrokenGit, match="git ls-files failed"):
        open_git(project.path)
    (note,) = resolve(project.path, ".", None).notes
    assert "git ls-files failed" in note
    assert "ntrusted" not in note
    with pytest.raises(BadInputError, match="git ls-files failed") as caught:
        resolve(project.path, ".", "staged")
    assert "ntrusted" not in str(caught.value)


def test_a_git_folder_without_rights_is_still_a_repository(ordinary_user):
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder).resolve()
        (top / ".git").mkdir()
        (top / ".git").chmod(0)
        (top / "closed").mkdir(mode=0)
        assert find_top(top) == top
        with pytest.raises(BrokenGit, match="permission denied"):
            open_git(top)
        with pytest.raises(BadInputError, match="permission denied") as caught:
            resolve(top, ".", "staged")
        assert "git init" not in str(caught.value)
        with pytest.raises(BadInputError, match="cannot be reached .permission denied"):
            resolve(top, "closed/app.py")


def test_submodules_are_named_as_skipped_when_everything_is_reviewed(project, make_project):
    library = make_project("library").init()
    library.write("lib.py", "x\n")
    library.commit()
    for place in ("inner/lib", "vendor/lib"):
        project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library.path), place)
    project.commit("Add the library")
    vendored = Skip("vendor/", "vendored or built")
    assert resolve(project.path, ".", "all").skipped == (Skip("inner/lib/", "submodule"), vendored)
    assert resolve(project.path / "inner", ".", "all").skipped == (Skip("lib/", "submodule"),)
    assert resolve(project.path, "app.py", "all").skipped == ()
