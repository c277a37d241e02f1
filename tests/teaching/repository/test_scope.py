"""teaching.repository.scope: what a review is about."""

import os
import shutil
from pathlib import Path

import pytest

from teaching.errors import BadInputError, MissingPartError
from teaching.repository.files import Skip, Unreadable
from teaching.repository.scope import Scope, ScopedFile, resolve


def files(scope: Scope) -> dict[str, tuple[range, ...] | None]:
    return {file.path: file.added for file in scope.files}


@pytest.fixture
def busy(project):
    """main: app.py; branch: two commits; then a staged, an unstaged and an untracked change."""
    project.git("checkout", "--quiet", "-b", "feature")
    project.write("app.py", "ONE\ntwo\nthree\nfour\n")
    project.commit("First on the branch")
    project.write("lib.py", "a\nb\n")
    project.commit("Second on the branch")
    project.write("app.py", "ONE\nTWO\nthree\nfour\n")
    project.git("add", "app.py")
    project.write("app.py", "ONE\nTWO\nTHREE\nfour\n")
    project.write("new.py", "x\n")
    project.write("ignored.log", "x\n")
    project.write(".git/info/exclude", "*.log\n")
    return project


def test_a_file_is_touched_where_a_range_of_it_overlaps():
    file = ScopedFile("a.py", (range(3, 5), range(9, 10)))
    expected = {(1, 2): False, (1, 3): True, (4, 4): True, (5, 8): False, (4, 20): True, (9, 9): True, (10, 99): False}
    assert {lines: file.touches(*lines) for lines in expected} == expected
    assert ScopedFile("a.py", None).touches(1, 1)
    assert not ScopedFile("a.py", ()).touches(1, 10_000)


@pytest.mark.parametrize("name", [None, "working"])
def test_working_is_all_that_is_not_committed(busy, name):
    scope = resolve(busy.path, ".", name)
    assert files(scope) == {"app.py": (range(2, 4),), "new.py": None}
    assert (scope.kind, scope.commits, scope.notes, scope.skipped) == ("working", None, (), ())
    assert scope.title == "changes since the last commit (with untracked files)"
    assert scope.read("app.py") == b"ONE\nTWO\nTHREE\nfour\n"
    assert scope.messages() == []
    assert scope.git is not None


def test_staged_is_what_the_next_commit_would_hold(busy):
    scope = resolve(busy.path, ".", "staged")
    assert files(scope) == {"app.py": (range(2, 3),)}
    assert (scope.kind, scope.title, scope.commits) == ("staged", "staged changes", None)
    assert scope.read("app.py") == b"ONE\nTWO\nthree\nfour\n"
    assert scope.read("lib.py") == b"a\nb\n", "a file outside the scope comes from the index too"
    with pytest.raises(Unreadable, match="not there"):
        scope.read("new.py")


def test_since_a_revision_is_all_that_came_after_head_left_it(busy):
    busy.git("stash", "--quiet")
    busy.git("checkout", "--quiet", "main")
    busy.write("elsewhere.py", "not mine\n")
    busy.git("add", "elsewhere.py")
    busy.commit("Meanwhile on main")
    busy.git("checkout", "--quiet", "feature")
    busy.git("stash", "pop", "--quiet")
    busy.write("new.py", "x\n")
    scope = resolve(busy.path, ".", "main")
    assert files(scope) == {"app.py": (range(1, 4),), "lib.py": None, "new.py": None}
    base = busy.git("merge-base", "main", "feature").decode().strip()
    assert (scope.kind, scope.title, scope.commits) == ("since", f"changes since main ({base[:7]})", f"{base}..HEAD")
    assert [commit.subject for commit in scope.messages()] == ["Second on the branch", "First on the branch"]
    assert scope.read("app.py") == b"ONE\nTWO\nTHREE\nfour\n"


@pytest.mark.parametrize("name", ["main..feature", "main...feature", "main..", "HEAD~2..HEAD"])
def test_a_range_is_read_from_its_newer_side(busy, name):
    scope = resolve(busy.path, ".", name)
    assert files(scope) == {"app.py": (range(1, 2),), "lib.py": None}
    assert (scope.kind, scope.title) == ("range", f"changes in {name}")
    assert scope.read("app.py") == b"ONE\ntwo\nthree\nfour\n"
    assert [commit.subject for commit in scope.messages()] == ["Second on the branch", "First on the branch"]
    (busy.path / "lib.py").unlink()
    assert scope.read("lib.py") == b"a\nb\n"


def test_an_empty_first_side_is_head_too(busy):
    scope = resolve(busy.path, ".", "..main")
    assert files(scope) == {"app.py": (range(1, 2),)}
    assert scope.read("app.py") == b"one\ntwo\nthree\nfour\n"
    with pytest.raises(Unreadable, match="not there"):
        scope.read("lib.py")


