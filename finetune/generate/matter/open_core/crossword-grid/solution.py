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
    found: list[tuple[int, int]] = []
    for y, row in enumerate(grid):
        framed = f"{BLACK}{row}{BLACK}"
        for x in range(len(row)):
            if framed[x] == BLACK and BLACK not in framed[x + 1 : x + 3]:
                found.append((y, x))
    return found
