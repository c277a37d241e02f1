"""Times a whole review against ruff alone and ast-grep alone, on the same tree in the same run.

    python benchmarks/review_speed.py [--full]

The tree has 14,000 lines (50,000 more with --full). `ruff` runs the codes that the review's rules use, `ast-grep`
scans with a dozen rules of its own. Processor time counts child processes; the three are interleaved.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import measure
import tree

from teaching.review.catalogue import ENTRIES
from teaching.review.entry import Ruff

PATTERNS = {
    "TypeScript": ["console.log($$$)", "await fetch($$$)", "$A == $B", "new WebSocket($$$)", "eval($$$)"],
    "Tsx": ["console.log($$$)", "useEffect($$$)", "$A == $B"],
    "Python": ["print($$$)", "eval($$$)", "$A.execute($$$)"],
}


def ast_grep_rules(folder: Path) -> Path:
    """A file of pattern rules, as an `ast-grep scan --rule` takes it."""
    rules = [
        f"id: {language.lower()}-{number}\nlanguage: {language}\nseverity: warning\nrule:\n  pattern: '{pattern}'\n"
        for language, patterns in PATTERNS.items()
        for number, pattern in enumerate(patterns)
    ]
    file = folder / "rules.yml"
    file.write_text("---\n".join(rules), encoding="utf-8")
    return file


def measured(lines: int, repeats: int) -> dict[str, object]:
    """All three over one tree."""
    here = Path(sys.executable).parent
    codes = sorted({c for e in ENTRIES.values() for g in e.engines if isinstance(g, Ruff) for c in g.codes})
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name:
        folder = Path(name)
        counted = tree.make_tree(folder / "tree", lines)
        rules = ast_grep_rules(folder)
        ruff = [str(here / "ruff"), "check", "--isolated", "--no-cache", "--exit-zero", "--output-format", "json"]
        commands = {
            "teach review": [str(here / "teach"), "review", ".", "--format", "json", "--max-findings", "0"],
            "ruff": [*ruff, "--select", ",".join(codes), "."],
            "ast-grep": [str(here / "ast-grep"), "scan", "--rule", str(rules), "--json=compact", "."],
        }
        runs: dict[str, list[measure.Run]] = {key: [] for key in commands}
        for _ in range(repeats):
            for key, argv in commands.items():
                runs[key].append(measure.run(argv, folder / "tree"))
    spreads = {key: measure.spread(value) for key, value in runs.items()}
    alone = sum(spreads[key]["cpu_s"]["median"] for key in ("ruff", "ast-grep"))
    ratio = round(spreads["teach review"]["cpu_s"]["median"] / alone, 1)
    return {"lines": counted, "ruff_codes": len(codes), "of_both_alone_cpu": ratio, **spreads}


def main() -> int:
    """Measures, prints and writes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="also 50,000 lines, and more repeats")
    full = arguments.parse_args().full
    sizes = [14_000, 50_000] if full else [14_000]
    results = {str(size): measured(size, 7 if full else 5) for size in sizes}
    for size, result in results.items():
        print(f"{size} lines {result['lines']}")
        for key in ("teach review", "ruff", "ast-grep"):
            one = result[key]
            assert isinstance(one, dict)
            print(f"  {key:<13} cpu {one['cpu_s']['median']:.2f} s   wall {one['wall_s']['median']:.2f} s")
        print(f"  the review takes {result['of_both_alone_cpu']} times the processor time of the other two together")
    print(f"written to {measure.write('review_speed', results).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
