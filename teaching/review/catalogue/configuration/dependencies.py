"""Dependencies as manifests list them: their versions, and those that a change adds."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from teaching.patterns import lazily
from teaching.review.catalogue.configuration.reading import line_of, read_json, read_toml, table, toml_lines
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_JSON_GROUPS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_REQUIREMENTS = lazily(r"(?:^|/)(?:[\w.-]*requirements[\w.-]*\.txt|requirements/[\w.-]+\.txt)$")
_REQUIREMENT = lazily(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<spec>[^;#]*)")
_EXACT_JSON = lazily(r"=?\s*v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$")
# Not a range of versions but a place, or a name for a version that stands elsewhere.
_ELSEWHERE = lazily(
    r"(?:workspace|file|link|portal|catalog|git(?:\+\w+)?|github|https?|ssh|patch|npm:@?[^@]+$)[:@]"
    r"|[\w-]+/[\w-]+(?:#|$)|\./|\.\./"
)
_EXACT_PYTHON = lazily(r"={2,3}\s*[\w.+!-]+$")
_EXACT_POETRY = lazily(r"={0,2}\s*\d+(?:\.\d+)+[\w.+-]*$")


@dataclass(frozen=True, slots=True)
class Dependency:
    """One dependency of a manifest: its name, what was written for its version, where, and whether that is exact."""

    name: str
    spec: str
    line: int
    exact: bool
    group: str = ""


def is_manifest(path: str) -> bool:
    """Whether a file lists what a project depends on."""
    return posixpath.basename(path) in {"package.json", "pyproject.toml"} or _REQUIREMENTS.search(path) is not None


def dependencies(path: str, text: str) -> list[Dependency]:
    """The dependencies that a manifest lists, in their order."""
    name = posixpath.basename(path)
    if name == "package.json":
        return list(_of_package(text))
    return list(_of_pyproject(text) if name == "pyproject.toml" else _of_requirements(text))


def _of_package(text: str) -> Iterator[Dependency]:
    manifest = read_json(text)
    for group in _JSON_GROUPS:
        listed = manifest.at(group) if manifest is not None else None
        for name, node in (listed.members if listed is not None else {}).items():
            spec = node.text.strip()
            aliased = re.sub(r"^npm:@?[^@]+@", "", spec)
            # A peer says what it gets along with, which is a range by nature.
            exact = (
                group == "peerDependencies" or not spec or bool(_ELSEWHERE.match(spec) or _EXACT_JSON.match(aliased))
            )
            yield Dependency(name, spec, node.line, exact, group)


def _of_requirements(text: str) -> Iterator[Dependency]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith(("#", "-", ".", "/", "git+", "http://", "https://")):
            continue
        found = _REQUIREMENT.match(line)
        if found is not None:
            yield _required(found, number)


def _required(found: "re.Match[str]", line: int, group: str = "") -> Dependency:
    spec = found["spec"].strip().removesuffix("\\").partition(" --")[0].strip().strip("()").strip()
    exact = spec.startswith("@") or _EXACT_PYTHON.match(spec) is not None
    return Dependency(found["name"], spec, line, exact, group)


def _of_pyproject(text: str) -> Iterator[Dependency]:
    document = read_toml(text)
    if document is None:
        return
    lists: list[tuple[str, str, Any]] = [("project", "dependencies", table(document, "project").get("dependencies"))]
    for section in ("project.optional-dependencies", "dependency-groups"):
        lists += [(section, key, value) for key, value in table(document, *section.split(".")).items()]
    for section, key, value in lists:
        for one in value if isinstance(value, list) else ():  # pyright: ignore[reportUnknownVariableType]
            found = _REQUIREMENT.match(one) if isinstance(one, str) else None
            if found is not None:
                yield _required(found, _line_in(text, section, found["name"]), f"{section}.{key}")
    groups = [f"tool.poetry.group.{name}.dependencies" for name in table(document, "tool", "poetry", "group")]
    for section in ("tool.poetry.dependencies", "tool.poetry.dev-dependencies", *groups):
        yield from _of_poetry(text, section, table(document, *section.split(".")))


def _of_poetry(text: str, section: str, listed: Mapping[str, Any]) -> Iterator[Dependency]:
    for name, value in listed.items():
        spec: Any = table(value).get("version", "") if isinstance(value, dict) else value
        if name.lower() == "python" or not isinstance(spec, str):
            continue
        exact = not spec or _EXACT_POETRY.match(spec.strip()) is not None
        yield Dependency(name, spec, _line_in(text, section, name), exact, section)


def _line_in(text: str, section: str, name: str) -> int:
    wanted = re.compile(rf"(?:^\s*|[\"'])[\"']?{re.escape(name)}(?![\w.-]*[\w-]\s*=\s*\[)(?![\w-])", re.IGNORECASE)
    return next((number for number, line in toml_lines(text, section) if wanted.search(line.partition("#")[0])), 1)


def loose_versions(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Dependencies whose version is not given exactly."""
    for path in view.files:
        if not is_manifest(path):
            continue
        text = view.read(path) or ""
        for one in dependencies(path, text):
            if not one.exact:
                said = f"`{one.name}` has no exact version" + (f": `{one.spec}`." if one.spec else ".")
                yield path, Fact(one.line, one.line, said, line_of(text, one.line))


