"""The last opinions that a model had of a project, so that one can be declined after the reply is gone.

Not covered: a state folder that cannot be written. The opinion is shown all the same, and cannot be declined by its id.
"""

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from teaching.contracts.review import Finding
from teaching.errors import TeachingError
from teaching.repository.private import PrivateFolder
from teaching.review.declining import file_of

FOLDER = "opinions"
_MOST = 40


def keep(root: Path, opinions: Sequence[Finding]) -> None:
    """Remembers opinions of this project, the latest forty of all."""
    if not opinions:
        return
    new = {one.id for one in opinions}
    both = [*(one for one in kept(root) if one.id not in new), *opinions][-_MOST:]
    text = json.dumps([one.model_dump() for one in both], ensure_ascii=False)
    with contextlib.suppress(OSError, TeachingError):
        PrivateFolder(FOLDER).write(file_of(root), text.encode() + b"\n")


def kept(root: Path) -> list[Finding]:
    """The opinions that are remembered; none where they cannot be read."""
    folder = PrivateFolder(FOLDER)
    try:
        content = folder.read(file_of(root)) if folder.path.exists() else None
        return [Finding.model_validate(one) for one in json.loads(content)] if content else []
    except (OSError, ValueError, TypeError, ValidationError, TeachingError):
        return []
