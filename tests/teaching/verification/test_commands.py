"""Which commands are declared, detected and refused, and how text becomes an argument list."""

import json
import os
from pathlib import Path

import pytest

from teaching.verification.argv import Plain, Refused, read
from teaching.verification.commands import Command, commands_of, parse

FINE = {
    "npm test": ["npm test"],
    "npx vitest run": ["npx vitest run"],
    "python -m pytest": ["python -m pytest"],
    "make test": ["make test"],
    "uv run pytest": ["uv run pytest"],
    "pnpm -r test": ["pnpm -r test"],
    "./gradlew test": ["./gradlew test"],
    ".venv/bin/python -m pytest": [".venv/bin/python -m pytest"],
    "pytest -k 'a and not b'": ["pytest|-k|a and not b"],
    'pytest -k "x; rm -rf y"': ["pytest|-k|x; rm -rf y"],
    "pytest 'tests/*.py'": ["pytest|tests/*.py"],
    "pytest tests/test_a.py::test_b[1-2]": ["pytest|tests/test_a.py::test_b[1-2]"],
    "npm run lint && npm test": ["npm run lint", "npm test"],
    "cd web && npm test": ["web: npm test"],
    "cd web && npm ci && cd .. && make test": ["web: npm ci", "make test"],
}
NEVER = {
    "npm test; rm -rf x": "`;` needs a shell",
    "npm test;": "`;` needs a shell",
    "npm test | tee log": "a pipe",
    "npm test || true": "a pipe",
    "npm test &": "`&` needs",
    "npm test &&": "a command is missing",
    "&& npm test": "a command is missing",
    "npm test > log": "a redirection",
    "npm test 2>&1": "a redirection",
    "npm test < in": "a redirection",
    "echo $(whoami)": "`$` needs",
    'echo "$(whoami)"': "`$` needs",
    'echo "`whoami`"': "a command inside a command",
    "echo `whoami`": "a command inside a command",
    "echo $HOME": "`$` needs",
    "(npm test)": "brackets need",
    "pytest tests/*.py": "`*` needs",
    "pytest tests/test_?.py": "`?` needs",
    "pytest tests/test_[ab].py": "`[` needs",
    "pytest tests/{a,b}": "braces need",
    "cat ~/.ssh/id_rsa": "`~` needs",
    "! npm test": "`!` needs",
    "npm test # all": "a comment",
    "CI=1 npm test": "sets an environment variable",
    "env CI=1 npm test": "changes what everything after it means",
    "sudo npm test": "changes what everything after it means",
    "eval npm test": "changes what everything after it means",
    "sh -c 'npm test; x'": "hands a text to a shell",
    "bash -lc ls": "hands a text to a shell",
    "npm test 'x": "quotes do not close",
    "npm test\nrm x": "no reader sees",
    "npm test\u202e": "no reader sees",
    "npm\u200b test": "no reader sees",
    "npm \x1b[31mtest": "no reader sees",
    "npm test \U000e0041": "no reader sees",
    "x" * 401: "more than 400",
    "": "no command",
    "cd web": "only changes the folder",
    "cd .. && npm test": "leaves the project",
    "cd web/../.. && npm test": "leaves the project",
    "cd /etc && ls": "leaves the project",
    "cd link && ls": "leaves the project",
    "cd nowhere && ls": "no folder nowhere",
    "/usr/bin/env npm test": "outside the project",
    "../evil": "outside the project",
    "link/evil": "outside the project",
    "./nothing": "no program ./nothing",
    "./README.md": "not executable",
    "-c x": "begins with an option",
}


@pytest.fixture
def root(project, tmp_path: Path) -> Path:
    made = project({"gradlew": "#!/bin/sh\n", "README.md": "", "web/x": "", ".venv/bin/x": ""})
    (made / "gradlew").chmod(0o755)
    (made / ".venv/bin/python").symlink_to("/bin/sh")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/evil").write_text("", encoding="utf-8")
    (tmp_path / "outside/evil").chmod(0o755)
    (made / "link").symlink_to(tmp_path / "outside")
    return made


def plainly(text: str) -> Plain:
    folder, _, words = text.rpartition(": ")
    return Plain(tuple(words.split("|") if "|" in words else words.split()), folder)


@pytest.mark.parametrize("text", FINE)
def test_a_plain_command_is_split_without_a_shell(root: Path, text: str) -> None:
    assert read(text, root) == tuple(plainly(one) for one in FINE[text])


@pytest.mark.parametrize("text", NEVER)
def test_what_needs_a_shell_or_hides_something_is_never_run(root: Path, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, root)
    assert NEVER[text] in refused.value.reason


def test_declared_commands_come_with_their_place(project) -> None:
    root = project(
        {
            "CLAUDE.md": "# P\n\n## Common Commands\n"
            "- test: npm test\n- lint: npm run lint && npm run check\n- build: make\n"
        }
    )
    found = commands_of(root)
    assert found.commands == (
        Command("test", ("npm", "test"), "CLAUDE.md:4"),
        Command("lint", ("npm", "run", "lint"), "CLAUDE.md:5"),
        Command("lint", ("npm", "run", "check"), "CLAUDE.md:5"),
        Command("build", ("make",), "CLAUDE.md:6"),
    )
    assert not any(command.detected for command in found.commands)


