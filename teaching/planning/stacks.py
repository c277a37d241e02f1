"""What a plan calls its files and commands, by stack and by what the repository does already."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from teaching.components.model import Component, TaskTemplate
from teaching.contracts.plan import Stack
from teaching.planning.project import Project
from teaching.planning.words import GENERAL, Words, content, tokens

_STACK_WORDS: dict[Stack, tuple[str, ...]] = {
    "typescript": (
        *("typescript", "javascript", "react*", "next js", "nextjs", "node", "nodejs", "vue*", "svelte", "angular"),
        *("express", "nestjs", "fastify", "vitest", "jest", "chart js", "playwright", "ts"),
    ),
    "python": ("python", "fastapi", "django", "flask", "pytest", "pandas", "sqlalchemy", "celery"),
    "other": ("golang", "in go", "rust", "java", "kotlin", "ruby", "rails", "php", "laravel", "c#", "elixir", "swift"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stack of a plan, and the assumption where nobody said it."""

    stack: Stack
    assumption: str | None = None


def choose(words: Words, project: Project, answer: str | None) -> Chosen:
    """The stack: an answer first, then the repository's, then the goal's words, else Python."""
    for source in (Words(answer) if answer else None, None if project.stack else words):
        if source is None:
            continue
        counts: dict[Stack, int] = {
            stack: sum(not hit.negated for hit in source.find_all(known)) for stack, known in _STACK_WORDS.items()
        }
        best = max(counts, key=lambda stack: counts[stack])
        if counts[best]:
            return Chosen(best)
    if project.stack:
        return Chosen(project.stack)
    return Chosen("python", "Python, as no language was named and there is no code yet")


class Conventions:
    """Paths and commands for one plan.

    Attributes:
        stack: of the plan.
    """

    def __init__(self, stack: Stack, project: Project, goal: str) -> None:
        self.stack: Stack = stack
        self._project = project if project.stack == stack else Project(commands=project.commands)
        self._package = _package_name(goal)
        self._sources = self._project.source_files()

    def files(self, component: Component, task: TaskTemplate) -> list[str]:
        """The files of a task: existing ones where they fit, else by convention; the test last."""
        found = list(task.files.get(self.stack, ()))
        if self.stack == "other":
            return found
        source = None
        if task.module:
            source = self._existing(component, task.module) or self._source(task)
            found.append(source)
        if self._has_own_test(task):
            found.append(self._test(task, source))
        return found

    def verify(self, component: Component, task: TaskTemplate) -> str | None:
        """The command that proves a task; None where a person attests."""
        if task.attest:
            return None
        if command := task.verify.get(self.stack):
            return command
        if self.stack == "other":
            return self._project.commands.get("test")
        return self._run(self.files(component, task)[-1])

    def has(self, component: Component) -> bool:
        """Whether the repository has the component already."""
        if any(name.lower() in self._project.dependencies for name in component.present.dependencies):
            return True
        return any(fnmatchcase(path, pattern) for path in self._project.files for pattern in component.present.files)

    def home(self, component: Component) -> list[str]:
        """The existing file that a component lives in, if any."""
        found = self._existing(component, component.id.replace("-", "_"))
        return [found] if found else []

    def entry_points(self) -> list[str]:
        """The existing files that the program starts in, the first two."""
        return [path for path in self._project.entry_points if path in self._project.files][:2]

    def _has_own_test(self, task: TaskTemplate) -> bool:
        return not task.attest and self.stack not in task.verify

    def _existing(self, component: Component, module: str) -> str | None:
        names = [module, *component.names]
        for name in names:
            for path in self._sources:
                if _same(PurePosixPath(path).stem, name):
                    return path
        return None

    def _source(self, task: TaskTemplate) -> str:
        module = task.module or ""
        folder = self._project.source if self._project.exists else f"src/{self._package}"
        if self.stack == "python":
            return _joined(folder, f"{module}.py")
        folder = self._project.source if self._project.exists else "src"
        if task.view:
            return _joined(folder, f"{_pascal(module)}.tsx")
        return _joined(folder, f"{module.replace('_', '-')}.ts")

    def _test(self, task: TaskTemplate, source: str | None) -> str:
        stem = task.test or task.id.replace("-", "_")
        folder = self._project.tests or "tests"
        if folder == "beside":
            folder = str(PurePosixPath(source).parent) if source else self._project.source
        if self.stack == "python":
            return _joined(folder, f"test_{stem}.py")
        return _joined(folder, f"{stem.replace('_', '-')}.{self._mark()}.{'tsx' if task.view else 'ts'}")

    def _mark(self) -> str:
        specs = sum(".spec." in path for path in self._project.files if not path.startswith("e2e/"))
        tests = sum(".test." in path for path in self._project.files)
        return "spec" if specs > tests else "test"

    def _run(self, test: str) -> str:
        declared = self._project.commands.get("test", "")
        match self._project.framework:
            case "jest":
                return f"npx jest {test}"
            case "node:test":
                return f"node --test {test}"
            case "mocha":
                return f"npx mocha {test}"
            case "unittest":
                return f"python -m unittest {test.removesuffix('.py').replace('/', '.')}"
            case _ if self.stack == "typescript":
                return f"npx vitest run {test}"
            case _ if re.fullmatch(r"(?:\S+ ){0,4}pytest", declared):
                return f"{declared} {test}"
            case _:
                return f"python -m pytest {test}"


def _package_name(goal: str) -> str:
    """A folder name of the goal's first telling words: `news_aggregator`."""
    meaning = content(goal)
    words = [word for word in tokens(goal) if word.isalpha() and word not in GENERAL and content(word) & meaning]
    return "_".join(words[:2]) or "app"


def _joined(folder: str, name: str) -> str:
    return name if folder in {"", "."} else f"{folder}/{name}"


def _same(stem: str, name: str) -> bool:
    return stem.casefold().replace("-", "_").strip("_") == name.casefold().strip("_")


def _pascal(module: str) -> str:
    return "".join(part.capitalize() for part in module.split("_"))
