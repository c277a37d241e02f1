"""The instructors' old command lines: each prints the new one, runs it, and ends as it ended."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from finetune.__main__ import main, parser
from tests.finetune.combining import put, row

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["create_training_dataset.py", "finetune_llama_gb10.py"]


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    assert main(["shims", str(tmp_path / "scripts")]) == 0
    return tmp_path / "scripts"


def ran(script: Path, *words: str, python: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(script.parent)}
    env |= {"FINETUNE_PYTHON": python} if python else {}
    return subprocess.run(
        [sys.executable, str(script), *words], cwd=script.parent, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def echo(tmp_path: Path) -> str:
    """Stands for the Python that would train for hours: it ends with 7."""
    program = tmp_path / "python with a space"
    program.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def command_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was printed, after `python -m finetune`."""
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("+ ")]
    words = shlex.split(line)
    assert words[2:4] == ["-m", "finetune"]
    return words[4:]


def test_the_old_flags_of_the_dataset_become_those_of_generate(shims: Path, echo: str) -> None:
    done = ran(shims / NAMES[0], "--output", "my data.jsonl", "--num_examples", "140", python=echo)
    assert done.returncode == 7
    assert command_of(done) == ["generate", "--output", "my data.jsonl", "--num-examples", "140"]
    options = parser().parse_args(command_of(done))
    assert (options.output, options.num_examples) == (Path("my data.jsonl"), 140)
    assert command_of(ran(shims / NAMES[0], "--output", "x", python=echo))[-1] == "1400"
    sourced = ran(shims / NAMES[0], "--source", "a.md", "b.md", "--output", "x", python=echo)
    assert command_of(sourced)[-4:] == ["--source", "a.md", "--source", "b.md"]


def test_the_old_flags_of_training_become_those_of_train(shims: Path, echo: str) -> None:
    flags = ("--training_data", "a.jsonl", "--output_dir", "out", "--max_steps", "9", "--set", "train.lr=1e-5")
    done = ran(shims / NAMES[1], *flags, python=echo)
    assert done.returncode == 7
    options = parser().parse_args(command_of(done))
    assert (options.command, options.out, options.files) == ("train", Path("out"), [Path("a.jsonl")])
    assert set(options.set) >= {"train.max_steps=9", "data.weights.generate=0", "train.lr=1e-5"}


def test_the_new_command_really_runs_and_its_exit_code_comes_back(shims: Path) -> None:
    done = ran(shims / NAMES[1], "--training_data", "nowhere.jsonl", "--output_dir", "out")
    assert done.returncode == 2
    assert "there is no file nowhere.jsonl" in done.stderr
    (shims / "broken.jsonl").write_text("{\n", encoding="utf-8")
    done = ran(shims / NAMES[1], "--training_data", "broken.jsonl", "--output_dir", "out")
    assert done.returncode == 1
    assert "broken.jsonl: 1 in = 0 kept + 1 broken" in done.stdout and "no example is left" in done.stderr


def test_a_flag_that_is_missing_is_named(shims: Path) -> None:
    done = ran(shims / NAMES[1], "--training_data", "a.jsonl")
    assert done.returncode == 2 and "--output_dir" in done.stderr


def test_a_python_that_is_not_there_is_named(shims: Path) -> None:
    done = ran(shims / NAMES[0], "--output", "x", python="/nowhere/python")
    assert done.returncode == 1 and "FINETUNE_PYTHON" in done.stderr


def test_a_file_that_says_something_else_is_left_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAMES[1]).write_text("print('mine')\n", encoding="utf-8")
    assert main(["shims", str(tmp_path)]) == 1
    assert f"{tmp_path / NAMES[1]} is there and says something else" in capsys.readouterr().err
    assert (tmp_path / NAMES[1]).read_text(encoding="utf-8") == "print('mine')\n"
    assert not (tmp_path / NAMES[0]).exists()


def test_written_twice_they_stay_as_they_are(shims: Path) -> None:
    assert main(["shims", str(shims)]) == 0
    assert sorted(path.name for path in shims.iterdir()) == NAMES


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = put(tmp_path, "file", [row(1)])
    assert main(["shims", str(blocked / "below")]) == 1
    assert "name another folder" in capsys.readouterr().err
