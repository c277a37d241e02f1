"""Answers that quote a section: a sentence, its points, and how it is built up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from finetune.generate.bank import Register, bank
from finetune.generate.documents.holding import checks
from finetune.generate.documents.sections import Said, Section
from finetune.generate.model import Candidate, Check, require
from finetune.generate.voice import Voice
from teaching.mentor.habits import places

_LEAST_POINTS, _MOST_POINTS = 2, 4
_MOST_BLOCKS = 2
_LONGEST_EXCERPT, _AROUND = 40, 15


@dataclass(frozen=True)
class Mentor:
    """Who speaks: one voice for all documents of a run."""

    voice: Voice
    chance: Random

    def say(self, move: str, to: Register, facts: Mapping[str, str]) -> str:
        """Words of the bank; facts stand in them letter for letter, whatever a sentence begins with."""
        marks = {name: f"«{name}»" for name in facts}
        text = self.voice.say(move, to, marks)
        for name, mark in marks.items():
            text = text.replace(mark, facts[name])
        return text.strip()


Made = Callable[[], Candidate]


def mentor(chance: Random) -> Mentor:
    """A mentor who has said nothing yet."""
    return Mentor(Voice(bank("document"), chance), chance)


def facts_of(section: Section) -> dict[str, str]:
    """What can be said of every section."""
    return {"doc": f"`{section.document.shown}`", "title": section.title}


def quoting(section: Section, one: Said) -> dict[str, str]:
    """What can be said of a sentence."""
    found = {**facts_of(section), "quote": one.text, "place": f"`{section.place(one.line)}`"}
    return {**found, "term": one.term} if one.term else found


def about(section: Section, form: str, line: int) -> dict[str, str]:
    """Where an example comes from, without any folder."""
    return {
        "section": f"{section.document.name}:{section.line}",
        "line": str(line),
        "digest": section.digest,
        "document": section.document.name,
        "form": form,
    }


def answers(speaker: Mentor, section: Section) -> Iterator[Made]:
    """Short answers: each sentence once, asked for by its term, by its heading, or by its own words."""
    for number, one in enumerate(section.said):
        asks = "ask_term" if one.term else "ask_place" if number else "ask_topic"
        yield lambda one=one, asks=asks: _answer(speaker, section, one, asks)


def _answer(speaker: Mentor, section: Section, one: Said, asks: str) -> Candidate:
    to = speaker.voice.register()
    facts = quoting(section, one)
    asked = speaker.say(asks, to, facts)
    return Candidate(
        # Half of its words: somebody who remembers it, and not where it stands.
        instruction=f"{asked} {_half(one.text)}" if asks == "ask_place" else asked,
        input=around(section, one.line, one.last),
        output=speaker.say("answer", to, facts),
        language="",
        about=about(section, "answer", one.line),
        checks=checks(section, [one]),
        questions=(0, 1),
        audience=to,
    )


def _half(text: str) -> str:
    words = text.rstrip(".!").split()
    return f"“{' '.join(words[: max(4, len(words) * 2 // 3)])} …”"


def lists(speaker: Mentor, section: Section) -> Iterator[Made]:
    """The points of a section, a few at a time."""
    points = [one for one in section.said if one.listed] or list(section.said)
    for start in range(0, len(points), _MOST_POINTS):
        part = points[start : start + _MOST_POINTS]
        if len(part) >= _LEAST_POINTS:
            yield lambda part=part: _list(speaker, section, part)


def _list(speaker: Mentor, section: Section, points: Sequence[Said]) -> Candidate:
    to = speaker.voice.register()
    facts = {
        **facts_of(section),
        "count": str(len(points)),
        "listing": "\n".join(f"- “{one.text}” (`{section.place(one.line)}`)" for one in points),
    }
    return Candidate(
        instruction=speaker.say("ask_list", to, facts),
        input=around(section, points[0].line, points[-1].last),
        output=speaker.say("list", to, facts),
        language="",
        about=about(section, "list", points[0].line),
        checks=checks(section, points),
        audience=to,
    )


def explanations(speaker: Mentor, section: Section) -> Iterator[Made]:
    """How a section is built up, once."""
    if len(section.said) >= _LEAST_POINTS:
        yield lambda: _explanation(speaker, section)


def _explanation(speaker: Mentor, section: Section) -> Candidate:
    to = speaker.voice.register()
    first, *others = section.said[: 1 + _MOST_POINTS]
    told = [f"“{one.text}” (`{section.place(one.line)}`)" for one in others]
    facts = {
        **quoting(section, first),
        "points": " and ".join(filter(None, (", ".join(told[:-1]), told[-1]))),
        "code": _code(section),
    }
    return Candidate(
        instruction=speaker.say("ask_explain", to, facts),
        input=around(section, section.line, others[-1].last),
        output=speaker.say("explain", to, facts),
        language="",
        about=about(section, "explain", first.line),
        checks=(*checks(section, [first, *others]), Check("code-named", lambda output: _named(section, output))),
        audience=to,
    )


def _code(section: Section) -> str:
    blocks = [f"`{section.place(one.first)}`" for one in section.code]
    return f"Its code begins at {' and '.join(blocks)}. " if 0 < len(blocks) <= _MOST_BLOCKS else ""


def _named(section: Section, output: str) -> str:
    """That the code is where the answer says, as far as it speaks of code."""
    if "code begins" not in output:
        return "no code is spoken of"
    missing = {section.place(one.first) for one in section.code} - set(places(output))
    require(section.code and not missing, "it speaks of code and does not say where all of it is")
    return f"{len(section.code)} blocks"


def around(section: Section, first: int, last: int) -> str:
    """Lines of the section with their places, as a project is quoted to the mentor: these, and some on both sides."""
    start = max(section.line, first - _AROUND)
    shown = section.lines(start, max(last, min(section.last, start + _LONGEST_EXCERPT - 1)))
    return "\n".join(f"{section.place(number)}: {line}".rstrip() for number, line in enumerate(shown, start))
