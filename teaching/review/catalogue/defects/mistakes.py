"""Lines of Python that cannot do what they say: the check and the proof of `python-mistakes`."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import named, shorten
from teaching.review.catalogue.defects.unreachable import unreachable_code
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.source import PYTHON, SourceFile, end_line, start_line

# There a comparison is made for the error or the warning that it gives.
_EXPECTS = re.compile(r"raises|warns|suppress|deprecated_call")


def pointless_comparisons(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Comparisons that are a statement of their own, but for those whose failure is expected (ruff's B015 is not)."""
    for compared in source.nodes("comparison_operator"):
        statement = compared.parent()
        while statement is not None and statement.kind() == "parenthesized_expression":
            statement = statement.parent()
        if statement is None or statement.kind() != "expression_statement" or len(named(statement)) > 1:
            continue
        if not _is_expected_to_fail(statement):
            text = f"The result of the comparison `{shorten(compared)}` is not used."
            yield Fact(start_line(statement), end_line(statement), text)


def _is_expected_to_fail(statement: SgNode) -> bool:
    block = statement.parent()
    around = block.parent() if block is not None else None
    if around is None or around.kind() != "with_statement":
        return False
    clause = next((child for child in around.children() if child.kind() == "with_clause"), None)
    return clause is not None and _EXPECTS.search(clause.text().lower()) is not None


# Each of these means that the line does not do what it says, or fails when it runs.
_MISTAKES = (
    "F502", "F503", "F505", "F506", "F507", "F508", "F509", "F521", "F522", "F523", "F524", "F525", "F601", "F621",
    "F622", "F631", "F632", "F633", "F634", "F701", "F702", "F704", "F706", "F707", "B002", "B003", "B012",
    "B016", "B021", "B025", "B029", "B030", "B035", "PLE0101", "PLE0115", "PLE0116", "PLE0117", "PLE0118",
    "PLE0241", "PLE0302", "PLE0303", "PLE0304", "PLE0305", "PLE0307", "PLE0308", "PLE0309", "PLE0604",
    "PLE1132", "PLE1205", "PLE1206", "PLE1300", "PLE1307", "PLE1519", "PLE1520", "PLW0129", "PLW0131",
    "PLW0133", "PLW0177", "PLW0245", "PLW0711", "PLW1501", "RUF008", "RUF016", "RUF024", "RUF040",
)  # fmt: skip

PYTHON_MISTAKES = Entry(
    name="python-mistakes",
    title="lines of Python that cannot do what they say",
    languages=PYTHON,
    engines=(Ruff(_MISTAKES), Syntax(pointless_comparisons), Syntax(unreachable_code)),
    baseline="Every line can do what it says.",
    severity="must",
    words=Words(
        why="Python accepts this line, but it fails when it runs, is always true, or silently loses a value: what it "
        "seems "
        "to say is not what it does.",
        question="What does Python really evaluate on this line, step by step, and where does the result go?",
        hint="Try the smallest form of this line in a console and look at the value it leaves behind.",
    ),
    examples=(
        Example("python", "def f():\n    try:\n        a()\n    finally:\n        return 1\n", (5,)),
        Example("python", "if x is 'a':\n    pass\n", (1,)),
        Example("python", "d = {\n    'a': 1,\n    'a': 2,\n}\n", (3,)),
        Example("python", "print('%s %s' % (1,))\nprint('{} {}'.format(1))\n", (1, 2)),
        Example("python", "def f(x):\n    x == 1\n    ValueError('x')\n    assert (x, 'text')\n", (2, 3, 4)),
        Example(
            "python",
            "def f():\n    with pytest.raises(TypeError):\n        a < b\n    with self.assertRaises(E) as e, g():\n"
            "        (a == b)\n    with open(p):\n        a == b\n",
            (7,),
        ),
        Example("python", "def f():\n    return 1\n    g()\n", (), path="tests/test_apps/broken/app.py"),
        Example("python", "def f():\n    return 1\n    g()\n", (3,), path="tests/test_app.py"),
        Example("python", "try:\n    a()\nexcept A or B:\n    pass\n", (3,)),
        Example("python", "import logging\n\nlogging.info('%s %s', 1)\n", (3,)),
        Example(
            "python",
            "def f():\n    for x in a:\n        try:\n            b()\n        finally:\n            c()\n"
            "    return 1\n",
        ),
        Example("python", "def f():\n    return 1\n    # here\n    g()\n", (4,)),
        Example("python", "def f():\n    return\n    yield\n\n\ndef g():\n    if x:\n        raise a\n    return 1\n"),
        Example("python", "if x is None or x is True:\n    pass\n"),
        Example("python", "d = {'a': 1, 'b': 1}\nprint('%s %%' % 1, '{0} {0}'.format(1))\n"),
        Example("python", "def f(x):\n    assert x == 1, 'text'\n    raise ValueError('x')\n"),
        Example("python", "try:\n    a()\nexcept (A, B):\n    raise\n"),
    ),
)
