"""A second process does a part of a review, and whatever goes wrong with it costs nothing but time."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from teaching.review import beside
from teaching.review.engines import syntax
from teaching.review.request import Request
from teaching.review.review import review

HERE = os.getpid()
LINE = "def f{0}(a, b):\n    print(a)\n    try:\n        return b\n    except:\n        pass\n\n\n"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in the command: the test's own threads and cores do not count."""
    monkeypatch.setattr(beside, "is_possible", lambda: sys.platform == "linux")
    monkeypatch.setattr(syntax, "WORTH_TWO", 1)
    yield


def project(folder: Path) -> Path:
    (folder / "CLAUDE.md").write_text("# P\n\n## Rules\n\n- Never use a bare `except:`\n- Never use `print`\n")
    for number in range(4):
        (folder / f"m{number}.py").write_text("".join(LINE.format(n) for n in range(number + 2)))
    return folder


@pytest.mark.usefixtures("two")
@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_work_is_done_in_another_process_and_its_result_comes_back() -> None:
    result = beside.begun(lambda: [os.getpid()])()
    assert result != [HERE]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("fails", ["dies", "raises", "says nothing that travels"])
def test_what_the_other_process_fails_at_is_done_here(fails: str) -> None:
    def work() -> object:
        if os.getpid() == HERE:
            return "done here"
        if fails == "dies":
            os._exit(0)
        if fails == "raises":
            raise KeyboardInterrupt
        return lambda: None

    assert beside.begun(work)() == "done here"


def test_nothing_is_copied_while_threads_run() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert not beside.is_possible()
        assert beside.begun(lambda: os.getpid())() == HERE
    finally:
        waiting.set()
        thread.join()


@pytest.mark.usefixtures("two")
def test_a_review_by_two_says_what_a_review_by_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path)
    by_two = review(Request(root, scope="all", max_findings=0))
    monkeypatch.setattr(beside, "is_possible", lambda: False)
    by_one = review(Request(root, scope="all", max_findings=0))
    assert by_two == by_one
    assert len(by_one.findings) == 3 * (2 + 3 + 4 + 5)
    assert {one.symbol for one in by_one.findings} >= {"f0", "f4"}
