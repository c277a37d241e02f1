"""`python -m finetune evaluate --model NAME=SPEC`: judges models outside any run."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from finetune.config import Config
from finetune.parts import missing
from finetune.stages import Late, Work
from teaching.errors import BadInputError

FOLDER = Path("evaluation")
_ALONE = Late("finetune.evaluate.stage:alone")


def options(command: argparse.ArgumentParser) -> None:
    """What the command takes beside a run's options."""
    command.add_argument(
        "--model", dest="models", action="append", default=[], metavar="NAME=SPEC",
        help="judge this one, outside any run; SPEC is a control (oracle, null, leaker, flatterer), FILE.gguf, a "
        "folder of weights, run:DIR, claude:MODEL or http://HOST:PORT#MODEL, with @VARIABLE for a key "
        "(may be repeated)",
    )  # fmt: skip
    command.add_argument("--limit", type=int, metavar="N", help="so many items, shared out over the metrics")


def named(config: Config, models: Sequence[str]) -> Config:
    """The configuration that judges these, and these alone.

    Raises:
        BadInputError: one has no name, or a name that another one has.
    """
    found: dict[str, str] = {}
    for given in models:
        name, equals, spec = given.partition("=")
        if not equals or not name or not spec or name in found:
            raise BadInputError(f"--model {given}: write --model NAME=SPEC, each name once, as in tuned=run:runs/mine")
        found[name] = spec
    values = config.evaluate.model_dump() | {"models": found}
    return config.model_copy(update={"evaluate": type(config.evaluate).model_validate(values)})


def alone(config: Config, out: Path, say: Callable[[str], None]) -> str:
    """Judges the models of the configuration into a folder, and says where the report is."""
    out.mkdir(parents=True, exist_ok=True)
    with missing("evaluate"):
        _ALONE(Work(config, out, {}, say, out / "kept"))
    return f"the report is {out / 'report.html'}, and report.md beside it"
