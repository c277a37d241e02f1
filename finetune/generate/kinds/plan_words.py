"""How a plan is said: six forms of phases, and the questions behind them with the heaviest last."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from finetune.generate.bank import Register
from finetune.generate.kinds.deep import Case
from finetune.generate.kinds.plan_draft import PlanTask, tasks_of
from finetune.generate.voice import Voice

Phase = Mapping[str, Any]
_FEW = 2
_LIMITS = (
    "Limits for {0}:",
    "The limits, from “{1}” to “{2}”:",
    "Limits I would set for {0}:",
    "Limits that the tests of {0} should reach:",
    "The limits, beginning with “{1}”:",
)
_DONE = (
    "Your task, “{0}”, is done when {1}.",
    "The first task is “{0}”. It is done when {1}.",
    "“{0}” is done when {1}.",
    "The task is to {2}; it is done when {1}.",
    "Your task is to {2}; you are done when a test shows that {1}.",
)
_TESTED = (
    "Your task is “{0}”, and its test says: {1}.",
    "The first task is “{0}”. Its test: {1}.",
    "The task is to {2}. The test: {1}.",
)
_LIMIT = ("Limit: {0}.", "The limit: {0}.", "Limit for this phase: {0}.")
_RISK = re.compile(r"\brisks?\b|failure modes")
_LATER = re.compile(r"leave out")
_BEGIN = re.compile(r"where do i start|plan first|even begin|build first", re.IGNORECASE)
_METHOD = re.compile(r"how do i do that", re.IGNORECASE)
_BEGINNINGS = (
    "“{core}” comes first, and “{last_phase}” comes last.",
    "Begin with “{core}”, the first task of the plan below, and leave “{last_phase}” for the end.",
    "Start with “{core}”; go on to the next task when its test is green.",
    "Your first step is “{core}”; everything up to “{last_phase}” builds on it.",
)
_METHODS = (
    "Split the goal into phases, give each task a result that a test can check, and write down what you still have to "
    "ask. For {short} it could look like this.",
    "A plan says in which order you build, how you can tell that each part works, and what is still open. Here is how "
    "I would do that for {short}.",
)
_AWKWARD = ("with ", "after ", "when ", "on ", "in ", "at ", "for ", "under ")


def texts(goal: Case) -> list[str]:
    """Everything in the matter that an answer may take a number from."""
    turn = goal["turn"]
    parts = [goal["goal"], *goal["needs"], goal["hard"], goal["risk"], goal["later"], *turn["says"], *turn["effect"]]
    parts += [text for pair in goal["ask"] for text in pair]
    for phase in goal["phases"]:
        parts += [
            phase["name"],
            phase["why"],
            phase["limit"],
            *phase["lib"],
            *(t for pair in phase["tasks"] for t in pair),
        ]
    return parts


def facts(goal: Case) -> dict[str, str]:
    """What the bank's phrases need."""
    names = [phase["name"] for phase in goal["phases"]]
    return {
        "goal": goal["goal"],
        "short": goal["short"],
        "count": str(len(tasks_of(goal))),
        "first_phase": names[0],
        "last_phase": names[-1],
        "core": tasks_of(goal)[0].title,
    }


def wishes(goal: Case, chance: Random) -> str:
    """The requirements as people write them down."""
    needs = list(goal["needs"])
    form = chance.randrange(6)
    if form == 0:
        return f"Requirements: {'; '.join(needs)}"
    if form == 1:
        return "\n".join(f"- {need}" for need in needs)
    if form == 2:
        return "\n".join(f"{number}. {need}" for number, need in enumerate(needs, 1))
    if form == 3:
        return ". ".join(_capital(need) for need in needs) + "."
    if form == 4:
        return ", ".join(needs)
    return "What I know so far:\n" + "\n".join(f"* {need}" for need in needs)


