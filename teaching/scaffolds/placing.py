"""Where new files go in a project, and what its own code is called from there; read without running anything."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, cast

from teaching.documents.constitution import read_constitution
from teaching.errors import RefusedError
from teaching.planning.project import Project
from teaching.repository.files import Root, Unreadable, refusal
from teaching.roadmap.model import Roadmap, Task
from teaching.scaffolds.model import VariantLanguage
from teaching.scaffolds.rendering import ErrorBase

SUFFIXES: dict[VariantLanguage, tuple[str, ...]] = {"python": (".py",), "typescript": (".ts", ".tsx", ".mts")}
_TEST = re.compile(r"(?:^|/)(?:test_[^/]*\.py|[^/]*_test\.py|[^/]*\.(?:test|spec)\.[mc]?tsx?)$")
_WEB_IMPORT = re.compile(r"from\s+[\"'](\.{1,2}/[^\"']+)[\"']")
_PYTHON_IMPORT = re.compile(r"^\s*(?:from|import)\s+([\w.]+)", re.MULTILINE)
_ERROR_NAME = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b")
_LANGUAGES_OWN = frozenset({"Error", "Exception", "BaseException", "ValueError", "TypeError", "KeyError", "OSError"})
_LOOK_AT = 200
_OURS = ("CLAUDE.md", "ROADMAP.md", "AGENTS.md", "CLAUDE.local.md")


class Layout:
    """The folders of one project for one language.

    Attributes:
        source: the folder of new source files, relative to the root; "" is the root.
        tests: the folder of new tests.
        import_root: see `rendering.Place`.
        suffix: how TypeScript's imports end.
    """

    def __init__(self, root: Root, project: Project, language: VariantLanguage, roadmap: Roadmap | None) -> None:
        self.root = root
        self.project = project
        self.language: VariantLanguage = language
        self._read: dict[str, str] = {}
        own = (project.stack or language) == language and project.exists
        planned = _planned_files(roadmap, language)
        self.source = project.source if own else _usual(planned, is_test, _first_source(root, language))
        beside = own and project.tests == "beside"
        self.tests = self.source if beside else project.tests if own else ""
        if not self.tests:
            self.tests = _usual(planned, lambda path: not is_test(path), "tests")
        self.import_root = self._import_root() if language == "python" else ""
        self.suffix = self._suffix() if language == "typescript" else ""

    def text(self, path: str) -> str:
        """A file of the project; "" where it cannot be read."""
        if path not in self._read:
            try:
                self._read[path] = self.root.read(path).decode("utf-8", "replace")
            except Unreadable:
                self._read[path] = ""
        return self._read[path]

    def target(self, pattern: str) -> str:
        """The path of a file by its pattern, whether it is taken or not."""
        path = pattern.replace("{source}", self.source or ".").replace("{tests}", self.tests or ".")
        return path.removeprefix("./")

    def free(self, wanted: Sequence[str], what: str) -> str:
        """The first of these paths where nothing is yet.

        Raises:
            RefusedError: there is something at each of them.
        """
        for path in dict.fromkeys(wanted):
            if objection(path) is None and self.root.problem(path) == "not there":
                return path
        taken = ", ".join(dict.fromkeys(wanted))
        raise RefusedError(
            f"nothing was written: there is no free place for the {what} ({taken} are taken, or no place for code). "
            "Name a new file in the task's `files:` line"
        )

    def error_base(self) -> ErrorBase | None:
        """The error class that the constitution names, if the code has it and it takes a mere message."""
        for name in self._named_errors():
            for path in self._sources():
                if found := _defines(self.text(path), name, self.language):
                    return ErrorBase(name, path) if found == "plain" else None
        return None

    def imported_from_tests(self) -> bool:
        """Whether pytest finds what lies below the import root as the project stands."""
        if not self.import_root:
            return True
        table = _toml(self.text("pyproject.toml"))
        if "build-system" in table or "sys.path" in self.text("conftest.py") + self.text(f"{self.tests}/conftest.py"):
            return True
        settings = "\n".join(self.text(name) for name in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"))
        return re.search(r"^\s*pythonpath\b", settings, re.MULTILINE) is not None

    def _named_errors(self) -> Iterable[str]:
        constitution = read_constitution(self.root.path, self.root.path)
        counts: Counter[str] = Counter()
        for statement in constitution.statements:
            counts.update(set(_ERROR_NAME.findall(statement.text)) - _LANGUAGES_OWN)
        return [name for name, _ in counts.most_common()]

    def _sources(self) -> list[str]:
        return [path for path in self.project.source_files() if path.endswith(SUFFIXES[self.language])][:_LOOK_AT]

    def _import_root(self) -> str:
        """Where Python imports from: what the project's own imports tell, else what its folders do."""
        parts = PurePosixPath(self.source).parts if self.source else ()
        candidates = ["/".join(parts[:count]) for count in range(len(parts) + 1)]
        usual = "src" if parts[:1] == ("src",) and not self._is_package("src") else ""
        if not self.project.exists:
            return usual
        stems = {PurePosixPath(path).stem for path in self._sources()}
        imported = [name for path in self._looked_at() for name in _PYTHON_IMPORT.findall(self.text(path))]
        counts: Counter[str] = Counter()
        for candidate in candidates:
            inside = self.source.removeprefix(candidate).strip("/").replace("/", ".")
            counts[candidate] = sum(
                name.startswith(f"{inside}.") or name == inside if inside else name in stems for name in imported
            )
        best = max(candidates, key=lambda candidate: (counts[candidate], candidate == usual))
        return best if counts[best] else usual

    def _is_package(self, folder: str) -> bool:
        return f"{folder}/__init__.py" in self.project.files

    def _looked_at(self) -> list[str]:
        tests = [path for path in sorted(self.project.files) if is_test(path)]
        return [*tests[:_LOOK_AT], *self._sources()]

    def _suffix(self) -> str:
        counts: Counter[str] = Counter()
        for path in self._looked_at():
            for named in _WEB_IMPORT.findall(self.text(path)):
                found = PurePosixPath(named).suffix
                counts[found if found in (".js", ".ts") else ""] += 1
        return counts.most_common(1)[0][0] if counts else ".js"


