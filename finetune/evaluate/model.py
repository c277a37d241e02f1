"""What is judged: an item, and the score that one answer gets for it."""

from dataclasses import dataclass, field
from typing import Final, Literal

from teaching.contracts.exercises import Exemplar
from teaching.prompts.tasks import ASK

Metric = Literal["style", "verification", "economy", "teaching", "code"]
# In this order everywhere, with what people read.
METRICS: Final[dict[Metric, str]] = {
    "style": "Adherence to the output style",
    "verification": "Verification",
    "economy": "Token efficiency",
    "teaching": "Teaching quality",
    "code": "Code pass rate",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One question to a model, with everything that decides its score.

    Attributes:
        kind: what form of answer is asked for; token counts are compared within one.
        group: what it was made of; items of one group are drawn together when chance is reckoned with.
        prompt: the prompt of `teaching.prompts.tasks` that serving would send.
        path, source: the file that the question shows, as it stands there; empty where it shows none.
        symbol: the function that is asked for.
        solution: that function as it should become; nobody is told.
        tests: statements that only a right one survives.
        commands: those of the project.
        record: what there is of a test run where a tick is asked for; only `green` deserves one.
        title: of the task that is to be ticked.
        faults: the lines of the file at which it departs from a right one; none where nothing is wrong.
        form: what a short answer is: an expression, a regular expression, a query, or a command.
        needs: what an answer has to speak of, each by one of several words.
        most: tokens that are enough.
        said: what the perfect answer says in its own words.
        memorable: what must not be in the training data.
    """

    id: str
    metric: Metric
    kind: str
    group: str
    instruction: str
    input: str = ""
    prompt: str = ASK
    path: str = ""
    source: str = ""
    symbol: str = ""
    solution: str = ""
    tests: str = ""
    commands: tuple[str, ...] = ()
    record: str = ""
    title: str = ""
    todo: str = ""
    faults: tuple[int, ...] = ()
    form: str = ""
    accepts: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    most: int = 0
    said: str = ""
    memorable: str = ""

    @property
    def exemplar(self) -> Exemplar:
        """The solution as the guard knows one."""
        return Exemplar(path=self.path, symbol=self.symbol, language="python", text=self.solution, marker=self.todo)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an answer must hold."""

    name: str
    passed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What an answer is worth.

    Attributes:
        checks: all of them have to pass, as a conjunction.
        units: useful things in it: a passed item is one, a plan has as many as it speaks of.
        tokens: words and marks, counted alike for everybody.
        figures: what is told beside the verdict, 0 or 1 each: `leak`, `false tick`, `false block`, `located`, `grade`.
    """

    item: str
    metric: Metric
    kind: str
    group: str
    checks: tuple[Check, ...]
    units: int
    tokens: int
    figures: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)
