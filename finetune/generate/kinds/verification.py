"""Ticks and refusals: what the product's own verification of a small project came to, green and in six kinds of red."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from finetune.generate.bank import bank
from finetune.generate.checking import fenced, says, tests_run
from finetune.generate.ground import Ground
from finetune.generate.kinds import situations, suites
from finetune.generate.kinds.suites import Case
from finetune.generate.model import Candidate, Check, require
from finetune.generate.play import lay, play
from finetune.generate.proofs import Job
from finetune.generate.voice import Voice
from teaching.errors import BadInputError
from teaching.roadmap.edit import tick
from teaching.roadmap.reading import find, parse

STATES: Final = ("green", "red", "claim", "open", "skipped", "gone", "leftover", "style")
_MOVES: Final = {"skipped": "slept", "style": "linted"}
_FIRST_DAY: Final = date(2026, 1, 5)
_TOOK = re.compile(r" \((?:\d+\.\d+ s|… s)\)")
_STYLE: Final = "python tools/style.py"
_STYLE_CODE: Final = """\
import pathlib
import sys

bad = [
    f"{file}:{number}: print is left in"
    for file in sorted(pathlib.Path().glob("*.py"))
    for number, line in enumerate(file.read_text().splitlines(), 1)
    if line.lstrip().startswith("print(")
]
print("\\n".join(bad))
sys.exit(bool(bad))
"""
# What the product does when a person allowed it once; its own state lies in the folder that is thrown away.
_DRIVE: Final = """\
import json, sys
from pathlib import Path
from teaching.tasks.render import markdown
from teaching.tasks.verifying import Way, verify
from teaching.verification.consent import once
root = Path.cwd()
found = verify(root, sys.argv[1], Way(ask=lambda missing: [once(root, one.command) for one in missing]))
told = markdown(found, "mentor")
road = Path("ROADMAP.md").read_text(encoding="utf-8")
print("==" + json.dumps({"told": told, "found": found.model_dump(mode="json"), "road": road}))
"""
_ASKS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "beginner": {
        "any": (
            "i am done with {id}, please tick", "can you tick “{title}” for me", "{id} finished!! mark it pls",
            "its ready, {id}", "mark {id} as done please",
        ),
        "claim": (
            "i tried {id} by hand and it works, tick it", "{id} works on my computer so please mark it",
            "trust me {id} is ready :)", "finished “{title}”, can you put the x",
        ),
    },
    "junior": {
        "any": (
            "I ran the verification of {id}. Is it ticked?", "Update the roadmap: “{title}” should be done.",
            "{id} is implemented, here's the report. Done?", "Please mark “{title}” as complete.",
            "What does this report mean for {id}?",
        ),
        "claim": (
            "“{title}” is done, I checked it manually. Please tick it.", "Can you just set the x for {id}?",
            "I'm confident about {id}. Mark it done?", "Done with {id}; the tests would pass, I'm sure.",
        ),
    },
    "senior": {
        "any": ("Close {id}.", "{id}: tick?", "Verdict on {id}?", "{id}, report below.", "Can {id} be closed?"),
        "claim": ("Tick {id}, reviewed by eye.", "{id} done, no time for the suite. Tick.", "Close “{title}”."),
    },
}  # fmt: skip


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Every task in several states; no state comes twice for one task."""
    cases = _cases()
    voice = Voice(bank("verification"), chance)
    for turn in _plan(cases, chance):
        jobs = [job(case, "red" if state == "claim" else state) for case, state in turn]
        for (case, state), facts in zip(turn, ground.proofs.all(jobs), strict=True):
            yield _of(case, state, facts, voice, chance)


def _cases() -> list[Case]:
    code = {case["id"]: case for case in situations.matter("tdd")}
    found: list[Case] = []
    for case in situations.matter("verification"):
        below = code[case["of"]]
        tests = [below[name].strip("\n") for name in ("given", "shown") if name in below]
        kept = {
            name: below[name] for name in ("runner", "path", "names", "code", "solution", "imports") if name in below
        }
        found.append({**kept, **case, "tests": suites.head(below) + "\n\n\n".join(tests) + "\n"})
    return found


