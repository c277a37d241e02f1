"""Context: the numbers are counted, the places right, and what moves is read where it should be."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import context
from finetune.generate.kinds.tooling import items, rounded, stated
from finetune.generate.model import Candidate, Wrong
from teaching.planning.render import tokens


def some(place: Ground, count: int = 60, seed: int = 3) -> list[Candidate]:
    return list(islice(context.candidates(place, Random(seed)), count))


def of_form(place: Ground, form: str, holding: str = "") -> Candidate:
    return next(one for one in some(place) if one.about["form"] == form and holding in one.output)


def test_nearly_every_candidate_of_a_draw_passes(place: Ground) -> None:
    reasons = list[str]()
    for one in some(place):
        try:
            verdicts(one, [])
        except Wrong as wrong:
            reasons.append(str(wrong))
    assert len(reasons) <= 3, reasons


def test_tokens_of_a_paste_are_those_of_the_text_that_was_pasted(place: Ground) -> None:
    one = next(one for one in some(place) if one.about["form"] == "paste" and len(stated(one.output)) >= 3)
    pasted = one.input.partition("\n")[2]
    assert set(stated(one.output)) & {rounded(tokens(pasted)), len(pasted.splitlines())}


def test_a_rule_with_paths_is_read_for_those_files_only(place: Ground) -> None:
    item = next(item for item in items("context", "trim") if item["to"] == "rules")
    one = next(one for one in some(place) if one.about["context"] == item["name"])
    takes = next(check for check in one.checks if check.name == "takes-effect")
    assert takes.verdict(one.output) == "read where it should be"
    with pytest.raises(Wrong, match="as well"):
        takes.verdict(re.sub(r'paths: ".*"', 'paths: "**"', one.output))
    with pytest.raises(Wrong, match="is not read for"):
        takes.verdict(re.sub(r'paths: ".*"', 'paths: "nowhere/**"', one.output))


@pytest.mark.parametrize("item", items("context", "trim"), ids=lambda item: item["name"])
def test_every_situation_has_words_for_each_register_and_one_question_at_a_time(item: dict[str, list[str]]) -> None:
    assert len(item["wants"]) == 3
    assert all(text.count("?") == 1 for text in item["ask"])


BROKEN: list[tuple[str, str, str, Callable[[str], str]]] = [
    ("paste", "numbers", "", lambda text: f"{text} It took 9,871 tokens."),
    ("paste", "cites-place", "", lambda text: re.sub(r":\d+\b", "", text)),
    ("paste", "right-line", "", lambda text: re.sub(r"[Ll]ine \d+", "line 2", text)),
    ("order", "numbers", "", lambda text: f"{text} Or 31 tokens."),
    ("order", "fixed-first", "\n2. ", lambda text: re.sub(r"(?m)^(1\. .*)\n2\. (.*)$", r"1. \2\n\1", text)),
    ("handover", "numbers", "", lambda text: f"{text} That is 77,777 tokens."),
    ("handover", "leaves-core", "", lambda text: text.replace("TODO(human)", "later")),
    ("handover", "note-true", "", lambda text: re.sub(r"(?m)^- (?:done|finished|proved): .*$", "- done: all", text)),
    ("handover", "says-what-to-run", "", lambda text: text.replace("test", "attempt")),
    ("trim-rules", "numbers", "", lambda text: f"{text} About 4,321 tokens."),
    ("trim-rules", "right-lines", "", lambda text: re.sub(r"\d+ to \d+", "1 to 2", text)),
    ("trim-rules", "names-target", "", lambda text: text.replace(".claude/rules", ".claude/laws")),
    ("trim-rules", "leaves-core", "", lambda text: text.replace("TODO(human)", "more")),
    ("trim-hook", "takes-effect", "", lambda text: text.replace("ToolUse", "ToolUsed")),
    ("trim-skill", "takes-effect", "", lambda text: text.replace("description:", "desciption:")),
    ("quick", "says-the-fact", "", lambda text: text[-12:]),
]


@pytest.mark.parametrize(("form", "check", "holding", "mutation"), BROKEN)
def test_a_broken_example_is_rejected(
    place: Ground, form: str, check: str, holding: str, mutation: Callable[[str], str]
) -> None:
    one = of_form(place, form, holding)
    verdict = next(found for found in one.checks if found.name == check)
    verdict.verdict(one.output)
    with pytest.raises(Wrong):
        verdict.verdict(mutation(one.output))
