"""Whoever waits at a terminal sees how far it is; a file gets nothing of it."""

import io

from rich.console import Console

from finetune.progress import bar


def drawn(*, terminal: bool) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=terminal, width=100)
    with bar(3, lambda: "7 executed", console) as step:
        step("git")
        step("plan")
    return stream.getvalue()


def test_a_terminal_sees_heading_steps_and_what_goes_on() -> None:
    seen = drawn(terminal=True)
    assert "plan" in seen and "2/3" in seen and "7 executed" in seen


def test_a_file_gets_nothing() -> None:
    assert drawn(terminal=False) == ""
