"""Where imports stand, whether they are used, and whether they are marked as types."""

import re
from collections import Counter
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.phrasing import BANNED, NEG, SOFTENED
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, TYPESCRIPT, SourceFile, end_line, start_line


def late_imports(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Import statements of a web module that follow other code; mocks that must come first are no code."""
    if source.language == "python":
        return
    begun = False
    for node in source.root.children():
        kind = node.kind()
        if kind == "import_statement":
            if begun:
                line = start_line(node)
                yield Fact(line, end_line(node), "This import stands below other code.")
        elif kind not in {"comment", "hash_bang_line", "export_statement", "empty_statement", ";"}:
            begun = begun or not _goes_before_imports(node)


def _goes_before_imports(node: SgNode) -> bool:
    text = node.text()
    return node.kind() == "expression_statement" and (
        text[:1] in {"'", '"'} or re.match(r"(?:vi|jest)\.", text) is not None
    )


def _uses(source: SourceFile, *kinds: str) -> Counter[str]:
    """How often names of these kinds occur outside the import clauses."""
    seen = Counter(node.text() for node in source.nodes(*kinds))
    if "identifier" in kinds:
        for clause in source.nodes("import_clause"):
            seen.subtract(node.text() for node in clause.find_all(kind="identifier"))
    return seen


_VALUES = ("identifier", "shorthand_property_identifier")


def unused_web_imports(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Imported names that occur nowhere else in a web module; `React` is used by JSX itself."""
    if source.language == "python":
        return
    bound = [pair for clause in source.nodes("import_clause") for pair in _bound_names(clause)]
    if not bound:
        return
    seen = _uses(source, *_VALUES, "type_identifier")
    # A name in a comment may be a JSDoc type or a pragma, which other tools count as use.
    comments = "\n".join(node.text() for node in source.nodes("comment"))
    for name, node in bound:
        if seen[name] <= 0 and name != "React" and not re.search(rf"[{{@][^}}\n]*\b{re.escape(name)}\b", comments):
            line = start_line(node)
            yield Fact(line, line, f"`{name}` is imported but never used in this file.")


def unused_tried_imports(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Names that a `try` imports beside others that the file uses: those alone cannot be a test for the module."""
    if source.language != "python" or source.path.endswith("__init__.py"):
        return
    seen = Counter(node.text() for node in source.nodes("identifier"))
    exported = "\n".join(node.text() for node in source.nodes("assignment", "augmented_assignment", "call"))
    for node in source.nodes("import_from_statement"):
        block = node.parent()
        tried = block.parent() if block is not None else None
        if tried is None or tried.kind() != "try_statement":
            continue
        names = [child.field("alias") or child for child in node.field_children("name")]
        unused = [name for name in names if seen[name.text()] <= 1]
        if not unused or len(unused) == len(names):
            continue
        for name in unused:
            if not re.search(rf"[\"']{re.escape(name.text())}[\"']", exported):
                line = start_line(name)
                yield Fact(line, line, f"`{name.text()}` is imported but never used in this file.")


def untyped_type_imports(source: SourceFile, _params: Params) -> Iterator[Fact]:
    """Names imported as values of which a file uses only the type.

    Files with decorators are spared: there a type in a signature can be needed when the program runs.
    """
    if source.path.endswith((".d.ts", ".d.mts", ".d.cts")) or next(source.nodes("decorator"), None) is not None:
        return
    bound = [
        pair
        for clause in source.nodes("import_clause")
        if not _is_type(clause.prev())
        for pair in _bound_names(clause)
        if not any(_is_type(child) for child in pair[1].children())
    ]
    if not bound:
        return
    values, types = _uses(source, *_VALUES), _uses(source, "type_identifier")
    for name, node in bound:
        if types[name] > 0 and values[name] <= 0:
            line = start_line(node)
            yield Fact(line, line, f"`{name}` is imported as a value but used only as a type.")


def _is_type(node: SgNode | None) -> bool:
    return node is not None and node.kind() in {"type", "typeof"}


def _bound_names(clause: SgNode) -> Iterator[tuple[str, SgNode]]:
    for part in clause.children():
        if part.kind() == "identifier":
            yield part.text(), part
        elif part.kind() == "namespace_import":
            yield part.children()[-1].text(), part
        elif part.kind() == "named_imports":
            for specifier in part.children():
                bound = specifier.field("alias") or specifier.field("name")
                if bound is not None:
                    yield bound.text(), specifier


IMPORTS_AT_TOP = Entry(
    name="imports-at-top",
    title="imports below other code or inside functions",
    languages=ALL,
    engines=(Ruff(("PLC0415", "E402")), Syntax(late_imports)),
    cues=("import",),
    phrases=(
        Phrase(
            r"^(?:all |put |keep )?imports?\b[^.;]{{0,20}}\b(?:at|to"
            r"|on) the (?:very )?top\b[^.;,]{{0,30}}, (?:unless|except) "
        ),
        Phrase(
            r"\bimports?\b[^.;]{{0,40}}\b(?:at|to|on) the (?:very )?(?:top|beginning|head|start)\b(?!"
            r" level of the package)",
            {},
            rf"{SOFTENED}|\b(?:not|n't|never|instead of|comment|docstring|type|sort|order)\b",
        ),
        Phrase(
            rf"{NEG}(?: use| write| add| put| place| any)*\s+(?:inline|local|lazy|nested"
            rf"|function[- ]level|in-function|mid-file)"
            r" imports?\b(?! (?:paths?|types?|styles?))",
            {},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: put| place| write)*\s+imports?(?:ing)? (?:\w+ )?(?:inside|in|within) (?:a )?"
            rf"(?:functions?|methods?)",
            {},
            SOFTENED,
        ),
        Phrase(r"\btop-level imports? only\b|\bonly top-level imports?\b", {}, SOFTENED),
    ),
    reads=(
        ("Imports at the top of the file, unless they are slow", {}),
        ("All imports at the top of the file", {}),
        ("Imports go at the top of each module.", {}),
        ("No inline imports.", {}),
        ("Never import inside functions", {}),
        ("Python: avoid local imports", {}),
    ),
    ignores=(
        "The import button is at the top of the page, not the footer.",
        "Lazy imports for heavy modules are encouraged.",
        "Put a docstring at the top of the file, then imports.",
        "No inline styles.",
        "Imports are at the top except to break cycles.",
    ),
    words=Words(
        why="The head of a file tells what it needs; an import hidden further down fails only when that line runs, "
        "perhaps in front of a user.",
        question="When would somebody notice that the module imported here is missing?",
        hint="If it stands here to break a cycle, ask which of the two modules knows too much about the other.",
    ),
    examples=(
        Example("python", "import os\n\n\ndef f():\n    import sys\n    return sys, os\n", (5,)),
        Example("python", "x = 1\nimport os\n", (2,)),
        Example("python", "class A:\n    def f(self):\n        from a import b\n        return b\n", (3,)),
        Example("python", '"""Doc."""\n\nfrom __future__ import annotations\n\nimport os\n'),
        Example("python", "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import os\n"),
        Example("python", "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n"),
        Example("python", 'def f():\n    # import os\n    return "import os"\n'),
        Example("typescript", "import a from 'a';\nconst x = 1;\nimport b from 'b';\n", (3,)),
        Example("tsx", "function A() { return <p/>; }\nimport b from 'b';\n", (2,)),
        Example("javascript", "start();\nimport 'side';\n", (2,)),
        Example("tsx", "'use client';\n// c\nimport a from 'a';\nexport const A = () => <p/>;\n"),
        Example("javascript", "#!/usr/bin/env node\nimport a from 'a';\nconst b = await import('b');\n"),
        Example("typescript", "import a from 'a';\nvi.mock('a');\nimport b from 'b';\n"),
        Example("typescript", "export * from './a';\nimport b from 'b';\n"),
    ),
)

NO_UNUSED_IMPORTS = Entry(
    name="no-unused-imports",
    title="imported names that the file never uses",
    languages=ALL,
    # Ruff's "consider …" messages are about re-exports of a package and about probing for an optional module.
    engines=(
        Ruff(("F401",), keep=lambda message: "consider" not in message),
        Syntax(unused_tried_imports),
        Syntax(unused_web_imports),
    ),
    cues=("unused", "dead import", "not used"),
    phrases=(
        Phrase(
            r"(?<![\w-])(?:no|never|avoid|remove|delete|clean up|zero|forbid|don'?t|do not|without)"
            r"\b[^.;]{{0,30}}\bunused\b"
            r"[^.;]{{0,25}}?\bimports?\b",
            {},
            rf"{SOFTENED}|\b(?:don'?t|do not|never) (?:remove|delete|touch|clean|flag|worry|report|care)\b",
        ),
        Phrase(rf"\bunused imports?\b[^.;]{{{{0,20}}}}{BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("No unused imports", {}),
        ("Remove unused imports before committing.", {}),
        ("No unused variables or imports", {}),
        ("Unused imports are forbidden.", {}),
    ),
    ignores=(
        "Do not remove unused imports in generated code.",
        "ruff reports unused imports.",
        "No unused dependencies in package.json.",
        "Unused imports are only allowed in stubs.",
    ),
    words=Words(
        why="An import that nobody uses makes readers look for a dependency that is not there, and still costs its "
        "loading time and its side effects.",
        question="What would change in this file if that line were not there?",
        hint="Search the file for the name: the import itself may be its only occurrence.",
    ),
    examples=(
        Example("python", "import os\nimport sys\n\nprint(sys)\n", (1,)),
        Example("python", "from a import (\n    b,\n    c,\n)\n\nc()\n", (2,)),
        Example("python", "def f():\n    import json\n", (2,)),
        Example("python", "from .a import b\n", (), path="pkg/__init__.py"),
        Example("python", "try:\n    import fast\nexcept ImportError:\n    FAST = False\n"),
        Example("python", "try:\n    from a import b, c\nexcept ImportError:\n    b = None\n\nb()\n", (2,)),
        Example(
            "python", "try:\n    from a import b, c\nexcept ImportError:\n    OLD = True\n\n__all__ = ['b', 'c']\n"
        ),
        Example("python", 'import os\n\n__all__ = ["os"]\n'),
        Example("python", "from a import b as b\nimport c as c\n"),
        Example("typescript", "import { a, b } from './a';\na();\n", (1,)),
        Example(
            "tsx", "import X from './x';\nimport {\n  Y as Z,\n} from './y';\nexport const A = () => <X/>;\n", (3,)
        ),
        Example("javascript", "import * as ns from 'n';\n// ns\nconst s = 'ns';\n", (1,)),
        Example("typescript", "import type { T } from './t';\nexport type L = Array<T>;\n"),
        Example("tsx", "import React, { Fragment as F } from 'react';\nexport const A = () => <F><p/></F>;\n"),
        Example("typescript", "import { User } from './u';\nconst u = await api.get<User>('/x');\n"),
        Example("typescript", "import 'side';\nimport { a } from './a';\nexport { a };\nexport { b } from './b';\n"),
        Example(
            "javascript", "import { T } from './t';\n/** @param {T} x */\nexport function f(x) { return { x }; }\n"
        ),
        Example("javascript", "import { port } from './t';\nexport const o = { port };\n"),
    ),
)

TYPE_IMPORTS = Entry(
    name="type-imports",
    title="types imported without `import type`",
    languages=TYPESCRIPT,
    engines=(Syntax(untyped_type_imports),),
    cues=("import type", "type import", "type-only import", "type-import"),
    phrases=(
        Phrase(
            r"\b(?:use|prefer|always|must)\b[^.;]{{0,30}}(?:`?import type\b|\btype[- ](?:only )?imports?\b)",
            {},
            rf"{SOFTENED}|{NEG}[^.;]{{{{0,20}}}}import type|\binline type",
        ),
        Phrase(r"^(?:[\w -]{{1,20}}: )?`?import type`? (?:for|when importing) [^.;]{{0,20}}types?\b", {}, SOFTENED),
        Phrase(r"\btypes? (?:are|must be|is) imported (?:with|via|using) `?import type", {}, SOFTENED),
    ),
    reads=(
        ("Use `import type` for types", {}),
        ("Always use type-only imports for types.", {}),
        ("Types are imported with `import type`.", {}),
        ("`import type` for type-only imports", {}),
    ),
    ignores=(
        "Do not use `import type` for enums.",
        "Import types from `@/types`.",
        "The import type column holds csv or json.",
    ),
    words=Words(
        why="A type vanishes when the code is compiled; saying so at the import tells readers and "
        "bundlers that nothing "
        "of that module runs here.",
        question="Which of these imported names still exist when the program runs?",
        hint="Ask of each name whether it ever stands where a value could stand.",
    ),
    examples=(
        Example("typescript", "import { A } from './a';\nexport const x: A = 1;\n", (1,)),
        Example("tsx", "import { P } from './p';\nexport const C = (p: P) => <p>{p.a}</p>;\n", (1,)),
        Example("typescript", "import { B } from './b';\nimport { A } from './a';\nexport const x: A = B();\n", (2,)),
        Example("typescript", "import type { A } from './a';\nexport const x: A = 1;\n"),
        Example("typescript", "import { type A, b } from './a';\nexport const x: A = b;\n"),
        Example("typescript", "import { A } from './a';\n@Injectable()\nclass B { constructor(private a: A) {} }\n"),
        Example("typescript", "import { A } from './a';\nconst u = await api.get<A>('/x');\nnew A();\n"),
        Example("typescript", "import { A } from './a';\nexport class B extends A {}\n"),
        Example("typescript", "import { a } from './a';\nexport type T = string;\na();\n"),
        Example("tsx", "import { C } from './c';\nexport const A = () => <C/>;\n"),
    ),
)
