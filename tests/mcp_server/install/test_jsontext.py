"""Whatever the document and its formatting: what is put in and taken out again leaves the text as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcp_server.install.jsontext import BadJson, Step, check, digest, find, insert, remove

SERVER: tuple[Step, ...] = ("mcpServers", "assistant")
HOOK: tuple[Step, ...] = ("hooks", "SessionStart", None)
VALUE = {"command": "teach", "args": ["serve"], "n": {}}

blanks = st.text(" \t\r\n", max_size=4)
names = st.sampled_from(["mcpServers", "hooks", "SessionStart", "a", 'ä\\u00e4 \\"', ""])
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from([1e300, -0.0, "{}", "[,", "//"])
).map(lambda value: json.dumps(value, ensure_ascii=False))


@st.composite
def written(draw: st.DrawFn, inner: st.SearchStrategy[str], brackets: str) -> str:
    """An object or an array with any blanks anywhere, names may come twice."""
    parts: list[str] = []
    for value in draw(st.lists(inner, max_size=3)):
        name = f'"{draw(names)}"{draw(blanks)}:{draw(blanks)}' if brackets == "{}" else ""
        parts.append(f"{draw(blanks)}{name}{value}{draw(blanks)}")
    return brackets[0] + (",".join(parts) if parts else draw(blanks)) + brackets[1]


values = st.recursive(scalars, lambda inner: st.one_of(written(inner, "{}"), written(inner, "[]")), max_leaves=6)
documents = st.tuples(blanks, written(values, "{}"), blanks).map("".join)
indents = st.sampled_from([None, 1, 2, 4, "\t"])


@st.composite
def settings(draw: st.DrawFn) -> str:
    """Documents as programs write them, in which the places for our members may be there already."""
    document: dict[str, Any] = draw(st.dictionaries(st.sampled_from(["env", "model"]), st.just({"a": [1, {}]})))
    if draw(st.booleans()):
        document["mcpServers"] = draw(st.dictionaries(st.sampled_from(["x", "y"]), st.just({"command": "z"})))
    if draw(st.booleans()):
        document["hooks"] = draw(st.sampled_from([{}, {"SessionStart": []}, {"SessionStart": [{"hooks": []}, {}]}]))
    text = json.dumps(document, indent=draw(indents))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))) + draw(st.sampled_from(["", "\n", "\r\n\r\n"]))


def is_ours(element: Any) -> bool:
    return digest(element) == digest(VALUE)


def put_in(text: str, steps: tuple[Step, ...]) -> tuple[str, Any] | None:
    """None where the document has something else in the way, which must be said and not crash."""
    check(text)
    try:
        if find(text, steps, is_ours) is not None:
            return None
        return insert(text, steps, VALUE)
    except BadJson:
        return None


@given(st.one_of(documents, settings()), st.sampled_from([SERVER, HOOK]))
def test_taking_out_what_was_put_in_gives_the_same_text(text: str, steps: tuple[Step, ...]) -> None:
    done = put_in(text, steps)
    if done is None:
        return
    new, seams = done
    check(new)
    assert find(new, steps, is_ours) == VALUE
    assert remove(new, steps, seams, is_ours) == text


@given(settings(), st.sampled_from([SERVER, HOOK]), indents)
def test_only_ours_goes_where_everything_was_formatted_anew_in_between(
    text: str, steps: tuple[Step, ...], indent: Any
) -> None:
    done = put_in(text, steps)
    assert done is not None
    changed = json.dumps({**json.loads(done[0]), "theirs": 1}, indent=indent)
    left = json.loads(remove(changed, steps, done[1], is_ours))
    assert left == {**json.loads(text), "theirs": 1}


@given(settings(), st.sampled_from([SERVER, HOOK]), st.sampled_from([SERVER, HOOK]))
def test_what_others_put_in_later_stays(text: str, steps: tuple[Step, ...], theirs: tuple[Step, ...]) -> None:
    done = put_in(text, steps)
    assert done is not None
    other: tuple[Step, ...] = (*theirs[:-1], "other") if theirs[-1] is not None else theirs
    both, _ = insert(done[0], other, {"theirs": 1})
    alone, _ = insert(text, other, {"theirs": 1})
    assert json.loads(remove(both, steps, done[1], is_ours)) == json.loads(alone)


def test_a_member_takes_on_the_indentation_and_line_ends_around_it() -> None:
    text = '{\r\n\t"mcpServers": {\r\n\t\t"x": {}\r\n\t}\r\n}'
    new, _ = insert(text, SERVER, {"command": "teach"})
    assert new == (
        '{\r\n\t"mcpServers": {\r\n\t\t"x": {},\r\n\t\t"assistant": {\r\n\t\t\t"command": "teach"\r\n\t\t}\r\n\t}\r\n}'
    )


def test_a_document_on_one_line_stays_on_one_line() -> None:
    assert insert('{"a": 1}', SERVER, {"b": 2})[0] == '{"a": 1, "mcpServers": {"assistant": {"b": 2}}}'


def test_an_empty_object_over_two_lines_gets_no_blank_line() -> None:
    assert insert("{\n}", SERVER, 1)[0] == '{\n  "mcpServers": {\n    "assistant": 1\n  }\n}'


def test_of_members_with_the_same_name_the_last_counts_as_it_does_for_claude_code() -> None:
    text = '{"mcpServers": {"assistant": 1}, "mcpServers": {}}'
    assert find(text, SERVER) is None
    assert insert(text, SERVER, 2)[0] == '{"mcpServers": {"assistant": 1}, "mcpServers": {"assistant": 2}}'


BAD = {
    "a comment": ('{\n  // mine\n  "a": 1}', "line 2 is not valid JSON"),
    "a comma too many": ('{\n"a": 1,\n}', "is not valid JSON"),
    "nothing": ("", "line 1 is not valid JSON"),
    "an array": ("[]", "does not hold a JSON object"),
    "a number that JSON has not": ('{"a": NaN}', "not JSON that can be edited"),
    "no end of brackets": ('{"a":' * 100_000, "not JSON that can be edited"),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_what_is_no_json_object_is_refused_with_the_line(text: str, words: str) -> None:
    with pytest.raises(BadJson, match=words):
        check(text)


@pytest.mark.parametrize(
    ("text", "steps", "words"),
    [
        ('{"mcpServers": []}', SERVER, '"mcpServers" is not an object'),
        ('{"hooks": 1}', HOOK, '"hooks" is not an object'),
        ('{"hooks": {"SessionStart": {}}}', HOOK, '"SessionStart" is not an array'),
    ],
)
def test_something_else_in_the_way_is_named(text: str, steps: tuple[Step, ...], words: str) -> None:
    with pytest.raises(BadJson, match=words):
        insert(text, steps, VALUE)
