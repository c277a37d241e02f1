"""Times a whole review, cold and from its cache, beside ruff, ast-grep and semgrep on the same tree in the same run.

    python benchmarks/review_speed.py [--full]

The trees have 2,500 and 10,000 lines (with --full 2,500 to 50,000), half Python and half TypeScript, and a CLAUDE.md
of some thirty rules that are checked. `ruff` runs the codes that the review's rules use; `ast-grep` and `semgrep` scan
with one dozen of rules of the same meaning. Processor time counts child processes; all programs alternate. Modules are
compiled beforehand, as an installation has them. semgrep is installed by pip into `.tools/semgrep`, where that is
possible. The change of five files is reviewed in a server that is warm, through the in-memory client.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import measure
import review_plot
import tree

from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Ruff

ROOT = Path(__file__).resolve().parents[1]
SEMGREP = "semgrep==1.110.0"
PATTERNS = {
    "TypeScript": ["console.log($$$)", "await fetch($$$)", "$A == $B", "new WebSocket($$$)", "eval($$$)"],
    "Tsx": ["console.log($$$)", "useEffect($$$)", "$A == $B"],
    "Python": ["print($$$)", "eval($$$)", "$A.execute($$$)"],
}
MORE_RULES = """
## More rules
- Never use a bare `except:`
- Never use `eval`
- Cyclomatic complexity is at most 12
- No mutable default arguments
- No commented-out code
- Imports are at the top of the file
- No relative imports in Python
- Functions have at most 6 parameters
- No nested ternaries
- Classes are named in PascalCase
- Constants are named in UPPER_SNAKE_CASE
- Every HTTP request has a timeout
- No `TODO` without an owner
- No `var` in TypeScript
- No non-null assertions
- No `@ts-ignore`
- Lines are at most 120 characters long
- Never disable TLS verification
- Use f-strings, not `%` formatting
- No `assert` outside tests
"""
WARM = """
import json, re, resource, subprocess, sys, time
from pathlib import Path
import anyio
from mcp import Client
from mcp_server.server import build

root = Path(sys.argv[1])
files = sorted(root.rglob("service*.ts"))[:2] + sorted(root.rglob("*.py"))[:3]

def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)

async def main():
    times = []
    async with Client(build(root)) as client:
        for number in range(int(sys.argv[2])):
            if number < int(sys.argv[2]) - 1:
                for file in files:
                    file.write_text(file.read_text() + ("#" if file.suffix == ".py" else "//") + f" {number}\\n")
            cpu, wall = used(), time.perf_counter()
            reply = await client.call_tool("review_code", {"path": "."})
            assert not reply.is_error, reply
            times.append((time.perf_counter() - wall, used() - cpu))
    print(json.dumps(times))

anyio.run(main)
"""


def pattern_rules(folder: Path) -> tuple[Path, Path]:
    """The same pattern rules as `ast-grep scan --rule` and as `semgrep --config` take them."""
    grep: list[str] = []
    semgrep: list[str] = []
    for language, patterns in PATTERNS.items():
        for number, pattern in enumerate(patterns):
            name = f"{language.lower()}-{number}"
            grep.append(f"id: {name}\nlanguage: {language}\nseverity: warning\nrule:\n  pattern: '{pattern}'\n")
            if language != "Tsx":  # TypeScript's are for both there
                other = pattern.replace("$$$", "...").replace("$A", "$X").replace("$B", "$Y")
                semgrep.append(
                    f"- id: {name}\n  languages: [{language.lower()}]\n  severity: WARNING\n  message: {name}\n"
                    f"  pattern: '{other}'\n"
                )
    one, other_file = folder / "rules.yml", folder / "semgrep.yml"
    one.write_text("---\n".join(grep), encoding="utf-8")
    other_file.write_text("rules:\n" + "".join(semgrep), encoding="utf-8")
    return one, other_file


def semgrep() -> tuple[Path | None, str]:
    """The program, installed where it is not yet; or None and why."""
    folder = ROOT / ".tools" / "semgrep"
    program = folder / "bin" / "semgrep"
    if not program.exists():
        for argv in ([sys.executable, "-m", "venv", str(folder)], [str(folder / "bin/pip"), "install", "-q", SEMGREP]):
            done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
                return None, f"semgrep is not installed: {said[-1]}"
    return program, ""


def environment(folder: Path) -> dict[str, str]:
    """Compiled modules, and a cache of reviews, that are this benchmark's own."""
    left_out = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    own = {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "XDG_CACHE_HOME": str(folder / "cache")}
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **own}


def repository(folder: Path, lines: int) -> dict[str, int]:
    """A tree with one commit."""
    counted = tree.make_tree(folder, lines)
    with (folder / "CLAUDE.md").open("a", encoding="utf-8") as file:
        file.write(MORE_RULES)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.invalid")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "Begin")):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return counted


