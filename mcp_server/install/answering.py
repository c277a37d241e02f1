"""Whether simple questions are answered on this machine, for a place: the user's own state says so, no project."""

import os
import sys

from mcp_server.hooks import local_answers
from mcp_server.install.places import Place
from teaching.errors import RefusedError


def is_on(place: Place) -> bool:
    """Whether it is switched on for just this place."""
    return _name(place) in local_answers.folders()


def switch(place: Place, on: bool) -> bool:
    """Switches it on or off there, and says whether that changed anything.

    Raises:
        RefusedError: it cannot be written down.
    """
    try:
        return local_answers.switch(_name(place), on, sys.executable)
    except OSError as error:
        file = local_answers.file()
        raise RefusedError(
            f"{file} cannot be written ({(error.strerror or 'refused').lower()}): see to its rights"
        ) from error


def _name(place: Place) -> str:
    return local_answers.EVERYWHERE if place.scope == "user" else os.path.realpath(place.root)
