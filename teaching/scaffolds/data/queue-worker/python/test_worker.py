"""What the queue promises; time is the test's."""

import threading

import pytest

from your_package.worker import (
    FIRST_PAUSE_S,
    MOST_ATTEMPTS,
    VISIBILITY_S,
    Claim,
    LostClaimError,
    Queue,
    Status,
    work_one,
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(clock: Clock) -> Queue:
    return Queue(clock)


def claimed(queue: Queue) -> Claim:
    """A claim that has to be there."""
    claim = queue.claim()
    assert claim is not None
    return claim


def test_jobs_are_claimed_oldest_first_and_once(queue: Queue) -> None:
    queue.add("a")
    queue.add("b")
    assert [claimed(queue).payload, claimed(queue).payload, queue.claim()] == [
        "a",
        "b",
        None,
    ]


def test_a_job_that_nobody_finished_is_visible_again(
    queue: Queue, clock: Clock
) -> None:
    queue.add("a")
    claimed(queue)
    clock.now = VISIBILITY_S - 0.1
    assert queue.claim() is None
    clock.now = VISIBILITY_S
    assert claimed(queue) == Claim(1, 2, "a")


def test_a_finished_job_stays_finished(queue: Queue, clock: Clock) -> None:
    queue.add("a")
    queue.finish(claimed(queue))
    clock.now = 1_000_000
    assert queue.claim() is None


def test_whoever_was_too_slow_cannot_finish_the_job_of_another(
    queue: Queue, clock: Clock
) -> None:
    queue.add("a")
    slow = claimed(queue)
    clock.now = VISIBILITY_S
    claimed(queue)
    with pytest.raises(LostClaimError):
        queue.finish(slow)
    with pytest.raises(LostClaimError):
        queue.fail(slow, "late")


def test_pauses_double_from_failure_to_failure(queue: Queue, clock: Clock) -> None:
    queue.add("a")
    for attempt in range(MOST_ATTEMPTS - 1):
        queue.fail(claimed(queue), "no network")
        clock.now += FIRST_PAUSE_S * 2**attempt - 0.1
        assert queue.claim() is None
        clock.now += 0.1


def test_a_job_is_given_up_after_its_last_attempt_and_says_why(
    queue: Queue, clock: Clock
) -> None:
    queue.add("a")
    for _ in range(MOST_ATTEMPTS):
        clock.now += 1_000
        queue.fail(claimed(queue), "no network")
    clock.now += 1_000
    assert queue.claim() is None
    assert (queue.jobs[1].status, queue.jobs[1].error) == (Status.DEAD, "no network")


def test_work_that_raises_fails_its_job_alone(queue: Queue) -> None:
    queue.add("bad")
    queue.add("good")
    done: list[str] = []

    def work(payload: str) -> None:
        if payload == "bad":
            raise OSError("disk full")
        done.append(payload)

    assert [work_one(queue, work) for _ in range(3)] == [True, True, False]
    assert (done, queue.jobs[1].error, queue.jobs[2].status) == (
        ["good"],
        "disk full",
        Status.DONE,
    )


def test_many_workers_never_get_the_same_job() -> None:
    queue = Queue(lambda: 0.0)
    for number in range(200):
        queue.add(str(number))
    taken: list[str] = []

    def work() -> None:
        while (claim := queue.claim()) is not None:
            taken.append(claim.payload)

    # What a thread raises would be lost: the first claim is made here.
    taken.append(claimed(queue).payload)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [str(number) for number in range(200)]
