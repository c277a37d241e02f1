"""Where the learner stands, in three lines: progress and the task, open TODO(human), the last evidence.

A quick and bounded look: what `teach roadmap show` says exactly. Markers are looked for in the task's own files first,
then below the project as far as the time and the number of files allow; then the count is a least one. Not covered:
markers in prose and data, and what is vendored or built; evidence that no longer holds, which `teach roadmap audit`
says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from mcp_server.hooks.boxes import Box
from mcp_server.hooks.markers import SIGN, lines_with
from mcp_server.hooks.path import Step, Way, way
from mcp_server.hooks.saying import command, mapping, object_in, plain, sequence, shown, text_of

_MOST_FILES = 2000
_MOST_BYTES = 400_000
_MOST_RECORDS = 200
_LOOK_S = 0.03
_SIGN = SIGN.encode()
_AWAY = frozenset(
    "node_modules bower_components jspm_packages venv virtualenv site-packages __pycache__ __pypackages__ coverage "
    "htmlcov dist build target vendor third_party DerivedData Pods".split()
)
_DATA = (
    *(".md", ".markdown", ".txt", ".rst", ".adoc", ".json", ".lock", ".svg", ".csv", ".png", ".jpg", ".jpeg", ".gif"),
    *(".ico", ".webp", ".pdf", ".zip", ".gz", ".whl", ".woff", ".woff2", ".ttf", ".mp4", ".pyc", ".so", ".db", ".map"),
)


def lines(project: str, bare: dict[str, Box]) -> list[str]:
    """The three lines; without a roadmap the first says how to get one.

    Args:
        bare: the ticks without evidence.
    """
    text = text_of(os.path.join(project, "ROADMAP.md"))
    found = way(text)
    return [_progress(found, bool(text)), _markers(project, found.next), _evidence(project, found, bare)]


def _progress(found: Way, there: bool) -> str:
    if not found.steps:
        lack = "ROADMAP.md has no tasks yet" if there else "There is no ROADMAP.md yet"
        return f"{lack}: `{command('plan')}` plans a goal in tasks that can be proved."
    ticked = sum(step.box.ticked for step in found.steps.values())
    so_far = f"Roadmap: {ticked} of {len(found.steps)} task{'' if len(found.steps) == 1 else 's'} ticked."
    step = found.next
    if step is None:
        return f"{so_far} Nothing is open."
    called = f" ({shown(step.box.id)})" if step.box.id else ""
    word = "In progress" if step.begun else "Next"
    return f"{so_far} {word}: “{shown(step.box.title)}”{called}, ROADMAP.md:{step.box.line}."


def _markers(project: str, step: Step | None) -> str:
    until = time.monotonic() + _LOOK_S
    count, first, seen = 0, "", set[str]()
    whole = True
    for path in _files(project, step):
        if path in seen:
            continue
        if len(seen) >= _MOST_FILES or time.monotonic() > until:
            whole = False
            break
        seen.add(path)
        for line in _open_in(os.path.join(project, path)):
            count += 1
            first = first or f"{shown(path)}:{line}"
    if not count:
        return "TODO(human): none open." if whole else "TODO(human): none found in a short look."
    return f"TODO(human): {'' if whole else 'at least '}{count} open, first {first}."


def _open_in(file: str) -> list[int]:
    try:
        with open(file, "rb") as opened:
            content = opened.read(_MOST_BYTES)
    except OSError:  # gone, or not ours to read
        return []
    return lines_with(plain(content.decode("utf-8", "replace"))) if _SIGN in content else []


def _files(project: str, step: Step | None) -> Iterator[str]:
    """Relative paths, the task's own files first."""
    for named in step.files if step is not None else ():
        if os.path.isfile(os.path.join(project, named)):
            yield os.path.normpath(named)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        inner: list[str] = []
        for name, is_folder in _entries(os.path.join(project, folder)):
            path = os.path.join(folder, name)
            if is_folder:
                inner.append(path)
            else:
                yield path
        waiting += reversed(inner)


def _entries(folder: str) -> list[tuple[str, bool]]:
    """The names in a folder that may hold work, and whether each is a folder; links are not followed."""
    found: list[tuple[str, bool]] = []
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if entry.name.startswith(".") or entry.name in _AWAY:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    found.append((entry.name, True))
                elif entry.is_file(follow_symlinks=False) and not entry.name.endswith(_DATA):
                    found.append((entry.name, False))
    except OSError:  # gone, or not ours to read
        return []
    return sorted(found)


def _evidence(project: str, found: Way, bare: dict[str, Box]) -> str:
    last = _last(project)
    apart = ""
    if bare:
        title = shown(next(iter(bare.values())).title)
        many = f"{len(bare)} ticks without evidence, the first" if len(bare) > 1 else "A tick without evidence:"
        apart = f" {many} “{title}” (`{command('roadmap', 'audit')}`)."
    if last is None:
        step = found.next
        move = f": the tool verify_task with {step.box.name!r} proves the task and ticks it" if step else ""
        return f"Nothing was verified here yet{move}.{apart}"
    counted = [(_sum(last, word), word) for word in ("passed", "failed", "skipped")]
    tested = ", ".join(f"{number} {word}" for number, word in counted if number) or "no tests counted"
    how = "on a person's word" if last.get("attested") is not None else tested
    title, at = shown(str(last.get("title", ""))), shown(str(last.get("made_at", "")))
    return f"Last evidence: “{title}”, {at[:10]} {at[11:16]} UTC: {how}.{apart}"


def _last(project: str) -> dict[str, object] | None:
    """The newest record; of very many only those that were written last are read."""
    folder = os.path.join(project, ".teaching", "evidence")
    try:
        with os.scandir(folder) as listing:
            names = [(entry.stat().st_mtime, entry.path) for entry in listing if entry.name.endswith(".json")]
    except OSError:  # nothing was verified yet
        return None
    newest = sorted(names, reverse=True)[:_MOST_RECORDS]
    records = [record for record in (object_in(text_of(path)) for _, path in newest) if "task" in record]
    return max(records, key=lambda record: str(record.get("made_at", "")), default=None)


def _sum(record: dict[str, object], word: str) -> int:
    kept = map(mapping, sequence(record.get("runs")))
    numbers = (run.get(word) for run in kept if run.get("step") in ("test", "verify"))
    return sum(number for number in numbers if isinstance(number, int))
