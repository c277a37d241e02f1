"""Dependencies: libraries that a project does without, and calls that it forbids."""

from collections.abc import Iterator, Mapping

from teaching.review.catalogue import seen
from teaching.review.catalogue.dependencies.forbidden_calls import FORBIDDEN_CALL
from teaching.review.catalogue.dependencies.known_packages import KNOWN, PLAIN, import_names
from teaching.review.catalogue.imports.imported import Import, imports
from teaching.review.catalogue.phrasing import BANNED, END, LOCATED, NEG, SOFTENED, START
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, start_line


def _hit(imported: Import, wanted: Mapping[str, str], python: bool) -> str | None:
    """The forbidden library that an import takes something from; None where it takes none."""
    module = imported.module.removeprefix("node:")
    separator = "." if python else "/"
    spellings = (module, *(f"{module}.{name}" for name in imported.names)) if python else (module,)
    for alias, package in wanted.items():
        if alias.endswith(".*") and module.startswith(alias[:-1]):
            return package
        if any(text == alias or text.startswith(alias + separator) for text in spellings):
            return package
    return None


def forbidden_imports(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Imports of the forbidden libraries or of their submodules, under whatever name code knows them."""
    named = params["forbidden"]
    packages = named if isinstance(named, tuple) else ()
    wanted = {alias: package for package in packages for alias in import_names(package)}
    python = source.language == "python"
    for imported in imports(source):
        if imported.module.startswith("."):
            continue
        package = _hit(imported, wanted, python)
        if package is not None:
            text = f"`{imported.module}` is imported here, which belongs to `{package}`."
            if imported.module in {package, package.lower()}:
                text = f"`{package}` is imported here."
            yield Fact(start_line(imported.node), end_line(imported.node), text)


_LISTS = {"PLAIN": frozenset(PLAIN), "KNOWN": frozenset(KNOWN)}
_PLAIN = r"(?:<PLAIN>)(?:\.js)?"
_LOOSE = r"(?:<KNOWN>)(?:\.js)?"
_KNOWN_QUOTED = rf"`(?:{_LOOSE}(?:/[\w./-]+)?|@[\w-]+/[\w.-]+)`"
# After "import" every name in backticks is a module, unless it is a file or the default name of JSX.
_ANY_QUOTED = (
    rf"(?:{_KNOWN_QUOTED}|`(?!react`|[^`]*\.(?:[cm]?[jt]sx?|pyi?|css|json|md|env)`)[a-z_][\w-]*(?:\.[a-z_][\w-]*)*`)"
)
_SEP = r"(?:\s*,?\s*(?:or|and|nor)\s+|\s*,\s*|\s*/\s*)"


def _listed(one: str) -> str:
    # Possessive: a list is taken whole, so that what follows its last name is what decides.
    return rf"(?P<forbidden>(?>{one}(?:{_SEP}(?:{one}|{_PAIRED})(?![\w/-]))*+))(?![\w/-])"


_SURE = rf"(?<![\w./@`-])(?:{_KNOWN_QUOTED}|{_PLAIN}(?![\w`]))"
_PAIRED = rf"(?<![\w./@`-])(?:{_KNOWN_QUOTED}|{_LOOSE}(?![\w`]))"
_MODULE = rf"(?<![\w./@`-])(?:{_ANY_QUOTED}|{_PLAIN}(?![\w`]))"
_KIND = r"(?:\s+(?:library|libraries|packages?|modules?|dependency|dependencies)|\s+as a (?:new )?dependency)?"
_NARROW = "async|new|large|small|local|simple|complex|server|client|internal|external"
_FOR_ALL = rf"(?=\s+for\s+(?!{_NARROW})\w+)"
_INSTEAD = r"(?:instead of|rather than|in place of|over|and never|and not|,? ?not|,? ?never|,? ?no|, avoid)"
_PURPOSE = rf"(?:\s+for\s+(?!{_NARROW})[\w /-]{{{{2,30}}}})?"
_VERB = (
    r"(?:\s+(?:ever|use|using|add|adding|install|introduce|introducing|depend on|reach for|pull in|bring in|any|the))*"
)

_TAKEN_BACK = rf"{SOFTENED}|{LOCATED}"

FORBIDDEN_LIBRARY = Entry(
    name="forbidden-library",
    title="imports of a library that the project does without",
    languages=ALL,
    engines=(Syntax(forbidden_imports),),
    cues=(
        "not",
        "never",
        "no ",
        "n't",
        "instead of",
        "rather than",
        "over ",
        "prefer",
        "avoid",
        "ban",
        "forbid",
        "leave ",
        "keep ",
        "prohibit",
        "disallow",
        "❌",
        "🚫",
    ),
    phrases=(
        Phrase(
            rf"\b(?:use|prefer|choose|using|with|through|via)\s+(?:the |only )?(?P<instead>{_PAIRED})(?: [\w-]+)?"
            rf"{_PURPOSE}[,;]?\s*(?:\b{_INSTEAD}|\(not)\s+(?:the |raw |plain |with |through |via )?"
            rf"{_listed(_PAIRED)}{_KIND}(?:{END}|{_FOR_ALL})",
            {},
            _TAKEN_BACK,
            _LISTS,
            otherwise="`@",
        ),
        Phrase(
            rf"\b(?:use|prefer|choose)\s+[^.;:`]{{{{0,25}}}}(?:`[\w.]+(?:\(\))?`)?(?:"
            rf" [\w-]+){{{{0,2}}}}[,;]?\s*\b{_INSTEAD}"
            rf"\s+(?:the |raw |plain )?{_listed(_SURE)}{_KIND}{END}",
            {},
            _TAKEN_BACK,
            _LISTS,
            otherwise="`@",
        ),
        Phrase(
            rf"{START}{NEG}\s+(?:ever )?import(?:ing)?\s+(?:from )?(?!`?react`?(?![\w-]))"
            rf"{_listed(_MODULE)}{_KIND}{END}",
            {},
            _TAKEN_BACK,
            _LISTS,
            needs="import",
        ),
        Phrase(rf"{START}{NEG}{_VERB}\s+{_listed(_SURE)}{_KIND}{END}", {}, _TAKEN_BACK, _LISTS, otherwise="`@"),
        Phrase(
            rf"{START}{_listed(_PAIRED)}\s+(?:must|should|may|can)(?: not|n'?t|not| never)(?: ever)? be imported{END}",
            {},
            _TAKEN_BACK,
            _LISTS,
            otherwise="`@",
        ),
        Phrase(
            rf"\b(?:leave|keep)\s+{_listed(_SURE)}{_KIND}\s+out(?:\s+of\b|{END})",
            {},
            _TAKEN_BACK,
            _LISTS,
            otherwise="`@",
        ),
        Phrase(
            rf"\bprefer\s+(?P<instead>{_PAIRED})\s+to\s+{_listed(_PAIRED)}{_KIND}{END}",
            {},
            _TAKEN_BACK,
            _LISTS,
            otherwise="`@",
        ),
        Phrase(rf"{START}{_listed(_SURE)}{_KIND}{BANNED}{END}", {}, _TAKEN_BACK, _LISTS, otherwise="`@"),
    ),
    reads=(
        ("Use httpx, not requests", {"forbidden": ("requests",)}),
        ("Use `date-fns`, never `moment`", {"forbidden": ("moment",), "instead": ("date-fns",)}),
        ("Do not use lodash", {"forbidden": ("lodash",), "instead": ()}),
        ("pandas is banned", {"forbidden": ("pandas",)}),
        ("Flask must not be imported anywhere", {"forbidden": ("Flask",)}),
        ("No axios — use fetch", {"forbidden": ("axios",)}),
        ("Never import `unittest.mock`", {"forbidden": ("unittest.mock",)}),
        ("Do not use Redux.", {"forbidden": ("Redux",)}),
        ("HTTP: built-in fetch, no `axios` or `node-fetch`", {"forbidden": ("axios", "node-fetch")}),
        ("Use the built-in fetch rather than axios", {"forbidden": ("axios",)}),
        ("Prefer polars over pandas for data work", {"forbidden": ("pandas",), "instead": ("polars",)}),
        ("Don't use `@mui/material`", {"forbidden": ("@mui/material",)}),
        ("Use `httpx` (not `requests`) for HTTP", {"forbidden": ("requests",)}),
        ("Don't add lodash, moment or axios.", {"forbidden": ("lodash", "moment", "axios")}),
        ("Prefer `dayjs` to `moment`", {"forbidden": ("moment",), "instead": ("dayjs",)}),
        ("Dates are handled with `date-fns`, not with `moment`", {"forbidden": ("moment",)}),
        ("HTTP goes through `httpx`; leave `requests` out of this project", {"forbidden": ("requests",)}),
        ("tensorflow must not be imported", {"forbidden": ("tensorflow",)}),
        ("axios → banned, we have `src/lib/http.ts`", {"forbidden": ("axios",)}),
        ("Use dayjs instead of Moment.js", {"forbidden": ("Moment.js",)}),
    ),
    ignores=(
        "Use Zod for validation",
        "Use tabs, not spaces",
        "Use async/await, not callbacks",
        "Use composition, not inheritance",
        "Prefer `pathlib` over `os.path`",
        "Use pnpm, not npm",
        "Do not use lodash in `web/`",
        "Do not use React class components",
        "Never import `Button` from `@mui/material`",
        "Don't import `React`; the JSX transform does it.",
        "Do not use `any`",
        "Never send requests without a timeout",
        "Never use `requests` without a timeout",
        "Use POST, not GET requests",
        "Prefer `unknown` over `any`",
        "Never import from `index.ts`",
        "Do not use pandas for small tables",
        "axios is not retried",
        "No requests, no logging.",
        "Components must not import axios",
        "In tests, never import `unittest.mock`",
        "`domain/`: no pandas",
        "The client has no axios.",
        "Never use React.FC",
        "Use uv instead of pip and poetry",
    ),
    slots=(
        Slot("forbidden", "names", ask="Which library must not be used? Name it in backticks."),
        Slot("instead", "names", default=()),
    ),
    evidence={"forbidden": seen.PACKAGES},
    words=Words(
        why="Two libraries for one job mean two ways to configure, to mock and to keep up to date, and every newcomer "
        "asks which one counts.",
        question="How do other files of this project do what this import is needed for?",
        hint="Read the rule again: it may already name what this project uses for the purpose.",
    ),
    examples=(
        Example(
            "python",
            "import requests\nfrom requests.adapters import HTTPAdapter\n\n\ndef f():\n    import requests as r\n",
            (1, 2, 6),
            {"forbidden": ("requests",)},
        ),
        Example(
            "python",
            "from bs4 import BeautifulSoup\nimport yaml\n",
            (1, 2),
            {"forbidden": ("beautifulsoup4", "PyYAML")},
        ),
        Example(
            "python",
            "from unittest import mock\nfrom unittest.mock import patch\n",
            (1, 2),
            {"forbidden": ("unittest.mock",)},
        ),
        Example("python", "import os, pandas as pd\n", (1,), {"forbidden": ("pandas",)}),
        Example("python", "import requests_mock\nfrom .requests import get\n", (), {"forbidden": ("requests",)}),
        Example("python", "from app import requests\nfrom app.requests import x\n", (), {"forbidden": ("requests",)}),
        Example(
            "python", 'requests = []\nx = "import requests"  # import requests\n', (), {"forbidden": ("requests",)}
        ),
        Example("python", "import unittest\nfrom unittest import TestCase\n", (), {"forbidden": ("unittest.mock",)}),
        Example(
            "typescript",
            "import moment from 'moment';\nimport 'moment/locale/de';\nexport * from \"moment-timezone\";\n",
            (1, 2, 3),
            {"forbidden": ("moment",)},
        ),
        Example(
            "javascript",
            "const _ = require('lodash');\nconst fp = await import('lodash/fp');\nconst get = require('lodash.get');\n",
            (1, 2, 3),
            {"forbidden": ("lodash",)},
        ),
        Example("tsx", "import {\n  configureStore,\n} from '@reduxjs/toolkit';\n", (1,), {"forbidden": ("Redux",)}),
        Example("typescript", "import type { AxiosInstance } from 'axios';\n", (1,), {"forbidden": ("axios",)}),
        Example(
            "typescript", "import m from './moment';\nimport n from 'moment-like';\n", (), {"forbidden": ("moment",)}
        ),
        Example("typescript", "import axios from '@/lib/axios';\n", (), {"forbidden": ("axios",)}),
        Example(
            "javascript",
            "// import moment from 'moment'\nconst s = \"require('moment')\";\n",
            (),
            {"forbidden": ("moment",)},
        ),
        Example(
            "tsx", "const moment = new Date();\nexport const A = () => <p>moment</p>;\n", (), {"forbidden": ("moment",)}
        ),
    ),
)

ENTRIES = (FORBIDDEN_LIBRARY, FORBIDDEN_CALL)
