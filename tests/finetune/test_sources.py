"""Training documents seed examples that quote them line by line; what they cannot give is said, and never invented."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from finetune.__main__ import STAGES, main, parser
from finetune.config import load
from finetune.examples import Example, read
from finetune.generate.checking import fenced, verdicts
from finetune.generate.documents import reading
from finetune.generate.documents.sections import Section, sections
from finetune.generate.documents.seeding import Seeding, kinds, lessened, shares
from finetune.generate.model import Candidate, Kind, Wrong
from finetune.generate.table import KINDS, quotas
from teaching.markers.bodies import bodies_of

COURSE = """\
# Care for services

This course is for people who now have to keep a program running.

## 1. Error handling

Every handler returns a typed error and never a bare string. A caller must be able to tell what went wrong without
parsing any text.

- **Retry budget:** the number of attempts that a request may cost, 3 in this course.
- Never swallow an exception without logging it.
- Log the request id with every error, or nobody will find it again.

```python
class PaymentError(Exception):
    \"\"\"What went wrong while a payment was taken.\"\"\"


def charge(amount: int, attempts: int = 3) -> int:
    \"\"\"Take the amount, and try again while the provider is busy.\"\"\"
    for attempt in range(attempts):
        if amount > attempt:
            return amount - attempt
    raise PaymentError("the provider stayed busy")
```

## 2. Testing

Write the test before the code, and watch it fail once. A test that never failed proves nothing at all.

1. Run `pytest -q` before every commit.
2. Keep each test below 20 lines.

| Tool | Used for |
|---|---|
| ruff | finding names that nobody uses |

```yaml
steps: [pytest]
```

## Service layers

The service layer knows nothing of HTTP. A repository hides the database schema from the services above it.

```typescript
export function total(prices: number[]): number {
  let sum = 0;
  for (const price of prices) {
    sum += price;
  }
  return sum;
}
```

```python
def broken(:
```

## Slash commands and agents

A slash command is a prompt that lies in a file. An MCP tool must validate its input before it does anything.

## Reading list
"""


def put(folder: Path) -> Path:
    """The course as a file in a folder that no example may name."""
    file = folder / "a folder" / "course.md"
    file.parent.mkdir()
    file.write_text(COURSE, encoding="utf-8")
    return file


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return put(tmp_path)


def offered(seeding: Seeding, count: int = 500) -> list[tuple[Kind, Candidate]]:
    """Every candidate that there is, all of them taken."""
    found: list[tuple[Kind, Candidate]] = []

    def offer(kind: Kind, candidate: Candidate) -> bool:
        found.append((kind, candidate))
        return True

    seeding.fill({phase: count for phase in ("foundational", "architecture", "review", "tooling")}, offer)
    return found


@pytest.fixture(scope="module")
def candidates(tmp_path_factory: pytest.TempPathFactory) -> Sequence[tuple[Kind, Candidate]]:
    return offered(Seeding([put(tmp_path_factory.mktemp("candidates"))], 0))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set that is made of the document alone, as far as it goes: nothing has to be executed for it."""
    folder = tmp_path_factory.mktemp("made")
    words = ["generate", "--source", str(put(folder)), "--num-examples", "24", "--set", "data.source_share=1"]
    assert main([*words, "--out", str(folder / "r")]) == 0
    return folder / "r" / "generate"


def test_a_document_fills_each_phase_with_what_it_has_of_it(made: Path) -> None:
    examples = read(made / "examples.jsonl")
    own = [one for one in examples if one.source == "course.md"]
    assert Counter(one.phase for one in examples) == {
        "foundational": 9, "architecture": 5, "review": 7, "tooling": 3,
    }  # fmt: skip
    assert len(own) == 24 and {one.kind for one in own} >= {"document-answer", "document-check", "document-core"}
    report = json.loads((made / "sources.json").read_text(encoding="utf-8"))
    assert sum(count for row in report["sections"] for count in row["kept"].values()) == len(own)
    funnel = json.loads((made / "funnel.json").read_text(encoding="utf-8"))
    assert sum(row["kept"] for row in funnel.values()) == 24


