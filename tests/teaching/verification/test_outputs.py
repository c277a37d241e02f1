"""Outputs that real tools printed: counts, verdict, first failure, question."""

from pathlib import Path

import pytest

from teaching.contracts.verification import Step
from teaching.guard import visible
from teaching.verification.commands import Command
from teaching.verification.tools.table import TOOLS
from teaching.verification.understanding import Understood, counts

OUTPUTS = Path(__file__).parent / "outputs"
ARGV = {
    "pytest": ("python", "-m", "pytest"),
    "unittest": ("python", "-m", "unittest"),
    "vitest": ("npx", "vitest", "run"),
    "jest": ("npx", "jest"),
    "node": ("node", "--test"),
    "playwright": ("npx", "playwright", "test"),
    "go": ("go", "test", "./..."),
    "cargo": ("cargo", "test"),
    "ruff": ("ruff", "check", "."),
    "eslint": ("npx", "eslint", "."),
    "tsc": ("npx", "tsc", "--noEmit"),
    "mypy": ("mypy", "."),
    "pyright": ("pyright",),
}
LINTERS: dict[str, Step] = {
    "ruff": "lint",
    "eslint": "lint",
    "tsc": "typecheck",
    "mypy": "typecheck",
    "pyright": "typecheck",
}

# file -> exit code, (passed, failed, skipped), place and a part of the text of the first failure
TESTS = {
    "pytest_red": (1, (3, 1, 1), "test_a.py:8", "ZeroDivisionError"),
    "pytest_quiet": (1, (3, 1, 1), "test_a.py:8", "ZeroDivisionError"),
    "pytest_green": (0, (2, 0, 0), None, None),
    "pytest_none": (5, (0, 0, 0), None, "no test ran"),
    "pytest_error": (2, (0, 1, 0), "test_b.py:1", "No module named 'nonesuch'"),
    "unittest_red": (1, (1, 1, 1), "ut_a.py:5", "2.0 != 3"),
    "unittest_green": (0, (1, 0, 0), None, None),
    "unittest_none": (0, (0, 0, 0), None, "no test ran"),
    "vitest_red": (1, (1, 1, 1), "sum.vitest.test.js:4", "expected -1 to be 3"),
    "vitest_each": (1, (0, 2, 0), "sum.vitest.test.js:8", "Error: not yet"),
    "vitest_broken": (1, (0, 1, 0), "sum.js:1", "invalid JS syntax"),
    "vitest_green": (0, (1, 0, 0), None, None),
    "vitest_none": (1, (0, 0, 0), None, "no test ran"),
    "jest_red": (1, (1, 1, 1), "sum.jest.test.js:3", "Expected: 3"),
    "jest_green": (0, (1, 0, 2), None, None),
    "jest_none": (1, (0, 0, 0), None, "no test ran"),
    "node_red": (1, (1, 1, 1), "sum.node.mjs:5", "-1 !== 3"),
    "node_spec": (1, (1, 1, 1), "sum.node.mjs:5", "-1 !== 3"),
    "node_green": (0, (1, 0, 0), None, None),
    "node_empty": (0, (0, 0, 0), None, "no test ran"),
    "node_empty_spec": (0, (0, 0, 0), None, "no test ran"),
    "playwright_red": (1, (1, 1, 1), "pw.spec.js:2", "Expected: 3"),
    "playwright_green": (0, (1, 0, 0), None, None),
    "cargo_red": (101, (1, 1, 1), "src/lib.rs:6", "left: -1"),
    "cargo_green": (0, (1, 0, 0), None, None),
    "cargo_none": (0, (0, 0, 0), None, "no test ran"),
    "go_red": (1, (2, 1, 1), "sum_test.go:6", "got -1, want 3"),
    "go_plain_red": (1, (1, 1, 0), "sum_test.go:6", "got -1, want 3"),
    "go_plain_green": (0, (1, 0, 0), None, None),
    "go_none": (0, (0, 0, 0), None, "no test ran"),
    "go_build": (1, (0, 1, 0), "sum.go:4", "undefined: x"),
}
PROBLEMS = {
    "ruff_red": (1, 3, "bad.py:1", "Import block"),
    "ruff_concise": (1, 3, "bad.py:1", "Import block"),
    "ruff_green": (0, 0, None, None),
    "eslint_red": (1, 3, "lint.js:1", "never used"),
    "eslint_green": (0, 0, None, None),
    "tsc_red": (1, 2, "bad.ts:1", "not assignable"),
    "tsc_pretty": (1, 2, "bad.ts:1", "not assignable"),
    "tsc_green": (0, 0, None, None),
    "mypy_red": (1, 2, "bad.py:2", "Incompatible types"),
    "mypy_green": (0, 0, None, None),
    "pyright_red": (1, 2, "bad.py:2", "not assignable"),
    "pyright_green": (0, 0, None, None),
}
NAMED = (
    *("test_a.py", "test_b.py", "ut_a.py", "sum.vitest.test.js", "sum.jest.test.js", "sum.node.mjs", "pw.spec.js"),
    *("src/lib.rs", "sum_test.go", "sum.go", "bad.py", "bad.ts", "lint.js", "prices.py", "sum.js"),
)


@pytest.fixture
def root(project) -> Path:
    return project(dict.fromkeys(NAMED, "\n"))