def test_all_is_every_file_that_is_not_ignored(busy):
    scope = resolve(busy.path, ".", "all")
    assert files(scope) == {"app.py": None, "lib.py": None, "new.py": None}
    assert (scope.kind, scope.title, scope.commits) == ("all", "all files", "HEAD")
    assert [commit.subject for commit in scope.messages()][-1] == "Start"


def test_before_the_first_commit_everything_is_in_scope(folder):
    folder.init().write("a.py", "x\n")
    folder.git("add", "a.py")
    folder.write("b.py", "x\n")
    for name in (None, "working", "all"):
        scope = resolve(folder.path, ".", name)
        assert (files(scope), scope.commits, scope.messages()) == ({"a.py": None, "b.py": None}, None, [])
    assert files(resolve(folder.path, ".", "staged")) == {"a.py": None}
    for name in ("main", "main..HEAD"):
        with pytest.raises(BadInputError, match="nothing is committed yet: use the scope working, staged or all"):
            resolve(folder.path, ".", name)


def test_deleted_files_are_in_no_scope(busy):
    (busy.path / "lib.py").unlink()
    busy.git("rm", "--quiet", "--force", "app.py")
    for name in ("working", "staged", "main", "all"):
        assert {"app.py", "lib.py"}.isdisjoint(files(resolve(busy.path, ".", name)) if name != "staged" else {})
    assert files(resolve(busy.path, ".", "staged")) == {}
    busy.commit("Delete")
    assert files(resolve(busy.path, ".", "HEAD~1..HEAD")) == {"new.py": None}


def test_a_file_that_left_the_index_but_not_the_folder_is_a_new_one(project):
    project.git("rm", "--quiet", "--cached", "app.py")
    assert files(resolve(project.path)) == {"app.py": None}


def test_a_renamed_file_is_in_scope_where_it_changed(project):
    text = "".join(f"line {n}\n" for n in range(40))
    project.write("old.py", text)
    project.commit()
    project.git("mv", "old.py", "renamed.py")
    project.write("renamed.py", text + "more\n")
    assert files(resolve(project.path)) == {"renamed.py": (range(41, 42),)}


def test_a_root_below_the_top_sees_only_what_is_below_it(project):
    for name in ("app/x.py", "app/deep/y.py", "apple.py", "other/z.py", "app/node_modules/n.js"):
        project.write(name, "1\n2\n")
    base = project.commit()
    project.write("app/x.py", "1\n2\n3\n")
    project.write("other/z.py", "1\n2\n3\n")
    project.write("app/new.py", "x\n")
    project.git("add", "app/x.py")
    root = project.path / "app"
    assert files(resolve(root)) == {"new.py": None, "x.py": (range(3, 4),)}
    staged = resolve(root, ".", "staged")
    assert files(staged) == {"x.py": (range(3, 4),)}
    assert staged.read("x.py") == b"1\n2\n3\n"
    assert resolve(root, ".", f"HEAD~1..{base}").read("deep/y.py") == b"1\n2\n"
    everything = resolve(root, ".", "all")
    assert files(everything) == {"deep/y.py": None, "new.py": None, "x.py": None}
    assert everything.skipped == (Skip("node_modules/", "vendored or built"),)
    with pytest.raises(Unreadable, match="outside the root"):
        staged.read("../other/z.py")


def test_a_path_narrows_to_one_file_or_folder(busy):
    busy.write("pkg/a.py", "x\n")
    busy.write("pkg2/b.py", "x\n")
    busy.write("-x", "x\n")
    assert files(resolve(busy.path, "pkg")) == {"pkg/a.py": None}
    assert files(resolve(busy.path, "pkg/../pkg/")) == {"pkg/a.py": None}
    assert files(resolve(busy.path, str(busy.path / "pkg/a.py"))) == {"pkg/a.py": None}
    assert files(resolve(busy.path, "app.py")) == {"app.py": (range(2, 4),)}
    assert files(resolve(busy.path, "-x")) == files(resolve(busy.path, "./-x")) == {"-x": None}
    assert resolve(busy.path, "pkg", "staged").files == ()
    assert resolve(busy.path, "pkg", "staged").title == "staged changes, only pkg"


@pytest.mark.parametrize("path", ["..", "../project-evil", "/etc/passwd", "a/../../x", "link", "link/x", "dangling"])
def test_a_path_outside_the_root_is_refused_and_the_root_named(project, path):
    (project.path.parent / "project-evil").mkdir()
    (project.path / "link").symlink_to("../project-evil")
    (project.path / "dangling").symlink_to("/nowhere")
    with pytest.raises(BadInputError, match="is outside .*/project: pass a file or folder below it"):
        resolve(project.path, path)


