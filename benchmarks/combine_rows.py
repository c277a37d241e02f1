"""Times the stage `combine` over 100,000 rows of five files, with planted doubles, broken lines and leaks.

    python benchmarks/combine_rows.py [--full]

The rows are questions and answers of some 150 words and code, of words as frequent as in this repository's own
documentation; in `forms` most of each row is a filled-in form. Without --full there are 20,000. The limit is held to
processor seconds: it is one process and one thread, so on a quiet machine it takes no longer by the clock.

The peer is datasketch (MinHash of 128 permutations, LSH), which does one part of the work only: it looks for
near-duplicates of the same texts by the same shingles. It is installed by pip into `.tools/datasketch`, where that is
possible.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import measure

ROOT = Path(__file__).resolve().parents[1]
DATASKETCH = "datasketch==1.10.0"
FULL, QUICK = 100_000, 20_000
LIMIT_S, LIMIT_MB = 120.0, 2048.0
FILES = 5
PLANTED = 20  # of so many rows one is a double, one nearly, one broken
JUDGED = 200
PEER = """
import json, re, sys
from pathlib import Path
from datasketch import MinHash, MinHashLSH

WORDS = re.compile(r"\\w+|[^\\w\\s]")
lsh, found, number = MinHashLSH(threshold=0.85, num_perm=128), 0, 0
for file in sorted(Path(sys.argv[1]).glob("rows-*.jsonl")):
    for line in file.read_text(encoding="utf-8").split("\\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        words = WORDS.findall("\\n".join([row["instruction"], row["input"], row["output"]]).lower())
        runs = {"\\0".join(words[start:start + 3]).encode() for start in range(max(1, len(words) - 2))}
        one = MinHash(num_perm=128)
        one.update_batch(runs)
        if lsh.query(one):
            found += 1
            continue
        lsh.insert(str(number), one)
        number += 1
print(json.dumps({"kept": number, "alike": found}))
"""


class Writer:
    """Makes rows that read like ours: words by their frequency here, and code of this repository."""

    def __init__(self, seed: int, form: bool) -> None:
        self._chance = random.Random(seed)
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
        self._words = re.findall(r"[A-Za-z]{2,}", text)
        self._code = (ROOT / "finetune" / "run.py").read_text(encoding="utf-8").split("\n")
        self._form = " ".join(self._words[:90]) if form else ""

    def row(self, number: int) -> dict[str, str]:
        """One record; in a form two thirds of the answer are the form."""
        begin = self._chance.randrange(len(self._code) - 9)
        length = 40 if self._form else self._chance.randrange(60, 160)
        return {
            "instruction": f"{self._said(9)} {number}?",
            "input": "\n".join(self._code[begin : begin + 4]).replace("self", f"it_{number}"),
            "output": f"{self._form} {self._said(length)}.".strip(),
        }

    def _said(self, count: int) -> str:
        return " ".join(self._chance.choices(self._words, k=count))


def lines(count: int, form: bool) -> Iterator[str]:
    """Rows, with what is planted among them."""
    writer = Writer(7, form)
    before: dict[str, str] = {}
    for number in range(count):
        kind = number % PLANTED
        row = writer.row(number)
        if kind == 1:
            row = before
        elif kind == 2:
            row = {**before, "output": before["output"] + " Indeed."}
        before = row
        yield '{"instruction": "cut' if kind == 3 else json.dumps(row)


def laid(folder: Path, count: int, form: bool) -> tuple[list[Path], Path]:
    """The files, and what is judged: a few of their rows, so that there are leaks to be found."""
    made = list(lines(count, form))
    files: list[Path] = []
    for number in range(FILES):
        file = folder / f"rows-{number}.jsonl"
        file.write_text("\n".join(made[number * count // FILES : (number + 1) * count // FILES]) + "\n", "utf-8")
        files.append(file)
    judged = folder / "judged.jsonl"
    judged.write_text("\n".join(made[10 :: count // JUDGED]) + "\n", "utf-8")
    return files, judged


def combined(folder: Path, files: list[Path], judged: Path) -> dict[str, Any]:
    """One run of the stage in a process of its own, and what it counted."""
    words = [word for file in files for word in ("--with", str(file))]
    settings = ["data.weights.generate=0", "data.longest=0", f"data.evaluation=['{judged}']"]
    words += [word for setting in settings for word in ("--set", setting)]
    run = measure.run([sys.executable, "-m", "finetune", "combine", "--out", str(folder / "run"), *words], ROOT)
    funnel = json.loads((folder / "run" / "combine" / "funnel.json").read_text(encoding="utf-8"))["total"]
    lost = funnel["in"] - funnel["kept"] - sum(funnel["drops"].values())
    return {"wall_s": run.wall_s, "cpu_s": run.cpu_s, "peak_mb": run.rss_mb, "exit": run.exit, "lost": lost, **funnel}


def datasketch() -> tuple[Path | None, str]:
    """A Python that has it, or None and why."""
    folder = ROOT / ".tools" / "datasketch"
    program = folder / "bin" / "python"
    if not (folder / "done").exists():
        install = [str(folder / "bin/pip"), "install", "-q", DATASKETCH]
        for argv in ([sys.executable, "-m", "venv", "--clear", str(folder)], install):
            done = subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
                return None, f"datasketch is not installed: {said[-1]}"
        (folder / "done").touch()
    return program, ""


def main() -> int:
    """Measures, prints and writes; ends with 1 beyond a limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help=f"{FULL:,} rows")
    count = FULL if arguments.parse_args().full else QUICK
    python, why_not = datasketch()
    result: dict[str, Any] = {"rows": count, "limit_s": LIMIT_S, "limit_mb": LIMIT_MB}
    good = True
    for name in ("mixed", "forms"):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            files, judged = laid(folder, count, form=name == "forms")
            ours = combined(folder, files, judged)
            result[name] = {"bytes": sum(file.stat().st_size for file in files), "combine": ours}
            print(f"  {name:<6} {ours['wall_s']:6.1f} s wall  {ours['cpu_s']:6.1f} s cpu  {ours['peak_mb']:6.0f} MB")
            good = good and ours["exit"] == 0 and not ours["lost"]
            good = good and ours["cpu_s"] <= LIMIT_S and ours["peak_mb"] <= LIMIT_MB
            if python is not None and name == "mixed":
                peer = measure.run([str(python), "-c", PEER, str(folder)], folder)
                result[name][DATASKETCH] = {"wall_s": peer.wall_s, "cpu_s": peer.cpu_s, "peak_mb": peer.rss_mb}
                print(f"  datasketch, near-duplicates alone {peer.wall_s:6.1f} s wall  {peer.cpu_s:6.1f} s cpu")
    if why_not:
        result["datasketch"] = why_not
        print(why_not)
    measure.write("combine_rows", result)
    print("within the limits" if good else "beyond a limit")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
