"""What has to be settled before a teacher is asked: that its words may be trained on, and what they may cost."""

from finetune.config import Config, Teacher
from teaching.costs.prices import DEFAULTS, Price, price_of, tokens_in
from teaching.errors import RefusedError
from teaching.models.external import base_of

# What a question and its answer have on the average, in characters: of 40 examples (seed 0), and the words around.
_QUESTION, _ANSWER = 800, 510
_AROUND = 1_600
_THINKING = 2.0  # Claude thinks before it writes where it finds that worth it, and both are paid


def name_of(teacher: Teacher) -> str:
    """Who it is, without any key."""
    if teacher.backend == "anthropic" and not teacher.url:
        return f"{teacher.model} (Anthropic, in batches)"
    return f"{teacher.model} at {base_of(teacher.url, elsewhere=True).url}"


def permitted(teacher: Teacher) -> str:
    """On what ground its words are trained on, as the manifest has it.

    Raises:
        RefusedError: nobody said that they may be.
    """
    if teacher.permission:
        return "whoever started the run says that they have the permission"
    if teacher.backend == "openai" and teacher.open_weights:
        return "whoever started the run says that the licence of its open weights allows it"
    whose = "Anthropic" if teacher.backend == "anthropic" else f"Whoever provides {teacher.model}"
    weights = (
        ", or --set teacher.open_weights=true where the licence of its open weights allows it (some ask for a name or "
        "a notice in return)"
        if teacher.backend == "openai"
        else ""
    )
    raise RefusedError(
        f"a model would be trained on what {name_of(teacher)} says. {whose} may forbid that in its terms, or want to "
        f"be asked: read them, ask where it is needed, then pass --i-have-permission{weights}"
    )


def price(teacher: Teacher) -> Price | None:
    """What a million tokens cost, batches taken into account; None where nobody knows."""
    found: Price | None
    if (own := teacher.price) is not None:
        cached = own.read if own.cache_read is None else own.cache_read
        found = Price(own.read, own.written, cached, own.read if own.cache_written is None else own.cache_written)
    elif (found := price_of(teacher.model, DEFAULTS)) is None and teacher.url:
        # A model that nobody sells and that runs here; one that is sold may only be passed on from here.
        found = Price(0, 0, 0, 0) if base_of(teacher.url, elsewhere=True).here else None
    part = teacher.batch if teacher.backend == "anthropic" else 1.0
    return _times(found, part) if found is not None else None


def _times(of: Price, part: float) -> Price:
    above = _times(of.above, part) if of.above is not None else None
    return Price(
        of.read * part, of.written * part, of.cache_read * part, of.cache_written * part, of.up_to, above
    )  # fmt: skip


def expected(of: Price, teacher: Teacher, question: int, answer: int) -> float:
    """What a question with an answer of so many characters will cost, as far as one can say before."""
    factor = _THINKING if teacher.model.startswith("claude") else 1.0
    return of.at_most(tokens_in(question), round(tokens_in(answer) * factor))


def forecast(config: Config) -> str:
    """What `generate` would cost with this teacher, before any example is made; empty without one."""
    teacher = config.teacher
    if not teacher.backend:
        return ""
    count = round(config.data.num_examples * teacher.share)
    per = price(teacher)
    whole = f"{name_of(teacher)} rewords about {count} answers"
    permit = "" if teacher.permission or (teacher.open_weights and teacher.backend == "openai") else (
        "; it is asked only with --i-have-permission"
    )  # fmt: skip
    if per is None:
        return f"{whole}; its price is not known: set teacher.price.read and teacher.price.written{permit}"
    cost = count * expected(per, teacher, _QUESTION + _AROUND, _ANSWER)
    limit = "" if teacher.max_usd is None else f", ${teacher.max_usd:.2f} at most"
    return f"{whole} for about ${cost:.2f}{limit} (answers that a run's folder has are not paid again){permit}"
