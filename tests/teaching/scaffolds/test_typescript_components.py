"""The TypeScript half of the library, proven both ways with real vitest and tsc.

One project holds every component three times over: complete, with all cuts open, and with each cut open alone. The
first must be green, the others red in exactly the declared tests, each with the failure that the marker puts there;
all of it passes tsc at its strictest.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.exercises import Cut
from teaching.hollowing.cutting import functions, rewritten
from teaching.markers.reading import read
from teaching.scaffolds.library import components, languages, scaffold
from teaching.scaffolds.model import Scaffold
from teaching.scaffolds.rendering import Place, Rendered, render
from tests import npm

PINS = Path(__file__).resolve().parents[2] / "pins" / "vitest"
COMPONENTS = [component for component in components() if "typescript" in languages(component)]
CUTS = [(component, cut.symbol) for component in COMPONENTS for cut in scaffold(component, "typescript").variant.cuts]
AT_LEAST = 12
MOST_LINES = 10
COMPLETE, OPEN, USED = "complete", "open", "used"
STRICTEST = "tsconfig.strictest.json"
COMPILER = {
    "target": "es2022",
    "lib": ["es2022"],
    "module": "nodenext",
    "types": ["node"],
    "noEmit": True,
    "skipLibCheck": True,  # not our declarations
    "strict": True,
    "noUnusedLocals": True,
    "noUncheckedIndexedAccess": True,
    "noPropertyAccessFromIndexSignature": True,
    "noImplicitOverride": True,
    "noImplicitReturns": True,
    "noFallthroughCasesInSwitch": True,
    "exactOptionalPropertyTypes": True,
    "verbatimModuleSyntax": True,
    "erasableSyntaxOnly": True,
}

Outcomes = Mapping[str, str | None]
"""By title: None for a green test, else its failure."""


@dataclass(frozen=True)
class Project:
    """Every component in every state, and how its tests ended."""

    root: Path
    node: Path
    files: Mapping[tuple[str, str], Sequence[Rendered]]
    outcomes: Mapping[tuple[str, str], Outcomes]


def of(component: str) -> Scaffold:
    """A component's TypeScript."""
    return scaffold(component, "typescript")


def states(component: str) -> dict[str, list[str]]:
    """The symbols that are open, by the name of the state: all, none, and each alone."""
    symbols = [cut.symbol for cut in of(component).variant.cuts]
    return {COMPLETE: [], OPEN: symbols, **{symbol: [symbol] for symbol in symbols}}


def write(root: Path, component: str, state: str, symbols: Sequence[str]) -> list[Rendered]:
    """One component in a folder of its own, with these symbols open."""
    folder = f"{state.replace('.', '-')}/{component}"
    places = {"source": f"{folder}/src", "tests": f"{folder}/tests"}
    found = of(component)
    paths = {name: file.target.format(**places) for name, file in found.variant.files.items()}
    rendered = render(found, Place(paths, task="core"), only=symbols)
    for one in rendered:
        (root / one.path).parent.mkdir(parents=True, exist_ok=True)
        (root / one.path).write_text(one.text, encoding="utf-8")
    return rendered


def write_used(root: Path, component: str) -> None:
    """A component's sources with all cuts open, in the form for projects that forbid unused parameters."""
    found = of(component)
    for name, file in found.variant.files.items():
        if file.role == "source":
            wanted = {cut.symbol: Cut(cut.symbol, cut.text) for cut in found.variant.cuts if cut.file == name}
            text = found.texts[name]
            pairs = [(one, wanted[one.symbol]) for one in functions(text, name) if one.symbol in wanted]
            assert len(pairs) == len(wanted)
            path = root / file.target.format(source=f"{USED}/{component}", tests="")
            path.parent.mkdir(parents=True)
            path.write_text(rewritten(text, name, pairs, use=True), encoding="utf-8")


