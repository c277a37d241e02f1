"""What a marker says: the aim from the docstring, and hints from the structure of the body, never from its text."""

import re
from collections.abc import Mapping, Sequence

from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.shape import Shape

_MOST_TEXT = 160
_MOST_TRAITS = 2
_MOST_LIBRARIES = 3
_NUMBERS = ("no", "one", "two", "three", "four")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n\s*\n")
_MARKUP = re.compile(r"^@\w+.*|^:\w+.*", re.MULTILINE)


def marker_text(function: Cuttable) -> str:
    """What is to be done, in one sentence."""
    said = _MARKUP.split(function.docstring.strip(), maxsplit=1)[0].strip()
    sentence = " ".join(_SENTENCE_END.split(said, maxsplit=1)[0].split()).rstrip(".:")
    sentence = sentence.replace("TODO(human)", "").strip()
    if not sentence or len(sentence) > _MOST_TEXT:
        return f"make `{function.symbol.rpartition('.')[2]}` do what its tests ask of it"
    return sentence


def hints(
    function: Cuttable, shape: Shape, used: Mapping[str, str], removed: Sequence[str], test_file: str
) -> tuple[str, ...]:
    """Two to four hints that go from where to look to what it may be made of.

    Args:
        used: names that it takes from public libraries, with the library of each.
        removed: imports that went with the body, as they were written.
        test_file: where the tests are that are red until it is done; "" where that is not known.
    """
    found: list[str] = []
    if test_file:
        found.append(f"begin with its tests in {test_file}: which input is the simplest, and what comes out?")
    found.append(_structure(function, shape))
    if shape.raises:
        found.append("some input is not acceptable: find out which, and how it is refused")
    elif shape.exits > 1:
        found.append("not every input goes the whole way: which one is answered early?")
    if removed:
        found.append(f"it needs again: {'; '.join(one.rstrip(';') for one in removed[:_MOST_LIBRARIES])}")
    elif used:
        shown = [f"`{name}`" if name == module else f"`{name}` of {module}" for name, module in sorted(used.items())]
        found.append(f"the file already imports what helps here: {', '.join(shown[:_MOST_LIBRARIES])}")
    return tuple(found[:4])


def _structure(function: Cuttable, shape: Shape) -> str:
    parts = [_counted(shape.loops, "loop")] if shape.loops else []
    if shape.branches:
        parts.append(_counted(shape.branches, "decision"))
    if shape.comparisons and not shape.branches:
        parts.append(_counted(shape.comparisons, "comparison"))
    parts += shape.traits[:_MOST_TRAITS]
    begin = "about " + (f"{shape.lines} lines" if shape.lines > 1 else "one line")
    if function.is_generator:
        begin += ", giving one value after the other"
    return f"{begin}; one way has {_joined(parts)}" if parts else f"{begin}, step after step, without a loop"


def _counted(number: int, word: str) -> str:
    said = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{said} {word}{'' if number == 1 else 's'}"


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
