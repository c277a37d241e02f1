"""teaching.repository.processes: the environment, the deadline, the bounds."""

import os
import sys
import time
from pathlib import Path

import pytest

from teaching.errors import BadInputError, MissingPartError, TeachingError
from teaching.repository import processes


def python(code: str, **options) -> processes.Completed:
    return processes.run([sys.executable, "-I", "-c", code], **{"cwd": Path("/"), **options})


def test_returns_both_outputs_and_the_exit_status():
    outcome = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)")
    assert outcome == processes.Completed(7, b"out\n", b"err\n")


def test_a_failing_exit_status_and_a_signal_are_results_not_errors():
    assert python("import os; os.kill(os.getpid(), 9)").exit == -9


def test_the_environment_is_the_allow_list_and_what_the_call_adds(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("LANG", "C.UTF-8")
    names = processes.run(["env", "-0"], cwd=Path("/"), env={"ADDED": "1"}).stdout.split(b"\0")
    found = {name.split(b"=")[0].decode() for name in names if name}
    assert {"ADDED", "PATH", "LANG"} <= found <= {"ADDED", *processes.ALLOWED_ENVIRONMENT}


def test_a_program_is_never_found_in_the_folder_under_review(tmp_path, monkeypatch):
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho hijacked\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}:bin")
    assert b"git version" in processes.run(["git", "--version"], cwd=tmp_path).stdout


def test_a_program_that_is_not_there_is_a_missing_part():
    with pytest.raises(MissingPartError, match="no-such-program is not installed"):
        processes.run(["no-such-program"], cwd=Path("/"))


def test_a_program_that_cannot_be_started_is_a_missing_part(tmp_path):
    program = tmp_path / "broken"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)
    with pytest.raises(MissingPartError, match="broken cannot be started .*: install it again"):
        processes.run([str(program)], cwd=tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInputError, match="pass a directory that exists"):
        processes.run(["true"], cwd=tmp_path / "gone")


def test_input_larger_than_a_pipe_passes_through_without_a_deadlock():
    data = os.urandom(3_000_000)
    assert processes.run(["cat"], cwd=Path("/"), stdin=data).stdout == data


def test_input_that_nobody_reads_is_no_error():
    assert processes.run(["true"], cwd=Path("/"), stdin=b"x" * 1_000_000).exit == 0


def test_the_deadline_stops_the_program_and_what_it_started(tmp_path):
    pid = tmp_path / "pid"
    started = time.monotonic()
    with pytest.raises(processes.TimedOutError, match=r"within 0\.5 seconds") as caught:
        processes.run(["sh", "-c", f"sleep 60 & echo $! > {pid}; wait"], cwd=Path("/"), timeout_s=0.5)
    assert isinstance(caught.value, TeachingError)
    assert time.monotonic() - started < 40
    status = Path(f"/proc/{pid.read_text(encoding='ascii').strip()}/stat")
    # The signal was sent; the kernel may take a moment to carry it out on a busy machine.
    while time.monotonic() - started < 30 and not _is_gone(status):
        time.sleep(0.01)
    assert _is_gone(status)


def _is_gone(status: Path) -> bool:
    try:
        return status.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] in {"X", "Z"}
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_the_deadline_holds_for_a_program_that_closed_its_outputs():
    with pytest.raises(processes.TimedOutError):
        processes.run(["sh", "-c", "exec >&- 2>&-; exec sleep 60"], cwd=Path("/"), timeout_s=0.3)


def test_endless_output_is_cut_off():
    with pytest.raises(processes.TooMuchOutputError, match="more than 1000 bytes"):
        processes.run(["yes"], cwd=Path("/"), max_bytes=1000)


def test_the_bound_counts_both_outputs_and_is_inclusive():
    code = "import sys; sys.stdout.write('a'*500); sys.stderr.write('b'*500)"
    assert len(python(code, max_bytes=1000).stdout) == 500
    with pytest.raises(processes.TooMuchOutputError):
        python(code, max_bytes=999)


def test_the_program_has_no_terminal_to_ask_at():
    outcome = python("import os; print(os.getsid(0) == os.getpid())")
    assert outcome.stdout == b"True\n"


def streamed(code: str, cwd: Path = Path("/"), stop=lambda pid: None, timeout_s: float = 30):
    chunks: list[bytes] = []
    ended = processes.stream(
        [sys.executable, "-I", "-c", code], cwd=cwd, env={}, take=chunks.append, stop=stop, timeout_s=timeout_s
    )
    return ended, b"".join(chunks)


def test_a_stream_hands_on_both_outputs_in_their_order_and_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("LANG", "C.UTF-8")
    code = (
        "import os, sys; os.write(1, b'a'); os.write(2, b'b'); print(sorted(os.environ)); print(repr(sys.stdin.read()))"
    )
    ended, output = streamed(code)
    assert (ended.exit, ended.stopped) == (0, None)
    assert output.startswith(b"ab[")
    assert b"LANG'" not in output.replace(b"'LC_CTYPE'", b"")
    assert output.endswith(b"''\n")


def test_a_stream_ends_when_its_program_does_and_takes_the_group_along():
    code = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid, flush=True)"
    began = time.monotonic()
    ended, output = streamed(code)
    assert time.monotonic() - began < 10
    assert ended.exit == 0
    until = time.monotonic() + 5
    while Path(f"/proc/{int(output)}/exe").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert not Path(f"/proc/{int(output)}/exe").exists()


def test_a_program_that_closes_its_output_is_still_waited_for():
    assert streamed("import os, time; os.close(1); os.close(2); time.sleep(0.2); os._exit(5)")[0].exit == 5


def test_a_stream_asks_to_end_before_it_kills():
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (os.write(1, b'bye\\n'), os._exit(3)))\n"
        "os.write(1, b'ready\\n'); time.sleep(60)\n"
    )
    seen: list[bytes] = []
    ended = processes.stream(
        [sys.executable, "-I", "-c", code],
        cwd=Path("/"),
        env={},
        take=seen.append,
        stop=lambda pid: "enough" if seen else None,
        timeout_s=30,
    )
    assert (ended.exit, ended.stopped) == (3, "enough")


def test_a_stream_past_its_time_is_killed_even_where_it_will_not_end():
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    ended, _ = streamed(code, timeout_s=1)
    assert (ended.exit, ended.stopped) == (-9, "time")
