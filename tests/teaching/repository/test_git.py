"""teaching.repository.git: what git says is understood, whatever names and contents it speaks of."""

import os

import pytest

from teaching.errors import BadInputError
from teaching.repository.git import Content, Git, open_git


@pytest.mark.parametrize(
    "revision",
    ["", "-", "--output=/tmp/x", "-n1", "a\0b", "a\nb", "a\x1b[2J", "no-such", "HEAD~99", "HEAD:app.py", "a..b"]
    + ["$(id)", ";id", "|id", "`id`", "@{u}", "x" * 600, "\ud800", "^HEAD"],
)
def test_a_name_that_is_no_commit_is_refused_with_the_next_move(project, revision):
    with pytest.raises(BadInputError, match="pass a branch, a tag or a commit"):
        open_git(project.path).commit(revision)


def test_a_branch_a_tag_and_a_short_name_all_stand_for_their_commit(project):
    project.git("tag", "-a", "v1", "-m", "x")
    git = open_git(project.path)
    head = git.head()
    assert head is not None
    assert {git.commit(name) for name in ("main", "v1", "HEAD", head[:8], "HEAD^0", "@")} == {head}


def test_before_the_first_commit_there_is_no_head(folder):
    git = open_git(folder.init().path)
    assert (git.head(), git.subjects(20), git.tracked()) == (None, [], [])
    folder.write("a.py", "x\ny\n")
    folder.git("add", "a.py")
    (change,) = git.diff(None, Content.INDEX)
    assert (change.path, change.added, change.new, change.mode) == ("a.py", (range(1, 3),), True, "100644")


def test_histories_that_share_nothing_have_no_merge_base(project):
    git = open_git(project.path)
    assert git.merge_base("main", "main") == git.head()
    project.git("checkout", "--quiet", "--orphan", "other")
    project.commit("Other")
    assert git.merge_base("main", "other") is None


def added(git: Git) -> dict[str, tuple[range, ...]]:
    return {change.path: change.added for change in git.diff("HEAD", Content.WORKING_TREE)}


def test_only_new_and_changed_lines_are_in_a_diff(project):
    project.write("app.py", "zero\none\nTWO\nthree\nfour\nfive\nsix\n")
    assert added(open_git(project.path)) == {"app.py": (range(1, 2), range(3, 4), range(6, 8))}


def test_removed_lines_deleted_files_and_modes(project):
    project.write("gone.py", "x\n")
    project.write("run.sh", "x\n")
    project.commit()
    (project.path / "gone.py").unlink()
    (project.path / "run.sh").chmod(0o755)
    project.write("app.py", "one\nfour\n")
    assert added(open_git(project.path)) == {"app.py": (), "run.sh": ()}


def test_a_missing_last_line_end_is_a_changed_line(project):
    project.write("app.py", "one\ntwo\nthree\nfour")
    project.git("add", "app.py")
    assert added(open_git(project.path)) == {"app.py": (range(4, 5),)}


def test_a_renamed_file_has_its_new_name_and_only_its_changed_lines(project):
    project.write("long.py", "".join(f"line {n}\n" for n in range(50)))
    project.write("same.py", "".join(f"other {n}\n" for n in range(50)))
    project.commit()
    project.git("mv", "long.py", "a new name.py")
    project.git("mv", "same.py", "moved.py")
    project.write("a new name.py", "".join(f"line {n}\n" for n in range(50)) + "more\n")
    changes = open_git(project.path).diff("HEAD", Content.WORKING_TREE)
    assert [(change.path, change.added, change.new) for change in changes] == [
        ("a new name.py", (range(51, 52),), False),
        ("moved.py", (), False),
    ]


STRANGE = [
    *('a"b.py', "tab\there.py", "new\nline.py", "back\\slash.py", "ünïcode €.py", " leading", "trailing "),
    *("b/x b/x.py", "dev/null", "a -> b.py", "-dash.py", "--output=x", ":(top)x", "*", "\x1b[31m.py", "HEAD"),
    *("caf\udce9.py", "tab\t", '"', "\\", "bell\a\b\v\f\r\x7f.py", "+++ b/x", "diff --git a/x b/x"),
]


def test_strange_names_survive_every_question(project):
    for number, name in enumerate(STRANGE):
        project.write(name, f"{number}\n")
    git = open_git(project.path)
    assert sorted(git.untracked()) == sorted(STRANGE)
    project.commit()
    for number, name in enumerate(STRANGE):
        project.write(name, f"{number}\nmore\n")
    assert sorted(git.tracked()) == sorted([*STRANGE, "app.py"])
    assert added(git) == {name: (range(2, 3),) for name in STRANGE}
    expected = {name: f"{number}\n".encode() for number, name in enumerate(STRANGE)}
    assert git.blob("HEAD", STRANGE) == expected
    assert git.blob(Content.INDEX, STRANGE) == expected
    project.write(".gitattributes", "* mark=yes\n")
    assert git.attributes(STRANGE, ["mark", "other"]) == {name: {"mark": "yes"} for name in STRANGE}


