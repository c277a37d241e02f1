"""What a file holds of the things that a rule left unsaid: the evidence beside a question to the author.

Each function yields candidates for one value of one check; `teaching.review.asking` counts them. Numbers are sizes.
"""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import base_classes, chain, inner, path
from teaching.review.catalogue.imports.imported import imports
from teaching.review.catalogue.naming.scope import chosen_functions, follows
from teaching.review.entry import Evidence
from teaching.review.source import FUNCTION_KINDS, SourceFile, end_line, function_name, start_line

_CASES = (("snake_case", "snakecase"), ("camelCase", "camelcase"), ("PascalCase", "pascalcase"))
_MORE_CASES = (("UPPER_SNAKE_CASE", "uppersnakecase"), ("kebab-case", "kebabcase"))
_CALLS = frozenset({"call", "call_expression"})
_CLASSES = ("class_definition", "class_declaration", "abstract_class_declaration")
_ERROR = lazily(r"\w*(?:Error|Exception)")
_GENERAL = frozenset({"Error", "Exception", "BaseException"})
_BRANCHES = (
    *("if_statement", "elif_clause", "for_statement", "while_statement", "except_clause", "case_clause"),
    *("for_in_clause", "conditional_expression"),
)
_BLOCKS = frozenset({"if_statement", "for_statement", "while_statement", "with_statement", "try_statement"}) | {
    *("match_statement", "for_in_statement", "do_statement", "switch_statement")
}
_SECTION = lazily(r"^\s*(?:(Args|Arguments|Returns|Raises|Yields):\s*$|(:param|:return|:raises)\b)", re.MULTILINE)
_UNDERLINED = lazily(r"^\s*(?:Parameters|Returns|Raises|Yields)\s*\n\s*-{3,}\s*$", re.MULTILINE)


def awaited_calls(source: SourceFile) -> Iterator[str]:
    """What is awaited: `fetch`, or `api.*` for the methods of one thing."""
    for node in source.nodes("await_expression", "await"):
        operand = inner(node)
        names = chain(operand)[-1].names if operand is not None else ()
        if names and all(names):
            yield names[0] if len(names) == 1 else ".".join([*names[:-1], "*"])


def own_errors(source: SourceFile) -> Iterator[str]:
    """Error types that a file defines, or raises, and that are not the most general one."""
    for name, bases in base_classes(source).items():
        if any(_ERROR.fullmatch(base) for base in bases):
            yield name
    for node in source.nodes("raise_statement", "throw_statement"):
        thrown = inner(node)
        target = thrown.field("constructor") if thrown is not None and thrown.kind() == "new_expression" else thrown
        name = path(target).rsplit(".", 1)[-1]
        if _ERROR.fullmatch(name) and name not in _GENERAL:
            yield name


def imported_packages(source: SourceFile) -> Iterator[str]:
    """The packages that a file imports from, by the name before the first dot or slash."""
    for one in imports(source):
        module = one.module.removeprefix("node:")
        if module and not module.startswith((".", "/", "@/", "~/")):
            parts = module.split("." if source.language == "python" else "/")
            yield "/".join(parts[: 2 if module.startswith("@") else 1])


def folders(source: SourceFile) -> Iterator[str]:
    """The folder of the file, two levels deep at most."""
    parts = source.path.split("/")[:-1]
    if parts:
        yield "/".join(parts[:2]) + "/"


def called(source: SourceFile) -> Iterator[str]:
    """The calls of a file by their plain dotted names."""
    for node in source.nodes(*sorted(_CALLS)):
        name = path(node)
        if name:
            yield f"{name}()"


def _case(name: str, cases: tuple[tuple[str, str], ...]) -> str:
    bare = name.strip("_")
    # A name of one lower-case word is written alike in several cases and shows none of them.
    if bare.islower() and bare.isalnum():
        return ""
    return next((said for said, case in cases if follows(bare, case)), "")


def function_cases(source: SourceFile) -> Iterator[str]:
    """In which case each function is named, where its name shows one."""
    yield from filter(None, (_case(name, _CASES) for _, name in chosen_functions(source)))


def class_cases(source: SourceFile) -> Iterator[str]:
    """In which case each class is named."""
    yield from filter(None, (_case(function_name(node), _CASES[::-1]) for node in source.nodes(*_CLASSES)))


def value_cases(source: SourceFile) -> Iterator[str]:
    """In which case each variable is named, where its name shows one."""
    for node in source.nodes("assignment", "variable_declarator"):
        target = node.field("left") or node.field("name")
        if target is not None and target.kind() == "identifier":
            yield from filter(None, [_case(target.text(), (_MORE_CASES[0], *_CASES))])


def file_cases(source: SourceFile) -> Iterator[str]:
    """In which case the file is named, where its name shows one."""
    stem = source.path.rsplit("/", 1)[-1].split(".")[0]
    yield from filter(None, [_case(stem, (*_CASES, _MORE_CASES[1]))])


def quotes(source: SourceFile) -> Iterator[str]:
    """Which quotes each short string has; one that holds the other mark had no choice."""
    for node in source.nodes("string"):
        text = node.text().lstrip("rbfuRBFU")
        if len(text) >= 2 and text[0] in "'\"" and not text.startswith(("'''", '"""')):
            if not any(mark in text[1:-1] for mark in "'\""):
                yield "single" if text[0] == "'" else "double"


