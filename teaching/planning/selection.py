"""Which components a plan holds: those named, what they need, and what answers add or drop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from teaching.components.model import Component, Effect, QuestionTemplate
from teaching.planning.project import Project
from teaching.planning.recognition import Recognition
from teaching.planning.words import Words

_ROUNDS = 8
_OWN_RULES = 2  # words of the goal that no component explains


@dataclass(slots=True)
class Selection:
    """What was chosen.

    Attributes:
        active: ids of components in the order in which they are built.
        named: those of them that the goal or an answer asks for.
        open: questions without an answer, the heaviest first.
        decided: question id -> the option the plan is made with.
        factors: of the peaks of rates, where an answer set one.
        notes: sentences about answers and contradictions.
        phases: id -> index of the phase that it falls into.
    """

    active: list[str] = field(default_factory=list[str])
    named: set[str] = field(default_factory=set[str])
    open: list[QuestionTemplate] = field(default_factory=list[QuestionTemplate])
    decided: dict[str, str] = field(default_factory=dict[str, str])
    factors: dict[str, int] = field(default_factory=dict[str, int])
    notes: list[str] = field(default_factory=list[str])
    phases: dict[str, int] = field(default_factory=dict[str, int])


class Selector:
    """Chooses components; one is made per plan."""

    def __init__(
        self, known: Mapping[str, Component], words: Words, answers: Mapping[str, str], project: Project
    ) -> None:
        self._known = known
        self._existing = project.exists
        self._there = {"walking-skeleton"} if project.has_tests else set[str]()
        self._words = words
        self._answers = {key.strip().casefold(): value for key, value in answers.items()}
        self._effects: dict[str, Effect] = {}
        self._asked: dict[str, tuple[QuestionTemplate, str]] = {}
        self._chosen = Selection()

    def select(self, recognition: Recognition) -> Selection:
        """The components of a plan."""
        always = [item.id for item in self._known.values() if item.role == "always" and item.id not in self._there]
        wanted = self._wanted(recognition)
        active: set[str] = set()
        for _ in range(_ROUNDS):
            added = [name for effect in self._effects.values() for name in effect.add]
            dropped = {name for effect in self._effects.values() for name in effect.drop}
            excluded = {name for name in recognition.excluded if name not in added}
            asked = [name for key in self._effects if key in self._answers for name in self._effects[key].add]
            self._chosen.named = {name for name in (*wanted, *asked) if name not in dropped | excluded}
            grown = self._closed([*always, *sorted({*wanted, *added})], dropped | excluded)
            if not self._decide(grown) and grown == active:
                break
            active = grown
        self._chosen.active = self._ordered(active, self._chosen.phases)
        self._report(recognition)
        return self._chosen

    def _wanted(self, recognition: Recognition) -> list[str]:
        """What is named; and the goal's own rules where nothing that is named could hold them."""
        fallback = [item.id for item in self._known.values() if item.role == "fallback"]
        if not recognition.named:
            return fallback
        phases = {self._known[name].phase for name in recognition.named}
        has_place = phases & {"data", "core", "integration", "storage"} or self._existing
        enough = _OWN_RULES if "interface" in phases else _OWN_RULES + 1
        if has_place or len(recognition.unknown) < enough:
            return list(recognition.named)
        return [*recognition.named, "core-logic"]

    def _closed(self, start: Sequence[str], barred: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(start)
        while waiting:
            name = waiting.pop(0)
            if name in found or name in barred:
                continue
            found.add(name)
            for need in self._known[name].needs:
                choices = need.split("|")
                if not any(choice in found or choice in waiting for choice in choices):
                    waiting.append(choices[0])
        return found

    def _decide(self, active: Iterable[str]) -> bool:
        """Settle the questions of these components; whether any is new."""
        new = False
        for name in sorted(active):
            for question in self._known[name].questions:
                if question.id in self._asked:
                    continue
                new = True
                self._asked[question.id] = (question, name)
                option = self._option(question)
                self._chosen.decided[question.id] = option
                self._effects[question.id] = question.options[option]
                self._chosen.factors.update(question.options[option].factor)
        return new

    def _option(self, question: QuestionTemplate) -> str:
        answer = self._answers.get(question.id)
        if answer is not None:
            option = option_of(question, answer)
            if option is None:
                self._chosen.notes.append(
                    f"{question.id}: {answer.strip()!r} is kept as a note; the plan is made with {question.default!r}."
                )
            return option or question.default
        for option, phrases in question.settled.items():
            if any(not hit.negated for hit in self._words.find_all(phrases)):
                return option
        return question.default

    def _report(self, recognition: Recognition) -> None:
        chosen = self._chosen
        known = {*self._asked, "stack", "home-module"}
        for key in self._answers:
            if key not in known and not key.startswith("requirement-"):
                chosen.notes.append(f"The answer {key!r} belongs to no question of this plan.")
        for name in recognition.excluded:
            needing = [self._known[other].title for other in chosen.active if name in self._known[other].needs]
            if needing and name not in chosen.active:
                chosen.notes.append(f"{needing[0]} usually needs {self._known[name].title}, which the goal excludes.")
        for question, name in self._asked.values():
            if question.id not in self._answers and not self._is_settled(question) and name in chosen.active:
                chosen.open.append(question)
        # What the goal itself names weighs more than what was brought along.
        chosen.open.sort(key=lambda item: (-item.weight - 10 * (self._asked[item.id][1] in chosen.named), item.id))

    def _is_settled(self, question: QuestionTemplate) -> bool:
        return any(not hit.negated for phrases in question.settled.values() for hit in self._words.find_all(phrases))

    def _ordered(self, active: set[str], phases: dict[str, int]) -> list[str]:
        """Every component after what it needs and follows, by phase; a cycle is cut at the smallest."""
        before = {name: self.before(name, active) for name in active}
        order: list[str] = []
        while len(order) < len(active):
            ready = [name for name in active if name not in phases and before[name] <= set(phases)]
            ready = ready or [name for name in active if name not in phases]
            for name in ready:
                own = PHASE_ORDER.index(self._known[name].phase)
                phases[name] = max([own, *(phases[other] for other in before[name] if other in phases)])
            order += sorted(ready)
        rank = {name: place for place, name in enumerate(order)}
        return sorted(active, key=lambda name: (phases[name], rank[name]))

    def before(self, name: str, active: Iterable[str]) -> set[str]:
        """The active components that come before one."""
        return before(self._known, name, active)


PHASE_ORDER = ("setup", "data", "core", "integration", "storage", "interface", "quality", "operations", "proof")


def before(known: Mapping[str, Component], name: str, active: Iterable[str]) -> set[str]:
    """The active components that a component needs or follows; one that follows it comes behind it all the same."""
    component, present = known[name], set(active)
    needed = {part for need in component.needs for part in need.split("|")} & present
    needed = {other for other in needed if name not in known[other].follows}
    return needed | (set(component.follows) & present)


def option_of(question: QuestionTemplate, answer: str) -> str | None:
    """The option that a free answer means; None where it is none of them."""
    said = answer.strip().casefold()
    if not said:
        return question.default
    for option in question.options:
        if option.casefold() == said:
            return option
    words = Words(said)
    for option in question.options:
        if any(not hit.negated for hit in words.find_all([*question.settled.get(option, ()), option.replace("~", "")])):
            return option
    matching = [option for option in question.options if said in option.casefold()]
    return matching[0] if len(matching) == 1 else None
