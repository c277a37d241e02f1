"""What no tool decides, in words: the questions of a hand-over, and a model's opinions in a section of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from teaching.contracts.review import Finding, HandedOver, Place, Review
from teaching.program import teach

HEADING = "The model's opinion (no tool confirms it)"
_MOST_CHARACTERS = 4900  # of a whole reply to a model: 1,500 tokens with some to spare
_NOT_KEPT_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of a hand-over is said.

    Attributes:
        excerpt: characters of a place's first line.
        whole: its other lines as well.
    """

    rules: int
    places: int
    excerpt: int
    whole: bool = False


_SIZES = (
    _Size(5, 2, 160, whole=True),
    _Size(5, 2, 160),
    _Size(5, 2, 70),
    _Size(5, 1, 70),
    _Size(5, 1, 0),
    _Size(3, 1, 0),
    _Size(1, 1, 0),
)


def of_tools(result: Review) -> list[Finding]:
    """The findings that tools made: they alone count."""
    return [finding for finding in result.findings if finding.tier != "opinion"]


def of_model(result: Review) -> list[Finding]:
    """The opinions that were kept."""
    return [finding for finding in result.findings if finding.tier == "opinion"]


def hand_over(result: Review, before: str) -> list[str]:
    """What a model is asked to judge, as markdown; places are cut before a long reply gets longer than it may.

    Args:
        before: the reply that it will stand below.
    """
    if not result.handed_over:
        return []
    sections = (_hand_over(result.handed_over, size) for size in _SIZES)
    room = _MOST_CHARACTERS - len(before)
    shortest: list[str] = []
    for shortest in sections:
        if sum(len(line) + 1 for line in shortest) <= room:
            break
    return shortest


def questions(result: Review) -> list[str]:
    """What a reader can ask themselves, a line each; what a kept opinion speaks of is not asked again."""
    told = {finding.rule.id for finding in of_model(result)}
    return [
        f"Ask yourself: {_one_line(one.ask)} {', '.join(_at(place) for place in one.places)}"
        for one in result.handed_over
        if one.rule.id not in told
    ]


def others(result: Review) -> list[str]:
    """How many more rules there are that no tool decides, in a line."""
    asked = {one.rule.id for one in result.handed_over}
    left = [rule for rule in result.unchecked if rule.status in {"opinion", "vague"} and rule.id not in asked]
    if not left:
        return []
    lists = f"`{teach('rules')}` lists them."
    if not asked:
        count = "the one rule" if len(left) == 1 else f"the {len(left):,} rules"
        return [f"No line here was found to bear on {count} that no tool decides: {lists}"]
    count = f"{len(left):,} other rules that no tool decides bear"
    if len(left) == 1:
        count = "1 other rule that no tool decides bears"
    return [f"{count} on this code less, or not at all: {lists}"]


def opinions(result: Review) -> list[str]:
    """The section of a model's opinions as markdown; nothing where none was asked for."""
    if result.opinions is None:
        return []
    lines = [f"### {HEADING}", "", _summary(result), ""]
    for number, finding in enumerate(of_model(result), start=1):
        lines += [
            f"{number}. **{finding.severity}** {_code(f'{finding.path}:{finding.line}')} {_code(finding.excerpt)}",
            f"   - Rule ({_one_line(finding.rule.source)}): “{_one_line(finding.rule.quote)}”",
            f"   - Opinion: {_one_line(finding.fact)}",
            f"   - Ask: {finding.question}",
            f"   - If it does not fit: `{_declining(finding)}`",
            "",
        ]
    lines += [f"- {line}" for line in _not_kept(result)]
    return lines if lines[-1] == "" else [*lines, ""]


def opinion_lines(result: Review) -> list[str]:
    """The same without markdown, for a terminal; the first line is the heading."""
    if result.opinions is None:
        return []
    lines = [f"{HEADING}. {_summary(result)}"]
    for finding in of_model(result):
        lines += [
            f"{finding.severity}  {finding.path}:{finding.line}  {_one_line(finding.excerpt)}",
            f"Rule “{_one_line(finding.rule.quote)}” {finding.rule.source}",
            f"Opinion: {_one_line(finding.fact)}",
            f"Ask: {finding.question}",
            f"If it does not fit: {_declining(finding)}",
        ]
    return [*lines, *_not_kept(result)]


def _hand_over(handed: Sequence[HandedOver], size: _Size) -> list[str]:
    lines = ["### For you to judge: no tool decides these", ""]
    for number, one in enumerate(handed[: size.rules], start=1):
        lines.append(f"{number}. {_one_line(one.ask)}")
        for place in one.places[: size.places]:
            if size.excerpt and place.excerpt:
                lines += _with_code(place, size)
            else:
                lines[-1] += f" {_code(_at(place))}"
    return [
        *lines,
        "",
        "Read these places. Where code clearly breaks its rule, call review_code again with the same path and scope "
        f"and `opinions`: at most two, each with the rule's place (`{handed[0].rule.source}`), path, line, the code "
        "quoted verbatim, and one sentence of fact without advice. Where all rules are kept, say so and call nothing.",
    ]


def _with_code(place: Place, size: _Size) -> list[str]:
    first, *more = place.excerpt.split("\n")
    if size.whole and more:
        fence = "````" if "```" in place.excerpt else "```"
        return [
            f"   - {_code(f'{_at(place)}-{place.end_line}')}",
            *(f"     {line}" for line in (fence, first, *more, fence)),
        ]
    code = first if len(first) <= size.excerpt else first[: size.excerpt - 1] + "…"
    return [f"   - {_code(_at(place))} {_code(code)}"]


def _summary(result: Review) -> str:
    """Whose opinions they are and how many were kept."""
    said = result.opinions
    assert said is not None
    of = said.kept + len(said.dropped)
    by = _one_line(said.by)
    if not of:
        return f"None from {by}."
    return f"From {by}; {said.kept} of {of} kept: rule and quoted code were looked up, the judgement was not."


def _not_kept(result: Review) -> list[str]:
    said = result.opinions
    dropped = said.dropped if said is not None else []
    lines = [f"Not kept: {_one_line(reason)}." for reason in dropped[:_NOT_KEPT_SHOWN]]
    more = len(dropped) - _NOT_KEPT_SHOWN
    return [*lines, f"Not kept: {more} more."] if more > 0 else lines


def _declining(finding: Finding) -> str:
    return teach("review", "--decline", finding.id, "why it does not")


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _code(text: str) -> str:
    text = _one_line(text)
    return f"`` {text} ``" if "`" in text else f"`{text}`"
