"""The rating page hides who said what, and `rate` brings it together with the key."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finetune.__main__ import main

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module", name="made")
def page_and_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rating")
    words = ["--model", "wise-model=oracle", "--model", "vain-model=flatterer"]
    assert main(["evaluate", *words, "--limit", "30", "--out", str(folder)]) == 0
    return folder


def data(folder: Path) -> dict[str, Any]:
    (found,) = DATA.findall((folder / "rating.html").read_text(encoding="utf-8"))
    return json.loads(found)


def saved(made: Path, folder: Path, rater: str, choose: Callable[[dict[str, Any]], str], **more: object) -> str:
    page = data(made)
    ratings = {item["id"]: choose(item) for item in page["items"]}
    file = folder / f"{rater}.json"
    file.write_text(json.dumps({"page": page["page"], "rater": rater, "ratings": ratings, **more}), encoding="utf-8")
    return str(file)


def without_praise(item: dict[str, Any]) -> str:
    return "B" if "Great work" in item["A"] else "A"


def test_the_page_names_nobody_and_puts_each_now_left_now_right(made: Path) -> None:
    text = (made / "rating.html").read_text(encoding="utf-8")
    assert "wise-model" not in text and "vain-model" not in text and "oracle" not in text
    sides = {without_praise(item) for item in data(made)["items"]}
    assert sides == {"A", "B"} and len(data(made)["items"]) >= 8
    assert "default-src 'none'" in text and "http://" not in text and "https://" not in text


def test_two_raters_give_wins_with_intervals_and_how_far_they_agree(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(data(made)["items"])
    first = saved(made, tmp_path, "ana", without_praise)
    numbers = iter(range(count))
    second = saved(made, tmp_path, "bo", lambda item: without_praise(item) if next(numbers) else "same")
    assert main(["rate", first, second, "--key", str(made / "rating-key.json")]) == 0
    said = capsys.readouterr().out
    assert f"{2 * count} ratings by 2, 1 of them without a difference" in said
    assert f"wise-model: {2 * count - 1} wins, 100.0 % of those decided" in said and "vain-model: 0 wins" in said
    assert re.search(rf"ana and bo: kappa 0\.00, over {count} items", said)


def test_a_single_rater_is_told_to_find_a_second(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rate", saved(made, tmp_path, "ana", without_praise), "--key", str(made / "rating-key.json")]) == 0
    assert "have a second one rate" in capsys.readouterr().out


def test_ratings_of_another_page_or_twice_by_one_person_are_refused(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = ["--key", str(made / "rating-key.json")]
    first = saved(made, tmp_path, "ana", without_praise)
    assert main(["rate", first, first, *key]) == 2
    assert "one rater has two files" in capsys.readouterr().err
    assert main(["rate", saved(made, tmp_path, "cy", without_praise, page="another"), *key]) == 2
    assert "from another page" in capsys.readouterr().err
    assert main(["rate", saved(made, tmp_path, "di", lambda _: "C"), *key]) == 2
    assert main(["rate", first]) == 2
    assert "--key" in capsys.readouterr().err
