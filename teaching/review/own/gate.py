"""The gate before a project's own check: it counts only where its fixtures show that it does what it says."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ast_grep_py import SgNode, SgRoot

from teaching.review.engines.syntax import find_all
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.own.form import FORM, Fixture, OwnCheck, UnfitError
from teaching.review.source import Language, SourceFile, end_line, start_line


def entry_of(check: OwnCheck) -> Entry:
    """The check as an entry like the catalogue's, once it has passed the gate.

    Raises:
        UnfitError: it has not; the text says which fixture, and where.
    """
    _prove_patterns(check)
    _prove_fixtures(check)

    def find(source: SourceFile, _: Params) -> Iterator[Fact]:
        for node in find_all(source, check.config) or ():
            yield Fact(start_line(node), end_line(node), f"{check.message}.")

    return Entry(
        name=f"ast-grep:{check.path}",
        title=f"matches of {check.path}",
        languages=frozenset(check.languages),
        engines=(Syntax(find),),
        words=Words(
            why=check.hints.get("explanation", "The project's own check looks for this shape of code."),
            question=check.hints.get(
                "question", f"What would this code look like if it kept the rule that {check.path} stands for?"
            ),
            hint=check.hints.get(
                "pointer", f"Read the rule in .claude/{check.path}: its pattern is the shape that was found."
            ),
        ),
        examples=tuple(
            Example(language, fixture.code, tuple(_lines(check, fixture, language)))
            for fixture in check.fixtures
            for language in fixture.languages
        ),
        tier=check.tier,
    )


def _lines(check: OwnCheck, fixture: Fixture, language: Language) -> list[int]:
    return sorted(
        {start_line(node) for node in find_all(SourceFile("fixture", fixture.code, language), check.config) or ()}
    )


def _prove_patterns(check: OwnCheck) -> None:
    for language in check.languages:
        if find_all(SourceFile("probe", "x", language), check.config) is None:
            raise UnfitError(f"{check.path}: ast-grep does not accept this rule")
        for pattern in _patterns(check.config):
            # Where `$` opens no name, ast-grep itself reads such a letter in its place.
            root = _parsed(pattern.replace("$", "µ"), language)
            if root is None or _first_error(root) is not None:
                shown = " ".join(pattern.split())[:60]
                raise UnfitError(
                    f"{check.path}: the pattern `{shown}` is no whole piece of {language}, so it may never match: "
                    "write it with `context` and `selector`, or with `kind`"
                )


def _patterns(value: object) -> Iterator[str]:
    """Every pattern of a rule that has to stand on its own: texts, and the contexts of those cut out of one."""
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[Any, Any]", value).items():
            if key == "pattern" and isinstance(inner, str):
                yield inner
            elif key == "pattern" and isinstance(inner, Mapping):
                yield str(cast("Mapping[str, Any]", inner).get("context", ""))
            else:
                yield from _patterns(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _patterns(inner)


def _prove_fixtures(check: OwnCheck) -> None:
    if not any(f.fails for f in check.fixtures) or all(f.fails for f in check.fixtures):
        lacks = "fixture" if not check.fixtures else "passing fixture" if check.fixtures[0].fails else "failing fixture"
        raise UnfitError(f"{check.path} has no {lacks}, so nothing shows that it does what it says: {FORM}")
    for fixture in check.fixtures:
        for language in fixture.languages:
            source = SourceFile("fixture", fixture.code, language)
            at = f"{check.path}: {fixture.name}" + (f" in {language}" if len(check.languages) > 1 else "")
            root = _parsed(fixture.code, language)
            broken = None if root is None else _first_error(root)
            if root is None or broken is not None:
                line = f" at its line {start_line(broken)}" if broken is not None else ""
                raise UnfitError(f"{at} does not parse{line}")
            found = find_all(source, check.config)
            if found is None:
                raise UnfitError(f"{at} brings ast-grep down")
            if fixture.fails and not found:
                raise UnfitError(f"{at} breaks the rule, and the check finds nothing in it")
            if not fixture.fails and found:
                raise UnfitError(f"{at} keeps the rule, and the check finds its line {start_line(found[0])}")


def _parsed(code: str, language: Language) -> SgNode | None:
    try:
        return SgRoot(code, language).root()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # a Rust panic is one, and its class cannot be imported
        if type(problem).__name__ != "PanicException" and not isinstance(problem, Exception):
            raise
        return None


def _first_error(root: SgNode) -> SgNode | None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        children = node.children()
        # What the parser made up to go on is a leaf without text.
        made_up = not children and not node.text() and (not node.is_named() or node.kind() == "identifier")
        if node.kind() == "ERROR" or made_up:
            return node
        waiting.extend(reversed(children))
    return None
