"""Measures how many exercises `teach hollow` makes of published code that nobody wrote for it, and checks each.

    python benchmarks/hollow_yield.py [--full] [--cache DIR] [--only NAME,NAME] [--most N]

Python projects are source distributions with their tests; --full downloads what the cache lacks and installs what
their tests need. The TypeScript and JavaScript ones lie in `hollow_projects`. Without --full, what is missing is said
and left out. Of each project the folder for the learner is made, its suite is compared with what was said, each
exemplar is pasted back in the order of the roadmap and proved by `teach verify`, and all files and git objects are
searched for lines of the bodies.
"""

import argparse
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import measure
from hollow_table import NEEDS, PYTHON, Project

from teaching.contracts.exercises import Exemplar
from teaching.exemplars import store
from teaching.hollowing.commanding import gates_of, test_command
from teaching.hollowing.cutting import functions, plain
from teaching.roadmap.reading import parse as read_roadmap
from teaching.verification.commands import commands_of, parse
from teaching.verification.consent import grant

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
TEACH = [sys.executable, "-m", "mcp_server"]
MOST_S = 3000
_TELLING = 16
_AGAIN = "it needs again: "
_RED = """\
import os
def pytest_runtest_logreport(report):
    if report.failed:
        with open(os.environ["RED_TESTS"], "a", encoding="utf-8") as file:
            file.write(report.nodeid + "\\n")
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one project's measurement happens, and with which programs."""

    root: Path
    target: Path
    temporary: Path
    environment: dict[str, str]


def fetched(project: Project, cache: Path) -> Path | None:
    """The distribution's archive, if the cache has it."""
    folder = cache / "dl" / project.name
    return next(iter(sorted([*folder.glob("*.tar.gz"), *folder.glob("*.zip")])), None)


def download(projects: Sequence[Project], cache: Path) -> None:
    """Fills the cache: an environment with what the tests need, and the distributions."""
    python = cache / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(cache / "venv")], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    for project in projects:
        if fetched(project, cache) is None:
            folder = cache / "dl" / project.name
            words = ["--quiet", "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--dest", str(folder)]
            argv = [str(python), "-m", "pip", "download", *words, project.name]
            subprocess.run(argv, check=False, env={**os.environ, "PATH": path}, capture_output=True)


def unpacked(project: Project, cache: Path, folder: Path) -> Path | None:
    """The project in a folder of its own, as a repository where that is asked; None where it is not at hand."""
    root = folder / "project"
    if project.web:
        shutil.copytree(HERE / "hollow_projects" / project.name, root)
        if project.packages:
            installed = ROOT / ".tools" / "vitest" / "node_modules"
            if not installed.exists():
                return None
            (root / "node_modules").symlink_to(installed)
    else:
        archive = fetched(project, cache)
        if archive is None:
            return None
        with tarfile.open(archive) as tar:
            tar.extractall(folder / "archive", filter="data")
        shutil.move(next((folder / "archive").iterdir()), root)
    if project.git:
        who = ["-c", "user.name=a", "-c", "user.email=a@localhost"]
        for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "Begin"]):
            subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
    return root / project.part


def allow(project: Project, root: Path) -> None:
    """Grants what a person would grant at the terminal."""
    paths = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    grant(root, [test_command(root, project.tests, paths), *gates_of(root)], "terminal")


def hollowed(project: Project, place: Place, most: int) -> dict[str, Any]:
    """What the command said, how long it took, and what it left behind."""
    words = ["--auto", str(most), "--to", str(place.target), "--format", "json", "--root", str(place.root)]
    words += ["--tests", project.tests] if project.tests else []
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*TEACH, "hollow", *words], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        env=place.environment, timeout=MOST_S, check=False,
    )  # fmt: skip
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told: dict[str, Any] = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    return {
        "exit": done.returncode,
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "said": done.stderr.strip()[-400:],
        "left_behind": sorted(path.name for path in place.temporary.iterdir()),
        "told": told,
    }


def red(place: Place, folder: Path, command: str) -> frozenset[str]:
    """The tests of the learner's folder that pytest finds red."""
    (folder / "redtests.py").write_text(_RED, encoding="utf-8")
    noted = folder / "red"
    noted.unlink(missing_ok=True)
    env = {**place.environment, "PYTHONPATH": f"{folder}:{place.target}:{place.target}/src", "RED_TESTS": str(noted)}
    subprocess.run(
        [*shlex.split(command), "-q", "-p", "redtests", "-p", "no:cacheprovider", "--continue-on-collection-errors"],
        cwd=place.target, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=MOST_S, check=False,
    )  # fmt: skip
    return frozenset(noted.read_text(encoding="utf-8").splitlines()) if noted.exists() else frozenset()


