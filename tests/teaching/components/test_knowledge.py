"""The knowledge base as a whole: every file is of the form, and what it says can be planned, checked and found."""

import re
from pathlib import Path

import pytest

from teaching.components.knowledge import DATA, components, load
from teaching.components.model import SITTING, Component
from teaching.errors import BadInputError
from teaching.planning.criteria import vagueness
from teaching.planning.project import Project
from teaching.planning.recognition import recognise
from teaching.planning.solutions import gives_away
from teaching.planning.stacks import Conventions

KNOWN = components()
ASKED_FOR = (
    "feeds rest-client websocket-feed http-api auth-jwt sessions relational-schema migrations job-queue cache search "
    "file-upload payments email scheduling scraping charts cli mcp-tool llm-call streaming ci e2e-tests deployment "
    "observability i18n markdown-store inventory orders rate-limiting config web-ui pagination notifications"
).split()

SMALL = """\
title: Small
phase: core
approach: One function.
recognise: [small thing]
tasks:
  - id: small-one
    title: Do it
    why: Because.
    acceptance: [It returns 1 for 1, It refuses 2 with an error]
    by_hand: All of it.
    minutes: 30
"""


def test_every_component_that_was_asked_for_is_there() -> None:
    assert set(ASKED_FOR) <= set(KNOWN)
    assert len(KNOWN) == len(list(DATA.glob("*.yml"))) >= 40


@pytest.mark.parametrize("component", KNOWN.values(), ids=KNOWN)
def test_a_component_says_enough_to_be_planned(component: Component) -> None:
    assert component.approach.endswith(".")
    assert component.role or component.recognise
    assert component.role or component.risks or component.limits
    for task in component.tasks:
        assert task.minutes <= SITTING
        assert len(task.title) <= 80 and not task.title.endswith(".")
        assert len(task.acceptance) >= 2
    for question in component.questions:
        assert question.ask.endswith("?") and question.why.endswith(".")
    for libraries in component.libraries.values():
        assert all(library.reason for library in libraries)


@pytest.mark.parametrize("component", KNOWN.values(), ids=KNOWN)
def test_every_criterion_can_be_checked_and_none_is_the_solution(component: Component) -> None:
    for task in component.tasks:
        for text in task.acceptance:
            assert vagueness(text) is None, text
            assert not any(gives_away(code) for code in re.findall(r"`[^`]+`", text))


@pytest.mark.parametrize("stack", ["python", "typescript"])
@pytest.mark.parametrize("component", KNOWN.values(), ids=KNOWN)
def test_every_task_has_a_command_of_its_own_or_a_reason_to_attest(component: Component, stack) -> None:
    conventions = Conventions(stack, Project(), "a goal")
    for task in component.tasks:
        files, command = conventions.files(component, task), conventions.verify(component, task)
        if task.attest:
            assert command is None
        else:
            assert command and any(path in command or path.startswith(command.split()[-1]) for path in files)


def test_two_tasks_never_share_their_test_file() -> None:
    tests: dict[str, str] = {}
    conventions = Conventions("python", Project(), "a goal")
    for component in KNOWN.values():
        for task in component.tasks:
            if not task.attest:
                command = conventions.verify(component, task) or ""
                assert tests.setdefault(command, task.id) == task.id


@pytest.mark.parametrize("component", [item for item in KNOWN.values() if not item.role], ids=lambda item: item.id)
def test_a_component_is_recognised_by_each_of_its_phrases(component: Component) -> None:
    for phrase in component.recognise:
        text = phrase.lstrip("!").replace("*", "").replace(" ~ ", " the ")
        assert component.id in recognise([f"Build {text}"], KNOWN).named, phrase


def test_a_new_file_is_a_new_component(tmp_path: Path) -> None:
    (tmp_path / "small.yml").write_text(SMALL, encoding="utf-8")
    found = load(tmp_path)
    assert recognise(["I want a small thing"], found).named == ("small",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("phase: core", "phase: cellar"), "phase"),
        (("minutes: 30", "minutes: 300"), "minutes"),
        (("approach: One function.", "approach: Up to {many} things."), "no parameter or rate is called many"),
        (("recognise:", "recognize:"), "recognize"),
        (("recognise:", "needs: [nothing-like-it]\nrecognise:"), "nothing-like-it, which is no component"),
        (("    minutes: 30", "    minutes: 30\n    after: [small-two]"), "neither a task above it nor a component"),
        (("title: Small", "title: [Small"), "small.yml is no component"),
    ],
)
def test_a_faulty_file_is_refused_with_its_fault(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    (tmp_path / "small.yml").write_text(SMALL.replace(*change, 1), encoding="utf-8")
    with pytest.raises(BadInputError, match=re.escape(message)):
        load(tmp_path)
