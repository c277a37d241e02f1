"""Whether every module has a test file, decided by names over the whole project."""

import posixpath
import re
from collections.abc import Iterator

from teaching.patterns import lazily
from teaching.review.catalogue.phrasing import SOFTENED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, LANGUAGE_OF_SUFFIX, TEST_PATH, SourceFile

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Files that start, configure or gather others: what they do is seen when the program runs.
_GLUE = frozenset({"__init__", "__main__", "main", "conftest", "setup", "config", "manage", "wsgi", "asgi", "index"})
_NO_MODULE = re.compile(
    r"(^|/)(migrations|alembic|node_modules|vendor|dist|build|generated|__generated__)/|\.d\.[cm]?ts$|\.config\."
)


# Without any of these there is no function in any language; with one, the tree decides.
_FUNCTION = lazily(r"\bdef\b|\blambda\b|\bfunction\b|=>|\)[^;{}]*\{")


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return bool(part) and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _is_python(path: str) -> bool:
    return LANGUAGE_OF_SUFFIX.get(posixpath.splitext(path)[1]) == "python"


def _needs_test(source: SourceFile) -> bool:
    """Whether a file holds anything to test: constants, types and re-exports alone do not."""
    stem = posixpath.basename(source.path).split(".")[0]
    if source.is_test or stem in _GLUE or _NO_MODULE.search(source.path) or source.path.endswith(".pyi"):
        return False
    return _FUNCTION.search(source.text) is not None and _holds_function(source)


def _holds_function(source: SourceFile) -> bool:
    """Whether a walk over the tree meets a function, which it does early where there is one."""
    waiting = [source.root]
    while waiting:
        node = waiting.pop()
        if node.kind() in FUNCTION_KINDS:
            return True
        waiting.extend(reversed(node.children()))
    return False


def _in_folders(path: str, folders: tuple[str, ...]) -> bool:
    place = f"/{posixpath.dirname(path)}/"
    return not folders or any(f"/{folder.removeprefix('./').strip('/*')}/" in place for folder in folders)


def _tests(paths: tuple[str, ...]) -> list[tuple[bool, tuple[str, ...], list[tuple[str, ...]]]]:
    """Each test file's language group, the words of its name, and those of the folders that it lies in."""
    found: list[tuple[bool, tuple[str, ...], list[tuple[str, ...]]]] = []
    for path in paths:
        if posixpath.splitext(path)[1] in LANGUAGE_OF_SUFFIX and TEST_PATH.search(path):
            name = posixpath.basename(path).split(".")[0]
            folders = [_words(folder) for folder in posixpath.dirname(path).split("/")]
            found.append((_is_python(path), _words(name), folders))
    return found


