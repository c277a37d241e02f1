"""Modules marked `torch` are left out, with a reason, where torch is not installed; in CI that is a failure."""

import os
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

_MISSING = [name for name in ("torch", "transformers", "peft", "accelerate") if find_spec(name) is None]


class _Without(pytest.Module):
    """A module that cannot be imported here."""

    def _getobj(self) -> ModuleType:
        reason = f"{', '.join(_MISSING)} not installed: pip install '.[finetune]'"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            raise self.CollectError(f"missing in CI: {reason}")
        pytest.skip(reason, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Its imports would fail before any mark could be read, so the mark is looked for in the text."""
    if _MISSING and "pytestmark = pytest.mark.torch" in module_path.read_text(encoding="utf-8"):
        return _Without.from_parent(parent, path=module_path)
    return None
