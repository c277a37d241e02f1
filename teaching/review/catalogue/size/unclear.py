"""Wordings that ask for a limit without giving its number: the author is asked for it."""

from teaching.review.prose import Phrase

_END = r"\s*(?:$|[.,;:—–(]|and\b|as possible)"
_TOO = r"\b(?:avoid|no|split(?: up)?|break up) (?:very |overly |too )?"

LONG_FUNCTIONS = (
    Phrase(rf"{_TOO}(?:large|long|big|huge) (?:functions|methods){_END}"),
    Phrase(rf"\b(?:functions|methods) (?:must not be |should not be |are not |never )?(?:too|overly) long{_END}"),
    Phrase(r"\b(?:keep|prefer|write){GAP}(?:short|small|tiny){GAP}\b(?:functions?|methods?)\b"),
    Phrase(r"\b(?:functions?|methods?)\b{GAP}\b(?:short|small|tiny)\b"),
)
LONG_FILES = (
    Phrase(rf"^(?:small|short) (?:files|modules){_END}"),
    Phrase(rf"{_TOO}(?:large|long|big|huge) (?:files|modules){_END}"),
    Phrase(r"\bkeep{GAP}\b(?:files|modules){GAP}\b(?:short|small)\b"),
)
LONG_LINES = (
    Phrase(rf"\b(?:limit|watch|mind) (?:the )?line length{_END}"),
    Phrase(rf"\bkeep (?:the |your )?lines (?:reasonably )?short{_END}"),
    Phrase(rf"\b(?:avoid|no) (?:very |overly |too )?long lines{_END}"),
    Phrase(rf"^short lines{_END}"),
)
MANY_PARAMETERS = (
    Phrase(
        r"\b(?:keep|limit)\b[^.;]{{0,15}}\b(?:number|count) of (?:function )?(?:parameters|arguments)"
        rf"(?: (?:low|small|down))?{_END}"
    ),
    Phrase(
        r"\b(?:avoid|no) (?:very |overly |too )?(?:long (?:parameter|argument) lists|many (?:parameters|arguments))"
    ),
    Phrase(r"^few (?:parameters|arguments)\b"),
    Phrase(r"\btoo many (?:parameters|arguments)\b"),
)
COMPLEX = (
    Phrase(rf"\b(?:avoid|no) (?:very |overly |too )?complex (?:functions|methods){_END}"),
    Phrase(r"\b(?:low|limit|avoid|keep|reduce){GAP}\b(?:cyclomatic )?complexity\b"),
)