def _plan(cases: Sequence[Case], chance: Random) -> list[list[tuple[Case, str]]]:
    """Four rounds; in each half of the tasks are green or red, and the others in one of the rarer states."""
    found: list[list[tuple[Case, str]]] = []
    for turn in range(4):
        states: list[tuple[Case, str]] = []
        for number, case in enumerate(cases):
            rare = [state for state in STATES[2:] if state != "style" or case["path"].endswith(".py")]
            plain = STATES[(number // 2 + turn // 2) % 2]
            states.append((case, rare[(number + turn) % len(rare)] if (number + turn) % 2 else plain))
        chance.shuffle(states)
        found.append(states)
    return found


def job(case: Case, state: str) -> Job:
    """A verification of the case in a state."""
    inputs = {"files": json.dumps(files(case, state), sort_keys=True), "task": case["id"]}
    uses = ("node",) if case["runner"] == "node" else ("python",)
    return Job("verification", inputs, verified, uses=uses, code=("teaching.verification", "teaching.tasks.render"))


def files(case: Case, state: str) -> dict[str, str]:
    """The project of a case in a state."""
    path, tests = case["path"], case["tests"]
    code = case["code" if state in {"red", "open"} else "solution"].strip("\n") + "\n"
    code = code.replace("TODO(human)", "not written")
    if state in {"open", "leftover"}:
        code = _marked(case, code, stub=state == "open")
    if state == "style":
        head, _, body = code.rpartition("\n    return")
        code = f'{head}\n    print("here")\n    return{body}'
    if state == "skipped":
        tests = _skipped(case["runner"], tests)
    if state == "gone":
        tests = suites.head(case)
    lint = f"- lint: {_STYLE}\n" if state == "style" else ""
    more = {"tools/style.py": _STYLE_CODE} if state == "style" else {}
    claude = f"# Project: {case['phase']}\n\n## Common Commands\n- test: {suites.command(case)}\n{lint}"
    return {path: code, suites.test_file(path): tests, "CLAUDE.md": claude, "ROADMAP.md": roadmap(case), **more}


def roadmap(case: Case) -> str:
    """The roadmap of a case, before anything ran."""
    name, title = case["next"]
    return (
        f"# Roadmap\n\n## Phase 1: {case['phase']}\n- [ ] {case['title']} (In Progress) <!-- id: {case['id']} -->\n"
        f"  - Acceptance: {case['accept']}\n  - files: {case['path']}\n  - verify: {suites.command(case)}\n"
        f"- [ ] {title} <!-- id: {name} -->\n  - depends: {case['id']}\n"
    )


def _marked(case: Case, code: str, stub: bool) -> str:
    """The code with a marker at the beginning of its function, and nothing below it in a stub."""
    python = case["path"].endswith(".py")
    before, sign, rest = code.partition("def " if python else "export function ")
    first, _, body = rest.partition("\n")
    marker = f"TODO(human)[{case['id']}]: {case['part']}"
    if stub:
        body = "    raise NotImplementedError\n" if python else '  throw new Error("not written yet");\n}\n'
    return f"{before}{sign}{first}\n{'    #' if python else '  //'} {marker}\n{body}"


def _skipped(runner: str, tests: str) -> str:
    if runner == "node":
        return tests.replace('test("', 'test.skip("')
    if runner == "unittest":
        return re.sub(r"^class ", '@unittest.skip("later")\nclass ', tests, flags=re.MULTILINE)
    return "import pytest\n\n" + re.sub(r"^def ", '@pytest.mark.skip(reason="later")\ndef ', tests, flags=re.MULTILINE)


def verified(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """What the product found, without times, digests and today's date."""
    place = folder / "project"
    lay(place, json.loads(inputs["files"]))
    env = {"HOME": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "200"}
    done = play(place, ["python", "-c", _DRIVE, inputs["task"]], **env)
    if "==" not in done.said:
        raise BadInputError(f"{inputs['task']}: {done.said[-400:]}")
    told = json.loads(done.said.partition("==")[2])
    found = told["found"]
    runs = [
        {key: run[key] for key in ("step", "exit", "passed", "failed", "skipped")} | {"cmd": " ".join(run["argv"])}
        for run in found["runs"]
    ]
    failure = found["failure"] or {}
    report = "\n".join(line for line in told["told"].splitlines() if not line.startswith("Evidence:"))
    # What a runner says around a run of nothing has its version and its folders in it.
    report = re.sub(r"(    no test ran[^\n]*)(?:\n    [^\n]*)*", r"\1", report)
    return {
        "report": _TOOK.sub("", report).strip(),
        "ticked": found["ticked"],
        "runs": runs,
        "failure": {key: failure.get(key) for key in ("name", "path", "line")} | {"text": _without_run(failure)},
        "markers": found["open_markers"],
        "next": found["next_task"],
        "roadmap": re.sub(r"\d{4}-\d\d-\d\d", "DAY", told["road"]),
    }


def _without_run(failure: Mapping[str, Any]) -> str:
    text = str(failure.get("text") or "")
    return text.splitlines()[0] if text.startswith("no test ran") else text


def _of(case: Case, state: str, facts: Mapping[str, Any], voice: Voice, chance: Random) -> Candidate:
    register = voice.register()
    day = _FIRST_DAY + timedelta(days=chance.randrange(320))
    known = _known(case, state, facts, day)
    asks = case["good"] if state == "green" else case["bad"]
    own = {"ask": asks} if state in {"green", "red"} else {}
    output = voice.say(_MOVES.get(state, state), register, {**known, **own})
    lines = _ASKS[register]["claim" if state == "claim" else "any"]
    return Candidate(
        instruction=chance.choice(lines).format(id=case["id"], title=case["title"]),
        input=_input(case, state, facts, day, chance),
        output=output,
        language="markdown",
        about={"case": case["id"], "state": state},
        checks=_checks(case, state, facts, known),
        audience=register,
        secret=situations.fresh_lines(case["solution"], case["code"]),
        facts=tuple(known.values()),
    )


def _known(case: Case, state: str, facts: Mapping[str, Any], day: date) -> dict[str, str]:
    run = facts["runs"][0] if facts["runs"] else {}
    known = {name: case[name] for name in ("title", "id", "accept", "part")} | {
        "cmd": suites.command(case),
        "file": suites.test_file(case["path"]),
        "verify": f"teach verify {case['id']}",
        "next": case["next"][1],
    }
    if state == "claim":
        return known
    if run.get("passed") is not None:
        known["ended"] = _ended(run["passed"], run["failed"] or 0)
        known["skipped"] = f"{run['skipped']} skipped"
    if facts["ticked"]:
        line = facts["roadmap"].splitlines()[3].replace("DAY", day.isoformat())
        known["row"] = situations.fence("markdown", line)
    if facts["markers"]:
        known["mark"] = facts["markers"][0]
    failure = facts["failure"]
    if state == "red":
        known |= {"first": _short(failure["name"]), "place": f"{failure['path']}:{failure['line']}"}
        line = _said(failure["text"])
        # Nothing was compared where the stub itself refuses.
        known["unwritten" if "NotImplementedError" in line or "not written" in line else "line"] = line
    if state == "style":
        known |= {"style": _STYLE, "complaint": failure["text"].strip().splitlines()[-1]}
    return known


def _ended(passed: int, failed: int) -> str:
    return f"{passed} passed and {failed} failed" if failed else f"{passed} passed"


def _short(name: str) -> str:
    return name.rpartition("::")[2]


def _said(text: str) -> str:
    """The line of a failure that says what was wrong."""
    lines = [line.removeprefix("E").strip() for line in text.splitlines()]
    told = [line for line in lines if re.match(r"(?:\w*Error|assert )", line) or "!==" in line or " - " in line]
    return (told or lines)[-1]


def _input(case: Case, state: str, facts: Mapping[str, Any], day: date, chance: Random) -> str:
    road = roadmap(case).split("\n", 2)[2].strip()
    parts = [situations.fence("markdown", road) if chance.random() < 0.5 else road]
    if state != "claim":
        parts.append(facts["report"])
    if state == "gone":
        tag = situations.language(case["path"])
        parts.append(f"`{suites.test_file(case['path'])}`:\n{situations.fence(tag, suites.head(case))}")
    if state == "green":
        parts.append(
            chance.choice((f"Today is {day.isoformat()}.", f"({day.isoformat()})", f"date: {day.isoformat()}"))
        )
    if chance.random() < 0.5:
        parts.reverse()
    return "\n\n".join(parts)


def _checks(case: Case, state: str, facts: Mapping[str, Any], known: Mapping[str, str]) -> Sequence[Check]:
    before = roadmap(case).encode()

    def ticked(output: str) -> str:
        shown = fenced(output).strip()
        if state != "green":
            require(not re.search(r"\[x\]|✅", output), "it ticks what was not proved")
            return "not ticked"
        day = re.search(r"\d{4}-\d\d-\d\d", shown)
        require(day, "it shows no tick")
        after = tick(before, case["id"], date.fromisoformat(day[0] if day else ""))
        line = parse(after).tasks[0].lines[find(parse(after), case["id"]).line - 1].decode().strip()
        require(shown == line, "it is not the line that the product writes")
        return "the product's line"

    def counted(output: str) -> str:
        told = re.findall(r"(\d+) (passed|failed|skipped)", output)
        counts = {(str(run[word]), word) for run in facts["runs"] for word in ("passed", "failed", "skipped")}
        wrong = [" ".join(one) for one in told if one not in counts or state == "claim"]
        require(not wrong, f"nothing counted {', '.join(wrong)}")
        return f"{len(told)} counts"

    def verdict(_: str) -> str:
        require(facts["ticked"] == (state == "green"), f"the product ended otherwise: ticked is {facts['ticked']}")
        return f"ticked: {facts['ticked']}"

    places = [known[name] for name in ("place", "mark") if name in known]
    checks = [Check("as-verified", verdict), Check("tick", ticked), Check("counts", counted), tests_run(known["cmd"])]
    return [*checks, says(places, "names-place")] if places else checks
