"""Tells a rule from a description, and says what kind of rule it is where no check of the catalogue reads it.

Statuses given here: `verify` (a command decides), `process` (how people and agents work), `vague` (nothing in it
can be decided), `opinion` (only a person or a model can judge). A sentence that is no rule gets None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teaching.contracts.review import Severity, Status

_MODAL = re.compile(
    r"\b(?:must|never|always|should|shall|mandatory|forbidden|prohibited|not allowed|do not|don't|cannot|avoid|prefer"
    r"|ensure|make sure|no longer than|at most|needs? to|ha(?:s|ve) to|strictly|enforce)\b"
    r"|\b(?:is|are|be) (?:always |strictly )?required\b|\b(?:is|are) (?:not|never|only|off limits|fine|banned|forbidden"
    r"|welcome|frowned)\b|\b(?:stays?|belongs?|goes|go|keeps?) (?:in|into|to|out|under|thin|small|below|above|on)\b"
    r"|\bplease\b|\binstead\b|\brather than\b|❌|✅|🚫|^\W*(?:only|required|no)\b|\bonly (?:use|in|when|through|via)\b"
)
# What a template's items are labelled with; what follows is a rule even without a verb.
_LABEL = re.compile(
    r"^\W*(?:language|style|error handling|errors?|functionality|testing|tests?|documentation|docs|naming|names"
    r"|types?|typing|formatting|architecture|security|performance|logging|imports?|dependencies|state|async|comments?|functions?|files?"
    r"|components?|validation|quotes?|indentation)\b[^:]{0,20}:"
)
# Headings under which a terse item is a rule: about rules themselves, or about what rules are made for.
_RULES = re.compile(
    r"\b(?:rules?|styles?|conventions?|guidelines?|standards?|practi[cs]es?|quality|do|don'?ts?|good|bad|naming|testing"
    r"|tests?|errors?|security|code|coding|format(?:ting)?|review|git|commits?|python|typescript|javascript|react"
    r"|principles?|please|limits?|expectations?|requirements?|constraints?|types?|typing|imports?|logging|comments?"
    r"|always|never|must|should|python|frontend|backend|async|functions?|documentation|docs)\b"
)
_DESCRIBES = re.compile(
    r"\b(?:is|are|was|were|has|have|handles?|contains?|provides?|returns?|lives?|runs?|stores?|maps?|holds?|defines?"
    r"|supports?|manages?|lets?|gets?|comes?|works?|happens?|displayed|used|located|mounted)\b|\||->|→"
)
_IMPERATIVE = re.compile(
    r"^(?:[\W_]*)(?:use|write|add|keep|follow|prefer|avoid|never|always|do|don't|no|run|make|ensure|put|place|name"
    r"|handle|validate|check|document|wrap|raise|throw|log|import|export|return|create|define|include|update|commit|mock"
    r"|limit|store|read|call|extract|split|separate|favou?r|treat|apply|implement|respect|maintain|leave|set|pass|type"
    r"|sanitize|escape|squash|bump|report|guard|catch|close|clean|cache|batch|measure|annotate|inject|isolate|delete"
    r"|drop|replace|rename|move|merge|rebase|link|mention|quote|cite|show|fail|exit|retry|await|lock|hash|encrypt"
    r"|protect|paginate|migrate|seed|stub|assert|cover|break|order|align|indent|spell|stay|be|think|plan|propose"
    r"|suggest|summari[sz]e|wait|colou?r|mark|assume|expect|pin|declare|group|sort|format|explain|ask|reference|respond|stop|verify|review|colocate|co-locate|only|every|all|each)"
    r"(?![\w-]|\s*:)"
)
_VERIFY = re.compile(
    r"\b(?:tests?|test suite|lint(?:er|ing)?|type[- ]?check(?:s|ing)?|build|ci|coverage|pre-commit|mypy|pyright|tsc"
    r"|eslint|ruff|prettier|black|biome|clippy)\b[^.;]{0,60}\b(?:pass(?:es|ing)?|green|clean|succeed|before|%|percent"
    r"|warnings?|errors?)"
    r"|\b(?:run|execute|pass)\b[^.;]{0,40}\b(?:tests?|lint(?:er|ing)?|type[- ]?check|build|coverage|make \w+|npm |pnpm "
    r"|yarn |pytest|ruff|mypy|tsc|cargo|go test|checks)\b"
    r"|\b(?:coverage)\b[^.;]{0,30}\d+\s?%|\d+\s?%[^.;]{0,30}\bcoverage\b|\bmust run tests\b"
)
_PROCESS = re.compile(
    r"\b(?:commits?|committing|push(?:ing)?|pull requests?|prs?|branch(?:es)?|merge|rebase|squash|changelog|roadmap"
    r"|review(?:er|ers|ed)?|ask(?: me| the user| before| first)?|confirm|permission|approval|plan mode|before (?:you )?"
    r"(?:start|cod|implement|writ|edit|mak)|session|context window|token|sub-?agents?|respond|reply|answer|explain|"
    r"be (?:concise|brief|terse)|summari[sz]e|read (?:the|this)|when (?:asked|stuck|unsure|in doubt)|todo\(human\)"
    r"|do not (?:edit|modify|touch|delete|create|run)|never (?:edit|modify|touch|delete|run|force)|don't (?:edit|modify"
    r"|touch|delete|run|create)|mentor|role|output style|user|tickets?|issues?|deploy(?:ment)?|release)\b"
)
_VAGUE = re.compile(
    r"\b(?:clean(?: |-)code|clean and|best practices?|good practices?|high[- ]quality|quality code|readable|readability"
    r"|maintainable|keep it simple|kiss|dry|solid principles?|yagni|simple|elegant|robust|properly|appropriate(?:ly)?"
    r"|reasonable|sensible|idiomatic|professional|modern|scalable"
    r"|well[- ](?:written|structured|documented|tested|designed))\b"
)
_CONCRETE = re.compile(r"`|\d|/|\b(?:class|function|module|import|error|exception|hook|component|api|sql|type)s?\b")

_SHOULD = re.compile(r"\b(?:should|prefer|avoid|try to|favou?r|recommended|ideally|usually|generally|aim)\b")
_CONSIDER = re.compile(
    r"\b(?:consider|may|could|optional(?:ly)?|nice to have|where possible|when possible|if possible)\b"
)

# A directory or file followed by what it holds is a description of the layout, not a rule.
_LAYOUT = re.compile(r"^\W*`[^`]+`\W*(?:[-–—:(]|is |are |contains |holds |provides )")


@dataclass(frozen=True, slots=True)
class Tongue:
    """Another language in which constitutions are written: its name, common words, and its words for rules."""

    name: str
    common: re.Pattern[str]
    modal: re.Pattern[str]


TONGUES = (
    Tongue(
        "Korean", re.compile(r"[가-힣]"), re.compile(r"금지|반드시|필수|하지 ?(?:마|않)|해야|말 것|사용(?:하세요|한다)")
    ),
    Tongue("Japanese", re.compile(r"[ぁ-ゖァ-ヺ]"), re.compile(r"禁止|必ず|必須|しない|べき|こと|ください|使用する")),
    Tongue(
        "Chinese", re.compile(r"[一-鿿]"), re.compile(r"禁止|必须|不要|不得|不能|应该|應該|必須|务必|使用|避免|严禁")
    ),
    Tongue(
        "Russian",
        re.compile(r"[а-яё]"),
        re.compile(r"никогда|всегда|нельзя|долж(?:ен|на|ны|но)|запрещ|обязательно|не "),
    ),
    Tongue(
        "Spanish",
        re.compile(r"\b(?:el|los|las|una|del|con|para|por|que|se|en|sin|debe[n]?|todos?|todas?|cada|código)\b"),
        re.compile(
            r"\b(?:nunca|siempre|deben?|no se|prohibid[oa]s?|obligatori[oa]s?|evitar|usar|jamás|tod[oa]s?|cada)\b"
        ),
    ),
    Tongue(
        "Portuguese",
        re.compile(r"\b(?:os|uma|não|com|para|por|que|em|sem|deve[m]?|todos?|todas?|cada|código|são|ção)\b"),
        re.compile(
            r"\b(?:nunca|sempre|devem?|não|proibid[oa]s?|obrigatóri[oa]s?|evit[ae]r?|us[ae]r?|tod[oa]s?|cada)\b"
        ),
    ),
    Tongue(
        "German",
        re.compile(r"\b(?:der|die|das|und|nicht|mit|für|ein|eine|werden|ist|sind|alle|keine?|muss|müssen)\b"),
        re.compile(r"\b(?:nie(?:mals)?|immer|muss|müssen|darf|dürfen|verboten|kein(?:e|en)?|nicht|soll(?:en)?|alle)\b"),
    ),
    Tongue(
        "French",
        re.compile(r"\b(?:les?|la|des|une?|et|avec|pour|dans|que|doit|doivent|pas|sans|tou(?:s|te|tes)|chaque)\b"),
        re.compile(
            r"\b(?:jamais|toujours|doi(?:t|vent)|interdite?s?|obligatoires?|éviter|ne pas|tou(?:s|te|tes)|utiliser)\b"
        ),
    ),
)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|are|in|for|with|must|not|never|use|all|no|be|on|by|or|a|an|every|from)\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a sentence without a check is, and why it is said to be that."""

    status: Status
    reason: str