def indents(source: SourceFile) -> Iterator[str]:
    """With what each indented line begins."""
    yield from ("tabs" if line[0] == "\t" else "spaces" for line in source.lines if line[:1] in {"\t", " "})


def docstring_sections(source: SourceFile) -> Iterator[str]:
    """The convention that each docstring with sections follows."""
    for node in source.nodes("string"):
        text = node.text()
        if text.lstrip("rR").startswith(('"""', "'''")):
            found = _SECTION.search(text)
            if _UNDERLINED.search(text):
                yield "numpy"
            elif found is not None:
                yield "google" if found[1] else "sphinx"


def _functions(source: SourceFile) -> Iterator[SgNode]:
    yield from source.nodes(*sorted(FUNCTION_KINDS - {"lambda"}))


def function_lines(source: SourceFile) -> Iterator[int]:
    """How many lines each function has."""
    yield from (end_line(node) - start_line(node) + 1 for node in _functions(source))


def class_lines(source: SourceFile) -> Iterator[int]:
    """How many lines each class has."""
    yield from (end_line(node) - start_line(node) + 1 for node in source.nodes(*_CLASSES))


def file_lines(source: SourceFile) -> Iterator[int]:
    """How many lines the file has."""
    yield len(source.lines) - (1 if source.lines and source.lines[-1] == "" else 0)


def line_lengths(source: SourceFile) -> Iterator[int]:
    """How many characters each line has that could be broken."""
    yield from (len(line) for line in source.lines if line.strip() and "://" not in line)


def parameters(source: SourceFile) -> Iterator[int]:
    """How many parameters each function takes; `self`, `cls` and bare separators do not count."""
    for node in _functions(source):
        listed = node.field("parameters")
        if listed is not None:
            kinds = {"comment", "keyword_separator", "positional_separator"}
            names = [child.text() for child in listed.children() if child.is_named() and child.kind() not in kinds]
            yield len([name for name in names if name.split(":")[0].strip() not in {"self", "cls"}])


def nesting(source: SourceFile) -> Iterator[int]:
    """How deep the blocks of each function are nested in it at most; `else if` does not add a level."""
    deepest: dict[tuple[int, int], int] = {}
    for node in _functions(source):
        deepest[_place(node)] = 0
    known: dict[tuple[int, int], tuple[int, tuple[int, int] | None]] = {}  # by the block: its depth and its function
    for node in sorted(source.nodes(*sorted(_BLOCKS)), key=lambda node: (_place(node)[0], -_place(node)[1])):
        around = node.ancestors()
        depth = 0 if around and around[0].kind() == "else_clause" else 1
        # The outer ones come first, so that each has to look no further than to the next one around it.
        owner = next((above for above in around if above.kind() in FUNCTION_KINDS or _place(above) in known), None)
        above, function = (0, None) if owner is None else known.get(_place(owner), (0, _place(owner)))
        known[_place(node)] = depth + above, function
        if function in deepest:
            deepest[function] = max(deepest[function], depth + above)
    yield from deepest.values()


def complexity(source: SourceFile) -> Iterator[int]:
    """About how many independent paths each function has: one, and one for each branch in it."""
    counts = {_place(node): 1 for node in _functions(source)}
    for node in source.nodes(*_BRANCHES):
        owner = next((above for above in node.ancestors() if above.kind() in FUNCTION_KINDS - {"lambda"}), None)
        if owner is not None:
            counts[_place(owner)] += 1
    yield from counts.values()


def _place(node: SgNode) -> tuple[int, int]:
    place = node.range()
    return place.start.index, place.end.index


CALLERS = Evidence(awaited_calls)
ERRORS = Evidence(own_errors)
PACKAGES = Evidence(imported_packages)
FOLDERS = Evidence(folders)
CALLS = Evidence(called)
QUOTES = Evidence(quotes)
INDENTS = Evidence(indents)
CONVENTIONS = Evidence(docstring_sections)
CASES: dict[str, Evidence] = {
    "function": Evidence(function_cases),
    "class": Evidence(class_cases),
    "constant": Evidence(value_cases),
    "variable": Evidence(value_cases),
    "file": Evidence(file_cases),
}
FUNCTION_LINES = Evidence(function_lines, "the longest function has {most} lines, 9 in 10 have at most {usual}")
CLASS_LINES = Evidence(class_lines, "the longest class has {most} lines, 9 in 10 have at most {usual}")
FILE_LINES = Evidence(file_lines, "the longest file has {most} lines, 9 in 10 have at most {usual}")
LINE_LENGTHS = Evidence(line_lengths, "the longest line has {most} characters, 9 in 10 have at most {usual}")
PARAMETERS = Evidence(parameters, "the most parameters of a function are {most}, 9 in 10 take at most {usual}")
NESTING = Evidence(nesting, "the deepest nesting has {most} levels, 9 in 10 functions have at most {usual}")
COMPLEXITY = Evidence(complexity, "the most complex function has about {most}, 9 in 10 have at most {usual}")
