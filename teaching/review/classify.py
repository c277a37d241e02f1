"""Tells a rule from a description, and says what kind of rule it is where no check of the catalogue reads it.

Statuses given here: `verify` (a command decides), `process` (how people and agents work), `vague` (nothing in it
can be decided), `opinion` (only a person or a model can judge). A sentence that is no rule gets None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from teaching.contracts.review import Severity, Status
from teaching.patterns import lazily
from teaching.review.moods import mood_of
from teaching.review.tongues import Tongue, tongue_of

__all__ = ["Kind", "kind_of", "severity_of", "tongue_of", "why_no_rule"]

_VERIFY = lazily(
    r"\b(?:tests?|test suite|lint(?:er|ing)?|type[- ]?check(?:s|ing)?|build|ci|coverage|pre-commit|mypy|pyright|tsc"
    r"|eslint|ruff|prettier|black|biome|clippy)\b[^.;]{0,60}\b(?:pass(?:es|ing)?|green|clean|succeed|before|%|percent"
    r"|warnings?|errors?)"
    r"|\b(?:run|execute|pass)\b[^.;]{0,40}\b(?:tests?|lint(?:er|ing)?|type[- ]?check|build|coverage|make \w+|npm |pnpm "
    r"|yarn |pytest|ruff|mypy|tsc|cargo|go test|checks)\b"
    r"|\b(?:coverage)\b[^.;]{0,30}\d+\s?%|\d+\s?%[^.;]{0,30}\bcoverage\b|\bmust run tests\b"
)
_PROCESS = lazily(
    r"\b(?:commits?|committing|push(?:ing)?|pull requests?|prs?|branch(?:es)?|merge|rebase|squash|changelog|roadmap"
    r"|review(?:er|ers|ed)?|ask(?: me| the user| before| first)?|confirm|permission|approval|plan mode|before (?:you )?"
    r"(?:start|cod|implement|writ|edit|mak)|session|context window|token|sub-?agents?|respond|reply|answer|explain|"
    r"be (?:concise|brief|terse)|summari[sz]e|read (?:the|this)|when (?:asked|stuck|unsure|in doubt)|todo\(human\)"
    r"|do not (?:edit|modify|touch|delete|create|run)|never (?:edit|modify|touch|delete|run|force)|don't (?:edit|modify"
    r"|touch|delete|run|create)|mentor|role|output style|user|tickets?|issues?|deploy(?:ment)?|release)\b"
)
_VAGUE = lazily(
    r"\b(?:clean(?: |-)code|clean and|best practices?|good practices?|high[- ]quality|quality code|readable|readability"
    r"|maintainable|keep it simple|kiss|dry|solid principles?|yagni|simple|elegant|robust|properly|appropriate(?:ly)?"
    r"|reasonable|sensible|idiomatic|professional|modern|scalable"
    r"|well[- ](?:written|structured|documented|tested|designed))\b"
)
_CONCRETE = lazily(r"`|\d|/|\b(?:class|function|module|import|error|exception|hook|component|api|sql|type)s?\b")

# In a list of commands a label with a command is no rule, however it obliges.
_LISTED = lazily(r"^[^`]{0,60}:\s*`[^`]*`[^`]{0,40}$")

_SHOULD = lazily(r"\b(?:should|prefer|avoid|try to|favou?r|recommended|ideally|usually|generally|aim)\b")
_CONSIDER = lazily(r"\b(?:consider|may|could|optional(?:ly)?|nice to have|where possible|when possible|if possible)\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a sentence without a check is, and why it is said to be that."""

    status: Status
    reason: str


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
    return _kind(plain, lead, section, form, tuple(headings))


def why_no_rule(plain: str, lead: str, section: str | None, form: str = "item", headings: Sequence[str] = ()) -> str:
    """Why a sentence that is no rule was taken for none; the arguments are those of `kind_of`."""
    tongue = tongue_of(plain, tuple(headings))
    if tongue is not None:
        return f"it is written in {tongue.name}, with no word that obliges"
    if section == "commands" and _LISTED.search(plain.lower()):
        return "it lists a command"
    return mood_of(plain, lead, section, form, headings).why


@lru_cache(maxsize=4096)  # what reads by likeness asks for each statement too
def _kind(plain: str, lead: str, section: str | None, form: str, headings: tuple[str, ...]) -> Kind | None:
    text = plain.lower().replace("’", "'")
    tongue = tongue_of(plain, headings)
    if tongue is not None:
        return _foreign(tongue, text, section, form, headings)
    if section == "commands" and _LISTED.search(text):
        return None
    if not mood_of(plain, lead, section, form, headings).rule:
        return None
    if _VERIFY.search(text):
        return Kind("verify", "a command decides: run the project's tests, linter or type checker")
    if section == "protocol" or _PROCESS.search(text):
        return Kind("process", "it speaks of how to work, which the code does not show")
    if _VAGUE.search(text) and not _CONCRETE.search(text):
        return Kind("vague", "it names nothing that could be looked for; a number, a name or an example would help")
    return Kind("opinion", "no analyzer can decide it; a person or a model has to judge")


def _foreign(tongue: Tongue, text: str, section: str | None, form: str, headings: Sequence[str]) -> Kind | None:
    if text.rstrip("*_ ").endswith(("?", ":", "：", "？")):
        return None
    above = any(tongue.modal.search(heading.lower()) for heading in headings[1:])
    if tongue.modal.search(text) or (form == "item" and (above or section in {"standards", "rubric", "protocol"})):
        return Kind("opinion", f"written in {tongue.name}: no check reads it, a model or a person judges it")
    return None


def severity_of(plain: str) -> Severity:
    """How much the author's own words weigh: `must` unless they soften it."""
    text = plain.lower()
    if re.search(r"\b(?:must|never|always|required?|mandatory|forbidden)\b", text):
        return "must"
    if _CONSIDER.search(text):
        return "consider"
    return "should" if _SHOULD.search(text) else "must"
