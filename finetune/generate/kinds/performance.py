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
_COMMAS: Final = 10_000
_WORDS: Final[Mapping[int, str]] = {2: "two", 3: "three", 4: "four", 10: "ten"}
_PROGRAMS: Final = ("main", "app", "run", "serve", "jobs", "cli", "report", "nightly", "demo", "refresh", "batch")
_ASKED: Final = ("where", "growth", "judged")
_MEASURED: Final = re.compile(r"cProfile|tracemalloc|--cpu-prof|console\.time\(|EXPLAIN QUERY PLAN")
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
    path, commas = case["path"], counts[-1] >= _COMMAS  # one answer writes all its numbers in one way
    numbers = [_spelled(count, commas) for count in counts]
    small, middle, large = (_spelled(n, commas) for n in sizes(case))
    facts = {
        "path": path, "name": case["name"], "unit": case["unit"], "what": case["what"],
        "place": f"{path}:{line_of(case)}", "small": small, "middle": middle, "large": large,
        "at_small": numbers[0], "at_middle": numbers[1], "at_large": numbers[2],
        **_factors(sizes(case), counts),
        **_measuring(case, proven["plan"], chance),
    }  # fmt: skip
    texts = {part: situations.filled(case[part], facts) for part in ("see", "why", "ask")}
    fine = case["growth"] == "fine"
    memory = "memory" in facts
    asked = "judged" if fine or memory else chance.choice(_ASKED)
    move = "fine" if fine else f"{asked}_memory" if memory else asked
    # Who asks for the complexity is told its name.
    named = "_named" if asked == "growth" and register == "senior" else ""
    own = {"grows": voice.say(f"{case['growth']}{named}", register, facts)} if not fine else {}
    output = voice.say(move, register, {**facts, **texts, **own})
    tag = situations.language(path)
    quoted = {"path": f"`{path}`"} | ({"name": f"`{case['name']}`"} if tag != "sql" else {})
    said = voice.say(f"wants_{asked}", register, {**facts, **(quoted if register != "beginner" else {})})
    pieces = [(path, tag, case["code"])]
    counted_for = zip((small, middle, large), numbers, strict=True)
    rows = [f"{n} {case['what']}: {number} {case['unit']}" for n, number in counted_for]
    if "profile" in facts:  # the program that is to be measured is one that the learner named
        rows.insert(0, f"counted in {facts['profile'].split()[-1]}:")
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
    if case.get("measure") == "memory":
        return {"memory": "tracemalloc.get_traced_memory()", "check": check}
    if end == "py":
        order = chance.choice(("cumtime", "cumulative"))
        return {"profile": f"python -m cProfile -s {order} {program}.py", "check": check}
    of = chance.choice((f"{program}.{end}", f"--cpu-prof-dir=profiles {program}.{end}", f"{stem}.test.{end}"))
    return {"profile": f"node --cpu-prof {of}", "check": check}


def _factors(n: Sequence[int], counts: Sequence[int]) -> Mapping[str, str]:
    """How many times more the last size is than the one before it, and how many times more it costs."""
    more, times = n[-1] // n[-2], round(counts[-1] / counts[-2])
    return {"more": _WORDS[more], "times": _WORDS.get(times, str(times))} if more in _WORDS else {}


def _spelled(count: int, commas: bool) -> str:
    return f"{count:,}" if commas else str(count)


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
    factor = [int(facts["times"])] if facts.get("times", "").isdigit() else []
    allowed = {*proven["slow"], *sizes(case), *factor, *_numbers(" ".join((*case["see"], *case["why"], *case["ask"])))}

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
        tests_run(facts["check"], facts.get("profile", facts["check"]), "EXPLAIN QUERY PLAN", "console.time(",
                  "tracemalloc"),
    )  # fmt: skip


def _own(case: Case, words: str) -> bool:
    return any(words in text for part in ("see", "why", "ask") for text in case[part])
