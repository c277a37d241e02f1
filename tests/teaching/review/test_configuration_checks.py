"""The checks over manifests and configuration, on small projects."""

import pytest

from teaching.review.catalogue.configuration import compilers, dependencies, environment, managers, versions
from tests.teaching.review.small_project import View, places

STRICT = '{\n  // our settings\n  "compilerOptions": {\n    "strict": true,\n  },\n}\n'
LOOSE = '{\n  "compilerOptions": {\n    "target": "es2022",\n    "strict": false\n  }\n}\n'
SILENT = '{\n  "include": ["src"],\n  "compilerOptions": {\n    "target": "es2022"\n  }\n}\n'


def loose(*options: str, **texts: str) -> list[tuple[str, int]]:
    files = {name.replace("__", "/").replace("_", ".") + ".json": text for name, text in texts.items()}
    return places(compilers.loose_compilers, View(files), options=options or ("strict",))


def test_a_compiler_that_is_told_to_be_strict_is_not_reported_comments_and_commas_or_not() -> None:
    assert loose(tsconfig=STRICT) == []


def test_strict_switched_off_is_reported_where_it_stands_and_strict_left_out_at_the_options() -> None:
    assert loose(tsconfig=LOOSE) == [("tsconfig.json", 4)]
    assert loose(tsconfig=SILENT) == [("tsconfig.json", 3)]


def test_what_a_configuration_inherits_counts_and_a_base_is_judged_through_its_heirs() -> None:
    heir = '{ "extends": "./tsconfig.base.json" }\n'
    assert loose(tsconfig=heir, tsconfig_base=STRICT) == []
    assert loose(tsconfig=heir, tsconfig_base=LOOSE) == [("tsconfig.base.json", 4)]
    assert (
        loose(tsconfig='{"extends": "./tsconfig.base", "compilerOptions": {"strict": true}}', tsconfig_base=LOOSE) == []
    )
    assert loose(tsconfig='{"extends": "@tsconfig/strictest"}') == []


def test_a_configuration_that_only_refers_to_others_compiles_nothing() -> None:
    solution = '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }\n'
    assert loose(tsconfig=solution, tsconfig_app=STRICT) == []
    assert loose(tsconfig=solution, tsconfig_app=SILENT) == [("tsconfig.app.json", 3)]


def test_named_options_are_looked_for_and_those_that_strict_implies_are_on_with_it() -> None:
    assert loose("noImplicitAny", tsconfig=STRICT) == []
    assert loose("noUncheckedIndexedAccess", tsconfig=STRICT) == [("tsconfig.json", 3)]


def test_a_compiler_that_is_strict_by_itself_needs_no_word() -> None:
    newer = '{ "devDependencies": { "typescript": "^6.0.0" } }\n'
    assert loose(tsconfig=SILENT, package=newer) == []
    assert loose(tsconfig=LOOSE, package=newer) == [("tsconfig.json", 4)]


def test_what_is_no_json_is_passed_over() -> None:
    assert loose(tsconfig="{ 'a': }") == loose(tsconfig="") == loose(tsconfig="[" * 500) == []


@pytest.mark.parametrize(
    ("spec", "reported"),
    [
        (">=3.9", True), (">=3.11", False), (">=3.11,<4", False), ("~=3.10", True), (">3.9", True), ("==3.12.*", False),
        ("<4", True), ("^3.12", False), ("!=3.9,>=3.11", False), (">=3", True),
    ],
)  # fmt: skip
def test_a_project_is_reported_where_it_admits_an_older_python(spec: str, reported: bool) -> None:
    text = f'[build-system]\nrequires = ["x"]\n\n[project]\nname = "a"\nrequires-python = "{spec}"\n'
    found = places(versions.old_pythons, View({"pyproject.toml": text}), version="3.11")
    assert found == ([("pyproject.toml", 6)] if reported else [])


def test_poetrys_own_table_counts_and_a_project_that_says_nothing_does_not() -> None:
    text = '[tool.poetry.dependencies]\npython = "^3.9"\n'
    assert places(versions.old_pythons, View({"a/pyproject.toml": text}), version="3.11") == [("a/pyproject.toml", 2)]
    assert places(versions.old_pythons, View({"pyproject.toml": "[tool.ruff]\n"}), version="3.11") == []


@pytest.mark.parametrize(
    ("spec", "reported"),
    [
        (">=20", False),
        ("^20.1.0", False),
        (">=18", True),
        ("18 || 20", True),
        ("18.x", True),
        ("*", True),
        ("22", False),
    ],
)
def test_a_package_is_reported_where_it_admits_an_older_node(spec: str, reported: bool) -> None:
    text = f'{{\n  "name": "a",\n  "engines": {{\n    "node": "{spec}"\n  }}\n}}\n'
    assert places(versions.old_nodes, View({"package.json": text}), version="20") == (
        [("package.json", 4)] if reported else []
    )


