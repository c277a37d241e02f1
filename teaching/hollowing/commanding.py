"""Which commands prove an exercise, and a person's consent to run them."""

import os
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from teaching.errors import BadInputError, MissingPartError, RefusedError
from teaching.hollowing.runners.choice import fallback, runner_of
from teaching.program import teach
from teaching.repository.files import Root
from teaching.repository.git import find_top
from teaching.verification.commands import Command, RefusedCommand, commands_of, parse
from teaching.verification.consent import Allowed, NotAllowed, is_allowed
from teaching.verification.environment import search_path

Ask = Callable[[Sequence[NotAllowed]], Sequence[Allowed] | None]
# They make environments of their own, in which the project is installed from its files and nothing of ours is seen.
_SEALED = {"tox", "nox"}
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")


def test_command(root: Path, given: str | None, paths: Collection[str]) -> Command:
    """The command that runs the tests.

    Args:
        given: by the person, where it is to be another than the project's.
        paths: all files of the project.

    Raises:
        BadInputError: there is none, or none that may be run.
        RefusedError: the constitution forbids it.
        MissingPartError: its program is not installed.
    """
    command = _given(root, given) if given is not None else _of_project(root, paths)
    program = command.argv[0]
    if "/" not in program and shutil.which(program, path=os.pathsep.join(search_path(root))) is None:
        raise MissingPartError(
            f"`{' '.join(command.argv)}` ({command.source}) needs {program}, which is not installed or not on PATH: "
            "install it, or pass another command with --tests, such as --tests 'python -m pytest'"
        )
    return command


def _given(root: Path, given: str) -> Command:
    found, refused = parse("test", given, "--tests", root)
    if refused or len(found) != 1:
        raise BadInputError(f"--tests is to be one plain command: {refused.reason if refused else 'it has several'}")
    return found[0]


def _of_project(root: Path, paths: Collection[str]) -> Command:
    known = commands_of(root)
    declared = known.of("test")
    if declared:
        chosen = next((one for one in declared if runner_of(root, one) is not None), declared[-1])
        inner = fallback(root, paths) if _hides_the_tests(root, chosen) else None
        return inner or chosen
    if place := next((place for step, place in known.forbidden if step == "test"), None):
        raise RefusedError(f"{place} says never to run the tests, so nothing can be proved")
    refused_test: RefusedCommand | None = next((one for one in known.refused if one.step == "test"), None)
    if refused_test is not None:
        raise BadInputError(
            f"{refused_test.source} declares `{refused_test.text}`, which is never run ({refused_test.reason}): "
            "pass another command with --tests"
        )
    found_one = fallback(root, paths)
    if found_one is None:
        raise BadInputError("no tests are found here: pass the command that runs them with --tests")
    return found_one


def _hides_the_tests(root: Path, command: Command) -> bool:
    """Whether what it runs can tell nothing of single tests; pytest runs the tests of unittest as well."""
    if command.argv[0] == "make":
        files = Root(root)
        found = next((name for name in _MAKEFILES if files.problem(name) is None), None)
        return found is not None and b"pytest" not in files.read(found)
    return command.argv[0] in _SEALED or "unittest" in command.argv


def gates_of(root: Path) -> list[Command]:
    """The project's linter and type checker."""
    return list(commands_of(root).of("lint", "typecheck"))


def consented(root: Path, commands: Sequence[Command], ask: Ask | None) -> list[Allowed]:
    """Consent to the tests, and to as much of the rest as there is.

    Raises:
        RefusedError: nobody allowed the tests.
    """
    answers = [is_allowed(root, command) for command in commands]
    missing = [answer for answer in answers if isinstance(answer, NotAllowed)]
    given = list(ask(missing) or []) if missing and ask is not None else []
    by_words = {(one.command.argv, one.command.folder): one for one in given}
    allowed: list[Allowed] = []
    for answer in answers:
        if isinstance(answer, Allowed):
            allowed.append(answer)
        elif found := by_words.get((answer.command.argv, answer.command.folder)):
            allowed.append(found)
        elif answer.command.step == "test":
            raise RefusedError(
                f"nothing was run: `{' '.join(answer.command.argv)}` ({answer.command.source}) {answer.reason}. "
                f"{_way_to_allow(root, answer.command)}"
            )
    return allowed


def _way_to_allow(root: Path, command: Command) -> str:
    if command in commands_of(root).of("test"):
        return f"A person allows it in a terminal: `{teach('allow', 'test', *_root_words(root))}`"
    # What nobody declared is known to this command alone.
    return "A person allows it by typing this same command in a terminal, where it asks"


def _root_words(root: Path) -> tuple[str, ...]:
    """What a command has to be told so that it works in this root, from where this one was called."""
    here = Path(os.path.realpath(os.getcwd()))
    if (find_top(here) or here) == root:
        return ()
    return ("--root", os.path.relpath(root, here))
