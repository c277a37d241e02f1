"""Plans before any code: a goal becomes phases and questions, answers become tasks, vague drafts come back."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from finetune.examples import Turn
from finetune.generate.bank import Register, bank
from finetune.generate.checking import cites, fenced
from finetune.generate.ground import Ground
from finetune.generate.kinds import plan_words
from finetune.generate.kinds.deep import Case, asking, matter, prompt_of, says_one_of, stated, typed
from finetune.generate.kinds.plan_draft import draft_of, fragment_of, joined, placed, shown_tasks, tasks_of, vague_place
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.components.knowledge import components
from teaching.planning.criteria import vagueness
from teaching.planning.judge import judge
from teaching.prompts.tasks import ASK_DEEP
from teaching.roadmap.reading import parse

_ROUNDS = 5
_TRIES = 6
_SETTLED_SECOND = 0.72
_HEADED = re.compile(r"\*\*(?:Phase \d+: )?([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class _Stage:
    """What all examples of a run share."""

    voice: Voice
    chance: Random


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Half are first plans, a third go on after answers, the rest are drafts that cannot be accepted yet."""
    stage = _Stage(Voice(bank("plan"), chance), chance)
    goals = matter("plan", "goal")
    forms = {goal["id"]: _forms(chance) for goal in goals}
    for turn in range(_ROUNDS):
        chance.shuffle(goals)
        for goal in goals:
            own = forms[goal["id"]]
            yield from own[turn % len(own)](stage, goal)


def _forms(chance: Random) -> list[Callable[[_Stage, Case], Iterator[Candidate]]]:
    """In which order a goal is used: of the first two uses one is always a first plan."""
    second, third = (_settled, _draft) if chance.random() < _SETTLED_SECOND else (_draft, _settled)
    both: list[Callable[[_Stage, Case], Iterator[Candidate]]] = [_opening, second]
    chance.shuffle(both)
    return [*both, third]


def _asked(stage: _Stage, goal: Case, to: Register) -> tuple[str, str] | None:
    """The learner's words, such as the router takes for planning."""
    for _ in range(_TRIES):
        said = typed(stage.voice.say("ask", to, {"goal": goal["goal"]}), to, stage.chance)
        context = plan_words.wishes(goal, stage.chance)
        if prompt_of(said, context) == ASK_DEEP:
            return said, context
    return None


def _opening(stage: _Stage, goal: Case) -> Iterator[Candidate]:
    to = stage.voice.register()
    asked = _asked(stage, goal, to)
    if asked is None:
        return
    output, count = plan_words.proposed(stage.voice, stage.chance, goal, to, asked[0])
    yield Candidate(
        instruction=asked[0],
        input=asked[1],
        output=output,
        language="markdown",
        about={"goal": goal["id"], "form": "first plan"},
        checks=(
            Check("accepted-by-judge", lambda output: _judged(goal, output)),
            Check("libraries-known", lambda output: _libraries(goal, output)),
            stated("numbers-stated", *plan_words.texts(goal), str(len(tasks_of(goal)))),
            says_one_of("roadmap-after-answers", ["ROADMAP.md"], "when ROADMAP.md is written"),
            asking(),
        ),
        prompt=ASK_DEEP,
        questions=(count, count),
        audience=to,
    )


def _settled(stage: _Stage, goal: Case) -> Iterator[Candidate]:
    to = stage.voice.register()
    asked = _asked(stage, goal, to)
    if asked is None:
        return
    turn = goal["turn"]
    before = plan_words.proposed(Voice(bank("plan"), stage.chance), stage.chance, goal, to, asked[0], whole=True)[0]
    fragment = fragment_of(goal, stage.chance.random() < 0.5)
    output = plan_words.settled(stage.voice, stage.chance, goal, to, fragment)
    yield Candidate(
        instruction=stage.chance.choice(turn["says"]),
        input="",
        output=output,
        language="markdown",
        about={"goal": goal["id"], "form": "settled"},
        checks=(
            Check("roadmap-fragment", lambda output: _fragment(goal, fragment, output)),
            says_one_of("says-what-changed", turn["effect"], "what the answers change"),
            says_one_of("asks-about-the-change", [turn["q"]], "its question"),
            asking(),
        ),
        prompt=ASK_DEEP,
        questions=(1, 1),
        audience=to,
        before=(Turn(role="user", content=joined(asked)), Turn(role="assistant", content=before)),
    )


