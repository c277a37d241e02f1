"""Shape of a statement: an `else` after a return, a conditional within a conditional."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.wording import bans, clip
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, span, start_line


def else_after_return(source: SourceFile, params: Params) -> Iterator[Fact]:
    """In web languages, an `else` of which every branch before it has returned."""
    if source.language == "python":
        return
    returned: dict[tuple[int, int], bool] = {}  # by the `if`; the one above in a chain comes before
    for node in source.nodes("else_clause"):
        branch = node.parent()
        if branch is None or branch.kind() != "if_statement":
            continue
        above = branch.parent()
        chain = above.parent() if above is not None and above.kind() == "else_clause" else None
        returned[span(branch)] = _returns(branch) and (chain is None or returned.get(span(chain), True))
        if returned[span(branch)]:
            line = start_line(node)
            yield Fact(line, line, "This `else` follows a branch that has already returned.")


def _returns(branch: SgNode) -> bool:
    """Whether the branch ends with a return."""
    done = branch.field("consequence")
    if done is not None and done.kind() == "statement_block":
        inner = [child for child in done.children() if child.is_named() and child.kind() != "comment"]
        done = inner[-1] if inner else None
    return done is not None and done.kind() == "return_statement"


_CONDITIONALS = frozenset({"conditional_expression", "ternary_expression"})


def nested_conditionals(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Conditional expressions that are themselves an operand of one, reported at the outermost."""
    outermost: dict[tuple[int, int], SgNode] = {}  # by each conditional; the outer ones come first
    told: set[tuple[int, int]] = set()
    for node in source.nodes(*sorted(_CONDITIONALS)):
        around = _around(node)
        outer = outermost[span(node)] = node if around is None else outermost.get(span(around), around)
        if around is None or span(outer) in told:
            continue
        told.add(span(outer))
        text = f"A conditional expression stands inside another: `{clip(outer.text())}`."
        yield Fact(start_line(outer), end_line(outer), text)


def _around(node: SgNode) -> SgNode | None:
    """The conditional of which the node is an operand, through brackets only; None where there is none."""
    above = node.parent()
    while above is not None and above.kind() == "parenthesized_expression":
        above = above.parent()
    return above if above is not None and above.kind() in _CONDITIONALS else None


_ELSE = (
    r"(?:unnecessary |needless |superfluous )?`?else`?(?:/`?elif`?)?(?: blocks?| clauses?| branch"
    r"(?:es)?| statements?)? (?:after|following) (?:an? |the )?(?:early )?`?returns?`?"
)

NO_ELSE_AFTER_RETURN = Entry(
    name="no-else-after-return",
    title="`else` after a branch that returns",
    languages=ALL,
    engines=(Ruff(("RET505",)), Syntax(else_after_return)),
    cues=("else",),
    phrases=bans(_ELSE),
    reads=(
        ("No else after return", {}),
        ("Avoid `else` after a `return`.", {}),
        ("Do not use else blocks after return", {}),
        ("Never write an `else` after an early return", {}),
    ),
    ignores=(
        "Return early or else raise.",
        "`else` after `return` is fine in short functions.",
        "Nobody else may return the key.",
        "No else",
    ),
    words=Words(
        why="After a branch that has returned, the rest is the other case anyway; the `else` only moves it one level "
        "to "
        "the right and makes it look like one of two equals.",
        question="Can the lines after this branch be reached at all when its condition was true?",
        hint="Cover the `else` with a finger and read on: does the meaning change?",
    ),
    examples=(
        Example("python", "def f(a):\n    if a:\n        return 1\n    else:\n        return 2\n", (4,)),
        Example("python", "def f(a):\n    if a:\n        b()\n        return 1\n    elif b:\n        return 2\n", (5,)),
        Example(
            "python",
            "async def f(a):\n    for x in a:\n        if x:\n            return x\n        else:\n            y()\n",
            (5,),
        ),
        Example("python", "def f(a):\n    if a:\n        return 1\n    return 2\n"),
        Example("python", "def f(a):\n    if a:\n        b = 1\n    else:\n        return 2\n"),
        Example(
            "python", "def f(a):\n    for x in a:\n        if x:\n            return 1\n    else:\n        return 2\n"
        ),
        Example("python", "def f(a):\n    return 1 if a else 2\n"),
        Example("typescript", "function f(a) {\n  if (a) {\n    return 1;\n  } else {\n    return 2;\n  }\n}\n", (4,)),
        Example("javascript", "const f = (a) => {\n  if (a) return 1;\n  else return 2;\n};\n", (3,)),
        Example("tsx", "const A = () => {\n  if (a) {\n    return <p/>;\n  } else if (b) {\n    c();\n  }\n};\n", (4,)),
        Example("typescript", "function f(a) {\n  if (a) {\n    return 1;\n  }\n  return 2;\n}\n"),
        Example("typescript", "if (a) {\n  b();\n} else if (c) {\n  return 1;\n} else {\n  return 2;\n}\n"),
        Example("javascript", "if (a) {\n  x(() => { return 1; });\n} else {\n  return 2;\n}\n"),
        Example("javascript", "if (a) {\n  if (b) {\n    return 1;\n  }\n} else {\n  c();\n}\n"),
    ),
)

