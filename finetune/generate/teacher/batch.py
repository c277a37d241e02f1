"""Asks Claude through the Message Batches API: sent in once, fetched as often as it takes."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from finetune.config import Teacher
from finetune.generate.teacher import terms
from finetune.generate.teacher.keeping import Ask, Kept, Reply, Sent
from finetune.generate.teacher.words import SCHEMA
from teaching.errors import RefusedError
from teaching.models.batches import Batches, Outcome, Question, Standing
from teaching.models.protocol import ModelError

_MOST = 10_000  # the API takes 100,000 requests and 256 MB
_CLOCKS_DIFFER = timedelta(minutes=5)
_SHOWN = 64


def ask(asks: Sequence[Ask], teacher: Teacher, kept: Kept, say: Callable[[str], None]) -> bool:
    """Asks what was not answered yet; whether all of it was asked.

    Raises:
        RefusedError: the API will not, or the batch takes longer than anybody waits; what is under way is kept.
    """
    try:
        work = _Work(teacher, kept, say, Batches(teacher.model, teacher.key_env, teacher.url))
        return work.all(asks)
    except ModelError as error:
        raise RefusedError(f"{error}. What came is kept: the same command goes on") from error


class _Work:
    def __init__(self, teacher: Teacher, kept: Kept, say: Callable[[str], None], batches: Batches) -> None:
        self._teacher, self._kept, self._say, self._batches = teacher, kept, say, batches
        self._price = terms.price(teacher)
        self._until = time.monotonic() + teacher.wait_minutes * 60

    def all(self, asks: Sequence[Ask]) -> bool:
        try:
            by_digest = {one.digest: one for one in asks}
            asked: set[str] = set()
            while True:
                for file, sent in self._kept.sent():
                    asked.update(sent.digests)
                    self._fetch(file, sent)
                # What came back without an answer (expired, say) is asked again by the next run, not at once.
                todo = [one for name, one in by_digest.items() if self._kept.get(name) is None and name not in asked]
                part = self._affordable(todo)
                if not part:
                    break
                self._send(part)
        finally:
            self._batches.close()
        if todo:
            self._say(f"teacher: {len(todo)} answers were not asked for: ${self._teacher.max_usd or 0:.2f} is reached")
        return not todo

    def _affordable(self, todo: Sequence[Ask]) -> Sequence[Ask]:
        """As many as fit into what is left, by the most that they can cost: a batch cannot be stopped by its price."""
        limit, spent = self._teacher.max_usd, self._kept.spent
        part: list[Ask] = []
        for one in todo[:_MOST]:
            spent += one.worst
            if limit is not None and spent > limit:
                break
            part.append(one)
        return part

    def _send(self, part: Sequence[Ask]) -> None:
        # Noted before it is sent: a run that is killed in between looks for it, and does not send it again.
        worst = sum(one.worst for one in part)
        file = self._kept.sends([one.digest for one in part], worst)
        questions = [Question(one.digest[:_SHOWN], one.system, one.user) for one in part]
        try:
            batch = self._batches.create(questions, SCHEMA, self._teacher.max_tokens)
        except ModelError as error:
            if error.failure in {"refused", "limited"}:  # it said no, so there is no such batch
                file.unlink()
            raise
        ((_, sent),) = [(one, sent) for one, sent in self._kept.sent() if one == file]
        self._kept.note(file, sent.model_copy(update={"batch": batch}))
        self._say(f"teacher: batch {batch} with {len(part)} questions was sent in")

    def _fetch(self, file: Path, sent: Sent) -> None:
        if not sent.batch:
            found = self._lost(sent)
            if found is None:
                file.unlink()
                return
            sent = sent.model_copy(update={"batch": found.id})
            self._kept.note(file, sent)
        self._wait(sent, file)
        known = {digest[:_SHOWN]: digest for digest in sent.digests}
        for outcome in self._batches.results(sent.batch):
            self._take(outcome, sent.batch, known)
        file.unlink()

    def _lost(self, sent: Sent) -> Standing | None:
        """The batch that was sent in by a run that never heard its id."""
        found = [one for one in self._batches.recent(sent.at - _CLOCKS_DIFFER) if one.questions == len(sent.digests)]
        others = {other.batch for _, other in self._kept.sent()}
        found = [one for one in found if one.id not in others]
        if len(found) > 1:
            raise RefusedError(
                f"a run ended while it sent a batch in, and {' and '.join(one.id for one in found)} may be it: write "
                "the right id as `batch` into the one file without it in the run's folder, teacher/batches"
            )
        return found[0] if found else None

    def _wait(self, sent: Sent, file: Path) -> None:
        while True:
            try:
                standing = self._batches.standing(sent.batch)
            except ModelError as error:
                if error.failure != "absent" or "(404)" not in str(error):
                    raise
                raise RefusedError(
                    f"there is no batch {sent.batch} any more: remove {file.name} from teacher/batches of the run's "
                    "folder, and its questions are asked (and paid) again"
                ) from error
            if standing.ended:
                return
            if time.monotonic() >= self._until:
                raise RefusedError(
                    f"batch {sent.batch} is still being worked on: the same command fetches it later, and pays nothing "
                    "twice"
                )
            time.sleep(min(self._teacher.poll_s, max(0.0, self._until - time.monotonic())))

    def _take(self, outcome: Outcome, batch: str, known: Mapping[str, str]) -> None:
        digest = known.get(outcome.id)
        if digest is None:
            raise RefusedError(f"batch {batch} answers {outcome.id}, which was not asked: it is another one's")
        if not outcome.charged:
            return
        used = outcome.usage
        reply = Reply(
            text=outcome.text, problem=outcome.problem, read=used.read, written=used.written,
            cache_read=used.cache_read, cache_written=used.cache_written,
            usd=None if self._price is None else self._price.of(used), model=self._teacher.model, batch=batch,
        )  # fmt: skip
        self._kept.put(digest, reply)
