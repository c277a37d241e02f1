"""A scaffold for one task or description: chosen, placed and rendered; written only where that is asked for."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from teaching.contracts.exercises import Exemplar
from teaching.errors import BadInputError, RefusedError
from teaching.exemplars import store as exemplar_store
from teaching.markers.bodies import body_of_symbol
from teaching.markers.reading import in_tree, read
from teaching.planning.project import describe
from teaching.planning.stacks import choose
from teaching.planning.words import Words
from teaching.repository.files import Root
from teaching.roadmap import store
from teaching.roadmap.model import Roadmap
from teaching.roadmap.reading import parse
from teaching.scaffolds import library, minimal, support
from teaching.scaffolds.choosing import Wish, component_of, wish_of
from teaching.scaffolds.model import Scaffold, VariantLanguage
from teaching.scaffolds.placing import Layout, named_in
from teaching.scaffolds.rendering import Place, Rendered, exemplars, render
from teaching.scaffolds.roadmap_lines import completed
from teaching.scaffolds.writing import created


@dataclass(frozen=True, slots=True)
class Made:
    """One scaffold, written or not.

    Attributes:
        component: id in the library; None for the minimal one.
        files: as they are, or would be, written.
        verify: the command that proves the task.
        minutes: of a learner, for all markers.
        notes: what the reader should know of the choice.
        steps: what has to be done before the tests run.
        written: whether it was.
    """

    wish: Wish
    language: VariantLanguage
    component: str | None
    title: str
    files: tuple[Rendered, ...]
    solutions: tuple[Exemplar, ...]
    verify: str
    minutes: int
    notes: tuple[str, ...]
    steps: tuple[str, ...]
    written: bool = False

    @property
    def own(self) -> list[Rendered]:
        """The files that belong to the task."""
        return [file for file in self.files if file.role != "other"]


def make(root: Path, wanted: str, language: str | None = None, *, write: bool = False) -> Made:
    """Scaffolds a task of the roadmap, or what a few words describe.

    Raises:
        BadInputError: there is no such task, or the language is none that scaffolds are there in.
        RefusedError: the task has markers already, or there is no free place.
    """
    root = Path(os.path.realpath(root))
    roadmap = roadmap_of(root)
    wish = wish_of(roadmap, wanted)
    _require_new(root, wish)
    chosen = language_of(root, wish, language)
    layout = Layout(Root(root), describe(Root(root)), chosen, roadmap)
    made = _made(wish, layout)
    return written(root, made) if write else made


def roadmap_of(root: Path) -> Roadmap | None:
    """The roadmap of a project, if it has one.

    Raises:
        RefusedError: it is there and cannot be read.
    """
    return parse(store.read(root)) if os.path.lexists(root / store.NAME) else None


def language_of(root: Path, wish: Wish, named: str | None) -> VariantLanguage:
    """The language to write: the one that was asked for, else the project's, else what the words say.

    Raises:
        BadInputError: it is another one than scaffolds are there in.
    """
    if named is not None:
        found = {"py": "python", "ts": "typescript", "javascript": "typescript"}.get(named.lower(), named.lower())
    else:
        found = choose(Words(wish.title), describe(Root(root)), None).stack
    if found == "python":
        return "python"
    if found == "typescript":
        return "typescript"
    raise BadInputError(
        "scaffolds are there in python and typescript: pass one of them as the language, or write the scaffold "
        "yourself and have it checked by passing its files"
    )


def written(root: Path, made: Made) -> Made:
    """Creates the files, completes the task and keeps the solutions away from it.

    Raises:
        RefusedError: something is in the way; then nothing was written.
    """
    task = made.wish.task
    with created(root, [(file.path, file.text) for file in made.files]):
        exemplar_store.keep(root, made.solutions)
        if task is not None:
            own = [file.path for file in made.own]
            store.change(root, lambda text: completed(text, made.wish.name, task.title, own, made.verify))
    return replace(made, written=True)


def _require_new(root: Path, wish: Wish) -> None:
    there = [marker for marker in in_tree(Root(root)) if marker.task == wish.name]
    if there:
        places = ", ".join(f"{marker.path}:{marker.line}" for marker in there[:3])
        raise RefusedError(
            f"“{wish.title}” is scaffolded already: its TODO(human) are at {places}. Work there, or take them out first"
        )


def _made(wish: Wish, layout: Layout) -> Made:
    component = component_of(wish)
    notes: list[str] = []
    if wish.task is None:
        notes.append("No task of ROADMAP.md is called so: taken as a description, and no task will be changed.")
    if component is not None and layout.language not in library.languages(component):
        notes.append(f"{component} is not there in {minimal.language_words(layout.language)}.")
        component = None
    if component is None:
        notes.append(
            "No component of the library fits, so this is structure alone: the tests fail because the function is "
            "open, and what each criterion means in code is yours to write."
        )
        files, title, minutes = minimal.render(wish, layout), wish.title, 60
        solutions: list[Exemplar] = []
    else:
        found = library.scaffold(component, layout.language)
        place = _place(found, wish, layout)
        files, title = render(found, place), found.shared.title
        minutes = sum(cut.minutes for cut in found.variant.cuts)
        if wish.acceptance:
            notes.append("Its tests are the library's: where the task's acceptance criteria say otherwise, they count.")
        solutions = _with_digests(exemplars(found, place), files)
    extra, steps, more = support.files(layout, files)
    verify = support.command(layout, [file.path for file in files if file.role == "test"])
    notes += [*more, *_other_verify(wish, verify)]
    every = (*files, *extra)
    return Made(
        wish, layout.language, component, title, every, tuple(solutions), verify, minutes, tuple(notes), tuple(steps)
    )


def _place(found: Scaffold, wish: Wish, layout: Layout) -> Place:
    paths: dict[str, str] = {}
    for name, file in found.variant.files.items():
        usual = layout.target(file.target)
        wanted = [usual] if file.role == "other" else [*_named(wish, layout, file.role == "test"), usual]
        wanted.append(_beside(usual, wish.name))
        paths[name] = layout.free(wanted, "test" if file.role == "test" else "module")
    return Place(paths, layout.import_root, layout.suffix, layout.error_base(), wish.name)


def _named(wish: Wish, layout: Layout, tests: bool) -> list[str]:
    return named_in(wish.task, layout.language, tests=tests)


def _beside(path: str, name: str) -> str:
    """Another name in the same folder, made from the task's: `test_auth_access.py`, `auth-access.test.ts`."""
    folder, slash, last = path.rpartition("/")
    if path.endswith(".py"):
        stem = name.replace("-", "_").replace(".", "_")
        return f"{folder}{slash}{'test_' if last.startswith('test_') else ''}{stem}.py"
    return f"{folder}{slash}{name}.{last.partition('.')[2]}"


def _with_digests(found: Sequence[Exemplar], files: Sequence[Rendered]) -> list[Exemplar]:
    texts = {file.path: file.text for file in files}
    kept: list[Exemplar] = []
    for item in found:
        body = body_of_symbol(texts[item.path], item.path, item.symbol)
        kept.append(item.model_copy(update={"digest": body.digest if body is not None else ""}))
    return kept


def _other_verify(wish: Wish, verify: str) -> list[str]:
    task = wish.task
    if task is None or not task.verify or verify in task.verify:
        return []
    if any(path in line for line in task.verify for path in verify.split()[-1:]):
        return []
    return [f"The task is proved by its own `{task.verify[0]}`; see that it runs the new test too (`{verify}`)."]


def open_places(made: Made) -> list[tuple[str, str]]:
    """Each marker as path:line, and what it says."""
    return [(f"{file.path}:{marker.line}", marker.text) for file in made.files for marker in read(file.text, file.path)]
