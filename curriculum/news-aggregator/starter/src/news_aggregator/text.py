"""Text for people: HTML taken out, and cut where a word ends."""

from html.parser import HTMLParser

_SILENT = frozenset({"script", "style"})
_BREAKS = frozenset({"p", "br", "div", "li", "h1", "h2", "h3", "tr"})


class WordCollector(HTMLParser):
    """Collects what a reader would see; `pieces` holds it in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice where the text breaks, and where nothing is shown."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Notice where text is shown again."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._silent:
            self.pieces.append(data)


def plain_text(html: str) -> str:
    """The words of a piece of HTML: no tags, no entities, single spaces, nothing at the ends."""
    # TODO(human)[parse-feeds]: let a `WordCollector` read the HTML and join
    # what it collected, with single blanks
    # Hint: `feed` hands the text over; `close` makes it give out what it still
    # holds back
    # Hint: `str.split()` without arguments splits at any run of blanks, the
    # unbreakable ones too
    raise NotImplementedError("TODO(human): plain_text")


def first_words(text: str, most: int) -> str:
    """The beginning of a text, cut at the end of a word.

    Args:
        most: characters, the mark `…` for what was left out included.
    """
    # TODO(human)[summary-fallback]: the whole text where it is short enough,
    # else its beginning up to the end of a word, and `…`
    # Hint: the mark takes a character too: how much text is left?
    # Hint: a cut between two words is fine as it is; one inside a word goes
    # back to the blank before it
    # Hint: what if there is no blank at all?
    raise NotImplementedError("TODO(human): first_words")


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its word: `1 article`, `2 articles`, `2 stories` where `more` says so."""
    return f"{number} {one if number == 1 else more or f'{one}s'}"
