"""teaching.markers: TODO(human) is read from comments of any language, and from nowhere else."""

from pathlib import Path

import pytest

from teaching.markers.reading import Marker, in_tree, read
from teaching.repository.files import Root

SAYS = "TODO(human)[auth-jwt]: sign the token"
HINT = "Hint: an hour is long enough"

# File name -> the marker and its hint as a comment of that language.
COMMENTS = {
    "a.py": f"def f():\n    # {SAYS}\n    # {HINT}\n    raise NotImplementedError\n",
    "a.pyi": f"x = 1\n# {SAYS}\n# {HINT}\n",
    "a.ts": f"function f() {{\n  // {SAYS}\n  // {HINT}\n}}\n",
    "a.tsx": f"const A = () => (\n  <div>\n    {{/* {SAYS}\n        {HINT} */}}\n  </div>\n);\n",
    "a.jsx": f"export const a = 1;\n/** {SAYS}\n * {HINT}\n */\n",
    "a.js": f"let x = 1;\n/*\n * {SAYS}\n * {HINT}\n */\n",
    "a.mjs": f"\n// {SAYS}\n// {HINT}\n",
    "a.go": f"package a\n// {SAYS}\n// {HINT}\nfunc f() {{}}\n",
    "a.rs": f"fn f<'a>() {{\n    //! {SAYS}\n    // {HINT}\n}}\n",
    "A.java": f"class A {{\n  /* {SAYS}\n     {HINT} */\n}}\n",
    "a.c": f"int f(void) {{\n  /* {SAYS} */\n  /* {HINT} */\n}}\n",
    "a.cpp": f"int f() {{\n  // {SAYS}\n  // {HINT}\n}}\n",
    "a.cs": f"class A {{\n  // {SAYS}\n  // {HINT}\n}}\n",
    "a.kt": f"fun f() {{\n  // {SAYS}\n  // {HINT}\n}}\n",
    "a.swift": f"func f() {{\n  // {SAYS}\n  // {HINT}\n}}\n",
    "a.php": f"<?php\n# {SAYS}\n# {HINT}\n",
    "a.rb": f"def f\n  # {SAYS}\n  # {HINT}\nend\n",
    "a.sh": f"#!/bin/sh\n# {SAYS}\n# {HINT}\n",
    "a.yaml": f"a: 1\n# {SAYS}\n# {HINT}\n",
    "a.toml": f"a = 1\n# {SAYS}\n# {HINT}\n",
    "Makefile": f"all:\n# {SAYS}\n# {HINT}\n",
    "Dockerfile": f"FROM scratch\n# {SAYS}\n# {HINT}\n",
    "a.sql": f"select 1;\n-- {SAYS}\n-- {HINT}\n",
    "b.sql": f"select 1;\n/* {SAYS}\n   {HINT} */\n",
    "a.lua": f"local x = 1\n-- {SAYS}\n-- {HINT}\n",
    "a.hs": f"f = 1\n-- {SAYS}\n-- {HINT}\n",
    "b.hs": f"f = 1\n{{- {SAYS}\n   {HINT} -}}\n",
    "a.ex": f"x = 1\n# {SAYS}\n# {HINT}\n",
    "a.html": f"<p>\n<!-- {SAYS} -->\n<!-- {HINT} -->\n",
    "a.xml": f"<a>\n<!-- {SAYS}\n{HINT} -->\n</a>\n",
    "a.vue": f"<script>\n  // {SAYS}\n  // {HINT}\n</script>\n",
    "a.svelte": f"<style>\n  /* {SAYS}\n     {HINT} */\n</style>\n",
    "a.css": f"a {{}}\n/* {SAYS}\n   {HINT} */\n",
    "a.scss": f"a {{}}\n// {SAYS}\n// {HINT}\n",
    "a.md": f"text\n<!-- {SAYS}\n{HINT} -->\n",
    "a.mdx": f"text\n{{/* {SAYS}\n{HINT} */}}\n",
    "a.tex": f"text\n% {SAYS}\n% {HINT}\n",
    "a.clj": f"(x)\n;; {SAYS}\n;; {HINT}\n",
    "a.unknown": f"text\n// {SAYS}\n// {HINT}\n",
}


@pytest.mark.parametrize("name", COMMENTS)
def test_a_marker_and_its_hint_are_read_in_every_language(name):
    text = COMMENTS[name]
    line = text[: text.index("TODO(human)")].count("\n") + 1
    expected = Marker(name, line, line + 1, "auth-jwt", "sign the token", ("an hour is long enough",))
    assert read(text, name) == [expected]
    assert read(text.replace("\n", "\r\n").encode(), name) == [expected]


