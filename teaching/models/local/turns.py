"""Whose turn it is: one request at a time goes to the engine, and callers take turns, however much each has waiting."""

import threading
from collections import OrderedDict, deque
from typing import Generic, TypeVar

from teaching.models.protocol import ModelError

MOST_OF_ONE = 64
MOST_OF_ALL = 256

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """Requests that wait, by caller; used by several threads."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        with self._changed:
            return self._count()

    def put(self, client: str, item: Item) -> None:
        """Adds a request behind those of the same caller.

        Raises:
            ModelError: too many wait already, or nothing is taken any more.
        """
        with self._changed:
            if self._closed:
                raise ModelError("the model's process is ending", "absent")
            if self._count() >= MOST_OF_ALL or len(self._waiting.get(client, ())) >= MOST_OF_ONE:
                raise ModelError(
                    "too many requests wait for the local model: ask again when some are answered", "limited"
                )
            self._waiting.setdefault(client, deque()).append(item)
            self._changed.notify()

    def take(self) -> Item | None:
        """The next request, when there is one; None once `close` was called and nothing waits."""
        with self._changed:
            while not self._waiting:
                if self._closed:
                    return None
                self._changed.wait()
            client, items = self._waiting.popitem(last=False)
            item = items.popleft()
            if items:  # whoever was served stands behind all others
                self._waiting[client] = items
            return item

    def remove(self, item: Item) -> bool:
        """Whether the request still waited; it does not any more."""
        with self._changed:
            for client, items in self._waiting.items():
                if item in items:
                    items.remove(item)
                    if not items:
                        del self._waiting[client]
                    return True
            return False

    def clear(self) -> list[Item]:
        """Takes out everything that waits."""
        with self._changed:
            items = [item for waiting in self._waiting.values() for item in waiting]
            self._waiting.clear()
            return items

    def close(self) -> None:
        """Nothing is added from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _count(self) -> int:
        return sum(map(len, self._waiting.values()))
