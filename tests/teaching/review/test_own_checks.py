"""A project's own checks in `.claude/checks/`: bound by comment or quote, and only when their fixtures behave."""

from itertools import count
from typing import Any

import pytest

from teaching.contracts.review import RuleView
from teaching.review.described import described
from teaching.review.review import Request, review, rules_of

RULE = """\
language: TypeScript
quote: Dates never come from moment
message: A date is made by moment here
rule:
  pattern: moment($$$)
fixtures:
  fails:
    - const a = moment(1);
    - |
      export function f() {
        return moment();
      }
  passes:
    - const a = dayjs(1);
"""
_NUMBERS = count()
CODE = {"a.ts": "const a = 1;\nconst b = moment(a);\n", "b.ts": "export const c = 1;\n"}


def project(make_repo: Any, check: str = RULE, rule: str = "Dates never come from moment", **more: str) -> Any:
    files = {"CLAUDE.md": f"## Rules\n- {rule}\n", ".claude/checks/no-moment.yml": check, **CODE, **more}
    return make_repo(files, name=f"repo{next(_NUMBERS)}")


def only(repository: Any) -> RuleView:
    (rule,) = rules_of(repository.root).rules
    return rule


def test_a_check_is_bound_by_the_sentence_that_it_quotes(make_repo: Any) -> None:
    repository = project(make_repo, rule="**Dates** never come from `moment`.")
    assert only(repository).checks == ["ast-grep:checks/no-moment.yml"]
    (finding,) = review(Request(repository.root, scope="all", baseline=False)).findings
    assert (finding.path, finding.line, finding.tier) == ("a.ts", 2, "proved")
    assert finding.fact == "A date is made by moment here."
    assert finding.rule.source == "CLAUDE.md:2"


def test_a_check_is_bound_by_a_comment_too(make_repo: Any) -> None:
    rule = "Dates are our own business\n<!-- check: ast-grep checks/no-moment.yml -->"
    repository = project(make_repo, RULE.replace("quote: Dates never come from moment\n", ""), rule)
    assert only(repository).status == "checked"


def test_hints_tier_severity_and_places_are_the_authors(make_repo: Any) -> None:
    more = """\
severity: consider
tier: likely
files: [web]
hints:
  question: Which clock is meant here?
  pointer: src/clock.ts shows how dates are made.
  explanation: Two libraries for dates do not agree about time zones.
"""
    repository = project(make_repo, RULE + more, **{"web/c.ts": "moment(2);\n"})
    (finding,) = review(Request(repository.root, scope="all", baseline=False)).findings
    assert (finding.path, finding.severity, finding.tier) == ("web/c.ts", "consider", "likely")
    assert finding.question == "Which clock is meant here?"
    assert finding.hint == "src/clock.ts shows how dates are made."
    assert finding.why == "Two libraries for dates do not agree about time zones."


