"""A draft as models hand it over, made into the text of a roadmap."""

import re

from teaching.documents.markdown import normalise as one_line_end

_OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?:markdown|md)?[ \t]*\Z", re.IGNORECASE)


def text_of(draft: str) -> str:
    """The draft with line feeds only, taken out of a code fence around all of it; every line keeps its number."""
    lines = one_line_end(draft).split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if len(filled) > 2:
        opening = _OPENING.match(lines[filled[0]].strip())
        if opening and lines[filled[-1]].strip() == opening["fence"]:
            lines[filled[0]] = lines[filled[-1]] = ""
    return "\n".join(lines)


def normalise(draft: str) -> bytes:
    """The draft as the bytes of a roadmap that can be merged."""
    return (text_of(draft).strip("\n") + "\n").encode("utf-8", "replace")
