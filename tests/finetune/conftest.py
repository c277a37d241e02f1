"""Modules whose libraries are not installed are left out, with a reason.

Without torch that is a failure in CI. Without llama-cpp-python it is not: `make test` runs the tests marked `local`
last, when it is compiled, and fails by itself where it cannot be.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

_NO_LLAMA = find_spec("llama_cpp") is None
_MISSING = [name for name in ("torch", "transformers", "peft", "accelerate") if find_spec(name) is None]


class _Without(pytest.Module):
    """A module that cannot be imported here."""

    def _getobj(self) -> ModuleType:
        reason = f"{', '.join(_MISSING)} not installed: pip install '.[finetune]'"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            raise self.CollectError(f"missing in CI: {reason}")
        pytest.skip(reason, allow_module_level=True)


class _WithoutLlama(pytest.Module):
    """A module that cannot be imported yet."""

    def _getobj(self) -> ModuleType:
        pytest.skip("llama-cpp-python not installed: .venv/bin/python -m tests.llama install", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Its imports would fail before any mark could be read, so the mark is looked for in the text."""
    text = module_path.read_text(encoding="utf-8") if _MISSING or _NO_LLAMA else ""
    if _MISSING and ("pytestmark = pytest.mark.torch" in text or "pytestmark = [pytest.mark.torch" in text):
        return _Without.from_parent(parent, path=module_path)
    if _NO_LLAMA and "pytest.mark.local]" in text:
        return _WithoutLlama.from_parent(parent, path=module_path)
    return None