def test_a_quotation_stands_where_the_example_says(made: Path) -> None:
    lines = COURSE.split("\n")
    cited = 0
    for one in read(made / "examples.jsonl"):
        section = int(one.provenance["section"].partition(":")[2])
        last = next((n for n in range(section + 1, len(lines) + 1) if lines[n - 1].startswith("## ")), len(lines))
        for line in re.findall(r"course\.md:(\d+)", one.output):
            cited += 1
            assert section <= int(line) <= last
        text = " ".join(" ".join(lines[section - 1 : last]).replace("*", "").split())
        for quote in re.findall(r"“([^”]*)”", one.output):
            assert "____" in quote or quote in text
        assert one.checks.keys() >= {"cites-place", "places-real", "own-words", "length", "code-parses"}
    assert cited >= 24


def test_an_example_says_where_it_came_from_and_names_no_folder(made: Path, course: Path) -> None:
    text = (made / "examples.jsonl").read_text(encoding="utf-8")
    assert str(course.parent) not in text and "a folder" not in text
    digests = {section.digest for section in sections(reading.read([course])[0])}
    for one in read(made / "examples.jsonl"):
        assert one.provenance["document"] == "course.md" and one.provenance["digest"] in digests
        assert one.provenance["section"].startswith("course.md:") and int(one.provenance["line"])
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["depends"]["outside"]["source course.md"] == reading.read([course])[0].digest


