"""What every example must hold, whatever its kind: its length, its questions, no solution in it, nothing unsafe."""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from finetune.generate.grounded import grounded
from finetune.generate.model import Candidate, Check, Kind, Wrong, require
from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge
from teaching.mentor.checking import parses
from teaching.mentor.habits import FENCE, fences, places, prose, questions, runs_tests

__all__ = ["cites", "fenced", "leaves_core", "names", "prose", "says", "tests_run", "verdicts"]

MOST_CHARACTERS = 9_000  # with the question about 2,500 tokens, so that an example fits into a pack of 4,096
_MACHINE = re.compile(r"(?:^|[\s`\"'(])/(?:home|root|tmp|usr|var|work|Users|private)/")
_UNSAFE = re.compile(
    r"\brm\s+-[a-z]*r[a-z]*f?\s+(?:/|~|\*)|\bcurl\b[^\n|]*\|\s*(?:ba)?sh\b|\bchmod\s+(?:-R\s+)?777\b|--no-verify\b|"
    r"\bgit\s+push\b[^\n]*(?:\s-f\b|--force(?!-with-lease))|\bverify=False\b|\bpickle\.loads?\(|"
    r"\bdangerouslyDisableSandbox\b|--dangerously-skip-permissions\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_WARNS = re.compile(
    r"\b(?:not|never|no|nothing|without|instead|rather|avoid|refuses?|dangerous|unsafe|risk|loses?|lost|overwrites?|"
    r"destroys?|would|skips?|n't)\b|n't\b",
    re.IGNORECASE,
)
_SLOT = re.compile(r"(?<![\w${])\{[a-z][a-z_]*\}(?!\})")
_SHABBY = re.compile(r"[ \t]+\n|\n{4,}|(?<=[a-z]) {2,}(?=[a-z])|\.\.(?!\.)(?<!\.\.\.)(?=\s|$)|\s[,;.](?=\s)|\?\.")
_ENDS = (".", "!", "?", "```", "~~~", ")", "*", "”")


def verdicts(candidate: Candidate, exemplars: Sequence[Exemplar], kind: Kind | None = None) -> dict[str, str]:
    """The verdict of every check by its name.

    Args:
        kind: whose length counts; None for any length.

    Raises:
        Wrong: from the first that fails; its text begins with the check's name.
    """
    found: dict[str, str] = {}
    for check in [*_common(candidate, exemplars, kind), *candidate.checks]:
        try:
            found[check.name] = check.verdict(candidate.output)
        except Wrong as wrong:
            raise Wrong(f"{check.name}: {wrong}") from wrong
    return found


def fenced(text: str) -> str:
    """What stands in the first fence, or nothing."""
    return next((code for _, code in fences(text)), "")


def cites(*wanted: str) -> Check:
    """That the answer names these places."""

    def verdict(output: str) -> str:
        named = set(places(output))
        missing = [place for place in wanted if place not in named]
        require(not missing, f"{', '.join(missing)} is not named")
        return ", ".join(wanted)

    return Check("cites-place", verdict, wanted)


def names(quote: str) -> Check:
    """That the answer quotes the rule."""

    def verdict(output: str) -> str:
        require(" ".join(quote.split()) in " ".join(output.split()), "the rule is not quoted")
        return "the rule is quoted"

    return Check("names-rule", verdict)


def says(words: Iterable[str], name: str = "says-what-to-run") -> Check:
    """That the answer has each of these, word for word: commands that are to be run, as a rule."""
    wanted = list(words)

    def verdict(output: str) -> str:
        missing = [word for word in wanted if word not in output]
        require(not missing, f"it does not say {', '.join(missing)}")
        return f"says {len(wanted)}" if len(wanted) > 1 else "the command is named"

    return Check(name, verdict)


def tests_run(*commands: str) -> Check:
    """That the answer has the tests run before anything counts as done."""

    def verdict(output: str) -> str:
        require(runs_tests(output, commands), "nothing in it has the tests run")
        return "the tests are run"

    return Check("runs-tests", verdict)


def leaves_core(least: int = 1) -> Check:
    """That the answer leaves work to the learner, marked TODO(human), in its code."""

    def verdict(output: str) -> str:
        count = sum(code.count("TODO(human)") for _, code in fences(output))
        require(count >= least, f"{count} TODO(human) in its code, {least} at least")
        return f"{count} TODO(human)"

    return Check("leaves-core", verdict)


def _common(candidate: Candidate, exemplars: Sequence[Exemplar], kind: Kind | None) -> list[Check]:
    return [
        Check("length", partial(_length, candidate, kind)),
        Check("questions", partial(_questions, candidate)),
        Check("code-parses", _code),
        Check("gives-away", partial(_solution, candidate, exemplars)),
        Check("safe", _safe),
        Check("machine-paths", partial(_machine, candidate)),
        Check("clean", partial(_clean, candidate)),
        *(grounded(candidate, kind.name) if kind else ()),
    ]


def _length(candidate: Candidate, kind: Kind | None, output: str) -> str:
    whole = (
        len(candidate.instruction) + len(candidate.input) + len(output) + sum(len(t.content) for t in candidate.before)
    )
    require(whole <= MOST_CHARACTERS, f"{whole} characters, {MOST_CHARACTERS} at most")
    count = len(output.split())
    if kind is not None:
        least, most = kind.words
        require(least <= count <= most, f"{count} words, {least} to {most} belong to its kind")
    return f"{count} words"


def _questions(candidate: Candidate, output: str) -> str:
    asked = questions(output)
    least, most = candidate.questions
    wanted = f"{least}" if least == most else f"{least} to {most}"
    require(least <= asked <= most, f"{asked} questions, not {wanted}")
    return f"{asked}"


def _code(output: str) -> str:
    blocks = fences(output)
    broken = next((tag for tag, code in blocks if not parses(tag, code)), None)
    require(broken is None, f"its {broken} does not parse")
    return f"{len(blocks)} blocks"


def _solution(candidate: Candidate, exemplars: Sequence[Exemplar], output: str) -> str:
    leak = judge(output, exemplars)
    require(leak is None, f"it gives {leak.exemplar.symbol} away" if leak else "")
    flat = "".join(output.split())
    told = [code for code in candidate.secret if "".join(code.split()) in flat]
    require(not told, "it gives its own core away")
    return f"none of {len(exemplars) + len(candidate.secret)} solutions"


def _safe(output: str) -> str:
    # Outside of code a mentor may name what is not to be done, and says so in the same sentence.
    advised = [one for one in _SENTENCE.split(FENCE.sub("\n", output)) if not _WARNS.search(prose(one))]
    found = _UNSAFE.search("\n".join([*(code for _, code in fences(output)), *advised]))
    require(found is None, f"it would have {found[0] if found else ''} run")
    return "nothing unsafe"


def _machine(candidate: Candidate, output: str) -> str:
    texts = (candidate.instruction, candidate.input, output, *(turn.content for turn in candidate.before))
    require(not any(_MACHINE.search(text) for text in texts), "it has a path of this machine")
    return "none"


def _clean(candidate: Candidate, output: str) -> str:
    require(output == output.strip(), "it begins or ends with white space")
    require(candidate.instruction == candidate.instruction.strip(), "its instruction has white space around it")
    require(output.endswith(_ENDS), "it ends in the middle")
    left = _SLOT.search(prose(output)) or _SLOT.search(prose(candidate.instruction))
    require(left is None, f"{left[0] if left else ''} was never filled in")
    shabby = _SHABBY.search(FENCE.sub("code", output))
    require(shabby is None, f"it is not clean near {shabby[0]!r}" if shabby else "")
    return "clean"
