"""The form of a catalogue entry: which prose it recognises, how it decides, what it says, and its proof.

An entry is data plus at most one small function. Its examples are run by the tests: each failing one must yield
facts on exactly the lines it names, each passing one none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from teaching.contracts.review import Severity, Tier
from teaching.review.prose import Phrase
from teaching.review.source import Language, SourceFile

Value = int | str | tuple[str, ...]
Params = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a check saw: `text` is one plain sentence without judgement, lines are 1-based.

    Attributes:
        shown: what to show in place of the source line where that would repeat something that must not be
            spread (a secret); empty means the source line itself.
        excess: by how many lines a thing is too long. A change that added fewer did not make it so, and is
            not blamed for it.
        first: where the thing that is too long begins, if that is not `line`.
    """

    line: int
    end_line: int
    text: str
    shown: str = ""
    excess: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter that the prose may give: a number, a name, or several names.

    Attributes:
        kind: `number` is an int, `name` one word, `names` a tuple of words.
        default: used where the prose gives none; None makes the rule `needs-answer` with `ask`.
        ask: the question to the author when the value is missing.
        role: `limit` values of two rules of one scope contradict each other when they differ.
        choices: the only values it can have, in whichever spelling of case and word breaks; empty means any.
    """

    name: str
    kind: Literal["number", "name", "names"]
    default: Value | None = None
    ask: str = ""
    role: Literal["limit", "detail"] = "detail"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands in the code of a value that the prose did not give: shown beside the question, never guessed from.

    Attributes:
        seen: candidates in one file, each as often as it stands there; for a number the sizes of what it limits.
        said: of sizes what is said of them, with `{most}` and `{usual}`, the size that 9 in 10 do not exceed.
    """

    seen: Callable[[SourceFile], Iterable[str | int]]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Why it matters, one question that leads there, and a hint: never the solution, never a patch."""

    why: str
    question: str
    hint: str


@dataclass(frozen=True, slots=True)
class Example:
    """Code with the 1-based lines on which the check must speak; none for a passing example."""

    language: Language
    code: str
    lines: tuple[int, ...] = ()
    params: Params = field(default_factory=dict[str, Value])
    path: str = ""


@dataclass(frozen=True, slots=True)
class Syntax:
    """Decided by a function over one file's tree."""

    find: Callable[[SourceFile, Params], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class Ruff:
    """Decided by ruff (Python only).

    Attributes:
        codes: the rule codes.
        options: ruff configuration keys, each with the slot whose value it takes, or a constant.
        keep: a filter on ruff's message, for codes that are wider than the rule.
        skip_tests: whether tests are exempt.
    """

    codes: tuple[str, ...]
    options: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    keep: Callable[[str], bool] | None = None
    skip_tests: bool = False


@dataclass(frozen=True, slots=True)
class Oxlint:
    """Decided by oxlint (the `web` extra), for rules that the syntax functions do not cover."""

    rules: tuple[str, ...]


class ProjectView(Protocol):
    """What a check over the whole project may ask; paths are posix and relative to the reviewed root."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the project that is there, in or out of scope, sorted."""
        ...

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        """The source files in scope."""
        ...

    @property
    def files(self) -> tuple[str, ...]:
        """Every file in scope that the rule governs, source code or not, sorted."""
        ...

    @property
    def changed(self) -> frozenset[str]:
        """The files that the change under review touches; empty where the scope is no change but a whole tree."""
        ...

    @property
    def commits(self) -> tuple[tuple[str, str], ...]:
        """Short id and whole message of each commit in scope, merges left out, newest first."""
        ...

    @property
    def branch(self) -> str:
        """The branch that is checked out; empty outside git and on no branch."""
        ...

    def read(self, path: str) -> str | None:
        """The text of a file of the project (at most 1 MB) on the reviewed side; None where it cannot be read."""
        ...

    def size(self, path: str) -> int | None:
        """The size of a file in bytes; None where it is not there."""
        ...

    def before(self, path: str) -> str | None:
        """The text of a changed file before the change, by its name now; None for a new or an unreadable one."""
        ...


@dataclass(frozen=True, slots=True)
class Project:
    """Decided over the project: yields (path, fact) where a commit's path is `commit:<short id>`.

    The path of a fact about the branch is `branch:<name>`.

    A fact about a file counts where that file is in scope and the rule governs it, source code or not.

    Attributes:
        commits: whether it speaks of commits, so that it runs even where no source file is in scope.
    """

    find: Callable[[ProjectView, Params], Iterable[tuple[str, Fact]]]
    commits: bool = False


Engine = Syntax | Ruff | Oxlint | Project


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of the catalogue.

    Attributes:
        name: kebab-case; what `<!-- check: name -->` and findings cite.
        title: what it looks for, completing "looks for …".
        engines: one per group of languages.
        phrases: the prose that states this rule.
        cues: lower-case substrings; a sentence without any of them is not offered.
        vague: wordings that state the rule without its number or name: they ask for it.
        reads: sentences that must be recognised, each with the values that must be read from it.
        ignores: sentences that sound alike and must not be recognised.
        baseline: the sentence cited when it runs without any rule of the project; empty if it never does.
        baseline_params: slot values of the baseline.
        severity: of the baseline finding; a project's rule takes it from its own wording.
        skip_tests: whether tests are exempt unless the prose says otherwise.
        evidence: by slot, what the code shows where the prose is silent.
    """

    name: str
    title: str
    languages: frozenset[Language]
    engines: tuple[Engine, ...]
    words: Words
    examples: tuple[Example, ...]
    phrases: tuple[Phrase, ...] = ()
    cues: tuple[str, ...] = ()
    vague: tuple[Phrase, ...] = ()
    reads: tuple[tuple[str, Params], ...] = ()
    ignores: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    tier: Tier = "proved"
    cwe: tuple[int, ...] = ()
    baseline: str = ""
    baseline_params: Params = field(default_factory=dict[str, Value])
    severity: Severity = "should"
    skip_tests: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict[str, Evidence])
