"""Lints one markdown file: a command, a skill, an agent or an output style, each also as a mere text."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from teaching.commands.body import Body, Exists, check_dollars, check_grants, check_prose, check_references, check_shell
from teaching.commands.findings import Findings
from teaching.commands.frontmatter import Document, check_keys, check_types, read_document
from teaching.commands.known import (
    AGENT_KEYS,
    BUNDLED,
    COMMAND_KEYS,
    CONTEXTS,
    EFFORTS,
    SKILL_KEYS,
    STYLE_KEYS,
    close_to,
    is_model,
)
from teaching.commands.nodes import Kind, Node
from teaching.commands.report import Problem
from teaching.commands.tools import Servers, check_plugin_form, check_tools, grants

FileKind = Literal["command", "skill", "agent", "output style"]
MOST_ARGUMENTS = 50
LONGEST_DESCRIPTION = 80
LONGEST_SKILL_DESCRIPTION = 1024
_TEXT: tuple[Kind, ...] = ("text", "number")
_SWITCH: tuple[Kind, ...] = ("bool", "text")
_LISTED: tuple[Kind, ...] = ("text", "list")
_TYPES: dict[str, tuple[Kind, ...]] = {
    "name": _TEXT,
    "description": (*_TEXT, "bool"),
    "model": ("text",),
    "allowed-tools": _LISTED,
    "disallowed-tools": _LISTED,
    "argument-hint": (*_TEXT, "list"),  # `[file]` without quotes is a list, and is shown as meant
    "arguments": _LISTED,
    "disable-model-invocation": _SWITCH,
    "user-invocable": _SWITCH,
    "effort": _TEXT,
    "shell": ("text",),
    "paths": _LISTED,
    "context": ("text",),
    "agent": ("text",),
    "tools": _LISTED,
    "disallowedTools": _LISTED,
    "keep-coding-instructions": _SWITCH,
    "force-for-plugin": _SWITCH,
}
_SWITCHES = ("disable-model-invocation", "user-invocable", "keep-coding-instructions", "force-for-plugin")


def _nobody_knows(path: str) -> bool | None:
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a file.

    Attributes:
        servers: the MCP servers declared beside it.
        exists: whether a file that its body refers to is there.
    """

    servers: Servers = Servers()
    exists: Exists = _nobody_knows


def lint_command(text: str, path: str = "command.md", around: Surroundings | None = None) -> list[Problem]:
    """The problems of a slash command."""
    around = around or Surroundings()
    found = Findings(path, text)
    _prompt(text, found, around, is_command=True)
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    if name in BUNDLED and not around.servers.plugin and "/" in path:
        move = "Rename it, or say that it is meant: <!-- lint: allow shadows-bundled -->"
        found.add("shadows-bundled", 1, f"/{name}", move)
    return found.problems()


def lint_skill(text: str, path: str = "SKILL.md", around: Surroundings | None = None) -> list[Problem]:
    """The problems of a skill."""
    found = Findings(path, text)
    _prompt(text, found, around or Surroundings(), is_command=False)
    return found.problems()


def _prompt(text: str, found: Findings, around: Surroundings, *, is_command: bool) -> None:
    document = read_document(text, found)
    front = document.front
    keys = COMMAND_KEYS if is_command else SKILL_KEYS
    check_keys(front, keys, found, "A command or skill", {"tools": "allowed-tools", "hints": "argument-hint"})
    _shared(document, found)
    if document.readable:
        limit = LONGEST_DESCRIPTION if is_command else LONGEST_SKILL_DESCRIPTION
        _description(document, found, limit, one_line=is_command)
    _choice(front, "context", CONTEXTS, "unknown-context", found)
    allowed = grants(front, "allowed-tools")
    denied = grants(front, "disallowed-tools", "disallowedTools")
    check_tools([*allowed, *denied], found, around.servers)
    check_plugin_form(allowed, found, around.servers)
    for grant in allowed:
        if any(other.text == grant.text or other.text == grant.name for other in denied):
            found.add("allowed-and-disallowed", grant.line, grant.text, "Take it out of one of the two lists.")
    body = Body(document.body, document.body_line, found)
    declared = _declared(front)
    check_dollars(body, declared, is_command=is_command)
    check_shell(body)
    if document.readable:
        check_prose(body, is_command=is_command)
    check_references(body, around.exists)
    check_grants(body, allowed)


def _declared(front: Node) -> dict[str, int]:
    node = front.get("arguments")
    if node is None:
        return {}
    parts = [part for part in (node.items if node.kind == "list" else [node]) if part.kind == "text"]
    names = ((name, part.line) for part in parts for name in re.split(r"[\s,]+", part.text) if name)
    return dict(islice(names, MOST_ARGUMENTS))


