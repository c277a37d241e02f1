"""Lints `.claude-plugin/marketplace.json`, and says which plugins of it lie in the same tree."""

import re

from teaching.commands.findings import Findings
from teaching.commands.frontmatter import check_keys, check_types
from teaching.commands.known import ENTRY_KEYS, MARKETPLACE_KEYS, RESERVED_MARKETPLACES
from teaching.commands.nodes import Node, Unparsable, read_json
from teaching.commands.place import Place
from teaching.commands.scripts import clean
from teaching.repository.files import Unreadable

_OFFICIAL = re.compile(
    r"official[^a-z0-9]*(?:anthropic|claude)|(?:anthropic|claude)[^a-z0-9]*official"
    r"|^(?:anthropic|claude)[^a-z0-9]*(?:marketplace|plugins|official)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[A-Za-z0-9][-A-Za-z0-9._]*")


def check_marketplace(node: Node, found: Findings, place: Place, base: str) -> list[str]:
    """Lints a marketplace; the value is the folders of its local plugins, "" or ending in "/"."""
    if node.kind != "map":
        found.add("manifest-type", 1, "the marketplace", "Write one object with name, owner and plugins.")
        return []
    _check_name(node, found)
    check_keys(node, MARKETPLACE_KEYS, found, "A marketplace")
    check_types(node, {"owner": ("map",), "plugins": ("list",), "description": ("text",)}, found, "manifest-type")
    for key in ("owner", "plugins"):
        if key not in node.entries:
            found.add("required-field-missing", 1, f"no {key}", f"Add `{key}`.")
    plugins, metadata = node.get("plugins"), node.get("metadata")
    plugin_root = metadata.string("pluginRoot") if metadata is not None else ""
    seen: set[str] = set()
    folders: list[str] = []
    for entry in plugins.items if plugins is not None else []:
        if entry.kind != "map":
            found.add("manifest-type", entry.line, "a plugin's entry", 'Write {"name": "…", "source": "./…"}.')
            continue
        name = entry.string("name")
        if name and name in seen:
            found.add("duplicate-plugin", entry.keys["name"], name, "Give each plugin a name of its own.")
        seen.add(name)
        folder = _check_entry(entry, found, place, base, plugin_root)
        folders += [folder] if folder is not None and folder not in folders else []
    return folders


def _check_name(node: Node, found: Findings) -> None:
    name = node.string("name")
    if not name.strip():
        found.add("required-field-missing", 1, "no name", 'Add "name": "my-marketplace".')
    elif name.lower() in RESERVED_MARKETPLACES or _OFFICIAL.search(name):
        found.add("marketplace-name-reserved", node.keys["name"], name, "Choose a name that is yours.")
    elif " " in name or "/" in name or "\\" in name or ".." in name:
        found.add("name-not-kebab", node.keys["name"], name, "Write it in lower case with hyphens: my-marketplace.")


def _check_entry(entry: Node, found: Findings, place: Place, base: str, plugin_root: str) -> str | None:
    """Lints one entry; the value is its folder where it is a local one that is there."""
    check_keys(entry, ENTRY_KEYS, found, "A plugin's entry")
    for key in ("name", "source"):
        if key not in entry.entries:
            found.add("required-field-missing", entry.line, f"a plugin without {key}", f"Add `{key}`.")
    source = entry.get("source")
    if source is None or source.kind != "text":
        return None
    path = source.text
    if ".." in path.split("/") or path.startswith(("/", "~")):
        found.add("path-leaves", source.line, path, "Paths begin at the folder that holds .claude-plugin/.")
        return None
    if plugin_root and _BARE.fullmatch(path):
        path = f"{clean(plugin_root)}/{path}"
    elif not path.startswith("./"):
        found.add("path-not-relative", source.line, path, f'Write "./{"" if path == "." else path}".')
    inner = clean(path).removeprefix(".") if clean(path) == "." else clean(path)
    if inner and not place.exists(base + inner):
        found.add("path-missing", source.line, source.text, "Correct the path, or add the plugin.")
        return None
    folder = f"{base}{inner}/" if inner else base
    _compare(entry, found, place, folder)
    return folder


def _compare(entry: Node, found: Findings, place: Place, folder: str) -> None:
    """What the entry says beside what the plugin's own manifest says."""
    try:
        manifest = read_json(place.root.read(f"{folder}.claude-plugin/plugin.json").decode("utf-8-sig"))
    except (Unreadable, Unparsable, UnicodeDecodeError):
        return
    name, version = entry.string("name"), entry.string("version")
    if name and manifest.string("name") and name != manifest.string("name"):
        move = f'The plugin calls itself "{manifest.string("name")}": use one name.'
        found.add("entry-name-differs", entry.keys["name"], name, move)
    if version and manifest.string("version") and version != manifest.string("version"):
        move = f"Write {manifest.string('version')}, or leave the version to plugin.json."
        found.add("entry-version-ignored", entry.keys["version"], version, move)
