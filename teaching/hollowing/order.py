"""In which order exercises can be solved: each must have a test that its learner can turn green by it alone."""

from collections.abc import Mapping, Sequence


def solvable(tests: Mapping[int, frozenset[str]]) -> tuple[list[int], list[int]]:
    """An order in which each has a test that needs none of the later ones, and those for which there is none.

    Args:
        tests: by number of the exercise, the tests that are red while it is open.
    """
    order: list[int] = []
    left = dict(tests)
    while left:
        ready = [number for number in left if own(number, tests, [*order, number])]
        if not ready:
            break
        order += ready[:1]
        del left[ready[0]]
    return order, list(left)


def own(number: int, tests: Mapping[int, frozenset[str]], done: Sequence[int]) -> frozenset[str]:
    """The tests of an exercise that are green once it and what stands before it are done."""
    later = [other for other in tests if other not in done]
    return tests[number].difference(*(tests[other] for other in later)) if later else tests[number]
