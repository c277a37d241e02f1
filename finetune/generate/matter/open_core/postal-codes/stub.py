"""Dutch postcodes."""

from dataclasses import dataclass


class NoPostcode(ValueError):
    """The text is none."""


@dataclass(frozen=True)
class Postcode:
    digits: str
    letters: str

    def __str__(self) -> str:
        return f"{self.digits} {self.letters}"


def parse(text: str) -> Postcode:
    """Four digits, of which the first is not 0, and two letters from A to Z.

    Blanks around and between, and small letters, do not matter.

    Raises:
        NoPostcode: with the text as it was typed.
    """
    # TODO(human): turn the text into a postcode, or refuse it.
    raise NotImplementedError("parse")