def untested_modules(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Modules with code for which no test file's name, nor a folder of tests, names them."""
    given = params["folders"]
    folders = given if isinstance(given, tuple) else ()
    tests = _tests(view.paths)
    for source in view.sources:
        if not _needs_test(source) or not _in_folders(source.path, folders):
            continue
        words = _words(posixpath.basename(source.path).split(".")[0])
        python = source.language == "python"
        # A folder named as the module holds its tests only if it is a folder of tests, such as tests/users/.
        own = [_words(folder) for folder in posixpath.dirname(source.path).split("/")]
        if not any(
            same == python and (_contains(name, words) or any(words == inner for inner in inners if inner not in own))
            for same, name, inners in tests
        ):
            yield source.path, Fact(1, 1, f"No test file is named after `{source.path}`.")


_FOLDER = r"(?:`[\w@./-]*\w/?(?:\*{{1,2}})?`|(?<![\w/.`-])[a-z][\w-]*/(?![\w`]))"
_FOLDERS = rf"{_FOLDER}(?:\s*(?:,|,? and|,? or|&)\s*{_FOLDER})*"
_THING = r"(?:new |public |source |python |typescript |javascript |code |production )*(?:modules?|source files?|files?)"
_WHERE = rf"(?:\s+(?:in|under|of|inside|within)\s+(?:the )?(?P<folders>{_FOLDERS}))?"
_TEST = (
    r"(?:a |an |its own |its |their |own |at least one |one |matching |corresponding "
    r"|accompanying |unit |co-?located |dedicated "
    r"|associated )*tests?\b(?:[ -](?:file|module|suite)s?)?(?! (?:pass|coverage|run|data|plan"
    r"|is|are|for every (?:bug|feature)))"
)
_HAS = (
    r"\s+(?:must |should |needs? |ha(?:s|ve) |shall )*(?:to )?(?:have |has |get |gets |need "
    r"|needs |come with |comes with |ship with"
    r" |ships with |require |requires |be covered by |is covered by )*"
)
_OTHER = rf"{SOFTENED}|\b(?:bug|feature|fix|endpoint|route|change|commit|pr|function|pass(?:es)?|import(?:s|ed)?)\b"
_KINDS = (
    ("service", "services"),
    ("component", "components"),
    ("hook", "hooks"),
    ("helper", "helpers"),
    ("controller", "controllers"),
)

TESTS_EXIST = Entry(
    name="tests-exist",
    title="modules without a test file of their name",
    languages=ALL,
    engines=(Project(untested_modules),),
    cues=("test",),
    phrases=(
        Phrase(rf"\b(?:every|each|all)\s+{_THING}{_WHERE}{_HAS}{_TEST}", {}, _OTHER),
        Phrase(
            rf"\b(?:write|add|create)\s+(?:unit )?tests? (?:files? )?for (?:every|each|all)\s+{_THING}"
            rf"{_WHERE}(?=\s*(?:$|[.;,(—–]))",
            {},
            _OTHER,
        ),
        Phrase(rf"\b(?:every|each|all)\s+{_THING}{_WHERE}\s+(?:must be|is|are)\s+(?:unit[- ])?tested\b", {}, _OTHER),
        Phrase(
            rf"\bno\s+{_THING}{_WHERE}\s+without\s+(?:a |an |its )?(?:own |matching |corresponding )?"
            rf"(?:unit )?tests?\b",
            {},
            _OTHER,
        ),
        *(
            Phrase(
                rf"\b(?:write|add|create)\s+(?:unit )?tests? for (?:every|each|all) {kind}s?(?=\s*(?:$"
                rf"|[.;,(—–]))|\b(?:every|each|all) {kind}s?{_WHERE}{_HAS}{_TEST}",
                {"folders": (folder,)},
                _OTHER,
            )
            for kind, folder in _KINDS
        ),
    ),
    reads=(
        ("Every module in `server/` has a test file", {"folders": ("server/",)}),
        ("Each source file has a matching test", {"folders": ()}),
        ("All modules must have tests", {"folders": ()}),
        ("Write unit tests for every service", {"folders": ("services",)}),
        ("Every file in `web/src/hooks/` needs a test.", {"folders": ("web/src/hooks/",)}),
        ("Every component has its own test file", {"folders": ("components",)}),
        ("Every service in `server/services/` has unit tests", {"folders": ("server/services/",)}),
        ("No module without a test", {"folders": ()}),
    ),
    ignores=(
        "Every bug fix comes with a test.",
        "All files must pass the tests.",
        "Each test file starts with a docstring.",
        "Every endpoint has a test.",
        "All test files live in `tests/`.",
        "Run all tests before committing.",
        "Every module imports the test helpers.",
    ),
    slots=(Slot("folders", "names", default=()),),
    words=Words(
        why="A module without a test file is changed in the dark: nobody notices what broke until a user does, and the "
        "next person does not dare to touch it.",
        question="If somebody broke this module tonight, which command would tell you so tomorrow?",
        hint="Start with the one function here whose wrong result would hurt most.",
    ),
    examples=(),
)
