"""The constitution as Claude Code reads it: which files, which statements, which checks."""

import os
from pathlib import Path

import pytest

from teaching.documents.constitution import Document, governs, read_constitution, read_text
from teaching.documents.globs import expand_braces, matches, paths_of
from teaching.errors import BadInputError

from .conftest import Read, Write


def _paths(documents: tuple[Document, ...]) -> list[str]:
    return [document.path for document in documents]


def test_files_are_read_from_the_top_down_to_the_folder(read: Read) -> None:
    constitution = read(
        {
            "CLAUDE.md": "- top",
            "AGENTS.md": "- not read beside a CLAUDE.md",
            ".claude/rules/style/ts.md": "---\npaths: app/src/**\n---\n- typed",
            "app/.claude/CLAUDE.md": "- app",
            "app/CLAUDE.local.md": "- mine",
            "app/src/api/AGENTS.md": "- api",
            "app/src/web/CLAUDE.md": "- web",
            "app/docs/CLAUDE.md": "- not asked for",
        },
        root="app",
        folders=("src/web", "src/api", "gone"),
    )
    assert [(d.path, d.folder) for d in constitution.documents] == [
        ("../CLAUDE.md", ""),
        ("../.claude/rules/style/ts.md", ""),
        (".claude/CLAUDE.md", ""),
        ("CLAUDE.local.md", ""),
        ("src/api/AGENTS.md", "src/api"),
        ("src/web/CLAUDE.md", "src/web"),
    ]
    assert _paths(constitution.for_path("src/api/a.ts")) == [
        "../CLAUDE.md",
        "../.claude/rules/style/ts.md",
        ".claude/CLAUDE.md",
        "CLAUDE.local.md",
        "src/api/AGENTS.md",
    ]
    assert _paths(constitution.for_path("README.md")) == ["../CLAUDE.md", ".claude/CLAUDE.md", "CLAUDE.local.md"]
    assert constitution.notes == ()


def test_nothing_above_the_top_is_read(write: Write) -> None:
    top = write({"CLAUDE.md": "- in"})
    (top.parent / "CLAUDE.md").write_text("- out", encoding="utf-8")
    assert [s.text for s in read_constitution(top, top).statements] == ["in"]


def test_a_root_outside_the_top_is_bad_input(write: Write) -> None:
    top = write({"a/x": "", "b/x": ""})
    with pytest.raises(BadInputError, match="is not inside"):
        read_constitution(top / "a", top / "b")
    with pytest.raises(BadInputError, match="is not a directory"):
        read_constitution(top / "a" / "x", top)


def test_a_link_inside_the_top_is_read_and_cited_as_the_link(write: Write) -> None:
    top = write({"docs/AGENTS.md": "- linked"})
    (top / "CLAUDE.md").symlink_to("docs/AGENTS.md")
    constitution = read_constitution(top, top)
    assert [(s.file, s.text) for s in constitution.statements] == [("CLAUDE.md", "linked")]


def test_a_link_out_of_the_top_is_refused_and_said(write: Write) -> None:
    top = write({"x": ""})
    (top.parent / "secret.md").write_text("- secret", encoding="utf-8")
    (top / "CLAUDE.md").symlink_to("../secret.md")
    (top / "out").symlink_to("..")
    constitution = read_constitution(top, top, ["out", "../x"])
    assert constitution.documents == ()
    assert constitution.notes == (
        "../x is not a folder of the reviewed root: its instructions are not read",
        "out links out of the repository: its instructions are not read",
        "CLAUDE.md is outside the repository: refused",
    )


