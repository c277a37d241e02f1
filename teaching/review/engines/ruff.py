"""Runs ruff over the Python texts of a batch, isolated from every configuration but the rules' own."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from teaching.repository.processes import run
from teaching.review.engines.external import locate, write_copies
from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Fact, Params, Ruff
from teaching.review.source import SourceFile

# The newest grammar: code is never called broken for being newer than the interpreter we run on.
TARGET = "py314"
_REPLACED = re.compile(r"(?P<what>`[^`]+`) should be replaced (?:by|with) ")
_REMEDY = re.compile(r"[;,.:] (?:please )?(?:consider|use|try|prefer|did you mean)\b.*", re.IGNORECASE)
# Messages that are a remedy from the first word on.
_OWN_WORDS = {"F632": "A literal is compared by identity here.", "B015": "The result of this comparison is not used."}


def analyse(jobs: Sequence[Job]) -> Outcome:
    """Runs ruff as few times as the rules' options allow: jobs whose options agree share a run."""
    mine = [(number, job, job.engine) for number, job in enumerate(jobs) if isinstance(job.engine, Ruff)]
    outcome = Outcome()
    program = locate("ruff")
    if program is None:
        outcome.engines["ruff"] = "not found: install it with `pip install ruff`"
        return outcome
    sources = {s.path: s for _, job, _ in mine for s in job.sources if s.language == "python"}
    if not sources:
        return outcome
    with tempfile.TemporaryDirectory(prefix="teach-ruff-") as folder:
        paths = write_copies(Path(folder), sources.values())
        for group in _groups(mine):
            messages = _messages(program, Path(folder), group)
            _sort_out(messages, group, paths, sources, outcome)
    outcome.engines["ruff"] = run([program, "--version"], cwd=Path.cwd()).stdout.decode().split()[-1]
    return outcome


class _Group:
    """Jobs that can share one run."""

    def __init__(self) -> None:
        self.members: list[tuple[int, Job, Ruff]] = []
        self.options: dict[str, str | int] = {}

    def admits(self, options: Mapping[str, str | int]) -> bool:
        return all(self.options.get(key, value) == value for key, value in options.items())


def _groups(members: Sequence[tuple[int, Job, Ruff]]) -> list[_Group]:
    groups: list[_Group] = []
    for number, job, engine in members:
        options = _resolved(engine.options, job.params)
        group = next((g for g in groups if g.admits(options)), None)
        if group is None:
            group = _Group()
            groups.append(group)
        group.options.update(options)
        group.members.append((number, job, engine))
    return groups


def _resolved(options: Mapping[str, str | int], params: Params) -> dict[str, str | int]:
    """Options with slot names (written `{name}`) replaced by their values."""
    resolved: dict[str, str | int] = {}
    for key, value in options.items():
        if isinstance(value, str) and value.startswith("{"):
            given = params[value.strip("{}")]
            resolved[key] = given if isinstance(given, int) else str(given)
        else:
            resolved[key] = value
    return resolved


def _messages(program: str, folder: Path, group: _Group) -> list[dict[str, Any]]:
    codes = sorted({code for _, _, engine in group.members for code in engine.codes})
    argv = [program, "check", "--isolated", "--no-cache", "--exit-zero", "--quiet", "--ignore-noqa"]
    argv += ["--output-format", "json", "--target-version", TARGET, "--config", "exclude = []", "--select", ",".join(codes)]
    for key, value in sorted(group.options.items()):
        argv += ["--config", f"{key} = {json.dumps(value)}"]
    done = run([*argv, "."], cwd=folder, timeout_s=120)
    return cast("list[dict[str, Any]]", json.loads(done.stdout or b"[]"))


def _sort_out(
    messages: Sequence[Mapping[str, Any]],
    group: _Group,
    paths: Mapping[str, str],
    sources: Mapping[str, SourceFile],
    outcome: Outcome,
) -> None:
    """Gives each message to the jobs that asked for its code and govern its file."""
    wanted: dict[str, list[tuple[int, frozenset[str], Ruff]]] = {}
    for number, job, engine in group.members:
        governed = frozenset(s.path for s in job.sources if not (engine.skip_tests and s.is_test))
        for code in engine.codes:
            wanted.setdefault(code, []).append((number, governed, engine))
    for message in messages:
        path = paths.get(str(message["filename"]))
        if path is None:
            continue
        if message["code"] in (None, "invalid-syntax"):
            row = message["location"]["row"]
            outcome.partial.setdefault(path, f"syntax error at line {row}: {message['message']}")
            continue
        for number, governed, engine in wanted.get(message["code"], ()):
            if path in governed and (engine.keep is None or engine.keep(message["message"])):
                outcome.found.append(Found(number, path, _fact(message, sources[path]), message["code"]))


def stated(message: str) -> str:
    """Ruff's message without its remedy: a fact says what stands there, and the fix is the learner's."""
    first = message.split("\n")[0]
    replaced = _REPLACED.match(first)
    if replaced is not None:
        return f"{replaced['what']} is used here."
    return _REMEDY.sub("", first).rstrip(".") + "."


def _fact(message: Mapping[str, Any], source: SourceFile) -> Fact:
    first = int(message["location"]["row"])
    last = int(message["end_location"]["row"])
    # A message that ends at column 1 ends with the line before.
    if message["end_location"]["column"] == 1 and last > first:
        last -= 1
    text = _OWN_WORDS.get(str(message["code"])) or stated(str(message["message"]))
    return Fact(line=first, end_line=min(last, len(source.lines)), text=text)
