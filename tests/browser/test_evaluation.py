"""The report of `python -m finetune evaluate` and its rating page in a real browser, on phone and desktop."""

from pathlib import Path

import pytest

from finetune.__main__ import main
from tests.browser.browser import DESKTOP, SCREENS, Browser, View


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    assert (
        main(["evaluate", "--model", "a=oracle", "--model", "b=flatterer", "--limit", "12", "--out", str(folder)]) == 0
    )
    return folder


@pytest.mark.parametrize("name", ["report.html", "rating.html"])
def test_every_view_is_free_of_faults(name: str, made: Path, browser: Browser) -> None:
    views = [view for view in SCREENS if view.name.endswith("light")]
    seen = browser.look(made / name, views, name.partition(".")[0])
    for view in seen.values():
        # What axe cannot decide is the contrast of words within a plot.
        decided = [fault for fault in view.axe if "(undecided)" not in fault]
        # A table or a plot scrolls in a box of its own; the page does not.
        wide = [fault for fault in view.wide if fault.startswith("the page")]
        assert not (decided or wide or view.faults.keys() - {"axe", "wide"}), (view.name, view.faults)


def test_a_rater_chooses_and_saves_what_they_chose(made: Path, browser: Browser) -> None:
    script = """
      const state = () => document.getElementById("state").textContent;
      const told = [state()];
      document.getElementById("save").click();
      told.push(state());
      for (const one of document.querySelectorAll("input[value=A]")) one.click();
      let link = "";
      HTMLAnchorElement.prototype.click = function () { link = `${this.download} ${decodeURIComponent(this.href)}`; };
      document.getElementById("rater").value = "Ana B.";
      document.getElementById("save").click();
      const saved = JSON.parse(link.slice(link.indexOf(",") + 1));
      return [...told, state(), link.split(" ")[0], saved.rater, new Set(Object.values(saved.ratings)).size];
    """
    view = View("asked", *DESKTOP, axe=False, picture=False, script=script)
    (seen,) = browser.look(made / "rating.html", [view], "rating").values()
    before, unnamed, after, file, rater, values = seen.answer
    count = before.split()[2]
    assert before == f"0 of {count} rated" and unnamed == "Write your name first."
    assert after == f"{count} of {count} rated" and (file, rater, values) == ("ratings-Ana-B-.json", "Ana B.", 1)
