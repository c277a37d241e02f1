"""A page seen by Chromium, driven by look.mjs: what it logs, asks for, and measures in each view.

Chromium is the system's, so that nothing is downloaded beside the package manager; `PLAYWRIGHT_CHROMIUM` names another.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests import npm

HERE = Path(__file__).resolve().parent
LOOK = HERE / "look.mjs"
PROOF = "node_modules/playwright-core/package.json"
OVERRIDE = "PLAYWRIGHT_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = tuple(f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Chromium", "Google Chrome"))
LOOK_S = 120
# CSS pixels: text that is read without zooming, and what a thumb hits.
LEAST = {"text": 14, "target": 44}


@dataclass(frozen=True)
class View:
    """One way to look at a page.

    Attributes:
        media: `print`, or nothing for a screen.
        open: whether everything that is closed is opened before it is measured.
        text_scale: the reader's font size in percent.
        keyboard: whether to go through it by Tab.
        prune: whether axe is spared what is closed; for pages of thousands of elements.
        picture: whether a screenshot is kept.
        script: the body of an async function that the page runs first; what it returns is the answer.
    """

    name: str
    width: int
    height: int
    scheme: str = "light"
    media: str = ""
    axe: bool = True
    open: bool = False
    text_scale: int = 0
    keyboard: bool = False
    pdf: bool = False
    prune: bool = False
    picture: bool = True
    script: str = ""

    def asked(self, shot: Path) -> dict[str, Any]:
        """As look.mjs reads it."""
        plain = asdict(self)
        plain["textScale"] = plain.pop("text_scale")
        return {**plain, "shot": str(shot)}


PHONE = (360, 740)
DESKTOP = (1280, 800)
SCREENS = tuple(
    View(f"{name}-{scheme}", *size, scheme)
    for name, size in (("phone", PHONE), ("desktop", DESKTOP))
    for scheme in ("light", "dark")
)


@dataclass(frozen=True)
class Seen:
    """What one view of a page came to; every list but `stops` names faults."""

    name: str
    facts: Mapping[str, Any]
    console: list[str]
    requests: list[str]
    dialogs: list[str]
    axe: list[str]
    wide: list[str]
    small_text: list[str]
    small_targets: list[str]
    stops: list[dict[str, Any]] = field(default_factory=list)
    toggled: Mapping[str, bool] | None = None
    pdf_bytes: int = 0
    answer: Any = None

    @property
    def faults(self) -> dict[str, list[str]]:
        """By kind, without those that have none."""
        kinds = {
            "console": self.console,
            "requests": self.requests,
            "dialogs": self.dialogs,
            "axe": self.axe,
            "wide": self.wide,
            "small text": self.small_text,
            "small targets": self.small_targets,
        }
        return {kind: found for kind, found in kinds.items() if found}


@dataclass(frozen=True)
class Browser:
    """Chromium and what drives it, and where its screenshots go."""

    chromium: str
    packages: Path
    artefacts: Path

    def look(self, page: Path | str, views: Iterable[View], name: str) -> dict[str, Seen]:
        """What the views of a page come to, by their names; pictures lie in `artefacts` as NAME-VIEW.png.

        Args:
            page: a file, or the address of a server on this machine.
        """
        views = list(views)
        asked = {
            "url": page if isinstance(page, str) else page.resolve().as_uri(),
            "chromium": self.chromium,
            "packages": str(self.packages),
            "least": LEAST,
            "views": [view.asked(self.artefacts / f"{name}-{view.name}") for view in views],
        }
        done = subprocess.run(
            [str(npm.node_of_the_wheel()), str(LOOK)],
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            timeout=LOOK_S,
            check=False,
        )
        assert done.returncode == 0, f"the browser could not look at {page}: {done.stderr[-2000:]}"
        found = json.loads(done.stdout)["views"]
        return {one["name"]: _seen(one) for one in found}


def _seen(one: Mapping[str, Any]) -> Seen:
    measured = one["measured"]
    return Seen(
        name=one["name"],
        facts=one["facts"],
        console=one["console"],
        requests=one["requests"],
        dialogs=one["dialogs"],
        axe=one["axe"],
        wide=measured["wide"],
        small_text=measured["smallText"],
        small_targets=measured["smallTargets"],
        stops=one.get("stops", []),
        toggled=one.get("toggled"),
        pdf_bytes=one.get("pdfBytes", 0),
        answer=one.get("answer"),
    )


def find_chromium() -> str | None:
    """The program, or None; the override counts even where it names nothing, for then it is what is wrong."""
    if named := os.environ.get(OVERRIDE):
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or next((path for path in ON_A_MAC if os.access(path, os.X_OK)), None)


if __name__ == "__main__":  # for the Makefile: whether there is one
    sys.exit(find_chromium() is None)