@pytest.mark.parametrize("path", ["nothing", "app.py/x", "a\0b", "x" * 5000, "\ud800", "loop", "--output=x"])
def test_a_path_that_does_not_exist_is_refused_and_the_root_named(project, path):
    (project.path / "loop").symlink_to("loop")
    with pytest.raises(BadInputError, match="does not exist below .*/project"):
        resolve(project.path, path)


@pytest.mark.parametrize("path", [".git", ".git/config", ".env"])
def test_a_path_that_is_never_read_is_refused_with_the_reason(project, path):
    project.write(".env", "TOKEN=x\n")
    with pytest.raises(BadInputError, match=r"is never read \((inside \.git|may hold secrets)\)"):
        resolve(project.path, path)


def test_a_link_that_stays_inside_names_what_it_leads_to(project):
    project.write("pkg/a.py", "x\n")
    (project.path / "link").symlink_to("pkg")
    assert files(resolve(project.path, "link")) == {"pkg/a.py": None}


def test_a_root_that_is_no_folder_is_refused(project):
    for root in (project.path / "app.py", project.path / "gone", Path("a\0b")):
        with pytest.raises(BadInputError, match="is not a directory: pass the folder of a project"):
            resolve(root)


def test_a_name_that_is_no_revision_is_refused_with_the_name(project):
    for name in ("no-such", "no-such..HEAD", "HEAD..no-such", "HEAD...no-such"):
        with pytest.raises(BadInputError, match="'no-such' names no commit"):
            resolve(project.path, ".", name)
    for name in ("--output=x", "", "-x..HEAD"):
        with pytest.raises(BadInputError, match="is not a revision"):
            resolve(project.path, ".", name)


def test_histories_that_share_nothing_are_compared_only_side_by_side(project):
    project.git("checkout", "--quiet", "--orphan", "other")
    project.write("b.py", "x\n")
    project.commit()
    for name in ("main", "main...other"):
        with pytest.raises(BadInputError, match=r"shares no history with the other side: pass A\.\.B"):
            resolve(project.path, ".", name)
    assert files(resolve(project.path, ".", "main..other")) == {"b.py": None}


def test_what_cannot_be_reviewed_is_skipped_with_its_reason(project):
    for name in ("vendor/lib.js", "src/dist/x.js", ".env", "gen.py", "lib/other.py", "ok.py", "caf\udce9.py"):
        project.write(name, "x\n")
    project.write(
        ".gitattributes", "gen.py linguist-generated\nlib/* linguist-vendored=true\nok.py -linguist-generated\n"
    )
    (project.path / "link.py").symlink_to("/etc/passwd")
    (project.path / "linked").symlink_to("src")
    project.commit()
    everything = (
        Skip(".env", "may hold secrets"),
        Skip("caf\ufffd.py", "file name is not UTF-8"),
        Skip("gen.py", "marked linguist-generated in .gitattributes"),
        Skip("lib/other.py", "marked linguist-vendored in .gitattributes"),
        Skip("link.py", "symbolic link"),
        Skip("linked", "symbolic link"),
        Skip("src/dist/", "vendored or built"),
        Skip("vendor/", "vendored or built"),
    )
    for name in ("all", "HEAD~1..HEAD", "HEAD~1"):
        scope = resolve(project.path, ".", name)
        assert scope.skipped == everything
        assert set(files(scope)) == {".gitattributes", "ok.py"} | ({"app.py"} if name == "all" else set())
    assert resolve(project.path, "vendor", "all").skipped == ()
    assert files(resolve(project.path, "vendor", "all")) == {"vendor/lib.js": None}


def test_a_mark_on_all_of_the_named_place_hides_nothing(project):
    project.write("demo/a.py", "x\n")
    project.write("demo/gen/b.py", "x\n")
    project.write(".gitattributes", "demo/** linguist-vendored\ndemo/gen/* linguist-generated\n")
    assert set(files(resolve(project.path, ".", "all"))) == {".gitattributes", "app.py"}
    generated = (Skip("gen/b.py", "marked linguist-generated in .gitattributes"),)
    assert files(resolve(project.path / "demo", ".", "all")) == {"a.py": None}
    assert resolve(project.path / "demo", ".", "all").skipped == generated
    assert files(resolve(project.path, "demo", "all")) == {"demo/a.py": None}
    assert files(resolve(project.path, "demo/gen/b.py", "all")) == {"demo/gen/b.py": None}
    project.write(".gitattributes", "* linguist-generated\n")
    assert len(resolve(project.path, ".", "all").files) == 4


