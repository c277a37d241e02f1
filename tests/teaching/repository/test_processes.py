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
