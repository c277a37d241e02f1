"""`teach model` as a person meets it; the engine behind the process is a fake, the downloads come from loopback."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from mcp_server.cli import main
from teaching.errors import TeachingError
from teaching.models import choosing, external, installed
from teaching.models.local import client
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import place
from teaching.models.protocol import Message
from tests.fakes import openai_server
from tests.teaching.models.conftest import FAKE
from tests.teaching.models.engines import engine, file, gguf, serving

Teach = Callable[..., tuple[int, str, str]]
TINY = gguf({"general.name": "tiny"}, behind=b"weights" * 1000)
DIGEST = hashlib.sha256(TINY).hexdigest()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="run-") as run:
        monkeypatch.setenv("XDG_RUNTIME_DIR", run)
        for name in ("DATA", "STATE", "CONFIG"):
            (tmp_path / name.lower()).mkdir(mode=0o700)
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
        monkeypatch.setattr(choosing, "llama_version", lambda: "0.3.36")
        monkeypatch.setattr(choosing, "Launch", lambda words=(FAKE,), idle_s=60.0: Launch(words, idle_s))
        monkeypatch.setattr(external, "OLLAMA", free_port())
        monkeypatch.setattr(external, "LLAMA_SERVER", free_port())
        (tmp_path / "tiny.gguf").write_bytes(TINY)
        yield tmp_path
        with suppress(TeachingError):
            client.stop(place())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture
def teach(capsys: pytest.CaptureFixture[str]) -> Teach:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["model", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def status(teach: Teach) -> dict[str, Any]:
    code, out, err = teach("status", "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_without_anything_status_says_what_to_do(teach: Teach) -> None:
    code, out, err = teach()
    assert (code, err) == (0, "")
    assert "Chosen: none, so words come from templates" in out
    assert "model use FILE.gguf" in out


def test_without_llama_cpp_status_and_use_name_the_command(teach: Teach, home: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(choosing, "llama_version", lambda: None)
    command = 'CMAKE_ARGS="-DLLAVA_BUILD=OFF" ' + f"{sys.executable} -m pip install llama-cpp-python"
    assert status(teach)["next"] == command
    code, _, err = teach("use", str(home / "tiny.gguf"))
    assert code == 3
    assert command in err
    assert installed.read() is None


def test_a_file_is_tried_and_then_served_unproven(teach: Teach, home: Path) -> None:
    code, out, err = teach("use", str(home / "tiny.gguf"))
    assert (code, err) == (0, "")
    assert "tiny (local, unproven) answers from now on. No certificate" in out
    found = status(teach)
    assert found["chosen"]["state"] == "unproven"
    assert found["process"] == {"running": False}, "the process of the trial is gone"
    model = choosing.local_model()
    assert model is not None
    done = model.complete([Message("user", "say hello")])
    assert (done.text, done.model) == ("hello ", "tiny (local, unproven)")
    found = status(teach)["process"]
    assert (found["running"], found["served"], found["state"]) == (True, 1, "ready")
    assert found["memory_bytes"] > 1_000_000
    _, out, _ = teach("status")
    assert f"Socket: {place().socket}" in out.replace("\n", "")
    assert "1 answered" in out


def test_a_file_that_does_not_load_is_not_chosen(teach: Teach, home: Path) -> None:
    teach("use", str(home / "tiny.gguf"))
    bad = home / "bad.gguf"
    bad.write_bytes(gguf({}, behind=b"corrupt"))
    code, _, err = teach("use", str(bad))
    assert code == 1
    assert "bad is not taken: the local model did not load: tensor" in err
    assert "download it again" in err
    chosen = installed.read()
    assert chosen is not None
    assert chosen.name == "tiny"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["use"], "say which"),
        (["use", "nowhere.gguf"], "is no file"),
        (["use", "http://10.1.2.3"], "is not this machine"),
        (["use", "http://127.0.0.1:1"], "no engine answers"),
        (["pull", "http://example.invalid/x.gguf"], "only https:// is"),
        (["pull", "file:///etc/passwd"], "only https:// is"),
        (["pull", "https://127.0.0.1:1/x.gguf", "--sha256", "abc"], "64 hexadecimal digits"),
        (["status", "x"], "takes no name"),
        (["remove", "--sha256", "x"], "--sha256 belongs to"),
        (["serve", "--format", "json"], "leave --format away"),
        (["serve"], "no model is chosen"),
        (["serve", "--port", "0"], "no model is chosen"),
        (["status", "--port", "0"], "--port belongs to"),
        (["status", "--url", "https://x.invalid"], "--url belongs to"),
        (["pull", "x", "--key-env", "K"], "--key-env belongs to"),
        (["use", "a.gguf", "--url", "https://x.invalid"], "name one address"),
        (["use", "a.gguf", "--key-env", "K"], "a file needs no key"),
        (["use", "--url", "gpu.example.invalid"], "is no address"),
        (["use", "--url", "http://127.0.0.1:1"], "no engine answers"),
        (["use", "--url", "http://10.1.2.3", "--key-env", "PATH"], "could be read on the way"),
        (["use", "--url", "https://x.invalid", "--key-env", "NO_SUCH_KEY"], "NO_SUCH_KEY is not set: export it"),
        (["use", "--url", "https://x.invalid", "--key-env", "sk-1"], "named by the environment variable"),
    ],
)
def test_what_cannot_be_meant_gets_the_next_move(teach: Teach, words: list[str], why: str) -> None:
    code, out, err = teach(*words)
    assert code in (1, 2, 3)
    assert out == ""
    assert err.startswith("teach model: ")
    assert why in err


def test_an_engine_with_a_key_is_used_and_the_key_is_kept_nowhere(
    teach: Teach, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "k-of-the-class-0123456789"
    guard = openai_server.wants_key(key)
    with openai_server.serving(guard(openai_server.says("hello"))) as fake:
        fake.besides = lambda seen: guard(listed) if (listed := openai_server.besides()(seen)) else None
        code, _, err = teach("use", "--url", fake.url)
        assert (code, "wants a key" in err) == (1, True)
        monkeypatch.setenv("CLASS_KEY", "k-wrong")
        code, _, err = teach("use", "--url", fake.url, "--key-env", "CLASS_KEY")
        assert (code, "wants another key" in err, "k-wrong" in err) == (1, True, False)
        monkeypatch.setenv("CLASS_KEY", key)
        code, out, _ = teach("use", "--url", fake.url + "/v1", "--key-env", "CLASS_KEY")
        assert (code, f"{openai_server.MODEL} at {fake.url} answers from now on" in out) == (0, True)
        model = choosing.local_model()
        assert model is not None
        assert model.complete([Message("user", "x")]).text == "hello"
    kept = [path for path in home.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]
    assert kept == []


def test_what_leaves_this_machine_is_said_when_it_is_chosen(teach: Teach, monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(base: external.Base, key_env: str | None = None) -> external.Found:
        return external.Found("server", base, ("tutor",))

    monkeypatch.setattr(external, "ask", elsewhere)  # there is no other machine in a test
    _, out, _ = teach("use", "--url", "http://gpu.example.invalid:8000")
    assert "goes to gpu.example.invalid from now on. It travels unencrypted" in " ".join(out.split())
    _, out, _ = teach("use", "--url", "https://gpu.example.invalid")
    assert "goes to gpu.example.invalid from now on.\n" in out
    model = choosing.local_model()
    assert model is not None
    assert model.name == "tutor (at https://gpu.example.invalid, unproven)"


def test_an_engine_that_runs_is_found_and_used(teach: Teach, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(engine("hello", ("a", "b"))) as server:
        monkeypatch.setattr(external, "OLLAMA", server.server_port)
        monkeypatch.setattr(choosing, "llama_version", lambda: None)
        found = status(teach)
        assert found["found"][0]["models"] == ["a", "b"]
        assert found["next"] == found["found"][0]["next"]
        assert found["next"].endswith(f"model use {server.url} --name a")
        code, _, err = teach("use", server.url)
        assert (code, "has several models: choose one of a, b" in err) == (2, True)
        assert teach("use", server.url, "--name", "b")[0] == 0
        model = choosing.local_model()
        assert model is not None
        assert model.complete([Message("user", "x")]).model == f"b (at {server.url}, unproven)"
        assert status(teach)["chosen"]["model"] == "b"
        assert teach("remove")[0] == 0
        assert choosing.local_model() is None


def pulled(home: Path) -> Path:
    return home / "data" / "teach" / "models" / "tiny.gguf"


def test_a_file_is_pulled_checked_tried_and_chosen(teach: Teach, home: Path) -> None:
    with serving(file(TINY)) as server:
        code, out, err = teach("pull", f"{server.url}/x/tiny.gguf?download=true", "--sha256", DIGEST.upper())
    assert code == 0
    assert f"Pulled tiny.gguf, 7.1 KB, SHA-256 {DIGEST}" in out.replace("\n", " ")
    assert "7.1 KB" in err
    assert pulled(home).read_bytes() == TINY
    assert pulled(home).stat().st_mode & 0o777 == 0o600
    assert status(teach)["pulled"][0]["name"] == "tiny.gguf"


def test_a_pull_that_broke_goes_on_where_it_stopped(teach: Teach, home: Path) -> None:
    half = len(TINY) // 2

    def breaks(*_: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {"ETag": '"one"', "Content-Length": str(len(TINY))}, TINY[:half]

    with serving(breaks) as server:
        url = f"{server.url}/tiny.gguf"
        code, _, err = teach("pull", url)
        assert (code, "the same command goes on" in err) == (1, True)
        server.answers = file(TINY)
        code, out, _ = teach("pull", url, "--format", "json")
        assert (code, json.loads(out)["resumed"]) == (0, half)
        assert server.asked[-1][1]["Range"] == f"bytes={half}-"
        assert server.asked[-1][1]["If-Range"] == '"one"'
    assert pulled(home).read_bytes() == TINY


def test_a_file_that_changed_meanwhile_is_fetched_anew(teach: Teach, home: Path) -> None:
    other = TINY.replace(b"weights", b"WEIGHTS")

    def breaks(*_: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {"ETag": '"old"', "Content-Length": str(len(TINY))}, other[:900]

    with serving(breaks) as server:
        url = f"{server.url}/tiny.gguf"
        teach("pull", url)
        server.answers = file(TINY, '"new"')
        assert teach("pull", url)[0] == 0
    assert pulled(home).read_bytes() == TINY


def test_what_has_another_digest_is_thrown_away(teach: Teach, home: Path) -> None:
    with serving(file(TINY)) as server:
        code, _, err = teach("pull", f"{server.url}/tiny.gguf", "--sha256", "0" * 64)
    assert (code, DIGEST in err) == (1, True)
    assert not any((home / "data" / "teach" / "models").glob("tiny*"))
    assert installed.read() is None


def test_a_web_page_is_no_model(teach: Teach, home: Path) -> None:
    with serving(file(b"<!doctype html>")) as server:
        code, _, err = teach("pull", f"{server.url}/tiny.gguf")
    assert (code, "is no GGUF file" in err) == (2, True)
    assert not any((home / "data" / "teach" / "models").glob("tiny*"))


def test_a_redirection_to_plain_http_elsewhere_is_not_followed(teach: Teach) -> None:
    with serving(lambda *_: (302, {"Location": "http://example.invalid/tiny.gguf"}, b"")) as server:
        code, _, err = teach("pull", f"{server.url}/tiny.gguf")
    assert (code, "only https:// is" in err) == (2, True)


def test_remove_stops_forgets_and_deletes_only_what_was_pulled(teach: Teach, home: Path) -> None:
    mine = home / "tiny.gguf"
    assert teach("use", str(mine))[0] == 0
    model = choosing.local_model()
    assert model is not None
    model.complete([Message("user", "say x")])
    code, out, _ = teach("remove", "--format", "json")
    assert code == 0
    assert json.loads(out) == {"forgot": "tiny", "deleted": False, "parts": 0, "stopped": True}
    assert mine.exists()
    assert client.status(place()) is None
    with serving(file(TINY)) as server:
        teach("pull", f"{server.url}/tiny.gguf")
    assert teach("remove")[0] == 0
    assert not pulled(home).exists()
    assert installed.pulled() == {}
    assert teach("remove")[0] == 0, "a second time does no harm"


def test_a_damaged_choice_can_be_forgotten(teach: Teach) -> None:
    installed.folder().write("current.json", b"{")
    code, _, err = teach("status")
    assert (code, "model remove" in err) == (1, True)
    assert teach("remove")[0] == 0
    assert status(teach)["chosen"] is None


def test_serve_runs_in_the_foreground_until_it_is_interrupted(home: Path) -> None:
    installed.write(choosing.candidate(home / "tiny.gguf"))
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, str(Path(sys.argv[1]).parent)); import fake_process\n"
        "from teaching.models.local import process; process.load_chosen = fake_process.load\n"
        "from mcp_server.cli import main; sys.exit(main(['model', 'serve']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, FAKE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serve:
        assert serve.stdout is not None
        assert "listens for tiny" in serve.stdout.readline()
        model = choosing.local_model()
        assert model is not None
        assert model.complete([Message("user", "say hello")]).text == "hello "
        found = client.status(place())
        assert found is not None
        assert (found["pid"], found["idle_s"]) == (serve.pid, None)
        assert main(["model", "serve"]) == 1, "only one may run"
        os.kill(serve.pid, signal.SIGINT)
        out, err = serve.communicate(timeout=60)
    assert serve.returncode == 0, err
    assert "ended" in out
