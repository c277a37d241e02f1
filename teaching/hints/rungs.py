"""The words of each rung for a marker, from the fullest to the leanest; the checks take the first that holds.

Nothing here is taken from an exemplar but its structure, the names of its parameters and those of its tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teaching.contracts.exercises import Doc
from teaching.hints.bank import Concept, recognised
from teaching.hints.model import MarkerGoal
from teaching.hints.skeleton import generic, skeletons
from teaching.hints.structure import Structure, structure_of
from teaching.markers.bodies import body_of_symbol
from teaching.markers.functions import LANGUAGES, language_of

_MOST_CONCEPTS = 4
_LAST_QUESTION = "For the simplest case, what goes in, what has to come out, and which step lies between?"


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rungs of one marker stand on.

    Attributes:
        aim: what is to be done, in the words of the marker.
        known: the structure of the solution, None where there is no exemplar.
        seen: the structure of what the learner has, of which only the head counts here.
        tests: names of tests that are red until it is done.
    """

    goal: MarkerGoal
    name: str
    aim: str
    hints: tuple[str, ...]
    language: str
    known: Structure | None
    seen: Structure | None
    concepts: tuple[Concept, ...]
    docs: tuple[Doc, ...]
    tests: tuple[str, ...]
    test_file: str


def ground_of(goal: MarkerGoal) -> Ground:
    """What can be said of a marker."""
    work, exemplar = goal.work, goal.exemplar
    language = exemplar.language if exemplar is not None else language_of(work.path)
    known = structure_of(exemplar.text, language, exemplar.core) if exemplar is not None and exemplar.symbol else None
    seen = _seen(goal, language)
    marker = work.marker
    aim = marker.text if marker is not None else exemplar.marker if exemplar is not None else ""
    hints = marker.hints if marker is not None else exemplar.hints if exemplar is not None else ()
    texts = {aim: 2, work.symbol: 1, " ".join(hints): 1}
    found = recognised(known.calls if known else (), known.traits if known else (), texts)
    listed = exemplar.tests if exemplar is not None else work.exercise.tests if work.exercise is not None else ()
    return Ground(
        goal=goal,
        name=work.symbol.rpartition(".")[2] or work.path.rpartition("/")[2],
        aim=aim.rstrip("."),
        hints=tuple(hints),
        language=language,
        known=known,
        seen=seen,
        concepts=tuple(found[:_MOST_CONCEPTS]),
        docs=exemplar.docs if exemplar is not None else (),
        tests=tuple(name for test in listed if (name := _test_name(test))),
        test_file=next((test.partition("::")[0].partition(" > ")[0] for test in listed), ""),
    )


def _seen(goal: MarkerGoal, language: str) -> Structure | None:
    """The structure of the function as the learner has it."""
    work = goal.work
    if not work.symbol or body_of_symbol(goal.source, work.path, work.symbol) is None:
        return None
    name = work.symbol.rpartition(".")[2]
    return structure_of(goal.source, language, name=name)


def _test_name(test: str) -> str:
    """The name without its file; "" for a whole file, as the tasks of a curriculum list them."""
    name = test.rpartition("::")[2] if "::" in test else test.rpartition(" > ")[2]
    return "" if name == test and language_of(test) in LANGUAGES else name


def candidates(ground: Ground, rung: int) -> Iterator[str]:
    """The texts of a rung, the fullest first."""
    return (_questions, _concept_texts, _places, _pseudo_code)[rung - 1](ground)


def _questions(ground: Ground) -> Iterator[str]:
    yield from (concept.question for concept in ground.concepts)
    if ground.tests:
        yield f"What does the test “{_short(ground.tests[0])}” put in, and what does it want to come out?"
    yield _LAST_QUESTION


def _concept_texts(ground: Ground) -> Iterator[str]:
    for concept in ground.concepts:
        for hint in (ground.hints[:1], ()):
            pages = [concept.doc(ground.language)] if not ground.docs else list(ground.docs[:2])
            said = [f"This is about: {concept.id}. {concept.concept}", _pages(pages)]
            said += [f"The marker says: {_ended(one)}" for one in hint]
            said.append(f"Put into one sentence of your own what this means for `{ground.name}`.")
            yield "\n\n".join(said)
    page = ground.docs[0] if ground.docs else ground.concepts[0].doc(ground.language)
    yield f"{_pages([page])}\n\nWhich part of that page does `{ground.name}` need?"


def _pages(pages: Sequence[Doc]) -> str:
    return "\n".join(f"Read: {page.explains}, {page.url}" for page in pages)


def _places(ground: Ground) -> Iterator[str]:
    work = ground.goal.work
    body = work.body
    where = f"`{work.path}`" if body is None else f"`{work.path}:{body.start}`"
    if body is not None and body.end > body.start:
        where = f"`{work.path}:{body.start}-{body.end}`"
    what = f"the body of `{work.symbol}`" if work.symbol else "the lines behind the marker"
    begin = f"The place is {where}, {what}. Nothing else has to change."
    if ground.aim:
        begin += f" It has to do this: {ground.aim}."
    shape = _shape(ground)
    tests = _tests(ground)
    rest = [f"The marker also says: {_ended(one)}" for one in ground.hints[1:2]]
    end = "Write the first line that you are sure of, and run that test again."
    for parts in ([begin, shape, tests, *rest, end], [begin, shape, tests, end], [begin, tests, end], [begin, end]):
        yield "\n\n".join(part for part in parts if part)


def _shape(ground: Ground) -> str:
    head = ground.known or ground.seen
    if head is None:
        return ""
    taken = ", ".join(f"`{name}`" for name in head.parameters)
    given = f"gives back `{head.returns}`" if head.returns not in {"", "None", "void"} else ""
    if not given and head.returns:
        given = "gives nothing back, so what counts is what it changes or refuses"
    if not taken:
        return f"It takes nothing but its own object, and {given}." if given else ""
    return f"It works on {taken}, and {given}." if given else f"It works on {taken}."


def _tests(ground: Ground) -> str:
    asked = "Which of its lines says what goes in, and which what must come out?"
    if not ground.tests and ground.test_file:
        return f"Its tests stand in `{ground.test_file}`. Begin with the simplest of them. {asked}"
    if not ground.tests:
        return "Write down one input and the result that you want for it, before you write the line."
    first, count = ground.tests[0], len(ground.tests)
    watching = f"{count} tests watch it" if count > 1 else "One test watches it"
    file = f" in `{ground.test_file}`" if ground.test_file else ""
    return f"{watching}{file}. Begin with “{_short(first)}”. {asked}"


def _pseudo_code(ground: Ground) -> Iterator[str]:
    end = "Every `?` is a decision of yours."
    if ground.tests:
        end += f" Which of them does the test “{_short(ground.tests[-1])}” decide?"
    else:
        end += " Fill in the first one, and say why."
    begin = f"One way through `{ground.name}`, with its decisive steps left open:"
    if ground.known is not None and ground.known.steps:
        for text in skeletons(ground.known.steps):
            yield f"{begin}\n\n```text\n{text}\n```\n\n{end}"
    else:
        for concept in ground.concepts[:2]:
            yield f"{begin}\n\n```text\n{generic(concept.steps)}\n```\n\n{end}"
    yield f"{begin}\n\n```text\nfirst: ?\nthen: ?\nat the end: ?\n```\n\n{end}"


def _short(name: str) -> str:
    return name if len(name) <= 110 else name[:109] + "…"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", "!")) else f"{sentence.rstrip('.')}."
