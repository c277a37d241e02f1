"""Which arguments of a test command only choose tests, so that one consent covers every choice.

Only where the program is a known test runner: the argument of `python` or `node` is a program, not a choice. Nothing
that begins with a dash is ever taken for a choice, but for the value after an option that selects by name.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, cast

from teaching.repository.files import Root, Unreadable
from teaching.verification.commands import Command

# What a command line begins with -> the options whose value selects tests by name.
_BY_NAME = ("-k", "-t", "-g", "--grep", "--testNamePattern", "--test-name-pattern", "--testPathPattern", "-run")
_WRAPPERS = (
    ("uv", "run"),
    ("poetry", "run"),
    ("pdm", "run"),
    ("pipenv", "run"),
    ("hatch", "run"),
    ("npx", "--no-install"),
    ("npx",),
    ("pnpm", "exec"),
    ("yarn", "exec"),
    ("bunx",),
)
_RUNNERS = (
    ("pytest",),
    ("py.test",),
    ("vitest", "run"),
    ("vitest",),
    ("jest",),
    ("mocha",),
    ("playwright", "test"),
    ("node", "--test"),
    ("go", "test"),
)
_PYTHON = re.compile(r"(?:.*/)?python[\d.]*$")
_PYTHON_RUNNERS = (("-m", "pytest"), ("-m", "unittest"))
_SCRIPTED = (("npm", "test"), ("pnpm", "test"), ("yarn", "test"), ("npm", "run"), ("pnpm", "run"), ("yarn", "run"))
_NODE_ID = re.compile(r"[\w./-]+::[^\s;|&<>$`]+")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def without_selectors(root: Path, command: Command) -> tuple[str, ...]:
    """The argument list with what only selects tests left out."""
    argv = command.argv
    fixed = _fixed(root, command)
    if fixed is None:
        return argv
    kept = list(argv[:fixed])
    by_dots = "unittest" in argv[:fixed]
    index = fixed
    while index < len(argv):
        word = argv[index]
        if word in _BY_NAME and index + 1 < len(argv) and not argv[index + 1].startswith("-"):
            index += 2
            continue
        if not _selects(root / command.folder, root, word) and not (by_dots and _DOTTED.fullmatch(word)):
            kept.append(word)
        index += 1
    while kept and kept[-1] == "--":  # it stood there for the selectors
        kept.pop()
    return tuple(kept)


def _fixed(root: Path, command: Command) -> int | None:
    """How many words name the test runner; None where none is known."""
    argv, start = command.argv, 0
    for wrapper in _WRAPPERS:
        if argv[: len(wrapper)] == wrapper:
            start = len(wrapper)
            break
    rest = (os.path.basename(argv[start]), *argv[start + 1 :]) if start < len(argv) else ()
    for runner in _RUNNERS:
        if rest[: len(runner)] == runner:
            return start + len(runner)
    if rest and _PYTHON.match(rest[0]) and rest[1:3] in _PYTHON_RUNNERS:
        return start + 3
    return _scripted(root, command)


def _scripted(root: Path, command: Command) -> int | None:
    """For `npm test -- file`: only where the script that package.json has under that name is a test runner alone."""
    argv = command.argv
    if argv[:2] not in _SCRIPTED or "--" not in argv:
        return None
    name = argv[2] if len(argv) > 2 and argv[1] == "run" else "test"
    package = f"{command.folder}/package.json" if command.folder else "package.json"
    try:
        read: Any = json.loads(Root(root).read(package))
    except (Unreadable, ValueError, RecursionError):
        return None
    scripts: Any = cast(dict[str, Any], read).get("scripts") if isinstance(read, dict) else None
    script: Any = cast(dict[str, Any], scripts).get(name) if isinstance(scripts, dict) else None
    if not isinstance(script, str) or re.search(r"[;&|<>$`()]", script):
        return None
    words = tuple(script.split())
    known = any(words[: len(runner)] == runner for runner in _RUNNERS)
    return argv.index("--") + 1 if known else None


def _selects(folder: Path, root: Path, word: str) -> bool:
    """Whether the word names a file or folder inside the root, or one test in such a file."""
    if word.startswith(("-", "/", "@")):
        return False
    path = word.split("::")[0] if _NODE_ID.fullmatch(word) else word
    path = path.removesuffix("/...")  # as go names a folder and all below
    if ":" in path:  # playwright's file:line
        path = re.sub(r":\d+$", "", path)
    real, real_root = os.path.realpath(folder / path), os.path.realpath(root)
    return bool(path) and os.path.exists(real) and (real == real_root or real.startswith(real_root + os.sep))
