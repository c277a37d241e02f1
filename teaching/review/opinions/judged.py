"""Keeps of a model's opinions what can be verified: the rule is there, and the code stands where it is said to.

Whether the code breaks the rule is the model's word alone. So an opinion is a tier of its own, never counts as a
finding, and blocks nothing.
"""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from teaching.contracts.review import Finding, Opinion, Opinions, Review, RuleRef
from teaching.documents.sentences import fold, plain
from teaching.documents.statements import governs
from teaching.review.directives import declines
from teaching.review.opinions.aside import CHECK, excerpt_of, opinion_id
from teaching.review.opinions.facts import objection_to
from teaching.review.opinions.ground import Ground
from teaching.review.opinions.quoting import Spot, nearest, trivial
from teaching.review.rules import Rule

MOST = 2
OVER = f"over the limit of {'two' if MOST == 2 else MOST}"
_LONGEST_NAME = 60
_WHY = (
    "The rule is your project's own, and no tool can decide it. A model read these lines and takes them to break it; "
    "it may be wrong."
)
_QUESTION = "Read the rule and these lines side by side: is the model right, and which words of the rule decide it?"
_HINT = "Hold each claim of the opinion against the code, then keep the code or change it: the judgement is yours."


class Dropped(Exception):
    """An opinion that does not hold; the message says why."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An opinion whose words were verified."""

    rule: Rule
    path: str
    spot: Spot
    fact: str

    @property
    def key(self) -> tuple[str, str, int]:
        return self.rule.id, self.path, self.spot.first


def with_opinions(result: Review, offered: Sequence[Opinion], ground: Ground, by: str) -> Review:
    """The review with the opinions that hold as findings of their own tier, at most two, and why others do not.

    Args:
        result: of the tools.
        offered: what the model says, in its order.
        ground: what the review looked at.
        by: whose opinions they are.
    """
    kept: list[Finding] = []
    declined = 0
    dropped: list[str] = []
    seen: set[tuple[str, str, int]] = set()
    for opinion in offered:
        try:
            held = _verified(opinion, ground)
            if held.key in seen:
                raise Dropped("it was said twice")
            seen.add(held.key)
            if _is_declined(held, ground):
                declined += 1
                raise Dropped("it was declined")
            if len(kept) >= MOST:
                raise Dropped(OVER)
        except Dropped as reason:
            dropped.append(f"{_named(opinion)}: {reason}")
        else:
            kept.append(_finding(held, ground))
    opinions = Opinions(by=by, kept=len(kept), dropped=dropped)
    findings = [*result.findings, *kept]
    return result.model_copy(
        update={"findings": findings, "opinions": opinions, "declined": result.declined + declined}
    )


def _verified(opinion: Opinion, ground: Ground) -> _Held:
    """What the opinion comes to.

    Raises:
        Dropped: it does not hold.
    """
    path = posixpath.normpath(opinion.path.strip().replace("\\", "/"))
    rule = _rule(opinion.rule, path, ground.rules)
    if path not in ground.files:
        raise Dropped("no file of that name is under review")
    if not governs(rule.document, path):
        raise Dropped("that rule does not govern the file")
    spot = _spot(opinion, path, ground)
    if not ground.files[path].touches(spot.first, spot.last):
        raise Dropped("the change left those lines alone")
    for one in ground.found:
        if one.path == path and one.rule.id == rule.id and one.line <= spot.last and spot.first <= one.end_line:
            raise Dropped("a tool's finding says it already")
    fact = fold(opinion.fact)
    given = f"{opinion.quote}\n{ground.text(path)}\n{rule.quote}\n{path}\n{rule.source}\n{rule.id}"
    if problem := objection_to(fact, given):
        raise Dropped(problem)
    if path in ground.shown and ground.shown[path].hidden_in(fact):
        raise Dropped("its fact repeats a secret")
    return _Held(rule, path, spot, fact)


def _spot(opinion: Opinion, path: str, ground: Ground) -> Spot:
    """Where the quoted code stands.

    Raises:
        Dropped: nowhere near the line that was named.
    """
    if trivial(opinion.quote):
        raise Dropped("the quote is too short to tell a place, or holds no code")
    text = ground.text(path)
    if text is None:
        raise Dropped("the file cannot be read as text")
    spot, elsewhere = nearest(opinion.quote, opinion.line, text)
    if spot is None:
        raise Dropped(f"its quote stands at line {elsewhere}" if elsewhere else "its quote does not stand in that file")
    return spot


def _rule(called: str, path: str, rules: Sequence[Rule]) -> Rule:
    """The rule that an opinion speaks of, by id or by place.

    Raises:
        Dropped: there is none, or a tool decides it.
    """
    name = called.strip().strip("[]`").removeprefix("./")
    named = [rule for rule in rules if name in {rule.id, rule.source}]
    if not named:
        raise Dropped("the constitution has no rule of that name")
    # Several sentences may stand on one line; what a tool decides is not what is meant.
    still_open = [rule for rule in named if rule.status != "checked"]
    if not still_open:
        raise Dropped("a tool checks that rule")
    return next((rule for rule in still_open if governs(rule.document, path)), still_open[0])


def _is_declined(held: _Held, ground: Ground) -> bool:
    """Whether it was declined for one of those lines, or a comment there takes it back, with its reason."""
    shown, spot = ground.shown.get(held.path), held.spot
    if shown is not None and declines(CHECK, shown.source, spot.first, spot.last):
        return True
    return bool(ground.declined) and any(
        _id(held, number, ground) in ground.declined for number in range(spot.first, spot.last + 1)
    )


def _id(held: _Held, number: int, ground: Ground) -> str:
    return opinion_id(held.rule.id, held.path, _symbol(held.path, number, ground), ground.line(held.path, number))


def _symbol(path: str, number: int, ground: Ground) -> str:
    shown = ground.shown.get(path)
    return shown.symbol(number) if shown is not None else ""


def _finding(held: _Held, ground: Ground) -> Finding:
    rule, path, spot = held.rule, held.path, held.spot
    return Finding(
        id=_id(held, spot.first, ground),
        rule=RuleRef(id=rule.id, source=rule.source, quote=rule.quote),
        check=CHECK,
        tier="opinion",
        severity="should" if rule.severity == "must" else rule.severity,
        path=path,
        line=spot.first,
        end_line=spot.last,
        excerpt=excerpt_of(ground.line(path, spot.first)),
        fact=held.fact if held.fact.endswith((".", "!", "…", "。")) else f"{held.fact}.",
        why=_WHY,
        question=_QUESTION,
        hint=_HINT,
        cwe=[],
        in_diff=not ground.everything,
        symbol=_symbol(path, spot.first, ground),
    )


def _named(opinion: Opinion) -> str:
    """Rule and place, shortened: what a model wrote there may be anything."""
    rule, path = _short(plain(opinion.rule)), _short(opinion.path)
    return f"{rule or 'no rule'} at {path or 'no file'}:{opinion.line}"


def _short(text: str) -> str:
    line = fold(text)
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"
