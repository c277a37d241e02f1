"""The kinds of examples and their quotas: phases in the proportion of 500, 300, 400 and 200."""

from collections.abc import Mapping, Sequence

from finetune.generate import commands, findings, hints, open_cores, plans, roadmaps, rules, verifying
from finetune.generate.model import Kind

PHASES: Mapping[str, int] = {"foundational": 500, "architecture": 300, "review": 400, "tooling": 200}

KINDS: tuple[Kind, ...] = (
    Kind("open-core", "foundational", 4, open_cores.candidates),
    Kind("rule", "foundational", 4, rules.candidates),
    Kind("hint", "foundational", 3, hints.candidates),
    Kind("roadmap", "foundational", 3, roadmaps.candidates),
    Kind("plan", "architecture", 5, plans.candidates),
    Kind("draft", "architecture", 2, plans.drafts),
    Kind("choice", "architecture", 2, plans.choices),
    Kind("finding", "review", 5, findings.candidates),
    Kind("wording", "review", 3, findings.wordings),
    Kind("verification", "review", 3, verifying.candidates),
    Kind("command", "tooling", 3, commands.candidates),
    Kind("command-fault", "tooling", 3, commands.faults),
)


def quotas(count: int, kinds: Sequence[Kind] = KINDS) -> dict[str, int]:
    """How many of each kind make up this many."""
    found: dict[str, int] = {}
    for phase, part in _shared(count, PHASES).items():
        found |= _shared(part, {kind.name: kind.share for kind in kinds if kind.phase == phase})
    return found


def _shared(count: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Whole parts that add up to the count: the largest remainders are rounded up."""
    whole = sum(shares.values())
    parts = {name: count * share // whole for name, share in shares.items()}
    by_rest = sorted(shares, key=lambda name: (-(count * shares[name] % whole), name))
    for name in by_rest[: count - sum(parts.values())]:
        parts[name] += 1
    return parts