_TERNARIES = r"ternar(?:y|ies)(?: operators?| expressions?)?"

NO_NESTED_TERNARY = Entry(
    name="no-nested-ternary",
    title="conditional expressions within conditional expressions",
    languages=ALL,
    engines=(Syntax(nested_conditionals),),
    cues=("ternar", "conditional expression"),
    phrases=(
        *bans(
            rf"(?:deeply )?(?:nested|chained) (?:{_TERNARIES}|conditional expressions?)|{_TERNARIES} "
            rf"(?:inside|within) {_TERNARIES}"
        ),
        Phrase(rf"\b(?:never|don't|do not|avoid)\s(?:nest|nesting|chain|chaining)\s(?:`\?:` )?{_TERNARIES}"),
    ),
    reads=(
        ("No nested ternaries", {}),
        ("Never nest ternary operators.", {}),
        ("Avoid nested ternary expressions", {}),
        ("Nested ternaries are forbidden", {}),
        ("Use if/else instead of nested ternaries", {}),
    ),
    ignores=(
        "Nested ternaries are fine in JSX.",
        "Prefer ternaries over short if statements",
        "Avoid ternaries with side effects",
        "Do not nest components.",
    ),
    words=Words(
        why="Two conditions in one expression have four outcomes; a reader must build the table in mind to know which "
        "value belongs to which.",
        question="Which value comes out when the first condition is false and the second is true?",
        hint="Write down each case on a line of its own: how many are there, and which have names?",
    ),
    examples=(
        Example("python", "x = a if b else (c if d else e)\n", (1,)),
        Example("python", "def f():\n    return a if b else c if d else e if g else h\n", (2,)),
        Example("python", "x = 1\ny = (a if b else c) if d else e\n", (2,)),
        Example("python", "x = a if b else c\ny = [p if q else r for q in s]\n"),
        Example("python", "x = a if b else f(c if d else e)\n"),
        Example("python", "x = a if b else [c if d else e]\n"),
        Example("python", "x = a if b else (lambda: c if d else e)\n# a if b else c if d else e\n"),
        Example("typescript", "const x = a ? b : c ? d : e;\n", (1,)),
        Example("tsx", "const A = () => (\n  <p>{a ? <i/> : (b ? <b/> : null)}</p>\n);\n", (2,)),
        Example("javascript", "foo();\nconst y = (a ? b : c) ? d : e;\n", (2,)),
        Example("typescript", "const x = a ? b : c;\nconst y = a ?? b?.c;\n"),
        Example("tsx", "const A = () => a ? <p>{b ? 1 : 2}</p> : null;\n"),
        Example("typescript", "type T = A extends B ? C : D extends E ? F : G;\n"),
        Example("javascript", "const f = a ? () => (b ? 1 : 2) : g(c ? 1 : 2);\n"),
    ),
)

ENTRIES = (NO_ELSE_AFTER_RETURN, NO_NESTED_TERNARY)
