"""Chromium as the tests of web pages share it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.browser import HERE, OVERRIDE, PROOF, Browser, find_chromium


@pytest.fixture(scope="session")
def browser(
    npm_installed: Callable[..., Path], require_part: Callable[[object, str], None], pytestconfig: pytest.Config
) -> Browser:
    """A real browser; its pictures go to `TEST_ARTEFACTS`, else to `.artefacts` of the checkout."""
    chromium = find_chromium()
    require_part(chromium, f"Chromium is missing: install it, or name it in {OVERRIDE}")
    assert chromium is not None
    packages = npm_installed("browser", HERE, PROOF)
    artefacts = Path(os.environ.get("TEST_ARTEFACTS") or pytestconfig.rootpath / ".artefacts") / "browser"
    artefacts.mkdir(parents=True, exist_ok=True)
    return Browser(chromium, packages, artefacts)
