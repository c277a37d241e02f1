"""Rules that are checked by half, that lack a value, and that contradict each other."""

import pytest

from teaching.documents.constitution import read_text
from teaching.errors import BadInputError
from teaching.review.catalogue import ENTRIES
from teaching.review.own.finding import OwnChecks
from teaching.review.recognise import Offer
from teaching.review.rules import Rule, compile_rules


def no_files(path: str) -> str:
    raise BadInputError(f".claude/{path} cannot be read: not there")


def compiled(*rules: str, heading: str = "## Conventions") -> list[Rule]:
    text = "\n".join([heading, "", *(f"- {rule}" for rule in rules)]) + "\n"
    return list(compile_rules(read_text(text), OwnChecks(no_files)))


def checks_of(rule: Rule) -> list[str]:
    return [check.entry.name for check in rule.checks]


@pytest.mark.parametrize(
    ("sentence", "check", "half"),
    [
        ("Functions have at most 40 lines and do one thing", "max-function-lines", "do one thing"),
        ("Functions: max 40 lines, one responsibility each", "max-function-lines", "one responsibility each"),
        ("Never use `eval` and keep parsers small in scope", "no-eval", "keep parsers small in scope"),
    ],
)
def test_a_rule_of_which_one_half_is_checked_says_in_its_own_words_which_is_not(
    sentence: str, check: str, half: str
) -> None:
    (rule,) = compiled(sentence)
    assert (rule.status, checks_of(rule)) == ("partly", [check])
    assert f"“{half}”" in rule.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "No `any`; use `unknown` with narrowing",
        "Functions have at most 40 lines and files at most 300",
        "Functions have at most 40 lines; split longer ones",
        "Never use `eval`, it runs whatever it is given",
    ],
)
def test_what_says_how_to_keep_a_rule_is_no_second_rule(sentence: str) -> None:
    assert [rule.status for rule in compiled(sentence)] == ["checked"]


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Avoid long functions", "How many lines may a function"),
        ("Small files", "How many lines may a file"),
        ("Limit line length", "How many characters"),
        ("Avoid long parameter lists", "How many parameters"),
        ("Avoid overly complex functions", "complexity"),
        ("Use one docstring style", "Which docstring convention"),
        ("Indent code consistently", "Tabs or spaces"),
        ("Use consistent quotes", "Single or double"),
    ],
)
def test_a_rule_without_its_value_asks_for_it(sentence: str, asks: str) -> None:
    (rule,) = compiled(sentence)
    assert (rule.status, rule.checks) == ("needs-answer", ())
    assert asks in rule.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Always use semicolons", "No semicolons"),
        ("Prefer `interface` over `type` for object shapes", "Prefer `type` over `interface` for object shapes"),
        ("Indent with tabs", "Use spaces, not tabs"),
        ("2-space indentation", "Indentation: 4 spaces"),
        ("Always use default exports", "No default exports"),
        ("Single quotes for strings", "Double quotes for strings"),
        ("Functions are named in snake_case", "Functions are named in camelCase"),
    ],
)
def test_opposite_rules_contradict_each_other_and_neither_is_checked(one: str, other: str) -> None:
    first, second = compiled(one, other)
    assert (first.status, second.status) == ("conflict", "conflict")
    assert first.checks == second.checks == ()
    assert second.source in first.reason
    assert first.source in second.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Python functions are named in snake_case", "TypeScript functions are named in camelCase"),
        ("Indent with tabs", "Indentation uses tabs"),
        ("Never use default exports", "No default exports"),
        ("Functions are named in snake_case", "Classes are named in PascalCase"),
    ],
)
def test_rules_for_different_things_or_the_same_side_do_not_contradict(one: str, other: str) -> None:
    assert "conflict" not in {rule.status for rule in compiled(one, other)}


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("`raise Exception(...)` is too generic", "own-error-type"),
        ("`eval` has no place in this code", "no-eval"),
        ("`var` nowhere", "no-var"),
        ("`unknown` takes the place of `any`", "no-any"),
        ("✅ `x is None`", "compare-none"),
        ("`@ts-expect-error` is fine with a reason, `@ts-ignore` is not.", "no-ts-ignore"),
        ("f-strings, not `.format()`", "f-strings"),
    ],
)
def test_a_judgement_an_arrow_or_a_tick_is_read_as_the_ban_or_preference_that_it_is(sentence: str, check: str) -> None:
    (rule,) = compiled(sentence)
    assert checks_of(rule) == [check]


def test_a_name_that_only_python_has_is_read_as_a_rule_on_python() -> None:
    (rule,) = compiled("`Any` is not a type to rely on, never use `Any`")
    assert checks_of(rule) == ["no-python-any"]


def test_a_list_under_do_not_forbids_what_its_items_do() -> None:
    assert checks_of(compiled("Skip types or use `any`", heading="## Do NOT")[0]) == ["no-any"]


def test_every_sentence_that_an_entry_reads_is_offered_to_it() -> None:
    offer = Offer(ENTRIES.values())
    unheard = [(e.name, s) for e in ENTRIES.values() for s, _ in e.reads if e not in offer.to((s,))]
    assert unheard == []
