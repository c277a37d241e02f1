"""Whether a path is the one that a rule names: a file, a folder, a pattern, or a module as code imports it."""

import posixpath
import re

from teaching.review.entry import Params
from teaching.review.scoping import in_place

# What a tool looks for under a fixed name.
_TOOL_FILE = re.compile(
    r"(?:^|/)(?:[\w.-]+\.(?:config|conf)\.[cm]?[jt]sx?|\.[\w-]+rc\.[cm]?js|(?:gulpfile|gruntfile"
    r"|pnpmfile|\.pnpmfile|jakefile)\.[cm]?[jt]s"
    r"|(?:jest|vitest|karma|mocha|playwright|babel|webpack|rollup|eslint|prettier|metro|craco)[\w.-]*\.[cm]?[jt]s)$"
    r"|(?:^|/)\.(?:storybook|husky|yarn|github|vscode|dependency-cruiser)[/.]",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.(?:d\.)?(?:pyi?|[cm]?[jt]sx?)$")


def is_tool_file(path: str) -> bool:
    """Whether a file is the configuration of a tool, which reads it under this name and no other."""
    return _TOOL_FILE.search(path) is not None


def places_of(params: Params, slot: str) -> tuple[str, ...]:
    """The places that a slot names, without marks and articles."""
    value = params.get(slot, ())
    names = value if isinstance(value, tuple) else (str(value),)
    return tuple(re.sub(r"^(?:the|our|an?)\s+", "", name.strip("`\"' "), flags=re.IGNORECASE) for name in names if name)


def lies_in(path: str, place: str) -> bool:
    """Whether a path is the place, lies below it or fits its pattern; placeholders stand for any name."""
    bare = re.sub(r"<[^<>]+>|\{[\w-]+\}", "*", place.lower()).removeprefix("./")
    rooted = bare.startswith("/")
    bare = bare.strip("/")
    braces = re.search(r"\{([^{}]+)\}", bare)
    if braces is not None:
        spelled = (bare[: braces.start()] + one + bare[braces.end() :] for one in braces[1].split(","))
        return any(lies_in(path, one) for one in spelled)
    if rooted and "*" not in bare:
        return path.lower() == bare or path.lower().startswith(f"{bare}/")
    return bool(bare) and in_place(path, bare)


def module_matches(path: str, places: tuple[str, ...]) -> bool:
    """Whether a source file is one of the named modules, or lies in one that is a folder."""
    bare = _EXTENSION.sub("", path.lower())
    spellings = f"/{bare}/"
    for place in places:
        if "*" in place:
            if lies_in(path, place):
                return True
            continue
        name = _EXTENSION.sub("", re.sub(r"^(?:@/|~/|\./|/|#)", "", place.lower())).strip("/")
        if "/" not in name and not _EXTENSION.search(place.lower()):
            name = name.replace(".", "/")
        if name and f"/{name}/" in spellings:
            return True
    return False


def folder_of(path: str) -> str:
    """The folder of a path; empty for the root."""
    return posixpath.dirname(path)
