"""Root.read_each: many files of few folders, with the refusals of reading one."""

from pathlib import Path

from teaching.repository.files import Root


def test_it_reads_what_reading_one_by_one_reads_and_passes_over_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    for name in ("top.py", "a/one.py", "a/two.py", "a/b/three.py", "a/.env", "a/large.py"):
        (tmp_path / name).write_text(name * (500 if "large" in name else 1), encoding="utf-8")
    (tmp_path / "a/link.py").symlink_to("one.py")
    (tmp_path / "linked").symlink_to("a")
    asked = [
        *("top.py", "a/one.py", "a/gone.py", "a/.env", "a/link.py", "a/large.py", "a/two.py", "a/b/three.py"),
        *("linked/one.py", "../top.py", "/etc/passwd", "gone/one.py", "a/one.py", ".git/config", "a//one.py", "a"),
    ]
    assert list(Root(tmp_path).read_each(asked, 1000)) == [
        ("top.py", b"top.py"),
        ("a/one.py", b"a/one.py"),
        ("a/two.py", b"a/two.py"),
        ("a/b/three.py", b"a/b/three.py"),
        ("a/one.py", b"a/one.py"),
    ]
