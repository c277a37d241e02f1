"""What leaves through the guard cannot steer a terminal or hide from its reader."""

from pathlib import Path

import pytest

from teaching.guard import MAX_CHARACTERS, release, visible

ROOT = Path("/home/student/project")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\u202eb\u2066c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tags\U000e0041\U000e0042", "tags"),
        ("bell\x07 back\x08space \x9b31m", "bell backspace 31m"),
        ("kept:\ttab\nline\r\nend é 日本 ✅", "kept:\ttab\nline\nend é 日本 ✅"),
    ],
)
def test_hidden_and_steering_characters_are_taken_out(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown
    assert release(hostile, ROOT) == shown


def test_the_absolute_root_is_not_told() -> None:
    assert release(f"{ROOT}/src/app.py is missing", ROOT) == "./src/app.py is missing"


@pytest.mark.parametrize(
    ("root", "reply", "released"),
    [
        ("/app", "lib/app/main.py:1 and /app/a.py", "lib/app/main.py:1 and ./a.py"),
        ("/app", "/app-evil/x and /application", "/app-evil/x and /application"),
        ("/app", "'../x' is outside /app: pass another", "'../x' is outside the project's root: pass another"),
        ("/", "a/b and /etc", "a/b and /etc"),
    ],
)
def test_only_a_path_that_begins_with_the_root_is_shortened(root: str, reply: str, released: str) -> None:
    assert release(reply, Path(root)) == released


def test_an_endless_reply_is_cut_and_says_so() -> None:
    reply = release("x" * (MAX_CHARACTERS + 1), ROOT)
    assert len(reply) < MAX_CHARACTERS + 200
    assert "narrow the path or the scope" in reply
