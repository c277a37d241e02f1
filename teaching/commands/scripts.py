"""Paths of scripts that a configuration names, and whether they are there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teaching.commands.place import Place

_VARIABLE = {
    "plugin": re.compile(r"\$(?:\{CLAUDE_PLUGIN_ROOT\}|CLAUDE_PLUGIN_ROOT\b)[\"']?/([^\s\"'$;|&()<>*?]+)"),
    "project": re.compile(r"\$(?:\{CLAUDE_PROJECT_DIR\}|CLAUDE_PROJECT_DIR\b)[\"']?/([^\s\"'$;|&()<>*?]+)"),
}
RELATIVE = re.compile(r"^(?:\./|\.\./)?[\w.-]+(?:/[\w.-]+)*$")
SCRIPT = re.compile(r"\.(?:py|[cm]?js|ts|sh|rb|php|pl)$")


@dataclass(frozen=True, slots=True)
class Where:
    """What relative places mean for one configuration.

    Attributes:
        base: the folder of the plugin or project below the linted one, "" or ending in "/".
        variable: `plugin` or `project`: which of the client's variables stands for it.
    """

    place: Place
    base: str = ""
    variable: str = "project"

    def has(self, path: str) -> bool:
        """Whether a path below the folder is there."""
        return self.place.exists(self.base + clean(path))

    def scripts(self, text: str) -> Iterator[str]:
        """The paths that a command line names with the variable."""
        for found in _VARIABLE[self.variable].finditer(text):
            yield clean(found.group(1))

    def runs_directly(self, text: str) -> str:
        """The path where the command line begins with one, else an empty text."""
        found = _VARIABLE[self.variable].match(text.lstrip().lstrip("\"'"))
        return clean(found.group(1)) if found else ""


def clean(path: str) -> str:
    """A path without "./", a closing slash and punctuation."""
    while path.startswith("./"):
        path = path[2:]
    return path.rstrip("/").rstrip(",:")
