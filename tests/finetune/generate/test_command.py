"""Slash commands: each example passes, and each check sees what it is there for."""

from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import fenced, verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import command
from finetune.generate.kinds.command_faults import HOWS
from finetune.generate.kinds.tooling import drawn, items
from finetune.generate.model import Candidate, Wrong
from teaching.commands.lint import lint_text


def some(place: Ground, count: int = 40, seed: int = 3) -> list[Candidate]:
    return list(islice(command.candidates(place, Random(seed)), count))


def of_form(place: Ground, form: str) -> Candidate:
    plain = {"yaml-unquoted", "shadows-bundled"}  # these have no word that could be quoted
    return next(one for one in some(place) if one.about["form"] == form and one.about.get("fault", "") not in plain)


def own(one: Candidate, output: str) -> None:
    for check in one.checks:
        try:
            check.verdict(output)
        except Wrong as wrong:
            raise Wrong(f"{check.name}: {wrong}") from wrong


def test_nearly_every_candidate_of_a_draw_passes(place: Ground) -> None:
    kept, reasons = 0, list[str]()
    for one in some(place):
        try:
            verdicts(one, [])
            kept += 1
        except Wrong as wrong:
            reasons.append(str(wrong))
    assert kept >= 38, reasons


@pytest.mark.parametrize("item", items("command"), ids=lambda item: item["name"])
def test_every_command_is_clean_and_its_wide_grants_are_wider(item: dict[str, object]) -> None:
    one = drawn(item, Random(1))
    text = command.text_of(one)
    assert lint_text(text, f".claude/commands/{one['name']}.md", "command") == []
    assert one["cut"] in " ".join(one["body"].split())
    assert one["wide"] != one["tools"]


@pytest.mark.parametrize("how", HOWS)
def test_every_fault_is_found_by_the_linter(how: str) -> None:
    found = [drawn(item, Random(1)) for item in items("command")]
    slips = [HOWS[how](one["name"], command.text_of(one), one["hint"], Random(1)) for one in found]
    assert sum(slip.problem is not None for slip in slips) >= 5


BROKEN: list[tuple[str, str, Callable[[str], str]]] = [
    ("write", "lint-clean", lambda text: text.replace("allowed-tools:", "allowed_tools:")),
    ("write", "grants", lambda text: text.replace("allowed-tools: ", "allowed-tools: WebFetch, ")),
    ("write", "same-file", lambda text: text.replace("---\n\n", "---\n\nBe quick. ", 1)),
    ("leave", "leaves-core", lambda text: text.replace("TODO(human)", "Later")),
    ("narrow", "narrower", lambda text: text.replace("allowed-tools: ", "allowed-tools: Bash, ")),
    ("narrow", "grants", lambda text: text.replace("allowed-tools: ", "allowed-tools: Glob, ")),
    ("fault", "cites-place", lambda text: text.replace(".md:", ".md, line ")),
    ("fault", "linter-finds-it", lambda _: "Look at the frontmatter again"),
    ("quick", "says-the-fact", lambda text: text[:8]),
]


@pytest.mark.parametrize(("form", "check", "mutation"), BROKEN)
def test_a_broken_example_is_rejected(place: Ground, form: str, check: str, mutation: Callable[[str], str]) -> None:
    one = of_form(place, form)
    own(one, one.output)
    names = [found.name for found in one.checks]
    assert check in names
    verdict = next(found for found in one.checks if found.name == check)
    with pytest.raises(Wrong):
        verdict.verdict(mutation(one.output))


def test_the_core_that_is_left_is_not_in_the_answer(place: Ground) -> None:
    one = of_form(place, "leave")
    assert one.secret[0] not in " ".join(fenced(one.output).split())
    with pytest.raises(Wrong, match="gives-away"):
        verdicts(_with(one, f"{one.output}\n\n{one.secret[0]}."), [])


def test_a_fault_is_named_and_the_file_not_written_again(place: Ground) -> None:
    one = of_form(place, "fault")
    body = "\n".join(line.partition(": ")[2] for line in one.input.splitlines()[1:])
    with pytest.raises(Wrong):
        own(one, f"{one.output}\n\n{body}")


def _with(one: Candidate, output: str) -> Candidate:
    return Candidate(
        one.instruction, one.input, output, one.language, one.about, one.checks, questions=one.questions,
        secret=one.secret,
    )  # fmt: skip
