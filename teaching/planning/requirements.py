"""Requirements from a call or a file, and which tasks meet each of them.

Not covered: requirements in tables and pictures; sentences without "must", "should" and their kin outside of lists.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.components.model import Component
from teaching.contracts.plan import PlannedTask, TracedRequirement
from teaching.documents.markdown import Block, normalise, parse
from teaching.documents.sentences import fold, plain, split_sentences
from teaching.errors import BadInputError
from teaching.planning.quantities import quantities
from teaching.planning.words import Words, content
from teaching.repository.files import Root, Unreadable

MAX_REQUIREMENTS = 100
_MAX_LENGTH = 300
_ASKS = re.compile(
    r"\b(?:must|shall|should|needs? to|has to|have to|can|will|wants?|as an? .+ i want)\b", re.IGNORECASE
)
_OUT = re.compile(r"\b(?:out of scope|non[- ]?goals?|not in scope|excluded|won't have)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:background|glossary|context|introduction|references|questions?|authors?)\b", re.IGNORECASE)
_SUBORDINATE = frozenset("which that who so but if when as or because where until while each".split())
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """One requirement and where it stands."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """A requirements file that was read.

    Attributes:
        title: its first heading, "" without one.
        non_goals: what it says is out of scope.
        cut: how many requirements were left out because there are too many.
    """

    title: str
    wishes: tuple[Wish, ...]
    non_goals: tuple[str, ...]
    cut: int = 0


def read_source(root: Root, path: str) -> Source:
    """Read a requirements file beneath the root, markdown or text.

    Raises:
        BadInputError: it cannot be read, or holds no requirement.
    """
    try:
        text = root.read(path).decode("utf-8")
    except Unreadable as error:
        raise BadInputError(f"{path} cannot be read ({error.reason}): pass a text file inside the project") from error
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{path} is not UTF-8 text: save it as UTF-8, or pass the requirements themselves"
        ) from error
    title, wishes, non_goals = "", list[Wish](), list[str]()
    for block in parse(normalise(text)).blocks:
        if block.kind == "heading" and not title:
            title = plain(block.text)
        elif block.kind in ("item", "paragraph"):
            heading = " / ".join(block.headings)
            if _OUT.search(heading):
                non_goals.append(_short(plain(fold(block.text))))
            elif not _ASIDE.search(heading):
                wishes += _wishes_of(block, path)
    if not wishes:
        raise BadInputError(f"{path} states no requirement: write each as a list item, or as a sentence with must")
    return Source(title, tuple(wishes[:MAX_REQUIREMENTS]), tuple(non_goals), max(0, len(wishes) - MAX_REQUIREMENTS))


def _wishes_of(block: Block, path: str) -> Iterable[Wish]:
    source = f"{path}:{block.first}"
    if block.kind == "item":
        text = _short(plain(fold(block.text)))
        if len(text.split()) > 1 and not text.endswith(":"):
            yield Wish(text, source)
        return
    for span in split_sentences(block.text):
        sentence = plain(fold(block.text[span.start : span.end]))
        if _ASKS.search(sentence):
            yield Wish(_short(sentence), f"{path}:{block.first + block.text[: span.start].count(chr(10))}")


def _short(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else text[: _MAX_LENGTH - 1] + "…"


def given(requirements: Sequence[str]) -> list[Wish]:
    """Requirements of a call; a list in one sentence is taken apart."""
    found: list[Wish] = []
    for number, text in enumerate(requirements, 1):
        found += [Wish(_short(part), f"requirement {number}") for part in _parts(fold(text))]
    return found


def _parts(text: str) -> list[str]:
    if not text:
        return []
    clauses = [part.strip() for part in text.split(";") if part.strip()]
    parts: list[str] = []
    for clause in clauses:
        pieces = [piece.strip().removeprefix("and ").strip() for piece in clause.split(", ")]
        words = [piece.split() for piece in pieces]
        is_list = 2 <= len(pieces) <= 6 and all(len(piece) >= 2 for piece in words)
        plain_list = is_list and not any(piece[0].lower() in _SUBORDINATE for piece in words[1:])
        parts += pieces if plain_list else [clause]
    return parts


class Tracer:
    """Finds the tasks that meet a requirement."""

    def __init__(self, active: Mapping[str, Component], tasks: Sequence[PlannedTask]) -> None:
        self._active = active
        self._tasks = tasks
        self._stems = {
            task.id: content(" ".join([task.title, task.why, task.by_hand, *task.acceptance])) for task in tasks
        }

    def trace(self, wish: Wish, number: int, settled: bool) -> TracedRequirement:
        """The tasks of one requirement, or a question about it.

        Args:
            settled: it is met by how the plan is made, such as its language.
        """
        wanted = content(wish.text)
        named = self._named(wish.text)
        own = [task for task in self._tasks if task.component in named]
        scored = sorted(own, key=lambda task: -len(wanted & self._stems[task.id]))
        hit = [task for task in scored if wanted & self._stems[task.id]] or own
        if not named:
            hit = [task for task in self._tasks if len(wanted & self._stems[task.id]) >= 3]
        if not hit and settled:
            hit = [task for task in self._tasks[:1]]
        ids = {task.id for task in hit[:_SHOWN]}
        ordered = [task.id for task in self._tasks if task.id in ids]
        question = None
        if not ordered:
            question = (
                f"requirement-{number}: by what would you see that “{wish.text}” is met? Until then it is left out."
            )
        return TracedRequirement(text=wish.text, source=wish.source, tasks=ordered, question=question)

    def _named(self, text: str) -> set[str]:
        words, counted = Words(text), quantities(text)
        found: set[str] = set()
        for component in self._active.values():
            hits = words.find_all([*component.recognise, *component.hints], component.unless)
            nouns = [
                noun for item in (*component.parameters.values(), *component.rates.values()) for noun in item.nouns
            ]
            if any(not hit.negated for hit in hits) or any(item.counts(nouns) for item in counted):
                found.add(component.id)
        return found
