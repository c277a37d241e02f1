"""`teach plan` and the tool `plan_project`: planned, judged, merged into ROADMAP.md."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.cli import main
from mcp_server.server import build
from teaching.roadmap.edit import tick
from teaching.roadmap.reading import parse
from tests.drafts import DRAFT

Teach = Callable[..., tuple[int, str, str]]
GOAL = "news aggregator with RSS feeds"
WISH = "Fetch from 10 sources, summarize with AI, save to markdown"


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Teach:
    def run(*argv: str) -> tuple[int, str, str]:
        try:
            code = main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_plan_comes_at_once_and_writes_nothing(teach: Teach, project: Path) -> None:
    code, out, _ = teach("plan", GOAL, "--requirement", WISH)
    assert code == 0
    assert out.startswith(f"# Plan: {GOAL}\n")
    assert out.endswith("Nothing is written yet.\n")
    assert list(project.iterdir()) == []


def test_written_it_is_a_roadmap_whose_tasks_can_be_proved(teach: Teach, project: Path) -> None:
    code, out, _ = teach("plan", GOAL, "--requirement", WISH, "--write")
    assert code == 0
    assert "Written to ROADMAP.md: 1" in out
    roadmap = parse((project / "ROADMAP.md").read_bytes())
    assert roadmap.problems == ()
    assert len(roadmap.tasks) >= 10
    for task in roadmap.tasks:
        assert task.id
        assert task.acceptance
        assert task.verify or any("attest" in note for note in task.notes), task.title


def test_planning_again_keeps_progress_and_notes(teach: Teach, project: Path) -> None:
    teach("plan", GOAL, "--requirement", WISH, "--write")
    path = project / "ROADMAP.md"
    first = parse(path.read_bytes()).tasks[0]
    assert first.id is not None
    ticked = tick(path.read_bytes(), first.id, date(2026, 11, 22)) + b"\nMy own note.\n"
    path.write_bytes(ticked)
    code, out, _ = teach("plan", GOAL, "--requirement", WISH, "--write")
    assert code == 0
    assert "nothing new" in out
    assert path.read_bytes() == ticked


def test_an_answer_changes_the_plan(teach: Teach, project: Path) -> None:
    plain = json.loads(teach("plan", GOAL, "--requirement", WISH, "--format", "json")[1])
    question = next(one for one in plain["questions"] if one["options"])
    other = next(option for option in question["options"] if option != question["default"])
    answered = json.loads(
        teach("plan", GOAL, "--requirement", WISH, "--answer", f"{question['id']}={other}", "--format", "json")[1]
    )
    assert question["id"] not in {one["id"] for one in answered["questions"]}
    assert answered != plain


def test_requirements_come_from_a_file_too(teach: Teach, project: Path) -> None:
    (project / "wishes.md").write_text(f"# {GOAL}\n\n- {WISH}\n", encoding="utf-8")
    code, out, _ = teach("plan", "--source", "wishes.md", "--format", "json")
    assert code == 0
    assert all(one["source"].startswith("wishes.md:") for one in json.loads(out)["requirements"])


def test_a_good_draft_is_accepted_and_written(teach: Teach, project: Path) -> None:
    (project / "draft.md").write_text(DRAFT, encoding="utf-8")
    code, out, _ = teach("plan", "--draft", "draft.md", "--write")
    assert code == 0, out
    assert parse((project / "ROADMAP.md").read_bytes()).tasks[0].id == "sum"


def test_a_draft_that_cannot_be_proved_is_refused_with_its_line(teach: Teach, project: Path) -> None:
    (project / "draft.md").write_text(DRAFT.replace("  - verify: python -m pytest tests/test_basket.py\n", ""))
    code, out, _ = teach("plan", "--draft", "draft.md", "--write")
    assert code == 1
    assert "4" in out
    assert "verify" in out
    assert not (project / "ROADMAP.md").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say what is to be built"),
        (["x", "--answer", "nonsense"], "ID=ANSWER"),
        (["--draft", "nowhere.md"], "pass a text file"),
        (["x", "--source", "../outside.md"], "outside"),
        (["x", "--source", "nowhere.md"], "nowhere.md"),
        (["--draft", "."], "pass a text file"),
    ],
)
def test_bad_input_gets_the_next_move(teach: Teach, project: Path, words: list[str], said: str) -> None:
    code, _, err = teach("plan", *words)
    assert code == 2
    assert said in err


def call(root: Path, arguments: dict[str, Any]) -> Any:
    async def ask() -> Any:
        async with Client(build(root)) as client:
            return await client.call_tool("plan_project", arguments)

    return anyio.run(ask)


def test_the_tool_plans_judges_and_writes(project: Path) -> None:
    planned = call(project, {"goal": GOAL, "requirements": [WISH]})
    assert not planned.is_error
    assert len(planned.content[0].text) / 4 < 2300
    assert not (project / "ROADMAP.md").exists()

    bad = DRAFT.replace("the sum of no items is 0", "works well")
    refused = call(project, {"draft": bad, "write": True})
    assert refused.is_error
    assert "nothing was written" in refused.content[0].text
    assert not (project / "ROADMAP.md").exists()

    written = call(project, {"draft": DRAFT, "write": True})
    assert not written.is_error
    assert "Written to ROADMAP.md: 1 new task." in written.content[0].text


@pytest.mark.parametrize("mentor", [True, False])
def test_a_mentor_leaves_the_core_to_the_learner_and_a_colleague_does_not(
    teach: Teach, project: Path, mentor: bool
) -> None:
    style = "- **Output Style:** Learning\n" if mentor else ""
    (project / "CLAUDE.md").write_text(f"# News\n\n## Training Protocol\n{style}", encoding="utf-8")

    async def call() -> str:
        async with Client(build(project)) as client:
            done = await client.call_tool("plan_project", {"goal": GOAL, "write": True})
            return done.content[0].text  # pyright: ignore[reportAttributeAccessIssue]

    reply = anyio.run(call)
    assert ("By hand:" in reply, "(Mentor mode: " in reply.splitlines()[-1]) == (mentor, mentor)
    assert ("by hand:" in (project / "ROADMAP.md").read_text(encoding="utf-8")) == mentor
    assert ("(Colleague mode: " in reply.splitlines()[-1]) != mentor
    assert "mode:" not in teach("plan", GOAL)[1]
