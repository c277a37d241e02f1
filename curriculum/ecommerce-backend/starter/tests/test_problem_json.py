"""Task problem-json: one form for all errors, which says what is wrong and gives nothing away."""

from fastapi.exceptions import RequestValidationError

from builders import Shop
from shop.errors import OutOfStockError, TooManyRequestsError
from shop.problems import KINDS, FieldProblem, Problem, answer, problem_of, problem_of_validation


def test_a_refusal_has_an_address_of_its_kind_a_title_and_what_happened_this_time() -> None:
    assert problem_of(OutOfStockError("there are not 2 of product 7 left")) == Problem(
        type=KINDS + "out-of-stock",
        title="There is not enough left",
        status=409,
        detail="there are not 2 of product 7 left",
    )


def test_two_refusals_of_one_kind_differ_in_their_detail_only() -> None:
    one, other = (problem_of(TooManyRequestsError(f"wait {wait} s", wait)) for wait in (3, 9))
    assert one.model_copy(update={"detail": ""}) == other.model_copy(update={"detail": ""})
    assert (one.status, one.detail, other.detail) == (429, "wait 3 s", "wait 9 s")


def test_each_field_that_cannot_be_used_is_named_with_its_place() -> None:
    error = RequestValidationError(
        [
            {"loc": ("body", "lines", 2, "quantity"), "msg": "Field required", "input": {}},
            {"loc": ("query", "limit"), "msg": "Input should be a valid integer", "input": "ten"},
        ]
    )
    problem = problem_of_validation(error)
    assert (problem.status, problem.type) == (422, KINDS + "validation")
    assert problem.errors == [
        FieldProblem(where="body.lines.2.quantity", what="Field required"),
        FieldProblem(where="query.limit", what="Input should be a valid integer"),
    ]


def test_a_password_that_is_too_short_does_not_come_back_in_the_answer(shop: Shop) -> None:
    got = shop.client.post("/accounts", json={"email": "ada@example.org", "password": "hunter2"})
    assert got.status_code == 422
    assert got.headers["Content-Type"] == "application/problem+json"
    assert [one["where"] for one in got.json()["errors"]] == ["body.password"]
    assert "hunter2" not in got.text


def test_nobody_gives_themselves_a_role(shop: Shop) -> None:
    wanted = {"email": "eve@example.org", "password": "twelve letters", "role": "admin"}
    got = shop.client.post("/accounts", json=wanted)
    assert (got.status_code, [one["where"] for one in got.json()["errors"]]) == (422, ["body.role"])


def test_a_product_that_is_not_there_is_a_problem_over_http(shop: Shop) -> None:
    got = shop.client.get("/products/404404")
    assert (got.status_code, got.headers["Content-Type"]) == (404, "application/problem+json")
    assert got.json()["detail"] == "there is no product 404404"


def test_the_headers_of_a_refusal_go_along() -> None:
    error = TooManyRequestsError("wait 3 s", 3)
    assert answer(problem_of(error), error.headers).headers["Retry-After"] == "3"
