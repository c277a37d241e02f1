"""A scaffold for a task or a description: chosen, placed in the project's own layout, written without loss."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.errors import BadInputError, RefusedError
from teaching.exemplars import store
from teaching.markers.reading import in_tree
from teaching.repository.files import Root
from teaching.roadmap.reading import find, parse
from teaching.scaffolds.making import Made, make

ROADMAP = """\
# Roadmap

## Phase 1: Core\r
- [ ] Issue and check access tokens <!-- id: auth-access -->\r
  - Acceptance: Expired tokens are refused\r
- [ ] Store passwords so that a stolen table is little use <!-- id: auth-passwords -->
- [ ] Turn RSS and Atom into one kind of entry <!-- id: feeds-parse -->
  - files: src/news/reading.py, tests/test_reading.py
  - verify: `python -m pytest tests/test_reading.py`
  - a note of mine
- [ ] Count the birds in a photo
  - Acceptance:
    - Sparrows and finches are told apart
    - An empty photo has 0 "birds"
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An empty project with a plan."""
    (tmp_path / "ROADMAP.md").write_bytes(ROADMAP.encode())
    return tmp_path


def paths(made: Made, role: str = "") -> list[str]:
    return [file.path for file in made.files if not role or file.role == role]


def pytest_says(root: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=root, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.stdout


def test_nothing_is_written_unless_it_is_asked_for(news: Path) -> None:
    made = make(news, "auth-access")
    assert (made.component, made.written) == ("access-tokens", False)
    assert sorted(os.listdir(news)) == ["ROADMAP.md"]


def test_a_task_gets_red_tests_open_markers_and_a_command(news: Path) -> None:
    made = make(news, "auth-access", write=True)
    assert paths(made, "source") == ["src/news/tokens.py"]
    assert made.verify == "python -m pytest tests/test_tokens.py"
    said = pytest_says(news, "tests/test_tokens.py")
    assert " failed" in said
    assert "NotImplementedError: TODO(human): Tokens._check_signature" in said
    assert {marker.task for marker in in_tree(Root(news))} == {"auth-access"}


def test_the_task_gets_files_and_verify_and_no_other_byte_changes(news: Path) -> None:
    make(news, "auth-access", write=True)
    added = (
        "  - files: src/news/tokens.py, tests/test_tokens.py\r\n  - verify: `python -m pytest tests/test_tokens.py`\r\n"
    )
    head = "<!-- id: auth-access -->\r\n"
    assert (news / "ROADMAP.md").read_bytes().decode() == ROADMAP.replace(head, head + added)


def test_a_task_that_names_its_files_and_command_keeps_them_and_they_are_used(news: Path) -> None:
    made = make(news, "Turn RSS and Atom into one kind of entry", write=True)
    assert (paths(made, "source"), paths(made, "test")) == (["src/news/reading.py"], ["tests/test_reading.py"])
    assert "from news.reading import" in (news / "tests/test_reading.py").read_text(encoding="utf-8")
    assert (news / "ROADMAP.md").read_bytes() == ROADMAP.encode()


def test_a_task_without_an_id_gets_the_one_that_its_markers_carry(news: Path) -> None:
    make(news, "1.4", write=True)
    task = find(parse((news / "ROADMAP.md").read_bytes()), "count-the-birds-in-a-photo")
    assert {marker.task for marker in in_tree(Root(news))} == {task.id}
    assert task.verify == ("python -m pytest tests/test_count_birds_photo.py",)


def test_what_nothing_fits_gets_structure_and_is_told_so(news: Path) -> None:
    made = make(news, "Count the birds", write=True)
    assert made.component is None
    assert "structure alone" in made.notes[0]
    said = pytest_says(news, "tests/test_count_birds_photo.py")
    assert "2 failed" in said
    assert said.count("NotImplementedError: TODO(human): count_birds_photo") >= 2
    assert "test_an_empty_photo_has_0_birds" in said


def test_a_task_that_planning_knows_and_the_library_does_not_is_not_mistaken_for_its_neighbour(news: Path) -> None:
    assert make(news, "auth-passwords").component is None


@pytest.mark.parametrize(
    ("words", "component"),
    [
        ("a token bucket to rate limit my callers", "rate-limiter"),
        ("parse the RSS feeds of ten sources", "feed-parser"),
        ("paginate the list of orders", "cursor-pagination"),
        ("a REST endpoint for notes", "rest-resource"),
        ("reconnect the WebSocket when it is silent", "websocket-client"),
        ("command line with subcommands", "command-line"),
        ("background jobs with retries", "queue-worker"),
        ("an MCP tool that searches notes", "mcp-tool"),
        ("sqlite repository layer for accounts", "repository-layer"),
        ("line chart of prices", "chart-series"),
        ("JWT for the mobile app", "access-tokens"),
        ("fake clock for the tests", "test-helpers"),
        ("cache in front of the weather API", "read-through-cache"),
        ("count birds", None),
    ],
)
def test_a_description_is_recognised(tmp_path: Path, words: str, component: str | None) -> None:
    made = make(tmp_path, words)
    assert made.component == component
    assert "taken as a description" in made.notes[0]


def test_solutions_stay_out_of_the_project_and_are_kept_for_the_guard(news: Path) -> None:
    made = make(news, "auth-access", write=True)
    kept = store.of_root(news)
    assert {(one.path, one.symbol) for one in kept} == {(one.path, one.symbol) for one in made.solutions}
    assert all(one.digest for one in kept)
    whole = "\n".join(path.read_text(encoding="utf-8") for path in news.rglob("*") if path.is_file())
    secrets = [line.strip() for one in kept for line in one.text.splitlines() if "compare_digest(" in line]
    assert secrets
    assert not any(line in whole for line in secrets)
    public = json.loads((news / ".teaching/exercises.json").read_text(encoding="utf-8"))
    assert {exercise["task"] for exercise in public["exercises"]} == {"auth-access"}


def test_the_same_task_is_not_laid_out_twice(news: Path) -> None:
    make(news, "auth-access", write=True)
    with pytest.raises(RefusedError, match=r"scaffolded already: its TODO\(human\) are at src/news/tokens.py:\d+"):
        make(news, "auth-access", write=True)


def test_a_file_that_is_there_is_left_alone_and_another_name_taken(news: Path) -> None:
    (news / "src/news").mkdir(parents=True)
    (news / "src/news/tokens.py").write_text("MINE = 1\n", encoding="utf-8")
    made = make(news, "auth-access", write=True)
    assert paths(made, "source") == ["src/news/auth_access.py"]
    assert (news / "src/news/tokens.py").read_text(encoding="utf-8") == "MINE = 1\n"
    assert "from news.auth_access import" in (news / "tests/test_tokens.py").read_text(encoding="utf-8")


def test_where_no_name_is_free_nothing_is_written(news: Path) -> None:
    for name in ("tokens", "auth_access"):
        (news / "src/news").mkdir(parents=True, exist_ok=True)
        (news / f"src/news/{name}.py").write_text("MINE = 1\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="no free place for the module"):
        make(news, "auth-access", write=True)
    assert not (news / "tests").exists()


def test_a_link_on_the_way_is_not_followed_and_nothing_is_left(news: Path, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (news / "src").symlink_to(outside)
    with pytest.raises(RefusedError):
        make(news, "auth-access", write=True)
    assert os.listdir(outside) == []
    assert not (news / "tests").exists()


@pytest.mark.parametrize("place", ["../out.py", "/out.py", ".git/hooks/x.py", ".teaching/x.py", "a/../../out.py"])
def test_a_place_outside_of_the_code_is_never_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "ROADMAP.md").write_text(f"- [ ] Sign <!-- id: auth-access -->\n  - files: {place}\n", encoding="utf-8")
    made = make(tmp_path, "auth-access", write=True)
    assert place not in paths(made)
    assert all(not path.startswith((".", "/")) for path in paths(made))


def test_a_roadmap_that_cannot_be_changed_leaves_no_file_behind(news: Path) -> None:
    (news / "ROADMAP.md").chmod(0o444)
    with pytest.raises(RefusedError, match="read-only"):
        make(news, "auth-access", write=True)
    assert not (news / "src").exists()
    assert not (news / "tests").exists()


FLAT = {
    "app.py": "import store\n\n\ndef main() -> None:\n    store.load()\n",
    "store.py": "def load() -> None: ...\n",
    "tests/test_store.py": "from store import load\n\n\ndef test_load() -> None:\n    load()\n",
}
PACKAGE = {
    "shop/__init__.py": "",
    "shop/basket.py": "def total() -> int:\n    return 0\n",
    "shop/errors.py": "class ShopError(Exception):\n    pass\n",
    "tests/test_basket.py": "from shop.basket import total\n\n\ndef test_total() -> None:\n    assert total() == 0\n",
    "CLAUDE.md": "## Architectural Standards\n- Raise `ShopError` or one derived from it, never bare `Exception`\n",
}


@pytest.mark.parametrize(
    ("files", "source", "line"),
    [
        (FLAT, "limits.py", "from limits import"),
        (PACKAGE, "shop/limits.py", "from shop.limits import"),
        (
            {"src/" + path if path.startswith("shop/") else path: text for path, text in PACKAGE.items()},
            "src/shop/limits.py",
            "from shop.limits import",
        ),
    ],
    ids=["flat", "package", "src"],
)
def test_files_go_where_the_project_has_its_own(
    make_repo: Callable[..., Any], files: dict[str, str], source: str, line: str
) -> None:
    root = make_repo(files).root
    made = make(root, "a rate limiter", write=True)
    assert paths(made, "source") == [source]
    (test,) = paths(made, "test")
    assert line in (root / test).read_text(encoding="utf-8")
    assert "NotImplementedError: TODO(human): Bucket.take" in pytest_says(root, test)


def test_errors_are_derived_from_the_class_that_the_constitution_names(make_repo: Callable[..., Any]) -> None:
    root = make_repo(PACKAGE).root
    make(root, "a rate limiter", write=True)
    text = (root / "shop/limits.py").read_text(encoding="utf-8")
    assert "class LimitError(ShopError):" in text
    names = [node.module for node in ast.parse(text).body if isinstance(node, ast.ImportFrom)]
    assert names[-1] == "shop.errors"


def test_a_class_with_a_constructor_of_its_own_is_not_built_on(make_repo: Callable[..., Any]) -> None:
    own = (
        "class ShopError(Exception):\n    def __init__(self, code: int) -> None:\n        super().__init__(str(code))\n"
    )
    root = make_repo({**PACKAGE, "shop/errors.py": own}).root
    make(root, "a rate limiter", write=True)
    assert "class LimitError(Exception):" in (root / "shop/limits.py").read_text(encoding="utf-8")


def test_a_web_project_gets_typescript_with_its_own_kind_of_imports(make_repo: Callable[..., Any]) -> None:
    root = make_repo(
        {
            "package.json": '{"devDependencies": {"vitest": "3"}}',
            "src/basket.ts": "export const total = (): number => 0;\n",
            "src/shop.ts": 'import { total } from "./basket";\n\nexport const sum = total();\n',
            "tests/basket.test.ts": 'import { total } from "../src/basket";\n\ntotal();\n',
        }
    ).root
    made = make(root, "a rate limiter", write=True)
    assert made.language == "typescript"
    assert made.steps == ()
    (source,) = paths(made, "source")
    (test,) = paths(made, "test")
    assert made.verify == f"npx vitest run {test}"
    stem = Path(source).stem
    assert f'from "../src/{stem}"' in (root / test).read_text(encoding="utf-8")


def test_an_empty_web_project_gets_what_its_tests_need_and_the_step_to_install_it(tmp_path: Path) -> None:
    made = make(tmp_path, "a rate limiter", "typescript", write=True)
    assert paths(made, "other") == ["package.json", "tsconfig.json"]
    assert made.steps == ("npm install",)


def test_bad_names_get_the_next_move(news: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="The nearest"):
        make(news, "auth-acess")
    with pytest.raises(BadInputError, match="describe in a few words"):
        make(news, " ")
    with pytest.raises(BadInputError, match="python and typescript"):
        make(news, "auth-access", "cobol")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInputError, match="rate-limiter"):
        make(tmp_path / "empty", "nonsense")
    assert make(tmp_path / "empty", "rate-limiter").component == "rate-limiter"