def is_test(path: str) -> bool:
    """Whether a path is that of a test, by its name."""
    return _TEST.search(path) is not None


def objection(path: str) -> str | None:
    """Why nothing of ours is ever written at this path; None where it may be."""
    if reason := refusal(path):
        return reason
    parts = path.split("/")
    if parts[0].startswith(".") or path in _OURS or parts[0] == "node_modules":
        return "no place for code"
    return None


def named_in(task: Task | None, language: VariantLanguage, *, tests: bool) -> list[str]:
    """The sources, or the tests, that a task names as its own."""
    if task is None:
        return []
    words = [word for line in task.verify for word in line.split()] if tests else []
    found = [*task.files, *(word.partition("::")[0] for word in words)]
    return [path for path in found if path.endswith(SUFFIXES[language]) and is_test(path) == tests]


def _planned_files(roadmap: Roadmap | None, language: VariantLanguage) -> list[str]:
    tasks = roadmap.tasks if roadmap is not None else []
    return [
        path for task in tasks for path in task.files if path.endswith(SUFFIXES[language]) and objection(path) is None
    ]


def _usual(paths: Iterable[str], leave_out: Callable[[str], bool], otherwise: str) -> str:
    folders = Counter(str(PurePosixPath(path).parent) for path in paths if not leave_out(path))
    found = folders.most_common(1)[0][0] if folders else otherwise
    return "" if found == "." else found


def _first_source(root: Root, language: VariantLanguage) -> str:
    if language == "typescript":
        return "src"
    try:
        table = _toml(root.read("pyproject.toml").decode("utf-8", "replace"))
    except Unreadable:
        table = {}
    name: Any = cast("dict[str, Any]", table.get("project") or {}).get("name")
    plain = re.sub(r"\W+", "_", str(name or root.path.name).lower()).strip("_")
    return f"src/{plain if plain.isidentifier() else 'app'}"


def _defines(text: str, name: str, language: VariantLanguage) -> str:
    """`plain` where the class is there and has no constructor of its own, `own` where it has one, else nothing."""
    if language == "python":
        found = re.search(rf"^class {name}\b.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        own = "def __init__"
    else:
        found = re.search(rf"^export (?:abstract )?class {name}\b.*?(?=^\}}|\Z)", text, re.MULTILINE | re.DOTALL)
        own = "constructor("
    if found is None:
        return ""
    return "own" if own in found[0] else "plain"


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def package_json(layout: Layout) -> dict[str, Any] | None:
    """The project's package.json; None where there is none that can be read."""
    try:
        found: object = json.loads(layout.text("package.json"))
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None
