"""Size: how long a class may be."""

from collections.abc import Iterator

from teaching.review.catalogue import seen
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line


def long_classes(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Classes that span more lines than allowed, from the word `class` to the last line."""
    allowed = params["lines"]
    assert isinstance(allowed, int), "lines is declared as a number"
    kinds = ("class_definition", "class_declaration", "abstract_class_declaration", "class")
    for node in source.nodes(*kinds):
        if not node.is_named():
            continue  # in TypeScript the keyword is of the same kind as an unnamed class
        first, last = start_line(node), end_line(node)
        length = last - first + 1
        if length > allowed:
            name = node.field("name")
            shown = f"The class `{name.text()}`" if name is not None else "This class"
            text = f"{shown} is {length} lines long; the limit is {allowed}."
            yield Fact(first, last, text, excess=length - allowed, first=first)


_UNIT = r"(?:lines?(?: of code)?|loc)"
# Between a class and its number nothing else that has a size may stand.
_NEAR = r"(?:(?!\b(?:files?|modules?|functions?|methods?|components?|commits?|prs?)\b)[^.;]){{0,40}}?"
_CLASS = r"(?<!css )(?<!utility )(?<!tailwind )\bclass(?:es)?\b"
# "Functions in a class" speaks of functions.
_THE_CLASS = rf"(?<!in a )(?<!of a )(?<!within a )(?<!inside a )(?<!per ){_CLASS}"

MAX_CLASS_LINES = Entry(
    name="max-class-lines",
    title="classes longer than a number of lines",
    languages=ALL,
    engines=(Syntax(long_classes),),
    cues=("class",),
    phrases=(
        Phrase(rf"{_THE_CLASS}{_NEAR}{{ATMOST}}\s*{{N}}\s*{_UNIT}\b"),
        Phrase(
            rf"{_THE_CLASS}(?:\s\w+)?\s?(?:\(|:|≤|<=?|=|max|→|->|\|)+\s?(?:max\.? |at most "
            rf"|up to )?{{N}}\s*{_UNIT}?\s*(?:$|[.,;)|])"
        ),
        Phrase(rf"{{N}}[ -]{_UNIT}\s(?:per|for an?|for|in an?|a|/)\s?(?:single )?{_CLASS}"),
        Phrase(
            rf"\b(?:max(?:imum)?|longest) (?:size of an? |length of an? )?{_CLASS}(?: (?:length"
            rf"|size))?{_NEAR}{{N}}\s*{_UNIT}?"
        ),
        Phrase(rf"{_THE_CLASS}{_NEAR}\b(?:longer than|more than|over|exceed\w*)\s{{N}}\s*{_UNIT}\b"),
        Phrase(
            rf"{_THE_CLASS},? (?:and|or|/|&) (?:files?|modules?|functions?|methods?|components?)\b[^.;]{{{{0,25}}}}"
            rf"{{ATMOST}}\s*{{N}}\s*{_UNIT}\b"
        ),
    ),
    vague=(
        Phrase(
            r"\b(?:keep|no|avoid|prefer)\s(?:\w+ )?(?:classes (?:small|short)|(?:large|huge|long|big"
            r"|god) class(?:es)?|(?:small|short) classes)\b"
        ),
    ),
    reads=(
        ("Classes are at most 200 lines long", {"lines": 200}),
        ("Max class length: 300 lines", {"lines": 300}),
        ("No class longer than 250 lines", {"lines": 250}),
        ("Functions ≤ 50 lines, classes ≤ 300 lines", {"lines": 300}),
        ("Classes: 150 lines", {"lines": 150}),
        ("At most 200 lines per class.", {"lines": 200}),
        ("Classes must not exceed 400 lines", {"lines": 400}),
        ("| class | 200 lines |", {"lines": 200}),
    ),
    ignores=(
        "The class loads 200 lines at a time.",
        "Functions in a class are at most 50 lines long.",
        "CSS classes are at most 30 characters long.",
        "The class of 2024 has 30 students.",
        "Files are at most 400 lines long.",
    ),
    slots=(Slot("lines", "number", ask="How many lines may a class have?", role="limit"),),
    evidence={"lines": seen.CLASS_LINES},
    words=Words(
        why="Every method of a class can reach all of its state: the longer the class, the more methods a reader has "
        "to know before one field can be trusted.",
        question="Which fields does the first half of this class use, and which the second half?",
        hint="Make a table of methods and the fields they touch: groups in it that do not overlap have a name.",
    ),
    examples=(
        Example("python", "x = 1\nclass A:\n    a = 1\n    b = 2\n    c = 3\n", (2,), {"lines": 3}),
        Example("python", "class A:\n    class B:\n        a = 1\n        b = 2\n", (1,), {"lines": 3}),
        Example(
            "python", "class A:\n    a = 1\n    b = 2\n# class\ndef f():\n    return 'class A:'\n", (), {"lines": 3}
        ),
        Example("typescript", "export abstract class A {\n  a = 1;\n  b = 2;\n}\n", (1,), {"lines": 3}),
        Example("javascript", "const A = class {\n  a = 1;\n  b = 2;\n};\n", (1,), {"lines": 3}),
        Example(
            "tsx", "class A {\n  a = 1;\n}\nconst B = <p\n  class='a'\n  id='b'\n  lang='c'\n/>;\n", (), {"lines": 3}
        ),
        Example("typescript", "interface A {\n  a: 1;\n  b: 2;\n  c: 3;\n}\n", (), {"lines": 3}),
    ),
)

ENTRIES = (MAX_CLASS_LINES,)
