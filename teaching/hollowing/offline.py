"""Whether a program failed because it wanted to fetch something: nothing has a network here."""

import re

_SAID = re.compile(
    r"name resolution|could not resolve host|failed to fetch|network is unreachable|getaddrinfo|ENOTFOUND|EAI_AGAIN",
    re.I,
)


def wanted_network(output: str) -> bool:
    """Whether what a program printed says that it could not reach a network."""
    return _SAID.search(output) is not None
