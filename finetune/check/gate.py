"""What the gate asks of a GGUF, and the verdicts. Everything is asked even when something has failed already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gguf import GGUFReader

from finetune.check import files
from finetune.check.apart import apart
from finetune.check.prompts import Answered, Prompt, held, sequences
from finetune.check.reference import Reference, answered, keep
from finetune.check.serving import Heard, Questions, hear
from finetune.check.texts import hostile
from finetune.config import Check as Limits
from finetune.examples import Example
from finetune.export import shape as shapes
from finetune.export.names import PLAIN
from teaching.contracts.weights import Check
from teaching.errors import RefusedError, TeachingError

CONTROL = "<|"
STOPS = "end by themselves"


@dataclass(frozen=True)
class Model:
    """What the gate looks at.

    Attributes:
        ggufs: by quantisation; F16 is always there.
        examples: the held ones.
        kept: an empty folder for what is compared between processes.
    """

    base: Path
    adapter: Path
    merged: Path
    ggufs: dict[str, Path]
    examples: Sequence[Example]
    kept: Path


def checks(model: Model, limits: Limits, seed: int) -> dict[str, list[Check]]:
    """The verdicts on each GGUF: first those on the merged model, which all share.

    Raises:
        BadInputError: where the merged folder is no model at all.
    """
    merged = [_tried("merge", lambda: files.merge(model.base, model.adapter, model.merged))]
    plain = list(files.all_of(model.merged, GGUFReader(model.ggufs[PLAIN])))
    reference = Reference(model.merged)
    prompts = held(model.examples, reference.tokens)
    strings = hostile(limits.strings, seed)
    keep(reference, sequences(prompts, limits.prompts, shapes.read(model.merged).context), model.kept / "logits")
    questions = Questions(strings, prompts, model.kept / "logits", reference.ends)
    asked = Asked(reference, answered(reference, prompts), strings, prompts, limits)
    first = [*merged, *plain, *asked.of_reference()]
    found = {}
    for kind, file in model.ggufs.items():
        try:
            found[kind] = [*first, *asked.of(kind, apart(hear, file, questions))]
        except RefusedError as error:
            found[kind] = [*first, Check(name=f"loads {kind}", passed=False, words=str(error))]
    return found


def _tried(name: str, check: "files.Callable[[], Check]") -> Check:
    try:
        return check()
    except TeachingError as error:
        return Check(name=name, passed=False, words=str(error))


@dataclass(frozen=True)
class Asked:
    """The questions with the reference's answers; makes verdicts of what a GGUF answered."""

    reference: Reference
    answers: list[Answered]
    strings: list[str]
    prompts: list[Prompt]
    limits: Limits

    def of_reference(self) -> Iterator[Check]:
        """Verdicts that the merged model alone decides."""
        rendered = [self.reference.tokens(self.reference.rendered(prompt), True) for prompt in self._plain()]
        begins = [ids.count(self.reference.tokenizer.bos_token_id) for ids in rendered]
        yield _all("one BOS", [count == 1 for count in begins], "prompts by the saved template begin with one BOS")
        same = [ids == prompt.ids for ids, prompt in zip(rendered, self._plain(), strict=True)]
        yield _all("rendering", same, "prompts have the same tokens by the saved template and piece by piece")
        yield _share("answers, merged", [answer.right for answer in self.answers], self.limits.held, "as trained")
        yield _share(
            "stops, merged", [answer.stopped for answer in self.answers], self.limits.held, "end by themselves"
        )

    def of(self, kind: str, heard: Heard) -> Iterator[Check]:
        """Verdicts on one GGUF."""
        ours = [(self.reference.tokens(text, False), self.reference.tokens(text, True)) for text in self.strings]
        same = [mine == theirs for mine, theirs in zip(ours, heard.strings, strict=True)]
        yield _all(f"tokens {kind}", same, "strings have the same tokens, as text and with control tokens")
        own = [
            mine == prompt.ids
            for mine, prompt in zip(heard.own_prompts, self.prompts, strict=True)
            if prompt in self._plain()
        ]
        yield _all(f"prompts {kind}", own, "prompts have the same tokens when an engine renders the GGUF's template")
        yield _all(
            f"ends {kind}", [end in heard.ends for end in self.reference.ends], "tokens that end a turn end it here"
        )
        yield from self._likeness(kind, heard)
        yield _share(f"answers {kind}", [answer.right for answer in heard.answers], self._held(kind), "as trained")
        yield _share(
            f"stops {kind}", [answer.stopped for answer in heard.answers], self._held(kind), "end by themselves"
        )

    def _plain(self) -> list[Prompt]:
        """Those in which nothing looks like a control token: elsewhere only piece by piece is right."""
        return [prompt for prompt in self.prompts if not any(CONTROL in turn["content"] for turn in prompt.turns)]

    def _held(self, kind: str) -> float | None:
        """Few bits change some answers; the file that is served is held to what its limits say of it."""
        return self.limits.held if kind == PLAIN or kind in self.limits.quantised_top1 else None

    def _likeness(self, kind: str, heard: Heard) -> Iterator[Check]:
        found, limits = heard.likeness, self.limits
        kl = limits.kl if kind == PLAIN else limits.quantised_kl.get(kind)
        top1 = limits.top1 if kind == PLAIN else limits.quantised_top1.get(kind)
        worst = found.divergence if found.divergence < float("inf") else None
        yield Check(
            name=f"divergence {kind}",
            passed=worst is not None and (kl is None or worst < kl),
            value=worst,
            limit=kl,
            words=f"mean KL of {found.positions} positions against the merged weights, worst {found.worst:.2g}"
            if worst is not None
            else "its logits are not finite numbers",
        )
        yield Check(
            name=f"top-1 {kind}",
            passed=top1 is None or found.top1 > top1,
            value=found.top1,
            limit=top1,
            words=f"share of {found.positions} positions at which both would say the same",
        )


def _all(name: str, verdicts: Sequence[bool], words: str) -> Check:
    right = sum(verdicts)
    passed = right == len(verdicts) > 0
    return Check(
        name=name,
        passed=passed,
        value=float(right),
        limit=float(len(verdicts)),
        words=f"{right} of {len(verdicts)} {words}",
    )


def _share(name: str, verdicts: Sequence[bool], least: float | None, words: str) -> Check:
    right = sum(verdicts)
    share = right / max(1, len(verdicts))
    passed = bool(verdicts) and (least is None or share >= least)
    return Check(
        name=name, passed=passed, value=share, limit=least, words=f"{right} of {len(verdicts)} held answers {words}"
    )
