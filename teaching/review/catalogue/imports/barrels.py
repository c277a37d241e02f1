"""Barrels: index files that only pass on what others export, and imports by way of them."""

import posixpath
import re
from collections.abc import Iterator

from teaching.review.catalogue.imports.imported import imports
from teaching.review.catalogue.phrasing import NEG, SOFTENED
from teaching.review.entry import Entry, Example, Fact, Params, Project, ProjectView, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, end_line, start_line

_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".cts")
_INDEX = re.compile(r"(^|/)index\.[cm]?[jt]sx?$")
# A package's own entry is its public face, not a short cut between neighbours.
_PACKAGE_ENTRY = re.compile(r"^(?:src/|lib/)?index\.|(^|/)packages/[^/]+/(?:src/|lib/)?index\.")


def barrels(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Index files that only re-export, and imports that name an index or a bare folder above."""
    if params["what"] == "files":
        if not _INDEX.search(source.path) or _PACKAGE_ENTRY.search(source.path):
            return
        statements = [node for node in source.root.children() if node.is_named() and node.kind() != "comment"]
        forwarded = [node for node in statements if node.kind() == "export_statement" and node.field("source")]
        if forwarded and len(forwarded) == len(statements):
            line = start_line(forwarded[0])
            yield Fact(line, end_line(forwarded[-1]), "This index file only passes on what other files export.")
        return
    for imported in imports(source):
        module = imported.module
        if imported.node.kind() != "export_statement" and (
            module.rstrip("/") in {".", ".."} or re.search(r"^[.@~].*/index(?:\.[cm]?[jt]sx?)?$", module)
        ):
            line = start_line(imported.node)
            yield Fact(line, end_line(imported.node), f"`{module}` is the index of a folder.")


def folder_imports(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Imports that name a folder whose index only passes on what its other files export."""
    if params["what"] == "files":
        return
    paths = frozenset(view.paths)
    passing: dict[str, bool] = {}
    for source in view.sources:
        if source.language == "python" or source.beyond:
            continue
        for imported in imports(source):
            index = _index_of(source.path, imported.module, paths)
            if not index or imported.node.kind() == "export_statement" or _PACKAGE_ENTRY.search(index):
                continue
            if index not in passing:
                passing[index] = _passes_on(view.read(index) or "")
            if passing[index]:
                text = f"`{imported.module}` is the index of a folder, `{index}`."
                yield source.path, Fact(start_line(imported.node), end_line(imported.node), text)


def _index_of(path: str, module: str, paths: frozenset[str]) -> str:
    """The index file that a module without a file of its own stands for; empty where there is none."""
    bare = module.rstrip("/")
    if bare in {".", ".."} or re.search(r"/index(?:\.[cm]?[jt]sx?)?$", bare):
        return ""  # told by its spelling alone
    if bare.startswith("."):
        targets = [posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))]
    elif bare.startswith(("@/", "~/", "#/", "src/")):
        rest = bare.partition("/")[2]
        targets = [f"src/{rest}", rest]
    else:
        return ""
    for target in targets:
        if any(f"{target}{ending}" in paths for ending in _ENDINGS):
            return ""
        found = next((f"{target}/index{ending}" for ending in _ENDINGS if f"{target}/index{ending}" in paths), "")
        if found:
            return found
    return ""


def _passes_on(text: str) -> bool:
    """Whether a file consists of `export … from …` alone."""
    bare = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    forwarded = r"export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['\"][^'\"]+['\"]\s*;?\s*"
    return re.fullmatch(rf"\s*(?:{forwarded})+", bare) is not None


NO_BARREL = Entry(
    name="no-barrel-import",
    title="index files that only re-export, or imports by way of them",
    languages=WEB,
    engines=(Syntax(barrels), Project(folder_imports)),
    tier="likely",
    cues=("barrel", "index.ts", "index file"),
    phrases=(
        Phrase(
            r"\bimport\b[^.;]{{0,60}}?(?:\binstead of|\brather than|,? not|,? never)\s(?:from |via |through "
            r"|by way of )(?:an? |the |its )?(?:barrels?\b|barrel files?|`?index(?:\.[jt]sx?)?`?(?: files?)?)"
        ),
        Phrase(
            rf"{NEG}(?: use| using| import| importing| from| via| through| any)*\s+barrel[ -]?imports?", {}, SOFTENED
        ),
        Phrase(
            rf"{NEG}\s+import(?:ing)?\s+(?:\w+ )?(?:from|via|through)\s+(?:a |the )?(?:barrels?\b"
            rf"|barrel files?|`?index(?:\.[jt]sx?)?`? ?files?"
            r"|`index(?:\.[jt]sx?)?`)",
            {},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: use| using| create| creating| add| write| any| new)*\s+(?:barrel (?:files?"
            rf"|exports?|modules?)|barrels\b"
            r"|index\.ts barrels?)",
            {"what": "files"},
            SOFTENED,
        ),
    ),
    reads=(
        ("Import from the file itself, not through `index.ts`", {}),
        ("No barrel imports: import from specific file paths", {"what": "imports"}),
        ("Avoid barrel files", {"what": "files"}),
        ("Never import from `index.ts`", {"what": "imports"}),
        ("Do not create barrel exports.", {"what": "files"}),
    ),
    ignores=(
        "Each feature exposes a barrel file.",
        "No barrel files except in `packages/ui`.",
        "Import from the barrel, not from inner files.",
    ),
    slots=(Slot("what", "name", default="imports", choices=("imports", "files")),),
    words=Words(
        why="An index that passes everything on makes one import load the whole folder, hides where "
        "things live, and is "
        "where circular imports usually begin.",
        question="Which single file does this code really need, and what else is loaded on the way?",
        hint="Follow the name to the file that defines it.",
    ),
    examples=(
        Example("typescript", "import { a } from '.';\nimport { b } from '../';\n", (1, 2)),
        Example("tsx", "import { a } from '@/components/index';\n", (1,)),
        Example("javascript", "const a = require('./lib/index.js');\n", (1,)),
        Example(
            "typescript",
            "// all\nexport * from './a';\nexport { b } from './b';\n",
            (2,),
            {"what": "files"},
            path="src/x/index.ts",
        ),
        Example("typescript", "import a from './a';\nimport b from './index-page';\nimport c from 'pkg/index';\n"),
        Example("typescript", "export * from './a';\n", (), {"what": "files"}, path="src/x/all.ts"),
        Example(
            "typescript",
            "export * from './a';\nexport const b = 1;\n",
            (),
            {"what": "files"},
            path="src/x/index.ts",
        ),
        Example("typescript", "export * from './a';\n", (), {"what": "files"}, path="src/index.ts"),
    ),
)
