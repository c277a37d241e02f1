"""A throwaway folder in which a project's states are laid out and its commands run, in the sandbox, as a student's do.

The commands come from the project itself: whoever names a project here means its commands to run.
"""

import contextlib
import os
import queue
import re
import shutil
import tempfile
import threading
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from teaching.contracts.verification import Step
from teaching.curriculum.environment import is_compiled, require_programs
from teaching.curriculum.model import History, Spec
from teaching.curriculum.shelf import SPEC, Project, Tree
from teaching.curriculum.states import whole
from teaching.errors import BadInputError, MissingPartError
from teaching.hollowing.runners.choice import Runner, runner_of
from teaching.hollowing.runners.report import Report
from teaching.hollowing.staging import CACHE, Stage
from teaching.repository import processes
from teaching.verification.commands import Command, parse
from teaching.verification.consent import once
from teaching.verification.run import KILLED, Limits, Ran, run_step
from teaching.verification.understanding import TIMED_OUT

TIMEOUT_S = 600.0
_CACHED = "PYTHONPYCACHEPREFIX="
_PYTHON = frozenset({"python"})
_LINKED = (".venv", "node_modules")
_PACKAGES = {"python": ".venv", "typescript": "node_modules"}
_END_OF_FILE = re.compile(r"::| > ")
_STOPPED = (TIMED_OUT, KILLED)
_TAKES_A_VALUE = {"--import", "--require", "-r", "--loader", "--experimental-loader", "--conditions", "-C"}
_GIT = (
    *("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main"),
    *("-c", "user.name=teach", "-c", "user.email=teach@localhost"),
)


@dataclass(frozen=True, slots=True)
class Bench:
    """One folder.

    Attributes:
        command: that runs the tests.
        runner: that it ends in.
        stage: the folder as the runner knows it.
        timeout_s: of one run.
        limits: of one run.
        compiles: keep what Python compiled from run to run; else only what is installed is read compiled.
        ending: set when nobody waits for it any more: what runs is ended.
    """

    command: Command
    runner: Runner
    stage: Stage
    timeout_s: float = TIMEOUT_S
    limits: Limits | None = None
    compiles: bool = True
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def path(self) -> Path:
        """Where the files lie."""
        return self.stage.path

    def lay(self, files: Tree) -> None:
        """Makes the folder hold exactly these files, beside what is installed and git's own."""
        old = {path for path in _listed(self.path) if path not in files}
        for path in old:
            (self.path / path).unlink()
        changed: dict[str, bytes] = {}
        for path, content in files.items():
            place = self.path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.is_file() or place.read_bytes() != content:
                changed[path] = content
        self.stage.write(changed)

    def test(self, tests: Collection[str] | None = None) -> Report:
        """Runs the tests.

        Args:
            tests: the ids of those to run, a runner that cannot choose among them runs their files; None for all.
        """
        chosen = None if tests is None else frozenset(tests)
        files = None if tests is None else frozenset(_END_OF_FILE.split(one, maxsplit=1)[0] for one in tests)
        self.runner.prepare(self.stage, chosen)
        given = self.command
        if files is not None and given.argv[:1] == ("node",):
            # node:test takes files as words of its command only.
            given = replace(given, argv=(*_without_files(given.argv), *sorted(files)))
        command = self.runner.command(given, self.stage, files)
        if not self.compiles:
            words = ["PYTHONDONTWRITEBYTECODE=1" if _CACHED in word else word for word in command.argv]
            command = replace(command, argv=tuple(words))
        if command.argv[0] == "env" and self.runner.languages == _PYTHON:
            # Nobody reads how a test failed line by line, and in a state with much open that took half of the time.
            command = replace(command, argv=("env", "PYTEST_ADDOPTS=--tb=no", *command.argv[1:]))
        ran = self.run(command)
        report = self.runner.report(self.stage, ran.output)
        # node:test tells of the tests that ended before it was stopped.
        return replace(report, ended=False) if ran.run.exit in _STOPPED else report

    def run(self, command: Command) -> Ran:
        """Runs one command to its end."""
        allowed = once(self.path, command)
        return run_step(
            self.path,
            allowed,
            timeout_s=self.timeout_s,
            cancelled=self.ending.is_set,
            limits=self.limits,
            copy=self.stage.copy,
        )

    def clear(self) -> None:
        """Takes away what was noted in a run, so that linters do not see it."""
        shutil.rmtree(self.stage.ours, ignore_errors=True)

    def git(self, *words: str, stdin: bytes = b"") -> processes.Completed:
        """Runs git in the folder.

        Raises:
            BadInputError: git says no.
        """
        done = processes.run(["git", *_GIT, *words], cwd=self.path, stdin=stdin, timeout_s=120)
        if done.exit:
            said = done.stderr.decode("utf-8", "replace").strip()[:300]
            raise BadInputError(f"git {words[0]} did not work: {said}")
        return done

    def begin_history(self, slug: str, apart: Collection[str]) -> None:
        """Makes the folder a repository with one commit of everything but these paths."""
        shutil.rmtree(self.path / ".git", ignore_errors=True)
        self.git("init", "--quiet", "--template=")
        left_out = (*_LINKED, CACHE, *apart)
        self.git("add", "--all", "--force", "--", ".", *(f":(exclude,literal){path}" for path in left_out))
        self.git("commit", "--quiet", "--no-verify", "--message", f"chore: start {slug}")

    def go_on(self, history: History) -> None:
        """Makes the branch with its commits."""
        self.git("checkout", "--quiet", "-b", history.branch)
        for commit in history.commits:
            if commit.paths:
                self.git("add", "--force", "--", *commit.paths)
            self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", commit.message)


