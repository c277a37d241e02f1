"""The grid of a crossword."""

BLACK = "#"


def parse(text: str) -> tuple[str, ...]:
    """The rows of a grid, all of one length."""
    rows = tuple(line.strip() for line in text.strip().splitlines())
    if len({len(row) for row in rows}) != 1:
        raise ValueError("the rows differ in length")
    return rows


def starts(grid: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where words across begin, as row and column, row by row; a word has at least two squares."""
    # TODO(human): find the squares that begin a word.
    raise NotImplementedError("starts")
