"""Sub-agents: each example passes, and each check sees what it is there for."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import agent
from finetune.generate.kinds.agent_faults import HOWS
from finetune.generate.kinds.agent_plans import stages_of
from finetune.generate.kinds.tooling import items
from finetune.generate.model import Candidate, Wrong
from teaching.commands.lint import lint_text


def some(place: Ground, count: int = 50, seed: int = 3) -> list[Candidate]:
    return list(islice(agent.candidates(place, Random(seed)), count))


def of_form(place: Ground, form: str, fault: str = "") -> Candidate:
    return next(
        one for one in some(place) if one.about["form"] == form and one.about.get("fault", "").startswith(fault)
    )


def test_nearly_every_candidate_of_a_draw_passes(place: Ground) -> None:
    reasons = list[str]()
    for one in some(place):
        try:
            verdicts(one, [])
        except Wrong as wrong:
            reasons.append(str(wrong))
    assert len(reasons) <= 2, reasons


@pytest.mark.parametrize("item", items("agent"), ids=lambda item: item["name"])
def test_every_agent_is_clean_and_the_wide_list_has_more(item: dict[str, str]) -> None:
    assert lint_text(agent.text_of(item), f".claude/agents/{item['name']}.md", "agent") == []
    assert set(item["tools"].split(", ")) < set(item["wide"].split(", ")) or "*" in item["wide"]
    assert item["cut"] in " ".join(item["body"].split())


@pytest.mark.parametrize("how", HOWS)
def test_every_fault_is_found_by_the_linter(how: str) -> None:
    slips = [HOWS[how](item["name"], agent.text_of(item), Random(1)) for item in items("agent")]
    assert sum(slip.problem is not None for slip in slips) >= 10


@pytest.mark.parametrize("item", items("agent", "plan"), ids=lambda item: item["name"])
def test_a_job_runs_as_soon_as_what_it_needs_is_there(item: dict[str, list[list[list[str]]]]) -> None:
    done = set[str]()
    for stage in stages_of(item):
        waiting = [job for job in item["jobs"] if job[0] not in done]
        ready = {str(job[0]) for job in waiting if set(map(str, job[2])) <= done}
        assert set(stage) == ready
        done |= ready
    assert len(done) == len(item["jobs"])


BROKEN: list[tuple[str, str, Callable[[str], str]]] = [
    ("write", "lint-clean", lambda text: text.replace("\ntools:", "\ntool:")),
    ("write", "grants", lambda text: text.replace("\ntools: ", "\ntools: Write, ")),
    ("write", "same-file", lambda text: text.replace("---\n\n", "---\n\nBe quick. ", 1)),
    ("leave", "leaves-core", lambda text: text.replace("TODO(human)", "Later")),
    ("narrow", "narrower", lambda text: re.sub(r"(?m)^tools: .*$", "tools: Read, WebFetch, Agent", text)),
    ("narrow", "grants", lambda text: text.replace("tools: ", "tools: Glob, LS, ")),
    ("fault", "linter-finds-it", lambda _: "Look at the frontmatter again."),
    ("fault", "cites-place", lambda text: text.replace(".md", ".txt")),
    ("plan", "order-of-stages", lambda text: re.sub(r"(?m)^1\. .*\n", "", text)),
    ("quick", "says-the-fact", lambda text: text[:3]),
]


@pytest.mark.parametrize(("form", "check", "mutation"), BROKEN)
def test_a_broken_example_is_rejected(place: Ground, form: str, check: str, mutation: Callable[[str], str]) -> None:
    one = of_form(place, form)
    verdict = next(found for found in one.checks if found.name == check)
    verdict.verdict(one.output)
    with pytest.raises(Wrong):
        verdict.verdict(mutation(one.output))


def test_an_agent_whose_stages_are_swapped_is_rejected(place: Ground) -> None:
    one = of_form(place, "plan")
    check = one.checks[0]
    swapped = re.sub(r"(?m)^1\. (.*)\n2\. (.*)$", r"1. \2\n2. \1", one.output)
    assert swapped != one.output
    with pytest.raises(Wrong, match="the stages are others"):
        check.verdict(swapped)