def understood(root: Path, name: str, exit_code: int, command: Command, reports=None) -> Understood:
    text = (OUTPUTS / f"{name}.txt").read_text(encoding="utf-8").replace("/project", str(root))
    # As the output of a run comes: without terminal sequences.
    return counts(command, exit_code, visible(text), root, reports)


def place(found: Understood) -> str | None:
    if found.failure is None or found.failure.path is None:
        return None
    return f"{found.failure.path}:{found.failure.line}"


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("through", ["by name", "inside npm test"])
def test_counts_and_first_failure_of_a_test_runner(root: Path, name: str, through: str) -> None:
    exit_code, numbers, where, said = TESTS[name]
    argv = ARGV[name.split("_")[0]] if through == "by name" else ("npm", "test")
    found = understood(root, name, exit_code, Command("test", argv, "CLAUDE.md:1"))
    assert (found.passed, found.failed, found.skipped) == numbers
    assert found.green is (said is None)
    assert place(found) == where
    if said is not None:
        assert found.failure is not None
        assert said in found.failure.text
        assert len(found.failure.text.splitlines()) <= 12
        assert found.failure.question.endswith("?")
        assert str(root) not in found.failure.text


@pytest.mark.parametrize("name", PROBLEMS)
def test_counts_and_first_problem_of_a_linter(root: Path, name: str) -> None:
    exit_code, count, where, said = PROBLEMS[name]
    tool = name.split("_")[0]
    found = understood(root, name, exit_code, Command(LINTERS[tool], ARGV[tool], "CLAUDE.md:1"))
    assert (found.passed, found.failed, found.skipped) == (None, count, None)
    assert (found.green, place(found)) == (said is None, where)
    if said is not None:
        assert found.failure is not None
        assert said in found.failure.text


def test_every_tool_has_real_outputs_red_and_green() -> None:
    seen = {name.split("_")[0] for name in (*TESTS, *PROBLEMS)}
    assert len(TOOLS) == 13
    assert len(seen) == 13
    files = {path.stem for path in OUTPUTS.glob("*.txt")}
    assert len(files) >= 44
    assert {*TESTS, *PROBLEMS} <= files


@pytest.mark.parametrize(("name", "step"), [("npm_test_vitest", "test"), ("npm_lint", "lint")])
def test_a_tool_inside_a_script_is_recognised_by_what_it_prints(root: Path, name: str, step) -> None:
    found = understood(root, name, 1, Command(step, ("npm", "run", step), "CLAUDE.md:1"))
    assert found.tool == {"test": "vitest", "lint": "eslint"}[step]
    assert (found.passed, found.failed) == {"test": (2, 1), "lint": (None, 3)}[step]


def test_several_runners_in_one_output_are_added_up(root: Path) -> None:
    text = "".join((OUTPUTS / f"{name}.txt").read_text(encoding="utf-8") for name in ("pytest_green", "vitest_red"))
    found = counts(Command("test", ("make", "test"), "CLAUDE.md:1"), 2, text, root)
    assert (found.passed, found.failed, found.skipped) == (3, 1, 1)
    assert found.tool == "pytest, vitest"


def test_without_a_summary_the_report_of_pytest_counts(root: Path) -> None:
    report = (OUTPUTS / "pytest_report.xml").read_text(encoding="utf-8")
    command = Command("test", ("pytest", "-qq"), "CLAUDE.md:1")
    found = understood(root, "pytest_qq", 1, command, {"pytest.xml": report})
    assert (found.passed, found.failed, found.skipped) == (3, 1, 1)


def test_exit_code_zero_with_failures_is_not_green(root: Path) -> None:
    for name, command in (
        ("pytest_red", Command("test", ("make", "test"), "CLAUDE.md:1")),
        ("mypy_red", Command("typecheck", ("mypy", "."), "CLAUDE.md:1")),
    ):
        assert not understood(root, name, 0, command).green


def test_all_green_but_a_bad_exit_code_is_not_green(root: Path) -> None:
    found = understood(root, "pytest_green", 1, Command("test", ("make", "test"), "CLAUDE.md:1"))
    assert not found.green
    assert found.failure is not None
    assert "exit code 1" in found.failure.text


def test_an_unknown_test_tool_counts_by_its_exit_code_and_says_so(root: Path) -> None:
    command = Command("test", ("./check",), "CLAUDE.md:1")
    fine, bad = counts(command, 0, "all good\n", root), counts(command, 3, "boom\n", root)
    assert (fine.green, fine.passed) == (True, None)
    assert fine.note is not None
    assert "only its exit code counts" in fine.note
    assert bad.failure is not None
    assert bad.failure.text == "it ended with exit code 3\nboom"


def test_all_tests_skipped_is_no_pass(root: Path) -> None:
    found = counts(Command("test", ("pytest",), "CLAUDE.md:1"), 0, "== 3 skipped in 0.01s ==\n", root)
    assert not found.green
    assert found.failure is not None
    assert "all were skipped" in found.failure.text


def test_a_path_outside_the_root_is_not_passed_on(root: Path) -> None:
    text = "/etc/passwd:1: error: Incompatible types  [assignment]\nFound 1 error in 1 file (checked 1 source file)\n"
    found = counts(Command("typecheck", ("mypy", "."), "CLAUDE.md:1"), 1, text, root)
    assert found.failure is not None
    assert (found.failure.path, found.failure.line) == (None, None)
