"""teaching.repository.trust: nothing that a repository names is run, and ordinary repositories are accepted."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from teaching.errors import BadInputError
from teaching.repository import trust
from teaching.repository.files import Unreadable
from teaching.repository.git import Content, Git, UntrustedGit, find_top, open_git
from teaching.repository.scope import resolve

EVERY_SCOPE = (None, "working", "staged", "HEAD~1", "HEAD~1..HEAD", "HEAD~1...", "all")


def ask_everything(root: Path) -> int:
    """All that a review could ask of a repository; returns how many scopes were answered."""
    answered = 0
    for name in EVERY_SCOPE:
        try:
            scope = resolve(root, ".", name)
        except BadInputError:
            continue
        answered += 1
        scope.messages()
        for file in scope.files:
            with contextlib.suppress(Unreadable):
                scope.read(file.path)
    return answered


def read_through(git: Git) -> None:
    """Every method of the reader."""
    head = git.head()
    assert head is not None
    git.commit("HEAD")
    git.merge_base("HEAD", "HEAD~1")
    paths = git.tracked() + git.untracked()
    for new in (Content.WORKING_TREE, Content.INDEX, head):
        git.diff("HEAD~1", new)
    git.blob(head, paths)
    git.blob(Content.INDEX, paths)
    git.attributes(paths, ["diff", "filter"])
    git.subjects(20)


# --- the hostile matrix ---------------------------------------------------------------------------------------


def config(**values: str):
    """A vector that sets keys, "__" for the dot; "%" in a value stands for the canary's program."""

    def apply(project, program: str) -> None:
        for key, value in values.items():
            project.git("config", key.replace("__", "."), value.replace("%", program))

    return apply


def attributed(line: str, **values: str):
    def apply(project, program: str) -> None:
        config(**values)(project, program)
        project.write(".git/info/attributes", line)

    return apply


def included(kind: str):
    def apply(project, program: str) -> None:
        project.write(".git/more", f"[core]\n\tfsmonitor = {program}\n")
        with (project.path / ".git/config").open("a", encoding="utf-8") as file:
            file.write(f"[{kind}]\n\tpath = more\n")

    return apply


def signed(project, program: str) -> None:
    config(log__showSignature="true", gpg__program="%")(project, program)
    head = project.git("cat-file", "commit", "HEAD")
    headers, _, message = head.partition(b"\n\n")
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    sha = project.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=headers + signature + message)
    project.git("update-ref", "HEAD", sha.decode().strip())


def hooked(project, program: str) -> None:
    project.write(".husky/post-index-change", Path(program).read_bytes()).chmod(0o755)
    config(core__hooksPath=".husky")(project, program)


def worktree_config(project, program: str) -> None:
    config(extensions__worktreeConfig="true")(project, program)
    project.write(".git/config.worktree", f"[core]\n\tfsmonitor = {program}\n")


def nested(project, program: str) -> None:
    """A submodule by its looks, whose `.git` file leads to a repository that runs things."""
    inner = type(project)(project.path / "inner")
    inner.init().write("x.py", "x\n")
    inner.commit()
    project.git("add", "inner")
    project.git("commit", "--quiet", "-m", "Add inner")
    shutil.move(project.path / "inner/.git", project.path / "evil.git")
    inner.write(".git", "gitdir: ../evil.git\n")
    inner.write("x.py", "y\n")
    for key in ("core.fsmonitor", "filter.x.clean"):
        project.git("config", "--file", "evil.git/config", key, program)
    project.write("evil.git/info/attributes", "*.py filter=x\n")


def promisor(project, program: str) -> None:
    config(remote__origin__url="ssh://x/y", core__sshCommand="%", remote__origin__promisor="true")(project, program)
    blob = project.git("rev-parse", "HEAD:app.py").decode().strip()
    (project.path / ".git/objects" / blob[:2] / blob[2:]).unlink()


def attributes_file(project, program: str) -> None:
    project.write(".git/attributes", "*.py diff=x\n")
    config(core__attributesFile=str(project.path / ".git/attributes"), diff__x__textconv="%")(project, program)


