"""What stands behind each tool of the table in server.py: arguments in, words out."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mcp_server.calls import Call
from mcp_server.consenting import given, surroundings, told
from teaching.contracts.tools import (
    AskMentorArguments,
    GiveHintArguments,
    PlanProjectArguments,
    ReviewCodeArguments,
    RoadmapStatusArguments,
    ScaffoldTaskArguments,
    StartProjectArguments,
    VerifyTaskArguments,
)
from teaching.curriculum import starting
from teaching.curriculum import words as curriculum_words
from teaching.curriculum.shelf import open_project
from teaching.errors import RefusedError
from teaching.hints import ladder, predicting
from teaching.hints import words as hint_words
from teaching.mentor import answering, explaining, planning, reviewing, saying, tiers
from teaching.models import voice
from teaching.review.declining import left_out
from teaching.review.render import judged
from teaching.review.review import Request
from teaching.scaffolds import checking, making
from teaching.scaffolds import words as scaffold_words
from teaching.standing import after, words
from teaching.standing.standing import standing
from teaching.tasks import verifying
from teaching.tasks.plans import Wanted, propose
from teaching.verification.consent import Allowed, NotAllowed
from teaching.verification.deciding import digests

_PREDICT = "predict:"


def review_code(arguments: ReviewCodeArguments, call: Call) -> str:
    """Reviews and renders.

    Raises:
        TeachingError: what a better call would fix.
    """
    known, notes = left_out(call.root)
    request = Request(
        call.root, arguments.path, arguments.scope, arguments.max_findings, declined=known, notes=tuple(notes)
    )
    if arguments.opinions is not None:
        return judged(reviewing.with_offered(request, arguments.opinions, call.progress))
    model = voice.chosen(reviewing.SECONDS, call.cancelled)
    return reviewing.for_model(reviewing.reviewed(request, model, call.progress), request)


def plan_project(arguments: PlanProjectArguments, call: Call) -> str:
    """Plans, or judges a draft, and writes where that is asked for.

    Raises:
        TeachingError: what a better call would fix, and a draft that is not good enough to be written.
    """
    wanted = Wanted(
        arguments.goal, arguments.requirements, arguments.answers, arguments.draft, arguments.source, arguments.write
    )
    found = propose(call.root, wanted)
    if wanted.write and not found.accepted:
        raise RefusedError(f"nothing was written.\n\n{found.markdown()}")
    if found.plan is not None:
        found = replace(found, plan=planning.opened(found.plan, voice.chosen(planning.SECONDS, call.cancelled)))
    return _with(planning.signed(found.markdown(), found.plan), found.manner)


def scaffold_task(arguments: ScaffoldTaskArguments, call: Call) -> str:
    """Lays out a task, or judges somebody's scaffold of it, and writes where that is asked for.

    Raises:
        TeachingError: what a better call would fix, and a scaffold that is not good enough to be written.
    """
    if not arguments.files:
        made = making.make(call.root, arguments.task, arguments.language, write=arguments.write)
        return scaffold_words.markdown(scaffold_words.view(made))

    def ask(missing: Sequence[NotAllowed]) -> list[Allowed] | None:
        """The person's answer, given before this began."""
        if not call.consent.run_it:
            return None
        if _scaffold_asked(arguments.task, call.root, missing) != call.shown:
            raise RefusedError("nothing was run: what was to be allowed changed while it was asked for; call again")
        return given(call.root, missing, "elicitation", keep=call.consent.remember)

    way = checking.Way(ask=ask, progress=lambda line: call.progress(0, 1, line))
    found = checking.check(call.root, arguments.task, arguments.files, way, write=arguments.write)
    text = scaffold_words.judgement(found)
    if arguments.write and not found.written:
        raise RefusedError(f"nothing was written.\n\n{text}")
    return text


def scaffold_consent(arguments: ScaffoldTaskArguments, root: Path) -> str | None:
    """What to ask a person before the tests of `files` may run; None where nothing is missing.

    Raises:
        TeachingError: the call would fail for another reason.
    """
    missing = checking.missing_consent(root, arguments.task, arguments.files) if arguments.files else []
    return _scaffold_asked(arguments.task, root, missing) if missing else None


