"""`python -m finetune doctor`: what works here, and the exact command for what does not.

It imports nothing heavy itself: torch is asked in a process of its own, so that one that crashes is a line and no end.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from finetune.config import Config
from finetune.parts import PARTS, Part, install, version
from teaching.errors import TeachingError
from teaching.repository.processes import run

_GIB = 1024**3
_ROOM = 2 * _GIB
_DEVICE = (
    "import torch\n"
    "g = torch.cuda.is_available()\n"
    "print(f'cuda: {torch.cuda.get_device_name(0)}, {torch.cuda.mem_get_info()[0] / 2**30:.0f} GiB free' if g else "
    "'mps: Apple' if torch.backends.mps.is_available() else f'cpu: {torch.get_num_threads()} threads')\n"
)
_PATIENCE_S = 120.0

Say = Callable[[str], None]


def report(say: Say, config: Config, out: Path) -> int:
    """Prints a line per part; 3 where something is missing that the configuration needs."""
    absent = False
    say(f"ok       Python {platform.python_version()}")
    for part in PARTS:
        needed = not part.optional or (part.module == "bitsandbytes" and config.train.method == "qlora")
        absent |= _part(say, part, needed=needed) and needed
    if version(PARTS[0]):
        absent |= _device(say)
    _memory(say)
    return 3 if _disk(say, out) or absent else 0


def _part(say: Say, part: Part, *, needed: bool) -> bool:
    """Whether it is missing."""
    if found := version(part):
        say(f"ok       {part.distribution} {found}, which {part.purpose}")
        return False
    say(f"{'missing' if needed else 'without'}  {part.distribution}, which {part.purpose}: {install(part)}")
    return True


def _device(say: Say) -> bool:
    """Whether torch is broken."""
    try:
        ran = run([sys.executable, "-c", _DEVICE], cwd=Path.cwd(), timeout_s=_PATIENCE_S)
    except TeachingError as error:
        say(f"missing  torch does not start ({error}): {install(PARTS[0])} --force-reinstall")
        return True
    if ran.exit != 0:
        last = (ran.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {ran.exit}"])[-1]
        say(f"missing  torch does not start ({last}): {install(PARTS[0])} --force-reinstall")
        return True
    say(f"ok       device {ran.stdout.decode(errors='replace').strip()}")
    return False


def _memory(say: Say) -> None:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    say(f"ok       memory {pages / _GIB:.1f} GiB, {os.cpu_count() or 1} processors")


def _disk(say: Say, out: Path) -> bool:
    """Whether there is too little room for even a toy."""
    place = out.absolute()
    while not place.is_dir():
        place = place.parent
    free = shutil.disk_usage(place).free
    if not os.access(place, os.W_OK):
        say(f"missing  {place} cannot be written: pass a folder of your own with --out")
        return True
    if free < _ROOM:
        say(f"missing  {free / _GIB:.1f} GiB free in {place}, a toy needs {_ROOM // _GIB}: pass another with --out")
        return True
    say(f"ok       disk {free / _GIB:.0f} GiB free in {place}")
    return False
