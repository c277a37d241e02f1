"""What the container for GPUs must have; nobody builds it here."""

import re
from pathlib import Path

from finetune.config import presets
from finetune.parts import TORCH

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STEPS = [line for line in TEXT.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]


def steps(word: str) -> list[str]:
    """The instructions of this kind, in order."""
    return [line.removeprefix(f"{word} ").strip() for line in STEPS if line.startswith(f"{word} ")]


def test_it_builds_on_one_public_image_of_a_pinned_version() -> None:
    (image,) = steps("FROM")
    assert re.fullmatch(r"python:3\.1[123]\.\d+-slim-\w+", image), "a name without a registry, for both architectures"


def test_torch_comes_first_and_is_the_one_that_the_package_pins() -> None:
    installs = [step for step in steps("RUN") if "pip install" in step]
    assert installs[0] == f"pip install {TORCH}"
    assert "--constraint constraints.txt '.[finetune,local]'" in installs[1]
    assert not re.search(r"index-url|https?://", "".join(STEPS)), "no registry but pip's own"


def test_it_has_a_compiler_sees_the_gpu_and_does_not_run_as_root() -> None:
    assert "build-essential" in steps("RUN")[0] and "cmake" in steps("RUN")[0]
    assert "NVIDIA_VISIBLE_DEVICES=all" in steps("ENV")[0] and "compute,utility" in steps("ENV")[0]
    assert steps("USER") == ["teach"] and STEPS.index("USER teach") > STEPS.index("COPY . .")


def test_it_runs_the_same_commands_and_what_it_makes_outlives_it() -> None:
    assert steps("ENTRYPOINT") == ['["python", "-m", "finetune"]']
    assert '"/srv/teach/runs"' in steps("VOLUME")[0]
    (preset,) = re.findall(r"run --preset ([\w-]+)", TEXT)
    assert preset in presets()


def test_nothing_large_or_private_travels_into_it() -> None:
    ignored = set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())
    assert {".git", ".venv", ".tools", "runs", "*.gguf", "*.safetensors"} <= ignored
    kept = {"pyproject.toml", "constraints.txt", "hatch_build.py", "LICENSE", "README.md", "teaching", "curriculum"}
    assert not ignored & kept and all((ROOT / name).exists() for name in kept)
