"""Pseudo-code that says how an answer is built, and leaves every decisive step open."""

from collections.abc import Iterator, Sequence

from teaching.hints.structure import Step

_SENTENCES = {
    "loop": "for each part of {names}:",
    "while": "as long as ?:",
    "when": "when ?{about}:",
    "refuse": "when ?{about}: refuse it",
    "leave": "when ?{about}: answer right away with ?",
    "otherwise": "otherwise:",
    "choose": "look which case it is{about}:",
    "case": "one case: ?",
    "try": "try:",
    "catch": "if that fails with ?:",
    "finally": "in any case:",
    "with": "inside a block that ends by itself:",
    "give": "give back ?{made}",
    "fail": "refuse: with which error?",
    "keep": "make ?{made}, and keep it",
    "change": "change what is kept: how?",
    "do": "do ?{made}",
    "each": "(it takes a look at every part: what of each?)",
    "all": "(more than one thing decides: which?)",
    "either": "(one of two: what decides?)",
}


def skeletons(steps: Sequence[Step]) -> Iterator[str]:
    """The pseudo-code from the fullest to the leanest; the later ones leave more open."""
    if not steps:
        return
    yield _lines(steps, named=True)
    yield _lines(steps, named=False)
    for depth in (1, 0):
        outer = [step for step in steps if step.depth <= depth]
        if len(outer) < len(steps):
            yield _lines(outer, named=False)
    yield _lines(_without_asides(steps)[:1], named=False) + "\n… then: ?\nat the end: ?"


def generic(lines: Sequence[str]) -> str:
    """Steps of a concept, which stand for a solution that nobody knows."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _without_asides(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.kind not in {"each", "all", "either"}]


def _lines(steps: Sequence[Step], named: bool) -> str:
    lines: list[str] = []
    for step in steps:
        listed = " and ".join(step.names[:2]) if named else ""
        line = _SENTENCES[step.kind].format(
            names=listed or "?", about=f" about {listed}" if listed else "", made=f" from {listed}" if listed else ""
        )
        lines.append("  " * step.depth + line)
    return "\n".join(lines)
