"""The built-in rules for projects that do not state them: security and plain mistakes, cited as `baseline:<id>`."""

from dataclasses import dataclass

from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Entry
from teaching.review.recognise import complete
from teaching.review.rules import BoundCheck


@dataclass(frozen=True, slots=True)
class BaselineRule:
    """A catalogue entry that applies where no rule of the project says the same."""

    entry: Entry
    check: BoundCheck

    @property
    def id(self) -> str:
        """How it is cited, in the place of a file and a line as well."""
        return f"baseline:{self.entry.name}"


def baseline_rules() -> tuple[BaselineRule, ...]:
    """Every entry of the catalogue that has a sentence for the baseline."""
    return tuple(
        BaselineRule(entry, BoundCheck(entry, complete(entry, entry.baseline_params).params))
        for entry in ENTRIES.values()
        if entry.baseline
    )
