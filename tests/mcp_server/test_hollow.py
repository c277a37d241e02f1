"""`teach hollow`: tested code becomes exercises that are proven both ways, by a person who allowed the tests to run."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.exemplars import store
from teaching.markers.reading import in_tree
from teaching.repository.files import Root
from teaching.verification import sandbox
from teaching.verification.commands import commands_of
from teaching.verification.consent import grant
from tests.npm import node_of_the_wheel
from tests.terminal import at_terminal

TEACH = [sys.executable, "-m", "mcp_server"]
BASKET = '''\
"""Baskets."""

import re
from collections.abc import Iterator
from functools import lru_cache


class Basket:
    """What somebody wants to buy."""

    def __init__(self) -> None:
        self.items: list[tuple[str, int]] = []

    def add(self, name: str, price: int) -> None:
        """Put an item in."""
        if price < 0:
            raise ValueError("negative")
        self.items.append((name, price))

    def total(self) -> int:
        """The sum of all prices."""
        result = 0
        for _, price in self.items:
            result += price
        return result


def slug(text: str) -> str:
    """A text in lower case, joined by dashes."""
    words = re.findall(r"[a-z]+", text.lower())
    return "-".join(words)


def count(limit: int) -> Iterator[int]:
    """One number after the other."""
    number = 0
    while number < limit:
        yield number
        number += 1


@lru_cache
def fib(number: int) -> int:
    """A number of Fibonacci's."""
    if number < 2:
        return number
    return fib(number - 1) + fib(number - 2)


def parsed(text: str) -> int:
    """A number."""
    value = int(text)
    return value


def safe(text: str) -> int:
    """A number, or nothing."""
    try:
        return parsed(text)
    except Exception:
        return 0


def table() -> list[int]:
    """The table below."""
    row = [1]
    return row * 2


TABLE = table()


def untested(number: int) -> int:
    """Nobody looks."""
    if number:
        number += 1
    return number
