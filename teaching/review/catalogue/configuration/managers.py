"""Which package manager a project uses, as its lock files and its scripts show."""

import posixpath
import re
from collections.abc import Iterator

from teaching.review.catalogue.configuration.reading import line_of, read_json
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_WEB = ("npm", "pnpm", "yarn", "bun")
_PYTHON = ("uv", "poetry", "pip")
_LOCKS = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lockb": "bun",
    "bun.lock": "bun",
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "Pipfile.lock": "pipenv",
    "pdm.lock": "pdm",
}
# A command of a manager at the start of a script or behind another command. `bun x.ts` runs a file, `yarn` alone
# installs; `npm version` and `npm publish` and `npm pack` speak to the registry whichever manager installs.
_WORK = (
    r"run|run-script|install|i|ci|add|remove|exec|test|start|rebuild|dedupe|update|workspace|workspaces|--prefix"
    r"|--filter|-r|-w|--cwd|-C|dlx|build|lint|dev"
)
_COMMAND = re.compile(
    rf"(?:^|&&|\|\||;|\||[\"'(]|\s--\s)\s*(?:[A-Z_]+=\S+\s+)*(?P<manager>npm|pnpm|yarn|bun)\s+(?:{_WORK})\b"
)


def other_managers(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Lock files of another manager for the same language, and scripts that call one."""
    manager = str(params["manager"]).lower()
    group = _WEB if manager in _WEB else (*_PYTHON, "pipenv", "pdm")
    for path in view.files:
        name = posixpath.basename(path)
        owner = _LOCKS.get(name)
        if owner in group and owner != manager:
            text = f"`{path}` is the lock file of {owner}; this project uses {manager}."
            yield path, Fact(1, 1, text, line_of(view.read(path) or "", 1) or name)
        elif name == "package.json" and manager in _WEB:
            yield from _manifest(view, path, manager)


def _manifest(view: ProjectView, path: str, manager: str) -> Iterator[tuple[str, Fact]]:
    text = view.read(path) or ""
    manifest = read_json(text)
    if manifest is None:
        return
    declared = manifest.at("packageManager")
    if declared is not None and declared.text.partition("@")[0] in set(_WEB) - {manager}:
        said = f"`packageManager` is `{declared.text}`; this project uses {manager}."
        yield path, Fact(declared.line, declared.line, said, line_of(text, declared.line))
    scripts = manifest.at("scripts")
    for name, script in (scripts.members if scripts is not None else {}).items():
        for found in _COMMAND.finditer(script.text):
            if found["manager"] != manager:
                said = f"The script `{name}` calls {found['manager']}; this project uses {manager}."
                yield path, Fact(script.line, script.line, said, line_of(text, script.line))
                break


_MANAGER = r"`?(?P<manager>pnpm|npm|yarn|bun|uv|poetry|pip)(?![\w/@-])`?"
_VERBS = r"(?:add|install|i|run|ci|sync|exec|dlx|lock|remove)"
_CALL = rf"`?(?P<manager>pnpm|npm|yarn|bun|uv|poetry|pip)(?:\s+{_VERBS}(?:\s[^`.;,]{{{{0,20}}}})?)?`?"
_OTHER = rf"`?(?:pnpm|npm|npx|yarn|bun|uv|poetry|pip|pipenv|pdm|conda)(?:\s+{_VERBS}\b[^`.;,]{{{{0,12}}}})?`?"
_OTHERS = rf"{_OTHER}(?:(?:\s*,\s*(?:or |and |nor )?|\s*/\s*|\s+(?:or|and|nor)\s+){_OTHER})*"
_FOR = (
    r"(?:\s+for (?:all |every |the |any |python |node |javascript |js )*(?:package|dependenc|install|script|operation"
    r"|environment|python|command|manage|project|everything|development|node|frontend|backend)[\w ]*)?"
)
_THING = r"(?:package manager|package management|dependency management|dependencies|packages|installs?|installation)"
_ELSE = (
    r"\b(?:unless|except|only (?:in|if|when)|in ci\b|ci uses|in the docker|dockerfile|tool installs|bundler|test runner"
    r"|runtime|as (?:the |a )?(?:runtime|bundler|test)|publish|users? (?:can|may|install)|bun test"
    r"|workspaces? feature)\b"
    r"|\bor (?:pnpm|npm|yarn|bun|uv|poetry|pip)\b(?<!not pnpm)[^.;]{{0,20}}(?:if|works|is fine|whichever)"
)
_END = r"(?=\s*(?:$|[.,;:()!—–|]| - )|\s+(?:only|everywhere|always|in this|here|as|to|and|with|instead|at)\b)"


def _stated() -> tuple[Phrase, ...]:
    against = (
        r"(?:\(?(?:,? ?(?:and )?(?:not|never|no)|instead of|rather than|over|in place of|,? ?don't use|,? ?do not use))"
    )
    patterns = (
        rf"\b(?:use|using|uses|prefer|choose|with|via|through|run|is|are|:)\s+(?:the |only |always )*{_CALL}{_FOR}"
        rf"[,;—–-]*\s*{against}\s+(?:use |with |via )?{_OTHERS}",
        rf"^{_CALL}{_FOR}[,;—–-]*\s*{against}\s+(?:use |with )?{_OTHERS}",
        rf"\b{_THING}\s*(?:is|are|:|=|\||→|—|–|(?:is |are |must be )?(?:managed|installed|handled|added"
        r"|done) (?:with|by|via|through|using))"
        rf"\s*(?:only |always |exclusively )*{_MANAGER}{_END}",
        rf"\b(?:never|not|don't|do not|avoid|no)\b (?:use |using |run |call )?{_OTHERS}[^\w]{{{{1,4}}}}"
        r"(?:always |please |only |we |instead,? |just )*(?:use|using|uses|run|stick to|only)?\s*(?:is "
        rf"|the )?{_MANAGER}{_END}",
        r"\b(?:always|only|must|exclusively|please|strictly)\s+(?:use |using |run |install (?:\w+ )?with "
        r"|be |with |work with )+"
        rf"{_MANAGER}{_FOR}{_END}",
        r"^(?:\w+:\s*)?(?:use|we use|uses|this (?:project|repo|repository|monorepo|codebase) uses|the "
        r"project uses)\s+(?:only )?"
        rf"{_MANAGER}(?:{_FOR}|\s+workspaces?)(?=\s*(?:$|[.,;:()!—–])|\s+(?:only|exclusively|everywhere"
        r"|always|as (?:the|our|its) package)\b)",
        rf"^{_MANAGER}\s+(?:only|exclusively|everywhere|always|is (?:the|our) (?:only )?package manager"
        rf"|is (?:required|mandatory|used for (?:all )?(?:packages|dependencies)))\b",
        rf"\b(?:install|add|manage)\b[^.;`]{{{{0,25}}}}\b(?:dependenc\w+|packages|libraries"
        rf"|everything)\b[^.;`]{{{{0,12}}}}"
        r"\b(?:(?:only|always|exclusively) (?:with|via|through|using|by)|(?:with|via|through|using|by) "
        rf"(?:only )?(?=`?(?:pnpm|npm|yarn|bun|uv|poetry|pip)\b[^.;,]{{{{0,20}}}} only\b))\s*"
        rf"{_CALL}{_END}",
        rf"^{_MANAGER}\s*>\s*{_OTHERS}\s*$",
        rf"^✅?\s*{_MANAGER}\s*[,;/|]?\s*(?:❌|🚫)\s*{_OTHERS}",
        (
            rf"\b(?:all |every )?{_THING}\s+(?:go|goes|run|runs|come|comes|happens?|are|is)?\s*(?:only )?"
            rf"(?:through|via|with|by)\s+{_MANAGER}{_END}"
        ),
        (
            rf"{_OTHERS}\s+(?:is|are)\s+(?:banned|forbidden|not (?:used|allowed))[^\w.]{{{{1,3}}}}(?:always "
            rf"|please |we )*use\s+{_MANAGER}{_END}"
        ),
        rf"\bstick (?:to|with)\s+{_MANAGER}(?:{_FOR})(?=\s*(?:$|[.,;:(—–]))",
        (
            rf"\b(?:never|don't|do not)\s+use\s+{_OTHERS}\s+in this (?:repo|project|repository)[,;—– ]+(?:only "
            rf"|use |just )+{_MANAGER}{_END}"
        ),
    )
    return tuple(Phrase(pattern, {}, _ELSE) for pattern in patterns)


PACKAGE_MANAGER = Entry(
    name="package-manager",
    title="lock files of, and commands in package.json scripts of, another package manager than the named one",
    languages=ALL,
    engines=(Project(other_managers),),
    cues=("pnpm", "npm", "yarn", "bun", "uv", "poetry", "pip"),
    phrases=_stated(),
    vague=(
        Phrase(
            r"^(?:never|do not|don't|no|avoid)\s+(?:use |using |run )?`?(?:npm|yarn|pnpm|bun|pip|poetry)"
            rf"(?:\s+{_VERBS})?`?\s*(?:$|[.;!])"
        ),
    ),
    reads=(
        ("Use pnpm, not npm", {"manager": "pnpm"}),
        ("Use pnpm (not npm) for all package operations.", {"manager": "pnpm"}),
        ("Package manager: pnpm", {"manager": "pnpm"}),
        ("Always use `uv`", {"manager": "uv"}),
        ("pnpm only", {"manager": "pnpm"}),
        ("Never use npm or yarn; use pnpm.", {"manager": "pnpm"}),
        ("Install packages with `uv add`, never `pip install`", {"manager": "uv"}),
        ("Use bun instead of npm", {"manager": "bun"}),
        ("This project uses Poetry for dependency management", {"manager": "Poetry"}),
        ("`uv` over `pip`", {"manager": "uv"}),
        ("Dependencies are managed with uv", {"manager": "uv"}),
        ("We use Yarn exclusively.", {"manager": "Yarn"}),
    ),
    ignores=(
        "Use `uv` (not `pip`) for Python tool installs in CI",
        "Runtime is Bun, not Node.",
        "Run `npm test` before you push.",
        "Use `bun test`, not `jest`.",
        "Never publish to npm without a tag.",
        "`npm run build` makes the bundle",
        "Python 3.13+ with uv, hatchling",
        "Commit `package-lock.json` always -- CI uses `npm ci`.",
        "Do not run `npm install` in `dist/` unless asked",
        "Install dependencies with `pnpm install`",
    ),
    slots=(
        Slot(
            "manager",
            "name",
            ask="Which package manager does this project use: npm, pnpm, yarn, bun, uv, poetry or pip?",
            choices=("npm", "pnpm", "yarn", "bun", "uv", "poetry", "pip"),
        ),
    ),
    words=Words(
        why="Two managers resolve the same manifest to different versions: what works on one machine fails on another, "
        "and with two lock files nobody knows which one is true.",
        question="Which command did you last install with, and which one does a fresh clone use?",
        hint="See which lock file the other people of this project keep up to date.",
    ),
    examples=(),
)
