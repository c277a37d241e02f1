"""What a run is made of: a preset, then a file of your own, then `--set section.field=value`; unknown names are errors.

Each section belongs to the stages that read it (see the table in `finetune/__main__.py`): a change of `train` leaves
the examples as they are.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from teaching.errors import BadInputError

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]

DEFAULT_PRESET = "cpu-tiny"
_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Base(_Section):
    """What is tuned: a folder of weights, or a toy that is made here.

    Attributes:
        path: a folder in Hugging Face's layout, with a Llama tokenizer; it stands above `hub`.
        hub: a name on the Hugging Face hub, fetched by the stage `base` where it is not in the user's cache.
        revision: of what is on the hub: a commit, or a branch.
        vocab: this and everything below it describes the toy.
    """

    toy: bool = False
    path: Path | None = None
    hub: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")
    revision: str = Field(default="main", min_length=1)
    vocab: int = Field(default=4096, ge=512, le=128_256)
    hidden: int = Field(default=256, ge=32)
    ffn: int = Field(default=768, ge=32)
    layers: int = Field(default=4, ge=1)
    heads: int = Field(default=4, ge=1)
    kv_heads: int = Field(default=2, ge=1)
    context: int = Field(default=8192, ge=256)
    rope_factor: float = Field(default=8.0, ge=1)
    steps: int = Field(default=200, ge=1)
    lr: float = Field(default=1e-3, gt=0)
    batch_tokens: int = Field(default=4096, ge=256)

    @model_validator(mode="after")
    def _one_of_both(self) -> "Base":
        if self.toy == (self.path is not None or self.hub is not None):
            raise ValueError("name the base with `path` or `hub`, or set `toy = true`: one of both")
        return self


class Data(_Section):
    """The examples.

    Attributes:
        num_examples: how many `generate` makes, shared out over the four phases.
        sources: training documents in Markdown that seed examples.
        source_share: how much of each phase is to come out of them, at most; the rest is built in.
        files: JSONL of other origin that `combine` merges.
        evaluation: JSONL of what a model will be judged by: what is found in it is not trained on.
        weights: by source (`generate`, or a file's name): 0 leaves it out, 0.5 takes half, 2 trains on each twice.
        strict: whether a broken line ends the run; otherwise it is set aside and said.
        held: how many are held for judging; a toy is judged on examples that it was also trained on.
        likeness: two examples as alike as this are one.
        longest: characters of an answer; longer ones are left out. A toy has no room for them. 0 takes all.
    """

    num_examples: int = Field(default=40, ge=4)
    sources: tuple[Path, ...] = ()
    source_share: float = Field(default=0.15, ge=0, le=1)
    files: tuple[Path, ...] = ()
    evaluation: tuple[Path, ...] = ()
    weights: dict[str, Annotated[float, Field(ge=0, le=100)]] = {}
    strict: bool = False
    held: int = Field(default=20, ge=1)
    likeness: float = Field(default=0.85, gt=0, le=1)
    longest: int = Field(default=0, ge=0)


class Price(_Section):
    """US dollars for a million tokens.

    Attributes:
        cache_read: what was kept in the provider's cache; None costs as much as reading.
    """

    read: float = Field(ge=0)
    written: float = Field(ge=0)
    cache_read: float | None = Field(default=None, ge=0)
    cache_written: float | None = Field(default=None, ge=0)


class Teacher(_Section):
    """A model that rewords answers which were made without one; nothing is asked unless `backend` names one.

    Attributes:
        backend: `openai` is whatever speaks like it, `anthropic` the Message Batches API.
        url: where it listens; empty is the provider's own address.
        key_env: the variable that holds the key; empty is the one that the provider's SDK reads, for its own address.
        share: of the examples of these kinds, how many are reworded.
        kinds: all where none is named.
        max_tokens: the longest answer.
        max_usd: the most that may be spent in a run's folder.
        price: of the model, where it is not known.
        batch: the part of the price that the provider takes for batches.
        open_weights: that its licence lets anybody train on what it says.
        permission: that you may train on what it says.
        at_once: how many questions an endpoint gets at a time.
        wait_minutes: how long a batch is waited for before the run ends; the same command goes on.
        poll_s: how often is asked whether it is done.
    """

    backend: Literal["", "openai", "anthropic"] = ""
    url: str = ""
    model: str = ""
    key_env: str = ""
    share: float = Field(default=0.3, gt=0, le=1)
    kinds: tuple[str, ...] = ()
    max_tokens: int = Field(default=1024, ge=64, le=32_000)
    max_usd: float | None = Field(default=None, ge=0)
    price: Price | None = None
    batch: float = Field(default=0.5, gt=0, le=1)
    open_weights: bool = False
    permission: bool = False
    at_once: int = Field(default=4, ge=1, le=64)
    wait_minutes: float = Field(default=1500, ge=0)
    poll_s: float = Field(default=30, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> "Teacher":
        if self.backend and not self.model:
            raise ValueError("name its model with --teacher-model NAME")
        if self.backend == "openai" and not self.url:
            raise ValueError("say where it listens with --teacher-url URL, as in http://127.0.0.1:8000")
        if not self.backend and (self.url or self.model):
            raise ValueError("say how it is asked: --teacher openai, or --teacher anthropic")
        return self


class Train(_Section):
    """How it is tuned.

    Attributes:
        method: `auto` is `qlora`, in four bits, where an accelerator's free memory is too small for `lora`.
        pack_tokens: the length to which examples are packed.
        batch_packs: packs per step.
        warmup: share of the steps in which the learning rate rises.
        save_every: steps between two checkpoints.
        max_steps: ends earlier or later than the epochs would; 0 leaves it to them.
        recompute: whether activations are computed again in the backward pass: `auto` does as few as memory allows.
        kernels: `auto` takes Liger's on an accelerator where they are installed.
        processes: how many train together on this machine; 0 is one per accelerator.
    """

    method: Literal["auto", "lora", "qlora"] = "auto"
    rank: int = Field(default=16, ge=1)
    alpha: int = Field(default=32, ge=1)
    lr: float = Field(default=2e-4, gt=0)
    epochs: float = Field(default=3, gt=0)
    pack_tokens: int = Field(default=2048, ge=64)
    batch_packs: int = Field(default=4, ge=1)
    warmup: float = Field(default=0.03, ge=0, lt=1)
    weight_decay: float = Field(default=0.0, ge=0)
    clip: float = Field(default=1.0, gt=0)
    save_every: int = Field(default=20, ge=1)
    max_steps: int = Field(default=0, ge=0)
    recompute: Literal["auto", "always", "never"] = "auto"
    kernels: Literal["auto", "plain"] = "auto"
    processes: int = Field(default=0, ge=0, le=64)


class Export(_Section):
    """The files that come out.

    Attributes:
        quantisations: by llama.cpp's names, beside F16, which is always written.
        serve: the one of them that is promoted.
    """

    quantisations: tuple[str, ...] = ("Q8_0", "Q4_K_M")
    serve: str = "Q4_K_M"
    adapter: bool = True


class Check(_Section):
    """The limits of the parity gate.

    Attributes:
        kl: mean divergence of the F16 GGUF from the weights that it was made of.
        top1: share of positions at which both would say the same token.
        quantised_kl: for each quantisation that is held to a limit of its own.
        strings: how many hostile strings must give the same tokens.
        held: share of the held examples that must be answered as trained.
    """

    kl: float = Field(default=1e-4, gt=0)
    top1: float = Field(default=0.995, gt=0, le=1)
    quantised_kl: dict[str, float] = {"Q8_0": 0.01, "Q4_K_M": 0.05}  # of a toy four bits ask too much
    quantised_top1: dict[str, float] = {"Q8_0": 0.97, "Q4_K_M": 0.9}
    strings: int = Field(default=1000, ge=1)
    prompts: int = Field(default=20, ge=1)
    held: float = Field(default=0.9, ge=0, le=1)


class Evaluate(_Section):
    """What models are judged by, and against whom.

    Attributes:
        models: further ones by name, beside the tuned model and its base: a control, FILE.gguf, a folder of weights,
            run:DIR, claude:MODEL or http://HOST:PORT#MODEL.
        items: how many of the evaluation set, shared out over the metrics; 0 for all.
        max_tokens: the longest answer, in the model's tokens.
    """

    models: dict[Annotated[str, Field(pattern=_NAME)], str] = {}
    items: int = Field(default=0, ge=0)
    max_tokens: int = Field(default=700, ge=16)


class Promote(_Section):
    """What may become the model of this machine.

    Attributes:
        allow_toy: a toy answers only what it was trained on; serving names it.
        force: promotes a model too that was not shown to be better than its base, and says so.
    """

    allow_toy: bool = False
    force: bool = False


class Machine(_Section):
    """The accelerator that `plan` estimates for; it decides nothing.

    Attributes:
        gpu: `other` leaves the minutes open.
    """

    gpu: Literal["other", "h100", "gb10", "rtx-24gb"] = "other"


class Config(_Section):
    """Everything that decides a run."""

    name: str = Field(pattern=_NAME)
    seed: int = Field(default=0, ge=0)
    base: Base
    data: Data = Data()
    teacher: Teacher = Teacher()
    train: Train = Train()
    export: Export = Export()
    check: Check = Check()
    evaluate: Evaluate = Evaluate()
    promote: Promote = Promote()
    machine: Machine = Machine()

    def part(self, *names: str) -> dict[str, JSON]:
        """These sections and fields (`train`, `data.held`) as plain JSON: what a stage depends on."""
        whole, found = self.model_dump(mode="json"), dict[str, Any]()
        for name in names:
            section, _, field = name.partition(".")
            if field:
                found.setdefault(section, {})[field] = whole[section][field]
            else:
                found[section] = whole[section]
        return found

    def digest(self, *names: str) -> str:
        """SHA-256 of these fields and sections."""
        return hashlib.sha256(json.dumps(self.part(*names), sort_keys=True).encode()).hexdigest()


def presets() -> list[str]:
    """The names that `--preset` takes."""
    folder = files("finetune") / "presets"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def load(preset: str | None = None, file: Path | None = None, settings: Sequence[str] = ()) -> Config:
    """The configuration of a run.

    Args:
        preset: by name; without one and without a file the default.
        file: TOML that stands above the preset.
        settings: `section.field=value`, above both.

    Raises:
        BadInputError: for an unknown preset, a file that cannot be read, a name or value that no field takes.
    """
    values: dict[str, Any] = {}
    if preset is not None or file is None:
        values = _preset(preset or DEFAULT_PRESET)
    if file is not None:
        _merge(values, _parsed(_text(file), str(file)))
    for setting in settings:
        _merge(values, _setting(setting))
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise BadInputError(_words(error)) from error


def _preset(name: str) -> dict[str, Any]:
    if name not in presets():
        raise BadInputError(f"there is no preset {name}: choose from {', '.join(presets())}, or pass --config FILE")
    return _parsed((files("finetune") / "presets" / f"{name}.toml").read_text(encoding="utf-8"), f"preset {name}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise BadInputError(f"{file} cannot be read ({reason.lower()}): pass a TOML file with --config") from error


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{where} is not TOML: {error}") from error


def _setting(setting: str) -> dict[str, Any]:
    path, equals, value = setting.partition("=")
    keys = path.strip().split(".")
    if not equals or not all(keys):
        raise BadInputError(f"--set {setting} names no value: write --set section.field=value, as in train.lr=1e-4")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value  # a bare word is a text
    result: Any = parsed
    for key in reversed(keys):
        result = {key: result}
    return result


def _merge(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    for key, value in above.items():
        held = below.get(key)
        if isinstance(value, Mapping) and isinstance(held, dict):
            _merge(held, value)
        else:
            below[key] = value


def _words(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the configuration"
    if first["type"] == "extra_forbidden":
        return f"there is no field {where}: `python -m finetune plan --show` prints every field with its value"
    if first["type"] == "missing":
        return f"{where} is missing: give it with --set {where}=… or in the file of --config"
    said = first["msg"].removeprefix("Value error, ")
    return f"{where}: {said[0].lower()}{said[1:]}"
