"""The checks over paths, the change, the branch and commit messages, on small projects."""

import pytest

from teaching.review.catalogue.configuration import coupled
from teaching.review.catalogue.configuration import places as kept
from teaching.review.catalogue.git import branches, messages, tickets
from teaching.review.catalogue.sql import statements
from teaching.review.catalogue.testing import files
from tests.teaching.review.small_project import View, commits, places

PY_TEST = "def test_a():\n    assert 1\n"
TS_TEST = "describe('a', () => {\n  it('b', () => {});\n});\n"
CODE = "export const a = 1;\n"


def test_javascript_sources_are_reported_and_what_tools_and_browsers_read_is_not() -> None:
    names = (
        *("src/a.js", "src/b.jsx", "src/c.ts", "vite.config.js", ".eslintrc.js", "public/sw.js", "jest.setup.js"),
        *("src/d.test.js", "scripts/build.mjs", "gulpfile.js"),
    )
    found = places(kept.script_files, View(dict.fromkeys(names, CODE)))
    assert [path for path, _ in found] == ["src/a.js", "src/b.jsx", "src/d.test.js"]


def edited(place: str, *paths: str) -> list[str]:
    view = View(dict.fromkeys(paths, "new\n"), dict.fromkeys(paths, "old\n"))
    return [path for path, _ in places(kept.protected_edits, view, places=(place,))]


@pytest.mark.parametrize(
    ("place", "path", "protected"),
    [
        ("src/gen/", "src/gen/a.ts", True),
        ("gen", "web/gen/a/b.ts", True),
        ("*.gen.ts", "src/a.gen.ts", True),
        ("src/**/schema.ts", "src/a/schema.ts", True),
        ("CLAUDE.md", "CLAUDE.md", True),
        ("/docs/a.md", "docs/a.md", True),
        ("/docs/a.md", "web/docs/a.md", False),
        ("src/gen/", "src/generated/a.ts", False),
        ("schema.prisma", "prisma/schema.prisma.bak", False),
        ("*.gen.ts", "src/gen.ts", False),
    ],
)
def test_an_edit_of_a_protected_file_is_reported(place: str, path: str, protected: bool) -> None:
    assert edited(place, path, "src/other.ts") == ([path] if protected else [])


def test_a_new_file_in_a_protected_folder_edits_nothing_and_a_whole_tree_is_no_change() -> None:
    new = View({"db/migrations/2.sql": "b\n"}, {"db/migrations/1.sql": "a\n"})
    assert places(kept.protected_edits, new, places=("db/migrations/",)) == []
    assert places(kept.protected_edits, View({"db/migrations/1.sql": "a\n"}), places=("db/migrations/",)) == []


def test_a_change_without_the_file_that_goes_with_it_is_reported_once() -> None:
    old = {"src/a.py": "1\n", "src/b.py": "1\n", "CHANGELOG.md": "1\n"}
    alone = View(old | {"src/a.py": "2\n", "src/b.py": "2\n"}, old)
    assert places(coupled.uncoupled_changes, alone, file="CHANGELOG.md", when=()) == [("src/a.py", 1)]
    both = View(old | {"src/a.py": "2\n", "CHANGELOG.md": "2\n"}, old)
    assert places(coupled.uncoupled_changes, both, file="changelog", when=()) == []
    assert places(coupled.uncoupled_changes, View(old), file="CHANGELOG.md", when=()) == []


def test_only_the_files_that_the_rule_names_call_for_the_other_and_tests_and_documents_call_for_none() -> None:
    old = {"tests/test_a.py": "1\n", "docs/x.md": "1\n", "prisma/schema.prisma": "1\n"}
    changed = View(dict.fromkeys(old, "2\n"), old)
    assert places(coupled.uncoupled_changes, changed, file="CHANGELOG.md", when=()) == []
    assert places(coupled.uncoupled_changes, changed, file="docs/schema.md", when=("schema.prisma",)) == [
        ("prisma/schema.prisma", 1)
    ]
    assert places(coupled.uncoupled_changes, changed, file="docs/api.md", when=("src/api/",)) == []


