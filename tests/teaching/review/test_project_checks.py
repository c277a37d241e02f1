"""The checks over a whole project, proven on small projects: which modules have tests, and what commits say."""

import pytest

from teaching.review.catalogue.git import entries as git
from teaching.review.catalogue.testing import tested
from teaching.review.entry import Params, ProjectView
from tests.teaching.review.small_project import View

PYTHON_CODE = "def f():\n    return 1\n"
WEB_CODE = "export function f() {\n  return 1;\n}\n"


def project(
    files: dict[str, str] | None = None,
    others: tuple[str, ...] = (),
    commits: tuple[tuple[str, str], ...] = (),
) -> View:
    """A project in memory: its files in scope with their texts, further paths, and its commits."""
    return View(texts=files or {}, sizes=dict.fromkeys(others, 0), commits=commits)


def untested(view: ProjectView, *folders: str) -> list[str]:
    return [path for path, _ in tested.untested_modules(view, {"folders": folders})]


def subjects(*messages: str) -> View:
    return project(commits=tuple((f"abc{number}", message) for number, message in enumerate(messages)))


def unconventional(view: ProjectView, types: tuple[str, ...] = git.DEFAULT_TYPES) -> list[str]:
    return [path for path, _ in git.unconventional_commits(view, {"types": types})]


@pytest.mark.parametrize(
    ("module", "test"),
    [
        ("server/users.py", "tests/test_users.py"),
        ("server/users.py", "server/users_test.py"),
        ("server/users.py", "tests/server/test_users_create.py"),
        ("server/users.py", "tests/users/test_create.py"),
        ("server/user_service.py", "tests/test_user_service.py"),
        ("web/src/useCart.ts", "web/src/useCart.test.ts"),
        ("web/src/Cart.tsx", "web/src/__tests__/Cart.tsx"),
        ("web/src/Cart.tsx", "web/e2e/cart.spec.ts"),
        ("web/src/user-service.ts", "web/tests/userService.spec.js"),
    ],
)
def test_a_module_whose_test_is_there_under_any_usual_name_is_not_reported(module: str, test: str) -> None:
    code = PYTHON_CODE if module.endswith(".py") else WEB_CODE
    assert untested(project({module: code}, (test,))) == []


@pytest.mark.parametrize(
    ("module", "other"),
    [
        ("server/users.py", "tests/test_orders.py"),
        ("server/user.py", "tests/test_superuser.py"),
        ("server/users.py", "docs/test_users.md"),
        ("server/users.py", "server/users_helper.py"),
        ("server/users.py", "web/src/users.test.ts"),
        ("web/src/Cart.tsx", "web/src/Card.test.tsx"),
    ],
)
def test_a_module_without_a_test_is_reported(module: str, other: str) -> None:
    code = PYTHON_CODE if module.endswith(".py") else WEB_CODE
    assert untested(project({module: code}, (other,))) == [module]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("server/__init__.py", PYTHON_CODE),
        ("server/main.py", PYTHON_CODE),
        ("server/__main__.py", PYTHON_CODE),
        ("tests/conftest.py", PYTHON_CODE),
        ("tests/test_users.py", PYTHON_CODE),
        ("server/migrations/0001_users.py", PYTHON_CODE),
        ("server/constants.py", "LIMIT = 3\n"),
        ("server/stubs.pyi", PYTHON_CODE),
        ("web/vite.config.ts", WEB_CODE),
        ("web/src/types.ts", "export type A = { a: () => void };\nexport interface B {}\n"),
        ("web/src/api.d.ts", "declare function f(): void;\n"),
        ("web/src/cart/index.ts", "export * from './cart';\n"),
        ("web/src/Cart.stories.tsx", WEB_CODE),
    ],
)
def test_what_holds_nothing_to_test_is_not_reported(path: str, code: str) -> None:
    assert untested(project({path: code})) == []


def test_only_the_folders_of_the_rule_are_looked_at() -> None:
    view = project({"server/api/a.py": PYTHON_CODE, "server/b.py": PYTHON_CODE, "other/server_x/c.py": PYTHON_CODE})
    assert untested(view, "server/") == ["server/api/a.py", "server/b.py"]
    assert untested(view, "server/api") == ["server/api/a.py"]
    assert untested(view, "nowhere/", "server/api/**") == ["server/api/a.py"]


def test_the_fact_of_an_untested_module_names_it_on_its_first_line() -> None:
    ((path, fact),) = tested.untested_modules(project({"a/b.py": PYTHON_CODE}), {"folders": ()})
    assert (path, fact.line, fact.end_line) == ("a/b.py", 1, 1)
    assert "`a/b.py`" in fact.text


@pytest.mark.parametrize(
    "message",
    [
        "feat: add carts",
        "fix(api): answer 404",
        "feat(web)!: drop the old client\n\nBREAKING CHANGE: yes",
        "Docs: say why",
        "refactor(core/db, web): split",
        "chore(deps): bump a from 1 to 2",
        "Merge branch 'main' into x",
        'Revert "feat: add carts"',
        "fixup! feat: add carts",
        "squash! anything",
        "v1.2.3",
    ],
)
def test_a_conventional_commit_or_one_that_git_wrote_is_not_reported(message: str) -> None:
    assert unconventional(subjects(message)) == []


@pytest.mark.parametrize(
    "message",
    [
        "Add carts",
        "feature: add carts",
        "feat add carts",
        "feat:add carts",
        "feat():  add carts",
        "fix : answer 404",
        "wip",
        "Mergesort is faster now",
        "Added things\n\nfeat: add carts",
        "",
    ],
)
def test_an_unconventional_commit_is_reported_under_its_id(message: str) -> None:
    assert unconventional(subjects("feat: a", message)) == ["commit:abc1"]


def test_the_project_may_name_its_own_types() -> None:
    view = subjects("add: carts", "feat: carts", "deps: carts")
    assert unconventional(view, ("add", "`deps:`")) == ["commit:abc1"]
    assert unconventional(view, ("add|deps|feat",)) == []


def test_the_fact_of_a_commit_shows_its_subject_on_one_line() -> None:
    ((_, fact),) = git.unconventional_commits(subjects("Add `carts`\n\nbody"), {"types": git.DEFAULT_TYPES})
    assert fact.line == 1
    assert "`Add 'carts'`" in fact.text
    assert "body" not in fact.text


def test_a_subject_is_long_beyond_the_limit_and_the_body_does_not_count() -> None:
    view = subjects("a" * 51, "a" * 50, "short\n\n" + "b" * 99, "Merge branch '" + "m" * 60 + "'")
    assert [path for path, _ in git.long_subjects(view, {"characters": 50})] == ["commit:abc0"]


@pytest.mark.parametrize(
    ("what", "reported"),
    [
        ("co-author", ["commit:abc0", "commit:abc1"]),
        ("tool", ["commit:abc1", "commit:abc2"]),
        ("mention", ["commit:abc1", "commit:abc2", "commit:abc3"]),
    ],
)
def test_credits_are_reported_as_far_as_the_rule_goes(what: str, reported: list[str]) -> None:
    view = subjects(
        "feat: a\n\nCo-authored-by: Ada <ada@example.org>",
        "feat: b\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
        "feat: c\n\n🤖 Generated with [Claude Code](https://example.org)",
        "feat: d as Claude proposed",
        "docs: update CLAUDE.md and .claude/settings.json",
        "feat: generated with a template",
    )
    params: Params = {"what": what}
    assert [path for path, _ in git.credited_tools(view, params)] == reported