def test_a_package_without_engines_is_reported_once_for_the_whole_project() -> None:
    view = View({"package.json": '{ "name": "a" }\n', "apps/web/package.json": '{ "name": "b" }\n'})
    assert places(versions.old_nodes, view, version="20") == [("package.json", 1)]


SCRIPTS = """{
  "packageManager": "npm@10.1.0",
  "scripts": {
    "build": "pnpm run lint && vite build",
    "check": "npm run lint && npm test",
    "lint": "eslint . --ext npm",
    "all": "pnpm -r build; yarn install",
    "clean": "npm-run-all clean:*"
  }
}
"""


def test_lock_files_and_scripts_of_another_manager_are_reported() -> None:
    view = View({"package.json": SCRIPTS, "package-lock.json": "{}", "pnpm-lock.yaml": "", "uv.lock": ""})
    assert places(managers.other_managers, view, manager="pnpm") == [
        ("package-lock.json", 1), ("package.json", 2), ("package.json", 5), ("package.json", 7),
    ]  # fmt: skip


def test_a_manager_of_one_language_says_nothing_about_those_of_the_other() -> None:
    view = View({"uv.lock": "", "poetry.lock": "", "package-lock.json": "{}", "package.json": SCRIPTS})
    assert places(managers.other_managers, view, manager="uv") == [("poetry.lock", 1)]
    assert places(managers.other_managers, View({"uv.lock": "", "pnpm-lock.yaml": ""}), manager="Pnpm") == []


def test_env_files_are_reported_and_examples_of_them_are_not() -> None:
    names = (
        ".env",
        "api/.env.production",
        "deploy/prod.env",
        ".env.example",
        ".env.sample",
        ".envrc",
        "src/env.ts",
        ".env.test",
    )
    view = View(dict.fromkeys(names, "A=1\n"))
    assert [path for path, _ in places(environment.env_files, view)] == [
        ".env",
        "api/.env.production",
        "deploy/prod.env",
    ]


def test_the_content_of_an_env_file_is_never_shown() -> None:
    ((_, fact),) = environment.env_files(View({".env": "KEY=abc\n"}), {})
    assert "abc" not in fact.text + fact.shown


PACKAGE = """{
  "name": "a",
  "dependencies": {
    "a": "1.2.3",
    "b": "^1.2.3",
    "c": "workspace:*",
    "d": "latest",
    "e": "github:x/y",
    "f": "npm:other@1.0.0",
    "@g/h": "~2.0.0",
    "i": "1.x"
  },
  "peerDependencies": { "react": ">=18" },
  "devDependencies": { "j": "5.0.0-beta.1", "k": "file:../k" }
}
"""
PYPROJECT = """[project]
name = "x"
dependencies = [
    "httpx==0.28.1",
    "flask>=3",  # web
    "rich",
    "typer[all]==0.9.0; python_version < '3.13'",
]

[project.optional-dependencies]
test = ["pytest==8.*", "ruff==0.6.1"]

[tool.poetry.dependencies]
python = "^3.11"
numpy = "1.26.4"
pandas = "^2.0"
local = { path = "../local" }
torch = { version = "~2.1", extras = ["x"] }
"""
REQUIREMENTS = """# web
-r base.txt
flask==3.0.0
requests>=2
rich
httpx[http2]==0.28.1 ; python_version > '3.8' # why
x @ https://example.org/x.whl
"""


def test_dependencies_without_an_exact_version_are_reported_on_their_lines() -> None:
    view = View({"package.json": PACKAGE, "pyproject.toml": PYPROJECT, "requirements-dev.txt": REQUIREMENTS})
    assert places(dependencies.loose_versions, view) == [
        *(("package.json", line) for line in (5, 7, 10, 11)),
        *(("pyproject.toml", line) for line in (5, 6, 11, 16, 18)),
        *(("requirements-dev.txt", line) for line in (4, 5)),
    ]


def test_only_dependencies_that_no_manifest_had_before_are_new() -> None:
    old = {"requirements.txt": "flask==3.0\nrich\n", "package.json": '{"dependencies": {"a": "1.0.0"}}'}
    new = {
        "requirements.txt": "flask==3.1\nRich\nhttpx\n",
        "package.json": '{"dependencies": {\n"a": "2.0.0",\n"left-pad": "1.0.0"\n}}',
        "app.py": "import httpx\n",
    }
    assert places(dependencies.new_dependencies, View(new, old)) == [("package.json", 3), ("requirements.txt", 3)]
    assert places(dependencies.new_dependencies, View(new, new)) == []
    assert places(dependencies.new_dependencies, View(new)) == []


def test_a_dependency_that_moves_to_another_manifest_is_not_new() -> None:
    old = {"requirements.txt": "flask\nrich\n"}
    new = {"requirements.txt": "flask\n", "pyproject.toml": '[project]\ndependencies = ["rich"]\n'}
    assert places(dependencies.new_dependencies, View(new, old)) == []
