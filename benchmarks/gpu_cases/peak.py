"""What the device is, and how fast it multiplies matrices."""

import json
import platform
import sys
from importlib import metadata
from pathlib import Path

import torch

from finetune.train.speed import peak

LIBRARIES = ("torch", "transformers", "peft", "accelerate", "bitsandbytes", "liger_kernel", "triton", "unsloth")


def versions() -> dict[str, str]:
    """Of what is installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    spec = json.loads(sys.argv[1])
    facts = {"device": "cpu", "versions": versions()}
    if torch.cuda.is_available():
        known = torch.cuda.get_device_properties(0)
        facts |= {
            **{"device": known.name, "capability": f"{known.major}.{known.minor}", "cuda": torch.version.cuda},
            **{"memory": known.total_memory, "bf16": torch.cuda.is_bf16_supported()},
        }
    place = Path(spec["folder"]) / "facts.json"
    place.write_text(json.dumps(facts), encoding="utf-8")
    facts["matrix_products_per_s"] = peak("cuda" if torch.cuda.is_available() else "cpu")
    place.write_text(json.dumps(facts), encoding="utf-8")
