"""Fills a share of each phase from the documents, and says of every section what it gave and what it cannot give."""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from finetune.config import JSON
from finetune.examples import PHASES, Phase
from finetune.generate.documents.cores import cores, openings
from finetune.generate.documents.quizzing import missing, quizzes, replies
from finetune.generate.documents.reading import Document, read
from finetune.generate.documents.sections import Section, sections
from finetune.generate.documents.telling import Made, Mentor, answers, explanations, lists, mentor
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Kind

REPORT = "sources.json"
_SHOWN = 5
# How many words an answer of each form has.
_FORMS: Mapping[str, tuple[int, int]] = {
    "document-answer": (6, 120),
    "document-list": (15, 260),
    "document-explain": (20, 330),
    "document-check": (6, 120),
    "document-core": (15, 400),
}
# The order in which forms are taken, so that each has its part however few are wanted.
_PATTERN = (
    "document-answer", "document-check", "document-core", "document-explain", "document-answer", "document-check",
    "document-list",
)  # fmt: skip

Offer = Callable[[Kind, Candidate], bool]


def _nothing(ground: Ground, chance: Random) -> Iterator[Candidate]:
    return iter(())


def kinds() -> Mapping[tuple[str, Phase], Kind]:
    """A kind for each form in each phase; a section decides its own phase."""
    return {(form, phase): Kind(form, phase, 0, _nothing, words) for form, words in _FORMS.items() for phase in PHASES}


class Seeding:
    """What the documents of a run give.

    Attributes:
        given: how many examples of each phase came out of them.
    """

    def __init__(self, files: Sequence[Path], seed: int) -> None:
        """Reads and cuts them.

        Raises:
            BadInputError: one of them cannot seed anything.
        """
        self.documents: Sequence[Document] = read(files)
        self.sections = [section for document in self.documents for section in sections(document)]
        self._open = [openings(one) for one in self.sections]
        self.given: Counter[Phase] = Counter()
        self._wanted: Mapping[Phase, int] = {}
        self._kept: Counter[tuple[str, int, str]] = Counter()
        self._rejected: Counter[tuple[str, int]] = Counter()
        self._chance = Random(f"{seed} documents")

    def fill(self, wanted: Mapping[Phase, int], offer: Offer) -> Mapping[Phase, int]:
        """Offers candidates until each phase has as many as it wants, or nothing is left.

        Args:
            offer: takes a candidate, or rejects it.
        """
        self._wanted, speaker, known = wanted, mentor(self._chance), kinds()
        decks = {phase: self._decks(speaker, phase) for phase in PHASES}
        for phase in PHASES:
            for form, section, make in _turns(decks[phase]):
                if self.given[phase] >= wanted.get(phase, 0):
                    break
                if offer(known[form, phase], make()):
                    self.given[phase] += 1
                    self._kept[section.document.name, section.line, form] += 1
                else:
                    self._rejected[section.document.name, section.line] += 1
        return self.given

    def _decks(self, speaker: Mentor, phase: Phase) -> Mapping[str, Iterator[tuple[Section, Made]]]:
        inside = [one for one in self.sections if one.phase == phase and one.title]
        self._chance.shuffle(inside)
        words = {
            document.name: sorted({word for one in self.sections if one.document is document for word in _gaps(one)})
            for document in self.documents
        }
        opened = {(one.document.name, one.line): found for one, found in zip(self.sections, self._open, strict=True)}
        return {
            "document-answer": _rounds(inside, lambda one: answers(speaker, one)),
            "document-list": _rounds(inside, lambda one: lists(speaker, one)),
            "document-explain": _rounds(inside, lambda one: explanations(speaker, one)),
            "document-check": _rounds(
                inside,
                lambda one: _alternately(quizzes(speaker, one), replies(speaker, one, words[one.document.name])),
            ),
            "document-core": _rounds(inside, lambda one: cores(speaker, one, opened[one.document.name, one.line])),
        }

    def report(self, folder: Path) -> None:
        """Writes down, section by section, what was given and what cannot be."""
        rows: list[JSON] = []
        for one in self.sections:
            forms: dict[str, JSON] = {
                form: count
                for (name, line, form), count in sorted(self._kept.items())
                if (name, line) == (one.document.name, one.line)
            }
            rows.append(
                {
                    "document": one.document.name, "line": one.line, "title": one.title, "phase": one.phase,
                    "digest": one.digest, "sentences": len(one.said), "kept": forms,
                    "rejected": self._rejected[one.document.name, one.line], "cannot": list[JSON](one.cannot),
                }
            )  # fmt: skip
        documents: list[JSON] = [
            {"name": one.name, "cited_as": one.shown, "sha256": one.digest} for one in self.documents
        ]
        phases: dict[str, JSON] = {
            phase: {"wanted": self._wanted.get(phase, 0), "given": self.given[phase]} for phase in PHASES
        }
        whole: dict[str, JSON] = {"documents": documents, "phases": phases, "sections": rows}
        (folder / REPORT).write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def words(self) -> list[str]:
        """What a person is told: a line for each document, and one for each phase that got less than its share."""
        told: list[str] = []
        for document in self.documents:
            own = [one for one in self.sections if one.document is document]
            count = sum(count for (name, _, _), count in self._kept.items() if name == document.name)
            dry = [
                str(one.line)
                for one in own
                if not any((document.name, one.line, form) in self._kept for form in _FORMS)
            ]
            nothing = f", none of line {', '.join(dry[:_SHOWN])}{' …' if len(dry) > _SHOWN else ''}" if dry else ""
            told.append(f"{document.name}: {count} examples of {len(own)} sections{nothing}")
        short = [
            f"{phase} {self.given[phase]} of {count}"
            for phase, count in self._wanted.items()
            if self.given[phase] < count
        ]
        if short:
            told.append(f"the documents have less than their share: {', '.join(short)}; {REPORT} says why, by section")
        return told


