"""A remembered review is given only while it would come out the same; each kind of change makes it a new one."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.review import Review
from teaching.repository.files import Root
from teaching.repository.private import cache_folder
from teaching.repository.watching import Notes, watching
from teaching.review.cache import lookup, remembering, store
from teaching.review.cache.product import Product, now, product
from teaching.review.cache.remembering import remembered
from teaching.review.cache.traces import holds, trace_of
from teaching.review.request import Request
from teaching.review.review import review

RULES = """# Shop

- Never use `eval`
- No `print`
- Files are at most 40 lines long
- Money is counted in cents
- See @docs/rules.md

## Training Protocol
- Output Style: Learning
"""
OWN = """quote: Money is counted in cents
language: python
rule:
  pattern: price($A)
message: A price is made here.
fixtures:
  fails: ["price(1)"]
  passes: ["cents(1)"]
hints: {question: Which unit is this in?, pointer: Look at the name., explanation: Cents add up exactly.}
"""
FILES = {
    "CLAUDE.md": RULES,
    ".claude/checks/money.yml": OWN,
    "shop/desk.py": "def total(text: str) -> int:\n    return eval(text)\n",
    "shop/till.py": "def ring() -> None:\n    print('ring')\n",
    "web/app.ts": "export const n = eval('1');\n",
    "notes.txt": "one\n",
}


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a program that stays as it is while others write it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("product", "now"):
        monkeypatch.setattr(lookup, name, lambda: Product("this one", True))
    return tmp_path / "cache" / "teach" / "review"


@pytest.fixture
def shop(make_repo: Any) -> Any:
    return make_repo(FILES)


@pytest.fixture
def reviewed(cached: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Review, bool]]:
    """Reviews, and says whether anything was examined for it."""
    really, calls = remembering.examined, list[Request]()

    def counted(request: Request, *more: Any) -> Any:
        calls.append(request)
        return really(request, *more)

    monkeypatch.setattr(remembering, "examined", counted)

    def run(root: Path, **options: Any) -> tuple[Review, bool]:
        before = len(calls)
        result = remembered(Request(root, **options), lambda done, total, message: None)
        return result, len(calls) > before

    return run


def test_a_second_review_of_the_same_is_not_done_again(shop: Any, reviewed: Callable[..., tuple[Review, bool]]) -> None:
    for scope in ("all", "working", "staged", "HEAD", "HEAD..HEAD"):
        first, anew = reviewed(shop.root, scope=scope)
        second, again = reviewed(shop.root, scope=scope)
        assert (anew, again) == (True, False)
        assert first == second == review(Request(shop.root, scope=scope))


def _same_size_and_time(repo: Any) -> None:
    path = repo.root / "shop/till.py"
    before = path.stat()
    path.write_text("def ring() -> None:\n    prunt('ring')\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _committed(repo: Any) -> None:
    repo.git("commit", "--quiet", "--allow-empty", "--message", "fixed stuff")


def _mode(repo: Any) -> None:
    repo.write({".teaching/mode.json": '{"mode": "colleague"}'})


def _gone(repo: Any) -> None:
    (repo.root / "web/app.ts").unlink()


CHANGES: dict[str, Callable[[Any], object]] = {
    "a byte, with the size and the time of before": _same_size_and_time,
    "a rule": lambda repo: repo.write({"CLAUDE.md": RULES.replace("40", "1")}),
    "a constitution of a folder": lambda repo: repo.write({"shop/CLAUDE.md": "- No `total`\n"}),
    "a rule in a folder of rules": lambda repo: repo.write({".claude/rules/more.md": "- No wildcard imports\n"}),
    "a local constitution": lambda repo: repo.write({"CLAUDE.local.md": "- No wildcard imports\n"}),
    "what an import means": lambda repo: repo.write({"docs/rules.md": "- No wildcard imports\n"}),
    "an own check": lambda repo: repo.write({".claude/checks/money.yml": OWN.replace("price", "total")}),
    "another own check": lambda repo: repo.write({".claude/checks/more.yml": OWN}),
    "what was decided about rules": lambda repo: repo.write(
        {".claude/checks.lock.json": '{"version": 1, "rules": {}}'}
    ),
    "the mode": _mode,
    "a commit": _committed,
    "the branch": lambda repo: repo.git("switch", "--quiet", "--create", "other"),
    "a file that git does not know": lambda repo: repo.write({"shop/new.py": "eval('1')\n"}),
    "a file that is no code": lambda repo: repo.write({"notes.txt": "two\n", "more.txt": "three\n"}),
    "a file that is gone": _gone,
    "what is staged": lambda repo: (repo.write({"shop/till.py": "x = 1\n"}), repo.git("add", "--all")),
    "what counts as somebody else's": lambda repo: repo.write({".gitattributes": "web/** linguist-vendored\n"}),
    "what git ignores": lambda repo: (
        repo.git("rm", "--quiet", "--cached", "web/app.ts"),
        repo.write({".gitignore": "web\n"}),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_reviewed_anew(change: Callable[[Any], object], shop: Any, reviewed: Any) -> None:
    assert [reviewed(shop.root, scope="all")[1] for _ in range(2)] == [True, False]
    change(shop)
    result, anew = reviewed(shop.root, scope="all")
    assert anew
    assert result == review(Request(shop.root, scope="all"))


@pytest.mark.parametrize(
    "path",
    [
        "CLAUDE.local.md",
        "shop/CLAUDE.md",
        "docs/rules.md",
        ".claude/rules/a.md",
        ".teaching/mode.json",
        ".claude/checks/a.yml",
    ],
)
def test_what_git_does_not_see_is_seen(path: str, shop: Any, reviewed: Any) -> None:
    texts = {".json": '{"mode": "colleague"}', ".yml": OWN}
    shop.commit({".gitignore": f"/{path}\n"})
    assert [reviewed(shop.root, scope="all")[1] for _ in range(2)] == [True, False]
    shop.write({path: texts.get(Path(path).suffix, "- No wildcard imports\n")})
    result, anew = reviewed(shop.root, scope="all")
    assert anew
    assert result == review(Request(shop.root, scope="all"))


def test_an_import_that_changes_is_reviewed_anew(shop: Any, reviewed: Any) -> None:
    shop.write({"docs/rules.md": "- See @more.md\n", "docs/more.md": "- No wildcard imports\n"})
    assert [reviewed(shop.root, scope="all")[1] for _ in range(2)] == [True, False]
    shop.write({"docs/more.md": "- No `assert`\n"})
    assert reviewed(shop.root, scope="all")[1]


def test_another_question_is_reviewed_anew(shop: Any, reviewed: Any) -> None:
    (found,) = {reviewed(shop.root, scope="all")[0].findings[0].id}
    asked: list[dict[str, Any]] = [
        {"scope": "working"},
        {"scope": "staged"},
        {"scope": "all", "max_findings": 1},
        {"scope": "all", "baseline": False},
        {"scope": "all", "path": "shop"},
        {"scope": "all", "declined": frozenset({found})},
        {"scope": "all", "notes": ("told",)},
    ]
    for one in asked:
        assert [reviewed(shop.root, **one)[1] for _ in range(2)] == [True, False], one
    assert reviewed(shop.root, scope="all", declined=frozenset({found}))[0].declined == 1


def test_another_program_never_gives_what_this_one_found(
    shop: Any, reviewed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reviewed(shop.root, scope="all")[1]
    for name in ("product", "now"):
        monkeypatch.setattr(lookup, name, lambda: Product("another", True))
    assert reviewed(shop.root, scope="all")[1]


def test_a_program_that_is_being_written_keeps_nothing(
    shop: Any, reviewed: Any, cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "now", lambda: Product("written on", True))
    assert [reviewed(shop.root, scope="all")[1] for _ in range(2)] == [True, True]
    monkeypatch.setattr(lookup, "product", lambda: Product("this one", False))
    assert [reviewed(shop.root, scope="all")[1] for _ in range(2)] == [True, True]
    assert not cached.exists()


def test_each_file_of_the_program_is_part_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "teaching" / "review" / "cache" / "product.py"
    for one in (place, tmp_path / "mcp_server" / "cli.py"):
        one.parent.mkdir(parents=True)
        one.write_text("one", encoding="utf-8")
    monkeypatch.setattr("teaching.review.cache.product.__file__", str(place))
    first = now()
    assert now() == first
    (tmp_path / "mcp_server" / "cli.py").write_text("three", encoding="utf-8")
    assert now().name != first.name


def test_files_younger_than_the_process_are_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert product() == product()
    place = tmp_path / "teaching" / "review" / "cache" / "product.py"
    place.parent.mkdir(parents=True)
    (tmp_path / "mcp_server").mkdir()
    place.write_text("new", encoding="utf-8")
    os.utime(place, (1, 1))  # a time that anybody can set
    monkeypatch.setattr("teaching.review.cache.product.__file__", str(place))
    assert not now().settled


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda kept: b"",
    "cut": lambda kept: kept[: len(kept) // 2],
    "no JSON": lambda kept: b"\xff\xfe{",
    "a list": lambda kept: b"[]",
    "without its review": lambda kept: json.dumps({"trace": []}).encode(),
    "of another form": lambda kept: json.dumps({**json.loads(kept), "review": {"findings": 3}}).encode(),
    "without what was read": lambda kept: json.dumps({"review": json.loads(kept)["review"]}).encode(),
    "with a question that nobody knows": lambda kept: _with(kept, ["guess", "x", "y"]),
    "with a question of too few words": lambda kept: _with(kept, ["read", "x"]),
    "with no words": lambda kept: _with(kept, []),
    "with numbers": lambda kept: json.dumps({**json.loads(kept), "trace": [[1, 2]]}).encode(),
    "nested without end": lambda kept: b"[" * 100_000,
}


def _with(kept: bytes, row: list[str]) -> bytes:
    whole = json.loads(kept)
    return json.dumps({**whole, "trace": [*whole["trace"], row]}).encode()


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_made_anew(broken: Callable[[bytes], bytes], shop: Any, reviewed: Any, cached: Path) -> None:
    first, _ = reviewed(shop.root, scope="all")
    (entry,) = cached.iterdir()
    entry.write_bytes(broken(entry.read_bytes()))
    assert reviewed(shop.root, scope="all") == (first, True)
    assert reviewed(shop.root, scope="all") == (first, False)


def test_a_cache_that_cannot_be_used_costs_no_review(shop: Any, reviewed: Any, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    first, anew = reviewed(shop.root, scope="all")
    assert anew
    (tmp_path / "cache").unlink()
    (tmp_path / "cache" / "teach").mkdir(parents=True)
    (tmp_path / "cache" / "teach").chmod(0o755)  # others may read it, so nothing in it counts
    assert reviewed(shop.root, scope="all") == (first, True)
    assert not (cache_folder() / "review").exists()


def test_entries_are_for_this_user_alone_and_the_project_stays_untouched(
    shop: Any, reviewed: Any, cached: Path
) -> None:
    before = shop.git("status", "--porcelain", "--ignored")
    reviewed(shop.root, scope="all")
    assert [cached.stat().st_mode & 0o777, *(one.stat().st_mode & 0o777 for one in cached.iterdir())] == [0o700, 0o600]
    assert shop.git("status", "--porcelain", "--ignored") == before


def test_the_oldest_entries_make_room(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(store.MOST_ENTRIES + 3):
        store.put(f"{number:03}.json", {"number": number})
        os.utime(cached / f"{number:03}.json", (number + 1, number + 1))
    store.put("last.json", {"number": -1})
    names = sorted(one.name for one in cached.iterdir())
    assert len(names) == store.MOST_ENTRIES
    assert (names[0], names[-1]) == ("004.json", "last.json")
    monkeypatch.setattr(store, "MOST_BYTES", 100)
    store.put("big.json", {"words": "x" * 60})
    assert sum(one.stat().st_size for one in cached.iterdir()) <= 100
    assert store.get("big.json") == {"words": "x" * 60}


def test_what_is_asked_for_often_stays(cached: Path) -> None:
    for number in range(store.MOST_ENTRIES):
        store.put(f"{number:03}.json", {})
        os.utime(cached / f"{number:03}.json", (number + 1, number + 1))
    store.get("000.json")
    store.put("last.json", {})
    assert (cached / "000.json").exists()
    assert not (cached / "001.json").exists()


def test_the_result_of_a_failure_is_not_kept(shop: Any, cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really, calls = remembering.examined, list[int]()

    def failing(*arguments: Any) -> Any:
        calls.append(1)
        seen = really(*arguments)
        seen.result.coverage.engines["ruff"] = "1.0, failed on 1 file"
        return seen

    monkeypatch.setattr(remembering, "examined", failing)
    for _ in range(2):
        remembered(Request(shop.root, scope="all"), lambda done, total, message: None)
    assert len(calls) == 2


def test_a_file_that_changes_while_it_is_read_is_not_kept() -> None:
    notes = Notes()
    notes.add(("read", "x"), "one")
    notes.add(("read", "x"), "one")
    assert not notes.torn
    notes.add(("read", "x"), "two")
    assert notes.torn


def test_every_look_at_a_project_is_looked_at_again(tmp_path: Path) -> None:
    root = Root(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("one", encoding="utf-8")
    with watching() as notes:
        root.read("a/b.txt")
        root.size("a/b.txt")
        list(root.walk())
    trace = trace_of(notes)
    assert [row[0] for row in trace] == ["read", "size", "listing", "listing"]
    assert holds(trace)
    (tmp_path / "a" / "b.txt").write_text("two", encoding="utf-8")
    assert [holds([row]) for row in trace] == [False, True, True, True]
    (tmp_path / "a" / "b.txt").write_text("three", encoding="utf-8")
    assert [holds([row]) for row in trace] == [False, False, True, True]
    (tmp_path / "a" / "c.txt").touch()
    assert [holds([row]) for row in trace] == [False, False, True, False]
