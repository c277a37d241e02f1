"""Whatever stands in a project's own check file: it is a check that passed its gate, or it is said why it is none."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teaching.review.review import Request, review, rules_of
from tests.teaching.review.fuzz.everything import MOST_S, hold, spent, write
from tests.teaching.review.fuzz.sizes import sized, tries

RULES = "- Never call it so <!-- check: ast-grep checks/a.yml -->\n- Names must say what they mean\n"
CODE = {"src/a.py": "f(a, b)\nfoo.bar(1)\n", "src/a.ts": "f(a, b);\nfoo.bar(1);\n"}
_FIXTURES = "fixtures: {fails: ['f(a)'], passes: ['g(a)']}\n"
HOSTILE = {
    "billion laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
    "an alias of itself": "id: x\nlanguage: python\nrule: &a\n  any: [*a, {pattern: f(a)}]\n" + _FIXTURES,
    "a rule within itself": "id: x\nlanguage: python\nrule: &a {all: [{not: *a}]}\n" + _FIXTURES,
    "very deep": "rule: " + "{not: " * 90 + "{pattern: a}" + "}" * 90,
    "very deep by lines": "rule:\n" + "".join(f"{' ' * n}not:\n" for n in range(1, 400)) + " " * 400 + "pattern: a\n",
    "deeper than brackets may be": "[" * 50_000,
    "open mappings": "{" * 99,
    "merge keys": "a: &a {b: 1}\nc: {<<: *a, <<: *a}\n",
    "a python tag": "!!python/object/apply:os.system ['true']\n",
    "a binary": "rule: !!binary 'a'\n",
    "a set": "language: python\nrule: !!set {a, b}\n",
    "an omap": "language: python\nrule: !!omap [a: 1]\n",
    "a timestamp": "language: python\nrule: {pattern: 2001-12-14t21:59:43.10-05:00}\n",
    "a number for a pattern": "language: python\nrule: {pattern: 1e999}\n" + _FIXTURES,
    "not a number": "language: python\nrule: {nthChild: .nan}\n" + _FIXTURES,
    "a very long number": f"language: python\nrule: {{nthChild: {'9' * 5000}}}\n",
    "a sexagesimal": "language: python\nrule: {nthChild: 1:60:60}\n" + _FIXTURES,
    "a list for a rule": "language: python\nrule: [pattern, f]\n",
    "nothing": "",
    "only a comment": "# x\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "many documents": "---\n" * 2000,
    "no YAML": "rule: [\n",
    "tabs": "rule:\n\tpattern: f\n",
    "a NUL": "language: python\nrule: {pattern: 'f(\0)'}\n",
    "half a character": 'language: python\nrule: {pattern: "f(\\ud800)"}\n' + _FIXTURES,
    "an unknown kind": "language: python\nrule: {kind: no_such}\n" + _FIXTURES,
    "an unknown field": "language: python\nrule: {kind: call, has: {field: no_such, pattern: f}}\n" + _FIXTURES,
    "an unknown key": "language: python\nrule: {no_such: f}\n" + _FIXTURES,
    "an unknown util": "language: python\nrule: {matches: no_such}\n" + _FIXTURES,
    "utils that call each other": "language: python\nutils: {a: {matches: b}, b: {matches: a}}\nrule: {matches: a}\n"
    + _FIXTURES,
    "a broken regular expression": "language: python\nrule: {regex: '('}\n" + _FIXTURES,
    "a slow regular expression": "language: python\nrule: {regex: '^(a+)+$'}\n" + _FIXTURES,
    "a huge regular expression": "language: python\nrule: {regex: '(((a{100}){100}){100}){100}'}\n" + _FIXTURES,
    "a long regular expression": f"language: python\nrule: {{regex: '{'(a|b)*' * 250}'}}\n" + _FIXTURES,
    "look around": "language: python\nrule: {regex: '(?=a)(?<!b)'}\n" + _FIXTURES,
    "every node": "language: python\nrule: {regex: ''}\n" + _FIXTURES,
    "only a variable": "language: python\nrule: {pattern: $A}\n" + _FIXTURES,
    "only many": "language: python\nrule: {pattern: $$$}\n" + _FIXTURES,
    "many many": f"language: python\nrule: {{pattern: 'f({', '.join(['$$$A'] * 30)})'}}\n" + _FIXTURES,
    "a pattern of dollars": f"language: python\nrule: {{pattern: '{'$' * 1500}'}}\n" + _FIXTURES,
    "a pattern of brackets": f"language: python\nrule: {{pattern: '{'(' * 49 + ')' * 49}'}}\n" + _FIXTURES,
    "stop by itself": "language: python\nrule: {kind: call, inside: {stopBy: {stopBy: end}, kind: module}}\n"
    + _FIXTURES,
    "of a rule": "language: python\nrule: {nthChild: {position: 'n', ofRule: {ofRule: {}}}}\n" + _FIXTURES,
    "a constraint on nothing": "language: python\nrule: {pattern: f($A)}\nconstraints: {B: {regex: a}}\n" + _FIXTURES,
    "languages of all kinds": "language: [python, 1, null, rust]\nrule: {pattern: f($A)}\n",
    "a fixture that is a list": "language: python\nrule: {pattern: f($A)}\n"
    "fixtures: {fails: [[f]], passes: [{code: 1}]}\n",
    "a fixture that is deep": "language: python\nrule: {pattern: f($A)}\n"
    f"fixtures: {{fails: ['{'f(' * 40}'], passes: [g]}}\n",
    "hints of all kinds": "language: python\nrule: {pattern: f($A)}\nhints: {question: [1], 2: 3}\n",
    "keys that are no text": "? [a]\n: b\n? {c: d}\n: e\n",
    "keys of all kinds": "1: a\nnull: b\ntrue: c\n2.5: d\n",
}
_KEYS = st.sampled_from(
    ["id", "language", "rule", "constraints", "utils", "quote", "fixtures", "hints", "message", "severity", "tier"]
    + ["note", "files", "ignores", "pattern", "kind", "regex", "any", "all", "not", "has", "inside", "follows"]
    + ["precedes", "stopBy", "field", "nthChild", "ofRule", "matches", "context", "selector", "strictness", "range"]
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["python", "typescript", "call", "f($A)", "$$$", "$A", "end", "neighbor", "2n+1", "f(", "class $A:"]
    )
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
_CHECKS = st.fixed_dictionaries(
    {"language": st.sampled_from(["python", "typescript", ["python", "tsx"]])},
    optional={
        "rule": st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=3) | st.just({"pattern": "f($A)"}),
        "utils": st.dictionaries(st.text(max_size=3), _VALUES, max_size=2),
        "constraints": st.dictionaries(st.sampled_from(["A", "B"]), _VALUES, max_size=2),
        "fixtures": st.just({"fails": ["f(a)"], "passes": ["g(a)"]}) | _VALUES,
        "quote": _SCALARS,
        "hints": _VALUES,
        "severity": _SCALARS,
        "files": _VALUES,
    },
)


def held(text: str) -> None:
    """Reviews with the file as a check that is named by a comment, and again as one that nobody names."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"CLAUDE.md": RULES, ".claude/checks/a.yml": text, ".claude/checks/b.yaml": text, **CODE})
        before = spent()
        result = review(Request(root, scope="all", max_findings=0))
        assert spent() - before < MOST_S
        hold(root, result)
        rules = rules_of(root)
        (rule,) = [rule for rule in rules.rules if rule.source == "CLAUDE.md:1"]
        assert rule.status in {"checked", "needs-answer"}
        assert rule.status == "checked" or "checks/a.yml" in rule.reason
        assert any("checks/b.yaml" in note for note in rules.notes)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_check_is_refused_with_its_reason(text: str) -> None:
    held(text)


@sized(25)
def test_any_check_file_is_a_check_or_is_refused(count: int) -> None:
    @tries(count)
    @given(_CHECKS.map(json.dumps) | _VALUES.map(json.dumps) | st.text(max_size=80))
    def holds(text: str) -> None:
        held(text)

    holds()
