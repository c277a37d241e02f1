"""Reads the knowledge base: every component of `data/`, checked as a whole."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from teaching.components.model import Component
from teaching.errors import BadInputError, MissingPartError

DATA = Path(__file__).resolve().parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def components() -> Mapping[str, Component]:
    """Every component that ships, by id, in the order of their ids.

    Raises:
        MissingPartError: the installation lost them.
    """
    if not DATA.is_dir():
        raise MissingPartError("the planning components are missing: install claude-code-teaching-assistant again")
    return load(DATA)


def load(folder: Path) -> dict[str, Component]:
    """The components of a folder.

    Raises:
        BadInputError: a file is not of the form, or names a component or task that does not exist.
    """
    found: dict[str, Component] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
            found[path.stem] = Component.model_validate({**content, "id": path.stem})
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise BadInputError(f"{path.name} is no component: {error}") from error
    if faults := [*_unknown_components(found), *_task_faults(found)]:
        raise BadInputError("; ".join(faults))
    return found


def _unknown_components(found: Mapping[str, Component]) -> Iterable[str]:
    for component in found.values():
        named = {part for need in component.needs for part in need.split("|")}
        named.update(component.follows, *(non_goal.unless for non_goal in component.non_goals))
        for task in component.tasks:
            named.update(task.when.present, task.when.absent)
        for question in component.questions:
            for effect in question.options.values():
                named.update(effect.add, effect.drop)
        yield from (f"{component.id} names {name}, which is no component" for name in sorted(named - set(found)))


def _task_faults(found: Mapping[str, Component]) -> Iterable[str]:
    seen: dict[str, str] = {}
    asked: dict[str, str] = {}
    for component in found.values():
        own: set[str] = set()
        for task in component.tasks:
            if task.id in seen:
                yield f"the task {task.id} is in {seen[task.id]} and {component.id}"
            seen[task.id] = component.id
            for before in task.after or ():
                if before not in own and before not in found:
                    yield f"{task.id} comes after {before}, which is neither a task above it nor a component"
            own.add(task.id)
        for question in component.questions:
            if question.id in asked:
                yield f"the question {question.id} is in {asked[question.id]} and {component.id}"
            asked[question.id] = component.id
