"""Who may import whom: the tables are the architecture, and the test reads every import there is, in functions too.

Not covered: imports by a computed name, which is why only the modules in DISPATCHERS may make them.
"""

import ast
import graphlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES_AT_LEAST = 90  # raise it as the house grows: a walk that finds nothing must not pass

# Package -> the packages of this repository that it may import.
PACKAGES = {
    "teaching": {"teaching"},
    "mcp_server": {"mcp_server", "teaching"},
    "finetune": {"finetune", "teaching"},
}
OURS = {*PACKAGES, "tests", "benchmarks", "demo"}

# Inside teaching, bottom up: part -> the other parts that it may import.
_FOUNDATION = {"errors", "patterns", "assets", "program", "contracts", "repository", "documents", "roadmap", "markers"}
PARTS = {
    "errors": set[str](),
    "patterns": set[str](),
    "assets": {"errors"},
    "program": set[str](),
    "contracts": {"errors", "assets"},
    "repository": {"errors", "assets", "contracts"},
    "documents": {"errors", "patterns", "assets", "contracts", "repository"},
    "roadmap": {"errors", "program", "repository"},
    "markers": {"contracts", "repository"},
    "modes": {"errors", "contracts", "repository", "documents"},
    "routing": set[str](),
    "prompts": _FOUNDATION,
    "costs": _FOUNDATION,
    "models": {*_FOUNDATION, "prompts", "costs"},
    "review": {*_FOUNDATION, "models", "modes", "prompts"},
    "commands": {*_FOUNDATION, "review"},
    "guard": {
        *("errors", "program", "contracts", "repository", "documents"),
        *("markers", "modes", "exemplars", "learning"),
    },
    "components": {"errors", "contracts"},
    "planning": {*_FOUNDATION, "components"},
    "verification": {*_FOUNDATION, "guard"},
    "evidence": {*_FOUNDATION, "verification"},
    "templates": {*_FOUNDATION, "verification"},
    "scaffolds": {
        *(*_FOUNDATION, "components", "planning", "exemplars", "hollowing", "verification", "review", "templates"),
    },
    "learning": {"errors", "contracts", "repository", "markers"},
    "exemplars": {"errors", "contracts", "assets", "repository", "markers"},
    "hollowing": {*_FOUNDATION, "guard", "exemplars", "verification", "learning"},
    "tasks": {*_FOUNDATION, "modes", "learning", "verification", "evidence", "planning"},
    "hints": {
        *(*_FOUNDATION, "models", "prompts", "modes", "learning", "guard", "exemplars", "hollowing", "verification"),
        *("evidence", "tasks", "scaffolds", "review"),
    },
    "standing": {*_FOUNDATION, "modes", "learning", "guard", "verification", "evidence", "tasks"},
    "curriculum": {
        *(*_FOUNDATION, "modes", "learning", "guard", "exemplars", "hollowing", "verification", "evidence", "tasks"),
        *("standing", "review"),
    },
    "mentor": {*_FOUNDATION, "modes", "models", "prompts", "routing", "learning", "guard", "review"},
}

# Somebody else's package -> the only places of ours that may import it.
DOORS = {
    "mcp": {"mcp_server"},
    "mcp_types": {"mcp_server"},
    "anthropic": {"teaching.models"},
    "llama_cpp": {"teaching.models.local.llama", "finetune.llama"},
    "numpy": {"teaching.models.local.llama", "finetune"},
    "torch": {"finetune"},
    "transformers": {"finetune"},
    "peft": {"finetune"},
    "bitsandbytes": {"finetune"},
    "accelerate": {"finetune"},
    "safetensors": {"finetune"},
    "datasets": {"finetune"},
    "trl": {"finetune"},
}

# A program that is run as a process of its own -> what it may import beyond its package, for nobody imports it.
PROGRAMS = {
    "finetune.generate.kinds.tool_calling": {"mcp", "mcp_types", "mcp_server"},  # calls our server's tools in memory
    "finetune.generate.kinds.tool_probing": {"mcp", "mcp_types"},  # and those of the servers in examples
}

# Module -> why it may import inside a function.
LATE_IMPORTS: dict[str, str] = {
    "teaching.guard": "whoever starts needs `visible`; what compares a reply with solutions loads with the first reply",
}

# Module -> why it may import by a computed name.
DISPATCHERS = {
    "mcp_server.dispatch": "loads the one module that a call needs, so that the server answers at once",
    "teaching.models.anthropic_api": "the SDK takes two seconds to import, and few replies ask Claude",
    "teaching.models.local.llama": "llama_cpp and numpy are there only with the extra `local`",
    "finetune.llama": "llama_cpp is compiled last, and types are the same with and without it",
    "finetune.stages": "loads a stage when it runs, so that help and plan need no torch",
}


