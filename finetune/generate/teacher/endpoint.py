"""Asks an endpoint that speaks OpenAI's protocol, a few questions at a time."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from finetune.config import Teacher
from finetune.generate.teacher import terms
from finetune.generate.teacher.keeping import Ask, Kept, Reply
from finetune.generate.teacher.words import SCHEMA
from teaching.errors import RefusedError
from teaching.models.external import Base, base_of
from teaching.models.openai import EngineModel
from teaching.models.protocol import Message, ModelError

_KEY_ENV, _OWN_HOST = "OPENAI_API_KEY", "api.openai.com"
_TRIES = 4
_LONGEST_WAIT_S = 60.0
_TIMEOUT_S = 300.0


def ask(asks: Sequence[Ask], teacher: Teacher, kept: Kept, say: Callable[[str], None]) -> bool:
    """Asks what was not answered yet; whether all of it was asked.

    Raises:
        RefusedError: nobody answers there, or will not answer us; what came is kept.
    """
    todo = [one for one in asks if kept.get(one.digest) is None]
    if todo:
        _Asking(teacher, kept).all(todo)
    missing = sum(kept.get(one.digest) is None for one in asks)
    if missing:
        say(f"teacher: {missing} answers were not asked for: ${teacher.max_usd or 0:.2f} would have been passed")
    return not missing


def key_env_of(teacher: Teacher, base: Base) -> str | None:
    """The variable with the key: that of OpenAI's SDK goes to OpenAI alone, others get the one that is named."""
    if teacher.key_env:
        return teacher.key_env
    return _KEY_ENV if base.host == _OWN_HOST and os.environ.get(_KEY_ENV) else None


class _Asking:
    def __init__(self, teacher: Teacher, kept: Kept) -> None:
        base = base_of(teacher.url, elsewhere=True)
        self._teacher, self._kept, self._price = teacher, kept, terms.price(teacher)
        self._model = EngineModel(base, teacher.model, _TIMEOUT_S, key_env_of(teacher, base))
        self._lock = threading.Lock()
        self._reserved = 0.0
        self._failed: ModelError | None = None

    def all(self, todo: Sequence[Ask]) -> None:
        with ThreadPoolExecutor(self._teacher.at_once) as pool:
            try:
                list(pool.map(self._one, todo))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        if self._failed is not None:
            key = (
                "" if self._teacher.key_env else "; where it wants a key, --set teacher.key_env=NAME names its variable"
            )
            raise RefusedError(
                f"the teacher stopped answering: {self._failed}{key}. What came is kept: the same command goes on"
            )

    def _one(self, one: Ask) -> None:
        if self._failed is not None or not self._reserve(one):
            return
        try:
            self._kept.put(one.digest, self._reply(one))
        except ModelError as error:
            self._failed = error
        finally:
            with self._lock:
                self._reserved -= one.worst

    def _reserve(self, one: Ask) -> bool:
        """Whether the most that it can cost still fits, however many are asked at once."""
        with self._lock:
            limit = self._teacher.max_usd
            if limit is not None and self._kept.spent + self._reserved + one.worst > limit:
                return False
            self._reserved += one.worst
            return True

    def _reply(self, one: Ask) -> Reply:
        messages = [Message("system", one.system), Message("user", one.user)]
        for attempt in range(_TRIES):
            try:
                found = self._model.complete(messages, SCHEMA, self._teacher.max_tokens)
            except ModelError as error:
                if error.failure == "broken":
                    # It was answered, and how long the answer was is not known: the most that it can have cost counts.
                    return Reply(text="", problem=str(error)[:200], usd=one.worst, model=self._teacher.model)
                wait = float(2**attempt) if error.retry_after_s is None else error.retry_after_s
                if error.failure not in {"limited", "slow"} or attempt + 1 == _TRIES or wait > _LONGEST_WAIT_S:
                    raise
                time.sleep(wait)
                continue
            usd = None if self._price is None else self._price.of(found.usage)
            used = found.usage
            return Reply(
                text=found.text, read=used.read, written=used.written, cache_read=used.cache_read,
                cache_written=used.cache_written, usd=usd, model=self._teacher.model,
            )  # fmt: skip
        raise AssertionError("the last attempt returns or raises")
