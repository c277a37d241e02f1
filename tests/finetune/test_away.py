"""`run --on` over a real sshd on loopback: detached there, followed, taken up again, fetched."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from finetune.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
SSHD = Path("/usr/sbin/sshd")
NEEDED = pytest.mark.skipif(
    not SSHD.exists(), reason="sshd is missing: on Debian and Ubuntu, apt install openssh-server"
)


@dataclass(frozen=True)
class Machine:
    """The other machine: this one, with a home of its own."""

    home: Path
    ssh: str

    @property
    def folder(self) -> Path:
        return self.home / ".cache" / "teach-finetune" / "teach-toy"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("ssh")
    home = folder / "home"
    home.mkdir()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copy(folder / "user.pub", folder / "authorized")
    lines = [
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized",
        f"StrictModes no\nUsePAM no\nPidFile none\nSetEnv HOME={home} PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1",
    ]
    (folder / "sshd_config").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "ssh_config").write_text(
        f"Host other\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile {folder}/user\n  IdentitiesOnly yes\n"
        f"  UserKnownHostsFile {folder}/known\n  StrictHostKeyChecking accept-new\n",
        encoding="utf-8",
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd puts its unprivileged half
    with (folder / "sshd.log").open("wb") as log:
        argv = [str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")]
        server = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=log)
    for _ in range(600):  # it listens in a moment
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Machine(home, f"ssh -F {folder}/ssh_config")
    server.terminate()
    server.wait()


def started(machine: Machine, out: Path, *words: str) -> subprocess.Popen[str]:
    """`python -m finetune run --on other` of one stage that takes a while."""
    environment = {**os.environ, "FINETUNE_SSH": machine.ssh, "FINETUNE_PYTHON": sys.executable}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "finetune", "run", "--on", "other", "--out", str(out), *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(run: subprocess.Popen[str], words: str) -> list[str]:
    """The lines up to one that has these words."""
    assert run.stdout is not None
    lines: list[str] = []
    for line in run.stdout:
        lines.append(line.rstrip())
        if words in line:
            return lines
    raise AssertionError("\n".join(lines))


def drop_the_line(of: int) -> None:
    """Ends the ssh that follows: what a network does that goes away."""
    for _ in range(600):
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = entry.read_text(encoding="utf-8").rpartition(")")
            except OSError:
                continue
            line = (entry.parent / "cmdline").read_bytes() if name.endswith("(ssh") else b""
            if rest.split()[1:2] == [str(of)] and b"tail -c" in line:
                os.kill(int(entry.parent.name), signal.SIGKILL)
                return
        time.sleep(0.05)
    raise AssertionError("nobody follows")


SMALL = ("base.steps=6", "base.vocab=512", "base.hidden=64", "base.ffn=64", "base.layers=1", "base.batch_tokens=256")
WORDS = ("--from", "base", "--to", "base", *(word for setting in SMALL for word in ("--set", setting)))


@NEEDED
@pytest.mark.torch
def test_a_run_outlives_its_local_end_and_a_dropped_line_and_is_fetched(machine: Machine, tmp_path: Path) -> None:
    first = started(machine, tmp_path / "out", *WORDS)
    until(first, "base       runs")
    first.kill()
    first.wait()
    assert first.stdout is not None
    first.stdout.close()
    second = started(machine, tmp_path / "out", *WORDS)
    until(second, "attached to what ")
    dropped = not (machine.folder / "exit").exists()
    if dropped:
        drop_the_line(second.pid)
    lines = until(second, "fetched into")
    assert not dropped or any("the line to other dropped" in line for line in lines)
    assert second.wait() == 0
    assert second.stdout is not None
    second.stdout.close()
    assert sum("base       runs" in line for line in lines) <= 2, "nothing was run twice"
    log = (machine.folder / "log").read_text(encoding="utf-8")
    assert log.count("base       runs") == 1
    made = json.loads((tmp_path / "out" / "base" / "manifest.json").read_text(encoding="utf-8"))
    assert "model.safetensors" in made["outputs"] and (tmp_path / "out" / "base" / "model.safetensors").is_file()
    assert not (tmp_path / "out" / ".fetching").exists() and (machine.folder / "fetched").exists()


@NEEDED
def test_files_travel_and_what_fails_there_fails_here(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text("not json\n", encoding="utf-8")
    words = ("--from", "combine", "--to", "combine", "--with", str(tmp_path / "mine.jsonl"), "--set", "name=teach-two")
    run = started(machine, tmp_path / "out", *words)
    said, _ = run.communicate()
    assert run.returncode == 1, said
    assert "generate has not run in run" in said
    copied = machine.home / ".cache" / "teach-finetune" / "teach-two" / "given" / "0-mine.jsonl"
    assert copied.read_text(encoding="utf-8") == "not json\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on", "-oProxyCommand=x"], "expected one argument"),
        (["--on=-oProxyCommand=x"], "is no machine's name"),
        (["--on", "me@host", "--container", "a b"], "is no container's name"),
        (["--on", "me@host", "--with", "nowhere.jsonl"], "there is no file nowhere.jsonl"),
    ],
)
def test_what_cannot_be_typed_to_ssh_is_refused_before_it_is_called(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINETUNE_SSH", "/nowhere/ssh")
    try:
        assert main(["run", *words]) == 2
    except SystemExit as error:
        assert error.code == 2
    assert said in capsys.readouterr().err


@NEEDED
def test_a_machine_that_is_not_reached_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINETUNE_SSH", f"ssh -F /dev/null -o UserKnownHostsFile={tmp_path}/known -p 1")
    run = subprocess.run(
        [sys.executable, "-m", "finetune", "run", "--on", "127.0.0.1", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "127.0.0.1 could not be asked" in run.stderr and "Connection refused" in run.stderr


def test_through_a_container_the_same_words_go_by_docker_exec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = tmp_path / "ssh"
    fake.write_text(
        f'#!/bin/sh\nfor word; do last="$word"; done\necho "$last" > {tmp_path}/asked\nexit 9\n', encoding="utf-8"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("FINETUNE_SSH", str(fake))
    assert main(["run", "--on", "me@host", "--container", "spark", "--out", str(tmp_path / "out")]) == 1
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert asked.startswith("sh -c 'docker exec -i spark sh -c ")
    assert "me@host could not be asked" in capsys.readouterr().err
