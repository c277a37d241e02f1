"""Running a consented command: result, limits, cancelling, what is left behind."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from teaching.errors import MissingPartError, RefusedError
from teaching.verification import consent
from teaching.verification.commands import Command
from teaching.verification.output import HEAD, TAIL
from teaching.verification.run import Limits, locked, run_step

TEST = "import prices\n\ndef test_sum():\n    assert prices.total([1, 2]) == 3\n"
GREEN, RED = "def total(prices):\n    return sum(prices)\n", "def total(prices):\n    return 0\n"


def alive(marker: str) -> list[str]:
    """The processes on this machine whose command line has the marker."""
    if not Path("/proc/self").exists():
        listed = subprocess.run(["ps", "-axo", "args="], capture_output=True, encoding="utf-8", check=True)
        return [line for line in listed.stdout.splitlines() if marker.replace("\0", " ") in line]
    found: list[str] = []
    for number in os.listdir("/proc"):
        try:
            line = Path(f"/proc/{number}/cmdline").read_bytes() if number.isdigit() else b""
        except OSError:
            continue
        if marker.encode() in line:
            found.append(number)
    return found


def gone(marker: str) -> bool:
    until = time.monotonic() + 5
    while alive(marker) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(marker)


def test_a_green_and_a_red_run(run, project) -> None:
    root = project({"test_prices.py": TEST, "prices.py": GREEN})
    green = run(root, "python", "-m", "pytest", "-p", "no:cacheprovider")
    assert (green.green, green.failure, green.notes) == (True, None, ())
    assert (green.run.exit, green.run.passed, green.run.failed, green.run.skipped) == (0, 1, 0, 0)
    assert green.run.argv == ["python", "-m", "pytest", "-p", "no:cacheprovider"]
    assert green.run.sandbox == "bwrap"
    assert 0 < green.run.duration_s < 30
    project({"prices.py": RED + "# longer, so that no cached bytecode is taken for it\n"})
    red = run(root, "python", "-m", "pytest", "-p", "no:cacheprovider")
    assert (red.green, red.run.exit, red.run.passed, red.run.failed) == (False, 1, 0, 1)
    assert red.failure is not None
    assert (red.failure.path, red.failure.line) == ("test_prices.py", 4)


def test_nothing_is_left_in_the_project_but_what_the_command_wrote(run, project) -> None:
    root = project({"a.txt": ""})
    done = run(root, "sh", "-c", "mkdir -p .pytest_cache node_modules/.cache && touch .pytest_cache/x out.txt; ls -A")
    assert sorted(os.listdir(root)) == [".pytest_cache", "a.txt", "node_modules", "out.txt"]
    # While it runs, the places that it may not make are held.
    assert {".git", ".teaching", ".claude", ".mcp.json", "ROADMAP.md", "CLAUDE.md"} <= set(done.output.split())
    assert os.stat(root / "out.txt").st_uid == os.geteuid()


KILLED = """\
import os, signal, sys
from pathlib import Path
from teaching.verification import protected
from teaching.verification.run import locked
root = Path(sys.argv[1])
with locked(root) as journal, protected.stand_ins(root, journal):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_stand_ins_of_a_killed_run_are_taken_away_by_the_next(run, project) -> None:
    root = project({"a.txt": ""})
    subprocess.run([sys.executable, "-c", KILLED, str(root)], cwd=Path(__file__).parents[3], check=False)
    assert {".teaching", "CLAUDE.md", "ROADMAP.md", ".mcp.json"} <= set(os.listdir(root))
    (root / "ROADMAP.md").write_text("- [ ] mine, written since\n", encoding="utf-8")
    run(root, "true")
    assert sorted(os.listdir(root)) == ["ROADMAP.md", "a.txt"]


def test_the_whole_output_is_hashed_and_head_and_tail_are_kept(run, project) -> None:
    code = "import sys\nfor n in range(40000): sys.stdout.write(f'line {n}\\n')"
    done = run(project(), "python", "-c", code)
    whole = "".join(f"line {n}\n" for n in range(40000)).encode()
    assert done.run.output == hashlib.sha256(whole).hexdigest()
    assert done.output.startswith("line 0\n")
    assert done.output.endswith("line 39999\n")
    assert f"[cut here: {len(whole) - HEAD - TAIL:,} bytes left out]" in done.output
    assert any("left out" in note for note in done.notes)


def test_progress_is_shown_now_and_then(run, project) -> None:
    seen: list[str] = []
    code = "import time\nfor n in range(200): print(f'\\x1b[31mline {n}\\u202e', flush=True); time.sleep(0.005)"
    run(project(), "python", "-c", code, progress=seen.append)
    assert 1 <= len(seen) <= 40
    assert all(line.startswith("line ") and line.isprintable() for line in seen)


def test_what_runs_past_its_time_is_ended_with_all_that_it_started(run, project) -> None:
    marker = f"61.{os.getpid()}"
    code = f"import subprocess, time\nsubprocess.Popen(['sleep', '{marker}'], start_new_session=True)\ntime.sleep(60)"
    began = time.monotonic()
    done = run(project(), "python", "-c", code, timeout_s=1)
    assert time.monotonic() - began < 8
    assert (done.run.exit, done.green) == (124, False)
    assert done.failure is not None
    assert done.failure.text.startswith("it did not end within 1 seconds")
    assert gone(marker)


