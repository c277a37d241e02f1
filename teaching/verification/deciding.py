"""The files that decide what a command does: a change in one of them takes consent back.

Not covered: test files and the code itself, which a learner changes all the time; the sandbox is for those. Nor what
is installed: lock files, node_modules, a virtual environment.
"""

import hashlib
import os
import re
from pathlib import Path

from teaching.repository.files import Unreadable, is_utf8, printable, read_regular
from teaching.verification.commands import Command
from teaching.verification.listing import named
from teaching.verification.selectors import without_selectors

_EVERYWHERE = (
    *("package.json", "Makefile", "makefile", "GNUmakefile", "*.mk", "justfile", "Taskfile.y*ml", "mise.toml"),
    *("pyproject.toml", "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "setup.cfg", "setup.py"),
    *("noxfile.py", "tasks.py", "dodo.py", ".coveragerc", "sitecustomize.py", "usercustomize.py", "*.pth"),
    *("mypy.ini", ".mypy.ini", "ruff.toml", ".ruff.toml", "pyrightconfig.json", "uv.toml", ".flake8", ".pylintrc"),
    *("vitest.config.*", "vitest.workspace.*", "vite.config.*", "jest.config.*", "playwright.config.*"),
    *("tsconfig*.json", "eslint.config.*", ".eslintrc*", "babel.config.*", ".babelrc*", ".mocharc*", "karma.conf.*"),
    *("cypress.config.*", "webpack.config.*", "rollup.config.*", "next.config.*", ".swcrc", "biome.json*"),
    *(".npmrc", ".yarnrc", ".yarnrc.yml", "pnpm-workspace.yaml", ".pnpmfile.*", "bunfig.toml", "deno.json*"),
    *("turbo.json", "nx.json", "project.json", "lerna.json", "Rakefile", ".rspec", "phpunit.xml*", "composer.json"),
    *("Cargo.toml", "build.rs", "rust-toolchain*", "go.mod", "go.work", "magefile.go"),
    *("build.gradle*", "settings.gradle*", "gradle.properties", "gradle-wrapper.properties", "pom.xml"),
    *(".pre-commit-config.yaml", ".tool-versions", ".python-version", ".nvmrc"),
)
# What the walk passes over for its name or its folder, and what decides all the same.
_AT_ROOT = (
    ".npmrc",
    ".cargo/config.toml",
    ".cargo/config",
    ".mvn/jvm.config",
    ".mvn/maven.config",
    ".mvn/extensions.xml",
)
_DECIDES = re.compile(
    "|".join(
        re.escape(pattern).replace(r"\*", ".*")  # no other wildcard is used above
        for pattern in _EVERYWHERE
    )
)
_LARGEST = 4_000_000
_MOST = 2_000


def digests(root: Path, command: Command) -> dict[str, str]:
    """SHA-256 of each deciding file by its path relative to the root, sorted; links and oddities by what they are."""
    real = Path(os.path.realpath(root))
    paths = named(real, _DECIDES)
    found = {printable(path): _digest(real / path) for path in paths[:_MOST]}
    if len(paths) > _MOST:  # their names still count
        left = "\0".join(paths[_MOST:]).encode("utf-8", "surrogateescape")
        found["…"] = hashlib.sha256(left).hexdigest()
    for path in (*_AT_ROOT, *_arguments(real, command)):
        if path not in found and os.path.lexists(real / path):
            found[printable(path)] = _digest(real / path)
    return dict(sorted(found.items()))


def changes(before: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    """What differs, in words: `package.json changed`, `conftest.py is new`, `Makefile is gone`."""
    words: list[str] = []
    for path in sorted({*before, *now}):
        if path not in before:
            words.append(f"{path} is new")
        elif path not in now:
            words.append(f"{path} is gone")
        elif before[path] != now[path]:
            words.append(f"{path} changed")
    return tuple(words)


def _arguments(real: Path, command: Command) -> list[str]:
    """Files below the root that the argument list names, but for chosen tests: scripts, and configurations."""
    paths: list[str] = []
    for word in without_selectors(real, command):
        for part in {word, word.partition("=")[2]}:
            path = os.path.normpath(os.path.join(real, command.folder, part))
            if part and is_utf8(part) and path.startswith(f"{real}{os.sep}") and os.path.isfile(path):
                paths.append(os.path.relpath(path, real))
    return paths


def _digest(path: Path) -> str:
    try:
        if path.is_symlink():
            # A link decides by where it leads and by what is there: a virtual environment's Python is one.
            status = os.stat(path)
            target = f"{os.readlink(path)}\0{status.st_size}\0{status.st_mtime_ns}"
            return "link:" + hashlib.sha256(target.encode("utf-8", "surrogateescape")).hexdigest()
        return hashlib.sha256(read_regular(path, _LARGEST, allow_links=True)).hexdigest()
    except Unreadable as error:
        return f"unread: {error.reason}"
    except OSError as error:
        return f"unread: {(error.strerror or 'gone').lower()}"
