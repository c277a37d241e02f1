"""Runs the snippets of short answers; each line that ends in a numbered slot is measured."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from finetune.generate.play import play
from finetune.generate.proofs import Facts

_MARK = re.compile(r"[ \t]*(?:#|//|--)[ \t]*(?:[\w ]*:[ \t]*)?«(\d+)»[ \t]*$")
_SLOT = re.compile(r"«(\d+)»")
_TAGS: Final[Mapping[str, Sequence[str]]] = {
    "python": ("python",),
    "javascript": ("js",),
    "typescript": ("ts",),
    "sql": ("sql",),
    "shell": ("sh",),
}

_PYTHON = r"""
import ast, contextlib, io, json, pathlib, re
MARK = re.compile(r"#[ \t]*(?:[\w ]*:[ \t]*)?«(\d+)»[ \t]*$")
out, names = {}, {"__name__": "__main__"}


def measured(text):
    lines = text.splitlines()
    for node in ast.parse(text).body:
        match = next((found for line in lines[node.lineno - 1:node.end_lineno] if (found := MARK.search(line))), None)
        code = ast.Interactive([node]) if isinstance(node, ast.Expr) else ast.Module([node], [])
        if match is None:
            exec(compile(ast.Module([node], []), "snippet", "exec"), names)
            continue
        said = io.StringIO()
        value = None
        try:
            with contextlib.redirect_stdout(said):
                if isinstance(node, ast.Expr):
                    value = eval(compile(ast.Expression(node.value), "snippet", "eval"), names)
                else:
                    exec(compile(code, "snippet", "exec"), names)
        except Exception as error:
            out[match[1]] = type(error).__name__
            continue
        printed = " / ".join(said.getvalue().strip().splitlines())
        out[match[1]] = printed if printed or value is None else repr(value)


given = json.loads(pathlib.Path("given.json").read_text(encoding="utf-8"))
for part in given:
    measured(part)
print(json.dumps(out))
"""
_NODE = r"""
import { inspect } from 'node:util';
const __found = {};
async function __out(number, todo) {
  const said = [];
  const log = console.log;
  console.log = (...all) => said.push(all.map((one) => (typeof one === 'string' ? one : inspect(one))).join(' '));
  try {
    const value = await todo();
    __found[number] = said.length ? said.join(' / ') : inspect(value);
  } catch (error) {
    __found[number] = error.name;
  } finally {
    console.log = log;
  }
}
"""


class Unplayable(Exception):
    """A snippet did not run; the text has what was said."""


def played(place: Path, inputs: Mapping[str, str]) -> Facts:
    """What the measured lines gave, by number, and the snippets as they are shown.

    Raises:
        Unplayable: a snippet failed where it should not.
    """
    script: dict[str, Any] = json.loads(inputs["script"])
    language = script["language"]
    snippets = [code for tag, code in script["fences"] if tag in _TAGS.get(language, ())]
    out: dict[str, str] = {}
    _single([script["setup"], *snippets, script["after"], script["prove"]])
    if language in _RUN:
        out |= _RUN[language](place, [script["setup"], *snippets, script["after"]])
    if script["prove"]:
        out |= _python(place, [script["prove"]])
    shown = [_SLOT.sub(lambda match: _value(out, match[1]), code) for _, code in script["fences"]]
    return {"out": out, "shown": shown}


def _single(parts: Sequence[str]) -> None:
    """That no number is measured twice: the second would be said of the first."""
    numbers = [found[1] for part in parts for line in part.splitlines() if (found := _MARK.search(line))]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise Unplayable(f"measured twice: {', '.join(twice)}")


def _value(out: Mapping[str, str], number: str) -> str:
    if number not in out:
        raise Unplayable(f"nothing was measured for {number}")
    return out[number]


def _python(place: Path, parts: Sequence[str]) -> dict[str, str]:
    (place / "given.json").write_text(json.dumps(parts), encoding="utf-8")
    (place / "measure.py").write_text(_PYTHON, encoding="utf-8")
    return _spoken(place, ["python", "measure.py"])


def _javascript(place: Path, parts: Sequence[str]) -> dict[str, str]:
    return _node(place, parts, "measure.mjs")


def _typescript(place: Path, parts: Sequence[str]) -> dict[str, str]:
    return _node(place, parts, "measure.mts")


def _node(place: Path, parts: Sequence[str], name: str) -> dict[str, str]:
    lines = [_wrapped(line) for part in parts for line in part.splitlines()]
    text = "\n".join([_NODE, *lines, "console.log(JSON.stringify(__found));"])
    (place / name).write_text(text, encoding="utf-8")
    return _spoken(place, ["node", "--disable-warning=ExperimentalWarning", name])


def _wrapped(line: str) -> str:
    match = _MARK.search(line)
    if match is None:
        return line
    code = line[: match.start()].rstrip().removesuffix(";")
    return f"await __out({match[1]}, async () => ({code}));"


def _shell(place: Path, parts: Sequence[str]) -> dict[str, str]:
    room = place / "room"
    room.mkdir()
    lines = ["set -e"]
    numbers: list[str] = []
    for line in (line for part in parts for line in part.splitlines()):
        match = _MARK.search(line)
        if match is None:
            lines.append(line)
            continue
        numbers.append(match[1])
        lines.append(f"{{ {line[: match.start()]}\n}} > ../out.{match[1]} 2>&1 || :")
    (place / "script.sh").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = play(room, ["sh", "../script.sh"])
    if done.exit:
        raise Unplayable(done.said)
    texts = {number: (place / f"out.{number}").read_text(encoding="utf-8") for number in numbers}
    return {
        number: " / ".join(line.strip() for line in text.splitlines() if line.strip()) for number, text in texts.items()
    }


def _sql(_: Path, parts: Sequence[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        pending = ""
        for line in (line for part in parts for line in part.splitlines()):
            match = _MARK.search(line)
            pending += f"{line[: match.start()] if match else line}\n"
            if not sqlite3.complete_statement(pending):
                continue
            rows = _rows(database, pending, match is not None)
            if match:
                out[match[1]] = rows
            pending = ""
    finally:
        database.close()
    return out


def _rows(database: sqlite3.Connection, statement: str, may_fail: bool) -> str:
    try:
        rows = database.execute(statement).fetchall()
    except sqlite3.Error as error:
        if not may_fail:
            raise Unplayable(f"{statement}: {error}") from error
        return str(error)
    return " / ".join(", ".join("NULL" if cell is None else str(cell) for cell in row) for row in rows) or "no rows"


def _spoken(place: Path, words: Sequence[str]) -> dict[str, str]:
    done = play(place, words)
    if done.exit:
        raise Unplayable(done.said)
    found: dict[str, str] = json.loads(done.said.splitlines()[-1])
    return found


_RUN: Final = {
    "python": _python,
    "javascript": _javascript,
    "typescript": _typescript,
    "sql": _sql,
    "shell": _shell,
}
