"""One rung of the ladder of hints, as the assistant's own ladder says it."""

from collections.abc import Iterator, Sequence
from random import Random

from finetune.generate.checking import prose
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.contracts.exercises import Exemplar
from teaching.hints.checks import holds
from teaching.hints.ladder import texts_of
from teaching.hints.model import KINDS, MarkerGoal
from teaching.learning.states import Work, standing

_ASKED = ("I am stuck at {symbol}, give me a hint", "One hint for {symbol} please", "How do I go on with {symbol}?")
_RUNGS = (1, 4, 2, 3)  # the question above all, then the shape


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """For each open function one rung after the other."""
    known = {(one.path, one.symbol): one for one in ground.exemplars}
    works = [work for work in standing(ground.courses[0].begun) if work.marker and (work.path, work.symbol) in known]
    chance.shuffle(works)
    for number, work in enumerate(works):
        exemplar = known[work.path, work.symbol]
        source = ground.courses[0].starter[work.path].decode("utf-8")
        texts = texts_of(ground.courses[0].begun, MarkerGoal(work, work.task, source, exemplar))
        near = [one for one in ground.exemplars if one.path == work.path]
        yield _of(work, exemplar, texts, _RUNGS[number % len(_RUNGS)], near, chance)


def _of(
    work: Work, exemplar: Exemplar, texts: Sequence[str], rung: int, near: Sequence[Exemplar], chance: Random
) -> Candidate:
    text, below = texts[rung - 1].strip(), [one.strip() for one in texts[: rung - 1]]
    line = work.marker.line if work.marker else 0
    said = f"\nYou said: {below[-1].splitlines()[0]}" if below else ""

    def verdict(output: str) -> str:
        require(holds(output, rung, below, near), "it says too much, or too long")
        return f"rung {rung} of {len(texts)}"

    return Candidate(
        instruction=chance.choice(_ASKED).format(symbol=work.symbol),
        input=f"{work.path}:{line} TODO(human)[{work.task}]: {exemplar.marker}\nHints had so far: {rung - 1}.{said}",
        output=text,
        language=exemplar.language,
        about={"task": work.task or "", "symbol": work.symbol, "rung": f"{rung} {KINDS[rung - 1]}"},
        checks=(Check("rung-holds", verdict),),
        questions=(
            prose(text).count("?"),
            prose(text).count("?"),
        ),  # a rung asks what its place on the ladder asks, and `holds` judges that
    )
