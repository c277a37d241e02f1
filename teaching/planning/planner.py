"""A whole plan for a goal, without a model: the same input gives the same plan."""

from collections.abc import Mapping, Sequence

from teaching.components.knowledge import components
from teaching.components.model import Component, QuestionTemplate
from teaching.contracts.plan import (
    PHASES,
    ArchitecturePhase,
    Library,
    Limit,
    Part,
    PhaseKind,
    Plan,
    PlannedTask,
    Question,
    Risk,
    TracedRequirement,
)
from teaching.errors import BadInputError
from teaching.planning.parameters import Numbers, numbers
from teaching.planning.project import Project
from teaching.planning.quantities import quantities
from teaching.planning.recognition import Recognition, recognise
from teaching.planning.requirements import Source, Tracer, Wish, given
from teaching.planning.selection import PHASE_ORDER, Selection, Selector
from teaching.planning.stacks import Chosen, Conventions, choose
from teaching.planning.tasks import TaskMaker
from teaching.planning.words import Words

MAX_GOAL = 2000
_QUESTIONS = 3
_RISKS = 8
_NON_GOALS = 5
_HEAVY = ("core", "integration")
_RISKY = ("core", "integration", "data", "storage", "interface", "quality", "operations", "setup", "proof")
_PURPOSES: dict[PhaseKind, str] = {
    "setup": "A program that starts and one test that passes, before anything else.",
    "data": "What comes in and how it is kept right.",
    "core": "The rules, testable without network or screen.",
    "integration": "What is not ours: bounded, retried, replaceable in tests.",
    "storage": "What stays, written whole or not at all.",
    "interface": "How people and programs use it.",
    "quality": "Proof that it holds together.",
    "operations": "How it runs when nobody looks.",
    "proof": "The main path, from the outside.",
}


def plan(
    goal: str,
    requirements: Sequence[str] = (),
    answers: Mapping[str, str] | None = None,
    project: Project | None = None,
    source: Source | None = None,
) -> Plan:
    """Plan a goal.

    Args:
        goal: what is to be built, in a sentence; may be empty where the source has a title.
        requirements: wishes in the caller's words.
        answers: by the id of a question of an earlier plan; `stack` and `requirement-N` are taken too.
        project: the repository that it is for; an empty one by default.
        source: a requirements file that was read.

    Raises:
        BadInputError: there is no goal.
    """
    goal = " ".join(goal.split()) or (source.title if source else "")
    if not goal:
        raise BadInputError(
            "say what is to be built: a goal in one sentence, such as “a news aggregator with RSS feeds”"
        )
    if len(goal) > MAX_GOAL:
        raise BadInputError(f"the goal has {len(goal)} characters: put details into a file and pass it as source")
    return _Planner(goal, requirements, dict(answers or {}), project or Project(), source).plan()


_STACK_QUESTION = Question(
    id="stack",
    ask="Which language and test runner do you want to learn in?",
    default="Python with pytest",
    options=["Python with pytest", "TypeScript with vitest"],
    why="File names, libraries and every verify command follow from it.",
)


def _home_question(project: Project) -> Question:
    return Question(
        id="home-module",
        ask="Which existing module is this closest to, and who else changes it now?",
        default=project.source or ".",
        options=[module.path for module in project.modules[:4]],
        why="New files go there; two people in one module need an order.",
    )