'''
TESTS = """\
import unittest
from collections.abc import Iterator

import pytest

from shop import basket


@pytest.fixture(scope="module")
def full() -> Iterator[basket.Basket]:
    made = basket.Basket()
    made.add("a", 1)
    made.add("b", 2)
    yield made


def test_total(full: basket.Basket) -> None:
    assert full.total() == 3


def test_items(full: basket.Basket) -> None:
    assert len(full.items) == 2


@pytest.mark.parametrize(("text", "made"), [("A b", "a-b"), ("x", "x")])
def test_slug(text: str, made: str) -> None:
    assert basket.slug(text) == made


class CountTest(unittest.TestCase):
    def test_count(self) -> None:
        self.assertEqual(list(basket.count(2)), [0, 1])


def test_fib() -> None:
    assert basket.fib(9) == 34


def test_fib_again() -> None:
    assert basket.fib(3) == 2


def test_parsed() -> None:
    assert basket.parsed("3") == 3


def test_safe() -> None:
    assert basket.safe("x") == 0


def test_table() -> None:
    assert basket.TABLE == [1, 1]
"""
SHOP = {
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["src"]\n'
    '[tool.ruff]\ninclude = ["src/**"]\n[tool.ruff.lint]\nselect = ["E", "F", "I", "ARG"]\n',
    "src/shop/__init__.py": "",
    "src/shop/basket.py": BASKET,
    "tests/test_basket.py": TESTS,
}
SUMS = {
    "package.json": '{"name": "sums", "type": "module", "scripts": {"test": "node --test"}}\n',
    "lib/sums.js": """\
import { basename } from "node:path";

export function sum(numbers) {
  let result = 0;
  for (const one of numbers) result += one;
  return result;
}

export const mean = (numbers) => {
  if (numbers.length === 0) return 0;
  return sum(numbers) / numbers.length;
};

export function stem(path) {
  const name = basename(path);
  return name.split(".")[0];
}
""",
    "test/sums.test.js": """\
import assert from "node:assert/strict";
import test, { describe, it } from "node:test";
import { mean, stem, sum } from "../lib/sums.js";

describe("sum", () => {
  it("adds", () => assert.equal(sum([1, 2]), 3));
});
test("mean", async (t) => {
  await t.test("of none", () => assert.equal(mean([]), 0));
  await t.test("of two", () => assert.equal(mean([2, 4]), 3));
});
test("stem", () => assert.equal(stem("a/b.txt"), "b"));
""",
}


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch, require_part: Callable[[object, str], None]) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    node = node_of_the_wheel()
    folders = [str(Path(sys.executable).parent), *([str(node.parent)] if node else []), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TEACH, "hollow", *words], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        timeout=600, check=False,
    )  # fmt: skip


def allow(root: Path) -> None:
    grant(root, commands_of(root).commands, "terminal")


def suite(root: Path) -> int:
    argv = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(argv, cwd=root, capture_output=True, timeout=120, check=False).returncode


def test_tested_python_becomes_exercises_in_a_folder_without_history(
    make_repo: Callable[..., Any], tmp_path: Path
) -> None:
    shop = make_repo(SHOP)
    allow(shop.root)
    target = tmp_path / "learner"
    done = run(shop.root, "--auto", "20", "--to", str(target), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    made = {one["symbol"]: one for one in found["exercises"]}
    assert set(made) == {"Basket.add", "Basket.total", "slug", "count", "safe"}
    assert all(one["proven"] for one in made.values())
    name = "tests/test_basket.py::"
    assert made["slug"]["red_tests"] == [f"{name}test_slug[A b-a-b]", f"{name}test_slug[x-x]"]
    assert made["Basket.add"]["red_tests"] == [f"{name}test_items", f"{name}test_total"]
    assert made["count"]["red_tests"] == [f"{name}CountTest::test_count"]
    refused = {one["symbol"].rpartition(":")[2]: one["reason"] for one in found["refused"]}
    assert set(refused) == {"fib", "parsed", "table", "untested"}
    assert "turns red too: tests/test_basket.py::test_fib_again" in refused["fib"]
    assert "stay green without it" in refused["parsed"]
    assert "before the tests do" in refused["table"]
    assert refused["untested"] == "no test that passes runs it"

    text = (target / "src/shop/basket.py").read_text(encoding="utf-8")
    assert "import re" not in text.split("class Basket")[0]
    assert "# Hint: it needs again: import re" in text
    for line in BASKET.split("def slug")[1].split("def count")[0].splitlines():
        assert len(line.strip()) < 25 or line.strip() not in text or '"""' in line
    assert subprocess.run(["ruff", "check", "."], cwd=target, check=False, capture_output=True).returncode == 0
    log = subprocess.run(["git", "log", "--oneline"], cwd=target, capture_output=True, check=True).stdout
    assert log.count(b"\n") == 1
    assert not (shop.root / ".teaching").exists()
    assert len(store.of_root(target)) == 5
    assert "verify: python -m pytest tests/test_basket.py::test_slug\n" in (target / "ROADMAP.md").read_text("utf-8")


def test_named_functions_are_cut_in_the_working_tree_and_git_brings_them_back(make_repo: Callable[..., Any]) -> None:
    shop = make_repo(SHOP)
    words = ["hollow", "src/shop/basket.py:slug,Basket.total", "--task", "core"]
    code, shown = at_terminal([*TEACH, *words], shop.root)
    assert code == 0, shown
    assert "these commands run in a copy of" in shown
    assert "2 exercises in the working tree, proven both ways" in shown
    assert "git's history still has the code" in shown
    assert {(one.task, one.path) for one in in_tree(Root(shop.root))} == {("core", "src/shop/basket.py")}
    assert suite(shop.root) == 1
    again = run(shop.root, "src/shop/basket.py:count")
    assert again.returncode == 1 and "changes that git does not hold yet" in again.stderr
    shop.git("restore", "--", "src/shop/basket.py")
    assert suite(shop.root) == 0


def test_javascript_with_node_test_becomes_exercises(make_repo: Callable[..., Any], tmp_path: Path) -> None:
    sums = make_repo(SUMS)
    allow(sums.root)
    done = run(sums.root, "--to", str(tmp_path / "learner"), "--format", "json")
    assert done.returncode == 0, done.stderr
    made = {one["symbol"]: one["red_tests"] for one in json.loads(done.stdout)["exercises"]}
    file = "test/sums.test.js > "
    assert made == {
        "sum": [f"{file}mean", f"{file}mean > of two", f"{file}sum > adds"],
        "mean": [f"{file}mean", f"{file}mean > of none", f"{file}mean > of two"],
        "stem": [f"{file}stem"],
    }


def test_a_dry_run_shows_the_plan_and_runs_and_writes_nothing(make_repo: Callable[..., Any]) -> None:
    shop = make_repo(SHOP)
    done = run(shop.root, "--dry-run", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0 and len(found["exercises"]) == 5
    assert not any(one["proven"] for one in found["exercises"]) and found["runs"] == 0
    assert shop.git("status", "--porcelain") == ""


def test_only_what_a_change_touched_is_chosen(make_repo: Callable[..., Any]) -> None:
    changed = BASKET.replace('"-".join(words)', '"-".join(list(words))')
    shop = make_repo(SHOP, [{"src/shop/basket.py": changed}])
    found = json.loads(run(shop.root, "--dry-run", "--diff", "HEAD~1", "--format", "json").stdout)
    assert [one["symbol"] for one in found["exercises"]] == ["slug"]


def test_without_consent_nothing_runs(make_repo: Callable[..., Any]) -> None:
    shop = make_repo(SHOP)
    done = run(shop.root, "--auto", "1")
    assert done.returncode == 1
    assert "nothing was run: `python -m pytest`" in done.stderr and "was never allowed here" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.py"], 2, "nowhere.py does not exist"),
        (["src/shop/basket.py:nobody"], 2, "has no function nobody with a body: it has Basket."),
        (["pyproject.toml:x"], 2, "no Python, TypeScript or JavaScript"),
        (["--auto", "0"], 2, "no number from 1 to 200"),
        (["--to", "."], 2, "within each other"),
        (["--task", "a b"], 2, "no id of a task"),
        (["--tests", "pytest | tee"], 2, "one plain command"),
        (["--diff", "no-such-revision"], 2, "no-such-revision"),
    ],
)
def test_bad_input_gets_the_next_move(make_repo: Callable[..., Any], words: list[str], code: int, said: str) -> None:
    done = run(make_repo(SHOP).root, *words)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
