"""The tasks of a plan: which templates hold, in which order, with which files and commands."""

from collections.abc import Mapping, Sequence

from teaching.components.model import Component, TaskTemplate
from teaching.contracts.plan import PHASES, PlannedTask
from teaching.planning.parameters import Numbers
from teaching.planning.selection import PHASE_ORDER, Selection, before
from teaching.planning.stacks import Conventions


class TaskMaker:
    """Makes the tasks of one plan."""

    def __init__(
        self,
        known: Mapping[str, Component],
        selection: Selection,
        numbers: Numbers,
        conventions: Conventions,
    ) -> None:
        self._known = known
        self._selection = selection
        self._numbers = numbers
        self._conventions = conventions
        self._last: dict[str, list[str]] = {}
        self._made: dict[str, PlannedTask] = {}

    def make(self) -> list[PlannedTask]:
        """Every task, each after what it depends on."""
        for name in self._selection.active:
            component = self._known[name]
            previous: str | None = None
            for template in component.tasks:
                if not self._holds(component, template):
                    continue
                depends = self._depends(component, template, previous)
                self._made[template.id] = self._task(component, template, depends)
                previous = template.id
            self._last[name] = [previous] if previous else self._before(name)
        return list(self._made.values())

    def _holds(self, component: Component, template: TaskTemplate) -> bool:
        when, active = template.when, set(self._selection.active)
        if self._is_there(component) and (template.setup or component.id not in self._selection.named):
            return False
        if when.named and component.id not in self._selection.named:
            return False
        if not set(when.present) <= active or set(when.absent) & active:
            return False
        return all(self._selection.decided.get(question) == option for question, option in when.answer.items())

    def _is_there(self, component: Component) -> bool:
        return component.role == "" and self._conventions.has(component)

    def _before(self, name: str) -> list[str]:
        found = before(self._known, name, self._selection.active)
        return [last for other in self._selection.active if other in found for last in self._last.get(other, ())]

    def _touched(self, component: Component) -> list[str]:
        """Existing files that the first task of a component changes too: where what it builds on lives."""
        if any(task.component == component.id for task in self._made.values()):
            return []
        needed = {part for need in component.needs for part in need.split("|")} | set(component.follows)
        there = [self._known[name] for name in sorted(needed) if self._is_there(self._known[name])]
        found = [path for item in there for path in self._conventions.home(item)]
        if component.phase == "interface":
            found += self._conventions.entry_points()
        return found[:3]

    def _depends(self, component: Component, template: TaskTemplate, previous: str | None) -> list[str]:
        if component.phase == "proof":
            depended = {name for task in self._made.values() for name in task.depends}
            return [name for name in self._made if name not in depended]
        if template.after is not None:
            wanted = [last for name in template.after for last in self._last.get(name, [name])]
        elif previous:
            wanted = [previous]
        else:
            wanted = self._before(component.id)
        wanted = [name for name in dict.fromkeys(wanted) if name in self._made]
        return self._reduced(wanted or [name for name in ("skeleton",) if name in self._made])

    def _reduced(self, wanted: Sequence[str]) -> list[str]:
        """Without those that another one of them depends on already."""
        return [name for name in wanted if not any(name in self._behind(other) for other in wanted if other != name)]

    def _behind(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = list(self._made[name].depends)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._made[one].depends
        return found

    def _task(self, component: Component, template: TaskTemplate, depends: list[str]) -> PlannedTask:
        def fill(text: str) -> str:
            return self._numbers.fill(component.id, text)

        verify = self._conventions.verify(component, template)
        files = [*self._touched(component), *self._conventions.files(component, template)]
        attest = template.attest or (None if verify else "its tests, which no known command of this stack selects")
        return PlannedTask(
            id=template.id,
            title=fill(template.title),
            phase=PHASES[PHASE_ORDER[self._selection.phases[component.id]]],
            why=fill(template.why),
            acceptance=[fill(text) for text in template.acceptance],
            files=list(dict.fromkeys(files)),
            depends=depends,
            verify=verify,
            attest=fill(attest) if attest else None,
            by_hand=fill(template.by_hand),
            minutes=template.minutes,
            component=component.id,
        )
