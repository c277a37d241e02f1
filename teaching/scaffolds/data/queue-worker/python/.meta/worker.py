"""A queue whose jobs are worked at least once: claimed for a while, tried again with
pauses, and given up at last.

The jobs are kept in memory, so that the rules can be seen and tested; a table with the
same columns takes their place.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

VISIBILITY_S = 30.0
FIRST_PAUSE_S = 10.0
MOST_ATTEMPTS = 4


class QueueError(Exception):
    """What the queue could not do."""


class LostClaimError(QueueError):
    """The job's time was over and it is somebody else's by now, or done."""


class Status(Enum):
    """Where a job stands."""

    READY = "ready"
    DONE = "done"
    DEAD = "dead"


@dataclass(slots=True)
class Job:
    """One piece of work.

    Attributes:
        visible_at: before this moment nobody may claim it.
        attempts: how often it was claimed; it names the claim.
        error: why the last attempt failed.
    """

    id: int
    payload: str
    visible_at: float
    attempts: int = 0
    status: Status = Status.READY
    error: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work a job until its visibility ends."""

    job: int
    attempt: int
    payload: str


@dataclass(slots=True)
class Queue:
    """The jobs, for several workers at once.

    Attributes:
        lock: held while jobs are looked at and changed.
    """

    clock: Callable[[], float]
    jobs: dict[int, Job] = field(default_factory=dict[int, Job])
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, payload: str) -> int:
        """A new job that is ready at once; its number comes back."""
        with self.lock:
            number = len(self.jobs) + 1
            self.jobs[number] = Job(number, payload, self.clock())
            return number

    def claim(self) -> Claim | None:
        """The oldest ready job that is visible, hidden from others for VISIBILITY_S;
        None where there is none.

        Two workers never get the same attempt of a job.
        """
        with self.lock:
            now = self.clock()
            for job in self.jobs.values():
                if job.status is Status.READY and job.visible_at <= now:
                    job.attempts += 1
                    job.visible_at = now + VISIBILITY_S
                    return Claim(job.id, job.attempts, job.payload)
            return None

    def finish(self, claim: Claim) -> None:
        """The work of a claim is done.

        Raises:
            LostClaimError: the claim is not the newest any more.
        """
        with self.lock:
            self.held(claim).status = Status.DONE

    def fail(self, claim: Claim, error: str) -> None:
        """The work of a claim failed: try again after a pause that doubles, or give up
        after MOST_ATTEMPTS.

        The first pause is FIRST_PAUSE_S, counted from now.

        Raises:
            LostClaimError: the claim is not the newest any more.
        """
        with self.lock:
            job = self.held(claim)
            job.error = error
            if job.attempts >= MOST_ATTEMPTS:
                job.status = Status.DEAD
            else:
                job.visible_at = self.clock() + FIRST_PAUSE_S * 2 ** (job.attempts - 1)

    def held(self, claim: Claim) -> Job:
        """The job of a claim; call it with the lock held."""
        job = self.jobs[claim.job]
        if job.status is not Status.READY or job.attempts != claim.attempt:
            raise LostClaimError(f"job {claim.job}")
        return job


def work_one(queue: Queue, work: Callable[[str], None]) -> bool:
    """Work one job, if there is one: whether there was. What the work raises fails the
    job and nothing else.
    """
    claim = queue.claim()
    if claim is None:
        return False
    try:
        work(claim.payload)
    except Exception as error:
        queue.fail(claim, str(error))
    else:
        queue.finish(claim)
    return True
