"""Which functions could be exercises: by name, by what a change touched, or the most central of a folder."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from teaching.contracts.exercises import Language
from teaching.errors import BadInputError
from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.cutting import functions, plain
from teaching.hollowing.shape import Shape, shape_of
from teaching.markers.functions import language_of
from teaching.repository.files import Root, Unreadable, printable
from teaching.repository.scope import Scope, resolve

MOST_LINES = 25
_MOST_WEIGHT = 9
_MOST_BYTES = 1_000_000
_TEST_PARTS = frozenset({"test", "tests", "__tests__", "spec", "specs", "e2e", "fixtures", "__mocks__", "testing"})
_TEST_NAME = re.compile(r"test_.*|tests?\.\w+|.*_tests?\.\w+|.*[.-](?:test|spec)\.\w+|conftest\.py|.*\.stories\.\w+")
_NO_SOURCE = re.compile(r".*\.d\.[cm]?ts|.*\.min\.js|.*_pb2(?:_grpc)?\.py|setup\.py|noxfile\.py|.*\.config\.[cm]?[jt]s")
_GENERATED = re.compile(r"@generated|(?:auto-?)?generated (?:by|from|file|code)|do not edit", re.IGNORECASE)
_BOILERPLATE = frozenset(
    {"main", "run_main", "setup", "teardown", "__init__", "constructor", "toString", "render", "setUp", "tearDown"}
)
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_PLACE = re.compile(r"(?P<path>[^:]+)(?::(?P<names>.+))?\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """One file with functions.

    Attributes:
        text: with line feeds only.
        raw: as it lies there.
    """

    path: str
    language: Language
    text: str
    raw: bytes
    functions: tuple[Cuttable, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A function that could be an exercise.

    Attributes:
        number: of its probe.
        references: how often other code speaks of it.
    """

    number: int
    source: Source
    function: Cuttable
    shape: Shape
    references: int

    @property
    def path(self) -> str:
        """The file."""
        return self.source.path

    @property
    def symbol(self) -> str:
        """The dotted name."""
        return self.function.symbol

    @property
    def name(self) -> str:
        """How a reader tells it from all others."""
        return f"{self.path}:{self.symbol}"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be tried.

    Attributes:
        candidates: in no order.
        refused: names of functions that were asked for, with the reason why not.
        passed_over: how many nobody asked for by name, by the reason.
        paths: every file of the project.
    """

    candidates: tuple[Candidate, ...]
    refused: tuple[tuple[str, str], ...] = ()
    passed_over: dict[str, int] = field(default_factory=dict[str, int])
    paths: tuple[str, ...] = ()


def choose(root: Path, places: Sequence[str], diff: str | None) -> Choice:
    """The functions that a person asked for.

    Args:
        places: files, folders and `FILE:NAME,NAME`, relative to the root; none means all of it.
        diff: a revision or `A..B`: only functions that the change touched.

    Raises:
        BadInputError: a file or a function is not there, or git does not know the revision.
    """
    scope = resolve(root, ".", "all")
    paths = tuple(file.path for file in scope.files)
    changed = None if diff is None else resolve(root, ".", diff)
    wanted = [_place(root, place) for place in places] or [("", ())]
    sources = {source.path: source for source in _sources(scope, paths, wanted)}
    known = _references(sources.values())
    refused: list[tuple[str, str]] = []
    passed: Counter[str] = Counter()
    kept: dict[str, tuple[Source, Cuttable, Shape]] = {}
    for path, names in wanted:
        if names:
            _named(sources, path, names, kept, refused)
            continue
        for source in sources.values():
            if path and source.path != path and not source.path.startswith(f"{path}/"):
                continue
            for function in source.functions:
                if changed is not None and not _touched(changed, source.path, function):
                    continue
                shape = shape_of(source.text, function)
                if reason := _unfit(source, function, shape):
                    passed[reason] += 1
                else:
                    kept[f"{source.path}:{function.symbol}"] = (source, function, shape)
    candidates = tuple(
        Candidate(number, source, function, shape, known[function.symbol.rpartition(".")[2]] - 1)
        for number, (source, function, shape) in enumerate(kept.values())
    )
    return Choice(candidates, tuple(refused), dict(passed), paths)


def _place(root: Path, place: str) -> tuple[str, tuple[str, ...]]:
    found = _PLACE.match(place)
    if found is None:
        raise BadInputError(f"{printable(place)!r} is no FILE:NAME: pass a file, a folder or FILE:NAME,NAME")
    path = PurePosixPath(found["path"]).as_posix()
    if not (root / path).exists():
        raise BadInputError(f"{printable(path)} does not exist: pass a file or folder of the project")
    names = tuple(name.strip() for name in (found["names"] or "").split(",") if name.strip())
    if names and (root / path).is_dir():
        raise BadInputError(f"{printable(path)} is a folder: pass FILE:NAME")
    return "" if path == "." else path, names


def _sources(scope: Scope, paths: Iterable[str], wanted: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Source]:
    by_name = {path for path, names in wanted if names}
    for path in dict.fromkeys([*paths, *by_name]):
        language = language_of(path)
        if language == "other":
            if path in by_name:
                raise BadInputError(f"{path} is no Python, TypeScript or JavaScript: pass a file that is")
            continue
        if path not in by_name and (is_test(path) or _NO_SOURCE.fullmatch(path.rpartition("/")[2])):
            continue
        source = _source(scope.root, path, language, path in by_name)
        if source is not None:
            yield source


def _source(root: Root, path: str, language: Language, asked: bool) -> Source | None:
    try:
        raw = root.read(path, _MOST_BYTES)
        text = raw.decode("utf-8")
        if not asked and _GENERATED.search("\n".join(text.split("\n", 6)[:6])):
            return None
        return Source(path, language, plain(text), raw, tuple(functions(text, path)))
    except (Unreadable, UnicodeDecodeError, BadInputError) as error:
        if asked:
            raise BadInputError(f"{path} cannot be cut: {error}") from error
        return None  # what does not parse is nobody's exercise


def is_test(path: str) -> bool:
    """Whether a file is a test or serves tests only."""
    *folders, name = PurePosixPath(path).parts
    return not _TEST_PARTS.isdisjoint(folders) or _TEST_NAME.fullmatch(name) is not None


def _references(sources: Iterable[Source]) -> Counter[str]:
    """How many places of the code speak of each name; its own definition is one of them."""
    found: Counter[str] = Counter()
    for source in sources:
        found.update(_WORD.findall(source.text))
    return found


def _named(
    sources: dict[str, Source],
    path: str,
    names: Sequence[str],
    kept: dict[str, tuple[Source, Cuttable, Shape]],
    refused: list[tuple[str, str]],
) -> None:
    source = sources[path]
    for name in names:
        found = [item for item in source.functions if item.symbol == name]
        found = found or [item for item in source.functions if item.symbol.rpartition(".")[2] == name]
        if not found:
            known = ", ".join(item.symbol for item in source.functions[:8]) or "none"
            raise BadInputError(f"{path} has no function {name} with a body: it has {known}")
        if len(found) > 1 or found[0].doubled:
            refused.append((f"{path}:{name}", "the file has several functions of that name"))
        elif reason := _uncuttable(source, found[0]):
            refused.append((f"{path}:{found[0].symbol}", reason))
        else:
            kept[f"{path}:{found[0].symbol}"] = (source, found[0], shape_of(source.text, found[0]))


def _touched(changed: Scope, path: str, function: Cuttable) -> bool:
    return any(file.path == path and file.touches(function.first_line, function.last_line) for file in changed.files)


def _uncuttable(source: Source, function: Cuttable) -> str:
    """Why a body cannot go, whoever asks; "" where it can."""
    body = source.text[function.body_start : function.body_end]
    if "TODO(human)" in body:
        return "it is an exercise already"
    if source.language in {"typescript", "tsx"} and function.returns and not function.typed:
        return "its return type is not written, so without its body the type checker would take another: write it"
    return ""


def _unfit(source: Source, function: Cuttable, shape: Shape) -> str:
    """Why a function is no good exercise, where nobody asked for it by name; "" where it is one."""
    name = function.symbol.rpartition(".")[2]
    if name.startswith("__") or name in _BOILERPLATE or name.startswith("test") or function.kind != "function":
        return "boilerplate (constructors, accessors, main)"
    if any("property" in item or item.endswith(("abstractmethod", "overload")) for item in function.decorators):
        return "boilerplate (constructors, accessors, main)"
    if any(_inside(function, other) for other in source.functions):
        return "part of another function"
    if shape.statements < 2 and shape.weight < 2:
        return "trivial (one plain statement)"
    if shape.raises and not (shape.branches or shape.loops or shape.exits):
        return "trivial (it only fails)"
    if shape.lines > MOST_LINES or shape.weight > _MOST_WEIGHT:
        return f"more than one idea (over {MOST_LINES} lines, or too many decisions)"
    if function.doubled:
        return "named like another function of its file"
    return _uncuttable(source, function)


def _inside(function: Cuttable, other: Cuttable) -> bool:
    return other.body_start < function.body_start and function.body_end <= other.body_end and other is not function
