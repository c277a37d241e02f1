"""Tool calls: valid, played, and told as they came back; tools of one's own are red until they are written."""

import re
from collections.abc import Callable
from random import Random

import pytest

from finetune.generate.checking import fenced, verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import tool_call, tool_own, tool_projects
from finetune.generate.kinds.tooling import items
from finetune.generate.model import Candidate, Wrong


@pytest.fixture(scope="module")
def drawn(place: Ground) -> tuple[Ground, list[Candidate]]:
    """A ground, and all candidates of a seed."""
    return place, list(tool_call.candidates(place, Random(3)))


def of_form(drawn: tuple[Ground, list[Candidate]], form: str) -> Candidate:
    return next(one for one in drawn[1] if one.about["form"] == form)


def test_nearly_every_candidate_passes(drawn: tuple[Ground, list[Candidate]]) -> None:
    reasons = list[str]()
    for one in drawn[1]:
        try:
            verdicts(one, [])
        except Wrong as wrong:
            reasons.append(str(wrong))
    assert len(drawn[1]) >= 120
    assert len(reasons) <= 4, reasons


def test_the_tools_of_a_draw_are_those_of_the_server(drawn: tuple[Ground, list[Candidate]]) -> None:
    tools = {one.about["tool"] for one in drawn[1] if one.about["form"] != "own"}
    assert tools == {"roadmap_status", "review_code", "give_hint", "verify_task", "ask_mentor"}


def test_every_wrong_call_is_refused_by_the_contract_and_the_server(drawn: tuple[Ground, list[Candidate]]) -> None:
    projects = items("tool_call", "project")
    told = drawn[0].proofs.of(tool_projects.job_of(projects))
    for item in projects:
        for form in ("wrong-name", "wrong-value", "missing"):
            tool, arguments = tool_projects.calls_of(item)[form]
            assert told[item["name"]][form]["error"]
            with pytest.raises(Wrong, match="does not take"):
                tool_projects.validated(f'{{"tool": "{tool}", "arguments": {_json(arguments)}}}')


def test_every_frame_is_red_and_green_once_it_is_written(drawn: tuple[Ground, list[Candidate]]) -> None:
    tools = items("tool_call", "tool")
    found = drawn[0].proofs.of(tool_own.job_of(tools))
    for item in tools:
        assert found[f"{item['name']}_open"]["right"] == 0
        assert found[f"{item['name']}_done"]["right"] == len(item["cases"])
        assert found[f"{item['name']}_open"]["described"]


BROKEN: list[tuple[str, str, Callable[[str], str]]] = [
    ("status", "valid-call", lambda text: text.replace("roadmap_status", "roadmap_state")),
    ("status", "from-the-reply", lambda text: re.sub(r"`python -m unittest[^`]*`", "`make`", text)),
    ("review", "valid-call", lambda text: text.replace('"scope": "all"', '"scoop": "all"')),
    ("review", "from-the-reply", lambda text: re.sub(r"`CLAUDE\.md:\d+`", "`CLAUDE.md:99`", text)),
    ("hint", "from-the-reply", lambda text: re.sub(r"(?m)^> .*$", "> Just try it.", text)),
    ("verify", "valid-call", lambda text: text.replace('"task"', '"job"')),
    ("ask", "from-the-reply", lambda text: text.replace("CLAUDE.md:", "RULES.md:")),
    ("wrong-name", "valid-call", lambda text: text.replace('"path"', '"file"')),
    ("wrong-value", "valid-call", lambda text: text.replace('"arguments": {', '"arguments": {"level": 7, ')),
    ("missing", "valid-call", lambda text: re.sub(r'"arguments": \{[^}]*\}', '"arguments": {}', text)),
    ("own", "frame-runs", lambda text: text.replace("Annotated[", "Optional[", 1)),
    ("own", "leaves-core", lambda text: text.replace("TODO(human)", "later")),
]


@pytest.mark.parametrize(("form", "check", "mutation"), BROKEN)
def test_a_broken_example_is_rejected(
    drawn: tuple[Ground, list[Candidate]], form: str, check: str, mutation: Callable[[str], str]
) -> None:
    one = of_form(drawn, form)
    verdict = next(found for found in one.checks if found.name == check)
    verdict.verdict(one.output)
    with pytest.raises(Wrong):
        verdict.verdict(mutation(one.output))


def test_the_core_of_a_tool_is_not_in_its_answer(drawn: tuple[Ground, list[Candidate]]) -> None:
    one = of_form(drawn, "own")
    body = "".join(one.secret[0].split())
    assert body not in "".join(fenced(one.output).split())
    assert "".join("raise NotImplementedError".split()) in "".join(fenced(one.output).split())


def _json(arguments: dict[str, object]) -> str:
    return str(arguments).replace("'", '"')
