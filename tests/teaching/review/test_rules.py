"""Compiling a constitution: each rule has one status with a reason, and applies where its words say."""

import pytest

from teaching.documents.constitution import read_text
from teaching.errors import BadInputError
from teaching.review.own.finding import OwnChecks
from teaching.review.rules import Rule, compile_rules
from teaching.review.source import SourceFile


def no_files(path: str) -> str:
    raise BadInputError(f".claude/{path} cannot be read: not there")


def compiled(*rules: str, heading: str = "## Architectural Standards") -> list[Rule]:
    text = "\n".join([heading, "", *(f"- {rule}" for rule in rules)]) + "\n"
    return list(compile_rules(read_text(text), OwnChecks(no_files)))


def only(rule: str, heading: str = "## Architectural Standards") -> Rule:
    (one,) = compiled(rule, heading=heading)
    return one


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ("Functions are at most 40 lines long", "checked"),
        ("Keep functions short", "needs-answer"),
        ("Functions are at most 40 lines long unless they are generated tables", "partly"),
        ("All tests must pass before a task is done", "verify"),
        ("Run `npm run lint` before you finish", "verify"),
        ("Test coverage stays above 80 %", "verify"),
        ("Ask before you add a dependency", "process"),
        ("Never push to main", "process"),
        ("Explain why in the pull request", "process"),
        ("Write clean code that follows best practices", "vague"),
        ("Keep it simple and readable", "vague"),
        ("Business logic must live in `services/`, handlers only translate", "opinion"),
        ("Prefer composition over inheritance", "opinion"),
        ("Nunca usar `float` para dinero", "opinion"),
        ("금액에는 부동소수점을 사용하지 않는다. 반드시 정수를 쓴다", "opinion"),
    ],
)
def test_every_rule_gets_one_status_with_a_reason(rule: str, status: str) -> None:
    for found in compiled(rule):
        assert found.status == status
        assert found.reason


def test_a_rule_in_another_language_says_which() -> None:
    assert "Spanish" in only("Nunca usar `float` para dinero: todos los montos son enteros").reason


@pytest.mark.parametrize(
    "text",
    [
        "The server listens on port 8080.\n",
        "## Layout\n\n- `src/`: the code\n- `tests/`: its tests\n",
        "## Commands\n\n- test: npm test\n- Always run: `make all`\n",
        "```\nnever do this\n```\n",
    ],
)
def test_descriptions_commands_and_code_are_no_rules(text: str) -> None:
    assert compile_rules(read_text(text), OwnChecks(no_files)) == ()


def test_a_rule_keeps_file_line_and_the_authors_words() -> None:
    rule = compiled("first rule must hold", "**Functions** are at most `40` lines long")[1]
    assert (rule.source, rule.quote) == ("CLAUDE.md:4", "**Functions** are at most `40` lines long")


def test_the_same_words_keep_their_id_wherever_they_stand() -> None:
    assert (
        only("Functions are at most 40 lines long").id
        == compiled("x must be y", "Functions are at most 40 lines long")[1].id
    )
    twice = compiled("Never push to main", "Never push to main")
    assert twice[0].id != twice[1].id


def test_two_limits_that_contradict_each_other_are_both_in_conflict_and_unchecked() -> None:
    first, second = compiled("Functions are at most 40 lines long", "No function may exceed 60 lines")
    assert (first.status, second.status) == ("conflict", "conflict")
    assert second.source in first.reason
    assert first.checks == second.checks == ()


def test_the_same_limit_twice_is_no_conflict() -> None:
    assert {r.status for r in compiled("Functions are at most 40 lines long", "No function may exceed 40 lines")} == {
        "checked"
    }


def test_a_limit_per_language_is_no_conflict() -> None:
    rules = compiled("Python functions are at most 40 lines long", "TypeScript functions are at most 60 lines long")
    assert [rule.status for rule in rules] == ["checked", "checked"]


