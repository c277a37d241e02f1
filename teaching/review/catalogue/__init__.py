"""The catalogue of checks, one file per family; `FAMILIES` is the list, and nothing registers itself.

To add a check: write an `Entry` with failing and passing examples in the file of its family and name it in that
file's `ENTRIES`. `tests/teaching/review/test_catalogue.py` runs its examples.
"""

from teaching.review.catalogue import (
    asynchronous,
    defects,
    dependencies,
    docs,
    errors,
    git,
    imports,
    naming,
    output,
    react,
    secrets,
    security,
    size,
    style,
    testing,
    types,
)
from teaching.review.entry import Entry

FAMILIES: dict[str, tuple[Entry, ...]] = {
    "errors": errors.ENTRIES,
    "asynchronous": asynchronous.ENTRIES,
    "secrets": secrets.ENTRIES,
    "security": security.ENTRIES,
    "defects": defects.ENTRIES,
    "react": react.ENTRIES,
    "types": types.ENTRIES,
    "docs": docs.ENTRIES,
    "naming": naming.ENTRIES,
    "style": style.ENTRIES,
    "imports": imports.ENTRIES,
    "dependencies": dependencies.ENTRIES,
    "output": output.ENTRIES,
    "testing": testing.ENTRIES,
    "git": git.ENTRIES,
    "size": size.ENTRIES,
}

ENTRIES: dict[str, Entry] = {entry.name: entry for entries in FAMILIES.values() for entry in entries}