def paste(root: Path, one: Exemplar) -> None:
    """Puts one solution back as a learner would: the function, and the imports that its hint asks for."""
    path = root / one.path
    text = path.read_text(encoding="utf-8")
    found = next(item for item in functions(text, one.path) if item.symbol == one.symbol)
    text = text[: found.start] + one.text + text[found.end :]
    needed = [hint.removeprefix(_AGAIN).split("; ") for hint in one.hints if hint.startswith(_AGAIN)]
    lines = [line for group in needed for line in group]
    if lines:
        marks = [number for number, line in enumerate(text.split("\n")) if line.startswith(("import ", "from "))]
        late = [number for number, line in enumerate(text.split("\n")) if line.startswith("from __future__")]
        at = late[-1] + 1 if late else marks[0] if marks else 0
        every = text.split("\n")
        text = "\n".join([*every[:at], *lines, *every[at:]])
    path.write_text(text, encoding="utf-8")


def solved(place: Place) -> dict[str, Any]:
    """Each exercise solved in the order of the roadmap; the first two and the last are verified."""
    exemplars = {one.task: one for one in store.of_root(place.target)}
    bad: list[str] = []
    tasks = read_roadmap((place.target / "ROADMAP.md").read_bytes()).tasks
    tasks = [task for task in tasks if task.id in exemplars]
    for count, task in enumerate(tasks, 1):
        known = commands_of(place.target)
        verify = [parse("verify", text, "ROADMAP.md", place.target)[0] for text in task.verify]
        grant(place.target, [*known.commands, *(one for found in verify for one in found)], "terminal")
        if count == 1 and verified(place, task.id)[0]:
            bad.append(f"{task.id}: green while it is open")
        paste(place.target, exemplars[task.id])
        green, said = verified(place, task.id) if count in {1, 2, len(tasks)} else (True, "")
        if not green:
            bad.append(f"{task.id}: {said}")
    return {"tasks": len(tasks), "not_green": bad}


def verified(place: Place, task: str | None) -> tuple[bool, str]:
    """Whether `teach verify` ticks the task, and the end of what it said."""
    done = subprocess.run(
        [*TEACH, "verify", task or "", "--root", str(place.target)], cwd=ROOT, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", env=place.environment, timeout=MOST_S, check=False,
    )  # fmt: skip
    return done.returncode == 0, " ".join((done.stdout + done.stderr).split())[:900]


def leaks(place: Place) -> list[str]:
    """Files and git objects of the learner's folder in which two lines of a body follow each other."""
    found: list[str] = []
    kept = store.of_root(place.target)
    bodies = [(place.root / one.path, _body(place.root, one)) for one in kept]
    # What the project says again elsewhere is no leak of ours.
    own = {pair for path in {path for path, _ in bodies} for pair in _pairs(_rest(path, bodies))}
    pairs = {(one.path, one.symbol): {*_pairs(_body(place.root, one))} - own for one in kept}
    for name, text in _everything(place.target):
        there = set(_pairs(text))
        found += [f"{symbol} of {path} in {name}" for (path, symbol), mine in pairs.items() if mine & there]
    return sorted(found)


def _body(root: Path, one: Exemplar) -> str:
    text = plain((root / one.path).read_text(encoding="utf-8"))
    function = next(item for item in functions(text, one.path) if item.symbol == one.symbol)
    return text[function.body_start : function.body_end]


def _rest(path: Path, bodies: Sequence[tuple[Path, str]]) -> str:
    text = plain(path.read_text(encoding="utf-8"))
    for other, body in bodies:
        text = text.replace(body, "") if other == path else text
    return text


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for first, second in zip(lines, lines[1:], strict=False):
        if min(len(first), len(second)) >= _TELLING:
            yield first, second


def _everything(root: Path) -> Iterator[tuple[str, str]]:
    for path in root.rglob("*"):
        if path.is_file() and not {".git", "node_modules"} & {*path.relative_to(root).parts}:
            yield path.relative_to(root).as_posix(), path.read_bytes().decode("utf-8", "replace")
    listed = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=root, capture_output=True, check=False
    ).stdout
    yield "git", listed.decode("utf-8", "replace")


