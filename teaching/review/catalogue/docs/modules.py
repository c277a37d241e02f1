"""Documentation: what stands at the top of a file."""

import re
from collections.abc import Iterator
from functools import lru_cache

from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, PYTHON, SourceFile

_SILENT = frozenset({"comment", "import_statement", "import_from_statement", "future_import_statement"})
# As far down as a header may reach, after `#!`, an encoding line or a directive such as "use client".
_REACH = 4000


def silent_modules(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Modules with code of their own that do not begin with a docstring; lists of imports are spared."""
    del params
    if source.path.endswith(".pyi"):
        return
    statements = [node for node in source.root.children() if node.kind() != "comment"]
    first = statements[0] if statements else None
    if first is not None and first.kind() == "expression_statement":
        first = first.child(0)
    if first is not None and first.kind() in {"string", "concatenated_string"}:
        return
    package = source.path.endswith("__init__.py")
    if any(node.kind() not in _SILENT and not (package and _is_exports(node.text())) for node in statements):
        yield Fact(1, 1, "The module has no docstring.")


def _is_exports(text: str) -> bool:
    return re.match(r"__\w+__\b", text) is not None


def headless_files(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Files whose first lines do not hold the header; comment marks, case of spaces and years may differ."""
    wanted = str(params["text"])
    if source.text.strip() and not _header(wanted).search(_plain(source.text[:_REACH])):
        shown = _plain(wanted)
        shown = shown if len(shown) <= 50 else f"{shown[:49].rstrip()}…"
        yield Fact(1, 1, f"The file does not begin with the header `{shown}`.")


@lru_cache(maxsize=16)
def _header(wanted: str) -> re.Pattern[str]:
    """The header as a pattern at the beginning of a text, in which every year stands for any."""
    parts = re.split(
        r"(?:\b(?:19|20)\d\d\b(?:\s?[-–]\s?(?:\d{4}|present))?|\{year\}|<year>|\[year\]|\bYYYY\b)", _plain(wanted)
    )
    body = r"(?:\d{4}(?:\s?[-–,]\s?(?:\d{4}|present))*)".join(
        re.escape(part.strip()).replace(r"\ ", r"\s+") for part in parts
    )
    body = body.replace(r"(?:\d{4}", r"\s*(?:\d{4}").replace(r"present))*)", r"present))*)\s*")
    return re.compile(rf"^(?:#!\S+(?: \S+)* |-\*-.*?-\*- |['\"]use \w+['\"];? |<\?\w+ )*\W*{body}", re.IGNORECASE)


def _plain(text: str) -> str:
    """A text without comment marks, its lines joined."""
    lines = (re.sub(r"^\s*(?:#(?!!)|//+|/\*+!?|\*+/?|<!--|\"{3}|'{3})?\s?", "", line) for line in text.split("\n"))
    joined = " ".join(re.sub(r"\s*(?:\*+/|-->)\s*$", "", line) for line in lines)
    return re.sub(r"\s+", " ", joined).strip()


_DOC = r"(?:module|file)(?:[ -]level)? doc ?strings?|doc ?strings? (?:at (?:the )?)?(?:module|file) level"

MODULE_DOCSTRING = Entry(
    name="module-docstring",
    title="Python modules without a docstring",
    languages=PYTHON,
    engines=(Syntax(silent_modules),),
    cues=("docstring", "doc string"),
    phrases=(
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?|\b(?:must|always|add|write|include|have|has|with|require"
            r"|every|all|a|needs?|use)\s)(?:an? |one-line |short )*"
            rf"(?:{_DOC})(?:\s?(?:$|[.,;:(—–])|\s(?:are |is )?(?:required|mandatory|everywhere|always|must"
            r"|expected)\b|\s(?:for|in|on|at the top of|to|of) (?:all|every|each)\b"
            r"|\s(?:saying|that|explaining|describing|which)\b)",
            {},
            rf"{EXCUSED}|\b(?:no|never|don't|do not|avoid|remove)\b",
        ),
        Phrase(
            r"\b(?:every|each|all) (?:new |python |source |\.py |`\.py` )*(?:modules?|files?|scripts?)\s(?:must "
            r"|should |shall )?"
            r"(?:starts?|begins?|opens?)\s(?:with|by)\s(?:an? |its |the |one-line |short |module |file )*doc ?string",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:start|begin|open) (?:every|each|all) (?:new |python )*(?:modules?|files?) with an? "
            r"(?:\w+ )?doc ?string",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:no|never)\b[^.;]{{0,20}}\b(?:modules?|python files?)\s(?:without|missing|lacking)\s(?:a "
            r"|its )?doc ?string",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Module docstrings are required", {}),
        ("Every file starts with a docstring", {}),
        ("Each Python module begins with a one-line docstring.", {}),
        ("- **Docs:** module-level docstring in every file", {}),
        ("Write a module docstring that says what the file is for", {}),
        ("No module without a docstring", {}),
        ("Always add module docstrings.", {}),
    ),
    ignores=(
        "Every public function has a docstring.",
        "No module docstrings; the file name says it.",
        "Module docstrings are optional.",
        "The docstring style is Google.",
        "Modules import their docstrings from `docs.py`.",
    ),
    skip_tests=True,
    words=Words(
        why="The first line of a file is where a reader decides whether this is the place they look for. Without it "
        "they have to read the code to find out what it is not about.",
        question="What would you answer somebody who asks what belongs into this file, and what does not?",
        hint="Read only the names that other modules import from here, and say what they have in common.",
    ),
    examples=(
        Example("python", "import os\n\n\ndef f():\n    '''Doc.'''\n", (1,)),
        Example("python", "# A comment is none\nx = 1\n'''neither'''\n", (1,)),
        Example("python", "#!/usr/bin/env python\n# a\n'''Doc.'''\nx = 1\n"),
        Example("python", '"""Doc."""\nimport os\n'),
        Example("python", "from .a import b\n\n__all__ = ['b']\n", (), path="src/a/__init__.py"),
        Example("python", "x = 1\n", (), path="tests/test_a.py"),
        Example("python", ""),
    ),
)

_HEADER = (
    r"(?:file |licen[cs]e |copyright |spdx |standard |comment |apache |mit |our |following |this |the |a "
    r"|an )*(?:header|banner|licen[cs]e (?:comment|notice|text)|copyright (?:notice|line)|comment|line)"
)
_FILES = r"(?:every|each|all)\s(?:new |source |code |python |typescript |\.?\w+ )*(?:files?|modules?)"
# One word is no header but the beginning of a name.
_TEXT = (
    r"(?:the (?:line|text|comment|header) )?:?\s?(?P<text>`[^`\s]{{1,80}}\s[^`]{{2,200}}`"
    r"|\"[^\"\s]{{1,80}}\s[^\"]{{2,200}}\")"
)

FILE_HEADER = Entry(
    name="file-header",
    title="source files that do not begin with the named header",
    languages=ALL,
    engines=(Syntax(headless_files),),
    cues=("header", "spdx", "copyright", "start", "begin"),
    phrases=(
        Phrase(
            rf"\b{_FILES}\s(?:must |should |shall |always )?(?:starts?|begins?|opens?)\s(?:with|by)"
            rf"\s(?:{_HEADER}[ :,-]*)?{_TEXT}",
            {},
            rf"{EXCUSED}|`from __future__|`use (?:client|strict|server)|`import|docstring|`#!",
        ),
        Phrase(
            rf"\b{_FILES}\s(?:must |should |shall )?(?:carry|carries|have|has|need|needs|include|includes"
            rf"|contain|contains|get|gets)\s{_HEADER}[ :,(-]*{_TEXT}",
            {},
            rf"{EXCUSED}|docstring",
        ),
        Phrase(
            rf"\b(?:start|begin) {_FILES} with\s(?:{_HEADER}[ :,-]*)?{_TEXT}",
            {},
            rf"{EXCUSED}|`from __future__|`use (?:client|strict)|docstring",
        ),
        Phrase(
            rf"\b(?:file|licen[cs]e|copyright|spdx) header[^.;`\"]{{{{0,30}}}}{_TEXT}",
            {},
            rf"{EXCUSED}|\b(?:in|see|from|lives|file|script|run) `",
        ),
        Phrase(
            rf"(?P<text>`[^`]{{{{4,200}}}}`) (?:at the top|on the first line|as the first line) of {_FILES}",
            {},
            rf"{EXCUSED}|`from __future__|`use (?:client|strict)",
        ),
    ),
    vague=(
        Phrase(
            rf"\b{_FILES}\s(?:must |should |shall |always )?(?:starts? with|begins? with|ha(?:s|ve)|needs?|carry"
            r"|carries|includes?|gets?)\s(?:an? |the |our )*"
            r"(?:apache |mit |gpl |standard |spdx )*(?:licen[cs]e|copyright|spdx|file) (?:headers?|notices?"
            r"|comments?|identifiers?)\b",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:add|include|keep) (?:the |a |our )*(?:licen[cs]e|copyright|spdx) headers? (?:to|in|on"
            r"|at the top of) (?:all|every|each|new)\b",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        (
            "Every source file begins with `// SPDX-License-Identifier: MIT`",
            {"text": "// SPDX-License-Identifier: MIT"},
        ),
        ('All files start with the header "Copyright 2024 Acme Inc."', {"text": "Copyright 2024 Acme Inc."}),
        ("License header: `# Copyright (c) Acme` in each file", {"text": "# Copyright (c) Acme"}),
        ("Start every file with `// Acme Corp. All rights reserved`", {"text": "// Acme Corp. All rights reserved"}),
        (
            "`# SPDX-License-Identifier: Apache-2.0` at the top of every file",
            {"text": "# SPDX-License-Identifier: Apache-2.0"},
        ),
        ("Each new file must carry the copyright header `(c) Acme`", {"text": "(c) Acme"}),
    ),
    ignores=(
        "Every test file starts with `test_`.",
        "Each request has the header `X-Request-Id`.",
        "Every file starts with a docstring.",
        "Start every file with `from __future__ import annotations`.",
        "The table header begins with `#`.",
        "All files are formatted with `ruff format`.",
    ),
    slots=(Slot("text", "name", ask="With which text does every file begin?"),),
    words=Words(
        why="A file travels alone: it is copied, vendored, shown in a search. What is to be known about it wherever it "
        "turns up has to stand in the file itself.",
        question="What could somebody who finds only this file learn about where it comes from?",
        hint="Compare the first lines with those of the files beside it.",
    ),
    examples=(
        Example("python", "import os\n# (c) Acme\n", (1,), {"text": "# (c) Acme"}),
        Example(
            "python", "#!/usr/bin/env python\n# Copyright 2019-2023 Acme\nx = 1\n", (), {"text": "Copyright 2024 Acme"}
        ),
        Example("python", '"""\nCopyright 2024 Acme\n"""\n', (), {"text": "# Copyright 2024 Acme"}),
        Example("python", "", (), {"text": "# (c) Acme"}),
        Example("typescript", "const s = '(c) Acme';\n", (1,), {"text": "// (c) Acme"}),
        Example("tsx", "// SPDX-License-Identifier: GPL\nexport {};\n", (1,), {"text": "SPDX-License-Identifier: MIT"}),
        Example(
            "javascript",
            "/**\n * Licensed under\n * the MIT license.\n */\n",
            (),
            {"text": "// Licensed under the MIT license."},
        ),
        Example("tsx", "'use client';\n// (c) Acme\n", (), {"text": "// (c) Acme"}),
    ),
)

ENTRIES = (MODULE_DOCSTRING, FILE_HEADER)
