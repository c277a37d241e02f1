"""The repository that a plan is for: stack, commands, modules and tests, read without running anything of it.

Not covered: more than 20,000 files, and manifests of other languages than Python and JavaScript.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, cast

from teaching.contracts.plan import Stack
from teaching.documents.constitution import Constitution, read_constitution
from teaching.errors import BadInputError
from teaching.repository.files import Root, Skip, Unreadable

_LOOK_AT = 20_000
_SUFFIXES: dict[str, Stack] = {
    **{suffix: "python" for suffix in (".py",)},
    **{suffix: "typescript" for suffix in (".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs")},
    **{
        suffix: "other"
        for suffix in (".go", ".rs", ".java", ".kt", ".rb", ".php", ".cs", ".swift", ".ex", ".c", ".cpp")
    },
}
_TEST = re.compile(
    r"(?:^|/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go)|[^/]*\.(?:test|spec)\.[mc]?[jt]sx?|[^/]*Tests?\.(?:java|kt|cs))$"
)
_TEST_FOLDERS = ("tests", "test", "spec", "__tests__")
_ENTRIES = frozenset(
    "main.py app.py __main__.py manage.py cli.py server.py wsgi.py asgi.py index.ts index.js main.ts main.tsx "
    "server.ts server.js app.ts app.tsx main.go main.rs".split()
)
_FRAMEWORKS = ("vitest", "jest", "@playwright/test", "mocha", "pytest")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)")
_KINDS = ("test", "lint", "typecheck", "build")
_Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Module:
    """A folder that holds source, relative to the root, and how many files."""

    path: str
    files: int


@dataclass(frozen=True, slots=True)
class Project:
    """What a repository holds; the default is an empty one.

    Attributes:
        stack: None where there is no code yet.
        commands: by kind (`test`, `lint`, `typecheck`, `build`), as declared or found in a manifest.
        framework: of the tests; "" where none was found.
        source: folder that new source files go to; `tests` the same for tests, "beside" for next to the source.
        files: every file, as posix paths.
        dependencies: names from the manifests, in lower case.
        notes: sentences about what could not be read.
    """

    stack: Stack | None = None
    commands: dict[str, str] = field(default_factory=dict[str, str])
    framework: str = ""
    source: str = ""
    tests: str = ""
    modules: tuple[Module, ...] = ()
    entry_points: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    dependencies: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is code in it."""
        return self.stack is not None

    @property
    def has_tests(self) -> bool:
        """Whether a test can be run in it today."""
        return any(_TEST.search(path) for path in self.files)

    def source_files(self) -> list[str]:
        """Its source files without the tests, sorted."""
        return sorted(path for path in self.files if _is_source(path))


def describe(root: Root) -> Project:
    """Read what the repository holds.

    Raises:
        BadInputError: the root is no directory that can be read.
    """
    try:
        entries = list(islice(root.walk(), _LOOK_AT))
    except Unreadable as error:
        raise BadInputError(f"{root.path} cannot be read ({error.reason}): pass the project's folder") from error
    files = frozenset(entry for entry in entries if not isinstance(entry, Skip))
    notes: list[str] = []
    if len(entries) == _LOOK_AT:
        notes.append(f"Only the first {_LOOK_AT:,} files were looked at.")
    package = _json(root, "package.json", files, notes)
    pyproject = _toml(root, "pyproject.toml", files, notes)
    dependencies = frozenset({*_npm(package), *_python(pyproject), *_requirements(root, files)})
    stack = _stack(files)
    commands = _commands(read_constitution(root.path, root.path), package)
    sources = [path for path in files if _is_source(path)]
    tests = [path for path in files if _TEST.search(path)]
    return Project(
        stack=stack,
        commands=commands,
        framework=_framework(stack, dependencies, commands, tests),
        source=_source_folder(stack, sources),
        tests=_tests_folder(tests, sources),
        modules=_modules(sources),
        entry_points=_entry_points(sources, pyproject, package),
        files=files,
        dependencies=dependencies,
        notes=tuple(notes),
    )


def _is_source(path: str) -> bool:
    pure = PurePosixPath(path)
    if pure.suffix not in _SUFFIXES or _TEST.search(path) or pure.stem.endswith("config"):
        return False
    return not any(part in _TEST_FOLDERS or part == "e2e" for part in pure.parts[:-1])


def _read(root: Root, name: str) -> str:
    try:
        return root.read(name).decode("utf-8")
    except (Unreadable, UnicodeDecodeError):
        return ""


def _json(root: Root, name: str, files: frozenset[str], notes: list[str]) -> _Table:
    if name not in files:
        return {}
    try:
        found = json.loads(_read(root, name))
    except (ValueError, RecursionError):
        notes.append(f"{name} could not be read as JSON.")
        return {}
    return _table(found)


