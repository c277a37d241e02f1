"""How many threads a model may have: llama.cpp's threads spin while they wait, so that one too many slows all down."""

import os
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def spare_cores() -> int:
    """The physical cores that this process may use, less one for everybody else; at least 1."""
    return max(1, min(_physical(), _granted()) - 1)


def _physical() -> int:
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    try:
        return len(
            {(_TOPOLOGY / f"cpu{one}/topology/thread_siblings_list").read_text(encoding="utf-8") for one in usable}
        )
    except OSError:
        return len(usable)  # no Linux, or one that hides its cores


def _granted() -> int:
    """What a container was given, in whole cores."""
    try:
        quota, period = _QUOTA.read_text(encoding="utf-8").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return os.cpu_count() or 1