def test_a_tracked_file_below_a_folder_that_became_a_link_is_skipped(project):
    project.write("pkg/a.py", "x\n")
    project.commit()
    shutil.move(project.path / "pkg", project.path.parent / "moved")
    (project.path / "pkg").symlink_to("../moved")
    scope = resolve(project.path, ".", "all")
    assert Skip("pkg/a.py", "symbolic link") in scope.skipped
    assert "pkg/a.py" not in files(scope)


def test_secrets_are_not_read_from_the_index_or_a_commit_either(project):
    project.write(".env", "TOKEN=x\n")
    project.commit()
    for name in ("HEAD~1..HEAD", "staged"):
        with pytest.raises(Unreadable, match="may hold secrets"):
            resolve(project.path, ".", name).read(".env")


def test_a_file_in_a_merge_conflict_is_reviewed_as_it_is_and_not_as_staged(project):
    project.git("checkout", "--quiet", "-b", "side")
    project.write("app.py", "SIDE\ntwo\nthree\nfour\n")
    project.commit()
    project.git("checkout", "--quiet", "main")
    project.write("app.py", "MAIN\ntwo\nthree\nfour\n")
    project.commit()
    project.git("merge", "--quiet", "side", check=False)
    assert files(resolve(project.path)) == {"app.py": (range(1, 2), range(3, 6))}
    staged = resolve(project.path, ".", "staged")
    assert (staged.files, staged.skipped) == ((), (Skip("app.py", "in a merge conflict"),))
    assert files(resolve(project.path, ".", "all")) == {"app.py": None}


def test_outside_git_every_file_is_in_scope(folder):
    for name in ("b.py", "a/x.py", "node_modules/x.js"):
        folder.write(name, "x\n")
    (folder.path / "link").symlink_to("b.py")
    os.mkfifo(folder.path / "pipe")
    os.link(folder.path / "b.py", folder.path / "hard.py")
    scope = resolve(folder.path)
    assert files(scope) == {"a/x.py": None}
    assert scope.skipped == (
        Skip("b.py", "hard link (may reach outside)"),
        Skip("hard.py", "hard link (may reach outside)"),
        Skip("link", "symbolic link"),
        Skip("node_modules/", "vendored or built"),
        Skip("pipe", "named pipe"),
    )
    assert (scope.kind, scope.title, scope.git, scope.commits) == ("all", "all files", None, None)
    assert scope.notes == ("This is not a git repository, so all files are in scope.",)
    assert resolve(folder.path, ".", "all").notes == ()
    assert files(resolve(folder.path, "a")) == files(resolve(folder.path, "a/x.py")) == {"a/x.py": None}
    assert resolve(folder.path, "pipe").skipped == (Skip("pipe", "named pipe"),)
    assert scope.read("a/x.py") == b"x\n"
    for name in ("working", "staged", "main", "A..B"):
        with pytest.raises(BadInputError, match="this folder is not a git repository: use `--scope all`"):
            resolve(folder.path, ".", name)


def test_an_untrusted_repository_is_read_without_git_and_says_so(busy):
    busy.git("config", "core.fsmonitor", "/bin/true")
    for name in (None, "all"):
        scope = resolve(busy.path, ".", name)
        assert files(scope) == {"app.py": None, "ignored.log": None, "lib.py": None, "new.py": None}
        assert (scope.kind, scope.git, scope.commits) == ("all", None, None)
        (note,) = scope.notes
        assert "core.fsmonitor" in note
        assert "git was not asked" in note
    for name in ("working", "staged", "main", "main..HEAD"):
        with pytest.raises(BadInputError, match=r"untrusted git configuration: core\.fsmonitor\. Remove that, or use"):
            resolve(busy.path, ".", name)


def test_without_git_installed_only_all_is_possible(project, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert resolve(project.path).notes == ("git is not installed, so all files are in scope.",)
    assert files(resolve(project.path)) == {"app.py": None}
    with pytest.raises(MissingPartError, match="git is not installed"):
        resolve(project.path, ".", "staged")


def test_the_files_of_a_commit_are_read_with_one_start_of_git_for_each_question(project, monkeypatch):
    for number in range(30):
        project.write(f"{number}.py", "x\n")
    project.commit()
    scope = resolve(project.path, ".", "HEAD~1..HEAD")
    assert len(scope.files) == 30
    scope.read("0.py")
    monkeypatch.setenv("PATH", "/nowhere")
    assert {scope.read(file.path) for file in scope.files} == {b"x\n"}


def test_nested_repositories_are_not_part_of_the_one_around_them(project, make_project):
    inner = type(project)(Path(project.path / "inner")).init()
    inner.write("x.py", "x\n")
    assert files(resolve(project.path, ".", "all")) == {"app.py": None}
    assert files(resolve(project.path / "inner")) == {"x.py": None}
