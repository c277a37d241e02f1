"""What people chose on the page of `blind.py`: wins with their intervals, and how far each two raters agree."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from finetune.evaluate.intervals import Interval, kappa, wilson
from teaching.errors import BadInputError
from teaching.repository.files import printable

KEY: Final = "rating-key.json"
_SAME: Final = "same"
T = TypeVar("T", bound=BaseModel)


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(_Record):
    """Who said what.

    Attributes:
        page: which page it opens.
        models: both, by name.
        a: the model whose answer stands as A, for each item.
    """

    page: str
    models: tuple[str, str]
    a: dict[str, str]


class Ratings(_Record):
    """What one person chose: `A`, `B` or `same` for each item."""

    page: str
    rater: str
    ratings: dict[str, str]


def rate(given: Sequence[Path], key: Path | None = None) -> str:
    """What the ratings in these files say, in words.

    Args:
        key: `rating-key.json` as it lay beside the page; without one it is looked for beside the first file.

    Raises:
        BadInputError: a file cannot be read or belongs to another page.
    """
    opened = _read(key or given[0].parent / KEY, Key, f"pass the {KEY} of its page with --key")
    every = [_read(file, Ratings, "save it from the page again") for file in given]
    for file, one in zip(given, every, strict=True):
        wrong = set(one.ratings) - set(opened.a)
        if one.page != opened.page or wrong or not set(one.ratings.values()) <= {"A", "B", _SAME}:
            raise BadInputError(f"{file} was saved from another page than {KEY} belongs to: pass its own with --key")
    named = [one.rater for one in every]
    if len(set(named)) < len(named):
        raise BadInputError("one rater has two files: pass one file for each person")
    return "\n".join(_told(opened, every))


def summary(key: Key, every: Sequence[Ratings]) -> dict[str, Any]:
    """Wins of each model, ties, and how far each two raters agree."""
    choices = [(one.rater, item, _meant(key, item, choice)) for one in every for item, choice in one.ratings.items()]
    ties = sum(choice == _SAME for _, _, choice in choices)
    wins = {name: sum(choice == name for _, _, choice in choices) for name in key.models}
    decided = sum(wins.values())
    agreement: dict[str, tuple[int, float | None]] = {}
    for one, other in combinations(every, 2):
        shared = [name for name in one.ratings if name in other.ratings]
        pairs = [(_meant(key, name, one.ratings[name]), _meant(key, name, other.ratings[name])) for name in shared]
        agreement[f"{one.rater} and {other.rater}"] = (len(pairs), kappa(pairs))
    rates: Mapping[str, Interval] = {name: wilson(count, decided) for name, count in wins.items()}
    return {"rated": len(choices), "ties": ties, "wins": wins, "rates": rates, "agreement": agreement}


def _told(key: Key, every: Sequence[Ratings]) -> list[str]:
    found = summary(key, every)
    lines = [f"{found['rated']} ratings by {len(every)}, {found['ties']} of them without a difference"]
    for name in key.models:
        rate: Interval = found["rates"][name]
        lines.append(
            f"{name}: {found['wins'][name]} wins, {100 * rate.value:.1f} % of those decided "
            f"({100 * rate.low:.1f} to {100 * rate.high:.1f})"
        )
    for names, (count, value) in found["agreement"].items():
        said = "no kappa: they have nothing to disagree on" if value is None else f"kappa {value:.2f}"
        lines.append(f"{printable(names)}: {said}, over {count} items")
    if len(every) < 2:
        lines.append("One rater shows one taste: have a second one rate the same page.")
    return lines


def _meant(key: Key, item: str, choice: str) -> str:
    if choice == _SAME:
        return _SAME
    one, other = key.models
    left = key.a[item]
    return left if choice == "A" else other if left == one else one


def _read(file: Path, form: type[T], move: str) -> T:
    try:
        return form.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInputError(f"{file} cannot be read ({(error.strerror or 'refused').lower()}): {move}") from error
    except ValidationError as error:
        raise BadInputError(f"{file} is not what was saved: {move}") from error
