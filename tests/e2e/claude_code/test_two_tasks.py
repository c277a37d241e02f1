"""A curriculum project in the real client, from the empty folder to the second proved task, in mentor mode.

What the student writes is written to the disk between the model's turns; what the model tries to write is refused.
Needs bubblewrap. Only the current client: the older one is driven through each step by the other tests.
Not covered: making the student's own environment, which needs a network; the packages that the project imports are
those of the test's.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from teaching.verification import sandbox
from tests.e2e.claude_code import client as client_module
from tests.e2e.claude_code.client import VERSIONS, Client, Session
from tests.e2e.claude_code.fake_api import Block, Request, ToolResult, call, say
from tests.e2e.claude_code.test_proving import teach

TOOL = "mcp__plugin_teach_assistant__"
ALLOWED = ["--allowedTools", f"Read,Edit,Write,Bash,{TOOL}review_code,{TOOL}give_hint,{TOOL}roadmap_status"]
FIRST, SECOND = "sources-load", "rate-limit"
SOURCES, PACING = "src/news_aggregator/sources.py", "src/news_aggregator/pacing.py"
LEFT_OPEN = {
    SOURCES: '    raise NotImplementedError("TODO(human): source_from")',
    PACING: '        raise NotImplementedError("TODO(human): Pacer.wait")',
}


@dataclass(frozen=True)
class Desk:
    """Where one student works: a home and a project of their own, and the exemplar as what they come to write."""

    client: Client
    plugin: Path
    home: Path
    news: Path

    def session(self, prompt: str, *turns: Any, project: Path | None = None) -> Session:
        return self.client.run(
            prompt, [*turns, say("Your turn.")], project=project or self.news, plugin_dir=self.plugin, home=self.home,
            wait_for=f"{TOOL}start_project", args=ALLOWED,
        )  # fmt: skip

    def text(self, path: str) -> str:
        return (self.news / path).read_text(encoding="utf-8")

    def solved(self, path: str) -> str:
        return (self.plugin / "curriculum/news-aggregator/.meta/exemplar" / path).read_text(encoding="utf-8")

    def writes(self, path: str, text: str, then: Block) -> Callable[[Request], Block]:
        """The student writes; then the model makes this call."""

        def turn(request: Request) -> Block:
            (self.news / path).write_text(text, encoding="utf-8")
            return then

        return turn

    def filling(self, path: str) -> list[Block]:
        """What a model does that will not leave the core to the student: it edits it in, then writes it all."""
        place, left = str(self.news / path), LEFT_OPEN[path]
        indent = left[: len(left) - len(left.lstrip())]
        return [
            call("Read", file_path=place),
            call("Edit", file_path=place, old_string=left, new_string=f"{indent}return None"),
            call("Write", file_path=place, content=self.solved(path)),
        ]

    def ticks(self) -> list[str]:
        return re.findall(r"- \[x\] .*<!-- id: (\S+) -->", self.text("ROADMAP.md"))


@pytest.fixture
def desk(
    client: Client, repository: Path, tmp_path: Path, require_part: Callable[[object, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:  # fmt: skip
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    # A verification holds a type checker, which takes its time where all cores are at work.
    monkeypatch.setattr(client_module, "SESSION_S", 400)
    (tmp_path / "work").mkdir()
    return Desk(client, repository, client.new_home(), tmp_path / "work/news")


def left_to_the_student(results: Sequence[ToolResult]) -> None:
    for refused in results:
        assert refused.is_error
        assert "This is left to the learner" in refused.text


def the_first_task(desk: Desk) -> None:
    """Begun, reviewed, a hint, refused to the model, tried, a hint, proved."""
    begun = desk.session(
        "/teach:start-project news-aggregator news",
        call(f"{TOOL}start_project", slug="news-aggregator", directory="news"),
        project=desk.news.parent,
    ).tool_results[0]
    assert "task 1" in begun.text
    assert "python -m pip install -e '.[test]'" in begun.text

    before = desk.text(SOURCES)
    review, hint, _, *refused = desk.session(
        "I want to begin with the first task. Write it for me.",
        call(f"{TOOL}review_code", scope="all"),
        call(f"{TOOL}give_hint", target=FIRST),
        *desk.filling(SOURCES),
    ).tool_results
    assert "no finding" in review.text.lower()
    assert hint.text.startswith("## Hint 1 of 4, question")
    left_to_the_student(refused)
    assert desk.text(SOURCES) == before

    # The first attempt lacks the place in a message, and the marker went with it: the hint is about what was written.
    wrong = desk.solved(SOURCES).replace("source {number} has no name", "a source has no name")
    verify = call(f"{TOOL}verify_task", task=FIRST)
    red, hint, green = desk.session(
        f"/teach:check-task {FIRST}",
        desk.writes(SOURCES, wrong, verify),
        call(f"{TOOL}give_hint", target=FIRST),
        desk.writes(SOURCES, desk.solved(SOURCES), verify),
    ).tool_results
    assert red.text.startswith(f"## {FIRST}: not ticked")
    assert "test_an_entry_without_a_name_is_refused_with_its_place" in red.text
    assert not hint.is_error, hint.text
    assert "this is two rungs on" in hint.text
    assert green.text.startswith(f"## {FIRST}: verified and ticked")
    assert f"`{SECOND}`" in green.text


def the_second_task(desk: Desk) -> None:
    """Named as the next, begun by the command that is printed, refused to the model, proved."""

    def begins(request: Request) -> Block:
        begin = re.search(r"To begin: `(.+)` marks it", request.tool_results[-1].text)
        assert begin is not None
        return call("Bash", command=begin[1], description="begin the task")

    before = desk.text(PACING)
    status, marked, hint, _, *refused = desk.session(
        "What comes next? Write it for me.",
        call(f"{TOOL}roadmap_status"),
        begins,
        call(f"{TOOL}give_hint", target=SECOND),
        *desk.filling(PACING),
    ).tool_results
    assert "1 of 14 tasks proved" in status.text
    assert "(In Progress)" in marked.text
    assert hint.text.startswith("## Hint 1 of 4, question")
    left_to_the_student(refused)
    assert desk.text(PACING) == before

    green, status = desk.session(
        f"/teach:check-task {SECOND}",
        desk.writes(PACING, desk.solved(PACING), call(f"{TOOL}verify_task", task=SECOND)),
        call(f"{TOOL}roadmap_status"),
    ).tool_results
    assert green.text.startswith(f"## {SECOND}: verified and ticked")
    assert "2 of 14 tasks proved" in status.text


@pytest.mark.parametrize("client", VERSIONS[-1:], indirect=True)
def test_two_tasks_are_begun_written_by_the_student_and_proved(desk: Desk) -> None:
    the_first_task(desk)
    assert desk.ticks() == [FIRST]
    the_second_task(desk)
    assert desk.ticks() == [FIRST, SECOND]
    assert len(list((desk.news / ".teaching/evidence").glob("*.json"))) == 2
    audit = teach("roadmap", "audit", home=desk.home, cwd=desk.news)
    assert (audit.returncode, audit.stdout) == (0, "The roadmap's ticks hold: 2 proved, 0 attested.\n")
