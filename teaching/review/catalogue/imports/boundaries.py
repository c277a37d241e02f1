"""Boundaries between folders: which may not import which."""

import posixpath
import re
from collections.abc import Iterator, Sequence

from teaching.review.catalogue import seen
from teaching.review.catalogue.dependencies.known_packages import import_names
from teaching.review.catalogue.imports.imported import Import, imports
from teaching.review.catalogue.phrasing import NEG, SOFTENED
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, LANGUAGE_OF_SUFFIX, SourceFile, end_line, start_line

Segments = tuple[str, ...]

_ALIAS = re.compile(r"^(?:@|~|#|\$lib|\$)/|^[~#](?=\w)")


def _names(params: Params, slot: str) -> Segments:
    value = params[slot]
    return value if isinstance(value, tuple) else ()


def _segments(name: str) -> Segments:
    """A name as a path: `a/b/`, `a/b/**` and Python's `a.b` alike; a file keeps its stem only."""
    name = name.removeprefix("./").rstrip("*").strip("/")
    stem, suffix = posixpath.splitext(name)
    if suffix in LANGUAGE_OF_SUFFIX:
        return tuple(stem.split("/"))
    if "/" not in name and not name.startswith((".", "@")):
        return tuple(name.split("."))
    return tuple(name.split("/"))


def _position(part: Segments, whole: Segments) -> int:
    """Where the one sequence stands within the other; -1 where it does not."""
    for start in range(len(whole) - len(part) + 1):
        if whole[start : start + len(part)] == part:
            return start
    return -1


def _without_suffix(path: str) -> Segments:
    stem, suffix = posixpath.splitext(path)
    segments = tuple((stem if suffix in LANGUAGE_OF_SUFFIX else path).split("/"))
    return segments[:-1] if segments[-1] in {"index", "__init__"} else segments


def _place_of(source: SourceFile, names: Sequence[str]) -> tuple[str, Segments] | None:
    """The name that governs the file, and the folder (or module) of it that the file lies in."""
    for name in names:
        path = _without_suffix(source.path)
        # With a slash at its end a name is a folder; without, it may be the module itself.
        within = tuple(source.path.split("/")[:-1]) if name.endswith(("/", "*")) else path
        part = _segments(name)
        at = _position(part, within)
        if at >= 0:
            return name, within[: at + len(part)]
    return None


def _python_paths(imported: Import, folders: Segments) -> list[tuple[Segments, bool]]:
    """The paths that a Python import may mean, each with whether it is of this project."""
    module = imported.module
    dots = len(module) - len(module.lstrip("."))
    parts = tuple(part for part in module[dots:].split(".") if part)
    if dots:
        base = folders[: len(folders) - dots + 1] + parts
        # `from . import a` names a module; `from .a import b` most often something inside one.
        return [(base, True), *(((*base, name), True) for name in imported.names if not parts)]
    if parts[0] in folders:
        at = folders.index(parts[0])
        return [(folders[:at] + parts, True), *((folders[:at] + (*parts, name), False) for name in imported.names)]
    return [(parts, False), *(((*parts, name), False) for name in imported.names)]


def _reaches_python(imported: Import, target: str, folders: Segments, place: Segments) -> bool:
    wanted = _segments(target)
    for number, (path, local) in enumerate(_python_paths(imported, folders)):
        at = _position(wanted, path)
        if at < 0 or (at and not local and number == 0) or _is_own_part(path, at, place, wanted):
            continue
        # A name taken out of a package is its submodule only if the rule spells that out.
        if local or number == 0 or len(wanted) > 1:
            return True
    dotted = (imported.module, *(f"{imported.module}.{name}" for name in imported.names))
    known = import_names(target) if "/" not in target else ()
    return any(text == name or text.startswith(f"{name}.") for text in dotted for name in known)


def _is_own_part(path: Segments, at: int, place: Segments, wanted: Segments) -> bool:
    """Whether a path lies within the governed folder itself, so that importing it crosses nothing."""
    inside = path[: len(place)] == place and at >= len(place)
    return inside and _position(place[-1:], wanted) != 0


