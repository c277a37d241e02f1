"""Measures every check on the labelled code cases.

    python -m tests.corpus.code.measure [--show A] [--check NAME] [--write]

Prints precision and recall per tier and half, and with `--write` stores each check's findings on both halves for the
reviews to cite. `--show A` lists what was missed and what was wrong in half A; half B has totals only.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tests.corpus.code.scoring import Score, cases, precision, recall, score, totals

TARGET = Path(__file__).resolve().parents[3] / "teaching" / "review" / "measured.json"


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=["A"], help="list what was missed and wrong in this half")
    parser.add_argument("--check", help="this one only, in half A")
    parser.add_argument("--write", action="store_true", help="store the counts for reviews to cite")
    options = parser.parse_args()
    wanted = [case for case in cases("A" if options.check else None) if options.check in (None, case.check)]
    scores = [score(case) for case in wanted]
    for half in "AB":
        of_half = [one for one in scores if one.case.half == half]
        for tier, counts in totals(of_half).items():
            found = f"precision {precision(counts):.3f}  recall {recall(counts):.3f}"
            print(f"{half} {tier:<7} {found}  {dict(counts)}")
    for one in scores:
        if one.case.half == "A" and (options.show or options.check):
            _show(one)
    if options.write and not options.check:
        counts = by_check(scores)
        TARGET.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"written: {TARGET.name}")
    return 0


def by_check(scores: list[Score]) -> dict[str, list[int]]:
    """By check: right findings, and findings in all."""
    right, found = Counter[str](), Counter[str]()
    for one in scores:
        right[one.case.check] += one.right
        found[one.case.check] += one.right + len(one.wrong)
    return {name: [right[name], count] for name, count in sorted(found.items()) if count}


def _show(one: Score) -> None:
    for line in [one.problem] if one.problem else []:
        print(f"{one.case.id}: problem: {line}")
    for place in one.missed:
        print(f"{one.case.id}: missed {place}")
    for text in one.wrong:
        print(f"{one.case.id}: wrong {text}")


if __name__ == "__main__":
    sys.exit(main())
