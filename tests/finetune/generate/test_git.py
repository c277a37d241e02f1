"""Git guidance: what an answer has the learner run was run, and what could be lost is said and looked at first."""

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from finetune.generate.checking import verdicts
from finetune.generate.ground import Ground
from finetune.generate.kinds import git
from finetune.generate.kinds.gitplay import Unplayable, played
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.proofs import Job
from teaching.mentor.habits import fences

FEW = 10
KIND = Kind("git", "foundational", 110, git.candidates, words=(30, 230))


def of(place: Ground, name: str, text: int, world: int = 0) -> tuple[Candidate, Job]:
    """One telling of one situation, with its job."""
    one = next(one for one in git.situations() if one.name == name)
    told = git.Telling(one, one.texts[text], git.worlds()[world], Random(1))
    return told.candidate(place.proofs.of(told.job)), told.job


def test_examples_pass_their_checks(place: Ground) -> None:
    for candidate in islice(git.candidates(place, Random("git")), FEW):
        verdicts(candidate, (), KIND)


def test_the_same_chance_makes_the_same_examples_and_another_makes_others(place: Ground) -> None:
    one, again, other = (
        [(c.instruction, c.input, c.output) for c in islice(git.candidates(place, Random(seed)), 8)]
        for seed in ("1", "1", "2")
    )
    assert one == again
    assert not set(one) & set(other)


BROKEN: dict[str, tuple[str, int, Callable[[str], str]]] = {
    "commands-proven": ("squash-wip", 0, lambda text: text.replace("git reset --soft main", "git reset --soft HEAD~2")),
    "names-real": ("branch-behind-main", 0, lambda text: text.replace("mean", "see `src/nowhere.py`") + " `lost.txt`."),
    "invents-nothing": ("tag-a-release", 0, lambda text: f"Ben wrote this. {text}"),
    "digests-real": ("lost-commit-reflog", 1, lambda text: f"{text} See also 0abc123."),
    "looks-first": ("throw-changes-away", 0, lambda text: text.replace("git diff\n", "").replace("gone", "as it was")),
    "asks-first": (
        "force-after-rebase",
        1,
        lambda text: text[: text.index("`--force-with-lease` refuses")] + "Ready?",
    ),
    "serving-takes-it": ("ahead-by-two", 0, lambda text: f"{'and so it goes on ' * 60}\n\n{text}"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_rejected_by_the_check_that_is_for_it(place: Ground, name: str) -> None:
    situation, text, broken = BROKEN[name]
    candidate, _ = of(place, situation, text)
    check = next(check for check in candidate.checks if check.name == name)
    check.verdict(candidate.output)
    changed = broken(candidate.output)
    assert changed != candidate.output
    with pytest.raises(Wrong):
        check.verdict(changed)


def test_danger_without_a_look_is_rejected_though_the_loss_is_named(place: Ground) -> None:
    candidate, _ = of(place, "throw-changes-away", 0)
    check = next(check for check in candidate.checks if check.name == "looks-first")
    with pytest.raises(Wrong, match="look before"):
        check.verdict(candidate.output.replace("git diff\n", ""))


def test_what_the_learner_pastes_is_what_git_printed(place: Ground) -> None:
    one = next(one for one in git.situations() if one.name == "lost-commit-reflog")
    told = git.Telling(one, one.texts[0], git.worlds()[0], Random(3))
    facts = place.proofs.of(told.job)
    candidate = told.candidate(facts)
    assert facts["shown"]
    assert any(shown and shown in candidate.input for shown in facts["shown"].values())
    assert facts["values"]["lost"] in candidate.output
    assert [code.split("\n")[:-1] for _, code in fences(candidate.output)] == facts["ran"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"then": ["git log --format=%s => Something else"]}, "not 'Something else'"),
        ({"fences": ["git switch nowhere\n"]}, "git switch nowhere ended with"),
        ({"fails": ["git status"], "fences": ["git status\n"]}, "git status ended with 0"),
    ],
)
def test_a_situation_that_ends_otherwise_is_no_proof(
    place: Ground, tmp_path: Path, changed: dict[str, object], reason: str
) -> None:
    _, job = of(place, "amend-message", 0)
    script = {**json.loads(job.inputs["script"]), **changed}
    with pytest.raises(Unplayable, match=reason):
        played(tmp_path, {**job.inputs, "script": json.dumps(script)})


def test_every_world_has_its_changes() -> None:
    for world in git.worlds():
        states = git.versions(world)
        told = {states[f"code.{name}"] for name in ("base", "two", "rival", "three", "both", "rivalthree")}
        assert len(told) == 6, world["repo"]
        for name in ("two", "rival", "settled", "three"):
            assert world[name][0] in world["base"], (world["repo"], name)


def test_every_way_of_asking_that_a_text_fits_is_there() -> None:
    assert len({one.name for one in git.situations()}) == len(git.situations()) >= 70
    for one in git.situations():
        for text in one.texts:
            assert all(0 <= ask < len(one.asks) for ask in text.get("fits", ())), one.name
