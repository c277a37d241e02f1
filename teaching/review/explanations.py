"""Why a check matters, at length: what a mentor says to somebody who broke the rule for the first time.

The texts stand in `explanations/`, a file per family, a section per check. They name no fix and hold no code.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_HEADING = "## "


def explanation(check: str) -> str:
    """The paragraphs on a check, parted by blank lines; empty for a check that the catalogue does not have."""
    return _sections().get(check, "")


@cache
def _sections() -> dict[str, str]:
    folder = files("teaching.review").joinpath("explanations")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".md"))
    return {check: text for name in names for check, text in _read(folder.joinpath(name).read_text(encoding="utf-8"))}


def _read(page: str) -> Iterator[tuple[str, str]]:
    for section in f"\n{page}".split(f"\n{_HEADING}")[1:]:
        heading, _, body = section.partition("\n")
        yield heading.strip(), "\n\n".join(" ".join(part.split()) for part in body.strip().split("\n\n"))