def verify_task(arguments: VerifyTaskArguments, call: Call) -> str:
    """Verifies, ticks what is proved, and renders.

    Raises:
        TeachingError: what a better call, or a person, would change.
    """

    def ask(missing: Sequence[NotAllowed]) -> list[Allowed] | None:
        """The person's answer, given before this began."""
        if not call.consent.run_it:
            return None
        if _asked(arguments.task, call.root, missing) != call.shown:
            raise RefusedError("nothing was run: what was to be allowed changed while it was asked for; call again")
        return given(call.root, missing, "elicitation", keep=call.consent.remember)

    way = verifying.Way(ask=ask, progress=call.progress, cancelled=call.cancelled)
    found = verifying.verify(call.root, arguments.task, way)
    manner = f"{after.manner(call.root)}\n" if found.ticked else ""
    return after.told(call.root, found, predicting.offer(call.root, found), manner)


def roadmap_status(arguments: RoadmapStatusArguments, call: Call) -> str:
    """Looks, and renders.

    Raises:
        TeachingError: there is no ROADMAP.md, or it cannot be read.
    """
    return _with(words.markdown(standing(call.root)), after.manner(call.root))


def give_hint(arguments: GiveHintArguments, call: Call) -> str:
    """One rung; or a prediction about a proved task, asked or answered.

    Raises:
        TeachingError: there is nothing to give a hint for, or the rung is too far up.
    """
    if arguments.target.startswith(_PREDICT):
        task = arguments.target.removeprefix(_PREDICT)
        if arguments.test is None:
            return predicting.markdown(predicting.ask(call.root, task))
        if arguments.test == "skip":
            return predicting.markdown(predicting.skip(call.root, task))
        return predicting.markdown(predicting.answer(call.root, task, arguments.test))
    model = voice.chosen(ladder.SECONDS, call.cancelled)
    return hint_words.markdown(ladder.give(call.root, arguments.target, arguments.level, model))


def ask_mentor(arguments: AskMentorArguments, call: Call) -> str:
    """Answers, or explains the code at a path, and says who did.

    Raises:
        TeachingError: nothing is asked, or the path is not in the project.
    """

    def watching(tier: str) -> None:
        call.progress(0, 1, f"asking the model of the tier {tier}")

    call.progress(0, 1, "looking into the project")
    who = tiers.asker(call.root, cancelled=call.cancelled, inside_claude=True, watching=watching)
    if arguments.path and not arguments.question.strip():
        return saying.markdown(explaining.explain(call.root, arguments.path, who))
    asked = answering.Question(arguments.question, arguments.path)
    return saying.markdown(answering.answer(call.root, asked, who))


def start_project(arguments: StartProjectArguments, call: Call) -> str:
    """Lists the curriculum projects, or begins one.

    Raises:
        TeachingError: what a better call would fix, and a folder that is not free.
    """
    if not arguments.slug:
        return curriculum_words.listing(starting.listed())
    project = open_project(arguments.slug)
    made = starting.begin(project, starting.placed(call.root, arguments.directory, arguments.slug), call.root)
    return curriculum_words.begun(made)


def _with(reply: str, manner: str) -> str:
    """A reply with its last line for the model alone, which people in a terminal do not get."""
    return f"{reply.rstrip()}\n\n{manner}\n"


def verify_consent(arguments: VerifyTaskArguments, root: Path) -> str | None:
    """What to ask a person before `verify_task` may run; None where nothing is missing.

    Raises:
        TeachingError: the call would fail for another reason.
    """
    missing = verifying.missing_consent(root, arguments.task)
    return _asked(arguments.task, root, missing) if missing else None


def _scaffold_asked(task: str, root: Path, missing: Sequence[NotAllowed]) -> str:
    return _question(
        f"To see that the tests of a scaffold for “{task}” are red, this runs in a copy of {root}:", root, missing
    )


def _asked(task: str, root: Path, missing: Sequence[NotAllowed]) -> str:
    return _question(f"To prove “{task}”, these commands of the project run in {root}:", root, missing)


def _question(begin: str, root: Path, missing: Sequence[NotAllowed]) -> str:
    """The question, with a seal of the files that decide what each command does."""
    lines = [begin]
    for one in missing:
        decided = digests(root, one.command)
        seal = hashlib.sha256(repr(sorted(decided.items())).encode()).hexdigest()[:12]
        lines.append(told(one))
        lines.append(f"    decided by {', '.join(list(decided)[:6]) or 'no file'} ({len(decided)} files, {seal})")
    return "\n".join([*lines, surroundings()])
