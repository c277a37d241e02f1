"""How much a property is tried: little in every run, and the same each time; twenty times as much in a full run."""

import pytest
from hypothesis import HealthCheck, Phase, settings


def sized(count: int) -> pytest.MarkDecorator:
    """Gives a test its `count`: this many examples, or in a full run twenty times as many."""
    return pytest.mark.parametrize("count", [count, pytest.param(20 * count, marks=pytest.mark.full)])


def tries(count: int, full_above: int = 100) -> settings:
    """Small runs repeat exactly, so that nobody's change is stopped by luck; large ones look for what is new."""
    return settings(
        max_examples=count,
        deadline=None,  # what is measured is processor time, of the work itself
        derandomize=count < full_above,
        database=None,
        phases=(Phase.explicit, Phase.generate),  # a whole review for each step would make shrinking take hours
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
    )
