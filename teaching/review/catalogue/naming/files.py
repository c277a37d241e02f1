"""Naming: the case of file names."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from teaching.review.catalogue import seen
from teaching.review.catalogue.naming.prose import CHOICES, cased
from teaching.review.catalogue.naming.scope import case_for, follows
from teaching.review.catalogue.wording import name_of
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile

_FIXED_FILES = re.compile(
    r"(?:index|main|app|root|page|layout|route|loading|error|not-found|template|default|middleware|entry|setup|conftest"
    r"|manage|wsgi|asgi|global-error|instrumentation|proxy|sitemap|robots|manifest|opengraph-image|icon"
    r"|setupTests|reportWebVitals|mockServiceWorker|__\w+__)"
)
_TOOL_SUFFIX = re.compile(r"\.(?:config|setup|d|gen|generated|min|pb)\.|rc\.[cm]?[jt]s$")


def misnamed_files(source: SourceFile, params: Params) -> Iterator[Fact]:
    """The file itself, where its name is its author's choice; suffixes such as `.test` are not part of the name."""
    case = case_for(source, params)
    name = PurePosixPath(source.path).name
    stem = name.split(".")[0]
    if not case or not stem or _TOOL_SUFFIX.search(name) or _FIXED_FILES.fullmatch(stem):
        return
    if case == "pascalcase" and source.language == "python" and name_of(params, "language") != "python":
        return
    stem = stem.removeprefix("test_") if source.language == "python" else stem
    # Brackets, dollars and leading underscores are the grammar of a router.
    if re.search(r"[^\w-]", stem) or (stem.startswith("_") and source.language != "python"):
        return
    if name_of(params, "what") == "components" and not _holds_component(source):
        return
    kebab_stem = stem if case == "kebabcase" else stem.strip("_")
    if not follows(kebab_stem, case):
        yield Fact(1, 1, f"The file name `{name}` is not written in {params['case']}.")


def _holds_component(source: SourceFile) -> bool:
    """Whether a file of JSX exports something that is named like a component, outside a router's folder."""
    if not source.path.endswith((".tsx", ".jsx")) or source.is_test:
        return False
    for node in source.nodes("export_statement"):
        if re.match(r"export\s+(?:default\s+)?(?:async\s+)?(?:function|const|class)\s+[A-Z][a-z]", node.text()):
            return True
        if re.match(r"export\s+default\s+[A-Z][a-z]", node.text()):
            return True
    return False


_COMPONENT_FILES = r"(?:react )?components? (?:files?|file names?|filenames?)"
_FILES = r"(?:source |module )?files?|filenames?|file ?names|modules?(?=\snames)|module names"

FILE_NAMING = Entry(
    name="file-naming",
    title="file names in another case than the project's",
    languages=ALL,
    engines=(Syntax(misnamed_files),),
    cues=("file", "module name"),
    phrases=(
        *cased(_COMPONENT_FILES, what="components"),
        Phrase(
            r"\bcomponents?\b[^.;,]{{0,25}}(?P<case>`?pascal[ _-]?case`?)\s(?:for\s(?:the(?:ir)?\s)?)?"
            r"(?:files?|file ?names?|filenames?)\b",
            {"what": "components", "language": "web"},
            r"\b(?:never|not|don't|vue)\b",
        ),
        *cased(
            _FILES,
            unless=r"\b(?:components? file|hooks? files?|config|markdown|migration|class files|docs?)\b",
            what="files",
        ),
    ),
    vague=(
        Phrase(r"^(?:use )?consistent file ?nam(?:es|ing)\b"),
        Phrase(r"\bname files consistently\b"),
    ),
    reads=(
        ("kebab-case file names", {"case": "kebab-case", "what": "files"}),
        ("File Names: kebab-case", {"case": "kebab-case"}),
        ("component files in PascalCase", {"case": "PascalCase", "what": "components"}),
        ("React components use PascalCase file names", {"case": "PascalCase", "what": "components"}),
        ("snake_case module names", {"case": "snake_case"}),
        ("Files are named in `kebab-case`.", {"case": "kebab-case"}),
        ("Use kebab-case for file names, PascalCase for components", {"case": "kebab-case"}),
    ),
    ignores=(
        "The file maps snake_case keys to camelCase.",
        "PascalCase for components",
        "Markdown files are kebab-case",
        "Do not use camelCase for file names",
        "Branch names and files of the CLI in kebab-case",
    ),
    slots=(
        Slot("case", "name", ask="In which case are file names written?", choices=CHOICES),
        Slot("language", "name", default="any", choices=("any", "python", "web")),
        Slot("what", "name", default="files", choices=("files", "components")),
    ),
    evidence={"case": seen.CASES["file"]},
    words=Words(
        why="People guess the name of a file before they search for it; where two cases are mixed the guess fails, and "
        "on some systems two names that differ in case are one file.",
        question="How would a colleague who has never seen this file spell its name?",
        hint="Look at the names of the files beside it.",
    ),
    examples=(
        Example("python", "x = 1\n", (1,), {"case": "snake_case"}, "src/userService.py"),
        Example("python", "x = 1\n", (1,), {"case": "snake_case"}, "src/user-service.py"),
        Example("python", "", (1,), {"case": "snake_case"}, "tests/test_userService.py"),
        Example("python", "x = 1\n", (), {"case": "snake_case"}, "src/user_service.py"),
        Example("python", "x = 1\n", (), {"case": "snake_case"}, "src/__init__.py"),
        Example("python", "x = 1\n", (), {"case": "snake_case"}, "migrations/0001_initial.py"),
        Example("python", "x = 1\n", (), {"case": "kebab-case"}, "src/user_service.py"),
        Example("typescript", "const a = 1;\n", (1,), {"case": "kebab-case"}, "src/userService.ts"),
        Example("tsx", "const a = 1;\n", (1,), {"case": "kebab-case"}, "src/components/UserCard.test.tsx"),
        Example(
            "tsx",
            "export function UserCard() {\n  return <p/>;\n}\n",
            (1,),
            {"case": "PascalCase", "what": "components"},
            "src/user-card.tsx",
        ),
        Example("typescript", "const a = 1;\n", (), {"case": "kebab-case"}, "src/user-service.test.ts"),
        Example("tsx", "const a = 1;\n", (), {"case": "kebab-case"}, "app/users/[userId].tsx"),
        Example("javascript", "const a = 1;\n", (), {"case": "kebab-case"}, "tailwindCss.config.js"),
        Example("javascript", "const a = 1;\n", (), {"case": "kebab-case"}, ".eslintrc.cjs"),
        Example(
            "tsx", "export const useUser = 1;\n", (), {"case": "PascalCase", "what": "components"}, "src/use-user.tsx"
        ),
        Example(
            "tsx",
            "export default function Page() {}\n",
            (),
            {"case": "PascalCase", "what": "components"},
            "app/page.tsx",
        ),
    ),
)

ENTRIES = (FILE_NAMING,)
