"""Runs ruff over the Python texts of a batch, isolated from every configuration but the rules' own."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.engines.external import diagnose, locate, say_lost, version_of, write_copies
from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Fact, Params, Ruff
from teaching.review.source import SourceFile

# The newest grammar: code is never called broken for being newer than the interpreter we run on.
TARGET = "py314"
_REPLACED = lazily(r"(?P<what>`[^`]+`) should be replaced (?:by|with) ")
_REMEDY = lazily(r"[;,.:] (?:please )?(?:consider|use|try|prefer|did you mean)\b.*", re.IGNORECASE)
_NAMED = lazily(r"`([^`]+)`")
# Messages that command, judge, or do not say what stands there; `{0}` is the first thing that ruff's own words name.
_OWN_WORDS = {
    "ANN401": "`{0}` is annotated with `Any`.",
    "ASYNC210": "A blocking HTTP call stands in an `async` function.",
    "ASYNC220": "A blocking call starts a process in an `async` function.",
    "ASYNC221": "A blocking call runs a process in an `async` function.",
    "ASYNC222": "A blocking call waits for a process in an `async` function.",
    "ASYNC230": "A blocking call opens a file in an `async` function.",
    "ASYNC250": "`input()` waits for the keyboard in an `async` function.",
    "ASYNC251": "`time.sleep` stands in an `async` function.",
    "B002": "`{0}` stands before a value here: to Python these are two signs, and the value stays as it is.",
    "B003": "A new value is assigned to `os.environ`, and the environment of the process stays as it was.",
    "B006": "A default value here is one object that all calls share.",
    "B012": "`{0}` stands in a `finally` block, where it ends any error that is on its way.",
    "B016": "A literal is raised here, and a literal is no exception.",
    "B021": "An f-string stands where a docstring would, and Python does not keep it as one.",
    "B025": "`{0}` is caught by two handlers of the same `try`.",
    "B029": "`{0}` names no exception class and catches nothing.",
    "B030": "`{0}` is given something that is no exception class.",
    "E402": "This import stands below other code of the module.",
    "E731": "A `lambda` is assigned to a name here.",
    "F631": "This `assert` tests a tuple that is not empty, so it always passes.",
    "F632": "A literal is compared by identity here.",
    "F633": "`>>` is applied to the `print` function here.",
    "F634": "This condition is a tuple that is not empty, so it is always true.",
    "F701": "`break` stands outside any loop.",
    "F702": "`continue` stands outside any loop.",
    "F704": "`{0}` stands outside any function.",
    "F706": "`return` stands outside any function.",
    "F707": "An `except` that catches everything stands before the last handler.",
    "F821": "The name `{0}` is used here, and nothing that this line can see defines it.",
    "F822": "`__all__` names `{0}`, which this module does not define.",
    "F823": "The local variable `{0}` is read here before a value is assigned to it.",
    "PLC0415": "An `import` stands inside a function or a class here.",
    "PLE0101": "`__init__` returns a value here.",
    "PLE0604": "`__all__` contains something that is not a string.",
    "PLE1307": "A value here is not of the type that its `%` placeholder asks for.",
    "PLE1519": "`@singledispatch` decorates a method here.",
    "PLE1520": "`@singledispatchmethod` decorates a function that is no method.",
    "PLR2004": "A comparison here uses the bare value `{0}`.",
    "PLW0129": "This `assert` tests nothing but a string.",
    "PLW0131": "A `:=` expression stands here as a statement of its own.",
    "PLW0133": "An exception is made here and not raised.",
    "PLW0177": "A value is compared with NaN here, and NaN equals nothing, not even itself.",
    "PLW0245": "`super` is used here without being called.",
    "PLW0603": "`{0}` is a variable of the module, and this function changes it by `global`.",
    "PLW0711": "The exception classes to catch are joined by `{0}`, of which only one class is left.",
    "RET505": "`{0}` follows a branch that ends in `return`.",
    "RUF008": "The default value of this dataclass attribute is one mutable object.",
    "RUF024": "`dict.fromkeys` is given one mutable object here, which all keys share.",
    "RUF040": "The message of this `assert` is not a string.",
    "S101": "An `assert` stands here, outside of tests.",
    "S113": "A call of `{0}` is made here without a time limit.",
    "UP006": "The annotation here is written with `{1}`.",
    "UP007": "An annotation here is written as `Union[…]`.",
    "UP031": "A text is put together by `%` here.",
    "UP032": "A text is put together by `format` here.",
    "UP045": "An annotation here is written as `Optional[…]`.",
}
_VERSION_TEST = lazily(r"\bPY\d+\b|\bsys\.version_info\b")


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
        failed: set[str] = set()
        for group in _groups(mine):
            left = [name for name in paths if name not in failed]
            messages, lost = diagnose(_command(program, group), left, Path(folder))
            failed.update(lost)
            _sort_out(messages, group, paths, sources, outcome)
    outcome.engines["ruff"] = version_of(program)
    say_lost(outcome, "ruff", (paths[name] for name in failed))
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


def _command(program: str, group: _Group) -> list[str]:
    codes = sorted({code for _, _, engine in group.members for code in engine.codes})
    argv = [program, "check", "--isolated", "--no-cache", "--exit-zero", "--quiet", "--ignore-noqa"]
    argv += [
        "--output-format",
        "json",
        "--target-version",
        TARGET,
        "--config",
        "exclude = []",
        "--no-respect-gitignore",
        "--select",
        ",".join(codes),
    ]
    for key, value in sorted(group.options.items()):
        argv += ["--config", f"{key} = {json.dumps(value)}"]
    return argv


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
    elsewhere: dict[str, list[_Place]] = {}
    for message in messages:
        path = paths.get(str(message["filename"]))
        if path is None:
            continue
        if message["code"] in (None, "invalid-syntax"):
            row = message["location"]["row"]
            outcome.partial.setdefault(path, f"syntax error at line {row}: {message['message']}")
            continue
        foreign = False
        if message["code"] == "F821":
            if path not in elsewhere:
                elsewhere[path] = _of_another_python(sources[path])
            at = int(message["location"]["row"]), int(message["location"]["column"])
            foreign = any(first <= at < last for first, last in elsewhere[path])
        for number, governed, engine in wanted.get(message["code"], ()):
            if path in governed and not foreign and (engine.keep is None or engine.keep(message["message"])):
                outcome.found.append(Found(number, path, _fact(message, sources[path]), message["code"]))


def stated(message: str, code: str = "") -> str:
    """Ruff's message without its remedy: a fact says what stands there, and the fix is the learner's."""
    first = message.split("\n")[0]
    own, named = _OWN_WORDS.get(code), _NAMED.findall(first)
    if own is not None and all(f"{{{number}}}" not in own for number in range(len(named), 2)):
        return own.format(*named)
    replaced = _REPLACED.match(first)
    if replaced is not None:
        return f"{replaced['what']} is used here."
    return _REMEDY.sub("", first).rstrip(".") + "."


_Place = tuple[tuple[int, int], tuple[int, int]]


def _of_another_python(source: SourceFile) -> list[_Place]:
    """Where `a` and `b` of `a if PY2 else b` stand, 1-based: one of the two is meant for a Python that defines it."""
    if not _VERSION_TEST.search(source.text):
        return []
    own = SourceFile(source.path, source.text, source.language)  # a tree of its own, let go with it
    found: list[_Place] = []
    for node in own.nodes("conditional_expression"):
        parts = [child for child in node.children() if child.is_named()]
        if len(parts) > 2 and _VERSION_TEST.search(parts[1].text()):
            found += [_place(part) for part in parts[::2]]  # between the first and the last stands the condition
    return found


def _place(node: SgNode) -> _Place:
    place = node.range()
    return (place.start.line + 1, place.start.column + 1), (place.end.line + 1, place.end.column + 1)


def _fact(message: Mapping[str, Any], source: SourceFile) -> Fact:
    first = int(message["location"]["row"])
    last = int(message["end_location"]["row"])
    # A message that ends at column 1 ends with the line before.
    if message["end_location"]["column"] == 1 and last > first:
        last -= 1
    text = stated(str(message["message"]), str(message["code"]))
    return Fact(line=first, end_line=min(last, len(source.lines)), text=text)
