"""What this program is installed as, and which version of it runs."""

from importlib.metadata import version

DISTRIBUTION = "claude-code-teaching-assistant"


def product_version() -> str:
    """The version of the installed distribution."""
    return version(DISTRIBUTION)