VECTORS = {
    "core.fsmonitor": config(core__fsmonitor="%"),
    "diff.external": config(diff__external="%"),
    "diff.<driver>.textconv": attributed("*.py diff=x\n", diff__x__textconv="%"),
    "diff.<driver>.command": attributed("*.py diff=x\n", diff__x__command="%"),
    "filter.<driver>.clean": attributed("*.py filter=x\n", filter__x__clean="%"),
    "filter.<driver>.process": attributed("*.py filter=x\n", filter__x__process="%"),
    "gpg.program": signed,
    "include.path": included("include"),
    "includeIf.path": included('includeIf "gitdir:**"'),
    "core.hooksPath": hooked,
    "config.worktree": worktree_config,
    "nested .git file": nested,
    "core.sshCommand and a promisor": promisor,
    "core.pager": config(core__pager="%", pager__diff="%", pager__log="%"),
    "alias": config(alias__diff="!%", alias__log="!%", alias__st="!%"),
    "core.attributesFile": attributes_file,
}
HARMLESS_TO_PLAIN_GIT = {"core.pager", "alias"}
"""Git pages only to a terminal and lets no alias hide a command."""
NOT_SWITCHED_OFF = {"filter.<driver>.clean", "filter.<driver>.process"}
"""No option of git turns filters off: only the check of the configuration keeps these from running."""


def hostile(project, name: str, program: str) -> Path:
    project.write("app.py", "one\nTWO\nthree\nfour\n")
    project.commit("Second")
    VECTORS[name](project, program)
    file = project.write("app.py", "one\nTWO\nthree\nFOUR\n")
    os.utime(file, (1, 1))
    project.write("staged.py", "new\n")
    project.git("add", "staged.py", check=False)
    (project.path.parent / "sung").unlink(missing_ok=True)
    return project.path


def test_the_matrix_has_its_sixteen_vectors():
    assert len(VECTORS) == 16


@pytest.mark.parametrize("name", VECTORS)
def test_no_scope_runs_what_a_hostile_repository_names(project, canary, name):
    root = hostile(project, name, canary[1])
    assert ask_everything(root) >= 2, "the default and `all` are always answered"
    assert not canary[0].exists()


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - HARMLESS_TO_PLAIN_GIT))
def test_each_vector_is_real_because_plain_git_does_run_it(project, canary, name):
    hostile(project, name, canary[1])
    for arguments in ("status", "diff HEAD", "diff HEAD~1 HEAD", "log -p"):
        project.git(*arguments.split(), check=False)
    assert canary[0].exists()


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - {"nested .git file", "core.hooksPath"}))
def test_open_git_refuses_and_names_a_key(project, canary, name):
    root = hostile(project, name, canary[1])
    with pytest.raises(UntrustedGit) as caught:
        open_git(root)
    assert caught.value.reasons
    assert str(caught.value).startswith("untrusted git configuration: ")


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - NOT_SWITCHED_OFF))
def test_even_without_the_check_the_command_line_switches_it_off(project, canary, name):
    root = hostile(project, name, canary[1])
    git = Git(trust.Place(root, root / ".git", {}), ())
    try:
        read_through(git)
    except BadInputError:
        assert name == "core.sshCommand and a promisor", "its missing blob cannot be fetched"
    assert not canary[0].exists()


def test_a_nested_git_file_that_leads_to_a_foreign_repository_is_refused(project, canary):
    root = hostile(project, "nested .git file", canary[1])
    assert find_top(root / "inner") == root / "inner"
    with pytest.raises(UntrustedGit, match="does not name this folder as its own"):
        open_git(root / "inner")
    ask_everything(root / "inner")
    assert not canary[0].exists()


def test_hooks_in_their_usual_place_are_not_run(project, canary):
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit", "fsmonitor-watchman"):
        project.write(f".git/hooks/{hook}", Path(canary[1]).read_bytes()).chmod(0o755)
    os.utime(project.path / "app.py", (1, 1))
    project.write("new.py", "x\n")
    assert ask_everything(project.path) >= 4
    assert not canary[0].exists()


