"""Counts what code does, in Python, JavaScript, TypeScript and SQL: operations for each size, and SQLite's plan."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from finetune.generate.play import lay, play
from teaching.errors import BadInputError

_PYTHON: Final = """
import json, sys

def counted(n):
    total = [0]
    def count(by):
        total[0] += by
    return repr(run(n, count)), total[0]

print("==" + json.dumps({"counts": [counted(n) for n in json.loads(sys.argv[1])], "plan": plan()}))
"""
_SCRIPT: Final = """
const counts = [];
for (const n of JSON.parse(process.argv[2])) {
  let total = 0;
  const result = await run(n, (by) => { total += by; });
  counts.push([JSON.stringify(result), total]);
}
console.log("==" + JSON.stringify({ counts, plan: "" }));
"""
_NO_PLAN: Final = "\ndef plan():\n    return ''\n"
# The last statement of the file is the one that is asked about; `filled(db, n)` and `GIVEN` come from the matter.
_SQL: Final = """
import sqlite3

SCHEMA, _, QUERY = CODE.strip().rpartition("\\n\\n")

def opened(n):
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    filled(db, n)
    return db

def run(n, count):
    db, steps = opened(n), [0]
    def step():
        steps[0] += 1
    db.set_progress_handler(step, 1)
    found = db.execute(QUERY, given(n)).fetchall()
    db.set_progress_handler(None, 0)
    count(steps[0])
    return found

def plan():
    rows = opened(10).execute("EXPLAIN QUERY PLAN " + QUERY, given(10)).fetchall()
    return [row[3] for row in rows]
"""
_FILES: Final[Mapping[str, tuple[str, str]]] = {
    "py": ("count.py", "python"),
    "sql": ("count.py", "python"),
    "js": ("count.mjs", "node"),
    "ts": ("count.mts", "node"),
}


def ending(path: str) -> str:
    """How a file's name ends."""
    return path.rpartition(".")[2]


def uses(path: str) -> tuple[str, ...]:
    """The programs whose versions decide what is counted."""
    return ("node",) if ending(path) in {"js", "ts"} else ("python", "sqlite")


def counted(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """The counts of both versions for each size, whether they gave the same, and the plan of the first in SQL.

    Raises:
        BadInputError: a version does not run; the message has the end of what it said.
    """
    told: dict[str, dict[str, Any]] = {}
    for name in ("code", "fast"):
        file, program = _FILES[ending(inputs["path"])]
        lay(folder / name, {file: _program(inputs[name], inputs)})
        done = play(folder / name, [program, file, inputs["sizes"]])
        if done.exit or "==" not in done.said:
            raise BadInputError(f"{name} did not run: {done.said[-400:]}")
        told[name] = json.loads(done.said.rpartition("\n==")[2].removeprefix("=="))
    slow, fast = told["code"]["counts"], told["fast"]["counts"]
    return {
        "slow": [count for _, count in slow],
        "fast": [count for _, count in fast],
        "same": [one for one, _ in slow] == [one for one, _ in fast],
        "plan": told["code"]["plan"],
    }


def _program(code: str, inputs: Mapping[str, str]) -> str:
    drive = inputs["drive"]
    end = ending(inputs["path"])
    if end == "sql":
        return f"CODE = {code!r}\n{drive}\n{_SQL}\n{_PYTHON}"
    return f"{code}\n{drive}\n{_NO_PLAN}\n{_PYTHON}" if end == "py" else f"{code}\n{drive}\n{_SCRIPT}"
