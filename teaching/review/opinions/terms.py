"""What one rule speaks of: its code spans, the words that tell it apart, the concepts that it names, and its reach."""

import re
from dataclasses import dataclass

from teaching.documents.sentences import code_spans, plain
from teaching.documents.statements import governs
from teaching.patterns import lazily
from teaching.review.opinions.concepts import CONCEPTS, stem
from teaching.review.rules import Rule
from teaching.review.scoping import Reach, in_place, reach_of
from teaching.review.source import SourceFile
from teaching.review.tongues import tongue_of

_WORD = lazily(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")
_NAME = lazily(r"[A-Za-z_$][\w$]*")
_LABEL = lazily(r"^\W*([A-Za-z][A-Za-z /&-]{2,30}):\s")
_FILE_NAME = lazily(r"\.(?:md|ya?ml|json|toml|lock|txt|sh|py|[jt]sx?|css|html|env\w*)$", re.IGNORECASE)
_PUNCTUATION = lazily(r"[()=<>{}\[\];:,]")
_PLURAL_CODE = lazily(r"^[A-Z]{2,}s$")
# What rules say of anything: it tells no code apart.
_COMMON = frozenset(
    stem(word)
    for word in (
        "a about above after again against all allow allowed also always an and any anything are as ask at avoid away "
        "be because been before behind being below best better between both but by can cannot case clean clear clearly "
        "code come consider could default define describe design do does don done each easy either else ensure even "
        "ever every everything everywhere example except explicit explicitly extra few first follow following for "
        "forbidden from full generally get give go good had has have having help here high how however if implement "
        "important in inside instead into is it its just keep kind large last least leave less let like likely line "
        "logic long low made main make making many may me mean mentor might more most much must my need never new "
        "next no not nothing now of off old on once one only onto or other our out outside over own part particular "
        "per place please point possible practice prefer preferred properly provide put question rather "
        "read ready real "
        "really reason required respect right rule same say see separate set shall short should show simple simply "
        "since single small so some something sure take team tell than that the their them then there these they thing "
        "think this those through to together too two unless until up upon us use used user using "
        "usually very via want "
        "was way we well were what when where whether which while who whole why will with within without work would "
        "write written wrong yet you your project app application software developer feature system build support "
        "begin end stay remain back common proper appropriate consistent consistently standard quality style "
        "pattern simple readable maintainable"
    ).split()
)
# Words for kinds of code stand in too many names to tell one from another.
_STRUCTURAL = frozenset[str]().union(*(concept.words for concept in CONCEPTS if concept.structural))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule speaks of.

    Attributes:
        names: identifiers of its code spans, as they are written.
        stems: of its telling words, in lower case.
        concepts: names of rows of the table of concepts.
        required: those of its label ("Testing: …") and tests, one of which has to show where it is to be judged.
        foreign: whether it is written in another language than English, whose words are not looked for in code.
    """

    names: frozenset[str]
    stems: frozenset[str]
    concepts: frozenset[str]
    required: frozenset[str]
    foreign: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule with what it speaks of and where."""

    rule: Rule
    terms: Terms
    reach: Reach

    def governs(self, source: SourceFile) -> bool:
        """Whether it speaks of this file: by its document, and by the place and language in its own words."""
        reach = self.reach
        if not governs(self.rule.document, source.path) or source.language not in reach.languages:
            return False
        if (reach.tests == "never" and source.is_test) or (reach.tests == "only" and not source.is_test):
            return False
        inside = not reach.inside or any(in_place(source.path, place) for place in reach.inside)
        return inside and not any(in_place(source.path, place) for place in reach.outside)


def spoken(rule: Rule) -> Spoken:
    """Reads a rule; its headings and what leads its list in say what it is about."""
    headings = rule.statement.headings if rule.statement is not None else ()
    lead = rule.statement.lead if rule.statement is not None else ""
    text = plain(rule.quote)
    foreign = tongue_of(text, headings) is not None
    about = f"{lead} {headings[-1] if len(headings) > 1 else ''}"
    return Spoken(rule, terms_of(text, about, foreign), reach_of(text, headings))


def terms_of(text: str, about: str = "", foreign: bool = False) -> Terms:
    """What a sentence speaks of.

    Args:
        text: the sentence.
        about: the words above it, which may name a concept.
        foreign: it is not in English.
    """
    spans = [text[span.start : span.end].strip("`") for span in code_spans(text)]
    names = {name for span in spans if _is_code(span) for name in _NAME.findall(span) if len(name) > 2}
    prose = _without_spans(text)
    folded = prose.casefold()
    words = [word.casefold() for word in _WORD.findall(prose)]
    # Names in the middle of a sentence (`useEffect` without backticks) are as good as code.
    names |= {word for word in _NAME.findall(prose) if _like_code(word)}
    stems = _stems(prose)
    concepts = {concept.name for concept in CONCEPTS if concept.words & stems}
    if not concepts:
        concepts = {concept.name for concept in CONCEPTS if concept.words & _stems(about)}
    if foreign:
        concepts |= {concept.name for concept in CONCEPTS if any(_named(root, words, folded) for root in concept.roots)}
    label = _LABEL.match(prose)
    required = {concept.name for concept in CONCEPTS if label is not None and concept.words & _stems(label[1])}
    # What speaks of tests is judged where tests are; that there are none is said elsewhere.
    required |= concepts & {concept.name for concept in CONCEPTS if concept.tests}
    telling = frozenset[str]() if foreign else frozenset(s for s in stems if len(s) > 2) - _COMMON - _STRUCTURAL
    return Terms(frozenset(names), telling, frozenset(concepts), frozenset(required), foreign)


def _is_code(span: str) -> bool:
    """Whether a code span can stand in code: no path, no command, no pattern of names."""
    if len(span) > 80 or "/" in span or _FILE_NAME.search(span):
        return False
    return " " not in span or _PUNCTUATION.search(span) is not None


def _stems(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(stem(part) for word in words for part in (word, *word.split("-")))


def _named(root: str, words: list[str], folded: str) -> bool:
    """Whether a word begins so; scripts without blanks between words are searched."""
    return any(word.startswith(root) for word in words) if root < "\u2e80" else root in folded


def _like_code(word: str) -> bool:
    inner = any(character.isupper() for character in word[1:]) and any(character.islower() for character in word)
    return ("_" in word.strip("_") or inner) and not _PLURAL_CODE.match(word)


def _without_spans(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for span in code_spans(text):
        pieces.append(text[position : span.start])
        position = span.end
    return " ".join([*pieces, text[position:]])
