"""The templates for each stack: which is chosen, what it says, and that its commands work."""

import json
from pathlib import Path

import pytest

from mcp_server.arguments import STACKS as OFFERED
from teaching.documents.constitution import read_constitution
from teaching.repository.files import Root
from teaching.review.review import rules_of
from teaching.roadmap.reading import parse
from teaching.templates.render import constitution, roadmap
from teaching.templates.stacks import STACKS, stack_of
from teaching.templates.working import working

HEADINGS = ["Training Protocol", "Architectural Standards", "Grading Rubric", "Common Commands"]


@pytest.mark.parametrize("stack", STACKS)
def test_it_has_the_commissioned_form_and_every_rule_is_understood(stack: str, tmp_path: Path) -> None:
    text = constitution(stack, "Shop", working(tmp_path, stack))
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == HEADINGS
    assert text.startswith("# Project: Shop\n\n## Training Protocol\n- **Role:** ")
    assert "\n\n\n" not in text
    (tmp_path / "CLAUDE.md").write_text(text, encoding="utf-8")
    rules = rules_of(tmp_path).rules
    assert [rule.quote for rule in rules if rule.status in {"needs-answer", "conflict", "vague", "partly"}] == []
    assert sum(rule.status == "checked" for rule in rules) >= 10


def test_the_command_line_offers_each_stack() -> None:
    assert OFFERED == STACKS


@pytest.mark.parametrize(
    ("files", "stack"),
    [
        ({"a.py": ""}, "python"),
        ({"requirements.txt": "fastapi>=0.100\n"}, "fastapi"),
        ({"app/main.py": "", "pyproject.toml": '[project]\ndependencies = ["FastAPI[standard]"]'}, "fastapi"),
        ({"a.ts": "", "package.json": "{}"}, "typescript"),
        ({"package.json": json.dumps({"dependencies": {"react": "19"}})}, "react"),
        ({"package.json": json.dumps({"dependencies": {"express": "5"}}), "a.js": ""}, "node"),
        ({"package.json": json.dumps({"devDependencies": {"@playwright/test": "1"}})}, "playwright"),
        ({"package.json": "[not json", "a.ts": ""}, "typescript"),
        ({"README.md": ""}, None),
    ],
)
def test_the_files_tell_of_the_stack(files: dict[str, str], stack: str | None, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stack_of(Root(tmp_path)) == stack


def program(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_only_commands_that_work_are_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "package.json").write_text(json.dumps({"scripts": {"test": "vitest run", "lint": "eslint ."}}))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert working(root, "react").commands == ()
    program(tmp_path / "programs", "npm")
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    found = working(root, "react")
    assert [command.argv for command in found.commands] == [("npm", "test"), ("npm", "run", "lint")]
    assert [step for step, _ in found.missing] == ["typecheck", "build"]

    (root / "CLAUDE.md").write_text(constitution("react", "Shop", found), encoding="utf-8")
    read = read_constitution(root, root)
    assert [(command.name, command.command) for command in read.commands] == [
        ("test", "npm test"),
        ("lint", "npm run lint"),
    ]


def test_the_roadmap_has_a_task_that_can_be_verified(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("", encoding="utf-8")
    (task,) = parse(roadmap("Shop", working(tmp_path, "python")).encode()).tasks
    assert task.id == "first-test"
    assert task.acceptance
    assert task.verify in {("python -m pytest",), ("python3 -m pytest",)}
