"""Chapter marks for the show notes of a podcast."""

from collections.abc import Iterable, Iterator


def stamp(seconds: float) -> str:
    """A time as 4:07, or as 1:01:01 from an hour on; parts of a second are cut off."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def listing(chapters: Iterable[tuple[float, str]]) -> Iterator[str]:
    """One line per chapter, in the order of time."""
    for start, title in sorted(chapters):
        yield f"{stamp(start)} {title}"