def governed(rule: Rule, path: str) -> bool:
    suffix = path.rsplit(".", 1)[1]
    language = {"py": "python", "ts": "typescript", "tsx": "tsx", "js": "javascript"}[suffix]
    return any(check.governs(SourceFile(path, "", language)) for check in rule.checks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        ("Python functions are at most 40 lines long", "a.py", "a.ts"),
        ("Functions in `src/core/` are at most 40 lines long", "src/core/a.py", "src/web/a.py"),
        ("Functions are at most 40 lines long, except in `scripts/`", "src/a.py", "scripts/a.py"),
        ("Functions are at most 40 lines long, except in tests", "src/a.py", "tests/test_a.py"),
        ("Functions in tests are at most 40 lines long", "tests/test_a.py", "src/a.py"),
    ],
)
def test_a_rule_applies_where_its_words_say(rule: str, inside: str, outside: str) -> None:
    one = only(rule)
    assert one.status == "checked", one.reason
    assert governed(one, inside)
    assert not governed(one, outside)


def test_a_heading_names_the_language_for_its_rules() -> None:
    rule = only("Functions are at most 40 lines long", heading="## Standards\n\n### TypeScript")
    assert governed(rule, "a.ts")
    assert not governed(rule, "a.py")


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("Functions must be at most 40 lines long", "must"),
        ("Functions should be at most 40 lines long", "should"),
        ("Functions are at most 40 lines long", "must"),
        ("Where possible, functions are at most 40 lines long", "consider"),
    ],
)
def test_the_authors_words_set_the_weight(rule: str, severity: str) -> None:
    assert only(rule).severity == severity


def test_a_comment_names_the_check_where_prose_does_not() -> None:
    rule = only('Nobody likes scrolling\n<!-- check: max-function-lines 25 paths="src" -->')
    assert rule.status == "checked"
    assert [check.written for check in rule.checks] == ["max-function-lines 25"]
    assert governed(rule, "src/a.py")
    assert not governed(rule, "tools/a.py")


def test_a_comment_takes_a_rule_out() -> None:
    rule = only('Functions are at most 40 lines long\n<!-- check: none reason="taste" -->')
    assert (rule.status, rule.checks) == ("opinion", ())
    assert "taste" in rule.reason


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("max-lines-of-function 3", "max-function-lines"),
        ("max-function-lines many", "no number"),
        ("max-function-lines 3 4", "takes 1"),
        ("max-function-lines", "How many lines"),
        ("max-function-lines 3 colour=red", "no option"),
        ("ast-grep checks/none.yml", "not there"),
    ],
)
def test_a_comment_that_cannot_be_read_asks_and_never_guesses(comment: str, says: str) -> None:
    rule = only(f"Keep it small, it must fit\n<!-- check: {comment} -->")
    assert rule.status == "needs-answer"
    assert says in rule.reason
    assert rule.checks == ()


OWN = (
    "id: no-moment\nlanguage: TypeScript\nmessage: moment is used here\nrule:\n  pattern: moment($$$)\n"
    "fixtures: {fails: ['moment(1);'], passes: ['dayjs(1);']}\n"
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (OWN, "checked"),
        (OWN.replace("TypeScript", "Cobol"), "needs-answer"),
        (OWN.replace("pattern: moment($$$)", "kind: no_such_kind"), "needs-answer"),
        ("rule: [", "needs-answer"),
        ("just text", "needs-answer"),
        (OWN + "---\n" + OWN, "needs-answer"),
        ("", "needs-answer"),
    ],
)
def test_an_own_ast_grep_rule_is_taken_or_refused_with_its_reason(text: str, status: str) -> None:
    constitution = read_text("- Dates never use moment\n<!-- check: ast-grep checks/no-moment.yml -->\n")
    (rule,) = compile_rules(constitution, OwnChecks(lambda path: text))
    assert rule.status == status
    assert status == "checked" or "checks/no-moment.yml" in rule.reason


