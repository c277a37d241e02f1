"""Plans for a repository that has code already."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from teaching.planning.planner import plan
from teaching.planning.project import Project, describe
from teaching.repository.files import Root

SHOP = {
    "package.json": '{"scripts": {"test": "vitest run", "lint": "eslint ."}, "bin": {"shop": "dist/server.js"},'
    ' "dependencies": {"fastify": "^5", "drizzle-orm": "1"}, "devDependencies": {"vitest": "^3"}}',
    "src/server.ts": "export {};\n",
    "src/orders.ts": "export {};\n",
    "src/orders.spec.ts": "export {};\n",
    "src/db/schema.ts": "export {};\n",
    "src/db/schema.spec.ts": "export {};\n",
    "drizzle/0001_first.sql": "",
    ".github/workflows/ci.yml": "on: push\n",
    "vitest.config.ts": "export default {};\n",
}
READER = {
    "pyproject.toml": '[project]\nname = "reader"\ndependencies = ["httpx>=0.28", "feedparser"]\n'
    '[project.scripts]\nreader = "reader.cli:main"\n[dependency-groups]\ntest = ["pytest"]\n',
    "CLAUDE.md": "# Project: reader\n\n## Common Commands\n- test: uv run pytest\n- lint: ruff check .\n",
    "src/reader/__init__.py": "",
    "src/reader/cli.py": "",
    "src/reader/rss.py": "",
    "tests/test_rss.py": "",
    "tests/conftest.py": "",
}


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    return written(tmp_path, SHOP)


@pytest.fixture
def reader(tmp_path: Path) -> Project:
    return written(tmp_path, READER)


def written(folder: Path, files: Mapping[str, str]) -> Project:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return describe(Root(folder))


def test_a_typescript_repository_is_described(shop: Project) -> None:
    assert (shop.stack, shop.framework, shop.source, shop.tests) == ("typescript", "vitest", "src", "beside")
    assert shop.commands == {"test": "npm test", "lint": "npm run lint"}
    assert {"src", "src/db"} <= {module.path for module in shop.modules}
    assert shop.entry_points == ("src/server.ts", "dist/server.js")
    assert {"fastify", "drizzle-orm", "vitest"} <= shop.dependencies


def test_a_python_repository_is_described(reader: Project) -> None:
    assert (reader.stack, reader.framework, reader.source, reader.tests) == ("python", "pytest", "src/reader", "tests")
    assert reader.commands["test"] == "uv run pytest"
    assert "reader = reader.cli:main" in reader.entry_points
    assert {"httpx", "feedparser", "pytest"} <= reader.dependencies


def test_an_empty_folder_is_no_project(tmp_path: Path) -> None:
    found = describe(Root(tmp_path))
    assert not found.exists and found.commands == {}


def test_no_set_up_is_planned_for_what_is_there(shop: Project) -> None:
    found = plan("Add inventory with stock reservations, and CI", project=shop)
    ids = {task.id for task in found.tasks}
    assert not {"skeleton", "migrations-run", "schema-tables", "ci-run"} & ids
    assert {"stock-reserve", "whole-path"} <= ids
    assert any("Relational schema" in note and "already" in note.lower() for note in found.notes)
    assert found.stack == "typescript"
    assert not any("Relational schema" in line for line in found.assumptions)


def test_tasks_name_the_files_that_are_there(shop: Project) -> None:
    found = plan("Add inventory with stock reservations", project=shop)
    reserve = next(task for task in found.tasks if task.id == "stock-reserve")
    assert reserve.files == ["src/db/schema.ts", "src/inventory.ts", "src/stock-reserve.spec.ts"]
    assert reserve.verify == "npx vitest run src/stock-reserve.spec.ts"


def test_a_component_that_lives_in_an_existing_file_is_planned_there(reader: Project) -> None:
    found = plan("Read RSS feeds and summarise them with AI on the command line", project=reader)
    files = {task.id: task.files for task in found.tasks}
    assert files["feeds-parse"] == ["src/reader/rss.py", "tests/test_feeds_parse.py"]
    assert files["cli-run"][-2:] == ["src/reader/cli.py", "tests/test_cli_run.py"]
    parse = next(task for task in found.tasks if task.id == "feeds-parse")
    assert parse.verify == "uv run pytest tests/test_feeds_parse.py"


def test_a_repository_with_code_but_without_tests_gets_its_first_test(tmp_path: Path) -> None:
    project = written(tmp_path, {"app.py": "", "feeds.py": ""})
    found = plan("Read RSS feeds", project=project)
    assert found.tasks[0].id == "skeleton"
    assert next(task for task in found.tasks if task.id == "feeds-parse").files[0] == "feeds.py"


def test_another_language_is_proved_by_its_own_command(tmp_path: Path) -> None:
    project = written(
        tmp_path, {"main.go": "", "feeds/feeds.go": "", "CLAUDE.md": "## Common Commands\n- test: go test ./...\n"}
    )
    found = plan("Read RSS feeds", project=project)
    assert found.stack == "other"
    assert {task.verify for task in found.tasks if not task.attest} == {"go test ./..."}


@pytest.mark.parametrize("text", ["{", "[]", '{"dependencies": [1], "scripts": 3, "bin": 4}', '{"dependencies": null}'])
def test_a_broken_manifest_is_no_fault(tmp_path: Path, text: str) -> None:
    project = written(tmp_path, {"package.json": text, "pyproject.toml": "[project", "src/a.ts": ""})
    assert project.stack == "typescript"
    assert any("pyproject.toml" in note for note in project.notes)


def test_a_described_repository_is_never_left(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.py").write_text("", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "outside")
    assert describe(Root(inside)).files == frozenset()
