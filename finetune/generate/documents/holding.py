"""What an answer about a section must hold: it quotes what stands there, at the line that it names, and no more."""

import re
from collections.abc import Sequence
from functools import partial

from finetune.generate.checking import cites
from finetune.generate.documents.sections import Said, Section
from finetune.generate.kinds.slots import folder
from finetune.generate.model import Check, require
from teaching.documents.sentences import fold, plain
from teaching.mentor.checking import Wanted, problem
from teaching.mentor.habits import places

GAP = "____"
_QUOTED = re.compile(r"“([^”]*)”")
_MOST_WORDS = 300


def checks(section: Section, quoted: Sequence[Said], gap: str = "", whole: bool = True) -> tuple[Check, ...]:
    """The checks of every answer about a section.

    Args:
        quoted: the sentences that it stands on; each is cited, and quoted unless `whole` is False.
        gap: what is left out of them.
    """
    return (
        Check("quote-stands", partial(_stands, section, quoted, gap, whole)),
        cites(*(section.place(one.line) for one in quoted)),
        Check("places-real", partial(_places, section)),
        Check("own-words", partial(_words, section, quoted)),
        Check("serving-takes-it", partial(_taken, section)),
    )


def _stands(section: Section, quoted: Sequence[Said], gap: str, whole: bool, output: str) -> str:
    text = plain(fold(" ".join(section.lines(section.line, section.last))))
    told = [one.replace(GAP, gap) for one in _QUOTED.findall(output)]
    invented = next((one for one in told if fold(one) not in text), None)
    require(invented is None, f"“{invented}” does not stand in {section.document.shown}, “{section.title}”")
    for one in quoted:
        at_line = plain(fold(" ".join(section.lines(one.line, one.last))))
        require(one.text in at_line, f"{section.place(one.line)} says something else")
        require(not whole or one.text in told, f"{section.place(one.line)} is not quoted word for word")
    return f"{len(told)} quotations stand in {section.place(section.line)}-{section.last}"


def _places(section: Section, output: str) -> str:
    """That no other line is named: what was not read cannot be cited."""
    known = {section.place(line) for line in range(section.line, section.last + 1)}
    wrong = next((one for one in places(output) if one not in known), None)
    require(wrong is None, f"{wrong} lies outside of the section")
    return f"{len(places(output))} in the section"


def _words(section: Section, quoted: Sequence[Said], output: str) -> str:
    about = [section.title, *(one.text for one in quoted), *(section.place(one.line) for one in quoted)]
    require(any(one in output for one in about), f"it does not speak of “{section.title}”")
    return f"about “{section.title}”"


def _taken(section: Section, output: str) -> str:
    known = [section.place(line) for line in range(section.line, section.last + 1)]
    why = problem(output, Wanted(folder("document"), _MOST_WORDS, known, cites=True))
    require(not why, why)
    return "taken"


def keeps(word: str) -> Check:
    """That an answer does not say the word that is asked for."""

    def verdict(output: str) -> str:
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", output, re.IGNORECASE)
        require(found is None, "it gives the missing word away")
        return "the missing word is not in it"

    return Check("keeps-answer", verdict)
