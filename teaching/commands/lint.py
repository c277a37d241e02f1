"""Finds out what a folder is (plugin, marketplace, project, user folder) and lints all of it.

Not covered: LSP servers, workflows, themes, monitors, user configuration, .mcpb bundles, and plugins whose source is
another repository.
"""

import re
from pathlib import Path

from teaching.commands.findings import Findings
from teaching.commands.hooks import check_hooks, check_hooks_file
from teaching.commands.manifest import Plugin, check_manifest, default_plugin
from teaching.commands.markdown_files import FileKind, Surroundings, lint_agent, lint_command, lint_skill, lint_style
from teaching.commands.marketplace import check_marketplace
from teaching.commands.mcp_config import check_mcp_file, check_servers
from teaching.commands.place import Place
from teaching.commands.report import LintReport, Problem
from teaching.commands.scripts import Where
from teaching.commands.tools import Servers
from teaching.errors import BadInputError
from teaching.repository.files import Root, printable

_KINDS: dict[str, FileKind] = {
    "commands": "command",
    "skills": "skill",
    "agents": "agent",
    "outputStyles": "output style",
}
_PROJECT = {"commands": "commands", "skills": "skills", "agents": "agents", "outputStyles": "output-styles"}
_SETTINGS = ("settings.json", "settings.local.json")
_LEVELS_UP = 8
_NOTHING = (
    "holds nothing to lint: pass the folder of a plugin or marketplace (.claude-plugin/), a project with .claude/ or "
    ".mcp.json, a .claude folder, or one markdown or JSON file of these"
)


def lint(path: Path) -> LintReport:
    """Lints a folder, or one file in the light of the folder it belongs to.

    Raises:
        BadInputError: there is nothing to lint.
    """
    if not path.is_dir():
        return _lint_file(path)
    linter = _Linter(Place(Root(path)))
    linter.run()
    report = linter.report()
    if not report.checked and not report.skipped:
        raise BadInputError(f"{printable(str(path))} {_NOTHING}")
    return report


def _lint_file(path: Path) -> LintReport:
    folder = _owner(path)
    relative = path.relative_to(folder).as_posix()
    place = Place(Root(folder))
    linter = _Linter(place)
    linter.run()
    if relative not in place.checked and relative not in place.skipped:
        linter.single(relative)
    report = linter.report()
    skipped = tuple(skip for skip in report.skipped if skip.path == printable(relative))
    if relative not in report.checked and not skipped:
        raise BadInputError(f"{printable(str(path))} {_NOTHING}")
    problems = tuple(problem for problem in report.problems if problem.path == relative)
    return LintReport(problems, (relative,) if relative in report.checked else (), skipped)


def _owner(path: Path) -> Path:
    """The folder of the plugin or project that a file belongs to, else its own folder."""
    for folder in list(path.parents)[:_LEVELS_UP]:
        if (folder / ".claude-plugin").is_dir():
            return folder
        if folder.name == ".claude":
            return folder.parent
        if (folder / ".git").exists():
            break
    return path.parent