def new_dependencies(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Dependencies that were not in any manifest of the project before the change."""
    manifests = [path for path in sorted(view.changed) if is_manifest(path)]
    before = {path: view.before(path) for path in manifests}
    known = {_key(one.name) for path, text in before.items() if text is not None for one in dependencies(path, text)}
    # What only moves from one manifest to another is nothing new, nor what another part of the project has already.
    for path in view.paths:
        if is_manifest(path) and path not in view.changed:
            known |= {_key(one.name) for one in dependencies(path, view.read(path) or "")}
    for path in manifests:
        if before[path] is None and not any(text is not None for text in before.values()) and not known:
            continue  # the first manifest of a project has to begin somewhere
        text = view.read(path) or ""
        for one in dependencies(path, text):
            if _key(one.name) not in known:
                said = f"This change adds the dependency `{one.name}`."
                yield path, Fact(one.line, one.line, said, line_of(text, one.line))


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_NAMED = (
    r"(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|third[- ]party (?:code|modules?)|requirements)(?: versions?)?"
)
_DEPS = rf"(?:{_NAMED}|versions)"
_ELSE = (
    rf"{EXCUSED}|\b(?:github actions?|actions?|docker|images?|node version|python version|test data"
    r"|seed|pin(?:s|ned)? to (?:the )?(?:sha|commit|major|bottom|top)"
    r"|lock ?files? (?:is|are) enough|avoid pinning|don't pin|do not pin|never pin|docs?|tabs?"
    r"|messages?|comments?|posts?)\b"
)

PINNED_DEPENDENCIES = Entry(
    name="pinned-dependencies",
    title="dependencies without an exact version in package.json, requirements.txt, pyproject.toml",
    languages=ALL,
    engines=(Project(loose_versions),),
    cues=("pin", "exact", "caret", "`^`", "==", "version range", "floating", "save-exact"),
    phrases=(
        Phrase(
            r"(?:\bpin|^pinned)\b(?: (?:all|every|each|the|our|new|python|npm|node|direct|production|runtime"
            r"|exact|third-party"
            rf"|dev|to|of|an?|versions?))*\s{_DEPS}\b(?:\s+(?:versions?|exactly|to (?:an? )?exact versions?|in "
            r"(?:the )?`?[\w.]+`?"
            r"|with `?==`?|to specific versions))*(?=\s*(?:$|[.,;:()—–!]| - )|\s+(?:and|so|because|in|to|with|for)\b)",
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b{_DEPS}\b(?:[^.;]|\.(?=\w)){{{{0,35}}}}?\b(?:are|is|must be|be|stay|should be|:)\s*(?:always |all "
                r"|strictly )?pinned\b"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            rf"\bexact (?:versions?|pins?)\b(?: numbers?)?(?:[^.;]{{{{0,30}}}}\b{_DEPS}\b|[^.;]{{{{0,25}}}}"
            r"(?:package\.json|requirements|pyproject|`?\^`?|`?==`?|`?~`?)"
            r"|\s+(?:only|everywhere|always)\b)",
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b{_DEPS}\b[^.;]{{{{0,30}}}}\b(?:exact|fixed) versions?\b",
            {},
            _ELSE,
        ),
        Phrase(
            r"\b(?:no|never|not|avoid|don't|do not|without)\b[^.;]{{0,25}}(?:\b(?:version ranges?|floating "
            r"versions?|caret|unpinned"
            r"|loose versions?|open version)|`\^`|`~`|`\^[\d.]+`|`\*`)(?:[^.;]{{0,30}}|$)",
            {},
            rf"{_ELSE}|\bregex|\boperator\b|\bxor\b",
        ),
    ),
    reads=(
        ("Pin all dependencies", {}),
        ("Pin exact versions in `requirements.txt`", {}),
        ("Dependencies are pinned to exact versions.", {}),
        ("Use exact versions in `package.json` (no `^` or `~`)", {}),
        ("No version ranges in `package.json`", {}),
        ("Every dependency has an exact version", {}),
        ("All package versions must be pinned", {}),
    ),
    ignores=(
        "Pin GitHub Actions to a commit SHA.",
        "Pin the message to the top of the channel.",
        "Do not pin dependencies in a library.",
        "The Docker image is pinned to the version that CI builds with.",
        "Keep dependencies minimal and well-maintained",
        "The display overlaps on a pin of the SPI bus.",
    ),
    words=Words(
        why="A range lets every install choose again: the same commit gives one program today and another "
        "tomorrow, and "
        "a bad release reaches you before you hear of it.",
        question="Would a colleague who installs this next month get the same versions as you have now?",
        hint="See which version is installed at present, and how the rest of this manifest writes such a thing.",
    ),
    examples=(),
)

_NEW = (
    r"(?:new |additional |extra |more |further |any |third[- ]party |external |runtime |production "
    r"|npm |python |heavy )*"
)
_ASKED = (
    r"\b(?:ask(?:ing)?|approv\w+|discuss\w*|permission|consent|agree\w*|confirm\w*|justif\w+|reason"
    r"|sign-?off|unless|except"
    r"|without|before|lightly|unnecessar\w+|needless\w*|if (?:you|it|we|there|possible)|when|where"
    r"|for (?:small|simple|trivial|one|what|things|something)"
    r"|just (?:for|to)|prefer|minimi[sz]e|circular|cyclic|between|on other|from `|to `(?!package"
    r"|pyproject|requirements)|(?:import|runtime|module|layer) cycles?)\b"
)

NO_NEW_DEPENDENCIES = Entry(
    name="no-new-dependencies",
    title="dependencies that the change under review adds to a manifest",
    languages=ALL,
    engines=(Project(new_dependencies),),
    cues=("dependenc", "packages", "librar", "package.json", "requirements.txt", "pyproject"),
    phrases=(
        Phrase(
            r"(?:^|[.:;,!—–]\s*|\b(?:and|please|must|we|you)\s+)(?:never|do not|don't|must not|cannot|may not"
            r"|should not|shouldn't|avoid|not)\s+"
            r"(?:ever )?(?:add(?:ing)?|introduc(?:e|ing)|install(?:ing)?|pull(?:ing)? in|bring(?:ing)? in)\s+"
            rf"(?:any )?{_NEW}"
            r"(?:dependenc(?:y|ies)|packages|libraries)(?:\s+(?:to|in|into) (?:the |this |our )?(?:project"
            r"|repo(?:sitory)?|code ?base"
            r"|`?package\.json`?|`?pyproject\.toml`?|`?requirements\.txt`?|core|app))?(?=\s*(?:$|[.,;:()!—–]| - ))",
            {},
            _ASKED,
        ),
        Phrase(
            r"(?:^|[:;,.(]\s*|\band\s+)(?:absolutely |strictly )?(?:no|zero) (?:new|additional|extra|further|more) "
            r"(?:third[- ]party |external |runtime |npm |python )*(?:dependencies|dependency|packages"
            r"|libraries|libs|deps)"
            r"(?:\s+(?:allowed|please|may be added|are (?:allowed|added|accepted)|in this (?:project|repo)))?"
            r"(?=\s*(?:$|[.,;:()!—–]| - ))",
            {},
            _ASKED,
        ),
        Phrase(
            r"\b(?:adding |installing )?(?:(?<=ing )|new |additional |further )(?:third[- ]party |external "
            r"|runtime )*(?:dependencies|packages"
            r"|libraries)\s+"
            r"(?:are|is|must|may|can)\s*(?:strictly )?(?:not (?:be )?(?:allowed|added|accepted|permitted"
            r"|introduced)|forbidden|banned|prohibited"
            r"|never (?:be )?added|off limits)",
            {},
            _ASKED,
        ),
        Phrase(
            (
                r"\b(?:the )?(?:(?:list|set) of dependencies|dependency list) (?:is|stays) (?:fixed|closed"
                r"|frozen)\b|\bdependencies "
                r"are (?:frozen|closed|fixed)\b"
            ),
            {},
            _ASKED,
        ),
    ),
    reads=(
        ("Do not add new dependencies.", {}),
        ("No new dependencies", {}),
        ("Never add dependencies to `package.json`", {}),
        ("New dependencies are not allowed", {}),
        ("Don't introduce additional libraries.", {}),
        ("No extra npm packages: the standard library is enough", {}),
        ("The list of dependencies is fixed", {}),
    ),
    ignores=(
        "Ask before you add a dependency",
        "Do not add dependencies without asking.",
        "Prefer reusing the libraries listed in the plan over adding new dependencies.",
        "Do not introduce circular dependencies.",
        "Do not change the application's dependencies without approval.",
        "No dependencies between features.",
        "Do not add packages for what ten lines can do",
        "Install dependencies with `pnpm install`",
    ),
    words=Words(
        why="Each dependency is code that nobody here has read, with its own releases, holes and licence; this project "
        "has decided to carry no more of them.",
        question="What does the new dependency do here that the project cannot do with what it has?",
        hint="List the few calls for which it is needed, and look for them in what is installed already.",
    ),
    examples=(),
)