def test_a_root_and_a_folder_may_be_named_through_links(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    top = write({"app/CLAUDE.md": "- app", "app/real/CLAUDE.md": "- real"})
    (top / "app" / "link").symlink_to("real")
    (top.parent / "alias").symlink_to("repo/app")
    constitution = read_constitution(top.parent / "alias", top, ["link"])
    assert [(d.path, d.folder) for d in constitution.documents] == [("CLAUDE.md", ""), ("link/CLAUDE.md", "link")]
    monkeypatch.chdir(top / "app")
    assert [d.path for d in read_constitution(Path(), Path("..")).documents] == ["CLAUDE.md"]


def test_what_is_no_regular_or_no_small_file_is_refused(write: Write) -> None:
    top = write({"CLAUDE.md/x": "", "CLAUDE.local.md": "- a\n" * 300_000, ".claude/CLAUDE.md": "- kept"})
    os.mkfifo(top / ".claude" / "pipe")
    (top / ".claude" / "rules").mkdir()
    (top / ".claude" / "rules" / "pipe.md").symlink_to("../pipe")
    (top / ".claude" / "rules" / "gone.md").symlink_to("nowhere.md")
    constitution = read_constitution(top, top)
    assert [s.text for s in constitution.statements] == ["kept"]
    assert constitution.notes == (
        "CLAUDE.md is not a regular file: refused",
        ".claude/rules/gone.md does not exist",
        ".claude/rules/pipe.md is not a regular file: refused",
        "CLAUDE.local.md is larger than 1000 kB: refused",
    )


def test_other_encodings_are_read_and_said(read: Read) -> None:
    constitution = read({"CLAUDE.md": "- Größe prüfen\r\n- nie „any“".encode("cp1252")})
    assert [(s.line, s.text) for s in constitution.statements] == [(1, "Größe prüfen"), (2, "nie „any“")]
    assert constitution.notes == ("CLAUDE.md is not UTF-8: it is read as Windows-1252",)
    assert read({"CLAUDE.md": "\ufeff- a".encode("utf-16-le")}).statements[0].text == "a"
    assert read({"CLAUDE.md": b"- \x81\xff"}).statements[0].line == 1


def test_other_languages_keep_their_lines_and_sentences() -> None:
    text = (
        "# Proyecto\n## Normas\n- Nunca uses `any`. Siempre tipa.\n\n# 규칙\n- 주석을 쓰세요. 테스트를\n  쓰세요.\n"
        "\n# 规范\n- 必须写测试。禁止使用 `eval`！\n"
    )
    assert [(s.line, s.end_line, s.text, s.section) for s in read_text(text).statements] == [
        (3, 3, "Nunca uses `any`.", "standards"),
        (3, 3, "Siempre tipa.", "standards"),
        (6, 6, "주석을 쓰세요.", "standards"),
        (6, 7, "테스트를 쓰세요.", "standards"),
        (10, 10, "必须写测试。", "standards"),
        (10, 10, "禁止使用 `eval`！", "standards"),
    ]


def test_rules_in_fences_comments_and_struck_text_are_not_read() -> None:
    text = "```\n- Never a\n```\n<!-- - Never b -->\n- ~~Never c~~\n- Never d <!-- Never e -->\n"
    assert [s.text for s in read_text(text).statements] == ["Never d"]


def test_a_check_belongs_to_what_it_follows() -> None:
    text = (
        "- First rule. Second rule.\n<!-- check: max-function-lines 40 -->\n"
        '<!-- check: none reason="taste; mine" -->\n'
        '- Third. <!-- check: a --> Fourth.\n  <!-- check: b callers="fetch api.*" -->\n'
        "- <!-- check: c x --> Fifth\n\nSentence.\n<!--\ncheck: d 1\ncheck: e; f 'g h'\n-->\n"
    )
    constitution = read_text(text)
    found = {
        s.text: [(c.name, c.args, c.options, c.line, c.visible) for c in s.checks] for s in constitution.statements
    }
    assert found == {
        "First rule.": [],
        "Second rule.": [
            ("max-function-lines", ("40",), {}, 2, False),
            ("none", (), {"reason": "taste; mine"}, 3, False),
        ],
        "Third.": [("a", (), {}, 4, True)],
        "Fourth.": [("b", (), {"callers": "fetch api.*"}, 5, True)],
        "Fifth": [("c", ("x",), {}, 6, True)],
        "Sentence.": [("d", ("1",), {}, 10, False), ("e", (), {}, 11, False), ("f", ("g h",), {}, 11, False)],
    }
    assert constitution.notes == (
        "CLAUDE.md:4: Claude sees this check comment and pays for it: start it in the first column of a line",
    )


def test_a_check_that_follows_no_statement_of_its_section_stands_for_itself() -> None:
    text = "- Rule.\n\n# Next\n\n<!-- check: a -->\n<!-- check: b -->\n\n- Other\n<!-- check: c -->\n"
    assert [(s.kind, s.line, s.text, [c.name for c in s.checks]) for s in read_text(text).statements] == [
        ("item", 1, "Rule.", []),
        ("comment", 5, "check: a", ["a"]),
        ("comment", 6, "check: b", ["b"]),
        ("item", 8, "Other", ["c"]),
    ]


@pytest.mark.parametrize(
    ("comment", "note"),
    [
        ('<!-- check: a reason="open -->', "a quotation mark is not closed"),
        ("<!-- check: -->", "names no check"),
        ("<!-- check: 40 lines -->", "'40' is not the name of a check"),
    ],
)
def test_a_malformed_check_is_said_and_not_guessed(comment: str, note: str) -> None:
    constitution = read_text(f"- Rule\n{comment}\n")
    assert constitution.statements[0].checks == ()
    assert len(constitution.notes) == 1
    assert constitution.notes[0].startswith("CLAUDE.md:2: ") and note in constitution.notes[0]


def test_a_backslash_in_a_check_is_kept() -> None:
    (statement,) = read_text('- Rule\n<!-- check: re pattern="a\\.b\\(" -->\n').statements
    assert statement.checks[0].options == {"pattern": "a\\.b\\("}


@pytest.mark.parametrize(
    ("front_matter", "globs"),
    [
        ("paths: src/**/*.ts\n", ("src/**/*.ts",)),
        ("paths: **/*.{ts,tsx}, lib/*\n", ("**/*.{ts,tsx}", "lib/*")),
        ("paths: [\"a/**\", 'b']\n", ("a/**", "b")),
        ("paths: [a,\n  b]\nx: y\n", ("a", "b")),
        ("a: b\npaths:\n  - **/*.py\n  # note\n  - 'x y/*' # why\nz: 1\n- no\n", ("**/*.py", "x y/*")),
        ("paths:\n", ()),
        ("other: a\n", ()),
    ],
)
def test_paths_are_read_in_every_form(front_matter: str, globs: tuple[str, ...]) -> None:
    assert paths_of(front_matter) == globs


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("src/**/*.ts", ["src/a.ts", "src/a/b/c.ts"], ["a.ts", "lib/src/a.ts", "src/a.tsx"]),
        ("**/*.{ts,tsx}", ["a.ts", "x/y.tsx"], ["a.js", "a.ts.js"]),
        ("*.md", ["a.md", "docs/a.md"], ["a.mdx"]),
        ("/a.md", ["a.md"], ["docs/a.md"]),
        ("src/api", ["src/api/x/y.ts", "src/api"], ["src/apis/x.ts", "lib/src/api/x"]),
        ("src/", ["src/x.ts", "a/src/x.ts"], ["srcs/x.ts"]),
        ("src/**", ["src/a", "src/a/b"], ["src", "a/src/b"]),
        ("a?c/*.py", ["abc/x.py"], ["ac/x.py", "a/c/x.py", "abc/d/x.pyc"]),
        ("app/[id]/page.tsx", ["app/[id]/page.tsx"], ["app/i/page.tsx"]),
        ("{src,lib}/{a,b/{c,d}}.ts", ["src/a.ts", "lib/b/d.ts"], ["lib/d.ts"]),
        ("**/test/**/*.go", ["test/a.go", "x/test/y/a.go"], ["tests/a.go"]),
        ("", [], ["a"]),
    ],
)
def test_globs_match_as_gitignore_does(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not matches(pattern, path)] == []
    assert [path for path in no if matches(pattern, path)] == []


