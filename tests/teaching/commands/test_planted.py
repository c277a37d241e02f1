"""Every check of the table, one planted fault at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.commands.lint import lint
from teaching.commands.report import Check
from teaching.commands.table import CHECKS
from tests.teaching.commands.gap import PASSES_VALIDATE

CHECKS_AT_LEAST = 70

Plant = Callable[..., Path]


def test_the_table_names_each_check_once() -> None:
    names = [check.id for check in CHECKS]
    assert len(names) >= CHECKS_AT_LEAST
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_planted_fault_is_found_and_nothing_else(plant: Plant, check: Check) -> None:
    report = lint(plant(check.bad))
    assert {(problem.id, problem.severity) for problem in report.problems} == {(check.id, check.severity)}
    for problem in report.problems:
        assert problem.path in report.checked or problem.id == "root-claude-md"
        assert problem.line >= 1
        assert problem.fact.startswith(check.fact.removesuffix("."))
        assert problem.move


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_tree_put_right_has_no_problem(plant: Plant, check: Check) -> None:
    assert [(problem.id, problem.path, problem.text) for problem in lint(plant(check.good)).problems] == []


def test_what_the_clients_validator_lets_through_is_in_the_table() -> None:
    assert set(PASSES_VALIDATE) <= {check.id for check in CHECKS}
    assert len(PASSES_VALIDATE) >= 40
