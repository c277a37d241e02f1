"""Text on shipping labels."""

WIDTH = 20


def wrap(text: str, width: int = WIDTH) -> list[str]:
    """The words of a text in lines of at most so many characters, as many words in a line as fit.

    A longer word is cut into pieces of the full width.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
            continue
        lines += [word[at : at + width] for at in range(0, len(word), width)]
    return lines


def label(text: str) -> str:
    """A label with a frame."""
    bar = "+" + "-" * WIDTH + "+"
    return "\n".join([bar, *(f"|{line:<{WIDTH}}|" for line in wrap(text)), bar])
