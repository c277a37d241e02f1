"""What can be said of a scaffold's files without running them: their places, their syntax, and what is left open."""

import ast
import warnings
from collections.abc import Iterator, Mapping

from ast_grep_py import SgRoot

from teaching.contracts.scaffolds import ScaffoldProblem
from teaching.markers.bodies import bodies_of
from teaching.markers.functions import language_of
from teaching.markers.reading import Marker, read
from teaching.repository.files import Root
from teaching.scaffolds.placing import is_test, objection
from teaching.scaffolds.sensitive import filled

MOST_FILES = 20
MOST_CHARACTERS = 100_000
_WORDS = {
    "auth": "who may do what",
    "crypto": "signing and comparing secrets",
    "money": "sums of money",
    "concurrency": "state that several share at once",
}


def problems(files: Mapping[str, str], root: Root, task: str) -> list[ScaffoldProblem]:
    """Everything that speaks against these files, by path; what does not parse is not looked at further.

    Args:
        files: texts by path.
        root: the project's.
        task: the id that the markers carry.
    """
    found = list(_places(files, root))
    found += [problem for path, text in files.items() for problem in _of_file(text, path, task)]
    if not any(item.rule == "syntax" for item in found):
        found += _of_all(files, task)
    return found


def markers(files: Mapping[str, str]) -> list[Marker]:
    """The markers of the sources."""
    return [marker for path, text in files.items() if not is_test(path) for marker in read(text, path)]


def open_lines(text: str, path: str) -> set[int]:
    """The lines of markers and of the failures that stand in for work: they go when it is done."""
    found: set[int] = set()
    for marker, body in bodies_of(text, path):
        found.update(range(marker.line, marker.end_line + 1))
        if body.is_stub:
            found.update(range(body.start, body.end + 1))
    return found


def _places(files: Mapping[str, str], root: Root) -> Iterator[ScaffoldProblem]:
    for path, text in files.items():
        if reason := objection(path):
            yield _problem(path, 0, "place", f"nothing is written there: {reason}", "name a source or test file")
        elif (there := root.problem(path)) != "not there":
            fact = "this file is there already" if there is None else f"this cannot be written: {there}"
            yield _problem(path, 0, "overwrites", fact, "choose a new name; nothing of the learner's is replaced")
        if len(text) > MOST_CHARACTERS:
            yield _problem(path, 0, "place", f"more than {MOST_CHARACTERS:,} characters", "leave it out, or split it")


def _of_file(text: str, path: str, task: str) -> Iterator[ScaffoldProblem]:
    if line := syntax_error(text, path):
        yield _problem(path, line, "syntax", "this does not parse", "mend it: red tests have to mean open work")
        return
    if is_test(path):
        return
    for marker, body in bodies_of(text, path):
        if marker.task != task:
            move = f"write TODO(human)[{task}]: … so that it belongs to the task"
            yield _problem(path, marker.line, "marker", "this marker names another task or none", move)
        if not body.is_stub:
            name = f"{body.symbol}, " if body.symbol else ""
            move = "take the code out and leave a failure that says TODO(human)"
            yield _problem(path, body.start, "core", f"{name}the core behind this marker, is written", move)
    for one in filled(text, path):
        fact = f"{one.symbol} decides about {_WORDS[one.kind]} and is written"
        move = f"leave its body to the learner: a TODO(human)[{task}] with hints, and a failure"
        yield _problem(path, one.line, "sensitive", fact, move)


def _of_all(files: Mapping[str, str], task: str) -> Iterator[ScaffoldProblem]:
    first = next(iter(files))
    if not any(is_test(path) for path in files):
        yield _problem(first, 0, "tests", "there is no test among the files", "add one that says what is wanted")
    if not markers(files):
        move = f"mark what the learner writes with TODO(human)[{task}]: what to do, and hints below"
        yield _problem(first, 0, "marker", "nothing is left to the learner", move)


def syntax_error(text: str, path: str) -> int:
    """The line of the first mistake; 0 where there is none, or the language is not read."""
    language = language_of(path)
    if language == "python":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
        except SyntaxError as error:
            return error.lineno or 1
        except (ValueError, RecursionError, MemoryError):
            return 1
        return 0
    if language == "other":
        return 0
    root = SgRoot(text, language).root()
    wrong = root.find(kind="ERROR")
    return wrong.range().start.line + 1 if wrong is not None else 0


def _problem(path: str, line: int, rule: str, fact: str, move: str) -> ScaffoldProblem:
    return ScaffoldProblem(path=path, line=line, rule=rule, fact=fact, move=move)
