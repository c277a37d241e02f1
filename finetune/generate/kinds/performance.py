"""Performance: operations counted, not timed, for three sizes; where they come from, why they grow, what to measure.

A faster version that nobody gets to see gives the same results with fewer operations, which is counted as well.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from finetune.generate.bank import Register, bank
from finetune.generate.checking import tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites
from finetune.generate.kinds.suites import Case
from finetune.generate.model import Candidate, Check, require
from finetune.generate.play import lay, play
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError
from teaching.mentor.habits import fences, places

_SIZES: Final = (10, 100, 1000)
_GROWTHS: Final = ("linear", "quadratic", "exponential")
_COUNT: Final = """
import json, sys

def counted(n):
    total = [0]
    def count(by):
        total[0] += by
    return repr(run(n, count)), total[0]

print("==" + json.dumps([counted(n) for n in json.loads(sys.argv[1])]))
"""


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Six rounds over all situations, other words each time."""
    cases = situations.matter("performance")
    found = ground.proofs.all([job(case) for case in cases])
    counts = {case["id"]: judged(case, facts) for case, facts in zip(cases, found, strict=True)}
    voice = Voice(bank("performance"), chance)
    for case, register in situations.rounds(cases, chance, 6):
        yield _of(case, counts[case["id"]], register, voice, chance)


def job(case: Case) -> Job:
    """Counts the operations of both versions."""
    inputs = {name: case[name] for name in ("code", "fast", "drive")} | {"sizes": json.dumps(sizes(case))}
    return Job("performance", inputs, counted, uses=("python", "sqlite"))


def sizes(case: Case) -> Sequence[int]:
    """For how many things it is counted."""
    return case.get("sizes", _SIZES)


def counted(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """The counts of both versions for each size, and whether they gave the same."""
    told: dict[str, list[Any]] = {}
    for name in ("code", "fast"):
        lay(folder / name, {"count.py": f"{inputs[name]}\n{inputs['drive']}\n{_COUNT}"})
        done = play(folder / name, ["python", "count.py", inputs["sizes"]])
        if done.exit or "==" not in done.said:
            raise BadInputError(f"{name} did not run: {done.said[-400:]}")
        told[name] = json.loads(done.said.partition("==")[2])
    same = [one for one, _ in told["code"]] == [one for one, _ in told["fast"]]
    return {"slow": [count for _, count in told["code"]], "fast": [count for _, count in told["fast"]], "same": same}


def judged(case: Case, facts: Facts) -> Sequence[int]:
    """The counts of the learner's version, if they grow as the matter says.

    Raises:
        BadInputError: they do not, or the faster version gives something else or is no faster.
    """
    slow, fast = facts["slow"], facts["fast"]
    if not facts["same"] or fast[-1] >= slow[-1]:
        raise BadInputError(f"{case['id']}: the faster version is not the same, or no faster: {facts}")
    if case["growth"] != "fine" and growth(sizes(case), slow) != case["growth"]:
        raise BadInputError(f"{case['id']}: it grows otherwise: {slow}")
    return slow


def growth(n: Sequence[int], counts: Sequence[int]) -> str:
    """How counts grow, from the last two sizes."""
    more, factor = n[-1] / n[-2], counts[-1] / counts[-2]
    if factor > more**3:
        return "exponential"
    return "quadratic" if factor > more**1.5 else "linear"


def _of(case: Case, counts: Sequence[int], register: Register, voice: Voice, chance: Random) -> Candidate:
    path, numbers = case["path"], [_spelled(count) for count in counts]
    small, middle, large = (_spelled(n) for n in sizes(case))
    tests = suites.test_file(path)
    program = chance.choice(("main.py", "app.py", "run.py", "serve.py", f"-m pytest {tests}", "jobs.py", "cli.py"))
    order = chance.choice(("cumtime", "ncalls", "tottime"))
    facts = {
        "path": path, "name": case["name"], "unit": case["unit"], "what": case["what"],
        "place": f"{path}:{line_of(case)}", "small": small, "middle": middle, "large": large,
        "at_small": numbers[0], "at_middle": numbers[1], "at_large": numbers[2],
        "profile": f"python -m cProfile -s {order} {program}", "check": f"python -m pytest {tests}",
    }  # fmt: skip
    texts = {part: situations.filled(case[part], facts) for part in ("see", "why", "ask")}
    fine = case["growth"] == "fine"
    own = {"grows": voice.say(case["growth"], register, facts)} if not fine else {}
    output = voice.say("fine" if fine else "answer", register, {**facts, **texts, **own})
    quoted = {"name": f"`{case['name']}`", "path": f"`{path}`"} if register != "beginner" else {}
    said = voice.say("wants", register, {**facts, **quoted})
    tag = situations.language(path)
    pieces = [(path, tag, case["code"])]
    counted_for = zip((small, middle, large), numbers, strict=True)
    rows = [f"{n} {case['what']}: {number} {case['unit']}" for n, number in counted_for]
    pieces.append(("", "", "\n".join(rows)))
    return Candidate(
        instruction=said if register != "beginner" else said[0].lower() + said[1:],
        input=situations.showing(chance, pieces),
        output=output,
        language=tag,
        about={"case": case["id"], "growth": case["growth"]},
        checks=_checks(case, counts, facts),
        audience=register,
        secret=situations.fresh_lines(case["fast"], case["code"]),
    )


def _spelled(count: int) -> str:
    return f"{count:,}" if count >= 10_000 else str(count)


def line_of(case: Case) -> int:
    """The line where the operations come from.

    Raises:
        BadInputError: what the matter names is not in the code.
    """
    lines = case["code"].strip("\n").splitlines()
    found = next((number for number, line in enumerate(lines, 1) if case["at"] in line), None)
    if found is None:
        raise BadInputError(f"{case['id']}: no line has {case['at']}")
    return found


def _numbers(text: str) -> list[int]:
    bare = re.sub(r"`[^`\n]*`", " ", text)
    found = re.findall(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d])", bare)
    return [int(one.replace(",", "")) for one in found]


def _checks(case: Case, counts: Sequence[int], facts: Mapping[str, str]) -> Sequence[Check]:
    allowed = {*counts, *sizes(case), *_numbers(" ".join((*case["see"], *case["why"], *case["ask"])))}

    def numbered(output: str) -> str:
        told = re.sub(r"^\d\. ", "", output, flags=re.MULTILINE)
        wrong = [str(number) for number in _numbers(told) if number not in allowed]
        require(not wrong, f"{', '.join(wrong)} was not counted")
        require(facts["at_large"] in output or facts["at_middle"] in output, "it names no count")
        return f"{len(_numbers(told))} numbers"

    def placed(output: str) -> str:
        require(set(places(output)) == {facts["place"]}, f"it does not name {facts['place']} alone")
        return facts["place"]

    def measured(output: str) -> str:
        require("cProfile" in output, "nothing in it has a measurement made first")
        return "measured first"

    def bare(output: str) -> str:
        require(not fences(output), "it shows code")
        return "no code"

    def grown(output: str) -> str:
        square = re.search(r"square|quadratic|hundred times|four times|of about a hundred", output, re.IGNORECASE)
        require(not square or case["growth"] == "quadratic" or _own(case, "four times"), "it does not grow so")
        return case["growth"]

    return (
        Check("counts", numbered), Check("names-place", placed), Check("measures-first", measured),
        Check("no-code", bare), Check("growth", grown), tests_run(facts["check"], facts["profile"]),
    )  # fmt: skip


def _own(case: Case, words: str) -> bool:
    return any(words in text for part in ("see", "why", "ask") for text in case[part])
