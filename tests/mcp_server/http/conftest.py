"""One server for all tests that leave it as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mcp_server.http.serving import Served, serving

FILES = {"CLAUDE.md": "- Functions are at most 2 lines long\n", "a.py": "def f():\n    a = 1\n    return a\n"}


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one finding."""
    root = tmp_path_factory.mktemp("served")
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def served(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that the tests of single requests share."""
    with serving(project, tmp_path_factory.mktemp("log") / "stderr") as running:
        yield running