@pytest.mark.parametrize("kind", ["run", "run_open"])
def test_a_test_command_that_forks_and_stays_is_ended(kind: str, project, request: pytest.FixtureRequest) -> None:
    # Without a sandbox only what stays in the group of the command can be found.
    own = "True" if kind == "run" else "False"
    marker = f"62.{os.getpid()}"
    code = f"import subprocess\nsubprocess.Popen(['sleep', '{marker}'], start_new_session={own})\nprint('1 passed')"
    began = time.monotonic()
    done = request.getfixturevalue(kind)(project(), "python", "-c", code)
    assert time.monotonic() - began < 10
    assert done.run.exit == 0
    assert gone(marker)


ENDLESS = """\
import sys
from pathlib import Path
from teaching.verification import consent
from teaching.verification.commands import Command
from teaching.verification.run import run_step
root = Path(sys.argv[1])
command = Command("test", ("sh", "-c", f"echo go; setsid sleep {sys.argv[2]} & sleep {sys.argv[2]}"), "CLAUDE.md:1")
run_step(root, consent.once(root, command), progress=lambda line: print(line, flush=True))
"""


def test_a_killed_server_leaves_nothing_running(bubblewrap, project) -> None:
    marker = f"66.{os.getpid()}"
    argv = [sys.executable, "-c", ENDLESS, str(project()), marker]
    with subprocess.Popen(argv, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"go\n"
        until = time.monotonic() + 10
        while len(alive(f"sleep\0{marker}")) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(alive(f"sleep\0{marker}")) == 2
        server.kill()
    assert gone(marker)


def test_taken_back_it_ends_with_all_that_it_started(run, project) -> None:
    started = threading.Event()
    marker = f"63.{os.getpid()}"
    code = f"import subprocess\nprint('go', flush=True)\nsubprocess.run(['sleep', '{marker}'])"
    with pytest.raises(RefusedError, match="taken back"):
        run(project(), "python", "-c", code, progress=lambda line: started.set(), cancelled=started.is_set)
    assert gone(marker)


def test_a_signal_is_told_as_a_shell_tells_it(run, project) -> None:
    assert run(project(), "sh", "-c", "kill -SEGV $$").run.exit == 139


def test_its_input_is_empty(run, project) -> None:
    assert run(project(), "python", "-c", "print(repr(input()))").run.exit == 1


def test_a_program_that_is_not_there_is_a_missing_part(run, project) -> None:
    with pytest.raises(MissingPartError, match="no-such-tool is not installed"):
        run(project(), "no-such-tool")


def test_it_runs_in_the_folder_that_it_was_declared_for(run, project) -> None:
    root = project({"web/a.txt": ""})
    assert run(root, "pwd", folder="web").output.strip() == str(root / "web")


def test_the_virtual_environment_of_the_project_comes_first(run, project) -> None:
    root = project({".venv/pyvenv.cfg": "home = /usr/bin\n", ".venv/bin/pytest": "#!/bin/sh\necho mine\n"})
    (root / ".venv/bin/pytest").chmod(0o755)
    assert run(root, "pytest", "--version").output.startswith("mine")


def test_runs_of_one_project_wait_for_each_other(run, project) -> None:
    root = project()
    command = Command("test", ("true",), "CLAUDE.md:1")
    waiting = threading.Event()

    def asked() -> bool:
        waiting.set()
        return True

    def other() -> None:
        with pytest.raises(RefusedError, match="another run"):
            run_step(root, consent.once(root, command), timeout_s=5, cancelled=asked)

    with locked(root):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
        assert waiting.is_set()
        # The thread that holds the project may run in it.
        assert run_step(root, consent.once(root, command), timeout_s=5).run.exit == 0


def test_endless_output_is_stopped(run, project) -> None:
    done = run(project(), "yes", limits=Limits(output=5_000_000))
    assert done.run.exit == 137
    assert done.failure is not None
    assert "and was stopped" in done.failure.text
    assert len(done.output) < 2 * (HEAD + TAIL)


def test_a_command_that_takes_all_memory_is_stopped(run, project) -> None:
    code = "import time\nkept = b'x' * 300_000_000\ntime.sleep(30)"
    done = run(project(), "python", "-c", code, limits=Limits(memory=100_000_000))
    assert done.run.exit == 137
    assert done.failure is not None
    assert "memory" in done.failure.text


def test_a_file_that_never_ends_is_cut_off(run, project) -> None:
    done = run(project(), "python", "-c", "f = open('x', 'wb', 0); f.seek(3 * 1024**3); f.write(b'x')")
    assert done.run.exit != 0
    assert "File too large" in done.output


def test_a_fork_bomb_is_stopped(run, project) -> None:
    marker = f"64.{os.getpid()}"
    code = f"import os, time\nwhile True:\n    if os.fork() == 0: time.sleep({marker}); os._exit(0)"
    began = time.monotonic()
    done = run(project(), "python", "-c", code, limits=Limits(processes=60), timeout_s=20)
    assert time.monotonic() - began < 10
    assert not done.green
    assert gone(marker)


def test_without_a_sandbox_the_result_says_so(run_open, project) -> None:
    done = run_open(project(), "true", step="build")
    assert (done.run.sandbox, done.green) == ("none", True)
    assert any("no sandbox" in note for note in done.notes)
