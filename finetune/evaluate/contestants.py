"""Who is judged: a control, a file of weights, a finished run, Claude, or any engine that speaks OpenAI's protocol."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from finetune.config import Config
from finetune.evaluate.controls import CONTROLS
from finetune.evaluate.model import Item
from finetune.examples import Example, asking
from finetune.export.names import file_name
from finetune.manifest import file_digest
from teaching.contracts.usage import Usage
from teaching.errors import BadInputError
from teaching.models.anthropic_api import ROOM_FOR_THINKING, AnthropicModel
from teaching.models.external import ask, base_of, model_of
from teaching.models.local.engine import Request
from teaching.models.local.loading import load
from teaching.models.openai import EngineModel
from teaching.models.protocol import Completion, Message, Model

CLAUDE: Final = "claude"
_ENGINE: Final = re.compile(r"(?P<url>https?://[^#@\s]+)(?:#(?P<model>[^@\s]+))?(?:@(?P<key>\w+))?")
_FORMS: Final = (
    "a control (oracle, null, leaker, flatterer), FILE.gguf, a folder of weights, run:DIR, claude:MODEL or "
    "http://HOST:PORT#MODEL, with @VARIABLE for its key"
)


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody who answers.

    Attributes:
        about: who it is, without where it lies on this machine.
        key: decides whether an answer that is kept is still its own; empty where none is worth keeping.
    """

    name: str
    about: str
    key: str
    answer: Callable[[Item], Completion]
    close: Callable[[], None] = lambda: None


def contestant(name: str, spec: str, max_tokens: int, convert: Callable[[Path], Path]) -> Contestant:
    """The one that is meant.

    Args:
        convert: makes a GGUF of a folder in Hugging Face's layout.

    Raises:
        BadInputError: nobody is.
    """
    if spec in CONTROLS:
        return control(name, spec)
    if spec.startswith(f"{CLAUDE}:"):
        model = AnthropicModel(spec.partition(":")[2])
        # Claude thinks before it writes, and both count: the answer gets as much room as it has elsewhere.
        return _remote(name, spec, model, max_tokens + ROOM_FOR_THINKING)
    if found := _ENGINE.fullmatch(spec):
        base = base_of(found["url"], elsewhere=True)
        served = found["model"] or model_of(ask(base, found["key"]), "")
        return _remote(name, f"{served} by an engine", EngineModel(base, served, key_env=found["key"]), max_tokens)
    return _local(name, _weights(spec, convert), max_tokens)


def control(name: str, spec: str) -> Contestant:
    """One whose marks are known beforehand."""
    answering = CONTROLS[spec]
    return Contestant(
        name, f"the control {spec}", "", lambda item: Completion(answering(item), tokens=0, cost=0.0, model=spec)
    )


def messages(item: Item) -> list[Message]:
    """What is said to a model: what serving would say."""
    asked = Example(
        id=item.id, instruction=item.instruction, input=item.input, output="-", phase="review", kind=item.kind,
        source="evaluate", prompt=item.prompt,
    )  # fmt: skip
    return asking(asked)


def _remote(name: str, about: str, model: Model, max_tokens: int) -> Contestant:
    return Contestant(name, about, about, lambda item: model.complete(messages(item), max_tokens=max_tokens))


def _local(name: str, file: Path, max_tokens: int) -> Contestant:
    digest = file_digest(file)
    engine = load(file)

    def answer(item: Item) -> Completion:
        said = engine.generate(Request(tuple(messages(item)), max_tokens=max_tokens), lambda _: None, lambda: False)
        usage = Usage(read=said.read, written=said.written)
        return Completion(said.text, said.read + said.written, 0.0, file.name, usage, said.total_s)

    return Contestant(name, f"{file.name} ({digest[:12]})", f"{digest} {max_tokens}", answer, engine.close)


def _weights(spec: str, convert: Callable[[Path], Path]) -> Path:
    if spec.startswith("run:"):
        return _of_run(Path(spec.removeprefix("run:")))
    place = Path(spec)
    if place.is_file() and place.suffix == ".gguf":
        return place
    if (place / "config.json").is_file():
        return convert(place)
    files = sorted(place.glob("*.gguf")) if place.is_dir() else []
    if len(files) == 1:
        return files[0]
    raise BadInputError(f"nobody is called {spec}: name {_FORMS}")


def _of_run(folder: Path) -> Path:
    try:
        config = Config.model_validate(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadInputError(f"{folder} is no folder of a run: name one with run:DIR, as in run:runs/mine") from error
    file = folder / "export" / "gguf" / file_name(config.name, config.export.serve)
    if not file.is_file():
        raise BadInputError(f"{folder} has no model yet: `python -m finetune export --out {folder}` makes it")
    return file
