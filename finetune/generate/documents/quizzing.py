"""Check yourself: a sentence of a section with a gap, and what is said to an answer that is right or wrong."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from finetune.examples import Turn
from finetune.generate.bank import Register
from finetune.generate.documents.holding import GAP, checks, keeps
from finetune.generate.documents.sections import Said, Section
from finetune.generate.documents.telling import Made, Mentor, about, around, facts_of, quoting
from finetune.generate.model import Candidate, Check, require

# What is worth asking for, the most telling first: what the author marked, a number, how strong a rule is.
_STRENGTH = re.compile(r"\b(never|always|must|only|before|after|without|every|each|at least|at most)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?![\w])")
_ALIKE = frozenset({"every", "each"})  # either would be right
_LONGEST_ANSWER = 4


def missing(section: Section, one: Said) -> str:
    """The words that are left out of a sentence; empty where none of it is worth a question."""
    found = [one.term] if one.term and not one.defines else []
    for pattern in (_NUMBER, _STRENGTH):
        found += [match[0] for match in pattern.finditer(one.text)]
    for word in found:
        once = len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", one.text, re.IGNORECASE)) == 1
        told = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", f"{section.title} {section.document.shown}", re.IGNORECASE)
        if once and not told and len(word.split()) <= _LONGEST_ANSWER:
            return word
    return ""


def _gapped(one: Said, word: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", GAP, one.text, count=1)


def quizzes(speaker: Mentor, section: Section) -> Iterator[Made]:
    """A question for each sentence that has something to ask for."""
    for one in section.said:
        if word := missing(section, one):
            yield lambda one=one, word=word: _quiz(speaker, section, one, word)


def _quiz(speaker: Mentor, section: Section, one: Said, word: str) -> Candidate:
    to = speaker.voice.register()
    facts = {**_without(quoting(section, one)), "gap": _gapped(one, word)}
    return Candidate(
        instruction=speaker.say("ask_quiz", to, facts),
        input=around(section, one.line, one.last),
        output=speaker.say("quiz", to, facts),
        language="",
        about=about(section, "quiz", one.line),
        checks=(
            *checks(section, [one], word, whole=False),
            keeps(word),
            Check("gap-left", partial(_left, facts["gap"])),
        ),
        audience=to,
        facts=(facts["gap"],),
    )


def _left(gapped: str, output: str) -> str:
    require(f"“{gapped}”" in output and output.count(GAP) == 1, "the sentence with its gap does not stand in it")
    return "one gap"


def replies(speaker: Mentor, section: Section, others: Sequence[str]) -> Iterator[Made]:
    """What is said to a learner's answer: right and wrong ones in turn.

    Args:
        others: what is left out elsewhere in the document; wrong answers are drawn from these.
    """
    for number, one in enumerate(section.said):
        word = missing(section, one)
        wrong = [other for other in others if not re.search(re.escape(other), one.text, re.IGNORECASE)]
        if not word:
            continue
        if number % 2 and wrong:
            yield lambda one=one, word=word, wrong=wrong: _reply(
                speaker, section, one, word, speaker.chance.choice(wrong)
            )
        else:
            yield lambda one=one, word=word: _reply(speaker, section, one, word, word)


def _wrong(one: Said, word: str, others: Sequence[str]) -> list[str]:
    """Words that are plainly not the missing one, of its sort where there are some."""
    apart = [
        other
        for other in others
        if not re.search(re.escape(other), one.text, re.IGNORECASE) and not {other.lower(), word.lower()} <= _ALIKE
    ]
    return [other for other in apart if _sort(other) == _sort(word)] or apart


def _sort(word: str) -> str:
    if _NUMBER.fullmatch(word):
        return "number"
    return "strength" if _STRENGTH.fullmatch(word) else "term"


def _reply(speaker: Mentor, section: Section, one: Said, word: str, given: str) -> Candidate:
    to: Register = speaker.voice.register()
    facts = {**quoting(section, one), "gap": _gapped(one, word), "term": given}
    asked = {**_without(facts), "gap": facts["gap"]}
    is_right, shown = given.casefold() == word.casefold(), around(section, one.line, one.last)
    told = facts if is_right else {**asked, "place": facts["place"]}
    extra = () if is_right else (keeps(word), Check("not-quoted", partial(_kept, one)))
    return Candidate(
        instruction=speaker.say("says", to, facts),
        input="",
        output=speaker.say("right" if is_right else "wrong", to, told),
        language="",
        about=about(section, "right" if is_right else "wrong", one.line),
        checks=(*checks(section, [one], whole=is_right), Check("verdict", partial(_verdict, word, given, one)), *extra),
        questions=(0, 1) if is_right else (1, 1),
        audience=to,
        before=(
            Turn(role="user", content=f"{speaker.say('ask_quiz', to, facts_of(section))}\n\n{shown}"),
            Turn(role="assistant", content=speaker.say("quiz", to, asked)),
        ),
    )


def _without(facts: dict[str, str]) -> dict[str, str]:
    """The facts without those that would say the missing word."""
    return {name: value for name, value in facts.items() if name not in {"quote", "term"}}


def _verdict(word: str, given: str, one: Said, output: str) -> str:
    """That the sentence is shown to whoever knew it, and to nobody else."""
    is_right = given.casefold() == word.casefold()
    require((one.text in output) == is_right, f"“{given}” is {'right' if is_right else 'wrong'}, and it says otherwise")
    return "right" if is_right else "wrong"


def _kept(one: Said, output: str) -> str:
    require(one.text not in output, "it quotes the whole sentence")
    return "the sentence is left to be read"