def test_hostile_globs_cost_nothing() -> None:
    assert not matches("*a" * 50 + "b", "a" * 200)
    assert not matches("**/" * 60 + "x", "a/" * 200 + "y")
    assert len(expand_braces("{a,b}" * 30)) <= 256
    assert expand_braces("{" * 2_000 + "a,b") == ["{" * 2_000 + "a,b"]


def test_a_document_governs_its_folder_and_globs_count_from_where_its_rules_lie() -> None:
    nested = Document("pkg/.claude/rules/a.md", "", "pkg", ("src/*.ts", "!src/x.ts"))
    assert governs(nested, "pkg/src/a.ts")
    assert not governs(nested, "src/a.ts") and not governs(nested, "pkg/src/x.ts")
    assert not governs(Document("a", "", "pkg"), "pkgs/a.ts")


def test_the_same_file_is_read_once_where_it_governs_already(write: Write) -> None:
    top = write({"CLAUDE.md": "@shared.md", "shared.md": "- once", "a/CLAUDE.md": "@../shared.md\n\n- a"})
    constitution = read_constitution(top, top, ["a"])
    assert [(s.file, s.text) for s in constitution.statements] == [("shared.md", "once"), ("a/CLAUDE.md", "a")]


def test_a_project_without_any_file_has_an_empty_constitution(tmp_path: Path) -> None:
    constitution = read_constitution(tmp_path, tmp_path, ["src"])
    assert constitution.documents == () and constitution.notes == () and constitution.mode == "colleague"
