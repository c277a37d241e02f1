"""teaching.repository.files: nothing outside the root is read, whatever the tree holds."""

import contextlib
import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from teaching.repository.files import VENDORED, Root, Skip, Unreadable, is_secret_name, printable

SECRET = b"outside"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file.txt").write_bytes(SECRET)
    root = tmp_path / "root"
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / "file.txt").write_bytes(b"inside")
    return root


def reason(root: Path, name: str, **options) -> str:
    with pytest.raises(Unreadable) as caught:
        Root(root).read(name, **options)
    assert Root(root).problem(name) in {caught.value.reason, None}
    return caught.value.reason


def test_reads_a_regular_file(tree):
    assert Root(tree).read("a/b/file.txt") == b"inside"
    assert Root(tree).problem("a/b/file.txt") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/etc/passwd", "outside the root"),
        ("../outside/file.txt", "outside the root"),
        ("a/../../outside/file.txt", "outside the root"),
        ("", "not a plain relative path"),
        ("a//b", "not a plain relative path"),
        ("./a", "not a plain relative path"),
        ("a/b/", "not a plain relative path"),
        ("a\0b", "not a plain relative path"),
        ("x" * 300, "name too long"),
        ("x/" * 3000 + "x", "name too long"),
        ("\ud800", "not a file name here"),
        ("nothing", "not there"),
        ("a", "a directory"),
        ("a/b/file.txt/x", "below something that is not a directory"),
        ("a/b/file.txt ", "not there"),
        ("a/b/file.txt'", "not there"),
    ],
)
def test_a_path_that_is_no_plain_file_below_the_root_is_refused_with_its_reason(tree, name, expected):
    assert reason(tree, name) == expected


def test_a_sibling_whose_name_starts_like_the_root_is_outside(tree):
    evil = tree.with_name("root-evil")
    evil.mkdir()
    (evil / "x").write_bytes(SECRET)
    assert reason(tree, "../root-evil/x") == "outside the root"
    assert reason(tree, str(evil / "x")) == "outside the root"


@pytest.mark.parametrize(
    "target", ["../outside/file.txt", "a/b/file.txt", "nowhere", "link", "/proc/self/environ", "chain"]
)
def test_a_link_is_never_followed_wherever_it_leads(tree, target):
    (tree / "chain").symlink_to("/etc/passwd")
    (tree / "link").symlink_to(target)
    assert reason(tree, "link") == "symbolic link"


@pytest.mark.parametrize("target", ["../outside", "a/b", "dirlink", "/proc/self"])
def test_a_linked_directory_is_never_followed(tree, target):
    (tree / "dirlink").symlink_to(target)
    assert reason(tree, "dirlink/file.txt") == "symbolic link"


def test_the_root_itself_may_be_named_through_a_link(tree):
    link = tree.with_name("link")
    link.symlink_to(tree)
    assert Root(link).path == tree.resolve()
    assert Root(link).read("a/b/file.txt") == b"inside"


def test_a_hard_link_is_refused(tree):
    os.link(tree.parent / "outside" / "file.txt", tree / "hard.txt")
    assert reason(tree, "hard.txt") == "hard link (may reach outside)"


def test_a_named_pipe_does_not_block(tree):
    os.mkfifo(tree / "pipe")
    assert reason(tree, "pipe") == "named pipe"


def test_a_socket_is_refused(tree, monkeypatch):
    monkeypatch.chdir(tree)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
    assert reason(tree, "socket") == "socket"


