"""The notes of an HTTP API, without a framework: a request becomes a checked command, a
command a response.

A framework's route hands its method, path and body to `NotesResource.handle` and sends
what comes back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

FIELDS = frozenset({"title", "text"})
TITLE_LONGEST = 80


class RequestError(Exception):
    """A request that is answered with an error.

    Attributes:
        status: of the response.
        title: what is wrong, the same for every error of a kind.
        fields: by field of the input, what is wrong with it.
    """

    status = 400
    title = "The request cannot be understood"

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(self.title)
        self.fields = dict(fields or {})


class MalformedBodyError(RequestError):
    """The body is no JSON object."""

    title = "The body is no JSON object"


class InvalidInputError(RequestError):
    """The body was read, and its fields are not acceptable."""

    status = 422
    title = "The input is not acceptable"


class NoteNotFoundError(RequestError):
    """There is no such note."""

    status = 404
    title = "There is no such note"


class MethodNotAllowedError(RequestError):
    """The resource does not offer this method."""

    status = 405
    title = "The method is not offered here"


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    method: str
    path: str
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes out; the body is sent as JSON."""

    status: int
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CreateNote:
    """A checked wish for a new note."""

    title: str
    text: str


@dataclass(slots=True)
class NotesResource:
    """The resource `/notes`."""

    _notes: dict[int, CreateNote] = field(default_factory=dict[int, CreateNote])

    def handle(self, request: Request) -> Response:
        """The answer to a request; what is wrong with it becomes an answer too."""
        try:
            return self._answer(request)
        except RequestError as error:
            return error_response(error)

    def _answer(self, request: Request) -> Response:
        _, _, rest = request.path.partition("/notes")
        match request.method, rest.strip("/"):
            case "POST", "":
                return self._create(command_of(request.body))
            case "GET", name if name:
                return self._read(name)
            case _:
                raise MethodNotAllowedError

    def _create(self, command: CreateNote) -> Response:
        number = len(self._notes) + 1
        self._notes[number] = command
        return Response(
            201, {"id": number, "title": command.title, "text": command.text}
        )

    def _read(self, name: str) -> Response:
        if not name.isdecimal() or int(name) not in self._notes:
            raise NoteNotFoundError
        note = self._notes[int(name)]
        return Response(200, {"id": int(name), "title": note.title, "text": note.text})


def object_of(body: bytes) -> dict[str, object]:
    """The JSON object that a body holds.

    Raises:
        MalformedBodyError: it holds none.
    """
    try:
        found: object = json.loads(body)
    except ValueError as error:
        raise MalformedBodyError from error
    if not isinstance(found, dict):
        raise MalformedBodyError
    return cast("dict[str, object]", found)


def command_of(body: bytes) -> CreateNote:
    """The command in a body: a title of 1 to TITLE_LONGEST characters without space
    around it, and a text.

    Raises:
        MalformedBodyError: the body is no JSON object.
        InvalidInputError: fields are wrong; it names all of them at once.
    """
    found = object_of(body)
    title, text = found.get("title"), found.get("text", "")
    wrong = {name: "no such field" for name in found.keys() - FIELDS}
    if not isinstance(title, str) or not 0 < len(title.strip()) <= TITLE_LONGEST:
        wrong["title"] = f"1 to {TITLE_LONGEST} characters"
    if not isinstance(text, str):
        wrong["text"] = "a text"
    if wrong:
        raise InvalidInputError(wrong)
    return CreateNote(str(title).strip(), str(text))


def error_response(error: RequestError) -> Response:
    """The one form of every error: `status`, `title`, and `fields` only where some are
    wrong.
    """
    body: dict[str, object] = {"status": error.status, "title": error.title}
    if error.fields:
        body["fields"] = error.fields
    return Response(error.status, body)
