"""The MCP Inspector's command line against the product: a client by other people, over both transports and eras."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.tools import TOOL_CONTRACTS
from tests import npm
from tests.mcp_server.http.serving import Served, serving

HERE = Path(__file__).resolve().parent
PROOF = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
ERAS = ("legacy", "modern")
TRANSPORTS = ("stdio", "http")
RUN_S = 120
IS_ERROR, AUTHORISATION = 5, 3


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one finding."""
    root = tmp_path_factory.mktemp("inspected")
    (root / "CLAUDE.md").write_text("- Functions are at most 2 lines long\n", encoding="utf-8")
    (root / "a.py").write_text("def f():\n    a = 1\n    return a\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def served(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product over HTTP."""
    with serving(project, tmp_path_factory.mktemp("log") / "stderr") as running:
        yield running


@dataclass(frozen=True)
class Inspector:
    """The pinned Inspector, and the two ways to the product."""

    script: Path
    project: Path
    served: Served
    home: Path

    def target(self, transport: str) -> list[str]:
        """What names the product on the command line."""
        if transport == "stdio":
            return [sys.executable, "-m", "mcp_server", "serve", "--root", str(self.project)]
        return [self.served.url, "--header", f"Authorization: Bearer {self.served.token}"]

    def run(self, target: list[str], *options: str) -> subprocess.CompletedProcess[str]:
        """One bounded run; its home is its own."""
        node = npm.node_of_the_wheel()
        command = [str(node), str(self.script), "--cli", "-q", "--format", "json"]
        return subprocess.run(
            [*command, *target, "--stored-auth-only", *options],
            cwd=Path(__file__).parents[2],
            env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=RUN_S,
            check=False,
        )


@pytest.fixture
def inspector(npm_installed: Callable[..., Path], project: Path, served: Served, tmp_path: Path) -> Inspector:
    """The Inspector, installed once for all runs."""
    return Inspector(npm_installed("inspector", HERE, PROOF) / PROOF, project, served, tmp_path)


def result_of(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The document on standard output."""
    document = json.loads(run.stdout)
    return document.get("result", document)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_tools_are_listed_and_their_schemas_are_portable(inspector: Inspector, transport: str, era: str) -> None:
    run = inspector.run(inspector.target(transport), "--protocol-era", era, "--method", "tools/list", "--strict")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert [tool["name"] for tool in result_of(run)["tools"]] == [contract.name for contract in TOOL_CONTRACTS]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_review_is_called_with_arguments(inspector: Inspector, transport: str, era: str) -> None:
    call = ["--method", "tools/call", "--tool-name", "review_code", "--tool-args-json", '{"scope": "all"}']
    run = inspector.run(inspector.target(transport), "--protocol-era", era, *call)
    assert run.returncode == 0, run.stderr
    assert "`a.py:1`" in result_of(run)["content"][0]["text"]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_an_error_of_a_tool_is_seen_as_one(inspector: Inspector, transport: str) -> None:
    call = ["--method", "tools/call", "--tool-name", "review_code", "--tool-args-json", '{"path": "missing.py"}']
    run = inspector.run(inspector.target(transport), "--protocol-era", "modern", *call)
    assert run.returncode == IS_ERROR, run.stderr
    assert "missing.py" in run.stdout + run.stderr


@pytest.mark.parametrize("headers", [[], ["--header", "Authorization: Bearer wrong"]], ids=["none", "wrong"])
@pytest.mark.parametrize("era", ERAS)
def test_without_the_token_it_is_told_to_authorise(inspector: Inspector, era: str, headers: list[str]) -> None:
    run = inspector.run([inspector.served.url, *headers], "--protocol-era", era, "--method", "tools/list")
    assert run.returncode == AUTHORISATION, run.stderr


def test_the_lock_file_pins_exactly_and_names_no_registry() -> None:
    assert npm.problems_of_pins(HERE) == []
