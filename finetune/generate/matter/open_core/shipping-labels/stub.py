"""Text on shipping labels."""

WIDTH = 20


def wrap(text: str, width: int = WIDTH) -> list[str]:
    """The words of a text in lines of at most so many characters, as many words in a line as fit.

    A longer word is cut into pieces of the full width.
    """
    # TODO(human): fill the lines word by word.
    raise NotImplementedError("wrap")


def label(text: str) -> str:
    """A label with a frame."""
    bar = "+" + "-" * WIDTH + "+"
    return "\n".join([bar, *(f"|{line:<{WIDTH}}|" for line in wrap(text)), bar])
