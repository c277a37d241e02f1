"""Has a share of the finished answers reworded; what is not as good as before is rejected, and the answer stays."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from finetune.config import JSON, Teacher
from finetune.generate.documents.seeding import kinds as of_documents
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.teacher import endpoint, terms, words
from finetune.generate.teacher.keeping import Ask, Kept, Reply
from finetune.generate.worn import Worn
from finetune.stages import Work, late
from teaching.errors import BadInputError, RefusedError

FOLDER = "teacher"
_WHOLE = 1 << 32
Origin = tuple[Kind, Candidate]
Replace = Callable[[int, Candidate, Worn, str], bool]


def before(work: Work, known: Sequence[str]) -> None:
    """Settles what can be settled before anything is made.

    Args:
        known: the kinds that there are.

    Raises:
        RefusedError: nobody said that its words may be trained on, or a limit is set and the price is not known.
        BadInputError: a kind is named that is none.
    """
    teacher = work.config.teacher
    terms.permitted(teacher)
    if wrong := set(teacher.kinds) - set(known):
        raise BadInputError(f"there is no kind {min(wrong)}: teacher.kinds takes {', '.join(known)}")
    if teacher.max_usd is not None and terms.price(teacher) is None:
        raise RefusedError(
            f"the price of {teacher.model} is not known, so no limit can hold it: write it down with --set "
            "teacher.price.read=… and --set teacher.price.written=… (US dollars for a million tokens)"
        )


def reword(work: Work, origins: Sequence[Origin], take: Replace) -> dict[str, JSON]:
    """Has answers reworded, and says what came of it.

    Args:
        origins: every example as it was before, in order.
        take: puts a reworded answer in place of the one with this number, or rejects it.

    Raises:
        RefusedError: it would cost more than it may, or the teacher does not answer.
    """
    teacher = work.config.teacher
    chosen = {number: words.ask(*origins[number], teacher) for number in _chosen(origins, teacher, work.config.seed)}
    kept = Kept(work.folder.parent / FOLDER)
    asks = list({one.digest: one for one in chosen.values()}.values())
    _told(asks, teacher, kept, work.say)
    _ask(asks, teacher, kept, work.say)
    worn = Worn(len(origins))
    for number, (_, candidate) in enumerate(origins):
        if number not in chosen or kept.get(chosen[number].digest) is None:
            _count(worn, candidate)
    taken = asked = 0
    for number, one in chosen.items():
        reply = kept.get(one.digest)
        if reply is not None:
            asked += 1
            said = words.answer(reply.text)
            problem = reply.problem or ("" if said else "it did not answer in the form asked for")
            taken += take(number, _reworded(origins[number][1], said, one, teacher), worn, problem)
    replies = [reply for one in asks if (reply := kept.get(one.digest))]
    work.say(f"teacher: {taken} of {asked} answers taken, {asked - taken} rejected")
    return _facts(teacher, replies, asked, taken)


def _chosen(origins: Sequence[Origin], teacher: Teacher, seed: int) -> Iterator[int]:
    """The answers that are reworded, drawn by their own words, so that more examples do not draw others.

    What a document gave is left out: an instructor's own text goes to nobody else.
    """
    own = {name for name, _ in of_documents()}
    for number, (kind, candidate) in enumerate(origins):
        if kind.name in own or (teacher.kinds and kind.name not in teacher.kinds):
            continue
        drawn = hashlib.sha256(f"{seed} {candidate.instruction}\0{candidate.output}".encode()).digest()
        if int.from_bytes(drawn[:4], "big") < teacher.share * _WHOLE:
            yield number


def _told(asks: Sequence[Ask], teacher: Teacher, kept: Kept, say: Callable[[str], None]) -> None:
    todo = [one for one in asks if kept.get(one.digest) is None]
    known = f" ({len(asks) - len(todo)} more are answered already)" if len(todo) < len(asks) else ""
    if terms.price(teacher) is None:
        cost = "at a price that is not known: teacher.price.read and teacher.price.written have it reckoned"
    else:
        cost = f"for about ${sum(one.expects for one in todo):.2f}, ${sum(one.worst for one in todo):.2f} at most"
    say(f"teacher: {terms.name_of(teacher)} rewords {len(todo)} answers {cost}{known}")
    waiting = {digest for _, sent in kept.sent() for digest in sent.digests}
    expects = kept.spent + sum(one.expects for one in todo if one.digest not in waiting)
    if teacher.max_usd is not None and todo and expects > teacher.max_usd:
        raise RefusedError(
            f"about ${expects:.2f} would be spent in this folder, and --max-usd allows ${teacher.max_usd:.2f}: nothing "
            "was asked. Raise it, or have fewer reworded with --set teacher.share=…"
        )


def _ask(asks: Sequence[Ask], teacher: Teacher, kept: Kept, say: Callable[[str], None]) -> None:
    if teacher.backend == "openai":
        endpoint.ask(asks, teacher, kept, say)
    elif any(kept.get(one.digest) is None for one in asks) or kept.sent():
        # The SDK takes seconds to import, and a run whose answers are all there needs none.
        batch: Any = late("finetune.generate.teacher.batch:ask")
        batch(asks, teacher, kept, say)


def _count(worn: Worn, candidate: Candidate) -> None:
    """Counts what an answer says. It was taken before, beside others than these, so that it stays in any case."""
    with contextlib.suppress(Wrong):
        worn.take(candidate.output)


def _reworded(candidate: Candidate, said: str, one: Ask, teacher: Teacher) -> Candidate:
    about: Mapping[str, str] = {**candidate.about, "teacher": teacher.model, "asked": one.digest[:16]}
    return replace(
        candidate,
        output=said,
        about=about,
        checks=(words.adds_nothing(candidate), *candidate.checks),
    )


def _facts(teacher: Teacher, replies: Sequence[Reply], asked: int, taken: int) -> dict[str, JSON]:
    priced = [reply.usd for reply in replies if reply.usd is not None]
    return {
        "teacher": terms.name_of(teacher),
        "permission": terms.permitted(teacher),
        "asked": asked,
        "taken": taken,
        "usd": round(sum(priced), 6) if len(priced) == len(replies) else None,
        "tokens": sum(reply.read + reply.written + reply.cache_read + reply.cache_written for reply in replies),
        "batches": list[JSON](sorted({reply.batch for reply in replies if reply.batch})),
    }
