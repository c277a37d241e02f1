"""Has the model that was chosen judge the rules that no tool decides: one question for each, and what it says verified.

What it gets wrong costs its opinion and nothing else; the rule is then left to the reader.
"""

from collections import Counter
from collections.abc import Sequence

from pydantic import Field, ValidationError

from teaching.contracts.review import Form, HandedOver, Opinion, Place, Review
from teaching.models.protocol import Message, Model, ModelError
from teaching.prompts.tasks import REVIEW_JUDGING, Asked, asked
from teaching.review.opinions.ground import Ground
from teaching.review.opinions.judged import with_opinions
from teaching.review.render import plural

_MOST_TOKENS = 250


class Judgement(Form):
    """What the model is to answer; all but `breaks` is empty where nothing is broken."""

    breaks: bool
    quote: str = Field(max_length=300)
    line: int = Field(ge=0, le=1_000_000)
    fact: str = Field(max_length=400)


def judged(result: Review, ground: Ground, model: Model) -> Review:
    """The review with the model's opinions of what was handed over, and with what became of them.

    Args:
        result: whose handed-over rules are judged.
        ground: what the review looked at.
        model: may fail, which costs the opinion that it was asked for.
    """
    if not result.handed_over:
        return result
    offered: list[Opinion] = []
    problems: Counter[str] = Counter()
    for handed in result.handed_over:
        try:
            judgement = _judgement(handed, model)
        except ModelError as error:
            problems[str(error)] += 1
        else:
            if judgement.breaks:
                offered.append(_opinion(handed, judgement))
    notes = [
        f"{plural(count, 'rule')} not judged by {model.name or 'the chosen model'}: {reason.rstrip('.')}."
        for reason, count in problems.items()
    ]
    said = with_opinions(result, offered, ground, model.name or "the chosen model")
    return said.model_copy(update={"notes": [*said.notes, *notes]})


def asking(handed: HandedOver) -> Asked:
    """The prompt that has a model judge one rule."""
    places = "\n\n".join(_numbered(place) for place in handed.places)
    return asked(REVIEW_JUDGING, rule=handed.rule.source, quote=handed.rule.quote, places=places)


def _judgement(handed: HandedOver, model: Model) -> Judgement:
    """What the model says of one rule.

    Raises:
        ModelError: it says nothing, or not in the form that was asked for.
    """
    given = asking(handed)
    messages = [Message("system", given.system), Message("user", given.user)]
    text = model.complete(messages, schema=Judgement.model_json_schema(), max_tokens=_MOST_TOKENS).text
    try:
        return Judgement.model_validate_json(text)
    except ValidationError as error:
        raise ModelError("its answer has not the form that was asked for") from error


def _opinion(handed: HandedOver, judgement: Judgement) -> Opinion:
    place = _meant(handed.places, judgement)
    return Opinion(
        rule=handed.rule.id, path=place.path, line=judgement.line, quote=judgement.quote, fact=judgement.fact
    )


def _meant(places: Sequence[Place], judgement: Judgement) -> Place:
    """The place that a judgement speaks of: the one that holds the quote, else the line, else the first."""
    quote = " ".join(judgement.quote.split())
    for place in places:
        if quote and quote in " ".join(place.excerpt.split()):
            return place
    return next((place for place in places if place.line <= judgement.line <= place.end_line), places[0])


def _numbered(place: Place) -> str:
    lines = place.excerpt.split("\n")
    return "\n".join([place.path, *(f"{number}: {line}" for number, line in enumerate(lines, start=place.line))])
