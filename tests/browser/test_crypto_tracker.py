"""The finished crypto-tracker in Chromium: how it looks, that it comes back, and that nothing queues up.

Its own practice feed sends; a real exchange is not asked. Pictures lie among the artefacts.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.browser.browser import DESKTOP, SCREENS, Browser, View

EXEMPLAR = Path(__file__).resolve().parents[2] / "curriculum/crypto-tracker/.meta/exemplar"
VITE = "node_modules/vite/bin/vite.js"
LISTENS = re.compile(r"http://127\.0\.0\.1:\d+/")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
PER_SECOND = 50
COINS = 5
UNTIL = """
const until = async (what, holds) => {
  for (const end = Date.now() + 30000; Date.now() < end; await new Promise((go) => setTimeout(go, 50)))
    if (holds()) return;
  throw new Error(`did not come: ${what}`);
};
const status = () => document.querySelector("output").textContent;
"""
BUY = (
    UNTIL
    + """
for (const [symbol, quantity, paid] of [["BTCUSDT", "0.25", "61250.5"], ["ETHUSDT", "4", "3610"]]) {
  const form = document.querySelector("form");
  form.symbol.value = symbol;
  form.quantity.value = quantity;
  form.paid.value = paid;
  form.requestSubmit();
}
await until("five prices", () => !document.body.textContent.includes("no price yet"));
await until("two positions", () => document.querySelectorAll("tfoot").length === 1);
return [...document.querySelectorAll("tfoot th, tfoot td")].map((cell) => cell.textContent);
"""
)
SAMPLE = (
    UNTIL
    + """
await until("live", () => status() === "Live");
const begin = performance.now();
const before = cryptoTracker.stats().received;
const samples = [];
while (performance.now() - begin < 10000) {
  await new Promise((go) => setTimeout(go, 100));
  const { received, waiting, frames, refused } = cryptoTracker.stats();
  samples.push({ ms: performance.now() - begin, received: received - before, waiting, frames, refused });
}
return samples;
"""
)
COME_BACK = (
    UNTIL
    + """
await until("live", () => status() === "Live");
await until("lost", () => status().startsWith("Connection lost"));
await until("live again", () => status() === "Live");
return status();
"""
)


@pytest.fixture(scope="module")
def page(npm_installed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the built page, which its own server answers together with the practice feed."""
    packages = npm_installed("crypto-tracker", EXEMPLAR, VITE)
    place = tmp_path_factory.mktemp("crypto") / "tracker"
    shutil.copytree(EXEMPLAR, place)
    os.symlink(packages / "node_modules", place / "node_modules")
    vite = [str(npm.node_of_the_wheel()), VITE]
    subprocess.run([*vite, "build"], cwd=place, capture_output=True, timeout=120, check=True)
    serve = [*vite, "preview", "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(serve, cwd=place, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        found = next((said for line in server.stdout if (said := LISTENS.search(COLOURS.sub("", line)))), None)
        assert found is not None, "the server ended and named no address"
        try:
            yield found[0]
        finally:
            server.kill()


def test_the_page_is_fit_for_phone_and_desktop_in_light_and_dark(page: str, browser: Browser) -> None:
    views = [View(screen.name, screen.width, screen.height, screen.scheme, script=BUY) for screen in SCREENS]
    for seen in browser.look(page, views, "crypto-tracker").values():
        assert all(request.startswith(page) for request in seen.requests), seen.requests
        assert {kind: found for kind, found in seen.faults.items() if kind != "requests"} == {}, seen.name
        assert seen.answer[0] == "Total"
        assert seen.answer[1].endswith("(29,752.63)")


def test_fifty_messages_a_second_leave_no_queue(page: str, browser: Browser) -> None:
    view = View("rate", *DESKTOP, axe=False, script=SAMPLE)
    (seen,) = browser.look(f"{page}?diagnostics", [view], "crypto-tracker").values()
    samples = seen.answer
    assert samples[-1]["ms"] >= 10_000
    # What waits for a frame has an end; what the browser itself holds back would be missing from what was received.
    assert max(one["waiting"] for one in samples) <= COINS
    missing = [one["ms"] * PER_SECOND / 1000 - one["received"] for one in samples]
    assert missing[-1] <= PER_SECOND, "a second of messages or more is on its way"
    assert samples[-1]["refused"] == 0
    assert samples[-1]["frames"] > samples[0]["frames"]


def test_a_page_whose_feed_drops_comes_back(page: str, browser: Browser) -> None:
    view = View("drop", *DESKTOP, axe=False, picture=False, script=COME_BACK)
    (seen,) = browser.look(f"{page}?fault=drop", [view], "crypto-tracker").values()
    assert (seen.answer, seen.console) == ("Live", [])


def test_the_pins_name_exact_versions_and_no_place() -> None:
    assert npm.problems_of_pins(EXEMPLAR) == []