@pytest.mark.parametrize(
    ("pattern", "path", "text", "reported"),
    [
        ("*.test.ts", "src/a.spec.ts", TS_TEST, True),
        ("*.test.ts", "src/a.test.tsx", TS_TEST, False),
        ("*.test.{ts,tsx}", "src/a.test.tsx", TS_TEST, False),
        ("Component.test.tsx", "src/Cart.test.tsx", TS_TEST, False),
        (".spec.ts", "src/a.spec.ts", TS_TEST, False),
        (".spec.ts", "src/__tests__/a.ts", TS_TEST, True),
        ("*.test.ts", "src/test-utils.ts", CODE, False),
        ("*.test.ts", "tests/helpers.ts", CODE, False),
        ("*.test.ts", "e2e/login.spec.ts", TS_TEST, False),
        ("*.test.ts", "tests/test_a.py", PY_TEST, False),
        ("test_*.py", "tests/a_test.py", PY_TEST, True),
        ("test_*.py", "tests/orders.py", PY_TEST, True),
        ("test_<module>.py", "tests/test_orders.py", PY_TEST, False),
        ("test_*.py", "tests/conftest.py", PY_TEST, False),
        ("test_*.py", "tests/sample.py", f'CODE = """\n{PY_TEST}"""\n', False),
        ("*.test.ts", "tests/sample.ts", f"const code = `\n{TS_TEST}`;\n", False),
        ("test_*.py", "src/a.test.ts", TS_TEST, False),
        ("_test.py", "tests/test_a.py", PY_TEST, True),
        ("_test.py", "tests/a_test.py", PY_TEST, False),
    ],
)
def test_test_files_are_held_to_the_pattern_in_its_language(pattern: str, path: str, text: str, reported: bool) -> None:
    found = places(files.misnamed_tests, View({path: text}), pattern=pattern)
    assert found == ([(path, 1)] if reported else [])


def test_tests_outside_the_folder_are_reported() -> None:
    view = View(
        {"tests/a/test_x.py": PY_TEST, "src/test_y.py": PY_TEST, "src/testing.py": "x = 1\n", "e2e/a.spec.ts": TS_TEST}
    )
    assert places(files.misplaced_tests, view, where="folder", folder="tests/") == [("src/test_y.py", 1)]
    nested = View({"src/a/__tests__/b.test.ts": TS_TEST, "src/a/c.test.ts": TS_TEST})
    assert places(files.misplaced_tests, nested, where="folder", folder="__tests__") == [("src/a/c.test.ts", 1)]


def test_tests_apart_from_their_module_are_reported_where_they_belong_beside_it() -> None:
    view = View(
        {
            "src/cart.ts": CODE,
            "tests/cart.test.ts": TS_TEST,
            "src/order.ts": CODE,
            "src/order.test.ts": TS_TEST,
            "src/user-menu.tsx": CODE,
            "src/__tests__/UserMenu.test.tsx": TS_TEST,
            "tests/whole-flow.test.ts": TS_TEST,
            "e2e/order.spec.ts": TS_TEST,
        }
    )
    assert places(files.misplaced_tests, view, where="beside", folder="tests") == [("tests/cart.test.ts", 1)]


@pytest.mark.parametrize(
    ("branch", "reported"),
    [
        ("feature/cart", False), ("fix/a", False), ("cart", True), ("features/cart", True), ("main", False),
        ("", False), ("dependabot/npm/x", False), ("release/1.2", False), ("Fix/a", True),
    ],
)  # fmt: skip
def test_a_branch_begins_as_the_rule_says(branch: str, reported: bool) -> None:
    found = places(branches.unruly_branches, View(branch=branch), prefixes=("feature/<slug>", "fix/your-fix"))
    assert found == ([(f"branch:{branch}", 1)] if reported else [])


def test_a_bare_word_stands_for_a_prefix_with_any_mark_behind_it() -> None:
    for branch, wanted in (("feat-cart", 0), ("feat/cart", 0), ("feature/cart", 1)):
        assert len(places(branches.unruly_branches, View(branch=branch), prefixes=("feat",))) == wanted


