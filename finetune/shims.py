"""Writes the two scripts that instructors know: each takes its old flags and runs `python -m finetune` instead."""

import sys
from pathlib import Path
from string import Template

from finetune.config import presets
from teaching.errors import RefusedError

_PRESET = "gb10"
_BOTH = """\
\"\"\"Takes the flags of the old $name and runs `python -m finetune` with them.

Written by `python -m finetune shims`. Whatever else is typed is passed on as it stands.
\"\"\"

import argparse
import os
import shlex
import sys

PYTHON = os.environ.get("FINETUNE_PYTHON") or $python


def run(words):
    command = [PYTHON, "-m", "finetune", *words]
    print("+ " + " ".join(map(shlex.quote, command)), flush=True)
    try:
        os.execvp(PYTHON, command)  # its exit code is ours
    except OSError as error:
        sys.exit(f"{PYTHON} cannot be started ({error.strerror}): name a Python in FINETUNE_PYTHON")


options = argparse.ArgumentParser(allow_abbrev=False)
"""
_DATASET = """\
options.add_argument("--source", nargs="+", default=[], help="training documents that seed more examples")
options.add_argument("--output", required=True, help="the JSONL file that is written")
options.add_argument("--num_examples", default="1400")
given, more = options.parse_known_args()
words = ["generate", "--output", given.output, "--num-examples", given.num_examples]
for source in given.source:
    words += ["--source", source]
run(words + more)
"""
_TRAIN = """\
options.add_argument("--training_data", required=True, nargs="+", help="JSONL files; only these are trained on")
options.add_argument("--output_dir", required=True, help="the run's folder; the adapter lies in train/adapter")
options.add_argument("--max_steps", default="200")
given, more = options.parse_known_args()
words = ["train", "--out", given.output_dir]
preset = $preset
if not any(word.partition("=")[0] in ("--preset", "--config") for word in more):
    if preset:
        words += ["--preset", preset]
    else:
        print("without --preset or --config a toy is trained: name a base with --config FILE", file=sys.stderr)
for file in given.training_data:
    words += ["--with", file]
words += ["--set", "data.weights.generate=0", "--set", "data.longest=0", "--set", f"train.max_steps={given.max_steps}"]
run(words + more)
"""
NAMES = {"create_training_dataset.py": _DATASET, "finetune_llama_gb10.py": _TRAIN}


def write(folder: Path) -> str:
    """Writes both into a folder, and says so.

    Raises:
        RefusedError: one of them is there and says something else, or the folder cannot be written.
    """
    preset = repr(_PRESET if _PRESET in presets() else None)
    texts: dict[Path, str] = {}
    for name, rest in NAMES.items():
        text = Template(_BOTH + rest).substitute(name=name, python=repr(sys.executable), preset=preset)
        texts[folder / name] = text
    try:
        for file, text in texts.items():
            if file.exists() and file.read_bytes() != text.encode():
                raise RefusedError(f"{file} is there and says something else: move it away, or name another folder")
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
            file.chmod(0o755)
    except OSError as error:
        reason = (error.strerror or "refused").lower()
        raise RefusedError(f"{error.filename or folder} cannot be written ({reason}): name another folder") from error
    return f"written: {', '.join(map(str, texts))}"