def lint_agent(text: str, path: str = "agent.md", around: Surroundings | None = None) -> list[Problem]:
    """The problems of an agent."""
    around = around or Surroundings()
    found = Findings(path, text)
    document = read_document(text, found)
    front = document.front
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not document.has_front:
        # Beside a project's agents a mere note is passed over; a plugin's becomes an agent.
        if stem.lower() != "readme" or around.servers.plugin:
            found.add("no-frontmatter", 1, text.split("\n", 1)[0], "Begin the file with name and description in ---.")
        return found.problems()
    meant = {"allowed-tools": "tools", "disallowed-tools": "disallowedTools"}
    check_keys(front, AGENT_KEYS, found, "An agent", meant)
    _shared(document, found)
    if document.readable:
        for key in ("name", "description"):
            if not front.string(key).strip():
                check = "agent-undescribed" if around.servers.plugin else "agent-incomplete"
                found.add(check, 1, f"no {key}", f"Add `{key}:` to the frontmatter.")
        name = front.string("name")
        if name and name != stem:
            found.add("agent-name-differs", front.keys["name"], name, f"Call the file {name}.md, or the agent {stem}.")
    check_tools([*grants(front, "tools"), *grants(front, "disallowedTools")], found, around.servers)
    check_plugin_form(grants(front, "tools"), found, around.servers)
    if document.readable and not document.body.strip():
        found.add("empty-body", document.body_line, "", "Write what the agent is and does.")
    return found.problems()


def lint_style(text: str, path: str = "style.md", *, in_plugin: bool = False) -> list[Problem]:
    """The problems of an output style."""
    found = Findings(path, text)
    document = read_document(text, found)
    front = document.front
    if not document.has_front:
        found.add("no-frontmatter", 1, text.split("\n", 1)[0], "Begin the file with name and description in ---.")
        return found.problems()
    check_keys(front, STYLE_KEYS, found, "An output style")
    _shared(document, found)
    if document.readable:
        for key in ("name", "description"):
            if not front.string(key).strip():
                found.add("style-incomplete", 1, f"no {key}", f"Add `{key}:` to the frontmatter.")
        if not document.body.strip():
            found.add("empty-body", document.body_line, "", "Write how the model is to answer.")
    if in_plugin and front.is_true("force-for-plugin"):
        move = "Take it out, and let the user choose the style in /config."
        found.add("forced-style", front.keys["force-for-plugin"], "force-for-plugin: true", move)
    return found.problems()


def _shared(document: Document, found: Findings) -> None:
    """What all kinds of frontmatter have in common."""
    front = document.front
    check_types(front, _TYPES, found)
    for key in _SWITCHES:
        node = front.get(key)
        if node is not None and node.kind == "text" and node.text.lower() not in {"true", "false"}:
            found.add("wrong-type", node.line, f"{key}: {node.text}", "Make it true or false.")
    model = front.get("model")
    if model is not None and model.kind == "text" and model.text.strip() and not is_model(model.text):
        move = "Write haiku, sonnet, opus, fable, inherit or a model's full id."
        found.add("unknown-model", model.line, model.text, move)
    effort = front.get("effort")
    if effort is not None and effort.kind == "text" and not effort.text.isdigit():
        _choice(front, "effort", EFFORTS, "unknown-effort", found)


def _choice(front: Node, key: str, known: frozenset[str], check: str, found: Findings) -> None:
    node = front.get(key)
    if node is None or node.kind != "text" or node.text.strip().lower() in known:
        return
    right = close_to(node.text, known)
    move = f"Did you mean {right}?" if right else f"Write one of {', '.join(sorted(known))}."
    found.add(check, node.line, f"{key}: {node.text}", move)


def _description(document: Document, found: Findings, limit: int, *, one_line: bool) -> None:
    front = document.front
    if not document.has_front:
        first = document.body.strip().split("\n", 1)[0]
        found.add("no-frontmatter", 1, first, "Begin the file with `description:` between two lines of ---.")
        return
    node = front.get("description")
    if node is None or node.kind == "null" or (node.kind == "text" and not node.text.strip()):
        found.add("no-description", 1, "no description", "Add `description:`, one line on when to use it.")
        return
    text = node.text.strip()
    if one_line and "\n" in text:
        found.add("multiline-description", front.keys["description"], text, "Say it on one line.")
    elif len(text) > limit:
        move = f"Say when to use it in at most {limit} characters."
        found.add("long-description", front.keys["description"], f"{len(text)} characters: {text}", move)