class _Planner:
    def __init__(
        self, goal: str, requirements: Sequence[str], answers: dict[str, str], project: Project, source: Source | None
    ) -> None:
        self.goal = goal
        self.answers = answers
        self.project = project
        self.source = source
        self.known = components()
        self.wishes = _answered([*given(requirements), *(source.wishes if source else ())], answers)
        self.texts = [goal, *(wish.text for wish in self.wishes), *self._free_answers()]
        self.words = Words(".\n".join(self.texts))

    def _free_answers(self) -> list[str]:
        """Answers to questions in the answerer's own words may name components of their own."""
        asked = {question.id: question for item in self.known.values() for question in item.questions}
        return [
            answer
            for key, answer in sorted(self.answers.items())
            if key in asked
            and answer.casefold() not in {option.casefold() for option in asked[key].options}
            and len(answer.split()) > 2
        ]

    def plan(self) -> Plan:
        recognition = recognise(self.texts, self.known)
        selection = Selector(self.known, self.words, self.answers, self.project).select(recognition)
        chosen = choose(self.words, self.project, self.answers.get("stack"))
        active = {name: self.known[name] for name in selection.active}
        stated = [item for text in self.texts for item in quantities(text)]
        values = numbers(active.values(), selection.named, stated, selection.factors)
        conventions = Conventions(chosen.stack, self.project, self.goal)
        tasks = TaskMaker(self.known, selection, values, conventions).make()
        traced = self._trace(active, tasks)
        return Plan(
            goal=self.goal,
            summary=_summary(active, selection, tasks, chosen),
            stack=chosen.stack,
            assumptions=self._assumptions(chosen, values, selection, recognition, {task.component for task in tasks}),
            questions=self._questions(selection, values, chosen),
            phases=_phases(active, selection, values, chosen, tasks),
            services=[item.service for item in active.values() if item.service and "services" in active],
            risks=_risks(active, selection, values),
            non_goals=self._non_goals(active, recognition, values),
            tasks=tasks,
            requirements=traced,
            notes=[*self._notes(recognition, conventions, active), *selection.notes],
        )

    def _trace(self, active: Mapping[str, Component], tasks: Sequence[PlannedTask]) -> list[TracedRequirement]:
        tracer = Tracer(active, tasks)
        return [
            tracer.trace(wish, number, choose(Words(wish.text), Project(), None).assumption is None)
            for number, wish in enumerate(self.wishes, 1)
        ]

    def _questions(self, selection: Selection, values: Numbers, chosen: Chosen) -> list[Question]:
        holder = {question.id: item.id for item in self.known.values() for question in item.questions}
        asked = [_question(item, holder[item.id], values) for item in selection.open[:_QUESTIONS]]
        if chosen.assumption and len(asked) < _QUESTIONS:
            asked.append(_STACK_QUESTION)
        if self.project.exists and len(asked) < _QUESTIONS - 1 and "home-module" not in self.answers:
            asked.append(_home_question(self.project))
        return asked

    def _assumptions(
        self,
        chosen: Chosen,
        values: Numbers,
        selection: Selection,
        recognition: Recognition,
        planned: set[str | None],
    ) -> list[str]:
        found = [chosen.assumption] if chosen.assumption else []
        if not recognition.named:
            found.append("The goal is a program with rules of its own and one way to use it")
        brought = [self.known[name].title for name in selection.active if self._is_brought(name, selection, planned)]
        if brought:
            found.append(f"Needed by the rest, though not named: {', '.join(brought)}")
        return [*found, *values.assumptions]

    def _is_brought(self, name: str, selection: Selection, planned: set[str | None]) -> bool:
        return name in planned and name not in selection.named and not self.known[name].role

    def _non_goals(self, active: Mapping[str, Component], recognition: Recognition, values: Numbers) -> list[str]:
        said = [
            f"{self.known[name].title}: excluded by the goal" for name in recognition.excluded if name not in active
        ]
        told = list(self.source.non_goals) if self.source else []
        found = [
            values.fill(component.id, non_goal.text)
            for component in active.values()
            for non_goal in component.non_goals
            if not set(non_goal.unless) & set(active)
        ]
        found = list(dict.fromkeys(found))[:_NON_GOALS]
        return [*told, *said[:2], *found] or ["Whatever no task names"]

    def _notes(self, recognition: Recognition, conventions: Conventions, active: Mapping[str, Component]) -> list[str]:
        notes = list(self.project.notes)
        if not recognition.named:
            notes.append(
                f"Not understood: no known component was recognised in “{' '.join(recognition.unknown[:8])}”. "
                "This plan is the general one; the answers below make it yours."
            )
        elif "core-logic" in active:
            notes.append(f"“{' '.join(recognition.unknown[:8])}” is known to no component: planned as core rules.")
        if self.project.exists:
            largest = sorted(self.project.modules, key=lambda module: (-module.files, module.path))
            modules = ", ".join(f"{module.path} ({module.files})" for module in largest[:6] if module.path != ".")
            notes.append(f"Planned for the existing code: {modules or 'no modules'}.")
            there = [item.title for item in active.values() if item.role == "" and conventions.has(item)]
            if there:
                notes.append(f"Already there, so its set-up is not planned: {', '.join(there)}.")
        if self.source and self.source.cut:
            notes.append(f"{self.source.cut} requirements beyond the first hundred were not read: split the file.")
        return notes


