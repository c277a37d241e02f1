"""Commands that the constitution declares, and those it forbids."""

import pytest

from teaching.documents.command_kinds import CommandName, kind_of_command
from teaching.documents.constitution import read_text


def _commands(text: str) -> list[tuple[str, str, int]]:
    return [(command.name, command.command, command.line) for command in read_text(text).commands]


def test_the_template_declares_its_commands() -> None:
    text = "## Common Commands\n- test: npm test\n- lint: npm run lint\n- build: npm run build\n"
    assert _commands(text) == [("test", "npm test", 2), ("lint", "npm run lint", 3), ("build", "npm run build", 4)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("- **Test**: `pnpm test`", ("test", "pnpm test")),
        ("Run tests: `pytest -q`", ("test", "pytest -q")),
        ("- Run all tests: `./run.sh --all`", ("test", "./run.sh --all")),
        ("- `make lint` - check the style", ("lint", "make lint")),
        ("* Type check - `tsc --noEmit`", ("typecheck", "tsc --noEmit")),
        ("| Test | `cargo test` |", ("test", "cargo test")),
    ],
)
def test_a_command_is_found_however_it_is_written(line: str, found: tuple[str, str]) -> None:
    table = "| Task | Command |\n|--|--|\n" if line.startswith("|") else ""
    assert [command[:2] for command in _commands(f"## Development\n\n{table}{line}\n")] == [found]


def test_fences_are_read_with_their_comments_and_lines() -> None:
    text = (
        "# App\n## Testing\n\n```bash\n$ cd app\nexport A=1\n# Run the suite\nmake everything\n"
        "cargo test \\\n  --workspace\n\npytest -k one  # run a single test\ncat <<EOF\nnpm test\nEOF\n"
        "npm run lint  # style\n```\n"
    )
    assert _commands(text) == [
        ("test", "make everything", 8),
        ("test", "cargo test --workspace", 9),
        ("other", "pytest -k one", 12),
        ("lint", "npm run lint", 16),
    ]


def test_a_fence_without_language_counts_for_known_programs_only() -> None:
    text = "## Commands\n```\nsrc/\n├── app\nnpm test\nPASS all\n```\n```js\nnpm test\n```\n"
    assert _commands(text) == [("test", "npm test", 5)]


def test_the_unclosed_and_the_indented_fence_keep_their_lines() -> None:
    assert _commands("## Commands\n\n    npm test\n") == [("test", "npm test", 3)]
    assert _commands("## Commands\n\n```\nnpm test\n") == [("test", "npm test", 4)]
    assert _commands("## Commands\n- Do:\n    ```sh\n    npm test\n    ```\n") == [("test", "npm test", 4)]


def test_commands_of_the_command_section_come_before_others() -> None:
    text = "## Setup\n```bash\npytest tests/unit\n```\n## Commands\n- `pytest` runs all tests\n"
    assert [command.line for command in read_text(text).commands] == [6, 3]
    chosen = read_text(text).command_for("test")
    assert chosen is not None and chosen.command == "pytest"
    assert read_text(text).command_for("lint") is None


def test_a_command_that_is_warned_of_is_not_declared() -> None:
    assert _commands("## Commands\n- Never run `npm test`\n- Don't: `npm install`\n\nAvoid:\n- `npm run lint`\n") == []


def test_names_of_tools_in_other_sections_are_no_commands() -> None:
    assert _commands("## Stack\n- `mypy` for types\n- `pytest`: tests\n") == []


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("uv run pytest -q", "test"),
        ("python -m unittest", "test"),
        ("CI=1 npx vitest run", "test"),
        ("pnpm --filter web test", "test"),
        ("npm run test:unit", "test"),
        ("npm run test:watch", "other"),
        ("pytest tests/test_<name>.py", "other"),
        ("pytest tests/a.py::test_b", "other"),
        ("./gradlew test", "test"),
        ("go test ./pkg", "test"),
        ("make test", "test"),
        ("ruff check .", "lint"),
        ("ruff format .", "format"),
        ("golangci-lint run", "lint"),
        ("npm run type-check", "typecheck"),
        ("npx tsc --noEmit", "typecheck"),
        ("mypy src", "typecheck"),
        ("npx prettier --write .", "format"),
        ("cargo fmt", "format"),
        ("npm run build", "build"),
        ("npm run dev", "run"),
        ("npm ci", "install"),
        ("npm ci && npm test", "test"),
        ("npm run lint && npm run build", "other"),
        ("git push", "other"),
    ],
)
def test_a_command_says_what_it_is_for(command: str, name: CommandName) -> None:
    assert kind_of_command(command) == name


def test_a_description_decides_only_where_the_command_does_not() -> None:
    assert kind_of_command("make everything", "Run the tests") == "test"
    assert kind_of_command("npm ci", "Install what tests need") == "install"
    assert kind_of_command("git rev-parse HEAD", "for the tests") == "other"


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not run tests locally.",
        "CI is the source of truth. Do not run the tests, linters or builds on this machine.",
        "Never run the test suite",
        "Never:\n\n- run `pytest` locally",
        "- ❌ Run the tests",
        "You must not run the full test suite here; ask first.",
        "No ejecutes las pruebas localmente.",
        "不要在本地运行测试。",
        "테스트를 로컬에서 실행하지 마세요.",
        "Ne lancez pas les tests.",
    ],
)
def test_a_text_that_forbids_running_tests_is_obeyed(sentence: str) -> None:
    constitution = read_text(f"# A\n\n{sentence}\n")
    assert "test" in constitution.forbids_running
    assert constitution.forbidden[0].line == (5 if sentence.startswith("Never:") else 3)


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not run tests in parallel.",
        "Never run the tests against production.",
        "Never commit without running the tests.",
        "Do not run tests before the database is up.",
        "Don't run `npm install`; run the tests.",
        "Always run the tests.",
        "Never skip tests.",
    ],
)
def test_a_condition_on_running_tests_forbids_nothing(sentence: str) -> None:
    assert read_text(sentence).forbids_running == ()


def test_linters_and_builds_can_be_forbidden_too() -> None:
    forbidden = read_text("Do not run the tests, linters or builds locally.").forbids_running
    assert forbidden == ("test", "lint", "build")