class _Linter:
    """One run over one place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def report(self) -> LintReport:
        """What was found so far; a comment that allows something has been heeded."""
        problems = sorted(set(self.place.problems), key=lambda one: (one.path, one.line, one.id, one.text))
        skipped = tuple(sorted(self.place.skipped.values()))
        return LintReport(tuple(problems), tuple(sorted(self.place.checked)), skipped)

    def run(self) -> None:
        """Lints everything that the folder turns out to be."""
        plugins = {""} if self._is_plugin() else set[str]()
        read = self.place.read_json(".claude-plugin/marketplace.json")
        if read is not None:
            node, found = read
            plugins |= set(check_marketplace(node, found, self.place, ""))
            self.place.take(found)
        for base in sorted(plugins):
            self._plugin(base)
        if self.place.is_folder(".claude") or self.place.exists(".mcp.json"):
            self._project(".claude/")
        elif not plugins and read is None and self._is_claude_folder():
            self._project("")

    def _is_plugin(self) -> bool:
        if self.place.exists(".claude-plugin/plugin.json"):
            return True
        # Without a manifest a folder is a plugin only where nothing else says what it is.
        if self.place.exists(".claude-plugin") or self.place.is_folder(".claude") or self._is_claude_folder():
            return False
        return any(
            [
                self.place.exists("hooks/hooks.json"),
                any(path.endswith("/SKILL.md") for path in self._markdown("skills")),
                any(self._markdown("commands")),
                any(self._markdown("agents")),
            ]
        )

    def _is_claude_folder(self) -> bool:
        return self.place.root.path.name == ".claude" or any(self.place.exists(name) for name in _SETTINGS)

    def _markdown(self, folder: str) -> list[str]:
        return self.place.files(folder, ".md") if self.place.is_folder(folder) else []

    def _plugin(self, base: str) -> None:
        place = self.place
        folder = place.root.path.name if not base else base.rstrip("/").rsplit("/", 1)[-1]
        plugin = default_plugin(base, folder)
        read = place.read_json(f"{base}.claude-plugin/plugin.json")
        where = Where(place, base, "plugin")
        names: list[str] = []
        if read is not None:
            node, found = read
            plugin = check_manifest(node, found, place, base, folder)
            for hooks in plugin.inline["hooks"]:
                inner = hooks.get("hooks")
                check_hooks(inner if inner is not None and inner.kind == "map" else hooks, found, where)
            for servers in plugin.inline["mcpServers"]:
                names += check_servers(servers, found, where)
            self._root_notes(base)
            place.take(found)
        names += self._plugin_files(plugin, where)
        around = Surroundings(Servers(plugin.name, frozenset(names)), lambda path: self._plugin_has(base, path))
        commands: dict[str, str] = {}
        for key, kind in _KINDS.items():
            for path in plugin.folders[key]:
                self._folder(base + path if path != "." else base.rstrip("/"), kind, around, commands)

    def _plugin_has(self, base: str, path: str) -> bool | None:
        """Everything else that a plugin's command refers to lies in a project that is not here."""
        inside = path.removeprefix("${CLAUDE_PLUGIN_ROOT}/")
        return None if inside == path else self.place.exists(base + inside)

    def _plugin_files(self, plugin: Plugin, where: Where) -> list[str]:
        names: list[str] = []
        for path in plugin.files["hooks"]:
            if read := self.place.read_json(plugin.base + path):
                check_hooks_file(*read, where)
                self.place.take(read[1])
        for path in plugin.files["mcpServers"]:
            if read := self.place.read_json(plugin.base + path):
                names += check_mcp_file(*read, where)
                if path == ".mcp.json":
                    read[1].add("mcp-read-twice", 1, path, "Move the servers into `mcpServers` of plugin.json.")
                self.place.take(read[1])
        return names

    def _root_notes(self, base: str) -> None:
        for name in ("CLAUDE.md", "CLAUDE.local.md"):
            if self.place.exists(base + name):
                found = Findings(base + name)
                found.add("root-claude-md", 1, name, "Move it to .claude/CLAUDE.md; ship context as a skill.")
                self.place.take(found)

    def _project(self, claude: str) -> None:
        place = self.place
        where = Where(place)
        names: list[str] = []
        if read := place.read_json(".mcp.json"):
            names = check_mcp_file(*read, where)
            place.take(read[1])
        for name in _SETTINGS:
            if read := place.read_json(claude + name):
                node, found = read
                hooks = node.get("hooks")
                if hooks is not None:
                    check_hooks(hooks, found, where)
                place.take(found)
        # A user's folder serves many projects: what its commands refer to cannot be known here.
        around = Surroundings(Servers("", frozenset(names)), self._project_has if claude else lambda _: None)
        commands: dict[str, str] = {}
        for key, kind in _KINDS.items():
            self._folder(claude + _PROJECT[key], kind, around, commands)

    def _project_has(self, path: str) -> bool | None:
        if path.startswith(("~", "${")):
            return None
        return self.place.exists(path.removeprefix("./"))

    def _folder(self, path: str, kind: FileKind, around: Surroundings, commands: dict[str, str]) -> None:
        """Lints the files of one kind in a folder, or the one file that the path names."""
        place = self.place
        if not place.exists(path) and path:
            return
        files = place.files(path, ".md") if place.is_folder(path) else [path]
        if kind == "skill":
            self._misplaced(path, files)
            files = [one for one in files if one.rsplit("/", 1)[-1] == "SKILL.md"]
        for one in files:
            text = place.read(one)
            if text is None:
                continue
            place.problems.extend(lint_text(text, one, kind, around))
            if kind in {"command", "skill"}:
                self._name(one, path, kind, commands, around)

    def _name(self, path: str, folder: str, kind: FileKind, commands: dict[str, str], around: Surroundings) -> None:
        inner = path.removeprefix(f"{folder}/").removesuffix("/SKILL.md" if kind == "skill" else ".md")
        name = inner.rsplit("/", 1)[-1] if kind == "skill" else inner.replace("/", ":")
        if inner in {"SKILL", path.removesuffix(".md")}:
            name = Path(path).parent.name if kind == "skill" else Path(path).stem
        other = commands.setdefault(name, path)
        if other != path and around.servers.plugin:
            found = Findings(path)
            found.add(
                "duplicate-command", 1, f"/{around.servers.plugin}:{name}", f"{other} has this name too: rename one."
            )
            self.place.take(found)

    def _misplaced(self, folder: str, files: list[str]) -> None:
        """Skills in files of their own, or under a name that differs in case."""
        if f"{folder}/SKILL.md" in files:
            return
        for path in files:
            inner = path.removeprefix(f"{folder}/")
            name = inner.rsplit("/", 1)[-1]
            if name != "SKILL.md" and name.lower() == "skill.md":
                move = f"Rename it {path[: -len(name)]}SKILL.md."
            elif "/" not in inner and inner != path:
                move = f"Move it to {folder}/{inner.removesuffix('.md')}/SKILL.md."
            else:
                continue
            text = self.place.read(path) or ""
            # Without frontmatter it is a note beside the skills.
            if text.startswith("---"):
                found = Findings(path, text)
                found.add("skill-misplaced", 1, inner, move)
                self.place.take(found)

    def single(self, path: str) -> None:
        """Lints a file that belongs to no known folder by what its name says, else its keys."""
        place = self.place
        where = Where(place)
        name = path.rsplit("/", 1)[-1]
        if name.endswith(".md"):
            text = place.read(path)
            if text is not None:
                place.problems.extend(lint_text(text, path, _guess(place.root.path / path, text), Surroundings()))
            return
        if not name.endswith(".json") or (read := place.read_json(path)) is None:
            return
        node, found = read
        if name == "plugin.json":
            check_manifest(node, found, place, "", place.root.path.name)
        elif name == "marketplace.json":
            check_marketplace(node, found, place, "")
        elif "hooks" in node.entries:
            check_hooks_file(node, found, where)
        else:
            check_mcp_file(node, found, where)
        place.take(found)


def lint_text(text: str, path: str, kind: FileKind, around: Surroundings | None = None) -> list[Problem]:
    """The problems of one markdown file of a known kind, given as text."""
    in_plugin = around is not None and bool(around.servers.plugin)
    if kind == "command":
        return lint_command(text, path, around)
    if kind == "skill":
        return lint_skill(text, path, around)
    if kind == "agent":
        return lint_agent(text, path, around)
    return lint_style(text, path, in_plugin=in_plugin)


def _guess(path: Path, text: str) -> FileKind:
    parts = {part.lower() for part in path.parts[-4:]}
    if path.name.lower() == "skill.md":
        return "skill"
    if "agents" in parts or re.match(r"---\n(?:.*\n)*?(?:tools|color):", text[:4000]):
        return "agent"
    if "output-styles" in parts or "keep-coding-instructions" in text[:2000]:
        return "output style"
    return "command"
