"""Finds in an answer what can be run: a function by its name, or the one short thing that was asked for."""

import ast
import re

from teaching.mentor.habits import fences

_PYTHON = frozenset({"", "python", "py", "python3"})
_INLINE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> int:
    """Words and marks, counted alike for every model."""
    return len(_TOKEN.findall(text))


def program(answer: str, symbol: str) -> str:
    """The first block of Python that defines this function; empty where none parses and does."""
    for tag, code in fences(answer):
        if tag in _PYTHON and _function(code, symbol) is not None:
            return code
    return ""


def filled(code: str, symbol: str, solution: str) -> str:
    """The code with this function replaced."""
    found = _function(code, symbol)
    if found is None:
        return code
    lines = code.split("\n")
    first = min([found.lineno, *(one.lineno for one in found.decorator_list)])
    return "\n".join([*lines[: first - 1], solution.rstrip("\n"), *lines[found.end_lineno or found.lineno :]])


def short(answer: str) -> str:
    """What stands in the first block of code, or in the first span of code."""
    block = next((code for _, code in fences(answer)), None)
    if block is not None:
        return block.strip()
    span = _INLINE.search(answer)
    return span[1].strip() if span else ""


def _function(code: str, symbol: str) -> ast.FunctionDef | None:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == symbol), None)
