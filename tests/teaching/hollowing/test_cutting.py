"""Bodies become markers, hints and an honest failure; everything else stays byte for byte."""

import ast

import pytest

from teaching.contracts.exercises import Cut
from teaching.errors import BadInputError
from teaching.hollowing.cutting import cut, functions, rewritten
from teaching.hollowing.shape import shape_of
from teaching.hollowing.unused import newly_unused, without
from teaching.markers.bodies import body_of_symbol
from teaching.markers.reading import read

PYTHON = '''\
import os


class Basket:
    @property
    def total(self) -> int:
        """The sum.

        # no comment
        """
        # the secret way
        x = 1
        return x
        # and what it was for

    async def walk(self):
        async for x in self:
            yield x


def short(x): return x * 2


def outer(x):
    def inner(y):
        return y
    return inner(x)
'''
TYPESCRIPT = """\
export class Basket<T> extends Base {
  get total(): number { return this.secret; }
  static async *walk(a: string): AsyncGenerator<number> {
    "use strict";
    yield 1; // secret
  }
  field = (q: number): number => {
    return q;
  };
}
/** Doubles. */
export const twice = async (x: number): Promise<number> => x * 2;
const box = { put(z: number): number { return z } };
"""


def test_a_python_body_becomes_a_marker_its_hints_and_a_failure() -> None:
    found = cut(PYTHON, "a.py", [Cut("Basket.total", "add it up", ("one loop", "two"), "sum-it")])
    assert (
        found.split('        """\n', 1)[1].split("\n\n")[0]
        == """\
        # TODO(human)[sum-it]: add it up
        # Hint: one loop
        # Hint: two
        raise NotImplementedError("TODO(human): Basket.total")"""
    )
    assert "secret" not in found and "what it was for" not in found
    marker = read(found, "a.py")[0]
    assert (marker.task, marker.text, marker.hints) == ("sum-it", "add it up", ("one loop", "two"))


def test_generators_one_line_functions_and_inner_functions_stay_what_they_are() -> None:
    found = cut(PYTHON, "a.py", [Cut("Basket.walk", "a"), Cut("short", "b"), Cut("outer.inner", "c")])
    tree = ast.parse(found)
    assert 'raise NotImplementedError("TODO(human): Basket.walk")\n        yield' in found
    assert 'def short(x):\n    # TODO(human): b\n    raise NotImplementedError("TODO(human): short")\n' in found
    assert "    return inner(x)\n" in found
    assert len(list(ast.walk(tree))) > 20
    for symbol in ("Basket.walk", "short", "outer.inner"):
        body = body_of_symbol(found, "a.py", symbol)
        assert body is not None and body.is_stub


def test_typescript_functions_of_every_form_are_cut() -> None:
    symbols = [one.symbol for one in functions(TYPESCRIPT, "a.ts")]
    assert symbols == ["Basket.total", "Basket.walk", "Basket.field", "twice", "box.put"]
    found = cut(TYPESCRIPT, "a.ts", [Cut(symbol, "do it") for symbol in symbols])
    assert "secret" not in found and '"use strict";\n    // TODO(human): do it' in found
    assert 'Promise<number> => {\n  // TODO(human): do it\n  throw new Error("TODO(human): twice");\n};' in found
    for symbol in symbols:
        body = body_of_symbol(found, "a.ts", symbol)
        assert body is not None and body.is_stub, symbol


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_stay(newline: str) -> None:
    text = "\ufeff" + PYTHON.replace("\n", newline)
    found = cut(text, "a.py", [Cut("short", "b")])
    assert found.startswith("\ufeffimport os" + newline)
    assert found.count("\n") == found.count(newline)


@pytest.mark.parametrize(
    ("symbol", "said"),
    [("nothing", "has no function nothing"), ("empty", "has no function empty"), ("twin", "has 2 functions twin")],
)
def test_what_cannot_be_cut_is_said(symbol: str, said: str) -> None:
    text = 'def empty():\n    """Only words."""\n\n\ndef twin():\n    return 1\n\n\ndef twin():\n    return 2\n'
    with pytest.raises(BadInputError, match=said):
        cut(text, "a.py", [Cut(symbol, "x")])


def test_functions_within_each_other_and_other_languages_are_refused() -> None:
    with pytest.raises(BadInputError, match="lies inside"):
        cut(PYTHON, "a.py", [Cut("outer", "x"), Cut("outer.inner", "y")])
    with pytest.raises(BadInputError, match="no Python, TypeScript or JavaScript"):
        cut("fn f() {}", "a.rs", [Cut("f", "x")])
    with pytest.raises(BadInputError, match="does not parse"):
        cut("def f(:\n", "a.py", [Cut("f", "x")])


def test_no_text_of_a_marker_can_leave_its_comment() -> None:
    found = cut("function f() { return 1 }\n", "a.js", [Cut("f", "one\u2028two\nthree\rfour", ("a\n  alert(1)",))])
    assert [line.strip()[:2] for line in found.splitlines()[1:3]] == ["//", "//"]
    assert read(found, "a.js")[0].text == "one two three four"


def test_imports_that_only_the_body_used_go_and_others_stay() -> None:
    before = (
        "import os\nimport re\n\nfrom a import (\n    b,\n    c,\n)\n\n\ndef f():\n    return re, b\n\n\nx = os, c\n"
    )
    after = cut(before, "a.py", [Cut("f", "x")])
    gone = newly_unused(before, after, "python", "a.py")
    assert {(one.name, one.written) for one in gone} == {("re", "import re"), ("b", "from a import b")}
    assert without(after, "python", "a.py", frozenset({"re", "b"})).startswith("import os\n\nfrom a import c\n\n\ndef")
    web = 'import d, { e, type F } from "m";\nimport { g } from "n";\nfunction f() { return e + g }\nconst x: F = d;\n'
    cut_web = cut(web, "a.ts", [Cut("f", "x")])
    names = frozenset(one.name for one in newly_unused(web, cut_web, "typescript", "a.ts"))
    assert names == {"e", "g"}
    assert without(cut_web, "typescript", "a.ts", names).startswith('import d, { type F } from "m";\nfunction f()')


def test_where_the_linter_wants_no_plain_text_in_errors_the_failure_is_still_one_honest_statement() -> None:
    function = next(one for one in functions(PYTHON, "a.py") if one.symbol == "short")
    found = rewritten(PYTHON, "a.py", [(function, Cut("short", "b"))], use=True)
    assert 'raise NotImplementedError(*("TODO(human): short",))' in found
    body = body_of_symbol(found, "a.py", "short")
    assert body is not None and body.is_stub


def test_a_text_that_begins_further_left_than_its_method_is_no_hindrance() -> None:
    text = 'class A:\n    def f(self):\n        x = """\nleft\n"""\n        return x\n'
    (found,) = functions(text, "a.py")
    assert shape_of(text, found).statements == 2


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("Basket.prototype.total = function () {\n  return 1;\n};\n", "Basket.total"),
        ("module.exports = { total() {\n  return 1;\n} };\n", "total"),
        ("export default () => {\n  return 1;\n};\n", "default"),
    ],
)
def test_a_function_is_called_the_same_by_the_cutter_and_by_the_reader_of_markers(code: str, symbol: str) -> None:
    (found,) = functions(code, "a.js")
    body = body_of_symbol(cut(code, "a.js", [Cut(found.symbol, "x")]), "a.js", symbol)
    assert found.symbol == symbol
    assert body is not None and body.is_stub
