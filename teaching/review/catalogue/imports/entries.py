"""Imports: how they are written, where they stand, and what a module exports; boundaries are in `boundaries`."""

from collections.abc import Iterator

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import inner, named
from teaching.review.catalogue.imports.barrels import NO_BARREL
from teaching.review.catalogue.imports.boundaries import IMPORT_BOUNDARY
from teaching.review.catalogue.imports.import_place import IMPORTS_AT_TOP, NO_UNUSED_IMPORTS, TYPE_IMPORTS
from teaching.review.catalogue.imports.imported import imports
from teaching.review.catalogue.phrasing import BANNED, NEG, SOFTENED
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, WEB, SourceFile, end_line, span, start_line

# Files whose default export a tool asks for: configurations, stories, ambient modules.
_TOOL_FILES = lazily(r"(^|/)(\.storybook|\.vitepress)/|\.(config|stories|story|d)\.[^/]+$|(^|/)[^/]*\.config\.")
_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
_EXPORTS = lazily(r"__all__\b")
_ROUTE_FILES = lazily(
    r"(^|/)(pages|routes|screens)/"
    r"|(^|/)app/(.*/)?(page|layout|template|loading|error|not-found|default|global-error|_layout|index)\.[jt]sx?$"
)


def wildcard_imports(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Python's `from x import *`, and `import * as x` where the rule names it.

    A package's `__init__.py` that gathers its own modules is spared, and a module that does nothing but import: that
    is how such a file re-exports.
    """
    facade = source.language == "python" and _only_imports(source)
    for node in source.nodes("wildcard_import"):
        statement = node.parent()
        module = statement.field("module_name") if statement is not None else None
        if statement is None or module is None:
            continue
        folders = source.path.split("/")
        own = module.kind() == "relative_import" or module.text().split(".")[0] in folders[:-1]
        gathers = own and folders[-1].startswith("__init__.py")
        if not gathers and not facade:
            text = f"Every public name of `{module.text()}` is imported with `*`."
            yield Fact(start_line(statement), end_line(statement), text)
    if params["namespaces"] == "yes":
        for node in source.nodes("namespace_import"):
            line = start_line(node)
            yield Fact(line, line, f"`{' '.join(node.text().split())}` imports a whole module as one object.")


def _only_imports(source: SourceFile) -> bool:
    """Whether a module holds nothing but a docstring, imports and `__all__`."""
    for statement in named(source.root):
        only = inner(statement) if statement.kind() == "expression_statement" else statement
        if only is None or only.kind() in _IMPORTS:
            continue
        docstring = only.kind() == "string" and span(statement) == span(named(source.root)[0])
        exports = only.kind() in {"assignment", "augmented_assignment", "call"} and _EXPORTS.match(only.text())
        if not docstring and not exports:
            return False
    return True


def default_exports(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`export default`, and names exported as `default`; files from which a tool wants one are spared."""
    if _TOOL_FILES.search(source.path):
        return
    if params["exempt"] == "routes" and _ROUTE_FILES.search(source.path):
        return
    for node in source.nodes("export_statement"):
        if any(child.kind() == "default" for child in node.children()):
            line = start_line(node)
            yield Fact(line, line, "This module has an `export default`.")
    for node in source.nodes("export_specifier"):
        exported = node.field("alias") or node.field("name")
        if exported is not None and exported.text() == "default":
            line = start_line(node)
            yield Fact(line, line, f"`{' '.join(node.text().split())}` makes a default export.")


def relative_imports(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Imports that climb at least `depth` folders; for the web a neighbour (`./x`) is never meant."""
    allowed = params["depth"]
    assert isinstance(allowed, int), "depth is declared as a number"
    for imported in imports(source):
        module = imported.module
        if source.language == "python":
            dots = len(module) - len(module.lstrip("."))
            climbs = dots - 1
        else:
            parts = module.split("/")
            climbs = parts.count("..") or (0 if parts[0] == "." else -1)
            allowed = max(allowed, 1)
        if climbs >= max(allowed, 0):
            line = start_line(imported.node)
            yield Fact(line, end_line(imported.node), f"`{module}` is a relative import.")


_STAR = r"(?:wild ?card|star|`\*`|glob) imports?|`?(?:from [\w.]+ )?import \*`?|importing (?:everything|`\*`)"

NO_WILDCARD_IMPORT = Entry(
    name="no-wildcard-import",
    title="imports of everything with `*`",
    languages=ALL,
    engines=(Syntax(wildcard_imports),),
    cues=("wildcard", "wild card", "import *", "star import", "glob import", "`*`", "import `*", "namespace import"),
    phrases=(
        Phrase(
            rf"{NEG}(?: use| using| write| any)*\s+(?:`?import \*\s+as\b|namespace imports?)",
            {"namespaces": "yes"},
            rf"{SOFTENED}|import \*\s+as\b[^.;,]*`\s+(?:for|in|with)\b",
        ),
        Phrase(
            rf"(?:typescript|javascript)\b[^.;]{{{{0,30}}}}{NEG}(?: use| using| any)*\s+(?:{_STAR})",
            {"namespaces": "yes"},
            SOFTENED,
        ),
        Phrase(rf"{NEG}(?: use| using| write| do| any)*\s+(?:{_STAR})(?!\s+as\b)", {}, SOFTENED),
        Phrase(rf"(?:{_STAR})(?!\s+as\b){BANNED}", {}, SOFTENED),
    ),
    reads=(
        ("No wildcard imports.", {"namespaces": "no"}),
        ("Never use `from module import *`", {"namespaces": "no"}),
        ("Imports: avoid star imports", {"namespaces": "no"}),
        ("Wildcard imports are forbidden.", {"namespaces": "no"}),
        ("Don't use `import * as x`; import names", {"namespaces": "yes"}),
        ("TypeScript: no wildcard imports", {"namespaces": "yes"}),
    ),
    ignores=(
        "Do not use `import * as` for lodash.",
        "Use `import * as React from 'react'` in every component.",
        "No wildcard CORS origins.",
        "Wildcard imports are fine in `__init__.py`.",
        "No wildcard imports except in tests.",
    ),
    slots=(Slot("namespaces", "name", default="no", choices=("no", "yes")),),
    baseline="Names are imported by name, not by `*`.",
    severity="consider",
    words=Words(
        why="After a star import nobody can tell from the file where a name comes from, and a name added to the other "
        "module tomorrow can silently replace one of yours.",
        question="Which of the names used below come from that module, and how did you find out?",
        hint="List the names that this file really uses from there; the list is usually short.",
    ),
    examples=(
        Example("python", "import os\nfrom os.path import *\n\nprint(join(os.sep))\n", (2,)),
        Example("python", "try:\n    from fast import *\nexcept ImportError:\n    pass\n", (2,)),
        Example("python", "def f():\n    from .models import (  # all\n        *\n    )\n"),
        Example("python", "from .models import *\n\nx = Model()\n", (1,), path="app/views.py"),
        Example("python", "from .models import *\n\n'text'\n", (1,), path="app/views.py"),
        Example("python", '"""Doc."""\n# c\nimport a\nfrom .m import *\n\n__all__ = m.__all__\n__all__ += ["a"]\n'),
        Example("python", "from .m import *\n__all__.extend(a)\n", (), path="app/api.py"),
        Example("python", "from .models import *\n", (), path="app/__init__.py"),
        Example("python", "from app.models import *\n", (), path="src/app/__init__.py"),
        Example("python", "from a import b as c, d\nimport a.b\n"),
        Example("python", '"""Never write `from a import *`."""\nx = "from a import *"  # from a import *\n'),
        Example("python", "def f(*args, **kw):\n    a, *rest = args\n    return print(*rest)\n"),
        Example("typescript", "import * as fs from 'node:fs';\n", (1,), {"namespaces": "yes"}),
        Example("tsx", "import type * as T from './t';\n", (1,), {"namespaces": "yes"}),
        Example("javascript", "import d, * as all from './a.js';\n", (1,), {"namespaces": "yes"}),
        Example("typescript", "import * as fs from 'node:fs';\n"),
        Example("javascript", "const all = require('./a');\n/* import * as x from 'x' */\n", (), {"namespaces": "yes"}),
        Example("typescript", "export * from './a';\nexport * as b from './b';\n", (), {"namespaces": "yes"}),
        Example("typescript", "import { a } from './a';\nconst s = \"import * as x\";\n", (), {"namespaces": "yes"}),
    ),
)

_DEFAULT = r"(?:`?export default`?(?: statements?)?|`?default[- ]exports?`?|`default` exports?)"
_FORBID_DEFAULT = (
    rf"{NEG}(?: ever| use| using| write| add| create| any| the)*\s+{_DEFAULT}(?!\s+(?:from|values?|options?)\b)"
)
_ONLY_NAMED = (
    rf"\b(?:use|prefer|always|only|favou?r)\b[^.;]{{{{0,12}}}}\bnamed[- ]exports?"
    rf"\b[^.;]{{{{0,12}}}}?,?\s*(?:over|instead of"
    rf"|rather than|not|never|no)\s+(?:the )?{_DEFAULT}"
)
_NAMED = (
    r"(?:\bnamed[- ]exports? (?:only|exclusively|everywhere)\b|\bonly (?:use )?named[- ]exports?\b(?! (?:for|in))"
    r"|^(?:[\w &/-]{{1,30}}: )?(?:always |prefer |use )+named[- ]exports?\.?$)"
)
_OTHERWISE = r"\bdefault[- ]exports? (?:for|in|are (?:fine|ok|allowed|used))\b|\b(?:not|no|never|avoid) named\b"
_ROUTES = (
    r"\b(?:except|unless|other than|apart from)\b[^.;]{{0,40}}"
    r"\b(?:next(?:\.?js)?|pages?|routes?|layouts?|framework|app router|required)\b"
)

NO_DEFAULT_EXPORT = Entry(
    name="no-default-export",
    title="default exports",
    languages=WEB,
    engines=(Syntax(default_exports),),
    cues=("default", "named export", "named-export"),
    phrases=(
        *(
            Phrase(rf"(?:{form}).*{_ROUTES}", {"exempt": "routes"}, _OTHERWISE)
            for form in (_FORBID_DEFAULT, _ONLY_NAMED, r"\bnamed[- ]exports? only\b|\bonly named[- ]exports?\b")
        ),
        *(
            Phrase(form, {}, rf"{_OTHERWISE}|{SOFTENED}|\bbut\b")
            for form in (_FORBID_DEFAULT, _ONLY_NAMED, _NAMED, rf"{_DEFAULT}{BANNED}")
        ),
    ),
    reads=(
        ("Named exports only", {"exempt": ""}),
        ("No default exports.", {}),
        ("Prefer named exports over default exports", {}),
        ("Exports: use named exports, never `export default`", {}),
        ("Don't use `export default`", {}),
        ("Default exports are forbidden.", {}),
        ("Use named exports", {}),
        ("No default exports except for Next.js pages", {"exempt": "routes"}),
    ),
    ignores=(
        "Use default exports for components.",
        "Use named exports for utilities and default exports for pages.",
        "Without a default export, `React.lazy` fails.",
        "Don't forget the default export in `page.tsx`.",
        "Avoid named exports; use default exports.",
        "No default values in the configuration.",
        "Do not export default options from the settings module.",
    ),
    slots=(Slot("exempt", "name", default="", choices=("routes",)),),
    words=Words(
        why="A default export gets a new name in every file that imports it, so a search for the name misses half of "
        "its uses, and an editor cannot rename it everywhere.",
        question="Under how many different names could other files import what this module offers?",
        hint="Think about what the importing side would have to write if this thing carried its own name.",
    ),
    examples=(
        Example("typescript", "const a = 1;\nexport default a;\n", (2,)),
        Example("tsx", "export default function App() {\n  return <p/>;\n}\n", (1,)),
        Example("tsx", "function App() { return null; }\nexport {\n  App as default,\n};\n", (3,)),
        Example("typescript", "export { default } from './a';\n", (1,)),
        Example("javascript", "export default class {}\n", (1,)),
        Example("typescript", "export const a = 1;\nexport { a as b };\n"),
        Example("typescript", "export { default as A } from './a';\nimport D from './d';\n"),
        Example("typescript", "switch (x) { default: y(); }\nconst s = 'export default';\n// export default\n"),
        Example("javascript", "export default { plugins: [] };\n", (), path="vite.config.js"),
        Example("typescript", "export default meta;\n", (), path="src/Button.stories.ts"),
        Example("javascript", "module.exports = { default: 1 };\n"),
        Example("tsx", "export default function Page() { return null; }\n", (1,), path="app/shop/page.tsx"),
        Example(
            "tsx",
            "export default function Page() { return null; }\n",
            (),
            {"exempt": "routes"},
            path="app/shop/page.tsx",
        ),
    ),
)

_RELATIVE = r"(?:relative imports?|importing relatively|relative import paths?|relative paths? (?:in|for) imports?)\b"

NO_RELATIVE_IMPORTS = Entry(
    name="no-relative-imports",
    title="relative imports that climb out of their folder (in Python any relative import)",
    languages=ALL,
    engines=(Syntax(relative_imports),),
    cues=("relative", "absolute import", "../"),
    phrases=(
        Phrase(
            rf"{NEG}(?: use| using| any| deep| long)*\s+`?(?:\.\./){{{{3,}}}}[^.;]{{{{0,12}}}}", {"depth": 3}, SOFTENED
        ),
        Phrase(
            rf"{NEG}(?: use| using| any| deep| long)*\s+`?\.\./\.\./?`?(?:…|\.\.\.)? (?:imports?|paths)",
            {"depth": 2},
            SOFTENED,
        ),
        Phrase(r"\b(?:instead of|rather than|over|not|never)\s+(?:`?\.\./){{3,}}", {"depth": 3}, SOFTENED),
        Phrase(
            r"\b(?:import|alias)[^.;]{{0,60}}\b(?:instead of|rather than|over|not|never)\s+`?\.\./\.\.",
            {"depth": 2},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: use| using| any)*\s+(?:`?\.\./`? imports?|(?:relative )?parent(?:[- ]relative)? imports?)",
            {"depth": 1},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: ever| use| using| any)*\s+{_RELATIVE} that (?:climb|go|reach)[^.;]{{{{0,40}}}}"
            r"(?:more than (?:one|1)|`(?:\.\./){{2}})",
            {"depth": 2},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: ever| use| using| any)*\s+{_RELATIVE}"
            r"(?!\s+(?:that|in|for|across|between|beyond|deeper|with)\b)",
            {"depth": 0},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG} (?:deep |long )relative (?:imports?|paths?)[^.;`]{{{{0,15}}}}`?(?:\.\./){{{{3}}}}", {"depth": 3}
        ),
        Phrase(rf"{_RELATIVE}{BANNED}", {"depth": 0}, SOFTENED),
        Phrase(
            rf"\b(?:use|prefer|always|only)\b[^.;]{{{{0,20}}}}\babsolute imports?\b(?:[^.;]{{{{0,40}}}}"
            rf"(?:not|over|instead of"
            rf"|rather than|never)\s+(?:{_RELATIVE}|relative (?:paths|ones)\b)|\s*\(`?@/`?\)|\s+(?:only"
            rf"|everywhere|always|with|via"
            rf"|using)\b|\s*$|\s*[.;,—–-])",
            {"depth": 0},
            rf"{SOFTENED}|\band relative\b|relative imports? (?:for|in|within)",
        ),
        Phrase(r"\babsolute imports? only\b|\bimports?(?: must be| are always|:) absolute\b", {"depth": 0}, SOFTENED),
    ),
    reads=(
        ("Use absolute imports", {"depth": 0}),
        ("No relative imports.", {"depth": 0}),
        ("Always use absolute imports, not relative imports", {"depth": 0}),
        ("No `../../` imports", {"depth": 2}),
        ("Imports: use the `@/` alias instead of `../../`", {"depth": 2}),
        ("Never use relative parent imports", {"depth": 1}),
        ("Use absolute imports (`@/…`) instead of relative paths", {"depth": 0}),
        ("No deep relative imports (`../../../`)", {"depth": 3}),
        ("Import via `@/`, never `../../../`", {"depth": 3}),
    ),
    ignores=(
        "Import order: standard library, third party, then relative imports.",
        "Use relative imports within a package and absolute imports across packages.",
        "No relative imports across packages.",
        "Always use absolute paths in shell commands.",
        "Never cd into `../../`.",
    ),
    slots=(Slot("depth", "number", default=0),),
    words=Words(
        why="A path that climbs says where the other file lies seen from here, so it breaks when "
        "either file moves, and "
        "a reader must count dots to know what is meant.",
        question="If you moved this file one folder deeper, which of its imports would stop working?",
        hint="Look at how other files of this project name the same module.",
    ),
    examples=(
        Example("python", "import os\nfrom .a import b\n", (2,), {"depth": 0}),
        Example("python", "from . import a\nfrom .. import b\n", (2,), {"depth": 1}),
        Example("python", "from ...x.y import (\n    z,\n)\n", (1,), {"depth": 2}),
        Example("python", "from app.a import b\nimport app.c as d\n", (), {"depth": 0}),
        Example("python", "from ..a import b\n", (), {"depth": 2}),
        Example("python", 'x = "from . import a"  # from . import a\n', (), {"depth": 0}),
        Example("python", "a = b.c\nd = [...]\n", (), {"depth": 0}),
        Example("typescript", "import a from '../../a';\nimport b from '../b';\n", (1,), {"depth": 2}),
        Example("tsx", "export { x } from '../x';\n", (1,), {"depth": 0}),
        Example("javascript", "const a = require('../../a');\nconst b = import('../b');\n", (1, 2), {"depth": 1}),
        Example("typescript", "import a from './a';\nimport b from '@/b';\n", (), {"depth": 0}),
        Example("typescript", "import a from '../a';\n", (), {"depth": 2}),
        Example("typescript", "fetch('../../a');\nconst s = '../../b';\n", (), {"depth": 1}),
        Example("typescript", "import a from 'pkg/..a/b';\n", (), {"depth": 1}),
    ),
)

ENTRIES = (
    NO_WILDCARD_IMPORT,
    NO_DEFAULT_EXPORT,
    IMPORT_BOUNDARY,
    NO_RELATIVE_IMPORTS,
    IMPORTS_AT_TOP,
    NO_UNUSED_IMPORTS,
    NO_BARREL,
    TYPE_IMPORTS,
)
