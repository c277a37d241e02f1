"""Prints arrivals per ship: `python -m harbour.cli log.txt`."""

import sys
from pathlib import Path

from harbour.counting import arrivals
from harbour.parsing import parse_line


def main(path: str) -> int:
    """Prints how often each ship came, the most frequent first."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    for ship, count in arrivals(map(parse_line, lines)).most_common():
        print(f"{count:4} {ship}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