@dataclass(frozen=True)
class Import:
    """One imported name, as written at one place."""

    line: int
    target: str
    late: bool


def module_of(path: str) -> str:
    """`teaching/review/__init__.py` is `teaching.review`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def within(module: str, places: set[str]) -> bool:
    """Whether a module is one of the places or inside one."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def absolute(path: str, node: ast.ImportFrom) -> str:
    """The dotted name that a `from … import` takes from."""
    if not node.level:
        return node.module or ""
    here = path.removesuffix(".py").split("/")[: -node.level]
    return ".".join([*here, node.module] if node.module else here)


def imports_of(path: str, tree: ast.AST, modules: set[str]) -> Iterator[Import]:
    """Every import of a file, wherever it stands; `from p import m` is `p.m` when that is a module or a part."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, late = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name, late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(path, node)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                known = inner in modules or (source == "teaching" and alias.name in PARTS)
                yield Import(node.lineno, inner if known else source, late)
        late = late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        waiting.extend((child, late) for child in ast.iter_child_nodes(node))


def dynamic_imports_of(tree: ast.AST) -> Iterator[int]:
    """The lines that import by a computed name, called or merely handed on."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
                if name in {"import_module", "__import__", "run_module", "run_path"}:
                    yield node.lineno
            case _:
                pass


def objection(module: str, target: str) -> str | None:
    """What the tables have against this import; None when it is fine."""
    top, _, rest = target.partition(".")
    if target in PROGRAMS:
        return "it is a program"
    if top in PROGRAMS.get(module, set[str]()):
        return None
    if top in DOORS:
        allowed = sorted(DOORS[top])
        return None if within(module, DOORS[top]) else f"only {', '.join(allowed)} may"
    if top not in OURS:
        return None
    own = module.partition(".")[0]
    if top not in PACKAGES[own]:
        return f"{own} may import {', '.join(sorted(PACKAGES[own]))} only"
    if own == top == "teaching":
        mine, theirs = module.split(".")[1:2], rest.split(".")[:1]
        return part_objection(mine[0] if mine else "", theirs[0])
    return None


def part_objection(mine: str, theirs: str) -> str | None:
    """What the table of teaching's parts has against this import."""
    unknown = [part for part in (mine, theirs) if part and part not in PARTS]
    if unknown:
        return f"{unknown[0]} is not in the table of teaching's parts"
    if not theirs or mine == theirs or theirs in PARTS.get(mine, set()):
        return None
    return f"teaching.{mine} stands below it" if mine else "the package itself imports nothing"


def problems(sources: Mapping[str, str]) -> list[str]:
    """Everything that the tables forbid in these files (path -> text), sorted."""
    modules = {module_of(path) for path in sources}
    found: set[str] = set()
    graph: dict[str, set[str]] = {}
    for path, text in sources.items():
        module, tree = module_of(path), ast.parse(text, path)
        edges = graph.setdefault(module, set())
        for item in imports_of(path, tree, modules):
            if reason := objection(module, item.target):
                found.add(f"{path}:{item.line}: imports {item.target}: {reason}")
            if item.late and module not in LATE_IMPORTS:
                found.add(f"{path}:{item.line}: imports {item.target} inside a function")
            if item.target in modules - {module}:
                edges.add(item.target)
        if module not in DISPATCHERS:
            found.update(f"{path}:{line}: imports by a computed name" for line in dynamic_imports_of(tree))
    return sorted(found) + cycles(graph)


def cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """The first import cycle, as one line; empty when there is none."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return [f"import cycle: {' <- '.join(error.args[1])}"]
    return []


def house() -> dict[str, str]:
    """The text of every module of the three packages."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def test_nobody_imports_what_the_tables_forbid() -> None:
    sources = house()
    assert len(sources) >= MODULES_AT_LEAST
    assert {path.split("/")[0] for path in sources} == set(PACKAGES)
    assert problems(sources) == []


def test_every_part_of_teaching_is_in_the_table() -> None:
    modules = {module_of(path) for path in house() if path.startswith("teaching/")} - {"teaching"}
    assert {module.split(".")[1] for module in modules} <= set(PARTS)


def test_no_exception_outlives_its_use() -> None:
    sources = house()
    for module in LATE_IMPORTS:
        path = next(path for path in sources if module_of(path) == module)
        assert any(item.late for item in imports_of(path, ast.parse(sources[path]), set())), (
            f"{module} no longer imports inside a function: take it out of LATE_IMPORTS"
        )