# File name -> text in which no comment holds a marker.
ELSEWHERE = {
    "a.py": f'x = "# {SAYS}"\ny = """\n# {SAYS}\n"""\ndef f():\n    """{SAYS}"""\n',
    "a.ts": f'const a = "// {SAYS}";\nconst b = `\n// {SAYS}\n`;\nconst c = /\\/\\/ TODO.human./;\n',
    "a.tsx": f"const A = () => <p>{SAYS}</p>;\n",
    "a.go": f"package a\nvar x = `\n// {SAYS}\n`\n",
    "a.java": f'class A {{ String a = "// {SAYS}"; }}\n',
    "a.rb": f"x = '# {SAYS}'\n",
    "a.sql": f"select '-- {SAYS}';\n",
    "a.toml": f"a = '# {SAYS}'\n",
    "a.scss": f'a {{ content: "// {SAYS}"; }}\n',
    "a.html": f"<p>{SAYS}</p>\n",
    "a.md": f"{SAYS}\n\n```html\n<!-- {SAYS} -->\n```\n",
    "a.json": f'{{"a": "// {SAYS}"}}\n',
    "b.py": "# the reader of `TODO(human)[x]: do it` is elsewhere\n"
    "# see the TODO(human) below\n# todo(human): lower case\n",
    "c.py": "# TODO: not for a human\n# TODO(ada): hers\n",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_strings_prose_and_mentions_are_no_markers(name):
    assert read(ELSEWHERE[name], name) == []


def test_the_bracket_may_be_left_out_and_the_text_may_go_on():
    text = (
        "# TODO(human): write the query\n#   that joins both\n# Hint 1: start\n#   small\n"
        "# hint: then grow\n\n# later\n"
        "x = 1  # TODO(human)[b]\ny = 2  # about y\n# FIXME TODO(human)[c]: third\n"
    )
    assert [(m.line, m.end_line, m.task, m.text, m.hints) for m in read(text, "a.py")] == [
        (1, 5, None, "write the query that joins both", ("start small", "then grow")),
        (8, 8, "b", "", ()),
        (10, 10, "c", "third", ()),
    ]


def test_a_region_ends_where_it_says_so_and_regions_nest():
    text = (
        "// TODO(human)[a]: outer\nlet x;\n// TODO(human)[b]: inner\nlet y;\n// END TODO(human)\n"
        "// END TODO(human)[a]\n// END TODO(human)\n// TODO(human)[c]: open\n"
    )
    assert [(m.task, m.line, m.region_end) for m in read(text, "a.ts")] == [("a", 1, 6), ("b", 3, 5), ("c", 8, None)]


def test_a_file_that_does_not_parse_still_shows_its_markers():
    assert [m.task for m in read(f"def f(:\n  (((\n    # {SAYS}\n  '''\n", "a.py")] == ["auth-jwt"]


def test_a_tree_is_read_by_path_without_what_nobody_edits(tmp_path: Path):
    files = {
        "src/b.py": f"# {SAYS}\n".encode(),
        "src/a.ts": f"\n// {SAYS}\n".encode(),
        "src/clean.py": b"x = 1\n",
        "node_modules/x/a.js": f"// {SAYS}\n".encode(),
        ".git/a.py": f"# {SAYS}\n".encode(),
        "binary.py": b"\0" + f"# {SAYS}\n".encode(),
        "huge.py": f"# {SAYS}\n".encode() + b"#\n" * 600_000,
        "latin.py": f"# {SAYS} \xe9\n".encode("latin-1"),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.py").symlink_to("src/b.py")
    root = Root(tmp_path)
    assert [(m.path, m.line) for m in in_tree(root)] == [("latin.py", 1), ("src/a.ts", 2), ("src/b.py", 1)]
    assert [m.path for m in in_tree(root, "src")] == ["src/a.ts", "src/b.py"]


@pytest.mark.parametrize("name", ["a.py", "a.ts", "a.sql", "a.md", "a.html", "a.toml", "a.unknown", "a.scss"])
@pytest.mark.parametrize("piece", ["'", '"', "/*", "<!--", "```\n", "# TODO(human)\n", "// TODO(human)[a]\n", "\\"])
def test_a_long_file_takes_no_squares_of_time(name, piece):
    text = f"{piece * 4_000}\nTODO(human)\n"
    assert len(read(text, name)) <= 4_000