def tongue_of(text: str) -> Tongue | None:
    """The language other than English in which a sentence is written; None for English and for code alone."""
    prose = re.sub(r"`[^`]*`", " ", text.lower())
    letters = sum(character.isalpha() for character in prose)
    if letters < 4:
        return None
    english = len(_ENGLISH.findall(prose))
    for tongue in TONGUES[:4]:
        if len(tongue.common.findall(prose)) >= 0.2 * letters:
            return tongue
    best = max(TONGUES[4:], key=lambda tongue: len(tongue.common.findall(prose)))
    count = len(best.common.findall(prose))
    return best if count >= 2 and count > 1.5 * english else None


def kind_of(
    plain: str, lead: str, section: str | None, form: str = "item", headings: Sequence[str] = ()
) -> Kind | None:
    """The kind of a sentence that no check reads; None where it is no rule at all.

    Args:
        lead: the paragraph that introduces the list the sentence stands in.
        section: which section of the constitution it stands in, if a known one.
        form: `item`, `sentence` or `row`, as the document has it.
        headings: those above it, outermost first.
    """
    heading = headings[-1] if headings else ""
    text = plain.lower().replace("’", "'")
    tongue = tongue_of(plain)
    if tongue is not None:
        if tongue.modal.search(text) or (form == "item" and section in {"standards", "rubric", "protocol"}):
            return Kind("opinion", f"written in {tongue.name}: no check reads it, a model or a person judges it")
        return None
    if section == "commands" or not _is_rule(text, lead.lower(), section, form, heading.lower(), len(headings) < 2):
        return None
    if _VERIFY.search(text):
        return Kind("verify", "a command decides: run the project's tests, linter or type checker")
    if section == "protocol" or _PROCESS.search(text):
        return Kind("process", "it speaks of how to work, which the code does not show")
    if _VAGUE.search(text) and not _CONCRETE.search(text):
        return Kind("vague", "it names nothing that could be looked for; a number, a name or an example would help")
    return Kind("opinion", "no analyzer can decide it; a person or a model has to judge")


def _is_rule(text: str, lead: str, section: str | None, form: str, heading: str, title: bool) -> bool:
    words = text.split()
    if len(words) < 2 or text.rstrip().endswith(("?", ":")):
        return False
    if _LAYOUT.search(text) and not re.search(r"\b(?:must|never|always|should|do not|don't)\b", text):
        return False
    if _MODAL.search(text) or _MODAL.search(lead) or section == "protocol":
        return True
    if form == "row":
        return False
    if _IMPERATIVE.search(text) and len(words) >= 3:
        return True
    if form != "item" or not (section in {"standards", "rubric"} or title or _RULES.search(heading)):
        return False
    # A terse item in a list is more often a rule than not; what describes the project says so with its verb.
    return bool(_LABEL.search(text)) or (len(words) <= 14 and not _DESCRIBES.search(text))


def severity_of(plain: str) -> Severity:
    """How much the author's own words weigh: `must` unless they soften it."""
    text = plain.lower()
    if re.search(r"\b(?:must|never|always|required?|mandatory|forbidden)\b", text):
        return "must"
    if _CONSIDER.search(text):
        return "consider"
    return "should" if _SHOULD.search(text) else "must"
