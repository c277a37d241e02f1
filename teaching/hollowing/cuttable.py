"""A function of the outline with the part of it that can be taken away."""

from dataclasses import dataclass

from teaching.contracts.exercises import Language


@dataclass(frozen=True, slots=True)
class Cuttable:
    """One function; all places are character offsets into the text that it was found in.

    Attributes:
        symbol: dotted name, as `Basket.total` or `outer.inner`.
        start: where it begins, decorators included; `end` is behind its last character.
        body_start: where the part that is replaced begins; `body_end` is behind its last character.
        docstring: what its docstring or the comment above it says, "" for none.
        indent: what stands before its first line.
        own_line: whether the replaced part consists of whole lines; else it hangs on the header's line.
        doubled: whether the file has another function of this name.
    """

    symbol: str
    language: Language
    start: int
    end: int
    body_start: int
    body_end: int
    first_line: int
    last_line: int
    docstring: str
    indent: str
    body_indent: str
    own_line: bool
    is_async: bool = False
    is_generator: bool = False
    kind: str = "function"
    parameters: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    doubled: bool = False
    returns: bool = True
    typed: bool = True