def _answered(wishes: list[Wish], answers: Mapping[str, str]) -> list[Wish]:
    """Requirements with what was answered about them."""
    return [
        Wish(f"{wish.text} ({answers[f'requirement-{number}']})", wish.source)
        if f"requirement-{number}" in answers
        else wish
        for number, wish in enumerate(wishes, 1)
    ]


def _summary(
    active: Mapping[str, Component], selection: Selection, tasks: Sequence[PlannedTask], chosen: Chosen
) -> str:
    titles = [item.title for item in active.values() if item.id in selection.named] or ["the goal's own rules"]
    hours = max(1, round(sum(task.minutes for task in tasks) / 60))
    phases = len({task.phase for task in tasks})
    stack = {"python": "Python", "typescript": "TypeScript", "other": "your stack"}[chosen.stack]
    return f"{len(tasks)} tasks in {phases} phases, about {hours} hours, in {stack}: {', '.join(titles)}."


def _question(item: QuestionTemplate, component: str, values: Numbers) -> Question:
    return Question(
        id=item.id,
        ask=values.fill(component, item.ask),
        default=item.default,
        options=list(item.options),
        why=values.fill(component, item.why),
    )


def _risks(active: Mapping[str, Component], selection: Selection, values: Numbers) -> list[Risk]:
    """Those of the rules and of what is not ours first; one of each component before the second of any."""

    def heaviness(item: Component) -> tuple[bool, int]:
        return item.id not in selection.named and item.phase not in _HEAVY, _RISKY.index(item.phase)

    order = sorted(active.values(), key=heaviness)
    rounds = max((len(item.risks) for item in order), default=0)
    found = [
        Risk(
            risk=values.fill(item.id, item.risks[index].risk),
            mitigation=values.fill(item.id, item.risks[index].mitigation),
        )
        for index in range(rounds)
        for item in order
        if index < len(item.risks)
    ]
    return found[:_RISKS]


def _phases(
    active: Mapping[str, Component],
    selection: Selection,
    values: Numbers,
    chosen: Chosen,
    tasks: Sequence[PlannedTask],
) -> list[ArchitecturePhase]:
    with_tasks = {task.phase for task in tasks}
    planned = {task.component for task in tasks}
    found: list[ArchitecturePhase] = []
    seen: set[str] = set()
    for index, kind in enumerate(PHASE_ORDER):
        items = [item for item in active.values() if selection.phases[item.id] == index and item.id in planned]
        if PHASES[kind] not in with_tasks:
            continue
        libraries = [library for item in items for library in item.libraries.get(chosen.stack, ())]
        found.append(
            ArchitecturePhase(
                name=PHASES[kind],
                purpose=_PURPOSES[kind],
                parts=[
                    Part(component=item.id, title=item.title, approach=values.fill(item.id, item.approach))
                    for item in items
                ],
                libraries=_new(libraries, seen),
                # A limit that the goal's own numbers make comes first.
                limits=[
                    _limit(limit, item.id, values)
                    for item in sorted(items, key=lambda item: not item.rates)
                    for limit in item.limits
                ],
            )
        )
    return found


def _new(libraries: Sequence[Library], seen: set[str]) -> list[Library]:
    """Each library once, where it is first needed."""
    found: list[Library] = []
    for library in libraries:
        if library.name not in seen:
            seen.add(library.name)
            found.append(library)
    return found


def _limit(limit: Limit, component: str, values: Numbers) -> Limit:
    return Limit(
        what=values.fill(component, limit.what),
        bound=values.fill(component, limit.bound),
        fallback=values.fill(component, limit.fallback),
    )
