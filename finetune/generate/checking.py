"""What every example must hold, whatever its kind: short, one question, no solution, nothing of this machine."""

import re
from collections.abc import Iterable, Sequence

from finetune.generate.model import Candidate, Check, Wrong, require
from teaching.contracts.exercises import Exemplar
from teaching.guard.likeness import judge

MOST_CHARACTERS = 2_400  # about 700 tokens with the question, so that several fit into a pack
_FENCE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`[^`\n]+`|“[^”]*”|https?://\S+")
_MACHINE = re.compile(r"(?:^|[\s`\"'(])/(?:home|root|tmp|usr|var|work|Users|private)/")
_PLACE = re.compile(r"[\w./-]+\.\w+:\d+")


def verdicts(candidate: Candidate, exemplars: Sequence[Exemplar]) -> dict[str, str]:
    """The verdict of every check by its name.

    Raises:
        Wrong: from the first that fails; its text begins with the check's name.
    """
    found: dict[str, str] = {}
    for check in [*_common(candidate, exemplars), *candidate.checks]:
        try:
            found[check.name] = check.verdict(candidate.output)
        except Wrong as wrong:
            raise Wrong(f"{check.name}: {wrong}") from wrong
    return found


def prose(text: str) -> str:
    """The text without code, quotations and links."""
    return _SPAN.sub(" ", _FENCE.sub("\n", text))


def fenced(text: str) -> str:
    """What stands in the first fence, or nothing."""
    found = _FENCE.search(text)
    return found[0].partition("\n")[2].rpartition("\n")[0] + "\n" if found else ""


def cites(place: str) -> Check:
    """That the answer names a place, and no other one."""

    def verdict(output: str) -> str:
        named = set(_PLACE.findall(output))
        require(place in named, f"{place} is not named")
        return place

    return Check("cites-place", verdict)


def names(quote: str) -> Check:
    """That the answer quotes the rule."""

    def verdict(output: str) -> str:
        require(f"“{' '.join(quote.split())}”" in " ".join(output.split()), "the rule is not quoted")
        return "the rule is quoted"

    return Check("names-rule", verdict)


def says(words: Iterable[str]) -> Check:
    """That the answer names a command that is to be run."""

    def verdict(output: str) -> str:
        missing = [word for word in words if word not in output]
        require(not missing, f"it does not say {', '.join(missing)}")
        return "the command is named"

    return Check("says-what-to-run", verdict)


def _common(candidate: Candidate, exemplars: Sequence[Exemplar]) -> list[Check]:
    def length(output: str) -> str:
        whole = len(candidate.instruction) + len(candidate.input) + len(output)
        require(whole <= MOST_CHARACTERS, f"{whole} characters, {MOST_CHARACTERS} at most")
        require(output == output.strip(), "it begins or ends with white space")
        return f"{whole} characters"

    def questions(output: str) -> str:
        asked = prose(output).count("?")
        require(asked == candidate.questions, f"{asked} questions, not {candidate.questions}")
        return f"{asked}"

    def solution(output: str) -> str:
        leak = judge(output, exemplars)
        require(leak is None, f"it gives {leak.exemplar.symbol} away" if leak else "")
        return f"none of {len(exemplars)} solutions"

    def machine(output: str) -> str:
        texts = (candidate.instruction, candidate.input, output)
        require(not any(_MACHINE.search(text) for text in texts), "it has a path of this machine")
        return "none"

    return [
        Check("length", length),
        Check("questions", questions),
        Check("gives-away", solution),
        Check("machine-paths", machine),
    ]
