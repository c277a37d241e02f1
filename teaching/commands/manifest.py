"""Lints `.claude-plugin/plugin.json`, and says which files the plugin consists of."""

import re
from dataclasses import dataclass, field

from teaching.commands.findings import Findings
from teaching.commands.frontmatter import check_keys, check_types
from teaching.commands.known import MANIFEST_KEYS, MARKETPLACE_ONLY_KEYS
from teaching.commands.nodes import Kind, Node
from teaching.commands.place import Place
from teaching.commands.scripts import clean

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEMVER = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
# Setting one of these turns the default folder off; setting the others adds to it.
_REPLACES = {"commands": "commands", "agents": "agents", "outputStyles": "output-styles"}
_PATHS = {"commands", "agents", "skills", "outputStyles", "hooks", "mcpServers"}
_TYPES: dict[str, tuple[Kind, ...]] = {
    "name": ("text",),
    "version": ("text",),
    "description": ("text",),
    "author": ("map",),
    "keywords": ("list",),
    "homepage": ("text",),
    "repository": ("text",),
    "license": ("text",),
    "commands": ("text", "list", "map"),
    "agents": ("text", "list"),
    "skills": ("text", "list"),
    "outputStyles": ("text", "list"),
    "hooks": ("text", "list", "map"),
    "mcpServers": ("text", "list", "map"),
}


@dataclass(slots=True)
class Plugin:
    """What a plugin consists of.

    Attributes:
        base: its folder below the linted one, "" or ending in "/".
        folders: where its commands, agents, skills and output styles are: folders, or files.
        inline: hooks and MCP servers that stand in the manifest itself.
        files: JSON files with more of them.
    """

    base: str = ""
    name: str = ""
    folders: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    inline: dict[str, list[Node]] = field(default_factory=dict[str, list[Node]])
    files: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def default_plugin(base: str, name: str) -> Plugin:
    """A plugin whose manifest names no paths, or which has none."""
    folders = {key: [default] for key, default in _REPLACES.items()} | {"skills": ["skills"]}
    files = {"hooks": ["hooks/hooks.json"], "mcpServers": [".mcp.json"]}
    return Plugin(base, name, folders, {"hooks": [], "mcpServers": []}, files)


def check_manifest(node: Node, found: Findings, place: Place, base: str, folder_name: str) -> Plugin:
    """Lints a manifest."""
    plugin = default_plugin(base, node.string("name") or folder_name)
    if node.kind != "map":
        found.add("manifest-type", 1, "the manifest", "Write one object with a name.")
        return plugin
    _check_identity(node, found)
    for key in node.entries.keys() & MARKETPLACE_ONLY_KEYS:
        found.add("marketplace-only-field", node.keys[key], key, "Move it into the plugin's entry of marketplace.json.")
    check_keys(node, MANIFEST_KEYS | MARKETPLACE_ONLY_KEYS, found, "A manifest")
    check_types(node, _TYPES, found, "manifest-type")
    author = node.get("author")
    if author is not None and author.kind == "map" and not author.string("name"):
        found.add("manifest-type", author.line, "author without a name", 'Write {"name": "…"}.')
    for key in sorted(_PATHS & node.entries.keys()):
        _take_paths(key, node.entries[key], plugin, found, place)
    return plugin


def _check_identity(node: Node, found: Findings) -> None:
    name = node.string("name")
    if not name.strip():
        found.add("required-field-missing", 1, "no name", 'Add "name": "my-plugin".')
    elif not _KEBAB.fullmatch(name):
        found.add("name-not-kebab", node.keys["name"], name, "Write it in lower case with hyphens: my-plugin.")
    for key in ("version", "description", "author"):
        if key not in node.entries:
            found.add("manifest-incomplete", 1, f"no {key}", f"Add `{key}`.")
    version = node.get("version")
    if version is not None and version.kind == "text" and not _SEMVER.fullmatch(version.text):
        found.add("version-not-semver", version.line, version.text, "Write three numbers: 1.0.0.")


def _take_paths(key: str, value: Node, plugin: Plugin, found: Findings, place: Place) -> None:
    paths: list[str] = []
    inline: list[Node] = []
    for part in value.items if value.kind == "list" else [value]:
        if part.kind == "map" and key == "commands":
            sources = [one.get("source") for one in part.entries.values()]
            paths += [
                path for one in sources if one is not None and (path := check_path(one, found, place, plugin.base))
            ]
        elif part.kind == "map":
            inline.append(part)
        elif part.kind == "text" and not part.text.endswith((".mcpb", ".dxt")):
            if key == "agents" and not part.text.endswith(".md"):
                found.add("manifest-type", part.line, part.text, "Name the .md files of the agents one by one.")
            path = check_path(part, found, place, plugin.base)
            paths += [path] if path else []
    if key in plugin.files:
        plugin.files[key] += [path for path in paths if path not in plugin.files[key]]
        plugin.inline[key] += inline
    elif key in _REPLACES:
        plugin.folders[key] = paths
        _check_dropped(key, value, paths, plugin, found, place)
    else:
        plugin.folders[key] += paths


def check_path(node: Node, found: Findings, place: Place, base: str) -> str:
    """The path that a manifest names, relative to its folder; empty where it is none."""
    text = node.text
    if text in {".", "./"}:
        return "."
    if ".." in text.split("/") or text.startswith(("/", "~")):
        found.add("path-leaves", node.line, text, "Move the file into the folder of the plugin.")
        return ""
    if not text.startswith("./"):
        found.add("path-not-relative", node.line, text, f"Write ./{text}")
    path = clean(text)
    if not place.exists(base + path):
        found.add("path-missing", node.line, text, "Correct the path, or add what it names.")
        return ""
    return path


def _check_dropped(key: str, value: Node, paths: list[str], plugin: Plugin, found: Findings, place: Place) -> None:
    default = _REPLACES[key]
    if any(path in {default, "."} or default.startswith(f"{path}/") for path in paths):
        return
    files = place.files(plugin.base + default, ".md") if place.is_folder(plugin.base + default) else []
    listed = {plugin.base + path for path in paths}
    dropped = [path for path in files if not any(path == one or path.startswith(f"{one}/") for one in listed)]
    if dropped:
        move = f'Add "./{default}/" to {key}, or move the files.'
        found.add("default-folder-dropped", value.line, f"{key} leaves out {dropped[0]}", move)
