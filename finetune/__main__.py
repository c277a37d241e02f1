"""`python -m finetune`: the table of stages, and the commands that run them.

Exit codes: 0 fine, 1 refused or a gate that failed, 2 bad input, 3 a part is missing. Nothing heavy is imported before
a stage needs it.
"""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from finetune import away, doctor, handing, judging, manifest, plan, run, shims
from finetune.config import DEFAULT_PRESET, Config, load, presets
from finetune.estimate import estimate
from finetune.evaluate import rating
from finetune.generate.documents import reading
from finetune.generate.teacher import terms
from finetune.inspect import page
from finetune.stages import Late, Stage
from finetune.toy import corpus
from teaching.assets import assets
from teaching.errors import BadInputError, RefusedError, TeachingError


def _shipped(config: Config) -> Mapping[str, str]:
    """What examples are made of beside the package's own code."""
    own = {kind: manifest.tree_digest(assets(kind)) for kind in ("curriculum", "claude_templates", "commands")}
    return own | {f"source {one.name}": one.digest for one in reading.read(config.data.sources)}


def _files(config: Config) -> Mapping[str, str]:
    """The files that `combine` reads."""
    files = (*config.data.files, *config.data.evaluation)
    for file in files:
        if not file.is_file():
            where = "data.files" if file in config.data.files else "data.evaluation"
            raise BadInputError(f"there is no file {file}: pass a JSONL file with --with, or take it out of {where}")
    return {str(file): manifest.file_digest(file) for file in files}


def _weights(config: Config) -> Mapping[str, str]:
    """What the toy reads; a base that was not made here by names, sizes and times, as it is too large to read."""
    if config.base.path is None and config.base.hub is not None:
        return {}  # its name and revision stand in the configuration; what they are now, the stage asks
    if config.base.path is None:
        return {"corpus": corpus.digest(corpus.documents())}
    if not config.base.path.is_dir():
        raise BadInputError(f"there is no folder {config.base.path}: name the folder of the base with base.path")
    found = {path: path.stat() for path in sorted(config.base.path.iterdir()) if path.is_file()}
    return {path.name: f"{status.st_size} {status.st_mtime_ns}" for path, status in found.items()}


def _rivals(config: Config) -> Mapping[str, str]:
    """The files that the tuned model is compared with, by size and time, as weights are too large to read."""
    found = {name: Path(spec) for name, spec in config.evaluate.models.items()}
    return {n: f"{p.stat().st_size} {p.stat().st_mtime_ns}" for n, p in sorted(found.items()) if p.is_file()}


def _toys_stay(config: Config) -> str | None:
    if config.base.toy and not config.promote.allow_toy:
        return "a toy is promoted with --allow-toy only"
    return None


def _only_yours(config: Config) -> str | None:
    return "data.weights.generate is 0" if config.data.weights.get("generate") == 0 else None


_TAUGHT = ("backend", "url", "model", "share", "kinds", "max_tokens", "max_usd", "open_weights", "permission")
_JUDGES = (*(f"teaching.{part}" for part in ("guard", "markers", "mentor", "roadmap")), "teaching.prompts")
_COMBINED = ("files", "evaluation", "weights", "strict", "held", "likeness", "longest")

