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
    """What the words have and the facts have not, as a reason; empty where they add nothing.

    The reason quotes nothing: it is read by those from whom the words are kept.

    Args:
        said: a model's words.
        given: all that it was given.
    """
    if "```" in said:
        return "it holds code"
    if any(name.strip("`").rstrip(".,;:!?") not in given for name in _CODE.findall(said)):
        return "it adds a name"
    known = given.casefold()
    if any(name.casefold() not in known for name in _NAME.findall(said)):
        return "it adds a name"
    words = set(_WORD.findall(known))
    numbers = set(_NUMBER.findall(given)) | {_SPELLED[word] for word in words & _SPELLED.keys()}
    told = [*_NUMBER.findall(said), *(_SPELLED[word] for word in _WORD.findall(said.casefold()) if word in _SPELLED)]
    return "it adds a number" if any(number not in numbers for number in told) else ""