def _reaches_web(imported: Import, target: str, folders: Segments, place: Segments) -> bool:
    module = imported.module.split("?")[0]
    wanted = _segments(target)
    if module.startswith("."):
        path = _without_suffix(posixpath.normpath(posixpath.join("/".join(folders), module)))
        at = _position(wanted, path)
        return at >= 0 and not _is_own_part(path, at, place, wanted)
    if target.rstrip("/*") == module or module.startswith(f"{target.rstrip('/*')}/"):
        return True
    alias = _ALIAS.match(module)
    path = _without_suffix(module[alias.end() :] if alias else module)
    if alias or path[0] in folders or path[0] == "src":
        at = _position(wanted, path)
        if at >= 0:
            return not _is_own_part(path, at, place, wanted)
    # An alias stands for folders that the file itself lies in: `@/api` from `web/src/…` can be `web/src/api`.
    return (alias is not None or len(path) > 1) and any(
        wanted[cut:] == path[: len(wanted) - cut] and _position(wanted[:cut], folders) >= 0
        for cut in range(1, len(wanted))
    )


def crossing_imports(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Imports, in files of the sources, of anything that belongs to the targets; types count."""
    found = _place_of(source, _names(params, "sources"))
    if found is None:
        return
    name, place = found
    if _place_of(source, _names(params, "exempt")) is not None:
        return
    folders = tuple(source.path.split("/")[:-1])
    reaches = _reaches_python if source.language == "python" else _reaches_web
    for imported in imports(source):
        for target in _names(params, "targets"):
            if reaches(imported, target, folders, place):
                text = f"This file of `{name}` imports `{imported.module}`, which belongs to `{target}`."
                yield Fact(start_line(imported.node), end_line(imported.node), text)
                break


# A side is concrete when it stands in backticks or is one word with a slash after it.
_QUOTED = r"`@?[\w./-]*\w(?:/?\*{{1,2}}|/)?`"
_SIDE = (
    rf"(?:{_QUOTED}(?:\s*(?:,? or |,? and |,? nor |, ?| ?/ ?|&){_QUOTED}){{{{0,6}}}}|"
    rf"(?<![\w/.`-])[a-z][\w-]*/(?![\w`]))"
)
_WHAT = (
    r"(?:\s+(?:directly|anything|any|code|modules?|types?|values?|things|from|of|the|other|packages?|stuff|into|to"
    r"|`?import type`?)){{0,4}}\s+"
)
_SUBJECT = r"(?:\s*\([^)]{{0,60}}\))?(?:(?:\s+[a-z]+){{0,3}}|\s*(?:[:—–-]|->|→)(?:\s+[^.;`]{{0,60}})?)\s*"
_NEVER_IMPORT = rf"{NEG}(?:\s+(?:ever|directly|direct|any|contain|have|make|add))*\s+imports?(?:ing)?\b"
_NEVER_DEPEND = (
    rf"{NEG}(?:\s+(?:ever|directly|direct|any|have|take|know))*\s+(?:depend(?:s|ing)?|dependenc"
    rf"(?:y|ies))\b(?: directly)?\s+(?:on|upon|to)\b"
)
_LOOSE = rf"{SOFTENED}|\b(?:besides|anywhere but|only|but not|may import|can import|allowed to import)\b"

IMPORT_BOUNDARY = Entry(
    name="import-boundary",
    title="imports across a boundary between folders or packages",
    languages=ALL,
    engines=(Syntax(crossing_imports),),
    # Tests reach across boundaries to replace what lies behind them.
    skip_tests=True,
    cues=("import", "depend", "know", "unaware", "ignorant"),
    phrases=(
        Phrase(
            rf"\bonly\s+(?P<exempt>{_SIDE})[^.;]{{{{0,60}}}}?\bno other (?:module|file|code|package|part)s?\s+"
            rf"(?:in|under|of|inside)\s+(?P<sources>{_SIDE})\s+(?:may\s+"
            rf"|ever\s+)?imports?{_WHAT}?\s*(?P<targets>{_SIDE})",
        ),
        Phrase(rf"(?P<sources>{_SIDE}){_SUBJECT}{_NEVER_IMPORT}{_WHAT}(?P<targets>{_SIDE})", {}, _LOOSE),
        Phrase(
            rf"(?P<sources>{_SIDE})\s+(?:must |should |may |can )?(?:know(?:s)? nothing (?:about|of)|(?:does|do"
            rf"|must|should|may)"
            r" not (?:need to )?know (?:about|of)|(?:is|are|be|stays?) (?:un|not )aware of|(?:has|have) no knowledge of"
            rf"|(?:is|are|stays?) ignorant of)\s+(?:anything (?:in|from) )?(?P<targets>{_SIDE})",
            {},
            _LOOSE,
        ),
        Phrase(rf"(?P<sources>{_SIDE}){_SUBJECT}{_NEVER_DEPEND}{_WHAT}(?P<targets>{_SIDE})", {}, _LOOSE),
        Phrase(
            rf"{_NEVER_IMPORT}{_WHAT}(?P<targets>{_SIDE})(?: code| modules| directly)*\s+(?:in|into|inside|within)"
            rf"\s+(?:the |any )?(?P<sources>{_SIDE})",
            {},
            _LOOSE,
        ),
        Phrase(
            rf"{_NEVER_IMPORT}{_WHAT}(?P<targets>{_SIDE})(?: code| modules| directly)*\s+(?:in|into|inside|within)"
            r"\s+(?:the |any )?(?:[a-z]+ )?(?P<sources>components|pages|hooks|services|domain|routes"
            r"|routers|controllers"
            r"|models|views|utils|features|repositories)(?=\s*(?:$|[.;,(]))",
            {},
            _LOOSE,
        ),
        Phrase(
            rf"(?P<targets>{_SIDE}){_SUBJECT}{NEG}(?:\s+be)?\s+(?:directly\s+)?imported(?: directly)?\s+"
            rf"(?:anywhere\s+)?(?:in|into|inside|by|from|within|under)\s+(?:the |any )?(?P<sources>{_SIDE})",
            {},
            _LOOSE,
        ),
        Phrase(
            rf"\b(?:nothing|no (?:file|module|code)) (?:in|under|inside|of)\s+(?P<sources>{_SIDE})\s+(?:may|should"
            rf"|can|must|ever|is allowed to)?\s*imports?\b{_WHAT}(?P<targets>{_SIDE})",
        ),
    ),
    vague=(
        Phrase(
            rf"\b(?:domain|core|ui|presentation|service|business|data)(?: layer| code| logic| components?)?\s+{NEG}\s+"
            r"(?:directly )?(?:import|depend on)(?:s|ing)?\s+(?:from )?(?:the )?[a-z ]{{0,20}}"
            r"\b(?:layer|infrastructure|framework|api client|api|database)\b",
            {},
            _LOOSE,
        ),
    ),
    reads=(
        (
            "`web/src/components/` never imports from `web/src/api/` directly",
            {"sources": ("web/src/components/",), "targets": ("web/src/api/",)},
        ),
        ("`domain/` must not import `fastapi`", {"sources": ("domain/",), "targets": ("fastapi",)}),
        ("No imports from `infrastructure` in `domain`", {"sources": ("domain",), "targets": ("infrastructure",)}),
        (
            "Only `app/store.py` talks to the database, so no other module in `app/` imports `sqlite3`",
            {"sources": ("app/",), "targets": ("sqlite3",), "exempt": ("app/store.py",)},
        ),
        (
            "Nothing in `repositories/` may import from `routes/`.",
            {"sources": ("repositories/",), "targets": ("routes/",)},
        ),
        ("core/ has no dependencies on cli/", {"sources": ("core",), "targets": ("cli",)}),
        ("Never import from `src/db` in components", {"sources": ("components",), "targets": ("src/db",)}),
        (
            "Code in `domain/` must not import `fastapi` or `sqlalchemy`.",
            {"sources": ("domain/",), "targets": ("fastapi", "sqlalchemy")},
        ),
        ("`server.db` must not be imported from `server.api`", {"sources": ("server.api",), "targets": ("server.db",)}),
        (
            "`packages/core`: pure logic, no imports from `packages/cli`",
            {"sources": ("packages/core",), "targets": ("packages/cli",)},
        ),
    ),
    ignores=(
        "`web/` imports from `shared/`, never the other way round.",
        "Components should not import the API client directly.",
        "Never import `Button` from `@mui/material`; use `ui/Button`.",
        "`api/` never imports anything except `core/`.",
        "The CLI depends on `core/` and does not depend on a server.",
        "Only `infra/` may import `boto3`.",
    ),
    slots=(
        Slot("sources", "names", ask="Which folder is meant: whose code must not import it? Name it in backticks."),
        Slot("targets", "names", ask="What must not be imported there? Name the folder or package in backticks."),
        Slot("exempt", "names", default=()),
    ),
    evidence={"sources": seen.FOLDERS, "targets": seen.PACKAGES},
    words=Words(
        why="A boundary lets one side change without the other; the first import across it ties them "
        "together, and from "
        "then on neither can be tested or replaced alone.",
        question="What does this file need from the other side, and who could hand it over instead?",
        hint="Look at how the nearest allowed neighbour of this file gets at the same thing.",
    ),
    examples=(
        Example(
            "tsx",
            "import { get } from '../api/client';\nimport type { U } from '@/api/types';\n",
            (1, 2),
            {"sources": ("web/src/components/",), "targets": ("web/src/api/",)},
            path="web/src/components/User.tsx",
        ),
        Example(
            "typescript",
            "const a = await import('../db');\nconst b = require('src/db/pool');\nexport { c } from '~/db/c';\n",
            (1, 2, 3),
            {"sources": ("components",), "targets": ("src/db",)},
            path="src/components/a.ts",
        ),
        Example(
            "python",
            "import fastapi\nfrom fastapi.responses import (\n    JSONResponse,\n)\nimport fastapi_utils\n",
            (1, 2),
            {"sources": ("domain/",), "targets": ("fastapi",)},
            path="app/domain/order.py",
        ),
        Example(
            "python",
            "from app.cli.main import run\nfrom ..cli import x\nfrom .. import cli\n\ndef f():\n    import app.cli\n",
            (1, 2, 3, 6),
            {"sources": ("core/",), "targets": ("cli/",)},
            path="app/core/x.py",
        ),
        Example(
            "python",
            "from server import db\nimport server.db.session as s\n",
            (1, 2),
            {"sources": ("server.api",), "targets": ("server.db",)},
            path="server/api.py",
        ),
        Example(
            "python",
            "from app.extensions import cli\nimport click.cli\nfrom app.core.cli import y\nimport "
            "client\n# import app.cli\n",
            (),
            {"sources": ("core/",), "targets": ("cli/",)},
            path="app/core/x.py",
        ),
        Example(
            "python",
            "from . import local\nfrom .cli_helpers import x\nimport importlib\nm = "
            "importlib.import_module('app.web')\n",
            (),
            {"sources": ("core/",), "targets": ("cli/",)},
            path="app/core/x.py",
        ),
        Example(
            "python",
            "import fastapi\n",
            (),
            {"sources": ("domain/",), "targets": ("fastapi",), "exempt": ("domain/web.py",)},
            path="app/domain/web.py",
        ),
        Example(
            "python",
            "import app.cli.main\n",
            (),
            {"sources": ("core/",), "targets": ("cli/",)},
            path="app/tests/core/test_x.py",
        ),
        Example(
            "python",
            "import fastapi\n",
            (),
            {"sources": ("domain/",), "targets": ("fastapi",)},
            path="app/web/order.py",
        ),
        Example(
            "javascript",
            "import express from 'express';\nimport { Router } from 'express/lib/router';\nimport x "
            "from 'express-x';\n",
            (1, 2),
            {"sources": ("domain",), "targets": ("express",)},
            path="src/domain/order.js",
        ),
        Example(
            "javascript",
            "import a from '../components/a.js';\n",
            (),
            {"sources": ("components",), "targets": ("api/",)},
            path="src/api/order.js",
        ),
        Example(
            "tsx",
            "import { a } from './api/local';\nimport b from '@/apis/b';\nimport c from "
            "'web-api';\nfetch('../api/x');\n",
            (),
            {"sources": ("web/src/components/",), "targets": ("web/src/api/",)},
            path="web/src/components/User.tsx",
        ),
        Example(
            "typescript",
            "import { a } from '@/api/a';\n",
            (),
            {"sources": ("components/",), "targets": ("server/api/",)},
            path="web/src/components/a.ts",
        ),
        Example(
            "tsx",
            "import { get } from '../api/client';\n",
            (),
            {"sources": ("web/src/components/",), "targets": ("web/src/api/",)},
            path="web/src/components/User.test.tsx",
        ),
    ),
)