STAGES: tuple[Stage, ...] = (
    Stage(
        "generate",
        "make the examples, each of them checked",
        (),
        Late("finetune.generate.stage:run"),
        reads=("seed", "data.num_examples", "data.source_share", *(f"teacher.{name}" for name in _TAUGHT)),
        code=("finetune.generate", "finetune.examples", "finetune.likeness", "teaching"),
        outside=_shipped,
        unless=_only_yours,
    ),
    Stage(
        "combine",
        "merge them with yours, take out doubles, split",
        ("generate",),
        Late("finetune.combine.stage:run"),
        reads=("seed", "base.toy", *(f"data.{name}" for name in _COMBINED)),
        code=(
            *("finetune.combine", "finetune.likeness", "finetune.foreign", "finetune.reading", "finetune.examples"),
            *("finetune.evaluate.bank", "finetune.evaluate.items"),
        ),
        outside=_files,
    ),
    Stage(
        "base",
        "make the toy that is tuned, or point to real weights",
        (),
        Late("finetune.toy.base:run"),
        reads=("seed", "base"),
        code=("finetune.toy", "finetune.base", "finetune.hub", "finetune.train.mask", "teaching.prompts.chat"),
        outside=_weights,
    ),
    Stage(
        "train",
        "tune an adapter on the answers",
        ("combine", "base"),
        Late("finetune.train.stage:run"),
        reads=("seed", "train"),
        code=("finetune.train", "finetune.base", "finetune.examples", "teaching.prompts"),
    ),
    Stage(
        "merge",
        "put the adapter into the weights",
        ("base", "train"),
        Late("finetune.merge:run"),
        reads=(),
        code=("finetune.merge", "finetune.base"),
    ),
    Stage(
        "export",
        "write GGUF, quantise it, lay out the adapter",
        ("base", "train", "merge"),
        Late("finetune.export.stage:run"),
        reads=("name", "seed", "base", "data", "train", "export"),  # all of them stand in the GGUF as its run
        code=("finetune.export", "finetune.llama", "teaching.prompts.chat", "teaching.contracts.weights"),
    ),
    Stage(
        "check",
        "prove that the GGUF says what was trained",
        ("combine", "base", "train", "merge", "export"),
        Late("finetune.check.stage:run"),
        reads=("name", "seed", "base.toy", "export", "check"),
        code=("finetune.check", "finetune.llama", "finetune.base", "finetune.examples", "teaching.prompts"),
    ),
    Stage(
        "evaluate",
        "judge it by five metrics, against its base and others",
        ("base", "export"),
        Late("finetune.evaluate.stage:run"),
        reads=("name", "seed", "base.toy", "export.serve", "evaluate"),
        code=("finetune.evaluate", "finetune.examples", "finetune.export", *_JUDGES),
        outside=_rivals,
    ),
    Stage(
        "promote",
        "make it the model of this machine",
        ("export", "check", "evaluate"),
        Late("finetune.promote:run"),
        reads=("name", "base.toy", "export.serve", "promote"),
        code=("finetune.promote", "finetune.evaluate.verdict", "teaching.models.installed", "teaching.contracts"),
        unless=_toys_stay,
    ),
)


def parser(stages: Sequence[Stage] = STAGES) -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m finetune",
        description="Makes the local model from nothing, stage by stage; without a command it says what would run.",
        allow_abbrev=False,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, purpose in (("plan", "say what would run and why (the default)"), ("run", "run what is out of date")):
        command = _command(commands, name, purpose)
        if name == "plan":
            command.add_argument("--show", action="store_true", help="print the configuration with every field")
        else:
            names = [stage.name for stage in stages]
            command.add_argument("--from", dest="first", choices=names, help="take what is before it as it is")
            command.add_argument("--to", dest="last", choices=names, help="end with this stage")
            _of_running(command)
            away.arguments(command)
    for stage in stages:
        command = _command(commands, stage.name, stage.purpose)
        _of_running(command)
        if stage.name == "generate":
            _of_generating(command)
        if stage.name == "evaluate":
            judging.options(command)
    _command(commands, "doctor", "say what works here, and the command for what does not")
    _of_files(commands)
    return top


