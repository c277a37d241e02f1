"""Which command proves exercises, how long that may take, and what the copy of a project can write to."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.errors import MissingPartError
from teaching.hollowing.budget import Budget
from teaching.hollowing.choosing import is_test
from teaching.hollowing.commanding import test_command as command_of
from teaching.hollowing.exercise import Exercise
from teaching.hollowing.exporting import export
from teaching.hollowing.roadmap import own_code_first, write_roadmap
from teaching.hollowing.runners.choice import PYTEST_RUNNER, VITEST, script_without_files
from teaching.hollowing.staging import staged
from teaching.verification import sandbox
from teaching.verification.commands import Command


def laid(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_search_ends_while_the_closing_runs_still_fit() -> None:
    now = [0.0]
    budget = Budget(10, lambda: now[0])
    assert budget.run_s == 600 and not budget.is_spent
    budget.learn(20)
    assert budget.run_s == 160
    now[0] = 539
    assert not budget.is_spent
    now[0] = 541
    assert budget.is_spent


def test_tox_gives_way_to_the_runner_that_it_would_call(tmp_path: Path) -> None:
    root = laid(tmp_path, {"tox.ini": "[tox]\n", "tests/test_a.py": "def test_a(): pass\n"})
    assert command_of(root, None, ["tests/test_a.py", "tox.ini"]).argv[1:] == ("-m", "pytest")


@pytest.mark.parametrize(
    ("makefile", "argv"),
    [
        ("test:\n\tpython -m unittest\n", ("-m", "pytest", "tests.py")),
        ("test:\n\tpython -m pytest -q\n", ("test",)),
    ],
)
def test_a_makefile_that_hides_the_tests_gives_way_to_pytest(
    tmp_path: Path, makefile: str, argv: tuple[str, ...]
) -> None:
    root = laid(tmp_path, {"makefile": makefile, "tests.py": "import unittest\n"})
    assert command_of(root, None, ["makefile", "tests.py"]).argv[1:] == argv


@pytest.mark.parametrize("path", ["tests.py", "a/test.js", "a/models_tests.py", "a/b.spec.ts", "tests/a.py"])
def test_what_serves_tests_is_nobodys_exercise(path: str) -> None:
    assert is_test(path) and not is_test("a/contest.py")


def test_a_verify_line_takes_fewer_tests_where_all_do_not_fit(tmp_path: Path) -> None:
    laid(tmp_path, {"tests/test_a.py": ""})
    tests = tuple(f"tests/test_a.py::TestSomethingWithALongName::test_number_{number}" for number in range(20))
    task = Exercise("a.py", "f", 1, "do it", (), "", tests, True, "do-f")
    write_roadmap(
        tmp_path, [task], {"a.pyf": tests}, Command("test", ("python", "-m", "pytest"), ""), PYTEST_RUNNER, False
    )
    line = next(one for one in (tmp_path / "ROADMAP.md").read_text("utf-8").splitlines() if "verify:" in one)
    # Not the whole file: tests of other exercises stand in it.
    assert line.count("::test_number_") == 5 and len(line) < 430


def test_a_program_that_is_not_installed_is_named_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="needs no-such-runner, which is not installed.*--tests"):
        command_of(tmp_path, "no-such-runner pytest", [])


@pytest.mark.parametrize(
    ("files", "argv", "words"),
    [
        ({"src/shop/__init__.py": ""}, "python -m pytest", ("-o", "pythonpath=src")),
        ({"src/shop/__init__.py": "", "pytest.ini": "[pytest]\npythonpath = src\n"}, "python -m pytest", ()),
        ({"shop/__init__.py": ""}, "python -m pytest", ()),
        ({"shop/__init__.py": ""}, "pytest -q", ("-o", "pythonpath=.")),
        ({"src/shop/__init__.py": ""}, "make test", ()),
    ],
)
def test_a_verify_line_begins_with_the_code_of_its_own_folder(
    tmp_path: Path, files: dict[str, str], argv: str, words: tuple[str, ...]
) -> None:
    assert own_code_first(laid(tmp_path, files), Command("test", tuple(argv.split()), "")) == words


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('node --test "src/**/*.test.ts"', ["node", "--test"]),
        ("node --import tsx --test test/a.ts", ["node", "--import", "tsx", "--test"]),
        ("tsc && node --test dist", []),
        ("c8 node --test", []),
    ],
)
def test_a_script_that_names_its_files_gives_way_to_the_files_that_are_chosen(
    tmp_path: Path, script: str, words: list[str]
) -> None:
    laid(tmp_path, {"package.json": json.dumps({"scripts": {"test": script}})})
    assert script_without_files(tmp_path, Command("test", ("npm", "test"), "")) == words


def test_tools_may_write_beside_packages_and_not_into_them(
    tmp_path: Path, require_part: Callable[[object, str], None]
) -> None:
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    root = laid(
        tmp_path / "project",
        {
            "package.json": "{}",
            "node_modules/vite/index.js": "",
            "node_modules/.bin/vite": "",
            "node_modules/.vite-temp/old.mjs": "",
            "node_modules/.package-lock.json": "{}",
        },
    )
    os.symlink("vite", root / "node_modules" / "alias")
    with staged(root) as stage:
        assert sorted(stage.shown) == ["node_modules/.bin", "node_modules/vite"]
        assert sorted(os.listdir(stage.path / "node_modules")) == [".package-lock.json", "alias"]
        assert not stage.path.is_relative_to(root)
    assert not stage.path.exists()


def test_a_package_whose_packages_lie_further_up_has_a_folder_to_write_to(make_repo: Callable[..., Any]) -> None:
    root = make_repo({"package.json": "{}"}).root
    with staged(root) as stage:
        assert (stage.path / "node_modules").is_dir()
    assert not (root / "node_modules").exists()


def test_a_folder_for_a_learner_has_the_modules_that_a_build_wrote_and_nothing_else_that_git_ignores(
    make_repo: Callable[..., Any], tmp_path: Path
) -> None:
    ignored = {
        "src/a/_version.py": "# file generated by a tool\nversion = 1\n",
        "src/a/keys.py": "KEY = 1\n",
        ".env": "K=1",
    }
    root = make_repo({"src/a/__init__.py": "", ".gitignore": "_version.py\nkeys.py\n.env\n"}).root
    laid(root, ignored)
    export(root, tmp_path / "to", {})
    assert {path for path in ignored if (tmp_path / "to" / path).exists()} == {"src/a/_version.py"}


def test_a_verify_line_finds_a_test_whatever_its_runner_writes_between_a_suite_and_a_test(tmp_path: Path) -> None:
    laid(tmp_path, {"src/cart.test.ts": ""})
    tests = ("src/cart.test.ts > Cart > adds (all)",)
    task = Exercise("src/cart.ts", "add", 1, "do it", (), "", tests, True, "add")
    write_roadmap(tmp_path, [task], {"src/cart.tsadd": tests}, Command("test", ("vitest", "run"), ""), VITEST, False)
    line = next(one for one in (tmp_path / "ROADMAP.md").read_text("utf-8").splitlines() if "verify:" in one)
    pattern = line.partition("-t '")[2].partition("'")[0]
    assert all(re.search(pattern, name) for name in ("Cart adds (all)", "Cart > adds (all)"))
    assert line.endswith(" src/cart.test.ts")
