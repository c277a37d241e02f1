"""Errors as `application/problem+json` (RFC 9457): one form for all of them."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from shop.errors import ShopError

MEDIA_TYPE = "application/problem+json"
KINDS = "https://shop.example/problems/"
SCHEMAS = "#/components/schemas/"


class FieldProblem(BaseModel):
    """One field that cannot be used. It never repeats the value: that may be a password."""

    where: str
    what: str


class Problem(BaseModel):
    """What went wrong, for programs (`type`, `status`) and for people (`title`, `detail`)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def problem_of(error: ShopError) -> Problem:
    """What the shop refuses, as a problem; its type is an address that stays the same for this kind."""
    # TODO(human)[problem-json]: turn a refusal into a problem that a program
    # knows by its kind and a person by its words
    # Hint: which of these stay the same for every refusal of one class, and
    # which belong to this one?
    # Hint: the address of a kind is `KINDS` and the kind's own word
    raise NotImplementedError("TODO(human): problem_of")


def problem_of_validation(error: RequestValidationError) -> Problem:
    """A request of the wrong form, with a place such as `body.email` and a reason for each field."""
    # TODO(human)[problem-json]: make one problem of all fields that cannot be
    # used, with the place and the reason of each, status 422
    # Hint: `error.errors()` is a list of dicts: look at one in a debugger
    # before you use it
    # Hint: the place is a tuple of names and numbers: what joins them to
    # `body.lines.2`?
    # Hint: the dict also holds what was sent: who would read it in an answer,
    # in a log?
    raise NotImplementedError("TODO(human): problem_of_validation")


def answer(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The HTTP answer that carries a problem."""
    body = jsonable_encoder(problem, exclude_defaults=True)
    return JSONResponse(body, problem.status, headers, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route says in OpenAPI of the problems that it can answer with."""
    schema = {"$ref": f"{SCHEMAS}Problem"}
    return {status: {"description": "A problem", "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses}


def described(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with the form of a problem in it, for `documented` to point at."""
    schema = Problem.model_json_schema(ref_template=f"{SCHEMAS}{{model}}")
    parts = schema.pop("$defs", {})
    document["components"]["schemas"].update({"Problem": schema, **parts})
    return document


def install(app: FastAPI) -> None:
    """Has the application answer every error with a problem."""

    @app.exception_handler(ShopError)
    def refused(request: Request, error: ShopError) -> Response:
        return answer(problem_of(error), error.headers)

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, error: RequestValidationError) -> Response:
        return answer(problem_of_validation(error))

    @app.exception_handler(HTTPException)
    def no_route(request: Request, error: HTTPException) -> Response:
        title = str(error.detail)
        return answer(Problem(type="about:blank", title=title, status=error.status_code, detail=title))

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        if isinstance(error, NotImplementedError):
            detail = f"the next piece is yours: {error}"
            return answer(Problem(type="about:blank", title="Not written yet", status=501, detail=detail))
        # What went wrong inside is for our log, and for nobody outside.
        detail = "the shop made a mistake, and has written it down"
        return answer(Problem(type="about:blank", title="Internal error", status=500, detail=detail))
