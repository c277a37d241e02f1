"""How a rule of a constitution is held: by a check, by a command, or by nobody yet."""

import shutil
from collections.abc import Iterator
from random import Random

from finetune.generate.checking import cites, names
from finetune.generate.ground import Ground
from finetune.generate.model import Candidate, Check, require
from teaching.contracts.review import RuleView, Status
from teaching.review.review import rules_of

_ASKED = ("Who holds us to this rule?", "Is this rule checked?", "What becomes of this rule in a review?")
_OTHERS = (  # rules of other projects, which the curriculum's do not have
    "Functions should be short",
    "Handle errors properly",
    "Use TypeScript strict mode everywhere",
    "Files have at most 300 lines",
    "Never use `var`",
    "No wildcard imports",
    "Tests must not be skipped",
    "Keep the code clean",
)
_ANSWERS: dict[Status, tuple[str, str]] = {
    "checked": (
        "A check holds it ({checks}): it {reason}.",
        "Which of the files that you changed would it look at first?",
    ),
    "partly": ("A check holds a part of it ({checks}): {reason}.", "Who looks at the rest?"),
    "needs-answer": ("No check can hold it yet: {reason}.", "What would you put there, so that a machine can tell?"),
    "verify": ("A command holds it: {reason}.", "When did you last run that?"),
    "process": ("No code shows whether it was kept: {reason}.", "By what would you notice that it was broken?"),
    "opinion": ("Only a reader can judge it: {reason}.", "What would make a reader say yes?"),
    "vague": ("Nothing follows from it yet: {reason}.", "Which one thing do you want it to forbid?"),
    "conflict": ("It speaks against another rule: {reason}.", "Which of both is meant?"),
}


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Rules of the curriculum and of others, one of each status before the second of any."""
    views = [*ground.courses[0].rules, *_read(ground, _OTHERS)]
    chance.shuffle(views)
    seen: dict[Status, int] = {}
    ranked: list[tuple[int, RuleView]] = []
    for view in views:
        seen[view.status] = seen.get(view.status, 0) + 1
        ranked.append((seen[view.status], view))
    for _, view in sorted(ranked, key=lambda one: one[0]):
        yield _of(ground, view, chance)


def _of(ground: Ground, view: RuleView, chance: Random) -> Candidate:
    answer, question = _ANSWERS[view.status]
    said = answer.format(checks=", ".join(f"`{check}`" for check in view.checks), reason=view.reason.rstrip("."))
    output = f"“{view.quote}” stands in {view.source}. {said} {question}"

    def verdict(output: str) -> str:
        require(said in output, "it says something else")
        again = _read(ground, (view.quote,))
        require(again and again[0].status == view.status, "alone it is understood in another way")
        return view.status

    return Candidate(
        instruction=chance.choice(_ASKED),
        input=f"{view.source}: {view.quote}",
        output=output,
        language="",
        about={"rule": view.quote, "status": view.status},
        checks=(Check("as-rules-says", verdict), cites(view.source), names(view.quote)),
    )


def _read(ground: Ground, quotes: tuple[str, ...]) -> list[RuleView]:
    text = "# Project: Other\n\n## Architectural Standards\n" + "".join(f"- {quote}\n" for quote in quotes)
    place = ground.courses[0].laid("rules", {"CLAUDE.md": text.encode(), "one.py": b"", "two.ts": b""})
    try:
        return rules_of(place).rules
    finally:
        shutil.rmtree(place)
