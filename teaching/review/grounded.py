"""Whether a model's words add anything to the facts that it was given to word: a name, a number, a place, code.

Not covered: a claim that is made of the given names and numbers alone, and names in a language that writes every word,
or none, with a capital.
"""

import re

_CODE = re.compile(r"`[^`]+`|https?://\S+|\b\w+(?:[._/]\w+)+\b|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*|\b\w+\(\)|\b[A-Z]{2,}\w*\b")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
# A capital where no sentence begins: a name of something.
_NAME = re.compile(r"(?<=[a-z0-9,;)”’'\"] )[A-Z][a-z]\w*")
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=2,
    )
}
_WORD = re.compile(r"[^\W\d_]+")


def added(said: str, given: str) -> str:
    """The first thing that the words have and the facts have not, as a reason; empty where they add nothing.

    Args:
        said: a model's words.
        given: all that it was given.
    """
    if "```" in said:
        return "it holds code"
    if name := next((name for name in _CODE.findall(said) if name.strip("`").rstrip(".,;:!?") not in given), None):
        return f"it names {name.strip('`')[:80]}, which the facts do not"
    known = given.casefold()
    if name := next((name for name in _NAME.findall(said) if name.casefold() not in known), None):
        return f"it names {name[:80]}, which the facts do not"
    words = set(_WORD.findall(known))
    numbers = set(_NUMBER.findall(given)) | {_SPELLED[word] for word in words & _SPELLED.keys()}
    told = [*_NUMBER.findall(said), *(_SPELLED[word] for word in _WORD.findall(said.casefold()) if word in _SPELLED)]
    if number := next((number for number in told if number not in numbers), None):
        return f"it says {number}, which the facts do not"
    return ""