def commands(folder: Path, grep: Path | None) -> dict[str, list[str]]:
    """What is timed, by the name in the result."""
    here = Path(sys.executable).parent
    codes = sorted({c for e in ENTRIES.values() for g in e.engines if isinstance(g, Ruff) for c in g.codes})
    rules, of_semgrep = pattern_rules(folder)
    review = [str(here / "teach"), "review", ".", "--scope", "all", "--format", "json", "--max-findings", "0"]
    ruff = [str(here / "ruff"), "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json"]
    quiet = ["--metrics", "off", "--disable-version-check", "--quiet", "--json", "--jobs", "2"]
    found = {
        "teach review": [*review, "--no-cache", "--no-model"],
        "teach review again": [*review, "--no-model"],
        "ruff": [*ruff, "--select", ",".join(codes), "."],
        "ast-grep": [str(here / "ast-grep"), "scan", "--rule", str(rules), "--json=compact", "."],
    }
    return found | ({"semgrep": [str(grep), "scan", "--config", str(of_semgrep), *quiet, "."]} if grep else {})


def checked_rules(env: Mapping[str, str], where: Path) -> int:
    """How many rules of the tree's constitution are checked."""
    argv = [str(Path(sys.executable).parent / "teach"), "rules", ".", "--format", "json", "--no-hits"]
    done = subprocess.run(argv, cwd=where, env=env, capture_output=True, check=True)
    return sum(rule["status"] == "checked" for rule in json.loads(done.stdout)["rules"])


def measured(lines: int, repeats: int, grep: Path | None) -> dict[str, Any]:
    """All programs over one tree, and a server over a change in it."""
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        env = environment(folder)
        where = folder / "tree"
        counted = repository(where, lines)
        timed = commands(folder, grep)
        for argv in timed.values():  # modules are compiled, the review is kept
            measure.run(argv, where, env)
        kept = folder / "cache" / "teach" / "review"
        if not (kept.is_dir() and any(kept.iterdir())):
            print("the program was changed a moment ago, so no review was kept: run this again")
        runs: dict[str, list[measure.Run]] = {key: [] for key in timed}
        for _ in range(repeats):
            for key, argv in timed.items():
                runs[key].append(measure.run(argv, where, env))
        rules = checked_rules(env, where)
        spreads = {key: measure.spread(value) for key, value in runs.items()}
        warm = warm_server(where, env, repeats)
    alone = sum(spreads[key]["cpu_s"]["median"] for key in ("ruff", "ast-grep"))
    ratio = round(spreads["teach review"]["cpu_s"]["median"] / alone, 1)
    return {"lines": counted, "rules_checked": rules, "of_both_alone_cpu": ratio, "warm server": warm, **spreads}


def warm_server(where: Path, env: Mapping[str, str], repeats: int) -> dict[str, Any]:
    """Calls of a server that reviewed once already: five files that change each time, and at last nothing."""
    argv = [sys.executable, "-c", WARM, str(where), str(repeats + 2)]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, check=True)
    times = json.loads(done.stdout)
    changed, same = times[1:-1], times[-1]
    return {
        "five files": {
            "wall_s": {"median": measure.median([wall for wall, _ in changed])},
            "cpu_s": {"median": measure.median([cpu for _, cpu in changed])},
        },
        "nothing new": {"wall_s": round(same[0], 3), "cpu_s": round(same[1], 3)},
    }


def main() -> int:
    """Measures, prints and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="2,500 to 50,000 lines, and more repeats")
    full = arguments.parse_args().full
    grep, why = semgrep()
    print(why or f"{SEMGREP} is there")
    results: dict[str, Any] = {"load_average_at_begin": [round(one, 2) for one in os.getloadavg()], "semgrep": why}
    for size in [2_500, 5_000, 10_000, 25_000, 50_000] if full else [2_500, 10_000]:
        result = results[str(size)] = measured(size, 7 if full else 3, grep)
        print(f"{size} lines {result['lines']}, {result['rules_checked']} rules are checked")
        for key in ("teach review", "teach review again", "ruff", "ast-grep", "semgrep"):
            if one := result.get(key):
                cpu, wall = one["cpu_s"]["median"], one["wall_s"]["median"]
                print(f"  {key:<19} cpu {cpu:.2f} s   wall {wall:.2f} s   peak {one['peak_mb']:.0f} MB")
        five = result["warm server"]["five files"]
        print(f"  five files, warm    cpu {five['cpu_s']['median']:.2f} s   wall {five['wall_s']['median']:.2f} s")
    print(f"written to {measure.write('review_speed', results).name} and {review_plot.write(results).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
