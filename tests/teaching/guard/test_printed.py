"""What a program printed is judged without what can be read in the learner's own files; what is not there is held."""

import base64
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from mcp_server.server import build
from teaching.contracts.exercises import Exemplar
from teaching.curriculum import states
from teaching.curriculum.shelf import project_at
from teaching.exemplars.store import keep
from teaching.guard import Quoting, release
from teaching.verification import sandbox
from tests.teaching.curriculum.sample import write
from tests.teaching.guard.conftest import BODY, CLAUDE_MD, LEAK
from tests.terminal import at_terminal

HELD = "This reply was held back"
AROUND = "## settle: not ticked\n\nFirst to look at: `test_a`\n\n{}\n\nAsk: Which line of yours decides what it gets?\n"


def quoting(printed: str) -> Quoting:
    return Quoting(AROUND.format(printed), printed)


def test_what_stands_in_the_learners_files_may_be_quoted_by_a_runner(student: Path) -> None:
    shown = "".join(f"E   {line}\n" for line in BODY.splitlines())
    assert release(quoting(shown), student).startswith(HELD)
    (student / "tests").mkdir()
    # Laid out in another way than the runner does it.
    (student / "tests" / "reference.py").write_text("def paid(scores, bonus):\n  " + BODY.replace('"', "'"))
    assert release(quoting(shown), student) == quoting(shown)
    assert release(LEAK, student).startswith(HELD), "any other reply is judged as it was"


def test_the_core_is_held_back_between_lines_of_the_learner(student: Path) -> None:
    (student / "own.py").write_text("def own(prices):\n    return sorted(prices, key=len)\n", encoding="utf-8")
    shown = f"    return sorted(prices, key=len)\n{BODY}    return sorted(prices, key=len)\n"
    released = release(quoting(shown), student)
    assert released.startswith(HELD)
    assert "1009" not in released


@pytest.mark.parametrize("folder", [".teaching", ".meta/exemplar"])
def test_a_solution_in_a_folder_of_ours_is_not_in_the_learners_tree(folder: str, student: Path) -> None:
    (student / folder).mkdir(parents=True, exist_ok=True)
    (student / folder / "scores.py").write_text(BODY, encoding="utf-8")
    assert release(quoting(BODY), student).startswith(HELD)


def test_two_halves_that_were_printed_one_after_the_other_are_held_back_with_the_second(student: Path) -> None:
    lines = BODY.splitlines(keepends=True)
    assert not release(quoting("".join(lines[:2])), student).startswith(HELD)
    assert release(quoting("".join(lines[2:4])), student).startswith(HELD)


# One line, which any sentence about messages resembles.
SMALL = Exemplar(
    path="boundary.py",
    symbol="state_from",
    language="python",
    text='def state_from(thrown: object) -> dict[str, str]:\n    return {"message": message_of(thrown)}\n',
    task="boundary",
    marker="what the boundary keeps",
    core=("message_of(",),
)
FILES = {
    "CLAUDE.md": CLAUDE_MD,
    "ROADMAP.md": "- [ ] Read messages <!-- id: parse-messages -->\n  - files: messages.py\n"
    "  - verify: python -m pytest -q test_parse_messages.py\n",
    "messages.py": "def parsed(text):\n    return {'message': text}\n",
    "boundary.py": "def state_from(thrown):\n    # TODO(human)[boundary]: what the boundary keeps\n"
    "    raise NotImplementedError\n",
}
RED = (
    "from messages import parsed\n\n\ndef test_a_message_gives_its_message():\n"
    "    found = parsed('one')\n    assert found == {'message': 'ONE'}, 'a message returns the message of it'\n"
)
CORE = base64.b64encode(BODY.encode()).decode()
TELLING = f"import base64\n\nimport pytest\n\n\ndef test_it():\n    pytest.fail(base64.b64decode('{CORE}').decode())\n"
Red = Callable[[str, Exemplar], Path]


@pytest.fixture
def red(
    student: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
    require_part: Callable[[object, str], None],
) -> Red:  # fmt: skip
    """A repository with these tests and one guarded exemplar."""
    require_part(sandbox.probe() == "bwrap", "bubblewrap is missing or may not work here")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

    def made(test: str, exemplar: Exemplar) -> Path:
        root: Path = make_repo({**FILES, "test_parse_messages.py": test}).root
        (root / "scores.py").write_bytes((student / "scores.py").read_bytes())
        keep(root, [exemplar])
        return root

    return made


def told(root: Path) -> tuple[str, str]:
    """What `teach verify` says at a terminal, and what the tool says after it."""
    _, shown = at_terminal([sys.executable, "-m", "mcp_server", "verify", "parse-messages"], root)

    async def ask() -> str:
        async with Client(build(root)) as client:
            reply = await client.call_tool("verify_task", {"task": "parse-messages"})
            return "\n".join(getattr(block, "text", "") for block in reply.content)

    return shown, anyio.run(ask)


def test_a_red_verification_is_told_whatever_small_core_is_open_elsewhere(red: Red) -> None:
    for said in told(red(RED, SMALL)):
        assert HELD not in said
        assert "First to look at: " in said
        assert "test_a_message_gives_its_message" in said


def test_a_red_verification_that_prints_the_core_is_held_back(red: Red) -> None:
    exemplar = SMALL.model_copy(
        update={"path": "scores.py", "symbol": "settle", "text": f"def settle(scores, bonus):\n{BODY}", "core": ()}
    )
    for said in told(red(TELLING, exemplar)):
        assert HELD in said
        assert "1009" not in said


def test_a_green_verification_is_told_whatever_small_core_of_passing_and_failing_is_open(red: Red) -> None:
    shop = project_at(Path(__file__).resolve().parents[3] / "curriculum" / "testing-framework")
    flips = next(one for one in states.exemplars(shop) if one.symbol == "flips")
    root = red(RED.replace("'ONE'", "'one'"), flips)
    write(root, {flips.path: states.starter(shop)[flips.path].decode()})
    (root / "ROADMAP.md").write_text(f"{FILES['ROADMAP.md']}- [ ] Test it again <!-- id: again -->\n", encoding="utf-8")
    for said in told(root):
        assert HELD not in said
        assert "parse-messages: verified and ticked" in said
        assert "Next: Test it again" in said