def test_files_above_the_size_are_reported_and_in_a_change_only_its_own() -> None:
    view = View({}, sizes={"a.bin": 600 * 1024, "b.txt": 500 * 1024})
    assert places(branches.large_files, view, kilobytes=500) == [("a.bin", 1)]
    change = View({"c.py": "x"}, {}, sizes={"a.bin": 600 * 1024, "c.py": 1})
    assert places(branches.large_files, change, kilobytes=500) == []


def test_commits_without_a_signature_are_reported() -> None:
    view = commits("a\n\nSigned-off-by: Ada <a@b.org>", "b\n\nnot Signed-off-by: anyone", "c signed-off-by:")
    assert places(messages.unsigned_commits, view) == [("commit:c1", 1), ("commit:c2", 1)]


@pytest.mark.parametrize(
    "subject",
    [
        "Added carts", "Fixes the cart", "feat: adding carts", "fix(api)!: removed the old one",
        "[SHOP-1] Updated docs", "SHOP-1: renamed x", "✨ Implemented carts", "updates", "Changing the port",
    ],
)  # fmt: skip
def test_a_subject_in_another_mood_is_reported(subject: str) -> None:
    expected = [] if subject == "updates" else [("commit:c0", 1)]
    assert places(messages.unimperative_commits, commits(subject)) == expected


@pytest.mark.parametrize(
    "subject",
    [
        "Add carts", "feat: add carts", "Fix added items", "Fixed-size buffers", "Fixes for the cart",
        "Updates to the docs", "Handling of errors", "Use added fields", "Embed images", "Address review",
        "Process orders", "docs: changes in 2.0", "Merged branch x", "Revert \"Added carts\"", "Seed data",
        "String handling", "Cached results", "Test the cart",
    ],
)  # fmt: skip
def test_a_subject_in_the_imperative_or_without_a_verb_is_not_reported(subject: str) -> None:
    assert places(messages.unimperative_commits, commits(subject)) == []


@pytest.mark.parametrize(
    ("pattern", "message", "reported"),
    [
        ("#123", "Add carts (#4)", False),
        ("#123", "Add carts\n\nCloses https://example.org/x/issues/4", False),
        ("#123", "Add carts", True),
        ("#123", "Add &#39; escapes", True),
        ("PROJ-123", "SHOP-4 add carts", False),
        ("PROJ-123", "Read UTF-8 and ISO-8601", True),
        ("SHOP-42", "shop-4: add carts", False),
        ("SHOP-42", "CART-4: add carts", True),
        ("[TEAM-123]", "[WEB-9] add carts", False),
    ],
)
def test_a_commit_without_its_ticket_is_reported(pattern: str, message: str, reported: bool) -> None:
    found = places(tickets.ticketless_commits, commits(message), pattern=pattern)
    assert found == ([("commit:c0", 1)] if reported else [])


SQL = """-- SELECT * FROM comments;
SELECT * FROM users;
select id from users where name = 'DELETE FROM x';
DELETE FROM carts;
CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM t; END $$ LANGUAGE plpgsql;
UPDATE users SET a = 1 -- WHERE id = 1
;
INSERT INTO a (b) VALUES (';') ON CONFLICT (b) DO UPDATE SET b = 2;
CREATE TABLE c (d INT REFERENCES e (f) ON DELETE CASCADE, "select" TEXT, count INT);
UPDATE a SET b = (SELECT 1 FROM c WHERE d = 2);
"""


def test_files_of_sql_are_read_past_comments_strings_quoted_names_and_bodies() -> None:
    view = View({"db/a.sql": SQL, "b.txt": "SELECT * FROM x;"})
    assert places(statements.in_files(statements.starred), view) == [("db/a.sql", 2)]
    assert places(statements.in_files(statements.unconditional), view) == [("db/a.sql", n) for n in (4, 6, 10)]
    assert places(statements.in_files(statements.lower_case), view) == [("db/a.sql", 3)]
    ((_, fact),) = statements.in_files(statements.starred)(view, {})
    assert fact.shown == "SELECT * FROM users;"