FORBIDDEN = {
    "a server that trains": ("mcp_server/x.py", "import finetune.train", "imports finetune.train"),
    "training that serves": ("finetune/x.py", "from mcp_server import cli", "imports mcp_server"),
    "a domain that serves": ("teaching/review/x.py", "from mcp_server.server import build", "teaching may import"),
    "a domain that knows MCP": ("teaching/review/x.py", "from mcp.server import Server", "only mcp_server may"),
    "a domain that knows MCP's types": ("teaching/contracts/x.py", "import mcp_types", "only mcp_server may"),
    "a program that is imported": (
        "finetune/x.py",
        "from finetune.generate.kinds.tool_calling import main",
        "is a program",
    ),
    "training over MCP": ("finetune/x.py", "import mcp", "only mcp_server may"),
    "torch in the domain": ("teaching/models/x.py", "import torch.nn as nn", "only finetune may"),
    "torch in the server": ("mcp_server/x.py", "import torch", "only finetune may"),
    "a second door to llama": ("finetune/export.py", "import llama_cpp", "teaching.models.local.llama may"),
    "a second door to Claude": ("mcp_server/x.py", "from anthropic import Anthropic", "only teaching.models may"),
    "an upward step": ("teaching/documents/x.py", "from teaching.review import run", "teaching.documents stands"),
    "an upward step by package": ("teaching/documents/x.py", "from teaching import review", "stands below"),
    "an upward relative step": ("teaching/documents/x.py", "from ..review import run", "stands below"),
    "a relative step from a package": ("teaching/review/__init__.py", "from ..guard import f", "stands below"),
    "a step from prompts to models": ("teaching/prompts/x.py", "from teaching.models import words", "stands below"),
    "a guard that reviews": ("teaching/guard.py", "import teaching.review", "stands below"),
    "an eager package": ("teaching/__init__.py", "from teaching import errors", "the package itself"),
    "a part without a place": ("teaching/misc/x.py", "import teaching.errors", "misc is not in the table"),
    "a product that needs its tests": ("teaching/guard.py", "import tests.conftest", "teaching may import"),
    "an import in a function": ("finetune/x.py", "def f():\n    import json", "x.py:2: imports json inside"),
    "an import in a method": ("finetune/x.py", "class A:\n  async def f(s):\n    import os", "inside a function"),
    "a forbidden import in a function": ("teaching/guard.py", "def f():\n    import torch", "only finetune may"),
    "a forbidden import behind a check": (
        "teaching/guard.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch",
        "guard.py:3: imports torch",
    ),
    "a computed import": ("teaching/guard.py", "import importlib\nimportlib.import_module('x')", "computed name"),
    "a computed import by name": (
        "teaching/guard.py",
        "from importlib import import_module as load\nload('x')",
        "computed name",
    ),
    "the oldest computed import": ("teaching/guard.py", "__import__('x')", "computed name"),
    "a passed-on computed import": ("finetune/x.py", "import importlib\nload = importlib.import_module", "computed"),
}


@pytest.mark.parametrize(("path", "source", "message"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_forbidden_import_is_reported(path: str, source: str, message: str) -> None:
    found = problems({path: source})
    assert any(message in line for line in found), found


ALLOWED = {
    "the server over the domain": ("mcp_server/x.py", "import mcp\nfrom teaching.review import run"),
    "training over the domain": ("finetune/x.py", "import torch\nfrom teaching.prompts import chat"),
    "the domain downwards": ("teaching/review/x.py", "from teaching import documents, models\nfrom . import y"),
    "the door to llama": ("teaching/models/local/llama.py", "import llama_cpp"),
    "the second door to llama": ("finetune/llama.py", "import llama_cpp"),
    "the dispatcher": ("mcp_server/dispatch.py", "import importlib\nimportlib.import_module('json')"),
    "a name that only begins alike": ("teaching/guard.py", "import mcpx\nimport torchlike\nimport testsuite"),
    "the version of the package": ("teaching/guard.py", "from teaching import __version__"),
}


@pytest.mark.parametrize(("path", "source"), ALLOWED.values(), ids=ALLOWED)
def test_an_allowed_import_is_not_reported(path: str, source: str) -> None:
    assert problems({path: source}) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"finetune/a.py": "from finetune import b", "finetune/b.py": "import finetune.a"},
        {"finetune/a.py": "from . import b", "finetune/b.py": "from .c import f", "finetune/c.py": "from .a import g"},
        {"finetune/__init__.py": "from finetune.a import f", "finetune/a.py": "from finetune import g"},
    ],
)
def test_an_import_cycle_is_reported(sources: dict[str, str]) -> None:
    assert problems(sources)[-1].startswith("import cycle: finetune")
