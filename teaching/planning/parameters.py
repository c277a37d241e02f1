"""The numbers of a plan: those the goal states, and the defaults, which are marked as assumptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.components.model import Component
from teaching.planning.quantities import Quantity, spoken

_SECONDS = 86400


@dataclass(frozen=True, slots=True)
class Numbers:
    """Values for the holes of texts, per component, and the assumptions behind them."""

    values: dict[str, dict[str, str]]
    assumptions: list[str]

    def fill(self, component: str, text: str) -> str:
        """A text with its holes filled."""
        for name, value in self.values[component].items():
            text = text.replace(f"{{{name}}}", value)
        return text


def numbers(
    components: Iterable[Component],
    named: set[str],
    stated: Sequence[Quantity],
    factors: Mapping[str, int],
) -> Numbers:
    """The numbers of some components."""
    values: dict[str, dict[str, str]] = {}
    assumptions: list[str] = []
    for component in components:
        own = values.setdefault(component.id, {})
        for name, parameter in component.parameters.items():
            found = next((item for item in stated if item.counts(parameter.nouns)), None)
            own[name] = spoken(found.value if found else parameter.default)
            if found is None and component.id in named:
                assumptions.append(parameter.says.replace(f"{{{name}}}", own[name]))
        for name, rate in component.rates.items():
            found = next((item for item in stated if item.per_day and item.counts(rate.nouns)), None)
            per_day = found.per_day if found and found.per_day else rate.per_day
            factor = factors.get(name, rate.factor)
            average = per_day / _SECONDS
            own |= {f"{name}_day": spoken(per_day), f"{name}_avg": spoken(average)}
            own |= {f"{name}_peak": spoken(average * factor), f"{name}_factor": spoken(factor)}
            stated_rate = "" if found else " (not stated)"
            assumptions.append(
                f"{spoken(per_day)} {name} a day{stated_rate} are {spoken(average)}/s on average; "
                f"the peak is taken as {spoken(factor)} times that, {spoken(average * factor)}/s"
            )
    return Numbers(values, assumptions)
