"""The form of a training example, and the conversation that it becomes: the one that serving would have."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from teaching.errors import BadInputError
from teaching.models.protocol import Message
from teaching.prompts.tasks import ASK, ASK_DEEP, EXPLAIN, PROMPTS, question

PHASES = ("foundational", "architecture", "review", "tooling")
_QUESTIONS = frozenset({ASK, ASK_DEEP, EXPLAIN})  # what somebody asks in words of their own
Phase = Literal["foundational", "architecture", "review", "tooling"]


class Turn(BaseModel):
    """One turn of an example that came with a whole conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["system", "user", "assistant"]
    content: str


class Example(BaseModel):
    """One record of a JSONL file.

    Attributes:
        id: from its content, so that the same example has the same id everywhere.
        prompt: the prompt of `teaching.prompts.tasks` that serving would send; `instruction` and `input` are its words.
        source: what made it: a file of `finetune/generate`, or the name of the file that it came in.
        checks: what was checked, and the verdict.
        provenance: what it was made of.
        turns: of a longer conversation; `instruction`, `input` and `output` are then its last exchange.
        audience: to whom it is said: beginner, junior or senior; empty where it is nobody in particular.
        memorisation: a held example that was trained on too: it shows memory, and says nothing about skill.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    instruction: str = Field(min_length=1)
    input: str = ""
    output: str = Field(min_length=1)
    id: str
    phase: Phase
    kind: str
    source: str
    language: str = ""
    prompt: str = ASK
    checks: dict[str, str] = Field(default_factory=dict)
    provenance: dict[str, str] = Field(default_factory=dict)
    audience: str = ""
    turns: tuple[Turn, ...] = ()
    memorisation: bool = False


def asking(example: Example) -> list[Message]:
    """What is said to the model: everything but the answer."""
    if example.turns:
        return [Message(turn.role, turn.content) for turn in example.turns[:-1]]
    if example.prompt in _QUESTIONS:
        asked = question(example.instruction, example.input, prompt=example.prompt)
        return [Message("system", asked.system), Message("user", asked.user)]
    # The other prompts have all their words in the input, which was rendered by the prompt itself.
    return [Message("system", PROMPTS[example.prompt].system), Message("user", example.input)]


def conversation(example: Example) -> list[Message]:
    """The whole exchange, which training packs; its last turn is the answer."""
    return [*asking(example), Message("assistant", example.output)]


def lines(examples: Iterable[Example]) -> str:
    """The examples as JSONL, always the same for the same examples."""
    # What instructors' own programs read is always there, empty or not.
    rows = (
        {"instruction": one.instruction, "input": one.input, "output": one.output}
        | one.model_dump(exclude_defaults=True)
        for one in examples
    )
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=False) + "\n" for row in rows)


def read(path: Path) -> list[Example]:
    """The examples of a file that a stage wrote.

    Raises:
        BadInputError: where a line is not an example.
    """
    return list(_parsed(path))


def _parsed(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        try:
            yield Example.model_validate_json(line)
        except ValidationError as error:
            reason = error.errors()[0]["msg"].lower()
            raise BadInputError(f"{path.name}:{number} is not an example ({reason}): run its stage again") from error