HEAD = "language: python\nrule: "
NESTED = "{not: " * 900 + "{pattern: x}" + "}" * 900
LAUGHS = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
SHARED = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "&r {all: [*r]}\n",
        HEAD + "&r\n  not: *r\n",
        HEAD + NESTED,
        HEAD + "{pattern: x}\nnote: " + "[" * 3000,
        HEAD + "{pattern: x}\nnote: " + "{a: " * 2000,
        HEAD + "{pattern: x}\nnote:\n" + "- " * 5000 + "x",
        HEAD + "{pattern: '" + "not " * 10000 + "x'}",
        HEAD + "{pattern: '" + "[" * 30000 + "]" * 30000 + "'}",
        HEAD + "{pattern: x}\nnote: " + "x" * 70000,
        HEAD + '{pattern: x}\nmessage: "\\uD800"\n',
        HEAD + "{matches: a}\nutils: {a: {nthChild: {position: 1, ofRule: {matches: a}}}}\n",
        HEAD + "{pattern: x}\nid: !!int abc\n",
        HEAD + "{pattern: x}\nid: !!float abc\n",
        HEAD + "{pattern: x}\nid: !!bool maybe\n",
        HEAD + "{pattern: x}\nid: !!timestamp maybe\n",
        HEAD + "{pattern: x}\nid: " + "9" * 5000 + "\n",
        LAUGHS,
        "language: python\n" + SHARED + "rule: {any: *a39}\n",
    ],
)
def test_a_hostile_rule_file_is_refused_by_name_and_harms_nothing(text: str) -> None:
    constitution = read_text("- Dates never use moment\n<!-- check: ast-grep checks/r.yml -->\n")
    (rule,) = compile_rules(constitution, OwnChecks(lambda path: text))
    assert rule.status == "needs-answer"
    assert "checks/r.yml" in rule.reason


@pytest.mark.parametrize(
    "more",
    [
        "rule: {kind: identifier, nthChild: 2}",
        "rule: {kind: identifier}\nid: 2024-13-45",
        "rule: {any: [&r {pattern: x}, {all: [*r]}]}",
    ],
)
def test_a_rule_file_with_numbers_dates_or_harmless_aliases_is_taken(more: str) -> None:
    constitution = read_text("- Dates never use moment\n<!-- check: ast-grep checks/r.yml -->\n")
    fixtures = "fixtures: {fails: ['y = f(a, x)'], passes: ['1']}"
    (rule,) = compile_rules(constitution, OwnChecks(lambda path: f"language: python\n{more}\n{fixtures}\n"))
    assert rule.status == "checked", rule.reason


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        (f"max-function-lines {'9' * 5000}", "no number"),
        ("max-function-lines 0", "no number"),
        ("max-function-lines 100001", "1 to 100000"),
        ("quotes x", "`single`, `double`"),
        ("quotes style=x", "`single`, `double`"),
        ("function-naming x", "`snake_case`"),
        ("docstring-style foo", "`google`"),
        ("indentation 99999", "`tabs`, `spaces`"),
        ("indentation spaces 99999", "`4`"),
        ("no-emoji x", "`comments`"),
        ('commit-no-trailer "("', "`co-author`"),
    ],
)
def test_a_value_that_means_nothing_asks_for_one_that_does(comment: str, says: str) -> None:
    rule = only(f"Keep it small, it must fit\n<!-- check: {comment} -->")
    assert rule.status == "needs-answer"
    assert says in rule.reason
    assert len(rule.reason) < 400


@pytest.mark.parametrize(
    "comment",
    [
        "quotes Single",
        "function-naming snake_case python",
        "function-naming `SnakeCase`",
        "constant-naming ALL_CAPS",
        "docstring-style NumPy",
        "docstring-style reST",
        "indentation Spaces 4",
        "indentation tabs",
        "no-relative-imports 0",
        "commit-no-trailer mention",
    ],
)
def test_a_value_is_taken_in_any_spelling(comment: str) -> None:
    rule = only(f"Keep it small, it must fit\n<!-- check: {comment} -->")
    assert rule.status == "checked", rule.reason


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("no-evil", "no-eval"),
        ("max-function-line", "max-function-lines"),
        ("complexity", "max-complexity"),
        ("foo-bar", ""),
        ("no-xyzzy-plugh", ""),
    ],
)
def test_a_name_that_no_check_has_is_answered_with_one_that_is_like_it_or_with_none(name: str, near: str) -> None:
    reason = only(f"Keep it small, it must fit\n<!-- check: {name} -->").reason
    assert (f"is `{near}` meant" in reason) if near else ("meant" not in reason)