def test_one_check_can_serve_several_languages(make_repo: Any) -> None:
    several = RULE.replace("language: TypeScript", "language: [TypeScript, Tsx, JavaScript]")
    repository = project(make_repo, several, **{"c.tsx": "moment(3);\n", "d.js": "moment(4);\n"})
    found = review(Request(repository.root, scope="all", baseline=False, max_findings=0)).findings
    assert sorted(finding.path for finding in found) == ["a.ts", "c.tsx", "d.js"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("fixtures:", "no-fixtures:", "no key of a check"),
        (
            RULE[RULE.index("fixtures:") :],
            "",
            "has no fixture, so nothing shows that it does what it says: add `fixtures:",
        ),
        ("  passes:\n    - const a = dayjs(1);\n", "", "has no passing fixture"),
        (
            "const a = moment(1);",
            "const a = dayjs(1);",
            "fixtures.fails[1] breaks the rule, and the check finds nothing",
        ),
        (
            "const a = dayjs(1);",
            "const a = 1;moment(1);",
            "fixtures.passes[1] keeps the rule, and the check finds its line 1",
        ),
        ("const a = dayjs(1);", "const a = = 1;", "fixtures.passes[1] does not parse at its line 1"),
        ("return moment();", "return moment(;", "fixtures.fails[2] does not parse at its line 2"),
        ("pattern: moment($$$)", "pattern: 'moment('", "the pattern `moment(` is no whole piece of typescript"),
        ("pattern: moment($$$)", "any: [{pattern: 'if (x'}, {pattern: moment($$$)}]", "the pattern `if (x`"),
        ("pattern: moment($$$)", "kind: no_such_kind", "does not accept"),
        ("language: TypeScript", "language: Cobol", "`language` must be one of"),
        ("message:", "severity: loud\nmessage:", "`severity` must be one of"),
        ("message:", "tier: opinion\nmessage:", "`tier` must be one of proved, likely"),
        ("message:", "hints: {question: Say it}\nmessage:", "must end with a question mark"),
        ("message:", "hints: {answer: x}\nmessage:", "`hints` has no `answer`"),
        ("message:", "hints: {pointer: '```x```'}\nmessage:", "block of code"),
        ("- const a = dayjs(1);", "- {path: a.py, code: x}", "needs a `path` in a language of this check"),
        ("- const a = dayjs(1);", "- 3", "must be code"),
    ],
)
def test_a_check_that_does_not_prove_itself_is_not_loaded_and_says_why(
    make_repo: Any, old: str, new: str, says: str
) -> None:
    assert old in RULE
    comment = "Dates are ours\n<!-- check: ast-grep checks/no-moment.yml -->"
    for rule in (comment, "Dates never come from moment"):
        repository = project(make_repo, RULE.replace(old, new), rule)
        result = rules_of(repository.root)
        told = [result.rules[0].reason, *result.notes]
        assert any(says in text and "checks/no-moment.yml" in text for text in told), told
        assert result.rules[0].checks == []
        assert review(Request(repository.root, scope="all", baseline=False)).findings == []


def test_what_the_catalogue_reads_stands_in_for_a_check_that_does_not_prove_itself(make_repo: Any) -> None:
    broken = RULE.replace("Dates never come from moment", "Never import `moment`").replace("moment(1)", "dayjs(1)")
    rule = only(project(make_repo, broken, "Never import `moment`"))
    assert rule.status == "partly"
    assert [check.split()[0] for check in rule.checks] == ["forbidden-library"]
    assert "fixtures.fails[1]" in rule.reason


def test_a_check_takes_the_place_of_what_the_catalogue_reads(make_repo: Any) -> None:
    own = RULE.replace("Dates never come from moment", "Never import `moment`")
    assert only(project(make_repo, own, "Never import `moment`")).checks == ["ast-grep:checks/no-moment.yml"]


def test_a_check_that_stands_for_no_rule_is_named(make_repo: Any) -> None:
    notes = rules_of(project(make_repo, rule="Be kind to dates").root).notes
    assert any(
        "checks/no-moment.yml checks nothing" in note and "“Dates never come from moment”" in note for note in notes
    )
    silent = RULE.replace("quote: Dates never come from moment\n", "")
    notes = rules_of(project(make_repo, silent, "Be kind to dates").root).notes
    assert any("it has no `quote:`" in note for note in notes)
    twice = project(make_repo, **{".claude/checks/other.yml": RULE})
    assert any("another check quotes the same sentence" in note for note in rules_of(twice.root).notes)


def test_fixtures_are_the_examples_that_rules_shows(make_repo: Any) -> None:
    (rule,) = described(project(make_repo).root).rules
    assert (rule.failing, rule.passing, rule.hits) == ("const a = moment(1);", "const a = dayjs(1);", 1)


def test_a_check_that_brings_the_parser_down_harms_nothing(make_repo: Any) -> None:
    hostile = RULE.replace("pattern: moment($$$)", "{kind: call_expression, nthChild: {position: 0n+}}")
    for text in (hostile, RULE + "\x00", "rule: &a [*a]", "- " * 3000):
        result = rules_of(project(make_repo, text).root)
        assert result.rules[0].checks == []
