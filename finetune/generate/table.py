"""The kinds of examples and their quotas: of 1,400, phases have 500, 300, 400 and 200."""

from collections.abc import Mapping, Sequence

from finetune.generate.kinds import (
    agent,
    choice,
    command,
    context,
    core_refusal,
    enforcement,
    explain,
    git,
    interview,
    open_core,
    performance,
    plan,
    quick_answer,
    refactoring,
    scale,
    security,
    tdd,
    tool_call,
    verification,
    wording,
)
from finetune.generate.model import Kind

PHASES: Mapping[str, int] = {"foundational": 500, "architecture": 300, "review": 400, "tooling": 200}

# A kind's share is how many of 1,400 it has; the words are of an answer, at least and at most.
KINDS: tuple[Kind, ...] = (
    Kind("enforcement", "foundational", 130, enforcement.candidates, (25, 200)),
    Kind("git", "foundational", 110, git.candidates, (15, 230)),
    Kind("quick-answer", "foundational", 60, quick_answer.candidates, (8, 90)),
    Kind("open-core", "foundational", 110, open_core.candidates, (40, 400)),
    Kind("core-refusal", "foundational", 50, core_refusal.candidates, (30, 170)),
    Kind("explain", "foundational", 40, explain.candidates, (30, 160)),
    Kind("plan", "architecture", 100, plan.candidates, (25, 360)),
    Kind("interview", "architecture", 80, interview.candidates, (18, 200)),
    Kind("choice", "architecture", 60, choice.candidates, (25, 230)),
    Kind("scale", "architecture", 60, scale.candidates, (30, 260)),
    Kind("tdd", "review", 90, tdd.candidates, (25, 220)),
    Kind("security", "review", 90, security.candidates, (40, 140)),
    Kind("refactoring", "review", 80, refactoring.candidates, (25, 140)),
    Kind("performance", "review", 60, performance.candidates, (25, 140)),
    Kind("verification", "review", 40, verification.candidates, (15, 260)),
    Kind("wording", "review", 40, wording.candidates, (8, 110)),
    Kind("tool-call", "tooling", 60, tool_call.candidates, (20, 220)),
    Kind("command", "tooling", 50, command.candidates, (15, 260)),
    Kind("agent", "tooling", 40, agent.candidates, (15, 280)),
    Kind("context", "tooling", 50, context.candidates, (12, 280)),
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