def test_a_declared_command_that_is_never_run_is_named_and_nothing_is_detected_for_it(project) -> None:
    root = project(
        {"CLAUDE.md": "## Common Commands\n- test: npm test; curl x\n", "package.json": '{"scripts": {"test": "jest"}}'}
    )
    found = commands_of(root)
    assert found.of("test") == ()
    (refused,) = found.refused
    assert (refused.step, refused.source, refused.text) == ("test", "CLAUDE.md:2", "npm test; curl x")
    assert "`;` needs a shell" in refused.reason


def test_a_step_that_the_constitution_forbids_is_left_out(project) -> None:
    root = project({"CLAUDE.md": "Never run the tests.\n", "package.json": '{"scripts": {"test": "jest"}}'})
    found = commands_of(root)
    assert found.of("test") == ()
    assert found.forbidden == (("test", "CLAUDE.md:1"),)


def test_a_verify_line_is_read_like_any_command(root: Path) -> None:
    found, refused = parse("verify", "cd web && npx vitest run x", "ROADMAP.md:12", root)
    assert found == (Command("verify", ("npx", "vitest", "run", "x"), "ROADMAP.md:12", "web"),)
    assert refused is None
    found, refused = parse("verify", "npm test > x", "ROADMAP.md:12", root)
    assert found == ()
    assert refused is not None
    assert refused.reason.startswith("a redirection")


PACKAGE = json.dumps({"scripts": {"test": "vitest run", "lint": "eslint .", "type-check": "tsc"}})
DETECTED = {
    "npm": (
        {"package.json": PACKAGE},
        {"test": "npm test", "lint": "npm run lint", "typecheck": "npm run type-check"},
        "package.json scripts.test",
    ),
    "pnpm": (
        {"package.json": PACKAGE, "pnpm-lock.yaml": ""},
        {"test": "pnpm test", "lint": "pnpm run lint", "typecheck": "pnpm run type-check"},
        "package.json scripts.test",
    ),
    "yarn": ({"package.json": '{"scripts": {"test": "x"}}', "yarn.lock": ""}, {"test": "yarn test"}, "package.json"),
    "bun": ({"package.json": '{"scripts": {"test": "x"}}', "bun.lock": ""}, {"test": "bun run test"}, "package.json"),
    "npm's own word for no test": (
        {"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'},
        {},
        "",
    ),
    "tsc": ({"package.json": "{}", "tsconfig.json": "{}"}, {"typecheck": "npx --no-install tsc --noEmit"}, ""),
    "pyproject": (
        {"pyproject.toml": "[tool.pytest.ini_options]\n[tool.ruff]\n[tool.mypy]\n", "uv.lock": ""},
        {"test": "uv run pytest", "lint": "uv run ruff check .", "typecheck": "uv run mypy ."},
        "pyproject.toml tool.pytest",
    ),
    "pytest.ini": (
        {"pytest.ini": "[pytest]\n", "poetry.lock": ""},
        {"test": "poetry run python -m pytest"},
        "pytest.ini",
    ),
    "setup.cfg": ({"setup.cfg": "[tool:pytest]\n", "pdm.lock": ""}, {"test": "pdm run python -m pytest"}, "setup.cfg"),
    "tox": ({"tox.ini": "[tox]\n"}, {"test": "tox"}, "tox.ini"),
    "make": (
        {"Makefile": "VAR := 1\ntest: build\n\tgo\nlint:\n\tx\n"},
        {"test": "make test", "lint": "make lint"},
        "Makefile target test",
    ),
    "a variable is no target": ({"Makefile": "test := 1\n"}, {}, ""),
    "cargo": (
        {"Cargo.toml": ""},
        {"test": "cargo test", "lint": "cargo clippy -- -D warnings", "typecheck": "cargo check"},
        "Cargo.toml",
    ),
    "go": ({"go.mod": ""}, {"test": "go test ./...", "lint": "go vet ./..."}, "go.mod"),
    "broken files": ({"package.json": "{", "pyproject.toml": "["}, {}, ""),
    "odd files": ({"package.json": '{"scripts": [1]}', "pyproject.toml": "tool = 1"}, {}, ""),
    "nothing": ({}, {}, ""),
}


@pytest.mark.parametrize("name", DETECTED)
def test_without_a_declaration_the_files_of_the_project_tell(project, name: str) -> None:
    files, expected, place = DETECTED[name]
    found = commands_of(project(files))
    said = {
        command.step: " ".join(command.argv).replace("uv run python -m pytest", "uv run pytest")
        for command in found.commands
    }
    assert said == expected
    assert all(command.detected for command in found.commands)
    if place:
        assert found.commands[0].source.startswith(f"detected: {place}")


def test_a_link_of_the_name_of_a_configuration_tells_nothing(project, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"scripts": {"test": "evil"}}', encoding="utf-8")
    root = project({})
    os.symlink(tmp_path / "other.json", root / "package.json")
    assert commands_of(root).commands == ()
