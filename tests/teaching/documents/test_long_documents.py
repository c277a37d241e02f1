"""Documents that are far longer than anybody writes: read so far, and what is left out is said."""

import os

import pytest

from teaching.documents.constitution import read_text
from teaching.documents.imports import MAX_MENTIONS
from teaching.documents.markdown import MAX_LINE
from teaching.documents.statements import MAX_STATEMENT

from .conftest import Read


@pytest.mark.parametrize("piece", ["no ", "(", "[", "<a ", "~~ ", "*a ", "a,", "@a/"])
def test_the_rest_of_an_endless_line_is_not_read_and_that_is_said(read: Read, piece: str) -> None:
    constitution = read({"CLAUDE.md": f"# Rules\n\n{piece * (900_000 // len(piece))}\n\n- Never use `eval`.\n"})
    assert constitution.notes[0].startswith(f"CLAUDE.md:3: the line has more than {MAX_LINE} characters") or (
        len(constitution.notes) == 2
    )
    assert constitution.statements[-1].text == "Never use `eval`."
    assert all(len(statement.text) <= MAX_STATEMENT for statement in constitution.statements)


def test_a_long_sentence_is_cut_and_that_is_said() -> None:
    constitution = read_text("# Rules\n\nNever use `eval` " + "and so on " * 500 + "\n")
    assert constitution.statements[0].text.startswith("Never use `eval` and so on")
    assert len(constitution.statements[0].text) <= MAX_STATEMENT
    assert constitution.notes == (
        f"CLAUDE.md:3: the sentence has more than {MAX_STATEMENT} characters: the rest of it is not read",
    )


def test_no_more_mentions_are_followed_than_anybody_writes(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    exists = os.path.lexists

    def counted(path: str) -> bool:
        asked.append(str(path))
        return exists(path)

    monkeypatch.setattr(os.path, "lexists", counted)
    constitution = read({"CLAUDE.md": "".join(f"- ask @b{number}\n" for number in range(MAX_MENTIONS + 500))})
    assert len([path for path in asked if "/b" in path]) <= MAX_MENTIONS + 10
    assert constitution.notes == (
        f"CLAUDE.md:{MAX_MENTIONS + 1}: only the first {MAX_MENTIONS} mentions of a file with `@` are followed; "
        "those from here on are not",
    )