def _of_files(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that belong to no run."""
    purpose = "show examples as one web page"
    command = commands.add_parser("inspect", help=purpose, description=f"{purpose.capitalize()}.", allow_abbrev=False)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")
    command.add_argument("--out", type=Path, default=page.DEFAULT, metavar="PAGE.html", help="(default: %(default)s)")
    command.set_defaults(perform=lambda options: page.inspect(options.files, options.out))
    purpose = "say what raters chose, and how far they agree"
    command = commands.add_parser("rate", help=purpose, description=f"{purpose.capitalize()}.", allow_abbrev=False)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE.json")
    command.add_argument("--key", type=Path, metavar="FILE", help="(default: rating-key.json beside the first file)")
    command.set_defaults(perform=lambda options: rating.rate(options.files, options.key))
    purpose = "write the instructors' old scripts, which call these commands"
    command = commands.add_parser("shims", help=purpose, description=f"{purpose.capitalize()}.", allow_abbrev=False)
    command.add_argument("folder", type=Path, metavar="DIR")
    command.set_defaults(perform=lambda options: shims.write(options.folder))


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", allow_abbrev=False
    )
    command.add_argument("--preset", metavar="P", help=f"one of {', '.join(presets())} (default: {DEFAULT_PRESET})")
    command.add_argument("--config", type=Path, metavar="FILE", help="TOML above the preset")
    command.add_argument("--set", action="append", default=[], metavar="A.B=C", help="one field, above both")
    command.add_argument("--out", type=Path, metavar="DIR", help="the run's folder (default: runs/NAME)")
    command.add_argument("--with", dest="files", action="append", default=[], type=Path, metavar="FILE.jsonl")
    command.add_argument("--source", dest="sources", action="append", default=[], type=Path, metavar="FILE.md")
    _of_asking(command)
    command.add_argument("--strict", action="store_true", help="let a broken line end the run")
    command.add_argument("--allow-toy", action="store_true", help="let a toy be promoted")
    return command


def _of_asking(command: argparse.ArgumentParser) -> None:
    command.add_argument("--teacher", choices=("openai", "anthropic"), help="have a model reword answers")
    command.add_argument("--teacher-url", metavar="URL", help="where it listens")
    command.add_argument("--teacher-model", metavar="NAME", help="which one")
    command.add_argument("--max-usd", type=float, metavar="X", help="the most that it may cost")
    permission = "you may train on what it says: its provider's terms allow it, or you asked"
    command.add_argument("--i-have-permission", action="store_true", help=permission)


def _of_running(command: argparse.ArgumentParser) -> None:
    command.add_argument("--again", action="store_true", help="run it even where it is up to date")


def _of_generating(command: argparse.ArgumentParser) -> None:
    command.add_argument("--num-examples", type=int, metavar="N", help="how many, shared out over the four phases")
    command.add_argument("--seed", type=int, metavar="S", help="another one gives other examples (default: 0)")
    command.add_argument("--output", type=Path, metavar="FILE", help="copy them there as JSONL")
    command.add_argument("--proofs", type=Path, metavar="DIR", help="write down there what they stand on")


def main(argv: Sequence[str] | None = None, stages: Sequence[Stage] = STAGES) -> int:
    """Runs one command and returns its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    # `python -m finetune --set …` is a plan too.
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help"}):
        given = ["plan", *given]
    options = parser(stages).parse_args(given)
    options.given = given
    try:
        return _perform(options, stages)
    except TeachingError as error:
        print(f"finetune {options.command}: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("finetune: stopped; the same command goes on from here", file=sys.stderr)
        return 130


def _perform(options: argparse.Namespace, stages: Sequence[Stage]) -> int:
    if "perform" in options:
        _say(options.perform(options))
        return 0
    config = _config(options)
    if models := getattr(options, "models", None):
        _say(judging.alone(judging.named(config, models), options.out or judging.FOLDER, _say))
        return 0
    out: Path = options.out or Path("runs") / config.name
    if options.command == "plan":
        return _plan(stages, config, out, options)
    if options.command == "doctor":
        return doctor.report(_say, config, out)
    if options.command == "run" and options.on:
        return away.run(options.on, options.container, options.given, config, out, _say)
    if options.command == "run":
        _run(options, stages, config, out)
    else:
        wanted = plan.ancestors(stages, options.command)
        if reason := wanted[-1].unless(config):
            raise RefusedError(reason)
        run.run(wanted, config, out, _say, again=[options.command] if options.again else [])
        _hand_over(options, out / options.command)
    return 0


def _config(options: argparse.Namespace) -> Config:
    config = load(options.preset, options.config, [*options.set, *_settings(options)])
    for name in ("files", "sources"):
        if given := getattr(options, name):
            both = (*getattr(config.data, name), *given)
            config = config.model_copy(update={"data": config.data.model_copy(update={name: both})})
    if options.strict:
        config = config.model_copy(update={"data": config.data.model_copy(update={"strict": True})})
    if options.allow_toy:
        config = config.model_copy(update={"promote": config.promote.model_copy(update={"allow_toy": True})})
    return config


_FIELDS = {
    "num_examples": "data.num_examples", "seed": "seed", "teacher": "teacher.backend", "teacher_url": "teacher.url",
    "teacher_model": "teacher.model", "max_usd": "teacher.max_usd", "limit": "evaluate.items",
}  # fmt: skip


def _hand_over(options: argparse.Namespace, made: Path) -> None:
    for name, hand in (("output", handing.examples), ("proofs", handing.proofs)):
        if (place := getattr(options, name, None)) is not None:
            _say(hand(made, place))


def _settings(options: argparse.Namespace) -> list[str]:
    """Options of a command of its own as what they set."""
    given = {field: getattr(options, name, None) for name, field in _FIELDS.items()}
    # As TOML, so that a model called 4 stays a text.
    settings = [
        f"{field}={json.dumps(value, ensure_ascii=False)}" for field, value in given.items() if value is not None
    ]
    return settings + (["teacher.permission=true"] if options.i_have_permission else [])


def _run(options: argparse.Namespace, stages: Sequence[Stage], config: Config, out: Path) -> None:
    names = [stage.name for stage in stages]
    first = names.index(options.first) if options.first else 0
    last = names.index(options.last) if options.last else len(names) - 1
    if last < first:
        raise BadInputError(f"{options.last} comes before {options.first}: name the earlier one with --from")
    chosen = stages[first : last + 1]
    needed = {name for stage in chosen for name in stage.needs}
    run.take([stage for stage in stages[:first] if stage.name in needed and not stage.unless(config)], out)
    run.run(chosen, config, out, _say, again=[stage.name for stage in chosen] if options.again else [])


def _plan(stages: Sequence[Stage], config: Config, out: Path, options: argparse.Namespace) -> int:
    if options.show:
        print(json.dumps(config.model_dump(mode="json"), indent=2))
        return 0
    rows = plan.planned(stages, config, out)
    print(f"{config.name}, in {out}")
    for row in rows:
        found = manifest.read(out / row.stage.name) if row.state == "up to date" else None
        words = found.facts.get("words") if found else None
        print(f"  {row.stage.name:<10}{row.state:<12}{row.why or words or row.stage.purpose}")
    if cost := terms.forecast(config):
        print(f"  {'teacher':<10}{cost}")
    if found := estimate(config, out):
        print("\n".join(found.lines()))
    if any(row.state in {"runs", "waits"} for row in rows):
        print(f"Run it: python -m finetune run{_as_given(options)}")
    return 0


def _as_given(options: argparse.Namespace) -> str:
    """The options of this call, to be typed again."""
    words: list[str] = []
    for option, value in (("--preset", options.preset), ("--config", options.config), ("--out", options.out)):
        words += [option, str(value)] if value is not None else []
    for setting in options.set:
        words += ["--set", setting]
    for file in options.files:
        words += ["--with", str(file)]
    for file in options.sources:
        words += ["--source", str(file)]
    for name in ("teacher", "teacher_url", "teacher_model", "max_usd"):
        value = getattr(options, name)
        words += [f"--{name.replace('_', '-')}", str(value)] if value is not None else []
    words += ["--i-have-permission"] if options.i_have_permission else []
    words += ["--strict"] if options.strict else []
    words += ["--allow-toy"] if options.allow_toy else []
    return "".join(f" {shlex.quote(word)}" for word in words)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