def test_the_same_document_elsewhere_gives_the_same_examples(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "course.md"
    other.parent.mkdir()
    other.write_bytes(COURSE.replace("\n", "\r\n").encode())
    one, again, seeded = (
        [(c.instruction, c.input, c.output) for _, c in offered(Seeding([file], seed))]
        for file, seed in ((course, 3), (other, 3), (course, 4))
    )
    assert one == again != seeded


def test_every_candidate_passes_its_checks(candidates: Sequence[tuple[Kind, Candidate]]) -> None:
    for kind, candidate in candidates:
        verdicts(candidate, (), kind)
    forms = Counter(candidate.about["form"] for _, candidate in candidates)
    assert forms.keys() == {"answer", "list", "explain", "quiz", "right", "wrong", "core"}
    by_form = {kind.name: {kind.phase for kind, _ in candidates if kind.name == kind.name} for kind, _ in candidates}
    assert by_form["document-answer"] == {"foundational", "architecture", "review", "tooling"}


def of(candidates: Sequence[tuple[Kind, Candidate]], form: str) -> Candidate:
    return next(candidate for _, candidate in candidates if candidate.about["form"] == form)


BROKEN: dict[str, tuple[str, Callable[[Candidate], str], str]] = {
    "a quotation with a word changed": (
        "answer",
        lambda c: re.sub(r"“(\w+) ", "“Nobody ", c.output, count=1),
        "quote-",
    ),
    "a quotation that was invented": ("answer", lambda c: f"{c.output} “Use Redis for all of it.”", "quote-stands"),
    "another line": ("answer", lambda c: re.sub(r"\.md:\d+", ".md:1", c.output), "cites-place|places-real"),
    "a line besides": ("answer", lambda c: f"See `course.md:9999` too. {c.output}", "places-real"),
    "a second question": ("explain", lambda c: f"Ready? {c.output}", "questions"),
    "a point left out": ("list", lambda c: re.sub(r"- “[^”]*” \([^)]*\)\n", "", c.output, count=1), "quote-|cites-"),
    "the missing word given away": ("quiz", lambda c: f"{c.output} It begins with never, every, must, 3.", "keeps-"),
    "no gap": ("quiz", lambda c: re.sub(r"“[^”]*____[^”]*”", "a sentence", c.output), "gap-left"),
    "another frame": ("core", lambda c: c.output.replace("amount: int", "amount: float"), "frame-kept"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_rejected_for_its_reason(candidates: Sequence[tuple[Kind, Candidate]], name: str) -> None:
    form, broken, reason = BROKEN[name]
    candidate = of(candidates, form)
    changed = broken(candidate)
    assert changed != candidate.output
    with pytest.raises(Wrong, match=reason):
        verdicts(replace(candidate, output=changed), ())


def test_whoever_is_wrong_is_not_shown_the_sentence(candidates: Sequence[tuple[Kind, Candidate]]) -> None:
    for form, shown in (("right", True), ("wrong", False)):
        candidate = of(candidates, form)
        line = COURSE.split("\n")[int(candidate.about["line"]) - 1]
        quotes = [one for one in re.findall(r"“([^”]*)”", candidate.output) if len(one.split()) > 3]
        assert all(quote in line.replace("*", "") for quote in quotes) and bool(quotes) == shown
        other = re.sub(r"“[^”]*”", "a sentence", candidate.output) if shown else f"Yes, “{line}” {candidate.output}"
        with pytest.raises(Wrong):
            verdicts(replace(candidate, output=other), ())


def test_code_of_the_document_becomes_an_open_core_and_its_body_is_in_no_answer(
    candidates: Sequence[tuple[Kind, Candidate]],
) -> None:
    cores = {c.about["symbol"]: c for _, c in candidates if c.about["form"] == "core"}
    assert cores.keys() == {"charge", "total"}
    for symbol, path in (("charge", "answer.py"), ("total", "answer.ts")):
        ((_, body),) = bodies_of(fenced(cores[symbol].output), path)
        assert body.symbol == symbol and body.is_stub
    charge = cores["charge"]
    assert "class PaymentError" in charge.output and "range(attempts)" not in charge.output
    whole = charge.output.replace("# TODO(human)", "for attempt in range(attempts):\n        pass  # TODO(human)", 1)
    with pytest.raises(Wrong):
        verdicts(replace(charge, output=whole), ())


def test_what_a_section_cannot_give_is_said(course: Path, made: Path) -> None:
    report = json.loads((made / "sources.json").read_text(encoding="utf-8"))
    cannot = {row["title"]: " / ".join(row["cannot"]) for row in report["sections"]}
    assert "no sentence that can be quoted" in cannot["Reading list"]
    assert "row of a table: line 36" in cannot["Testing"] and "yaml" in cannot["Testing"]
    assert "it does not parse as python" in cannot["Service layers"]
    assert report["documents"] == [
        {"name": "course.md", "cited_as": "course.md", "sha256": reading.read([course])[0].digest}
    ]


def test_a_document_with_little_gives_little_and_the_rest_is_built_in(tmp_path: Path) -> None:
    file = tmp_path / "small.md"
    file.write_text("# Testing\n\nRun all of the tests before every commit.\n", encoding="utf-8")
    seeding = Seeding([file], 0)
    taken: list[str] = []
    given = seeding.fill(
        shares({"foundational": 500, "review": 400}, 0.15), lambda kind, c: taken.append(kind.phase) is None
    )
    assert 1 <= given["review"] == len(taken) <= 4 and not given["foundational"]
    assert any("review" in line and "of 60" in line for line in seeding.words())
    left = lessened(quotas(1400), KINDS, given)
    assert sum(left.values()) == 1400 - len(taken)
    assert [left[k.name] for k in KINDS if k.phase != "review"] == [
        quotas(1400)[k.name] for k in KINDS if k.phase != "review"
    ]


@pytest.mark.parametrize("count", [0, 1, 7, 60, 400])
def test_what_is_left_to_the_built_in_kinds_adds_up(count: int) -> None:
    left = lessened(quotas(1400), KINDS, {"review": count})
    assert sum(left[kind.name] for kind in KINDS if kind.phase == "review") == 400 - count
    assert min(left.values()) >= 0


def test_the_share_is_the_most_that_documents_get() -> None:
    assert shares({"foundational": 500, "tooling": 3}, 0.15) == {"foundational": 75, "tooling": 0}
    assert load().data.source_share == 0.15


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(50_000_000)


BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a file that is not there": ("course.md", lambda file: None, "there is no file"),
    "a folder": ("course.md", lambda file: file.mkdir(), "is no file"),
    "no UTF-8": ("course.md", lambda file: file.write_bytes(b"# T\n\n\xff\xfe"), "not UTF-8 text (line 3): save it"),
    "nothing": ("course.md", lambda file: file.write_text(" \n\n", encoding="utf-8"), "is empty: pass a document"),
    "no headings": ("course.md", lambda file: file.write_text("Words.\n\n```\n# no\n```\n"), "begin each topic with"),
    "50 MB": ("course.md", _sparse, "50.0 MB, and a source has 2 at most: pass the part"),
    "a NUL": ("course.md", lambda file: file.write_bytes(b"# T\n\0"), "NUL"),
    "a PDF": ("course.pdf", lambda file: file.write_bytes(b"%PDF"), "save the document as .md"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_cannot_seed_is_refused_before_anything_runs(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_name, make, said = BAD[name]
    make(tmp_path / file_name)
    assert main(["plan", "--source", str(tmp_path / file_name), "--out", str(tmp_path / "r")]) == 2
    assert said in capsys.readouterr().err


def test_two_documents_that_would_be_cited_alike_are_refused(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "course.md"
    other.write_text(COURSE, encoding="utf-8")
    assert main(["plan", "--source", str(course), "--source", str(other)]) == 2
    assert main(["plan", "--source", str(course)]) == 0


def test_a_changed_document_runs_the_stage_again_and_a_moved_one_does_not(course: Path, tmp_path: Path) -> None:
    def outside() -> object:
        return STAGES[0].outside(load(settings=[f"data.sources=['{course}']"]))

    before = outside()
    course.write_text(COURSE + "\nOne more sentence for the list.\n", encoding="utf-8")
    assert outside() != before
    assert "sources" not in str(STAGES[0].reads)


def test_a_name_that_cannot_be_cited_is_cited_without_its_blanks(tmp_path: Path) -> None:
    file = tmp_path / "Week 1 (draft).md"
    file.write_text("# Testing\n\nRun all of the tests before every commit.\n", encoding="utf-8")
    for kind, candidate in offered(Seeding([file], 0)):
        verdicts(candidate, (), kind)
        assert candidate.about["document"] == "Week 1 (draft).md"
        assert "Week-1-draft-.md:3" in candidate.output


def test_hostile_documents_are_cut_without_harm(tmp_path: Path) -> None:
    file = tmp_path / "odd.md"
    texts = [
        "# “Quoted” title\n\nThis sentence stands below it.\n",
        "# A\n" * 500,
        "Title\n=====\n\n- a\n  - b\n    - c d e f\n",
        f"# {'long ' * 60}\n\nSome words that nobody reads.\n",
        "# Déjà vu\n\nIl faut toujours écrire le test d'abord.\n",
        "# T\n\n```python\n" + "x = 1\n" * 100 + "```\n",
        "# T\n\n```\n",
        "# {slot} and `code`\n\nNever use `{slot}` in a path.\n",
        "---\ntitle: x\n---\n# T\n\n<!-- hidden -->\nKeep what is shown here in mind.\n",
        "# 1\n\nOnly numbers are above.\n",
        "# T\n\nLook into /home/ada/secrets before you ask anybody.\n",
    ]
    reasons: set[str] = set()
    for text in texts:
        file.write_text(text, encoding="utf-8")
        for kind, candidate in offered(Seeding([file], 0)):
            try:
                verdicts(candidate, (), kind)
            except Wrong as reason:
                reasons.add(str(reason).partition(":")[0])
    assert reasons == {"machine-paths"}


def test_sections_know_their_phase_by_their_words(course: Path) -> None:
    found: list[Section] = sections(reading.read([course])[0])
    assert {one.title: one.phase for one in found if one.said and one.line > 1} == {
        "Error handling": "foundational",
        "Testing": "review",
        "Service layers": "architecture",
        "Slash commands and agents": "tooling",
    }
    assert len(kinds()) == 20


def test_the_option_of_the_old_script_is_taken_and_repeated(capsys: pytest.CaptureFixture[str], course: Path) -> None:
    given = parser().parse_args(["generate", "--source", "a.md", "--source", "b.md"])
    assert given.sources == [Path("a.md"), Path("b.md")]
    assert main(["plan", "--source", str(course), "--out", os.fspath(course.parent / "r")]) == 0
    assert f"--source '{course}'" in capsys.readouterr().out


def test_an_example_of_a_document_survives_being_written_and_read(made: Path) -> None:
    for line in (made / "examples.jsonl").read_text(encoding="utf-8").splitlines():
        assert Example.model_validate_json(line).id
