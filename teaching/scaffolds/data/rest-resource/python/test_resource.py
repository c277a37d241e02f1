"""What the resource promises to its callers."""

import json

import pytest

from your_package.resource import (
    TITLE_LONGEST,
    CreateNote,
    NotesResource,
    Request,
    Response,
    command_of,
)


def post(resource: NotesResource, content: object) -> Response:
    """The answer to a POST with this as JSON."""
    return resource.handle(Request("POST", "/notes", json.dumps(content).encode()))


def test_a_new_note_is_answered_with_201_and_can_be_read_back() -> None:
    resource = NotesResource()
    created = post(resource, {"title": " Milk ", "text": "two litres"})
    assert created == Response(201, {"id": 1, "title": "Milk", "text": "two litres"})
    assert resource.handle(Request("GET", "/notes/1")) == Response(200, created.body)


def test_a_text_may_be_left_out() -> None:
    assert command_of(b'{"title": "Milk"}') == CreateNote("Milk", "")


def test_every_wrong_field_is_named_at_once() -> None:
    answer = post(NotesResource(), {"title": "", "text": 3, "colour": "red"})
    assert answer.status == 422
    sent = json.loads(json.dumps(dict(answer.body)))
    assert sent["fields"].keys() == {"title", "text", "colour"}


@pytest.mark.parametrize("title", ["", "   ", "x" * (TITLE_LONGEST + 1), 7, None])
def test_a_title_that_is_not_acceptable_is_refused(title: object) -> None:
    assert post(NotesResource(), {"title": title}).status == 422


def test_a_title_may_have_the_longest_length() -> None:
    assert post(NotesResource(), {"title": "x" * TITLE_LONGEST}).status == 201


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff"])
def test_a_body_that_is_no_object_is_answered_with_400(body: bytes) -> None:
    answer = NotesResource().handle(Request("POST", "/notes", body))
    assert answer == Response(
        400, {"status": 400, "title": "The body is no JSON object"}
    )


def test_an_unknown_note_is_answered_with_404_in_the_same_form() -> None:
    answer = NotesResource().handle(Request("GET", "/notes/7"))
    assert answer == Response(404, {"status": 404, "title": "There is no such note"})


def test_another_method_is_answered_with_405() -> None:
    assert NotesResource().handle(Request("PATCH", "/notes/1")).status == 405