def _draft(stage: _Stage, goal: Case) -> Iterator[Candidate]:
    to = stage.voice.register()
    draft, criterion = draft_of(goal), goal["vague"]["crit"]
    task, line = vague_place(draft, criterion)
    shown = placed(draft, line)
    others = [one.title for one in parse(shown_tasks(draft, line).encode()).tasks if one.title != task]
    facts = (
        plan_words.facts(goal)
        | ({"other": stage.chance.choice(others)} if others else {})
        | {
            "place": f"`PLAN.md:{line}`",
            "crit": criterion,
            "words": vagueness(criterion) or criterion,
            "title": task,
            "why": goal["vague"]["why"],
            "q": goal["vague"]["q"],
        }
    )
    said = typed(stage.voice.say("check", to, facts), to, stage.chance)
    context = f"PLAN.md, {goal['goal']}:\n\n{shown}"
    yield Candidate(
        instruction=said,
        input=context,
        output=stage.voice.say("refusal", to, facts),
        language="markdown",
        about={"goal": goal["id"], "form": "draft"},
        checks=(
            Check("judge-refuses-it", lambda _: _refused(draft, line)),
            cites(f"PLAN.md:{line}"),
            says_one_of("quotes-criterion", [criterion, facts["words"]], "which words cannot be tested"),
            says_one_of("asks-for-a-case", [goal["vague"]["q"]], "its question"),
            asking(),
        ),
        prompt=prompt_of(said, context),
        questions=(1, 3),
        audience=to,
    )


def _judged(goal: Case, output: str) -> str:
    """The plan that the answer has, phase by phase, is one that the judge accepts."""
    flat = " ".join(output.split())
    names = [phase["name"] for phase in goal["phases"]]
    headed = [one.removesuffix(".") for one in _HEADED.findall(flat)]
    require([one for one in headed if one in names] == names, "its phases are not all there in their order")
    told = [task for task in tasks_of(goal) if task.title.casefold() in flat.casefold()]
    require(all(_has_criterion(task.acceptance, flat) for task in told), "a task has lost its criterion")
    require(len({task.phase for task in told}) == len(names), "a phase has no task")
    found = judge(draft_of(goal, [task.title for task in told], vague=False))
    require(found.accepted, found.errors[0].fact if found.errors else "it is refused")
    return f"{found.tasks} tasks in {len(names)} phases"


def _has_criterion(criterion: str, flat: str) -> bool:
    return criterion.casefold() in flat.casefold()


def _libraries(goal: Case, output: str) -> str:
    """Those that are named belong to the phase's component, and are known under these names."""
    known = components()
    for name, component, _ in (phase["lib"] for phase in goal["phases"]):
        listed = (
            {library.name for library in known[component].libraries.get(goal["stack"], ())} if component else {name}
        )
        require(name in listed, f"{component} has no library {name}")
    own = {phase["lib"][0] for phase in goal["phases"]}
    foreign = {one.name for part in known.values() for libs in part.libraries.values() for one in libs} - own
    named = sorted(name for name in foreign if f"`{name}`" in output)
    require(not named, f"{', '.join(named)} is no part of this plan")
    return ", ".join(sorted(name for name in own if f"`{name}`" in output)) or "none named"


def _fragment(goal: Case, fragment: str, output: str) -> str:
    text = fenced(output)
    require(text.strip() == fragment.strip(), "it is not the fragment that was drawn up")
    found = judge(text)
    require(found.accepted, found.errors[0].fact if found.errors else "it is refused")
    title, criterion, _ = goal["turn"]["task"]
    tasks: Sequence[object] = [task for task in parse(text.encode()).tasks if task.title == title]
    require(len(tasks) == 1, "the new task is not in it")
    require(criterion in text, "the new task has another criterion")
    require("- [x]" not in text, "something is ticked before its tests ran")
    return f"{found.tasks} tasks"


def _refused(draft: str, line: int) -> str:
    found = judge(draft)
    require(not found.accepted, "the judge accepts the draft")
    own = max(task.line for task in parse(draft.encode()).tasks if task.line <= line)
    require(any(one.line == own and one.rule == "vague" for one in found.errors), "the judge objects to another task")
    return f"line {line}"
