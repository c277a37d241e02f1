"""Lists of tools as commands and agents grant them: `Read, Bash(git add:*), mcp__server__tool`."""

import re
from dataclasses import dataclass

from teaching.commands.findings import Findings
from teaching.commands.known import TOOLS, close_to
from teaching.commands.nodes import Node

MOST_GRANTS = 300
_MCP = re.compile(r"mcp__[A-Za-z0-9_.*-]+")


@dataclass(frozen=True, slots=True)
class Servers:
    """The MCP servers that are declared beside the file.

    Attributes:
        plugin: the name of the plugin that the file belongs to, empty outside of one.
        names: their names.
    """

    plugin: str = ""
    names: frozenset[str] = frozenset()

    def prefixes(self) -> set[str]:
        """How the names of their tools begin."""
        if self.plugin:
            return {f"mcp__plugin_{_plain(self.plugin)}_{_plain(name)}__" for name in self.names}
        return {f"mcp__{_plain(name)}__" for name in self.names}


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


@dataclass(frozen=True, slots=True)
class Grant:
    """One entry of such a list, with its line."""

    text: str
    line: int

    @property
    def name(self) -> str:
        """The tool's name without its pattern."""
        return self.text.split("(", 1)[0].strip()


def grants(front: Node, *keys: str) -> list[Grant]:
    """The entries of the first of these keys that is there."""
    node = next((front.entries[key] for key in keys if key in front.entries), None)
    if node is None:
        return []
    parts = [node] if node.kind == "text" else node.items
    listed = [Grant(entry, part.line) for part in parts if part.kind == "text" for entry in split(part.text)]
    return listed[:MOST_GRANTS]


def split(text: str) -> list[str]:
    """The entries of a list that commas or spaces part, brackets kept together."""
    parts, depth, start = list[str](), 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth <= 0 and char in ", \n\t":
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def check_tools(listed: list[Grant], found: Findings, servers: Servers) -> None:
    """Records names of tools that no client has, and MCP prefixes that cannot match."""
    for grant in listed:
        name = grant.name
        if name.startswith("mcp__"):
            _check_prefix(grant, found, servers)
        elif name in TOOLS or not re.fullmatch(r"[A-Za-z][A-Za-z_]*", name):
            continue
        elif right := close_to(name, TOOLS):
            found.add("misspelt-tool", grant.line, name, f"Did you mean {right}?")
        else:
            found.add("unknown-tool", grant.line, name, "Take it out, or name the tool as the client lists it.")


def _check_prefix(grant: Grant, found: Findings, servers: Servers) -> None:
    name, right = grant.name, servers.prefixes()
    if not right or any(name.startswith(prefix) or name == prefix.removesuffix("__") for prefix in right):
        return
    server, _, tool = name.removeprefix("mcp__").partition("__")
    if "*" in server:
        return
    if servers.plugin and server.startswith(f"plugin_{_plain(servers.plugin)}_"):
        wanted = sorted(right)[0]
    else:
        # Another server may well be configured elsewhere: only a near miss is one.
        wanted = next((prefix for prefix in sorted(right) if close_to(server, {prefix[5:-2]})), "")
    if wanted:
        found.add("wrong-mcp-prefix", grant.line, name, f"Did you mean {wanted}{tool}?")


def check_plugin_form(listed: list[Grant], found: Findings, servers: Servers) -> None:
    """Records tools of the plugin's own server that are granted only by the name they have outside of a plugin."""
    names = {grant.name for grant in listed}
    for grant in listed:
        server, _, tool = grant.name.removeprefix("mcp__").partition("__")
        if not servers.plugin or not grant.name.startswith("mcp__") or server not in servers.names:
            continue
        full = f"mcp__plugin_{_plain(servers.plugin)}_{_plain(server)}__"
        if not any(name == full + tool or name.startswith((full + "*", full[:-2] + "*")) for name in names):
            found.add("wrong-mcp-prefix", grant.line, grant.name, f"Add {full}{tool}, its name in the plugin.")


def mcp_names(text: str) -> list[tuple[str, int]]:
    """The full names of MCP tools in a text, each with its offset."""
    return [(found.group().rstrip(".-_"), found.start()) for found in _MCP.finditer(text) if "__" in found.group()[5:]]


def covers(granted: str, name: str) -> bool:
    """Whether a grant is for this tool: itself, its whole server, or a pattern."""
    if granted == name or name.startswith(f"{granted}__"):
        return True
    return "*" in granted and re.fullmatch(re.escape(granted).replace(r"\*", ".*"), name) is not None
