"""What the host's python3 runs before anything is installed needs nothing but that python3, from 3.9 on.

ruff and pyright hold the same files to 3.9 by their own lights (pyproject.toml).
"""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "mcp_server"
FIRST = [
    *sorted((PACKAGE / "launcher").glob("*.py")),
    *sorted((PACKAGE / "hooks").glob("*.py")),
    *(PACKAGE / f"{name}.py" for name in ("__init__", "dispatch")),
]
OURS = ("mcp_server.launcher", "mcp_server.hooks", "mcp_server.dispatch")


@pytest.mark.parametrize("path", FIRST, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_parses_as_python_3_9_and_imports_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            names = [node.module or ""]
        for name in names:
            assert name.startswith(OURS) or name.partition(".")[0] in sys.stdlib_module_names, name
