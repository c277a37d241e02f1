"""The catalogue of checks, one folder per family; `FAMILIES` is the list, and nothing registers itself.

To add a check: write an `Entry` with failing and passing examples, and wordings that it reads and ignores, in the
folder of its family and name it in that folder's `entries.py`. `tests/teaching/review/test_catalogue.py` runs them.
"""

import copyreg

from teaching.review.catalogue.asynchronous import entries as asynchronous
from teaching.review.catalogue.configuration import entries as configuration
from teaching.review.catalogue.defects import entries as defects
from teaching.review.catalogue.dependencies import entries as dependencies
from teaching.review.catalogue.docs import entries as docs
from teaching.review.catalogue.errors import entries as errors
from teaching.review.catalogue.git import entries as git
from teaching.review.catalogue.imports import entries as imports
from teaching.review.catalogue.naming import entries as naming
from teaching.review.catalogue.output import entries as output
from teaching.review.catalogue.react import entries as react
from teaching.review.catalogue.said.entries import resaid
from teaching.review.catalogue.security import entries as security
from teaching.review.catalogue.size import entries as size
from teaching.review.catalogue.sql import entries as sql
from teaching.review.catalogue.style import entries as style
from teaching.review.catalogue.testing import entries as testing
from teaching.review.catalogue.types import entries as types
from teaching.review.catalogue.wider.entries import widened
from teaching.review.entry import Entry

_FAMILIES: dict[str, tuple[Entry, ...]] = {
    "errors": errors.ENTRIES,
    "asynchronous": asynchronous.ENTRIES,
    "security": security.ENTRIES,
    "defects": defects.ENTRIES,
    "types": types.ENTRIES,
    "docs": docs.ENTRIES,
    "naming": naming.ENTRIES,
    "style": style.ENTRIES,
    "imports": imports.ENTRIES,
    "dependencies": dependencies.ENTRIES,
    "output": output.ENTRIES,
    "testing": testing.ENTRIES,
    "git": git.ENTRIES,
    "react": react.ENTRIES,
    "configuration": configuration.ENTRIES,
    "sql": sql.ENTRIES,
    "size": size.ENTRIES,
}

FAMILIES: dict[str, tuple[Entry, ...]] = {
    family: widened(tuple(resaid(entry) for entry in entries)) for family, entries in _FAMILIES.items()
}
ENTRIES: dict[str, Entry] = {entry.name: entry for entries in FAMILIES.values() for entry in entries}


def _named(name: str) -> Entry:
    return ENTRIES[name]


# An entry that travels to another process is found there again by its name: its functions stay where they are.
copyreg.pickle(Entry, lambda entry: (_named, (entry.name,)))