def measured(project: Project, cache: Path, most: int) -> dict[str, Any] | None:
    """All that is found out about one project; None where it is not at hand."""
    with tempfile.TemporaryDirectory(prefix="hollow-yield-") as name:
        folder = Path(os.path.realpath(name))
        root = unpacked(project, cache, folder)
        if root is None:
            return None
        temporary = folder / "tmp"
        temporary.mkdir()
        os.environ.update(XDG_STATE_HOME=str(folder / "state"), XDG_DATA_HOME=str(folder / "data"))
        environment = {**os.environ, "TMPDIR": str(temporary)}
        place = Place(root, folder / "learner", temporary, environment)
        allow(project, root)
        made = hollowed(project, place, most)
        told = made.pop("told")
        result = {
            "name": project.name,
            "version": "ours" if project.web else _version(fetched(project, cache), project.name),
            "layout": project.layout,
            "git": project.git,
            **made,
            **_counted(told),
        }
        if told.get("exercises"):
            if project.packages:
                # A folder that may be written to, as npm makes it.
                (place.target / "node_modules").mkdir()
                installed = ROOT / ".tools" / "vitest" / "node_modules"
                for entry in [*installed.glob("[!.]*"), installed / ".bin"]:
                    (place.target / "node_modules" / entry.name).symlink_to(entry)
            result["leaks"] = leaks(place)
            if not project.web:
                expected = frozenset(test for one in told["exercises"] for test in one["red_tests"])
                result["red_but_not_said"], result["said_but_not_red"] = _differ(
                    red(place, folder, told["command"]), expected
                )
            result.update(solved(place))
        return result


def _version(archive: Path | None, name: str) -> str:
    stem = archive.name.removesuffix(".tar.gz").removesuffix(".zip") if archive else ""
    return stem[len(name) + 1 :]


def _differ(found: frozenset[str], expected: frozenset[str]) -> tuple[list[str], list[str]]:
    return sorted(found - expected)[:5], sorted(expected - found)[:5]


def _counted(told: dict[str, Any]) -> dict[str, Any]:
    reasons = Counter(_kind(one["reason"]) for one in told.get("refused", ()))
    made = len(told.get("exercises", ()))
    return {
        "exercises": made,
        "symbols": [f"{one['path']}:{one['symbol']}" for one in told.get("exercises", ())],
        "refused": dict(reasons),
        "refused_as": {one["symbol"]: one["reason"] for one in told.get("refused", ())},
        "passed_over": told.get("passed_over", {}),
        "runs": told.get("runs", 0),
        "command": told.get("command", ""),
        "notes": told.get("notes", []),
    }


def _kind(reason: str) -> str:
    """A reason without its names and numbers."""
    words = reason.partition(":")[0].partition(", such as")[0].partition(" beside ")[0].partition("`")[0]
    return "".join("N" if char.isdigit() else char for char in words).strip()


def projects() -> list[Project]:
    """All of the table, the projects of ours behind the published ones."""
    table = HERE / "hollow_projects" / "projects.json"
    web = json.loads(table.read_text(encoding="utf-8")) if table.exists() else []
    return [*PYTHON, *(Project(**one, web=True) for one in web)]


def collect(folder: Path, most: int) -> None:
    """The table of projects that were measured one by one."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    named = [one.name for one in projects()]
    results = [found[name] for name in named if name in found]
    missing = [name for name in named if name not in found]
    print(measure.write("hollow_yield", {"most": most, "projects": results, "not_measured": missing}))


def main() -> int:
    """Writes the table; says what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="download what is missing")
    parser.add_argument("--cache", type=Path, default=ROOT / ".tools" / "hollow-yield")
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=int, default=8)
    parser.add_argument("--out", type=Path, help="write each project's result into this folder instead")
    parser.add_argument("--collect", type=Path, help="measure nothing: make the table of what --out wrote there")
    options = parser.parse_args()
    if options.collect:
        collect(options.collect, options.most)
        return 0
    wanted = [one for one in projects() if not options.only or one.name in options.only.split(",")]
    if options.full:
        download([one for one in wanted if not one.web], options.cache)
    # The distributions' Python goes before ours, which brings node and npm.
    programs = [str(options.cache / "venv" / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    os.environ["PATH"] = os.pathsep.join(programs)
    results, missing = [], []
    for project in wanted:
        found = measured(project, options.cache, options.most)
        if found is None:
            missing.append(project.name)
            continue
        results.append(found)
        print(json.dumps(found) if options.out else f"{project.name}: {found['exercises']} exercises", flush=True)
        if options.out:
            options.out.mkdir(exist_ok=True)
            (options.out / f"{project.name}.json").write_text(json.dumps(found, indent=2), encoding="utf-8")
    if missing:
        print(f"not at hand: {', '.join(missing)}; --full downloads distributions, `make test` installs vitest")
    if results and not options.out:
        print(measure.write("hollow_yield", {"most": options.most, "projects": results, "not_measured": missing}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
