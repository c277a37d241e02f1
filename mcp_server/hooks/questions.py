"""Whether a prompt is a simple question that needs neither Claude nor this project: strict, for a request for work that
is answered in words is the worst that can happen here.

The router judges what is asked; this judges what the router cannot see (what was said before, what the project holds)
and whatever smells of a deed, in plain English. What is in doubt goes to Claude. Not covered: deeds in other languages,
which only the router reads.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable

from mcp_server.hooks.phrases import KNOWN, Words
from mcp_server.hooks.saying import Event, mapping, object_in, sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 400
_LINES = 3
_LONGEST_TICKED = 60
_TAIL = 131_072
_LOOK_S = 0.04
_MOST_SOURCE = 200_000

_PLACEHOLDER = re.compile(r"\[(?:Image|Pasted text|\.\.\.Truncated text) #\d+|<[a-z][\w-]*>")
_TICKED = re.compile(r"`([^`\n]*)`|(?<!\w)'([^'\n]{1,20})'(?!\w)|\"([^\"\n]{1,40})\"")
_CODE = re.compile(
    r"```|~~~|[{};]\s*$|^(?: {4}|\t)\S|=>\s*\S|^\s*(?:>>>|\$|#|//|<\w)\s|\)\s*:\s*$|\w\(.*\)\.\w+\(|^\s*at \S+ \("
    r"|^\s*[\w.]*(?:Error|Exception|Warning):|Traceback"
    r"|^\s*(?:def|class|import|from|const|let|var|function|return)\s.*[(=:{]",
    re.MULTILINE,
)
_PATH = re.compile(
    r"(?<![\w@])@[\w./~-]+|(?:^|[\s\"'(=])(?:~|\.{1,2})?/[\w.-]+|\w/[\w.-]*\w*\.\w|\w/(?:\s|$)|\w:\\"
    r"|(?<![\w.])\.(?:env|git|mcp|claude|vscode)"
)
_DOTTED = re.compile(r"([\w-]*)\.([A-Za-z0-9]{1,5})(?![\w.])")
_LIBRARIES = frozenset(
    "node next vue nuxt express three d3 socket react discord ember backbone alpine nest chart".split()
)
_ENDINGS = frozenset(
    "py pyi ts tsx js jsx mjs cjs go rs java kt cs cpp cc c h hpp rb php swift vue svelte css scss html htm json yaml "
    "yml toml ini cfg conf sql sh ps1 md txt csv ipynb lock env xml log proto".split()
)
_NAMES = re.compile(
    r"\b(?:[a-z]+[a-z0-9]*(?:[A-Z]\w*)+|[A-Za-z]\w*_\w+|(?:[A-Z][a-z0-9]+){2,})\b|\b[A-Za-z_]\w{2,}(?=\(\))"
)
_CAPITAL = re.compile(r"(?<=\s)[A-Z][a-z0-9]{2,}\b")
_DEFINES = (
    r"\b(?:def|class|function|const|let|var|fn|func|interface|type|struct|enum|trait|record|module|object|val)\s+(?:{0})\b"
    r"|^\s*(?:{0})\s*[:=]"
)


def objection(prompt: str, event: Event, project: str) -> str:
    """Why a prompt is to go to Claude, in a word or two; empty where nothing speaks for that but what it asks."""
    return unasked(prompt) or _in_session(event) or _names_a_file(prompt, event, project) or _is_theirs(prompt, project)


def unasked(prompt: str) -> str:
    """What in the text alone speaks against it; empty for nothing."""
    text = prompt.strip()
    short = len(text.split()) < 2 and text.isascii()  # not every script has blanks
    if not text or len(text) > MOST or text.count("\n") >= _LINES or short:
        return "its length"
    if text[0] in "/!#@&" or _PLACEHOLDER.search(text):
        return "a command or an attachment"
    if any(len(found[1] or "") > _LONGEST_TICKED for found in _TICKED.finditer(text)):
        return "pasted code"
    bare = _TICKED.sub(" xx ", text)
    if _CODE.search(bare):
        return "pasted code"
    if _PATH.search(bare) or any(_is_file(found[1], found[2]) for found in _DOTTED.finditer(bare)):
        return "a file"
    if not KNOWN.issuperset(_NAMES.findall(text)):
        return "a name that may be the project's"
    words = Words(bare)
    if words.point_back():
        return "what was said before"
    if words.are_of_this_project():
        return "this project"
    if words.want_a_deed():
        return "a deed"
    return "" if words.ask() else "no question's beginning"


def _is_file(stem: str, ending: str) -> bool:
    return ending.lower() in _ENDINGS and not (ending.lower() == "js" and stem.lower() in _LIBRARIES)


def _in_session(event: Event) -> str:
    """What in the session speaks against it: a plan is made, Claude works or waits for an answer, a sub-agent asks."""
    if event.get("permission_mode") not in (None, "default", "acceptEdits", "bypassPermissions", "dontAsk", "auto"):
        return "the session's mode"
    if event.get("agent_id"):
        return "a sub-agent"
    file = event.get("transcript_path")
    return _last_said(file) if isinstance(file, str) else "no transcript"


def _last_said(file: str) -> str:
    """What the last entry of the transcript says; one that is not there yet is the session's first prompt."""
    try:
        with open(file, "rb") as opened:
            size = opened.seek(0, os.SEEK_END)
            opened.seek(max(0, size - _TAIL))
            lines = opened.read().split(b"\n")
    except FileNotFoundError:
        return ""
    except OSError:  # not ours to read
        return "no transcript"
    for line in reversed(lines if size <= _TAIL else lines[1:]):
        entry = object_in(line.decode("utf-8", "replace"))
        if entry.get("isSidechain") or entry.get("isMeta"):
            continue
        if entry.get("type") == "assistant":
            return _of_claude(sequence(mapping(entry.get("message")).get("content")))
        if entry.get("type") == "user":
            return _of_user(mapping(entry.get("message")).get("content"))
    return "" if size <= _TAIL else "a long transcript"