def proposed(voice: Voice, chance: Random, goal: Case, to: Register, said: str, whole: bool = False) -> tuple[str, int]:
    """A first plan, and how many questions it asks.

    Args:
        said: what the learner asked; who asks for risks or for what is left out gets it.
        whole: whether it asks every question, as answers to all of them follow.
    """
    form = chance.choice(_FORMS[to])
    parts = [form(goal, chance)]
    parts.insert(0, _answered(goal, chance, said) + goal["hard"])
    parts += _closing(goal, chance, said)
    roadmap = voice.say("roadmap", to, facts(goal))
    asked, count = _asked(voice, chance, goal, to, whole)
    if chance.random() < 0.5:
        parts += [roadmap, asked]
    else:
        parts.append(f"{roadmap} {asked}" if asked[0].isupper() else f"{roadmap}\n\n{asked}")
    return "\n\n".join(parts), count


def _answered(goal: Case, chance: Random, said: str) -> str:
    """Who asks where to begin, or how one plans, gets that first."""
    for asked, answers in ((_BEGIN, _BEGINNINGS), (_METHOD, _METHODS)):
        if asked.search(said):
            return f"{chance.choice(answers).format(**facts(goal))} "
    return ""


def _closing(goal: Case, chance: Random, said: str) -> list[str]:
    """The risk, and what is left out: both where the learner asked for them."""
    parts = [f"**The risk:** {goal['risk']}"] if _RISK.search(said) else [goal["risk"]] if chance.random() < 0.6 else []
    if _LATER.search(said) or chance.random() < 0.5:
        parts.append(f"**{chance.choice(('Left out', 'Not in this plan', 'Left for later'))}:** {goal['later']}")
    return parts


def _asked(voice: Voice, chance: Random, goal: Case, to: Register, whole: bool) -> tuple[str, int]:
    *others, (heavy, _) = goal["ask"]
    few = len(others) if whole else 1 if to == "senior" or chance.random() < 0.4 else _FEW
    chosen = others if few == len(others) else [chance.choice(others)]
    last = f"{voice.say('last', to, facts(goal))} {_lower_after(heavy)}"
    lines = [f"{ask} {why}" if chance.random() < 0.8 else ask for ask, why in chosen]
    style = chance.randrange(4)
    intro = voice.say("intro", to, facts(goal))
    if style == 0:
        return "\n".join([intro, *(f"- {line}" for line in lines), "", last]), len(lines) + 1
    if style == 1:
        lines.append(heavy)
        numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
        return "\n".join([intro, *numbered]), len(lines)
    if style == 2 or len(lines) > 1:
        return f"{' '.join(lines)}\n\n{last}", len(lines) + 1
    return f"{' '.join(lines)} {last}", len(lines) + 1


def _lower_after(question: str) -> str:
    return question[0].lower() + question[1:] if question.split(" ", 1)[0] not in {"I", "GTFS"} else question


def settled(voice: Voice, chance: Random, goal: Case, to: Register, fragment: str) -> str:
    """What the answers change, written down."""
    turn = goal["turn"]
    title = turn["task"][0]
    known = facts(goal) | {"phase": goal["phases"][turn["phase"] - 1]["name"], "title": title}
    effect = voice.say("moved", to, {"effect": turn["effect"]})
    block = f"```markdown\n{fragment}\n```"
    written = voice.say("written", to, known)
    proof = voice.say("proof", to, known)
    form = chance.randrange(4)
    if form == 0:
        return f"{effect} {written}\n\n{block}\n\n{proof} {turn['q']}"
    if form == 1:
        return f"{effect}\n\n{written}\n\n{block}\n\n{turn['q']}"
    if form == 2:
        return f"{effect}\n\n{written}\n\n{block}\n\n{proof}\n\n{turn['q']}"
    return f"{effect} {written}\n\n{block}\n\n{turn['q']}"


def _tasks(goal: Case, phase: Phase) -> list[PlanTask]:
    return [task for task in tasks_of(goal) if task.phase == phase["name"]]


def _headed(goal: Case, chance: Random) -> str:
    """A heading and bullets for each phase."""
    blocks: list[str] = []
    why = chance.random() < 0.4
    for number, phase in enumerate(goal["phases"], 1):
        lines = [f"**Phase {number}: {phase['name']}**"]
        lines += [f"{_capital(phase['why'])}."] if why else []
        lines += [f"- {task.title}: {task.acceptance}" for task in _tasks(goal, phase)]
        lines += [f"- Limit: {phase['limit']}"] if phase["limit"] else []
        lines += [f"- {_library(phase)}"] if chance.random() < 0.75 else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _numbered(goal: Case, chance: Random) -> str:
    """One numbered paragraph for each phase."""
    lines: list[str] = []
    for number, phase in enumerate(goal["phases"], 1):
        said = " ".join(_closed(task) for task in _tasks(goal, phase))
        limit = f" Limit: {phase['limit']}." if phase["limit"] else ""
        library = f" {_library(phase)}." if chance.random() < 0.5 else ""
        lines.append(f"{number}. **{phase['name']}.** {_capital(phase['why'])}. {said}{limit}{library}")
    return "\n".join(lines)