def test_a_file_that_holds_a_diff_is_read_by_line_counts(project):
    """The added line "++ b/app.py" looks like the header of another file, to which the next hunk would go."""
    project.write("trap.txt", "-- a/app.py\nkeep\nkeep too\nold\n")
    project.commit()
    project.write("trap.txt", "++ b/app.py\n@@ -1 +1,99 @@\ndiff --git a/x b/x\nkeep\nkeep too\nnew\n")
    assert added(open_git(project.path)) == {"trap.txt": (range(1, 4), range(6, 7))}


def test_lines_end_at_line_feeds_only(project):
    project.write("app.py", "one\ntwo\x0cx\x0by\x85\u2028z\rq\nthree\nfour\n")
    assert added(open_git(project.path)) == {"app.py": (range(2, 3),)}


def test_a_file_that_was_only_touched_has_not_changed(project):
    project.write("x y.bin", b"\0\1")
    project.write("mode.sh", "x\n")
    project.commit()
    for name in ("app.py", "x y.bin", "mode.sh"):
        os.utime(project.path / name, (1, 1))
    assert added(open_git(project.path)) == {}
    project.write("x y.bin", b"\0\2")
    (project.path / "mode.sh").chmod(0o755)
    assert added(open_git(project.path)) == {"x y.bin": (), "mode.sh": ()}


def test_a_binary_file_has_no_lines(project):
    project.write("x.bin", b"\0\1")
    project.commit()
    project.write("x.bin", b"\0\2\n\n")
    assert added(open_git(project.path)) == {"x.bin": ()}


def test_a_file_that_became_a_link_is_known_by_its_mode(project):
    (project.path / "app.py").unlink()
    (project.path / "app.py").symlink_to("/etc/passwd")
    (change,) = open_git(project.path).diff("HEAD", Content.WORKING_TREE)
    assert (change.path, change.mode) == ("app.py", "120000")


def test_blobs_come_from_the_side_that_is_asked_for(project):
    project.write("app.py", "staged\n")
    project.git("add", "app.py")
    project.write("app.py", "edited\n")
    (project.path / "link").symlink_to("/etc/passwd")
    project.git("add", "link")
    git = open_git(project.path)
    assert git.blob("HEAD", ["app.py"]) == {"app.py": b"one\ntwo\nthree\nfour\n"}
    found = git.blob(Content.INDEX, ["app.py", "link", "gone"])
    assert found["app.py"] == b"staged\n"
    assert {name: str(found[name]) for name in ("link", "gone")} == {"link": "symbolic link", "gone": "not there"}


def test_a_blob_larger_than_the_bound_is_named_and_not_read(project):
    project.write("big.txt", b"x" * 1001)
    project.write("fits.txt", b"x" * 1000)
    project.commit()
    found = open_git(project.path).blob("HEAD", ["big.txt", "fits.txt"], max_bytes=1000)
    assert (str(found["big.txt"]), found["fits.txt"]) == ("larger than 1000 bytes", b"x" * 1000)


def test_many_large_blobs_are_read_whatever_their_sum(project):
    for number in range(5):
        project.write(f"{number}.bin", bytes((number,)) * 9_000_000)
    project.commit()
    found = open_git(project.path).blob("HEAD", [f"{n}.bin" for n in range(5)], max_bytes=10_000_000)
    assert [len(value) for value in found.values() if isinstance(value, bytes)] == [9_000_000] * 5


def test_commit_messages_are_read_whatever_they_hold(project):
    project.git("commit", "--quiet", "--allow-empty", "-m", "Add x\n\ncommit 123\nAuthor: nobody\n\n\x1e\x1f%H\ttab")
    project.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    project.commit("Ünïcode")
    project.git("merge", "--quiet", "--no-ff", "main", "-m", "Merge main")
    git = open_git(project.path)
    commits = git.subjects(20)
    assert [(commit.subject, commit.merge) for commit in commits][0] == ("Merge main", True)
    assert {(commit.subject, commit.body) for commit in commits[1:]} == {
        ("Add x", "commit 123\nAuthor: nobody\n\n\x1e\x1f%H\ttab"),
        ("Ünïcode", ""),
        ("Start", ""),
    }
    assert {commit.author for commit in commits} == {"Ada <ada@example.org>"}
    assert [commit.subject for commit in git.subjects("main..side")] == ["Merge main", "Ünïcode"]
    assert len(git.subjects(2)) == len(git.subjects("HEAD", limit=2)) == 2


def test_replaced_objects_do_not_hide_what_was_committed(project):
    other = project.git("hash-object", "-w", "--stdin", stdin=b"innocent\n").decode().strip()
    project.git("replace", project.git("rev-parse", "HEAD:app.py").decode().strip(), other)
    assert open_git(project.path).blob("HEAD", ["app.py"]) == {"app.py": b"one\ntwo\nthree\nfour\n"}


def test_a_repository_with_the_longer_hash_is_read(folder):
    folder.git("init", "--quiet", "--object-format=sha256")
    folder.write("a.py", "x\n")
    git = open_git(folder.path)
    assert git.untracked() == ["a.py"]
    sha = folder.commit()
    assert (len(sha), git.head()) == (64, sha)
    assert [change.path for change in git.diff(None, "HEAD")] == ["a.py"]