def _toml(root: Root, name: str, files: frozenset[str], notes: list[str]) -> _Table:
    if name not in files:
        return {}
    try:
        return tomllib.loads(_read(root, name))
    except (tomllib.TOMLDecodeError, RecursionError):
        notes.append(f"{name} could not be read as TOML.")
        return {}


def _table(value: object) -> _Table:
    return cast(_Table, value) if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in cast(list[object], value) if isinstance(item, str)] if isinstance(value, list) else []


def _npm(package: _Table) -> Iterable[str]:
    for key in ("dependencies", "devDependencies", "peerDependencies"):
        yield from (name.lower() for name in _table(package.get(key)))


def _python(pyproject: _Table) -> Iterable[str]:
    project = _table(pyproject.get("project"))
    lines = _strings(project.get("dependencies"))
    for group in (_table(project.get("optional-dependencies")), _table(pyproject.get("dependency-groups"))):
        for value in group.values():
            lines += _strings(value)
    poetry = _table(_table(pyproject.get("tool")).get("poetry"))
    lines += list(_table(poetry.get("dependencies")))
    for group in _table(poetry.get("group")).values():
        lines += list(_table(_table(group).get("dependencies")))
    yield from _names(lines)


def _requirements(root: Root, files: frozenset[str]) -> Iterable[str]:
    for path in sorted(files):
        if re.fullmatch(r"requirements[\w.-]*\.txt", path):
            yield from _names(_read(root, path).splitlines())


def _names(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        found = _REQUIREMENT.match(line)
        if found:
            yield found[1].lower().replace("_", "-")


def _stack(files: Iterable[str]) -> Stack | None:
    counts: Counter[Stack] = Counter()
    for path in files:
        stack = _SUFFIXES.get(PurePosixPath(path).suffix)
        # A configuration file of a tool says little about the language.
        if stack and not PurePosixPath(path).stem.endswith("config"):
            counts[stack] += 1
    return max(counts, key=lambda stack: (counts[stack], stack)) if counts else None


def _commands(constitution: Constitution, package: _Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in _KINDS:
        declared = constitution.command_for(kind)
        if declared:
            found[kind] = declared.command
    scripts = _table(package.get("scripts"))
    for kind in _KINDS:
        if kind in scripts:
            found.setdefault(kind, "npm test" if kind == "test" else f"npm run {kind}")
    return found


def _framework(stack: Stack | None, dependencies: frozenset[str], commands: dict[str, str], tests: list[str]) -> str:
    run = commands.get("test", "")
    for name in _FRAMEWORKS:
        if (name in dependencies and (name != "pytest" or stack == "python")) or name in run.split():
            return "playwright" if name == "@playwright/test" else name
    if "node --test" in run:
        return "node:test"
    if "unittest" in run:
        return "unittest"
    return "pytest" if stack == "python" and tests else ""


def _source_folder(stack: Stack | None, sources: list[str]) -> str:
    """Where most source stands: the package for Python, the top folder for the rest."""
    depth = {"python": 1}.get(stack or "", 0)
    counts: Counter[str] = Counter()
    for path in sources:
        parts = PurePosixPath(path).parts[:-1]
        keep = depth + 1 if parts[:1] == ("src",) else 1
        counts["/".join(parts[:keep])] += 1
    for folder in ("scripts", "docs", "benchmarks"):
        counts.pop(folder, None)
    return max(sorted(counts), key=lambda folder: counts[folder]) if counts else ""


def _tests_folder(tests: list[str], sources: list[str]) -> str:
    tops = Counter(PurePosixPath(path).parts[0] for path in tests if "/" in path)
    own = [top for top in _TEST_FOLDERS if top in tops]
    if own or not tests:
        return max(own, key=lambda top: tops[top]) if own else "tests"
    folders = Counter(str(PurePosixPath(path).parent) for path in tests)
    homes = {str(PurePosixPath(path).parent) for path in sources}
    beside = sum(count for folder, count in folders.items() if folder in homes)
    if beside > len(tests) / 2:
        return "beside"
    return max(sorted(tops), key=lambda top: tops[top]) if tops else "."


def _modules(sources: list[str]) -> tuple[Module, ...]:
    counts: Counter[str] = Counter()
    for path in sources:
        parts = PurePosixPath(path).parts[:-1]
        folder = "/".join(parts[:3] if parts[:1] == ("src",) else parts[:2])
        counts[folder or "."] += 1
    return tuple(Module(folder, counts[folder]) for folder in sorted(counts))


def _entry_points(sources: list[str], pyproject: _Table, package: _Table) -> tuple[str, ...]:
    found = [path for path in sorted(sources) if PurePosixPath(path).name in _ENTRIES]
    scripts = _table(_table(pyproject.get("project")).get("scripts"))
    found += [f"{name} = {target}" for name, target in scripts.items() if isinstance(target, str)]
    binaries = package.get("bin")
    if isinstance(binaries, str):
        found.append(binaries)
    found += [target for target in _table(binaries).values() if isinstance(target, str)]
    return tuple(dict.fromkeys(found))
