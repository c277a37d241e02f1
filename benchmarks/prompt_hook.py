"""Times the hook before a prompt as Claude Code runs it, without the model's own time, which it never knows of.

    python benchmarks/prompt_hook.py [--full]

Every run is a `/bin/sh -c` of the plugin's own line with a prompt on standard input, in a copy of the program, as
`benchmarks/hook_time.py` does it and with its words for cold and warm. The model is a process that listens where the
local model's does and answers at once. The kinds: a question that is answered (in a project whose mentor guards
markers too, where the guard's parsers load meanwhile), a request for work, `??`, `/next`, and a user who never switched
local answers on.
"""

import argparse
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import hook_time
import measure

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MS = 200
LIMIT_OUT_MS = 20
OFF = "not switched on"
MENTOR = "a question, with a mentor"
COSTS = "/costs"
PROMPTS = {
    "a question": "what is a closure in JavaScript?",
    "a request for work": "add a test for the parser and run it",
    "past the hook": "?? what is a closure in JavaScript?",
    "/next": "/next",
    COSTS: "/costs",
}
ANSWERED = {"a question", MENTOR, "/next", COSTS}
ANSWER = {"text": "It is a function.", "read": 40, "written": 9, "reused": 0, "finish": "stop"}
UNLIMITED = {MENTOR, COSTS}  # they load the whole program, within the second and a half that a prompt may wait


def program_copy(folder: Path) -> Path:
    """The program as an installed plugin has it: its bytecode is written at the first run."""
    away = shutil.ignore_patterns("__pycache__")
    for name in ("mcp_server", "teaching", "commands"):
        shutil.copytree(ROOT / name, folder / name, ignore=away)
    return folder


@contextmanager
def model(run: Path) -> Generator[None]:
    """A process's socket where the hook looks for it; it is always ready."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(run / "model.sock"))
    listening.listen(64)

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:  # the end
                return
            with connection, suppress(OSError):  # a hook that had no more time has gone
                asked = json.loads(connection.makefile("rb").readline())
                status = {"event": "status", "state": "ready"}
                done = {"event": "done", "model": "tiny (local)", "answer": ANSWER}
                connection.sendall(json.dumps(status if asked["do"] == "status" else done).encode() + b"\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def environment(scratch: Path, runtime: Path) -> dict[str, str]:
    """That of a user who switched it on everywhere; what it leaves out is what the benchmark adds."""
    programs = hook_time.python_folder(scratch / "programs")
    home, state = scratch / "home", scratch / "state"
    (state / "teach").mkdir(parents=True, mode=0o700)
    kept = json.dumps({"folders": ["*"], "within_s": 60})
    (state / "teach" / "local-answers").write_text(f"{sys.executable}\n{kept}\n", encoding="utf-8")
    (state / "teach" / "local-answers").chmod(0o600)
    xdg = {"XDG_STATE_HOME": str(state), "XDG_DATA_HOME": str(scratch / "data"), "XDG_RUNTIME_DIR": str(runtime)}
    return {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home), **xdg}


def kinds(scratch: Path, runtime: Path) -> dict[str, tuple[list[str], dict[str, str], bytes]]:
    """What is run for each kind: the words, the environment, the input."""
    shop = hook_time.project(scratch / "shop")
    pupil = scratch / "pupil"
    shutil.copytree(shop, pupil)
    (shop / "CLAUDE.md").write_text("# Shop\n", encoding="utf-8")
    plugin = program_copy(scratch / "plugin")
    base = {**environment(scratch, runtime), "CLAUDE_PLUGIN_ROOT": str(plugin)}
    line = json.loads((ROOT / ".claude/hooks/hooks.json").read_text(encoding="utf-8"))["hooks"]["UserPromptSubmit"]
    argv = ["/bin/sh", "-c", line[0]["hooks"][0]["command"]]
    found: dict[str, tuple[list[str], dict[str, str], bytes]] = {}
    for name, words in hook_time.PEERS.items():
        found[name] = ([str(scratch / "programs" / "python3"), *words], base, b"")
    for name, prompt in {**PROMPTS, MENTOR: PROMPTS["a question"]}.items():
        project = pupil if name == MENTOR else shop
        event = {"session_id": "bench", "hook_event_name": "UserPromptSubmit", "prompt": prompt, "cwd": str(project)}
        event |= {"permission_mode": "default", "transcript_path": str(scratch / "none.jsonl")}
        found[name] = (argv, {**base, "CLAUDE_PROJECT_DIR": str(project)}, json.dumps(event).encode())
    nobody = {**base, "XDG_STATE_HOME": str(scratch / "nobody"), "CLAUDE_PROJECT_DIR": str(shop)}
    found[OFF] = (argv, nobody, found["a question"][2])
    return found


def require(found: dict[str, tuple[list[str], dict[str, str], bytes]]) -> None:
    """Each kind must come to what its name says, or its time means nothing."""
    for kind, (argv, env, sent) in found.items():
        said = subprocess.run(argv, env=env, input=sent, capture_output=True, check=True).stdout
        assert (b'"decision": "block"' in said) == (kind in ANSWERED), (kind, said)


def measured(repeats: int) -> dict[str, Any]:
    """Every figure of one run."""
    begun = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="teach-bench-") as name, tempfile.TemporaryDirectory(prefix="run-") as run:
        scratch, runtime = Path(name), Path(run)
        found = kinds(scratch, runtime)
        digest = hashlib.sha256(os.fsencode(scratch / "data" / "teach")).hexdigest()[:12]
        folder = runtime / "teach" / digest
        folder.mkdir(parents=True)
        folder.parent.chmod(0o700)
        folder.chmod(0o700)
        how, drop = hook_time.dropper([scratch])
        taken: dict[str, dict[str, list[tuple[float, float]]]] = {kind: {"cold": [], "warm": []} for kind in found}
        with model(folder):
            require(found)
            for number in range(repeats + 1):
                for kind, (argv, env, sent) in found.items():
                    drop()
                    both = {"cold": hook_time.timed(argv, env, sent), "warm": hook_time.timed(argv, env, sent)}
                    for heat, one in both.items() if number else ():
                        taken[kind][heat].append(one)
    figures = {kind: {heat: hook_time.summary(values) for heat, values in both.items()} for kind, both in taken.items()}
    load = [round(value, 2) for value in begun]
    limits = {"limit_ms": LIMIT_MS, "limit_not_switched_on_ms": LIMIT_OUT_MS, "without_a_limit": sorted(UNLIMITED)}
    return {"repeats": repeats, "cold_by": how, "load_average_at_start": load, **limits, **figures}


def main() -> int:
    """Measures, prints and writes; ends with 1 when the hook's cold p95 is above its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats")
    result = measured(60 if arguments.parse_args().full else 20)
    figures = {key: value for key, value in result.items() if isinstance(value, dict)}
    print(f"{result['repeats']} runs of each, cold by {result['cold_by']}")
    for kind, both in figures.items():
        cells = [
            f"{heat} {' '.join(f'{key} {value:6.1f}' for key, value in one.items())}" for heat, one in both.items()
        ]
        print(f"  {kind:<26} {'    '.join(cells)}")
    print(f"written to {measure.write('prompt_hook', result).name}")
    ours = [kind for kind in figures if kind not in hook_time.PEERS and kind not in UNLIMITED]
    slow = [kind for kind in ours if figures[kind]["cold"]["p95_ms"] > (LIMIT_OUT_MS if kind == OFF else LIMIT_MS)]
    print(f"too slow: {', '.join(slow)}" if slow else "within the limits")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
