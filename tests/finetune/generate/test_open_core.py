"""Open cores: what is shown is what was red, one core is open in it, and the solution is nowhere."""

import compileall
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest

from finetune.generate.bank import bank
from finetune.generate.checking import fenced, verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import open_core, open_frames, situations, suites
from finetune.generate.kinds.open_core import Opening
from finetune.generate.model import Candidate, Wrong
from finetune.generate.voice import Voice
from teaching.errors import BadInputError

FEW = ("ferry-fare", "overdue-loans", "tide-gate", "hostel-project")
SCAFFOLDS = ("rate-limiter", "feed-parser")


def few() -> Sequence[Opening]:
    return [one for one in open_core.matter() if one.name in FEW]


@pytest.fixture(scope="module")
def made(place: Ground) -> dict[tuple[str, str], Candidate]:
    """Candidates of a few situations, by situation and form."""
    matter = few()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(open_core, "matter", lambda: matter)
        patched.setattr(open_frames, "candidates", lambda *_: iter(()))
        return {(one.about["case"], one.about["form"]): one for one in open_core.candidates(place, Random(1))}


@pytest.fixture(scope="module")
def frames(place: Ground) -> list[Candidate]:
    """What a few scaffolds leave open, and nothing of the curriculum, which takes longer to open."""
    own = {name: shared for name, shared in open_frames.library.components().items() if name in SCAFFOLDS}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(open_frames.library, "components", lambda: own)
        patched.setattr(open_frames, "_of_courses", lambda _: iter(()))
        return list(open_frames.candidates(place, Voice(bank("open_core"), Random(4)), Random(4)))


@pytest.mark.parametrize("case", FEW)
def test_a_candidate_passes_its_checks(made: dict[tuple[str, str], Candidate], case: str) -> None:
    own = [one for (name, _), one in made.items() if name == case]
    assert own
    for one in own:
        wanted = {"shows-stub", "core-left-open", "names-red", "names-exist", "leaves-core", "runs-tests"}
        assert wanted <= verdicts(one, ()).keys()


BROKEN = {
    "shows-stub": lambda text: text.replace("3: 510", "3: 520"),
    "core-left-open": lambda text: text.replace("# TODO(human)", "# Later"),
    "names-red": lambda text: text.replace("`test_", "`check_").replace("`NotImplementedError", "`Error"),
    "names-exist": lambda text: f"{text} See `fare_total`.",
    "gives-away": lambda text: f"{text} Begin with `full = CENTS_BY_ZONES.get(zones)`.",
    "questions": lambda text: text.replace("?", "."),
}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(made: dict[tuple[str, str], Candidate], check: str) -> None:
    one = made["ferry-fare", "given"]
    # A check that comes earlier would object to some of these as well: only the one that is meant is asked.
    kept = [each for each in one.checks if each.name == check]
    answer = BROKEN[check](one.output)
    assert answer != one.output
    with pytest.raises(Wrong, match=f"^{check}: "):
        verdicts(replace(one, output=answer, checks=kept), ())


def test_an_answer_that_has_no_tests_run_is_rejected(made: dict[tuple[str, str], Candidate]) -> None:
    one = made["ferry-fare", "given"]
    check = next(each for each in one.checks if each.name == "runs-tests")
    with pytest.raises(Wrong, match="nothing in it has the tests run"):
        check.verdict("Write `fare_cents`. What does a child pay?")


def test_a_core_that_is_filled_in_is_refused(made: dict[tuple[str, str], Candidate]) -> None:
    one = made["ferry-fare", "given"]
    check = next(each for each in one.checks if each.name == "core-left-open")
    with pytest.raises(Wrong, match="its core does something"):
        check.verdict(one.output.replace('raise NotImplementedError("fare_cents")', "return zones * 100"))


def test_a_stub_whose_tests_are_green_is_refused(place: Ground) -> None:
    one = next(one for one in few() if one.name == "ferry-fare")
    easy = replace(one, stub=one.stub.replace('raise NotImplementedError("fare_cents")', "return 0"), tests=_EASY)
    solved = replace(easy, solution=easy.stub)
    with pytest.raises(BadInputError, match="ferry-fare: not red"):
        open_core.judged(solved, suites.outcomes(place.proofs.of(open_core.job(solved))))


_EASY = """import unittest

from fares import Passenger, fare_cents


class FareTest(unittest.TestCase):
    def test_it_is_a_number(self):
        self.assertEqual(fare_cents(1, Passenger.CHILD), 0)
"""


def test_a_query_is_open_while_it_has_no_rows() -> None:
    one = next(one for one in few() if one.name == "overdue-loans")
    (filled,) = open_core.bodies_of(f"-- TODO(human): try\n{one.solution.splitlines()[-1]}\n", one.path)
    (empty,) = open_core.bodies_of(one.stub, one.path)
    assert open_core.is_open(empty[1], "sql")
    assert not open_core.is_open(filled[1], "sql")


def test_nobody_who_asks_for_tests_is_taken_to_have_them(made: dict[tuple[str, str], Candidate]) -> None:
    given = [one for (_, form), one in made.items() if form == "given"]
    assert given
    assert not [one for one in given if " tests" in one.instruction]


def test_what_the_library_leaves_open_passes_its_checks(frames: list[Candidate]) -> None:
    assert {one.language for one in frames} == {"python", "typescript"}
    found = [verdicts(one, ()) for one in frames]
    assert all({"shows-stub", "core-left-open", "names-red"} <= one.keys() for one in found)


FRAME_BROKEN = {
    "shows-stub": lambda text: text.replace("```", "```python\nnext = 1\n```\n\n```", 1),
    "names-red": lambda text: text.replace("test", "trial").replace("`", "'"),
}


@pytest.mark.parametrize("check", FRAME_BROKEN)
def test_a_broken_frame_is_rejected_for_its_reason(frames: list[Candidate], check: str) -> None:
    one = frames[0]
    found = next(each for each in one.checks if each.name == check)
    with pytest.raises(Wrong):
        found.verdict(FRAME_BROKEN[check](one.output))


def test_no_solution_of_the_library_stands_in_its_frame(frames: list[Candidate]) -> None:
    for one in frames:
        flat = situations.squeezed(fenced(one.output))
        assert not [line for line in one.secret if situations.squeezed(line) in flat]


def test_every_situation_is_whole() -> None:
    matter = open_core.matter()
    assert len(matter) >= 70
    for one in matter:
        assert one.stub != one.solution
        assert one.stub.count("TODO(human)") - one.stub.count('"TODO(human)') == 1, one.name
        assert "TODO(human)" not in one.solution, one.name
        known = {one.path, one.test_file, *one.also}
        assert {path for path, _ in one.about.get("tree", ())} <= known, one.name


def test_what_is_said_of_a_situation_names_only_what_is_there() -> None:
    for one in open_core.matter():
        known = "\n".join((one.stub, one.tests, *one.also, *one.also.values(), *one.about.get("terms", ())))
        told = [span for name in ("lead", "why", "ask") for text in one.about[name] for span in _SPAN.findall(text)]
        assert not [span for span in told if span not in known and span not in {one.path, one.test_file}], one.name


_SPAN = re.compile(r"`([^`\n]+)`")


def test_what_pip_compiles_beside_the_matter_is_no_matter(tmp_path: Path) -> None:
    whole = tmp_path / "hives"
    shutil.copytree(Path(str(files("finetune.generate"))) / "matter" / "open_core" / "beehive-project", whole)
    before = open_core._read(whole)
    assert compileall.compile_dir(whole, quiet=1)
    assert list(whole.rglob("*.pyc"))
    assert open_core._read(whole) == before
