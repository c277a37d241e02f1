"""What somebody at a terminal gets."""

import io

import pytest

from your_package.cli import Add, CommandError, Notes, Show, command_of, main


def called(notes: Notes, *argv: str) -> tuple[int, str, str]:
    """Exit code, output and messages of one call."""
    out, err = io.StringIO(), io.StringIO()
    return main(argv, notes, out, err), out.getvalue(), err.getvalue()


def test_the_words_of_a_note_need_no_quotes() -> None:
    assert command_of(["add", "buy", "milk"]) == Add("buy milk")


def test_show_has_a_number_and_a_limit_that_may_be_left_out() -> None:
    assert command_of(["show"]) == Show(None, 10)
    assert command_of(["show", "3"]) == Show(3, 10)
    assert command_of(["show", "--limit", "2"]) == Show(None, 2)


@pytest.mark.parametrize(
    "argv", [[], ["sing"], ["add"], ["show", "three"], ["show", "--limit"]]
)
def test_a_wrong_call_says_how_it_is_called(argv: list[str]) -> None:
    with pytest.raises(CommandError, match="usage: notes"):
        command_of(argv)


def test_a_note_is_kept_and_shown_newest_first() -> None:
    notes = Notes()
    assert called(notes, "add", "milk") == (0, "kept as 1\n", "")
    assert called(notes, "add", "bread") == (0, "kept as 2\n", "")
    assert called(notes, "show") == (0, "2: bread\n1: milk\n", "")
    assert called(notes, "show", "1") == (0, "1: milk\n", "")


def test_nothing_to_show_prints_nothing() -> None:
    assert called(Notes(), "show") == (0, "", "")


def test_an_unknown_note_ends_with_1_and_says_so_on_the_error_stream() -> None:
    code, out, err = called(Notes(), "show", "7")
    assert (code, out) == (1, "")
    assert err.startswith("notes: there is no note 7")


def test_a_wrong_call_ends_with_2_and_says_so_on_the_error_stream() -> None:
    code, out, err = called(Notes(), "sing")
    assert (code, out) == (2, "")
    assert err.startswith("notes: ")
