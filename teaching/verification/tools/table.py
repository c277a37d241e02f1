"""The tools whose output is understood: one row each."""

from teaching.verification.tools.cargo_test import CARGO_TEST
from teaching.verification.tools.eslint import ESLINT
from teaching.verification.tools.go_test import GO_TEST
from teaching.verification.tools.jest import JEST
from teaching.verification.tools.mypy import MYPY
from teaching.verification.tools.node_test import NODE_TEST
from teaching.verification.tools.playwright import PLAYWRIGHT
from teaching.verification.tools.pyright import PYRIGHT
from teaching.verification.tools.pytest import PYTEST
from teaching.verification.tools.ruff import RUFF
from teaching.verification.tools.tool import Tool
from teaching.verification.tools.tsc import TSC
from teaching.verification.tools.unittest import UNITTEST
from teaching.verification.tools.vitest import VITEST

TOOLS: tuple[Tool, ...] = (
    PYTEST,
    UNITTEST,
    VITEST,
    JEST,
    NODE_TEST,
    PLAYWRIGHT,
    GO_TEST,
    CARGO_TEST,
    RUFF,
    ESLINT,
    TSC,
    MYPY,
    PYRIGHT,
)
