"""No file is longer than 400 lines and no function longer than 60: what gets a tail gets unreadable.

A function counts from its `def` to its last line, docstring included, decorators not; a method or a function
inside a function counts for itself and within its owner.
Not covered: notebooks, templates, curricula and the code inside strings.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILE_LINES = 400
FUNCTION_LINES = 60
TREES = ("teaching", "mcp_server", "finetune", "tests", "benchmarks")
FILES_AT_LEAST = 110  # raise it as the house grows: a walk that finds nothing must not pass

# `path` or `path::Class.function` -> why it may be longer. One that is no longer needed fails too.
EXCEPTIONS: dict[str, str] = {}


def functions_of(node: ast.AST, outer: str = "") -> Iterator[tuple[str, int]]:
    """Every function's dotted name and its lines."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = f"{outer}.{child.name}" if outer else child.name
            if not isinstance(child, ast.ClassDef):
                yield name, (child.end_lineno or child.lineno) - child.lineno + 1
            yield from functions_of(child, name)
        else:
            yield from functions_of(child, outer)


def problems(sources: Mapping[str, str], exceptions: Mapping[str, str]) -> list[str]:
    """What is too long in these files (path -> text), and which exceptions have outlived their use."""
    found: list[str] = []
    used: set[str] = set()
    for path, text in sources.items():
        lengths = [(path, len(text.splitlines()), FILE_LINES)]
        lengths += [(f"{path}::{name}", lines, FUNCTION_LINES) for name, lines in functions_of(ast.parse(text, path))]
        for name, lines, limit in lengths:
            if lines > limit and name in exceptions:
                used.add(name)
            elif lines > limit:
                found.append(f"{name}: {lines} lines, {limit} at most")
    found += [f"{name}: needs no exception any more" for name in exceptions if name not in used]
    return found


def house() -> dict[str, str]:
    """The text of every file that the limits are for."""
    paths = [path for tree in TREES for path in sorted((ROOT / tree).rglob("*.py"))]
    paths += sorted((ROOT / "demo").glob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_nothing_is_too_long() -> None:
    sources = house()
    assert len(sources) >= FILES_AT_LEAST
    assert problems(sources, EXCEPTIONS) == []


def test_every_exception_says_why() -> None:
    assert [name for name, reason in EXCEPTIONS.items() if len(reason.split()) < 4] == []


def body(lines: int, head: str = "def f():") -> str:
    """A function of exactly that many lines."""
    return "\n".join([head, *["    pass"] * (lines - 1)])


def indented(text: str) -> str:
    """The text one level deeper."""
    return "".join(f"    {line}\n" for line in text.splitlines())


TOO_LONG = {
    "a file": ("x = 1\n" * 401, "a.py: 401 lines, 400 at most"),
    "a function": (body(61), "a.py::f: 61 lines, 60 at most"),
    "an async function": (body(61, "async def f():"), "a.py::f: 61 lines, 60 at most"),
    "a method": (f"class A:\n{indented(body(61))}", "a.py::A.f: 61 lines, 60 at most"),
    "a nested function": (f"if 1:\n  def g():\n{indented(body(61))}", "a.py::g.f: 61 lines, 60 at most"),
    "a docstring": ('def f():\n    """One.\n' + "    more\n" * 59 + '    """', "a.py::f: 62 lines, 60 at most"),
}


@pytest.mark.parametrize(("source", "message"), TOO_LONG.values(), ids=TOO_LONG)
def test_what_is_too_long_is_reported(source: str, message: str) -> None:
    assert message in problems({"a.py": source}, {})


@pytest.mark.parametrize("source", ["x = 1\n" * 400, body(60), "@g(\n    1,\n)\n" + body(60)])
def test_what_just_fits_is_not_reported(source: str) -> None:
    assert problems({"a.py": source}, {}) == []


def test_an_exception_excuses_only_what_it_names() -> None:
    source = body(61) + "\n" + body(61, "def g():")
    assert problems({"a.py": source}, {"a.py::f": "a table"}) == ["a.py::g: 61 lines, 60 at most"]


def test_an_exception_that_nothing_needs_is_reported() -> None:
    exceptions = {"a.py::f": "was long once", "gone.py": "was here once"}
    assert problems({"a.py": body(60)}, exceptions) == [
        "a.py::f: needs no exception any more",
        "gone.py: needs no exception any more",
    ]