# --- what is trusted -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    ["credential.helper", "gpg.ssh.program", "core.editor", "core.gitProxy", "core.excludesFile", "merge.x.driver"]
    + ["remote.origin.vcs", "remote.origin.uploadpack", "sequence.editor"]
    + ["diff.x.xfuncname", "core.fsmonitor", "http.proxy", "url.x.insteadOf", "foo.bar"]
    + ["submodule.x.update", "filter.lfs.clean", "diff.orderFile", "mergetool.x.cmd", "trailer.x.command"],
)
def test_a_key_outside_the_list_is_refused_by_its_name(project, key):
    project.git("config", key, "/bin/true")
    with pytest.raises(UntrustedGit) as caught:
        open_git(project.path)
    assert [reason.lower() for reason in caught.value.reasons] == [key.lower()]


def test_the_configuration_of_an_ordinary_clone_is_accepted(project):
    for key, value in {
        "remote.origin.url": "git@github.com:a/b.git",
        "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
        "branch.main.remote": "origin",
        "branch.main.merge": "refs/heads/main",
        "branch.feature/x.y.vscode-merge-base": "origin/main",
        "user.name": "Ada",
        "user.email": "ada@example.org",
        "lfs.repositoryformatversion": "0",
        "lfs.https://github.com/a/b.git/info/lfs.access": "basic",
        "core.autocrlf": "input",
        "core.ignorecase": "true",
        "core.precomposeunicode": "true",
        "core.sparseCheckout": "false",
        "pull.rebase": "true",
        "push.autoSetupRemote": "true",
        "submodule.lib/x.url": "https://example.org/x",
        "submodule.active": ".",
        "commit.gpgsign": "false",
        "color.ui": "always",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        **{"remote.origin.promisor": "true", "remote.origin.partialclonefilter": "blob:none"},
        "extensions.partialClone": "origin",
    }.items():
        project.git("config", key, value)
    project.write("app.py", "one\nTWO\nthree\nfour\n")
    git = open_git(project.path)
    assert [(change.path, change.added) for change in git.diff("HEAD", Content.WORKING_TREE)] == [
        ("app.py", (range(2, 3),))
    ]


def test_keys_without_a_value_and_values_of_many_lines_are_understood():
    assert trust.parse_config(b"core.bare\0user.name\nAda\nL.\0a.b\n\0") == {
        "core.bare": "true",
        "user.name": "Ada\nL.",
        "a.b": "",
    }


def test_a_linked_worktree_is_accepted_and_one_that_only_claims_to_be_is_not(project, tmp_path):
    project.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "other")
    (tmp_path / "linked" / "new.py").write_text("x\n", encoding="utf-8")
    git = open_git(tmp_path / "linked")
    assert (git.tracked(), git.untracked(), git.head()) == (["app.py"], ["new.py"], open_git(project.path).head())
    (tmp_path / "thief").mkdir()
    shutil.copy(tmp_path / "linked" / ".git", tmp_path / "thief" / ".git")
    with pytest.raises(UntrustedGit, match="does not name this folder as its own"):
        open_git(tmp_path / "thief")
    project.git("config", "core.fsmonitor", "/bin/true")
    with pytest.raises(UntrustedGit, match=r"core\.fsmonitor"):
        open_git(tmp_path / "linked")


def test_a_submodule_is_accepted_and_is_not_part_of_the_repository_around_it(project, make_project):
    library = make_project("library").init()
    library.write("lib.py", "x\n")
    library.commit()
    project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library.path), "lib")
    project.commit("Add the library")
    (project.path / "lib" / "lib.py").write_text("y\n", encoding="utf-8")
    assert find_top(project.path / "lib") == project.path / "lib"
    inner = open_git(project.path / "lib")
    assert [change.path for change in inner.diff("HEAD", Content.WORKING_TREE)] == ["lib.py"]
    outer = open_git(project.path)
    assert outer.tracked() == [".gitmodules", "app.py"]
    assert outer.diff("HEAD", Content.WORKING_TREE) == []
    assert [change.path for change in outer.diff("HEAD~1", "HEAD")] == [".gitmodules"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".git/objects/info/alternates", "objects/info/alternates"),
        (".git/commondir", ".git/commondir leads to another repository"),
    ],
)
def test_what_leads_to_another_repository_is_refused(project, name, expected):
    project.write(name, "/elsewhere\n")
    with pytest.raises(UntrustedGit) as caught:
        open_git(project.path)
    assert caught.value.reasons == (expected,)