def shares(quotas: Mapping[Phase, int], share: float) -> dict[Phase, int]:
    """How many examples of each phase are wanted of the documents."""
    return {phase: int(count * share) for phase, count in quotas.items()}


def lessened(quotas: Mapping[str, int], kinds: Sequence[Kind], given: Mapping[Phase, int]) -> dict[str, int]:
    """What is left to the built-in kinds once documents gave some of each phase, in the same proportions."""
    found = dict(quotas)
    for phase, count in given.items():
        names = [kind.name for kind in kinds if kind.phase == phase]
        whole = sum(quotas[name] for name in names)
        left = whole - count
        for name in names:
            found[name] = quotas[name] * left // whole if whole else 0
        by_rest = sorted(names, key=lambda name: (-(quotas[name] * left % whole if whole else 0), name))
        for name in by_rest[: left - sum(found[name] for name in names)]:
            found[name] += 1
    return found


def _gaps(section: Section) -> Iterator[str]:
    return (word for one in section.said if (word := missing(section, one)))


def _rounds(inside: Sequence[Section], of: Callable[[Section], Iterator[Made]]) -> Iterator[tuple[Section, Made]]:
    """One of each section, then another of each, until all have given what they have."""
    waiting = deque((section, of(section)) for section in inside)
    while waiting:
        section, rest = waiting.popleft()
        make = next(rest, None)
        if make is not None:
            yield section, make
            waiting.append((section, rest))


def _turns(decks: Mapping[str, Iterator[tuple[Section, Made]]]) -> Iterator[tuple[str, Section, Made]]:
    idle, number = 0, 0
    while idle < len(_PATTERN):
        form = _PATTERN[number % len(_PATTERN)]
        number += 1
        found = next(decks[form], None)
        idle = 0 if found else idle + 1
        if found:
            yield form, *found


def _alternately(first: Iterator[Made], second: Iterator[Made]) -> Iterator[Made]:
    for one in first:
        yield one
        other = next(second, None)
        if other is not None:
            yield other
    yield from second