def _closed(task: PlanTask) -> str:
    way = "the test:" if task.acceptance.startswith(_AWKWARD) else "done when"
    return f"{task.title}; {way} {task.acceptance}."


def _told(goal: Case, chance: Random) -> str:
    """Plain paragraphs, the first task of each phase in full."""
    starts = (
        ("First", "Then", "After that", "At the end"),
        ("I would begin with", "Next comes", "After that comes", "The end is"),
        ("Step one", "Step two", "Step three", "Step four"),
        ("First of all", "Second", "Third", "Fourth"),
    )
    chosen = chance.choice(starts)
    blocks: list[str] = []
    for start, phase in zip(chosen, goal["phases"], strict=False):
        library = f" {_library(phase)}." if chance.random() < 0.55 else ""
        limit = f" {chance.choice(_LIMIT).format(phase['limit'])}" if phase["limit"] and chance.random() < 0.7 else ""
        head = f"{start}{' ' if chosen is starts[1] else ': '}**{phase['name']}**. {_capital(phase['why'])}."
        blocks.append(f"{head} {_in_words(_tasks(goal, phase)[0], chance)}{library}{limit}")
    return "\n\n".join(blocks)


def _terse(goal: Case, chance: Random) -> str:
    """A line for each phase and each of its tasks, with no word on why."""
    lines: list[str] = []
    libraries = chance.random() < 0.6
    for number, phase in enumerate(goal["phases"], 1):
        lines.append(f"{number}. **{phase['name']}**" + (f", with `{phase['lib'][0]}`" if libraries else ""))
        lines += [f"   - {task.title}: {task.acceptance}" for task in _tasks(goal, phase)]
        lines += [f"   - Limit: {phase['limit']}"] if phase["limit"] else []
    return "\n".join(lines)


def _limits_apart(goal: Case, chance: Random) -> str:
    """Phases as bullets, then all limits and libraries together."""
    lines = [
        f"- **{phase['name']}**: {phase['why']}. "
        + ". ".join(f"{task.title} ({task.acceptance})" for task in _tasks(goal, phase)[: 1 + (chance.random() < 0.6)])
        + "."
        for phase in goal["phases"]
    ]
    limits = "\n".join(f"- {phase['name']}: {phase['limit']}" for phase in goal["phases"] if phase["limit"])
    libraries = "\n".join(f"- For “{phase['name']}”: {_library(phase)}" for phase in _distinct(goal))
    lead = chance.choice(_LIMITS).format(goal["short"], goal["phases"][0]["name"], goal["phases"][-1]["name"])
    return "\n".join(lines) + f"\n\n{lead}\n{limits}\n\nLibraries:\n{libraries}"


def _distinct(goal: Case) -> list[Phase]:
    seen: dict[str, Phase] = {}
    for phase in goal["phases"]:
        seen.setdefault(phase["lib"][0], phase)
    return list(seen.values())


def _library(phase: Phase) -> str:
    name, _, reason = phase["lib"]
    return f"`{name}` {reason}"


def _in_words(task: PlanTask, chance: Random) -> str:
    """A task in a sentence; a criterion that begins with its circumstances cannot follow "when"."""
    forms = _TESTED if task.acceptance.startswith(_AWKWARD) else _DONE
    lower = task.title[0].lower() + task.title[1:]
    return chance.choice(forms).format(task.title, task.acceptance, lower, task.title)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


_FORMS: Mapping[Register, tuple[Callable[[Case, Random], str], ...]] = {
    "beginner": (_told, _told, _headed, _numbered),
    "junior": (_headed, _numbered, _limits_apart, _told),
    "senior": (_terse, _terse, _limits_apart, _headed),
}