@contextlib.contextmanager
def bench(
    spec: Spec,
    venv: Path | None,
    timeout_s: float = TIMEOUT_S,
    limits: Limits | None = None,
    compiles: bool = True,
    ending: threading.Event | None = None,
) -> Generator[Bench, None, None]:
    """An empty folder for a project, for the length of a block.

    Args:
        venv: the virtual environment, or the `node_modules`, in which its packages are.
    """
    own = Path(os.path.realpath(tempfile.mkdtemp(prefix="teach-curriculum-")))
    try:
        path = own / spec.slug
        path.mkdir()
        # Our own environment, which stands in where none is named, has no packages of node's.
        if venv is not None and (venv.name == "node_modules") == (spec.language == "typescript"):
            _link(venv, path / _PACKAGES[spec.language])
        command = command_of(spec.commands["test"], "test", path)
        runner = runner_of(path, command)
        if runner is None:
            raise BadInputError(f"{spec.slug}: which runner `{spec.commands['test']}` ends in is not known")
        stage = Stage(path, path, (), path)
        yield Bench(command, runner, stage, timeout_s, limits, compiles, ending or threading.Event())
    finally:
        shutil.rmtree(own, ignore_errors=True)


class Benches:
    """As many folders for a project as are used at once; one that was used is used again, with what it compiled."""

    def __init__(self, spec: Spec, venv: Path | None, within: contextlib.ExitStack) -> None:
        self._spec, self._venv, self._within = spec, venv, within
        self._compiles = not is_compiled(venv)
        self._free: queue.SimpleQueue[Bench] = queue.SimpleQueue()
        self._made: list[Bench] = []
        self._making = threading.Lock()

    @contextlib.contextmanager
    def one(self) -> Generator[Bench, None, None]:
        """A folder that nobody else uses meanwhile."""
        try:
            taken = self._free.get_nowait()
        except queue.Empty:
            with self._making:
                taken = self._within.enter_context(bench(self._spec, self._venv, compiles=self._compiles))
                self._made.append(taken)
        try:
            yield taken
        finally:
            self._free.put(taken)

    def end(self) -> None:
        """Ends what runs in them."""
        for one in self._made:
            one.ending.set()


@contextlib.contextmanager
def benches(spec: Spec, venv: Path | None) -> Generator[Benches, None, None]:
    """Folders for a project, for the length of a block."""
    with contextlib.ExitStack() as within:
        yield Benches(spec, venv, within)


def lay(project: Project, one: Bench, done: Sequence[str]) -> None:
    """Lays a state out, as a git repository where a task asks for commits."""
    one.lay(whole(project, done))
    histories = [task.history for task in project.spec.tasks if task.history and task.id in done]
    if any(task.history for task in project.spec.tasks):
        one.begin_history(
            project.spec.slug, [path for item in histories for each in item.commits for path in each.paths]
        )
    for history in histories:
        one.go_on(history)


def command_of(text: str, step: Step, root: Path) -> Command:
    """One command of a `project.json` or a roadmap.

    Raises:
        BadInputError: it is more than one plain command, or one that never runs.
    """
    found, refused = parse(step, text, SPEC, root)
    if refused or len(found) != 1:
        raise BadInputError(f"`{text}` is to be one plain command: {refused.reason if refused else 'it is several'}")
    return found[0]


def require_packages(spec: Spec, one: Bench) -> None:
    """Look whether what the tests import and start is installed.

    Raises:
        MissingPartError: it is not; the message says how to get it.
    """
    require_programs(spec)
    if not spec.needs.packages:
        return
    if spec.language == "typescript":
        _require_node_packages(spec, one)
        return
    code = (
        "import sys; from importlib import metadata\n"
        "def has(name):\n"
        "    try: metadata.version(name); return True\n"
        "    except metadata.PackageNotFoundError: return False\n"
        f"print(*(name for name in {list(spec.needs.packages)!r} if not has(name)))"
    )
    ran = one.run(Command("verify", ("python", "-c", code), SPEC))
    if missing := ran.output.split():
        raise MissingPartError(
            f"the tests of {spec.slug} import {', '.join(missing)}: `python -m pip install {' '.join(missing)}` where "
            "this program is installed, or name a virtual environment that has them with --venv"
        )


def _require_node_packages(spec: Spec, one: Bench) -> None:
    folder = one.path / _PACKAGES["typescript"]
    missing = [name for name in spec.needs.packages if not (folder / name / "package.json").is_file()]
    if missing:
        raise MissingPartError(
            f"the tests of {spec.slug} import {', '.join(missing)}: `npm install {' '.join(missing)}` in a folder of "
            "its own, and name the node_modules in it with --venv"
        )


def _link(installed: Path, place: Path) -> None:
    """Puts what is installed where a project has it."""
    if place.name != "node_modules":
        os.symlink(installed, place)
        return
    # A folder of its own with a link for each package: tools write beside packages, vite its configuration.
    place.mkdir()
    for entry in os.scandir(installed):
        if entry.name == ".bin" or not entry.name.startswith("."):
            os.symlink(entry.path, place / entry.name)


def _without_files(argv: Sequence[str]) -> list[str]:
    """A call of node without what it names besides options and their values."""
    pairs = zip(argv[1:], argv, strict=False)
    return [argv[0], *(word for word, before in pairs if word.startswith("-") or before in _TAKES_A_VALUE)]


def _listed(folder: Path) -> Sequence[str]:
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        top = Path(place) == folder
        folders[:] = [name for name in folders if not (top and name in (*_LINKED, ".git", CACHE))]
        found += [os.path.relpath(os.path.join(place, name), folder) for name in names]
    return [path.replace(os.sep, "/") for path in found if path not in _LINKED]
