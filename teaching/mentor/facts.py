"""What a project's own documents say about a question: its statements, tasks and open work that share words with it.

Not covered: languages without spaces between words, and questions that mean the same in other words.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from teaching.documents.constitution import Constitution, governs, read_constitution
from teaching.errors import TeachingError
from teaching.learning import states
from teaching.program import teach
from teaching.repository.git import find_top
from teaching.roadmap.lessons import lesson_of
from teaching.roadmap.model import Task
from teaching.roadmap.reading import parse
from teaching.roadmap.store import NAME, read

_MOST = {"says": 4, "task": 2, "open": 3}
_LONGEST = 300
_NEAR = 0.5  # of the best one's score: what shares only a common word with the question is left out
_WORD = re.compile(r"[^\W_]{2,}")
_ENDINGS = ("ings", "ing", "ed", "es", "s", "e")
_COMMON = frozenset(
    "about after all also am an and any are as at be because been before but by can could did do does for from get "
    "had has have here how if in into is it its just like make may me mean more most much must my need no not now of "
    "on one only or our out over please say says shall should so some tell than that the their them then there these "
    "they this to up us use want was way we were what when where which who why will with work would you your".split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the project says.

    Attributes:
        kind: `says` (a statement of CLAUDE.md), `task` (of ROADMAP.md) or `open` (a TODO(human)).
        place: as path:line.
        move: what can be done about it, in markdown; may be empty.
    """

    kind: str
    place: str
    text: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found.

    Attributes:
        found: the best first, by kind.
        looked: how many of each there are.
        notes: what could not be looked into, and why.
    """

    found: tuple[Fact, ...]
    looked: Counter[str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    fact: Fact
    words: frozenset[str]
    near: bool = False  # it is about the very path that was named


def facts_of(root: Path, question: str, path: str = "") -> Facts:
    """What the project says about a question.

    Args:
        root: of the project.
        question: in a person's words.
        path: what it is about, relative to the root; "" for all of the project.
    """
    candidates, notes = _statements(root, path), list[str]()
    for more in (_tasks, _open):
        try:
            candidates += more(root, path)
        except TeachingError as error:  # an answer stands on what can be read
            notes.append(str(error))
    wanted = _words(question)
    spread = Counter(word for one in candidates for word in one.words & wanted)
    scores = [sum(math.log(1 + len(candidates) / spread[w]) for w in one.words & wanted) for one in candidates]
    least = _NEAR * max(scores, default=0.0)
    ranked = sorted(range(len(candidates)), key=lambda n: (-candidates[n].near, -scores[n], n))
    found: list[Fact] = []
    left = dict(_MOST)
    for number in ranked:
        fact = candidates[number].fact
        fits = candidates[number].near or (scores[number] > 0 and scores[number] >= least)
        if fits and left[fact.kind]:
            left[fact.kind] -= 1
            found.append(fact)
    found.sort(key=lambda fact: list(_MOST).index(fact.kind))
    return Facts(tuple(found), Counter(one.fact.kind for one in candidates), tuple(notes))


def _statements(root: Path, path: str) -> list[_Candidate]:
    constitution = _constitution(root, path)
    found: list[_Candidate] = []
    for one in constitution.statements:
        if one.kind == "comment" or (path and not governs(one.document, path)):
            continue
        words = _words(" ".join([one.plain, one.lead, *one.headings[-1:]]))
        found.append(_Candidate(Fact("says", f"{one.file}:{one.line}", _short(one.text)), words))
    return found


def _constitution(root: Path, path: str) -> Constitution:
    folder = str(PurePosixPath(path).parent) if path and not (root / path).is_dir() else path
    return read_constitution(root, find_top(root) or root, ["" if folder == "." else folder])


def _tasks(root: Path, path: str) -> list[_Candidate]:
    return [_of_task(root, task, path) for task in parse(read(root)).tasks]


def _of_task(root: Path, task: Task, path: str) -> _Candidate:
    name = task.id or task.position
    done = "done" if task.ticked else "open"
    moves = [f"`{teach('verify', name)}` proves it"] if not task.ticked else []
    if lesson := lesson_of(root, task.id):
        moves.insert(0, f"its lesson is `{lesson}`")
    fact = Fact("task", f"{NAME}:{task.line}", f"{_short(task.title)} ({name}, {done})", "; ".join(moves))
    words = _words(" ".join([task.title, task.id or "", *task.acceptance]))
    return _Candidate(fact, words, bool(path) and not task.ticked and path in task.files)


def _open(root: Path, path: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    for work in states.standing(root):
        if work.marker is None:
            continue
        place = f"{work.path}:{work.marker.line}"
        fact = Fact("open", place, _short(work.marker.text), f"`{teach('hint', place)}` helps without the answer")
        words = _words(" ".join([work.marker.text, work.symbol, work.task or ""]))
        found.append(_Candidate(fact, words, bool(path) and (work.path == path or work.path.startswith(f"{path}/"))))
    return found


def _words(text: str) -> frozenset[str]:
    """The words that tell texts apart, without what changes with number and tense."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _COMMON)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def told(facts: Sequence[Fact]) -> str:
    """The facts as a list, each with its place."""
    begins = {"says": "“{}”", "task": "task: {}", "open": "left to the learner: {}"}
    return "\n".join(
        f"- `{one.place}` {begins[one.kind].format(one.text)}{f' – {one.move}' if one.move else ''}" for one in facts
    )
