"""Writes the grammar (llama.cpp's GBNF) that an answer is held to, from shapes; nobody else's converter is used.

Every text and list is bounded, so that an answer ends; no escapes by number, so that no lone surrogate comes about.
What is repeated is a rule of its own: llama.cpp copies anything else as often as it may be repeated.
"""

import json
from collections.abc import Iterator

from teaching.models.local.shapes import Choice, Either, Fields, Items, Number, Shape, Text, Whole

_RULES = {
    "gap": '" "?',
    "char": '[^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ["\\\\/bfnrt]',
    "number": '"-"? ("0" | [1-9] [0-9]{0,11}) ("." [0-9]{1,6})?',
}


def grammar_of(shape: Shape) -> str:
    """The grammar of exactly the JSON texts of a shape; `root` is its start."""
    writer = _Writer()
    writer.rules["root"] = writer.expression(shape)
    return "".join(f"{name} ::= {body}\n" for name, body in {**_RULES, **writer.rules}.items())


class _Writer:
    def __init__(self) -> None:
        self.rules: dict[str, str] = {}

    def expression(self, shape: Shape) -> str:
        """What stands for a shape in a rule; it is safe beside anything."""
        match shape:
            case Text(least, most):
                return self._rule(f'"\\"" char{{{least},{most}}} "\\""')
            case Whole(least, most):
                return self._rule(" | ".join(_numbers(least, most)))
            case Number():
                return "number"
            case Choice(values):
                return self._rule(" | ".join(dict.fromkeys(_literal(value) for value in values)))
            case Items(of, least, most):
                return self._list(self.expression(of), least, most)
            case Fields(fields):
                pairs = [f'{_literal(name)} ":" gap {self.expression(one)}' for name, one in fields]
                return self._rule(" ".join(['"{"', ' "," gap '.join(pairs), '"}"']))
            case Either(shapes):
                return self._rule(" | ".join(dict.fromkeys(self.expression(one) for one in shapes)))

    def _list(self, item: str, least: int, most: int) -> str:
        if most == 0:
            return '"[]"'
        more = self._rule(f'"," gap {item}')
        some = f'"[" {item} {more}{{{max(least - 1, 0)},{most - 1}}} "]"'
        return self._rule(some if least else f'"[]" | {some}')

    def _rule(self, body: str) -> str:
        """The name of the rule with this body."""
        for name, known in self.rules.items():
            if known == body:
                return name
        name = f"r{len(self.rules)}"
        self.rules[name] = body
        return name


def _literal(value: object) -> str:
    """A JSON value as a literal of the grammar."""
    text = json.dumps(value, ensure_ascii=False)
    return '"' + "".join(_character(one) for one in text) + '"'


def _character(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    # The grammar is handed over as a C string and read line by line.
    return one if one.isprintable() else f"\\U{ord(one):08X}"


def _numbers(least: int, most: int) -> Iterator[str]:
    """Alternatives that together are the whole numbers between two limits."""
    if least < 0:
        for digits in _positive(max(1, -most), -least):
            yield f'"-" {digits}'
    if most >= 0:
        yield from _positive(max(0, least), most)


def _positive(least: int, most: int) -> Iterator[str]:
    while least <= most:
        width = len(str(least))
        end = min(most, 10**width - 1)
        yield from _same_width(str(least), str(end))
        least = end + 1


def _same_width(least: str, most: str) -> Iterator[str]:
    """Alternatives for the numbers between two of as many digits."""
    if not least:
        yield ""
    elif set(least[1:]) <= {"0"} and set(most[1:]) <= {"9"}:
        rest = f" [0-9]{{{len(least) - 1}}}" if least[1:] else ""
        yield f"[{least[0]}-{most[0]}]{rest}"
    elif least[0] == most[0]:
        for tail in _same_width(least[1:], most[1:]):
            yield f'"{least[0]}" {tail}'.strip()
    else:
        yield from _same_width(least, least[0] + "9" * (len(least) - 1))
        if int(least[0]) + 1 < int(most[0]):
            yield f"[{int(least[0]) + 1}-{int(most[0]) - 1}] [0-9]{{{len(least) - 1}}}"
        yield from _same_width(most[0] + "0" * (len(most) - 1), most)
