"""Performance: operations counted, not timed, for three sizes; where they come from, why they grow, what to measure.

A faster version that nobody gets to see gives the same results with fewer operations, which is counted as well.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from finetune.generate.bank import Register, bank
from finetune.generate.checking import tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import counting, situations, suites
from finetune.generate.kinds.suites import Case
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError
from teaching.mentor.habits import fences, places

_SIZES: Final = (10, 100, 1000)
_PROGRAMS: Final = ("main", "app", "run", "serve", "jobs", "cli", "report", "nightly", "demo", "refresh", "batch")
_MEASURED: Final = re.compile(r"cProfile|--cpu-prof|console\.time\(|EXPLAIN QUERY PLAN")
_PLAN: Final = re.compile(r"`((?:SCAN|SEARCH|USE TEMP) [^`]*)`")


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
    inputs = {name: case[name] for name in ("path", "code", "fast", "drive")} | {"sizes": json.dumps(sizes(case))}
    return Job("performance", inputs, counting.counted, uses=counting.uses(case["path"]))


def sizes(case: Case) -> Sequence[int]:
    """For how many things it is counted."""
    return case.get("sizes", _SIZES)


def judged(case: Case, facts: Facts) -> Facts:
    """What was counted, if it grows as the matter says.

    Raises:
        BadInputError: it does not, or the faster version gives something else or is no faster.
    """
    slow, fast = facts["slow"], facts["fast"]
    if not facts["same"] or fast[-1] >= slow[-1]:
        raise BadInputError(f"{case['id']}: the faster version is not the same, or no faster: {facts}")
    if case["growth"] != "fine" and growth(sizes(case), slow) != case["growth"]:
        raise BadInputError(f"{case['id']}: it grows otherwise: {slow}")
    return facts


def growth(n: Sequence[int], counts: Sequence[int]) -> str:
    """How counts grow, from the last two sizes."""
    more, factor = n[-1] / n[-2], counts[-1] / counts[-2]
    if factor > more**3:
        return "exponential"
    if factor > more**1.5:
        return "quadratic"
    return "loglinear" if factor > more**1.1 else "linear"


def _of(case: Case, proven: Facts, register: Register, voice: Voice, chance: Random) -> Candidate:
    counts: Sequence[int] = proven["slow"]
    path, numbers = case["path"], [_spelled(count) for count in counts]
    small, middle, large = (_spelled(n) for n in sizes(case))
    facts = {
        "path": path, "name": case["name"], "unit": case["unit"], "what": case["what"],
        "place": f"{path}:{line_of(case)}", "small": small, "middle": middle, "large": large,
        "at_small": numbers[0], "at_middle": numbers[1], "at_large": numbers[2],
        **_measuring(case, proven["plan"], chance),
    }  # fmt: skip
    texts = {part: situations.filled(case[part], facts) for part in ("see", "why", "ask")}
    fine = case["growth"] == "fine"
    own = {"grows": voice.say(case["growth"], register, facts)} if not fine else {}
    output = voice.say("fine" if fine else "answer", register, {**facts, **texts, **own})
    tag = situations.language(path)
    quoted = {"path": f"`{path}`"} | ({"name": f"`{case['name']}`"} if tag != "sql" else {})
    said = voice.say("wants", register, {**facts, **(quoted if register != "beginner" else {})})
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
        checks=_checks(case, proven, facts),
        audience=register,
        secret=situations.fresh_lines(case["fast"], case["code"]),
        facts=tuple(facts.values()),
    )


def _measuring(case: Case, plan: Sequence[str], chance: Random) -> Mapping[str, str]:
    """How it is measured and what guards it: a profile, a clock where it waits, the plan in SQL."""
    stem, end = case["path"].rpartition(".")[0], counting.ending(case["path"])
    program = chance.choice(_PROGRAMS)
    if end == "sql":
        # The innermost walk says most: it is made for each row of those before it.
        rows = [row for row in plan if _PLAN.fullmatch(f"`{row}`")]
        scan = [row for row in rows if row.startswith("SCAN")][-1:] or rows
        return {"scan": scan[0], "check": f"python -m pytest test_{stem}.py"}
    check = f"python -m pytest test_{stem}.py" if end == "py" else f"node --test {suites.test_file(case['path'])}"
    if case.get("measure") == "wait":
        return {"timer": f'console.time("{case["name"]}")', "check": check}
    if end == "py":
        order = chance.choice(("cumtime", "tottime", "ncalls"))
        return {"profile": f"python -m cProfile -s {order} {program}.py", "check": check}
    of = chance.choice((f"{program}.{end}", f"--cpu-prof-dir=profiles {program}.{end}", f"{stem}.test.{end}"))
    return {"profile": f"node --cpu-prof {of}", "check": check}


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


def _checks(case: Case, proven: Facts, facts: Mapping[str, str]) -> Sequence[Check]:
    allowed = {*proven["slow"], *sizes(case), *_numbers(" ".join((*case["see"], *case["why"], *case["ask"])))}

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
        require(_MEASURED.search(output), "nothing in it has a measurement made first")
        wrong = [row for row in _PLAN.findall(output) if row not in proven["plan"]]
        require(not wrong, f"the plan does not say {', '.join(wrong)}")
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
        Check("no-code", bare), Check("growth", grown),
        tests_run(facts["check"], facts.get("profile", facts["check"]), "EXPLAIN QUERY PLAN", "console.time("),
    )  # fmt: skip


def _own(case: Case, words: str) -> bool:
    return any(words in text for part in ("see", "why", "ask") for text in case[part])