def run(project: Path, node: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start a script of node_modules."""
    return subprocess.run(
        [str(node), str(project / "node_modules" / script), *arguments],
        cwd=project,
        env={"PATH": f"{node.parent}{os.pathsep}{os.defpath}", "HOME": os.environ["HOME"], "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def outcomes_of(report: Mapping[str, Any], folder: str) -> Outcomes:
    """How each test of a folder ended; every one must have run."""
    found = [one for one in report["testResults"] if f"/{folder}/" in one["name"]]
    assert len(found) == 1, f"{folder}: {len(found)} test files in the report"
    assert not found[0].get("message"), found[0]["message"]
    tests = found[0]["assertionResults"]
    assert {one["status"] for one in tests} <= {"passed", "failed"}
    assert len({one["title"] for one in tests}) == len(tests), f"{folder}: a title comes twice"
    return {one["title"]: "\n".join(one["failureMessages"]) if one["status"] == "failed" else None for one in tests}


@pytest.fixture(scope="module")
def project(npm_installed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All components in all states, written, and tested by one run of vitest."""
    installed, node = npm_installed("vitest", PINS, "node_modules/vitest/vitest.mjs"), npm.node_of_the_wheel()
    assert node is not None
    root = tmp_path_factory.mktemp("typescript")
    (root / "node_modules").symlink_to(installed / "node_modules")
    (root / "package.json").write_text('{"type": "module", "private": true}', encoding="utf-8")
    (root / "tsconfig.json").write_text(json.dumps({"compilerOptions": COMPILER, "exclude": [USED]}), encoding="utf-8")
    strictest = {**COMPILER, "noUnusedParameters": True}
    (root / STRICTEST).write_text(
        json.dumps({"compilerOptions": strictest, "include": [COMPLETE, USED]}), encoding="utf-8"
    )
    files = {
        (component, state): write(root, component, state, symbols)
        for component in COMPONENTS
        for state, symbols in states(component).items()
    }
    for component in COMPONENTS:
        write_used(root, component)
    arguments = ["run", "--reporter=json", "--outputFile=report.json", "--pool=threads", "--no-isolate"]
    ended = run(root, node, "vitest/vitest.mjs", *arguments)
    assert ended.returncode == 1, ended.stdout  # red, as most states are
    report = json.loads((root / "report.json").read_text(encoding="utf-8"))
    assert len(report["testResults"]) == len(files)
    outcomes = {
        (component, state): outcomes_of(report, f"{state.replace('.', '-')}/{component}") for component, state in files
    }
    return Project(root, node, files, outcomes)


def red(outcomes: Outcomes) -> set[str]:
    return {title for title, failure in outcomes.items() if failure is not None}


def declared(component: str, symbols: Sequence[str]) -> set[str]:
    return {title for cut in of(component).variant.cuts if cut.symbol in symbols for title in cut.tests}


def test_the_library_has_at_least_twelve_components_in_typescript() -> None:
    assert len(COMPONENTS) >= AT_LEAST


@pytest.mark.parametrize("component", COMPONENTS)
def test_an_exemplar_is_green(project: Project, component: str) -> None:
    outcomes = project.outcomes[component, COMPLETE]
    assert len(outcomes) >= 6
    assert [failure for failure in outcomes.values() if failure is not None] == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_scaffold_is_red_in_exactly_its_declared_tests_and_says_what_is_open(
    project: Project, component: str
) -> None:
    symbols = states(component)[OPEN]
    outcomes = project.outcomes[component, OPEN]
    assert red(outcomes) == declared(component, symbols)
    assert len(red(outcomes)) < len(outcomes), "nothing shows that what is handed over works"
    ours = tuple(f"Error: TODO(human): {symbol}" for symbol in symbols)
    assert [failure for failure in outcomes.values() if failure and not failure.startswith(ours)] == []


@pytest.mark.parametrize(("component", "symbol"), CUTS)
def test_filling_in_all_but_one_core_leaves_exactly_its_tests_red(
    project: Project, component: str, symbol: str
) -> None:
    outcomes = project.outcomes[component, symbol]
    assert red(outcomes) == declared(component, [symbol])
    ours = f"Error: TODO(human): {symbol}"
    assert [failure for failure in outcomes.values() if failure and not failure.startswith(ours)] == []


@pytest.mark.parametrize("component", COMPONENTS)
def test_most_tests_ask_for_one_core_only(component: str) -> None:
    cuts = of(component).variant.cuts
    asked = [title for cut in cuts for title in cut.tests]
    shared = {title for title in asked if asked.count(title) > 1}
    assert len(shared) <= 2
    assert all(set(cut.tests) - shared for cut in cuts), "a core that no test asks for alone"


def compiled(project: Project, configuration: str) -> tuple[int, list[str], int]:
    """Exit code and errors of the type checker, and how many of the project's own files it read."""
    arguments = ["--pretty", "false", "--listFiles", "--project", configuration]
    ended = run(project.root, project.node, "typescript/bin/tsc", *arguments)
    lines = ended.stdout.splitlines()
    own = [line for line in lines if line.startswith(str(project.root)) and "node_modules" not in line]
    return ended.returncode, [line for line in lines if "error TS" in line], len(own)


def test_every_state_is_clean_under_a_strict_type_checker(project: Project) -> None:
    assert compiled(project, "tsconfig.json") == (0, [], 2 * len(project.files))


def test_unused_parameters_can_be_forbidden(project: Project) -> None:
    assert compiled(project, STRICTEST) == (0, [], 3 * len(COMPONENTS))


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_markers_of_a_scaffold_are_read_back_with_their_hints(project: Project, component: str) -> None:
    cuts = of(component).variant.cuts
    markers = [marker for one in project.files[component, OPEN] for marker in read(one.text, one.path)]
    assert {(marker.text, marker.hints) for marker in markers} == {(cut.text, tuple(cut.hints)) for cut in cuts}
    assert {marker.task for marker in markers} == {"core"}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_core_is_two_to_ten_lines_of_work(project: Project, component: str) -> None:
    complete = {one.path.split("/", 1)[1]: one.text for one in project.files[component, COMPLETE]}
    for cut in of(component).variant.cuts:
        for one in project.files[component, cut.symbol]:
            if one.open:
                gone = len(set_aside(complete[one.path.split("/", 1)[1]], one.text))
                assert 2 <= gone <= MOST_LINES, f"{cut.symbol}: {gone} lines"


def set_aside(complete: str, opened: str) -> list[str]:
    """The lines that only the exemplar has, as far as they say more than a closing bracket."""
    lines, others = complete.split("\n"), opened.split("\n")
    head, tail = in_common(lines, others), in_common(lines[::-1], others[::-1])
    return [line for line in lines[head : len(lines) - tail] if re.search(r"\w", line)]


def in_common(lines: Sequence[str], others: Sequence[str]) -> int:
    return next(place for place, pair in enumerate(zip(lines, others, strict=False)) if pair[0] != pair[1])


def test_the_pins_name_exact_versions_and_no_place() -> None:
    assert npm.problems_of_pins(PINS) == []