def _of_claude(blocks: list[Any]) -> str:
    if any(mapping(block).get("type") == "tool_use" for block in blocks):
        return "Claude is at work"
    said = " ".join(str(mapping(block).get("text", "")) for block in blocks).rstrip(" \n*_`\"')")
    return "Claude asked something" if "?" in said[-300:] or "？" in said[-300:] or said[-1:] == ":" else ""


def _of_user(content: object) -> str:
    """A turn that ended well ends with Claude's words: this one goes on, or was interrupted."""
    first = mapping(content[0]) if isinstance(content, list) and content else {}
    text = content if isinstance(content, str) else str(first.get("text", ""))
    # What the client writes of its own commands is no turn.
    return "" if text.lstrip().startswith(("<local-command", "<command-", "<bash-")) else "a turn that did not end"


def _names_a_file(prompt: str, event: Event, project: str) -> str:
    for word in dict.fromkeys(re.findall(r"[\w.~@+-]+", prompt)):
        name = word.strip(".")
        for folder in {project, str(event.get("cwd") or project)}:
            if name and os.path.isfile(os.path.join(folder, name)):
                return "a file"
    return ""


def _is_theirs(prompt: str, project: str) -> str:
    """Whether it names something that the project's code defines, as far as a short look tells."""
    names = {*_NAMES.findall(prompt), *_CAPITAL.findall(prompt)}
    if not names:
        return ""
    defines = re.compile(_DEFINES.format("|".join(map(re.escape, sorted(names)))).encode(), re.MULTILINE)
    until = time.monotonic() + _LOOK_S
    for file in _sources(project):
        if time.monotonic() > until:
            return ""
        try:
            with open(file, "rb") as opened:
                if defines.search(opened.read(_MOST_SOURCE)):
                    return "a name of the project"
        except OSError:  # gone, or not ours to read
            continue
    return ""


_AWAY = frozenset("node_modules venv site-packages __pycache__ dist build target vendor coverage".split())
_WRITTEN = tuple(".py .ts .tsx .js .jsx .mjs .go .rs .java .kt .cs .rb .php .vue .svelte".split())


def _sources(project: str) -> Iterable[str]:
    waiting = [project]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                entries = [entry for entry in listing if entry.name[:1] != "." and entry.name not in _AWAY]
        except OSError:  # not ours to read
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.name.endswith(_WRITTEN) and entry.is_file(follow_symlinks=False):
                yield entry.path