def test_core_worktree_is_accepted_only_when_it_is_the_top(project, tmp_path):
    project.git("config", "core.worktree", str(project.path))
    assert open_git(project.path).tracked() == ["app.py"]
    project.git("config", "--file", ".git/config", "core.worktree", str(tmp_path))
    with pytest.raises(UntrustedGit) as caught:
        open_git(project.path)
    assert caught.value.reasons == ("core.worktree",)


@pytest.mark.parametrize("name", ["config", "objects", "index", "HEAD"])
def test_a_part_of_git_that_is_a_link_is_refused(project, name, tmp_path):
    shutil.move(project.path / ".git" / name, tmp_path / "moved")
    (project.path / ".git" / name).symlink_to(tmp_path / "moved")
    with pytest.raises(UntrustedGit, match=f"git/{name}"):
        open_git(project.path)


def test_a_link_a_broken_pointer_and_a_damaged_repository_are_refused(project, make_project):
    linked, broken, damaged = (make_project(name) for name in ("linked", "broken", "damaged"))
    (linked.path / ".git").symlink_to(project.path / ".git")
    broken.write(".git", "nonsense")
    damaged.init().write(".git/index", "nonsense")
    for other in (linked, broken, damaged):
        assert find_top(other.path) == other.path
        with pytest.raises(UntrustedGit):
            open_git(other.path)


def test_a_pipe_in_place_of_the_configuration_does_not_block(project):
    (project.path / ".git/config").unlink()
    os.mkfifo(project.path / ".git/config")
    with pytest.raises(UntrustedGit, match="config"):
        open_git(project.path)


def test_an_empty_git_folder_is_not_the_top(project):
    (project.path / "sub" / ".git").mkdir(parents=True)
    assert find_top(project.path / "sub") == project.path
    assert find_top(Path("/proc")) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to somebody else")
def test_a_repository_of_another_user_is_readable(project):
    for path in (project.path, *project.path.rglob("*")):
        os.lchown(path, 12345, 12345)
    assert b"" == project.git("status", check=False), "plain git refuses here"
    assert open_git(project.path).tracked() == ["app.py"]


def test_nothing_in_the_repository_is_written(project):
    project.write("app.py", "one\nTWO\nthree\nfour\n")
    project.commit("Second")
    os.utime(project.path / "app.py", (1, 1))  # git would want to refresh its index
    project.write("new.py", "x\n")

    def state() -> dict[Path, tuple[int, int]]:
        files = [path for path in project.path.rglob("*") if path.is_file()]
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in [*files, project.path / ".git"]}

    before = state()
    assert ask_everything(project.path) == len(EVERY_SCOPE)
    read_through(open_git(project.path))
    assert len(before) > 10
    assert state() == before


def test_of_the_users_own_configuration_only_line_ends_and_ignores_are_taken(project, home, canary):
    (home / "ignore").write_text("*.log\n", encoding="utf-8")
    (home / ".gitconfig").write_text(
        f"[core]\n\texcludesFile = ~/ignore\n\tautocrlf = true\n\tfsmonitor = {canary[1]}\n"
        f"[diff]\n\texternal = {canary[1]}\n",
        encoding="utf-8",
    )
    project.write("app.py", "one\r\ntwo\r\nthree\r\nfour\r\n")
    project.write("x.log", "x\n")
    git = open_git(project.path)
    assert (git.untracked(), git.diff("HEAD", Content.WORKING_TREE)) == ([], [])
    project.git("config", "core.autocrlf", "false")
    assert len(open_git(project.path).diff("HEAD", Content.WORKING_TREE)) == 1, "the repository's own word counts"
    assert not canary[0].exists()
