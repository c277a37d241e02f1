"""`@path` imports: followed inside the repository, refused with a sentence elsewhere."""

from pathlib import Path

import pytest

from teaching.documents.constitution import read_constitution

from .conftest import Read, Write


def test_imports_are_read_relative_to_the_importing_file(read: Read) -> None:
    constitution = read(
        {
            "CLAUDE.md": "See @docs/a.md, and (not) it.\n\n@AGENTS.md\n",
            "docs/a.md": "- a\n- @./b.md\n- @../c.txt.\n",
            "docs/b.md": "- b",
            "c.txt": "- c",
            "AGENTS.md": "- agents",
        }
    )
    assert [(d.path, d.via, d.folder) for d in constitution.documents] == [
        ("CLAUDE.md", None, ""),
        ("docs/a.md", "CLAUDE.md", ""),
        ("docs/b.md", "docs/a.md", ""),
        ("c.txt", "docs/a.md", ""),
        ("AGENTS.md", "CLAUDE.md", ""),
    ]
    assert [s.text for s in constitution.statements] == ["See @docs/a.md, and (not) it.", "a", "b", "c", "agents"]
    assert constitution.notes == ()


def test_an_import_governs_what_its_importer_governs(read: Read) -> None:
    constitution = read(
        {
            ".claude/rules/a.md": "---\npaths: '*.py'\n---\n@../more.md",
            ".claude/more.md": "- more",
            "b/CLAUDE.md": "@x.md",
        }
        | {"b/x.md": "- x"},
        folders=("b",),
    )
    assert [d.path for d in constitution.for_path("b/a.py")] == [
        ".claude/rules/a.md",
        ".claude/more.md",
        "b/CLAUDE.md",
        "b/x.md",
    ]
    assert [d.path for d in constitution.for_path("a.ts")] == []


@pytest.mark.parametrize(
    "text",
    [
        "`@docs/a.md`",
        "Write `see @docs/a.md there` yourself",
        "```\n@docs/a.md\n```",
        "<!-- @docs/a.md -->",
        "Mail me@docs/a.md or a@b.md",
        "Use @pnpm/error, @types/node and @decorator",
        "- @/utils/AppError",
        "- @pnpm/error",
        "import from @/components/Button.",
        "@Injectable() class",
        "See @package.json and @src/main.ts",
        "cc @someone",
        "- @docs",
    ],
)
def test_what_is_no_import_is_neither_read_nor_said(read: Read, text: str) -> None:
    constitution = read({"CLAUDE.md": text, "docs/a.md": "- a", "package.json": "{}", "src/main.ts": "// x"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md"]
    assert constitution.notes == ()


def test_a_missing_import_is_said_with_its_line(read: Read) -> None:
    constitution = read({"CLAUDE.md": "- a\r\n\r\n@docs/gone.md\r\n\r\nsee @maybe.md there"})
    assert constitution.notes == ("CLAUDE.md:3 imports docs/gone.md, which does not exist",)


@pytest.mark.parametrize("target", ["../../etc/passwd", "~/notes.md", "/etc/passwd", "../outside.md", "/srv/rules.md"])
def test_an_import_that_leaves_the_repository_is_refused_and_said(read: Read, target: str) -> None:
    constitution = read({"CLAUDE.md": f"# A\n\n- @{target}\n"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md"]
    assert constitution.notes == (f"CLAUDE.md:3 imports {target}, which is outside the repository: refused",)


def test_an_absolute_import_inside_the_repository_is_read(write: Write) -> None:
    top = write({"docs/a.md": "- a"})
    (top / "CLAUDE.md").write_text(f"@{top}/docs/a.md", encoding="utf-8")
    assert [d.path for d in read_constitution(top, top).documents] == ["CLAUDE.md", "docs/a.md"]


def test_a_link_that_leaves_the_repository_is_refused(write: Write) -> None:
    top = write({"CLAUDE.md": "see @docs/a.md and @link.md", "docs/a.md": "- a"})
    (top.parent / "out.md").write_text("- out", encoding="utf-8")
    (top / "link.md").symlink_to("../out.md")
    constitution = read_constitution(top, top)
    assert [d.path for d in constitution.documents] == ["CLAUDE.md", "docs/a.md"]
    assert constitution.notes == ("CLAUDE.md:1 imports link.md, which is outside the repository: refused",)


@pytest.mark.parametrize("name", [".env", ".env.local", "id_rsa", ".git/notes.md"])
def test_what_may_hold_secrets_is_never_imported(read: Read, name: str) -> None:
    constitution = read({"CLAUDE.md": f"@{name}", name: "- token"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md"]
    assert len(constitution.notes) == 1 and "refused" in constitution.notes[0]


def test_a_secret_behind_a_harmless_name_is_not_read(write: Write) -> None:
    top = write({"CLAUDE.md": "@rules.md", ".env": "TOKEN=1"})
    (top / "rules.md").symlink_to(".env")
    assert read_constitution(top, top).notes == ("CLAUDE.md:1 imports rules.md, which may hold secrets: refused",)


def test_a_loop_is_refused_and_said_once(read: Read) -> None:
    constitution = read({"CLAUDE.md": "@a.md", "a.md": "- a\n- @b.md", "b.md": "- b\n\n@a.md\n\n@CLAUDE.md\n\n@b.md"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md", "a.md", "b.md"]
    assert constitution.notes == (
        "b.md:3 imports a.md, which imports it in turn: a loop, refused",
        "b.md:5 imports CLAUDE.md, which imports it in turn: a loop, refused",
        "b.md:7 imports b.md, which imports it in turn: a loop, refused",
    )


def test_a_file_imported_from_two_places_is_no_loop(read: Read) -> None:
    constitution = read({"CLAUDE.md": "@a.md\n\n@b.md", "a.md": "@c.md", "b.md": "@c.md", "c.md": "- c"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md", "a.md", "c.md", "b.md"]
    assert constitution.notes == ()


def test_imports_are_followed_five_deep_and_the_sixth_is_said(read: Read) -> None:
    files: dict[str, str | bytes] = {f"{n}.md": f"- rule {n}\n\n@{n + 1}.md" for n in range(1, 8)}
    constitution = read({"CLAUDE.md": "@1.md", **files})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md", *(f"{n}.md" for n in range(1, 6))]
    assert constitution.notes == ("5.md:3 imports 6.md, which is more than 5 imports deep: not read",)


def test_many_imports_of_each_other_are_read_once(write: Write) -> None:
    names = [f"{n}.md" for n in range(30)]
    everyone = "\n".join(f"- @{name}" for name in names)
    top: Path = write({"CLAUDE.md": everyone, **dict.fromkeys(names, everyone)})
    assert len(read_constitution(top, top).documents) == 31


def test_odd_names_are_refused_without_a_crash(read: Read) -> None:
    odd = "@" + "a/" * 3000 + "x.md\n\n@\0.md\n\n@..\n\n@.\n\n@~\n\n@~nobody/x\n\n@//x\n\n@a\\ b.md"
    constitution = read({"CLAUDE.md": odd, "a b.md": "- spaced"})
    assert [d.path for d in constitution.documents] == ["CLAUDE.md", "a b.md"]
