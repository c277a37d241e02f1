"""Whether an acceptance criterion can be checked: by its words only, so a cunning one passes."""

import re

_VAGUE = re.compile(
    r"\b(?:works?|functions?|runs?|behaves?|looks?|performs?)(?: (?:very|really|quite))?"
    r" (?:well|fine|correctly|properly|right|nicely|great|good|smoothly|perfectly|as (?:expected|intended|it should))\b"
    r"|\b(?:as expected|as intended|as appropriate|user[- ]friendly|easy to (?:use|read|maintain|understand)|"
    r"intuitive\w*|robust\w*|scalable|performant|maintainable|readable|clean(?:ly)?(?: code)?|elegant\w*|"
    r"high[- ]quality|best practices?|production[- ]ready|good (?:performance|quality|ux|design)|reasonabl[ey]|"
    r"properly|appropriately|gracefully|seamless\w*|well[- ](?:tested|documented|structured|designed)|"
    r"state[- ]of[- ]the[- ]art|fully functional|"
    r"(?:is|are) (?:fast|good|nice|secure|stable|efficient|correct|responsive|(?:done|complete|finished)\W*$))\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:(?:it|the \w+|everything|all|code|feature|page|app)\s+)?"
    r"(?:works|is working|is implemented|is done|implemented|done|completed?|finished|ok|tests? pass(?:es)?)\.?$",
    re.IGNORECASE,
)
# What makes a criterion checkable all the same: a number, code, a quotation, or a comparison with something named.
_CONCRETE = re.compile(
    r"\d|`[^`]+`|[\"“”][^\"“”]+[\"“”]|\b(?:exactly|at most|at least|equals?|returns?|raises?|refuses?|rejects?|exits?|"
    r"within|shown by|a test|status code|same|unchanged|empty)\b|\b(?:GET|POST|PUT|PATCH|DELETE)\b"
)
_LEAST_WORDS = 3


def vagueness(criterion: str) -> str | None:
    """The words that make a criterion uncheckable; None where it can be checked."""
    text = criterion.strip()
    if len(text.split()) < _LEAST_WORDS and not re.search(r"\d|`", text):
        return text
    if _BARE.match(text):
        return text
    found = _VAGUE.search(text)
    if found is None or _CONCRETE.search(text[: found.start()] + text[found.end() :]):
        return None
    return found[0]
