"""What a student's folder holds once the first tasks are done: derived from the exemplar, so that there is one source.

State k is the exemplar with the cuts of every later task made and the files that later tasks add left out; the starter
is state 0.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from teaching.contracts.exercises import Cut, Doc, Exemplar
from teaching.curriculum.model import CutOut, Spec, TaskOf
from teaching.curriculum.shelf import Project, Tree
from teaching.errors import BadInputError
from teaching.hollowing.cutting import cut, functions, plain
from teaching.markers.bodies import body_of_symbol
from teaching.markers.functions import language_of


def starter(project: Project) -> dict[str, bytes]:
    """What `starter/` is to hold.

    Raises:
        BadInputError: a cut does not fit the exemplar, or a file that a task names is not there.
    """
    return tree(project.spec, project.exemplar, done=())


def whole(project: Project, done: Collection[str]) -> dict[str, bytes]:
    """A student's folder once these tasks are done: starter, CLAUDE.md, ROADMAP.md and lessons.

    Args:
        done: ids of tasks.
    """
    return {**project.base, **tree(project.spec, project.exemplar, done)}


def laid_in(project: Project, task: str) -> dict[str, bytes]:
    """The folder after a task's exemplar and those of all tasks before it were laid in."""
    names = [one.id for one in project.spec.tasks]
    return whole(project, names[: names.index(project.spec.task(task).id) + 1])


def tree(spec: Spec, exemplar: Tree, done: Collection[str]) -> dict[str, bytes]:
    """The exemplar's files with these tasks done and all others open."""
    files = dict(exemplar)
    by_path: dict[str, list[Cut]] = {}
    for task in spec.tasks:
        _require(spec, exemplar, task)
        if task.id in done:
            continue
        for path in task.adds:
            files.pop(path, None)
        for one in task.cuts:
            by_path.setdefault(one.path, []).append(Cut(one.symbol, one.text, one.hints, task.id))
    for path, cuts in by_path.items():
        if path in files:
            files[path] = cut(exemplar[path].decode("utf-8"), path, cuts).encode()
    return files


def exemplars(project: Project) -> list[Exemplar]:
    """The solution of every cut, for hints, guard and review."""
    open_files = starter(project)
    return [
        _exemplar(project, task, one, open_files[one.path])
        for task in project.spec.tasks
        for one in task.cuts
        if one.path in open_files
    ]


def of_task(project: Project, task: TaskOf) -> list[Exemplar]:
    """The solutions of one task."""
    return [one for one in exemplars(project) if one.task == task.id]


def hints_of(task: TaskOf) -> Sequence[str]:
    """All that the hints of a task say."""
    return [hint for one in task.cuts for hint in one.hints]


def write(files: Tree, folder: Path) -> None:
    """Puts files into a folder that has none of these names."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(content)


def _require(spec: Spec, exemplar: Tree, task: TaskOf) -> None:
    where = f"{spec.slug}: the task {task.id}"
    for what, paths in (("cuts", [one.path for one in task.cuts]), ("adds", task.adds), ("tests", task.tests)):
        if missing := [path for path in paths if path not in exemplar]:
            raise BadInputError(f"{where} {what} {missing[0]}, which the exemplar does not have")


def _exemplar(project: Project, task: TaskOf, one: CutOut, left: bytes) -> Exemplar:
    text = plain(project.exemplar[one.path].decode("utf-8"))
    function = next(item for item in functions(text, one.path) if item.symbol == one.symbol)
    body = body_of_symbol(left, one.path, one.symbol)
    return Exemplar(
        path=one.path,
        symbol=one.symbol,
        language=language_of(one.path),
        text=text[function.start : function.end],
        task=task.id,
        marker=one.text,
        hints=one.hints,
        tests=task.tests,
        core=one.core,
        digest=body.digest if body is not None else "",
        docs=tuple(Doc(url=page.url, explains=page.explains) for page in task.docs),
    )
