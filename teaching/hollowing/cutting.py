"""Replaces function bodies by a marker, its hints and an honest failure; everything else stays byte for byte."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace

from teaching.contracts.exercises import Cut
from teaching.errors import BadInputError
from teaching.hollowing import python_bodies, web_bodies
from teaching.hollowing.cuttable import Cuttable
from teaching.markers.functions import language_of, outline

_WIDTH = 79  # what the narrowest of the usual linters allows
_NARROWEST = 30
_BOM = "\ufeff"


def functions(text: str, path: str) -> list[Cuttable]:
    """The functions of a file, by place; offsets count in `plain(text)`.

    Raises:
        BadInputError: the file does not parse, or its language is not one of Python, TypeScript and JavaScript.
    """
    language = language_of(path)
    if language == "other":
        raise BadInputError(f"{path} is no Python, TypeScript or JavaScript: pass a file that is")
    body = plain(text)
    known = outline(body, path, whole=True)
    if language == "python":
        found = python_bodies.cuttables(body, path, known)
    else:
        found = web_bodies.cuttables(body, language, path, known)
    return _told_apart(sorted(found, key=lambda function: function.start))


def plain(text: str) -> str:
    """A text without its byte order mark, and with line feeds only."""
    return text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")


def cut(text: str, path: str, cuts: Sequence[Cut]) -> str:
    """The file with these bodies replaced by markers.

    Args:
        text: the whole file.
        path: its name decides the language.
        cuts: the functions, in any order.

    Raises:
        BadInputError: a symbol is not there, has no body, is there twice, or lies inside another of them.
    """
    known = functions(text, path)
    return rewritten(text, path, [(_named(known, item.symbol, path), item) for item in cuts])


def rewritten(text: str, path: str, pairs: Sequence[tuple[Cuttable, Cut]], *, use: bool = False) -> str:
    """What `cut` does, with the functions at hand.

    Args:
        use: let the failure use the parameters, for a linter that wants each of them used, and hold no plain text.
    """
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    for (before, _), (after, _) in zip(ordered, ordered[1:], strict=False):
        if after.body_start < before.body_end:
            raise BadInputError(f"{after.symbol} lies inside {before.symbol} in {path}: take one of them")
    newline = _newline(text, path)
    body = plain(text)
    for function, item in reversed(ordered):
        head = body[: function.body_start] if function.own_line else body[: function.body_start].rstrip(" \t")
        gap = " " if function.language != "python" and not function.own_line else ""
        body = head + gap + _stub(body, function, item, use) + body[function.body_end :]
    return (_BOM if text.startswith(_BOM) else "") + body.replace("\n", newline)


def _named(known: Iterable[Cuttable], symbol: str, path: str) -> Cuttable:
    found = [function for function in known if function.symbol == symbol]
    if not found:
        raise BadInputError(f"{path} has no function {symbol} with a body: pass the dotted name of one that it has")
    if len(found) > 1:
        raise BadInputError(f"{path} has {len(found)} functions {symbol}: pass one that is there once")
    return found[0]


def _told_apart(found: list[Cuttable]) -> list[Cuttable]:
    """Overloads and the other halves of a property do not stand for their name; what is left twice is said."""
    kept = [function for function in found if not _is_other_half(function)]
    names = [function.symbol for function in kept]
    return [replace(function, doubled=names.count(function.symbol) > 1) for function in kept]


def _is_other_half(function: Cuttable) -> bool:
    if function.kind == "set":
        return True
    last = [item.rpartition(".")[2] for item in function.decorators]
    return any(item in {"overload", "setter", "deleter"} for item in last)


def _newline(text: str, path: str) -> str:
    rest = text.replace("\r\n", "")
    if "\r" in rest or ("\r\n" in text and "\n" in rest):
        raise BadInputError(f"{path} mixes line endings: make them one kind first")
    return "\r\n" if "\r\n" in text else "\n"


def _stub(text: str, function: Cuttable, item: Cut, use: bool) -> str:
    sign = "#" if function.language == "python" else "//"
    lines = _comment(f"TODO(human){f'[{item.task}]' if item.task else ''}: {item.text}", function.body_indent, sign)
    for hint in item.hints:
        lines += _comment(f"Hint: {hint}", function.body_indent, sign)
    code = _python_failure(function, use) if function.language == "python" else _web_failure(text, function, use)
    lines += [function.body_indent + line for line in code]
    if function.language == "python":
        # A body on the header's line goes below it.
        return "\n".join(lines) if function.own_line else "\n" + "\n".join(lines)
    inner = "\n" + "\n".join(lines) + "\n" + function.indent
    return inner if function.own_line else "{" + inner + "}"


def _python_failure(function: Cuttable, use: bool) -> list[str]:
    said = f'"TODO(human): {function.symbol}"'
    # Some linters want no plain text in an error; one statement is still all there is.
    code = [f"raise NotImplementedError({f'*({said},)' if use else said})"]
    # Linters know a body that only fails, and let its parameters be; a yield behind it they do not know.
    if function.is_generator and (function.is_async or not use):
        # Without a yield it would be another kind of function, for the type checker and for its callers.
        code.append("yield")
    return code


def _web_failure(text: str, function: Cuttable, use: bool) -> list[str]:
    removed = text[function.body_start : function.body_end]
    end = "" if function.own_line and ";" not in removed and ";\n" not in text else ";"
    quote = "'" if text.count("'") > text.count('"') else '"'
    failure = f"new Error({quote}TODO(human): {function.symbol}{quote})"
    if use and function.parameters:
        failure = f"(void [{', '.join(function.parameters)}], {failure})"
    return [f"throw {failure}{end}"]


def _comment(text: str, indent: str, sign: str) -> list[str]:
    """A comment of as many lines as it needs; the reader of markers takes them together again."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    width = max(_NARROWEST, _WIDTH - len(indent.expandtabs(4)) - len(sign) - 1)
    pieces = textwrap.wrap(" ".join(printable.split()), width, break_long_words=False, break_on_hyphens=False)
    return [f"{indent}{sign} {piece}" for piece in pieces]
