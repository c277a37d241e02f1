"""Judges a plan that was drafted as a roadmap: each problem names its line, the fact and what to mend."""

import graphlib
import re
from collections.abc import Callable
from functools import cached_property

from teaching.contracts.plan import Judgement, Problem
from teaching.documents.command_kinds import is_command
from teaching.documents.markdown import parse as parse_markdown
from teaching.documents.sentences import code_spans
from teaching.errors import BadInputError
from teaching.planning.criteria import vagueness
from teaching.planning.drafts import text_of
from teaching.planning.project import Project
from teaching.planning.solutions import body_lines, gives_away
from teaching.repository.files import refusal
from teaching.roadmap.model import Roadmap, Task, decoded, folded, slug
from teaching.roadmap.reading import parse

MAX_DRAFT = 200_000
MAX_TASKS = 40
_MANY_TASKS = 25
_MANY_CRITERIA = 7
_MANY_FILES = 8
_SITTING = 120
_SIZE = re.compile(
    r"(?:^|\bsize|\bestimate|\btime|\()\W{0,4}(?:~|about )?(?P<number>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?)\b",
    re.IGNORECASE,
)
_MINUTES = {"m": 1, "h": 60, "d": 480}
_ATTEST = re.compile(r"^[*_`]*attest(?:ed|ation)?[*_`]*\s*:\s*[*_`]*\s*(?P<reason>\S.*)", re.IGNORECASE)
_BY_HAND = re.compile(r"^[*_`]*(?:by[ -]hand|write)\b|todo\(human\)", re.IGNORECASE)
_PHASE = re.compile(r"^(?:phase|sprint|milestone|stage|iteration|week)\b\s*\d", re.IGNORECASE)
_QUESTIONS = re.compile(r"\bquestions?\b", re.IGNORECASE)
_NON_GOALS = re.compile(r"\bnon[- ]?goals?\b|\bout of scope\b|\bnot planned\b", re.IGNORECASE)
_SHELL = re.compile(r"&&|\|\||[;|<>`]|\$\(|\s&\s*$")
_SET_UP = re.compile(
    r"\b(?:set ?up|initiali[sz]e|bootstrap|scaffold|create)\b.{0,20}\b(?:project|repository|repo|pytest|vitest|jest)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"^[\w.@-]+(?:/[\w.@\[\]-]+)*\.\w{1,6}$")
_SELECTOR = re.compile(r"[/\\]|::|\s-k\s|\s-t\s|\.(?:py|ts|tsx|js|go|rs)\b|--grep|-run\b|--tests?\b")
_JOINED = re.compile(r"\b(?:and|then|plus)\b|&|;")


def judge(draft: str, project: Project | None = None, existing: Roadmap | bytes | None = None) -> Judgement:
    """Judge a draft.

    Args:
        draft: markdown in the form of a roadmap.
        project: the repository that it is for.
        existing: the roadmap that it would be merged into.

    Raises:
        BadInputError: the draft is empty, or too long to be a plan.
    """
    if not draft.strip():
        raise BadInputError("the draft is empty: pass phases as headings and tasks as `- [ ] Title`")
    if len(draft) > MAX_DRAFT:
        raise BadInputError(f"the draft has {len(draft):,} characters, not {MAX_DRAFT:,} at most: plan the first part")
    before = parse(existing) if isinstance(existing, bytes) else existing
    return _Judge(draft, project or Project(), before).judge()


_SOME_CODE = 3  # source files: from here on a plan that names none has not looked


class _Judge:
    def __init__(self, draft: str, project: Project, existing: Roadmap | None) -> None:
        self.draft = text_of(draft)
        self.project = project
        self.roadmap = parse(self.draft)
        self.existing = existing
        self.tasks = self.roadmap.tasks
        self.errors: list[Problem] = []
        self.advice: list[Problem] = []

    def judge(self) -> Judgement:
        if not self.tasks:
            self._error(0, "no-tasks", "it has no task", "write each task as `- [ ] Title` under a phase heading")
        for task in self.tasks:
            if not task.tasks:
                self._proof(task)
                self._criteria(task)
            self._size(task)
            self._files(task)
        checks: tuple[Callable[[], None], ...] = (
            self._names,
            self._order,
            self._uses,
            self._phases,
            self._solutions,
            self._existing_code,
            self._whole,
        )
        for check in checks:
            check()
        return Judgement(
            accepted=not self.errors,
            tasks=len(self.tasks),
            errors=sorted(self.errors, key=_by_line),
            advice=sorted(self.advice, key=_by_line),
        )

    def _error(self, line: int, rule: str, fact: str, mend: str) -> None:
        self.errors.append(Problem(line=line, rule=rule, fact=fact, mend=mend))

    def _advise(self, line: int, rule: str, fact: str, mend: str) -> None:
        self.advice.append(Problem(line=line, rule=rule, fact=fact, mend=mend))

    def _proof(self, task: Task) -> None:
        if not task.verify:
            if not any(_ATTEST.match(note) for note in task.notes):
                mend = "add `verify: COMMAND` with the task's own tests, or `attest: what a person looks at`"
                self._error(task.line, "unproven", f"{_named(task)} says nothing about how it is verified", mend)
            return
        for command in task.verify:
            if not is_command(command):
                mend = "write the command that runs its tests; what a person has to look at goes to `attest:`"
                self._error(task.line, "no-command", f"{_named(task)}: {command!r} is no command", mend)
            elif _SHELL.search(command):
                mend = "write one `verify:` line for each command"
                self._error(task.line, "needs-shell", f"{_named(task)}: {command!r} needs a shell; none is used", mend)
            elif not _SELECTOR.search(command):
                mend = "name the test file of this task, so that its proof is its own"
                self._advise(task.line, "whole-suite", f"{_named(task)}: {command!r} runs everything", mend)

    def _criteria(self, task: Task) -> None:
        if not task.acceptance:
            mend = "add `Acceptance:` lines, each something that a test or a look can decide"
            self._error(task.line, "no-criteria", f"{_named(task)} has no acceptance criterion", mend)
        for text in task.acceptance:
            if words := vagueness(text):
                mend = "say input and result, a number, or what is refused and how"
                self._error(task.line, "vague", f"{_named(task)}: “{_short(text)}” cannot be checked ({words})", mend)

    def _size(self, task: Task) -> None:
        minutes = _minutes(task)
        if minutes and minutes > _SITTING:
            mend = "cut it into tasks of at most 120 minutes, each with its own proof"
            self._error(task.line, "too-big", f"{_named(task)} takes {minutes} minutes", mend)
        if len(task.acceptance) > _MANY_CRITERIA:
            mend = "it is probably two tasks"
            self._advise(task.line, "too-big", f"{_named(task)} has {len(task.acceptance)} criteria", mend)
        elif len(task.files) > _MANY_FILES:
            mend = "cut it along its files"
            self._advise(task.line, "too-big", f"{_named(task)} names {len(task.files)} files", mend)
        elif len(_JOINED.findall(task.title)) >= 2:
            self._advise(task.line, "too-big", f"{_named(task)} joins several things", "make each a task of its own")

    def _files(self, task: Task) -> None:
        for path in task.files:
            if reason := refusal(path.rstrip("/")):
                self._error(
                    task.line, "bad-path", f"{_named(task)}: {path} is {reason}", "name a path inside the project"
                )
            elif self.project.exists and path not in self.project.files and (near := self._near(path)):
                mend = f"did you mean {near}? Name the existing file, or say that it is new"
                self._advise(task.line, "file-moved", f"{_named(task)}: there is no {path}", mend)

    def _near(self, path: str) -> str | None:
        """An existing file of the same name in another folder, where the path's own folder is not there."""
        folder, _, name = path.rpartition("/")
        if any(other.startswith(f"{folder}/") for other in self.project.files) or not folder:
            return None
        same = sorted(other for other in self.project.files if other.rpartition("/")[2] == name)
        return same[0] if len(same) == 1 else None

    def _names(self) -> None:
        self._doubles("title", {task.line: folded(task.title) for task in self.tasks})
        self._doubles("id", {task.line: task.id or "" for task in self.tasks})
        for task in self.tasks:
            other = self._known_id(task.id)
            if other and folded(other.title) != folded(task.title):
                fact = f"the id {task.id} belongs to {other.title!r} in the roadmap"
                self._error(task.line, "id-taken", fact, "choose another id, or keep that title")
            if task.ticked and not (other and other.ticked):
                self._advise(task.line, "ticked", f"{_named(task)} is ticked in a draft", "the tick is not taken over")

    def _doubles(self, what: str, names: dict[int, str]) -> None:
        seen: dict[str, int] = {}
        for line, name in names.items():
            if name in seen:
                fact = f"it has the {what} of the task in line {seen[name]}, {name!r}"
                self._error(line, f"duplicate-{what}", fact, f"give it a {what} of its own")
            elif name:
                seen[name] = line

    def _known_id(self, name: str | None) -> Task | None:
        if not name or self.existing is None:
            return None
        return next((task for task in self.existing.tasks if task.id == name), None)

    @cached_property
    def _by_name(self) -> dict[str, Task]:
        found: dict[str, Task] = {}
        for task in self.tasks:
            for name in (task.id, folded(task.title), slug(task.title), task.position):
                if name:
                    found.setdefault(name, task)
        return found

    def _order(self) -> None:
        graph: dict[int, set[int]] = {}
        elsewhere = {
            name
            for task in (self.existing.tasks if self.existing else [])
            for name in (task.id, folded(task.title), slug(task.title))
        }
        for task in self.tasks:
            for name in task.depends:
                other = self._by_name.get(name) or self._by_name.get(folded(name))
                if other is None:
                    if name not in elsewhere and folded(name) not in elsewhere:
                        fact = f"{_named(task)} depends on {name!r}, which no task is called"
                        self._error(task.line, "unknown-dependency", fact, "name the id of a task, or add that task")
                    continue
                graph.setdefault(task.line, set()).add(other.line)
        if circle := _circle(graph):
            lines = " → ".join(map(str, circle))
            fact = f"the tasks in lines {lines} depend on each other in a circle"
            self._error(circle[0], "cycle", fact, "take out one of these dependencies")
            return
        for line, others in graph.items():
            for other in sorted(others):
                if other > line:
                    fact = f"it depends on the task in line {other}, which comes later"
                    self._error(line, "order", fact, "move it behind what it depends on")

    def _uses(self) -> None:
        """Files that a task speaks of before the task that makes them."""
        makers: dict[str, int] = {}
        for task in self.tasks:
            for path in task.files:
                makers.setdefault(path, task.line)
        for task in self.tasks:
            for path in sorted(_paths_in(task)):
                maker = makers.get(path)
                if maker and maker > task.line and path not in self.project.files:
                    fact = f"{_named(task)} uses {path}, which the task in line {maker} makes"
                    self._error(task.line, "order", fact, "move it behind that task, or make the file here")

    def _phases(self) -> None:
        for phase in self.roadmap.phases:
            empty = not phase.tasks and not any(inner.parent is phase and inner.tasks for inner in self.roadmap.phases)
            if empty and _PHASE.match(phase.title):
                self._error(phase.line, "empty-phase", f"{phase.title!r} has no task", "add its tasks, or take it out")

    def _solutions(self) -> None:
        for block in parse_markdown(self.draft).blocks:
            if block.kind == "fence":
                language = block.info.split()[0].strip("{}.") if block.info else ""
                count = body_lines(block.text, language)
                if count:
                    fact = f"a code block does {count} lines of the work"
                    mend = "keep signatures, types and commands; say what the body has to do as acceptance criteria"
                    self._error(block.first, "solution", fact, mend)
                continue
            for span in code_spans(block.text):
                code = block.text[span.start : span.end]
                if gives_away(code):
                    line = block.first + block.text[: span.start].count("\n")
                    mend = "name the function and what it must do; the student writes the statement"
                    self._error(line, "solution", f"{_short(code)} is the solution", mend)

    def _existing_code(self) -> None:
        if not self.project.exists:
            return
        named = {path.rstrip("/") for task in self.tasks for path in (*task.files, *_paths_in(task))}
        folders = {path.rpartition("/")[0] for path in self.project.files} - {""}
        if self.tasks and not named & (self.project.files | folders):
            modules = [module.path for module in self.project.modules] or self.project.source_files()
            fact = "no task names an existing file, although there is code"
            mend = f"say in `files:` what each task changes; there are {', '.join(modules[:5])}"
            # Beside a file or two a whole plan may be new.
            report = self._error if len(self.project.source_files()) >= _SOME_CODE else self._advise
            report(0, "ignores-code", fact, mend)
        if self.project.has_tests:
            for task in self.tasks:
                if _SET_UP.search(task.title):
                    fact = f"{_named(task)} sets up what is there"
                    self._advise(task.line, "set-up", fact, "take it out: the project has code and tests already")

    def _whole(self) -> None:
        count = len(self.tasks)
        if count > MAX_TASKS:
            mend = "plan the first part, and the rest when it stands"
            self._error(0, "too-many", f"it has {count} tasks, more than {MAX_TASKS}", mend)
        elif count > _MANY_TASKS:
            self._advise(0, "too-many", f"it has {count} tasks", "a plan of up to 25 is still read to its end")
        for problem in self.roadmap.unclosed:
            fact = f"line {problem.lines[0]} opens {problem.text}, which hides the rest"
            self._error(problem.lines[0], problem.kind, fact, "close it")
        headings = [phase.title for phase in self.roadmap.phases]
        for rule, pattern, mend in (
            ("questions", _QUESTIONS, "add `## Questions`: two or three decisions, each with a default and why"),
            ("non-goals", _NON_GOALS, "add `## Non-goals`: what a reader could expect and will not get"),
        ):
            if not any(pattern.search(title) for title in headings) and not pattern.search(self._prose):
                self._advise(0, rule, f"it states no {rule}", mend)
        if self.tasks and not any(_minutes(task) for task in self.tasks):
            self._advise(0, "sizes", "no task says how long it takes", "add `size: N min`, at most 120")
        if self.tasks and not any(_BY_HAND.search(note) for task in self.tasks for note in task.notes):
            mend = "add `by hand: …` to the tasks whose core the student writes"
            self._advise(0, "by-hand", "no task says what the student writes", mend)

    @cached_property
    def _prose(self) -> str:
        """The lines outside of tasks."""
        taken = {index for task in self.tasks for index in range(task.line - 1, task.end)}
        return "\n".join(decoded(line) for index, line in enumerate(self.roadmap.lines) if index not in taken)


def _by_line(problem: Problem) -> tuple[int, str]:
    return problem.line, problem.rule


def _named(task: Task) -> str:
    return f"“{_short(task.title)}”"


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def _minutes(task: Task) -> int | None:
    """The largest size that a task states, in minutes."""
    found = [match for text in (*task.notes, task.title) if (match := _SIZE.search(text))]
    sizes = [round(float(match["number"]) * _MINUTES[match["unit"][0].lower()]) for match in found]
    return max(sizes, default=None)


def _paths_in(task: Task) -> set[str]:
    """Paths in code within the words of a task, its own files left out."""
    found: set[str] = set()
    for text in (task.title, *task.acceptance, *task.notes):
        for span in code_spans(text):
            code = text[span.start : span.end].strip("`").strip()
            if _PATH.match(code) and "/" in code:
                found.add(code)
    return found - set(task.files)


def _circle(graph: dict[int, set[int]]) -> list[int]:
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []
