"""Security: code that an attack was played against, code that withstood it, and secrets that lie in a history.

An attack is a small program of the matter. It lands on the code that is shown and fails on a hidden mended one; where
the shown code is sound, it is the other way round. What the answers say of it was printed by it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

from finetune.generate.bank import REGISTERS, Register, bank
from finetune.generate.checking import cites, fences, says, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations
from finetune.generate.kinds.attacks import attacked, leaked
from finetune.generate.kinds.suites import Case, test_file
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Facts, Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError

_SPAN = re.compile(r"`([^`\n]+)`")
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,_]*\d(?![\w])")
_TIDY: Final = "git filter-repo"
_RUN: Final = {
    "py": "python -m pytest {}",
    "sql": "python -m pytest {}",
    "ts": "node --test {}",
    "js": "node --test {}",
}


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Three rounds over all situations, each time for another audience."""
    cases = situations.matter("security")
    proofs = ground.proofs.all([job(case) for case in cases])
    played = {case["id"]: judged(case, proof) for case, proof in zip(cases, proofs, strict=True)}
    voice = Voice(bank("security"), chance)
    for case, register in situations.rounds(cases, chance):
        yield _of(case, played[case["id"]], register, voice, chance)


def job(case: Case) -> Job:
    """What is played of a situation."""
    if case["scene"] == "leak":
        inputs = {name: case[name] for name in ("path", "code", "clean", "secret")}
        return Job("security-leak", inputs, leaked, uses=("git",))
    inputs = {"path": case["path"], "attack": case["attack"], "shown": case["code"], "other": other(case)}
    uses = ("node",) if _end(case) in {"ts", "js"} else ("python", "sqlite")
    return Job("security", inputs, attacked, uses=uses)


def other(case: Case) -> str:
    """The code with what is hidden in place: mended, or broken where the shown code is sound.

    Raises:
        BadInputError: a piece to replace does not stand in the code once.
    """
    text: str = case["code"]
    for old, new in case["fix"]:
        if text.count(old) != 1:
            raise BadInputError(f"{case['id']}: {old!r} stands {text.count(old)} times in its code")
        text = text.replace(old, new)
    return text


def judged(case: Case, proof: Facts) -> Facts:
    """What came out, if it is as the scene wants it.

    Raises:
        BadInputError: it is not; the matter has a mistake.
    """
    if case["scene"] == "leak":
        fine = proof == {"commits": 2, "now": False, "before": True}
    else:
        lands = case["scene"] == "hole"
        ends = (proof["shown"]["hit"], proof["other"]["hit"])
        fine = ends == (lands, not lands) and proof["shown"]["fair"] and proof["other"]["fair"]
    if not fine:
        raise BadInputError(f"{case['id']}: the attack did not end as its scene says: {proof}")
    return proof


def _of(case: Case, proof: Facts, register: Register, voice: Voice, chance: Random) -> Candidate:
    facts = _facts(case, proof)
    number = REGISTERS.index(register)
    facts["see"] = situations.filled([case["see"][number]], facts)[0]
    texts = {name: situations.filled(_near(case[name], number), facts) for name in ("why", "ask")}
    if "test" in case:
        texts["must"] = situations.filled(case["test"], facts)
    output = voice.say(case["scene"], register, {**facts, **texts})
    (instruction,) = situations.filled([case["asks"][number]], facts)
    tag = _tag(case)
    return Candidate(
        instruction=instruction,
        input=situations.showing(chance, [(case["path"], tag, case["code"])]) if case.get("show", True) else "",
        output=output,
        language=tag,
        about={"case": case["id"], "scene": case["scene"], "weakness": case["weakness"]},
        checks=_checks(case, facts),
        audience=register,
        secret=_secret(case),
        facts=(*facts.values(), case.get("attack", "")),
    )


def _near(texts: Sequence[str], number: int) -> Sequence[str]:
    """The texts for an audience and for those beside it: a beginner gets none that were written for seniors."""
    return texts[max(0, number - 1) : number + 2]


def _facts(case: Case, proof: Facts) -> dict[str, str]:
    lines = case["code"].strip("\n").splitlines()
    spots = [number for number, line in enumerate(lines, 1) if case["spot"] in line]
    if len(spots) != 1:
        raise BadInputError(f"{case['id']}: {case['spot']!r} stands on {len(spots)} lines")
    path = case["path"]
    facts = {"path": path, "line": str(spots[0]), "place": f"`{path}:{spots[0]}`", "weakness": case["weakness"]}
    if case["scene"] == "leak":
        facts |= {"commits": str(proof["commits"]), "search": f'git log --oneline -S "{case["hint"]}" -- {path}'}
        return facts
    end = _end(case)
    test = f"test_{Path(path).stem}.py" if end == "sql" else test_file(path)
    got, held = proof["shown"]["got"], proof["other"]["got"]
    return facts | {"test": test, "cmd": _RUN[end].format(test), "got": got, "held": held, "probe": case["probe"]}


def _secret(case: Case) -> Sequence[str]:
    """What the answer must not hold: the mended lines; the secret itself."""
    if case["scene"] == "leak":
        return [case["secret"]]
    return situations.fresh_lines(other(case), case["code"]) if case["scene"] == "hole" else ()


def _checks(case: Case, facts: Mapping[str, str]) -> Sequence[Check]:
    known = "\n".join([case["code"], case.get("attack", ""), *facts.values(), *case.get("terms", ()), _TIDY])

    def spans(output: str) -> str:
        told = _SPAN.findall(output)
        strange = [span for span in told if span not in known]
        require(not strange, f"`{strange[0] if strange else ''}` stands nowhere")
        return f"{len(told)} names"

    def numbers(output: str) -> str:
        told = _NUMBER.findall(situations.prose_only(output))
        strange = [one for one in told if one not in known and one not in "".join(case["asks"])]
        require(not strange, f"{strange[0] if strange else ''} came out of nothing")
        return f"{len(told)} numbers"

    def no_patch(output: str) -> str:
        require(not fences(output), "it shows code, and the mending is the learner's")
        return "no code"

    own = (
        (says([facts["search"]], "says-how-to-search"), Check("rotates-first", _rotates))
        if case["scene"] == "leak"
        else (tests_run(facts["cmd"]), Check("attack-ended-so", lambda output: _ended(case, facts, output)))
    )
    place = facts["place"].strip("`")
    return (cites(place), Check("names-exist", spans), Check("numbers", numbers), Check("no-patch", no_patch), *own)


def _ended(case: Case, facts: Mapping[str, str], output: str) -> str:
    """That the answer says what the attack got, and of sound code never that it lands."""
    require(facts["got"] in output or facts["probe"] in output, "it says neither what was tried nor what came of it")
    require(case["scene"] == "hole" or facts["held"] not in output or facts["got"] in output, "the attack failed")
    return f"{facts['probe']}: {facts['got']}"


_NEW_KEY = re.compile(
    r"\b(?:revok|rotat|replac|invalidat|disabl|cancel|chang|new (?:key|token|password|secret|one))", re.I
)
_HISTORY = re.compile(r"\b(?:history|commits?|clones?|forks?)\b", re.I)


def _rotates(output: str) -> str:
    """That a leaked secret is made worthless before its traces are tidied."""
    told, tidied = _NEW_KEY.search(output), re.search(r"filter-repo|rewrit", output)
    require(told is not None, "nothing makes the secret worthless")
    require(_HISTORY.search(output), "it does not speak of the history")
    require(not (told and tidied) or told.start() < tidied.start(), "it tidies before the secret is worthless")
    return "worthless first"


def _end(case: Case) -> str:
    return str(case["path"]).rpartition(".")[2]


def _tag(case: Case) -> str:
    return {**situations.LANGUAGES, "sql": "sql", "toml": "toml", "env": "", "yml": "yaml", "json": "json"}[_end(case)]