def test_a_device_is_refused(tree):
    try:
        os.mknod(tree / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        assert reason(Path("/dev"), "zero") == "a device"
    else:
        assert reason(tree, "zero") == "a device"


def test_a_file_larger_than_the_bound_is_refused_and_one_as_large_is_read(tree):
    assert Root(tree).read("a/b/file.txt", max_bytes=6) == b"inside"
    assert reason(tree, "a/b/file.txt", max_bytes=5) == "larger than 5 bytes"


def test_a_huge_sparse_file_is_refused_without_being_read(tree):
    with (tree / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    assert reason(tree, "sparse") == "larger than 1000000 bytes"


def test_a_file_that_states_no_size_is_still_bounded():
    assert reason(Path("/proc"), "kallsyms", max_bytes=10) in {"larger than 10 bytes", "permission denied"}


def test_unreadable_files_and_directories_have_a_reason(tree, request):
    (tree / "closed.txt").write_bytes(b"x")
    (tree / "closed.txt").chmod(0)
    (tree / "a" / "b").chmod(0)
    for folder in (tree, *tree.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    request.getfixturevalue("ordinary_user")
    assert reason(tree, "closed.txt") == "permission denied"
    assert reason(tree, "a/b/file.txt") == "permission denied"
    assert list(Root(tree).walk()) == [Skip("a/b/", "permission denied"), "closed.txt"]
    if os.geteuid() == tree.stat().st_uid:
        (tree / "a" / "b").chmod(0o755)  # so that pytest can clear it away


def test_a_name_that_is_not_utf8_is_readable_and_skipped_with_a_printable_name(tree):
    raw = os.fsencode(tree) + b"/caf\xe9.py"
    with open(raw, "wb") as file:
        file.write(b"x")
    assert Root(tree).read("caf\udce9.py") == b"x"
    skip = Skip("caf\ufffd.py", "file name is not UTF-8")
    assert skip in list(Root(tree).walk())
    skip.path.encode("utf-8")


def test_printable_names_carry_no_terminal_sequences():
    assert printable("a\x1b[31m\u202eb\udce9é.py") == "a\ufffd[31m\ufffdb\ufffdé.py"


@pytest.mark.parametrize(
    "name",
    [".env", ".ENV", ".env.local", ".envrc", "server.pem", "Server.KEY", "id_rsa", "id_rsa.bak", "id_ed25519"]
    + [".netrc", ".npmrc", ".pypirc", "credentials.json", "Credentials-prod.json", ".git", ".GIT", ".git "]
    + [".g\u200cit", "git~1"],
)
def test_names_that_may_hold_secrets_are_never_read(tree, name):
    assert is_secret_name(name)
    (tree / name).write_bytes(b"secret")
    (tree / "a" / "b" / name).write_bytes(b"secret")
    for path in (name, f"a/b/{name}"):
        assert reason(tree, path) in {"may hold secrets", "inside .git"}
    assert name not in list(Root(tree).walk())


@pytest.mark.parametrize("name", [".env.example", "environment.py", "keys.py", "credentials.py", ".gitignore"])
def test_ordinary_names_are_no_secrets(name):
    assert not is_secret_name(name)


def test_the_inside_of_git_is_refused_in_any_case(tree):
    (tree / ".GIT").mkdir()
    (tree / ".GIT" / "config").write_bytes(b"x")
    assert reason(tree, ".GIT/config") == "inside .git"
    assert list(Root(tree).walk()) == ["a/b/file.txt"]


def test_the_walk_is_in_path_order_and_names_what_it_leaves_out(tree):
    for name in ("a.txt", "a-b.txt", "b/x.py", "node_modules/x/index.js", "a/.venv/lib.py", ".env", ".next/x"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(b"")
    (tree / "link").symlink_to("a")
    (tree / "loop").symlink_to(".")
    os.mkfifo(tree / "pipe")
    found = list(Root(tree).walk())
    assert found == [
        Skip(".env", "may hold secrets"),
        Skip(".next/", "vendored or built"),
        "a-b.txt",
        "a.txt",
        Skip("a/.venv/", "vendored or built"),
        "a/b/file.txt",
        "b/x.py",
        Skip("link", "symbolic link"),
        Skip("loop", "symbolic link"),
        Skip("node_modules/", "vendored or built"),
        Skip("pipe", "named pipe"),
    ]
    paths = [entry for entry in found if isinstance(entry, str)]
    assert paths == sorted(paths)


def test_the_walk_starts_where_it_is_told_even_in_a_vendored_directory(tree):
    (tree / "vendor" / "mine").mkdir(parents=True)
    (tree / "vendor" / "mine" / "x.py").write_bytes(b"")
    assert "vendor" in VENDORED
    assert list(Root(tree).walk("vendor/mine")) == ["vendor/mine/x.py"]
    assert list(Root(tree).walk("a")) == ["a/b/file.txt"]


@pytest.mark.parametrize("under", ["..", "/etc", "gone", "a/b/file.txt", "link", ".git"])
def test_the_walk_refuses_to_start_outside_or_nowhere(tree, under):
    (tree / "link").symlink_to("../outside")
    with pytest.raises(Unreadable):
        list(Root(tree).walk(under))


def test_a_very_deep_tree_is_cut_off_without_running_out_of_anything(tree):
    descriptor = os.open(tree, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d", dir_fd=descriptor)
        inner = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(descriptor)
    found = list(Root(tree).walk())
    assert found[0] == "a/b/file.txt"
    assert found[1] == Skip("d/" * 100, "nested deeper than 100 directories")


def test_reading_leaves_no_descriptor_open(tree):
    (tree / "link").symlink_to("a")
    before = len(os.listdir("/proc/self/fd"))
    for name in ("a/b/file.txt", "a/b/gone", "link/x", "a", "a/b/file.txt/x"):
        with contextlib.suppress(Unreadable):
            Root(tree).read(name)
    list(Root(tree).walk())
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_directory_swapped_for_a_link_while_it_is_read_never_leads_outside(tree):
    """GHSA-p9cv-8g75-4xcg: a check of the path and then its use leave a moment to swap what it names."""
    (tree / "real").mkdir()
    (tree / "real" / "file.txt").write_bytes(b"inside")
    (tree / "evil").symlink_to("../outside")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            for source in ("real", "evil"):
                os.rename(tree / source, tree / "current")
                os.rename(tree / "current", tree / source)

    thread = threading.Thread(target=swap)
    thread.start()
    seen: dict[object, int] = {}
    try:
        for _ in range(5000):
            try:
                outcome: object = Root(tree).read("current/file.txt")
            except Unreadable as error:
                outcome = error.reason
            seen[outcome] = seen.get(outcome, 0) + 1
    finally:
        stop.set()
        thread.join()
    assert sum(seen.values()) == 5000
    assert SECRET not in seen
    assert set(seen) <= {b"inside", "symbolic link", "not there", "below something that is not a directory"}
    assert len(seen) > 1, "the swap must have been met in more than one state"
