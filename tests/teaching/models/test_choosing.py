"""Which model answers: what is chosen, what it is called, and what asking about it costs."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from teaching.errors import BadInputError, RefusedError
from teaching.models import choosing, external, installed
from teaching.models.choosing import candidate, local_model
from teaching.models.gguf_header import header
from teaching.models.installed import Running
from teaching.models.openai import EngineModel
from teaching.models.protocol import Message, ModelError
from tests.teaching.models.conftest import said
from tests.teaching.models.engines import engine, gguf, serving


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "STATE", "CONFIG"):
        (tmp_path / name.lower()).mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(choosing, "llama_version", lambda: "0.3.36")
    return tmp_path


def model_file(home: Path, **values: object) -> Path:
    file = home / "tiny.gguf"
    file.write_bytes(gguf({"general.name": "tiny", "tokenizer.ggml.tokens": ["a", "b"], **values}))
    return file


def test_nothing_chosen_costs_next_to_nothing(home: Path) -> None:
    assert local_model() is None
    assert not (home / "data" / "teach").exists(), "nothing was made"
    script = (
        "import sys; from teaching.models.choosing import local_model; assert local_model() is None\n"
        "print([n for n in ('llama_cpp', 'numpy', 'torch', 'teaching.models.local.llama') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "[]\n"


def test_a_chosen_file_answers_under_its_name_and_starts_nothing_by_itself(home: Path) -> None:
    installed.write(candidate(model_file(home)))
    model = local_model()
    assert model is not None
    assert model.name == "tiny (local, unproven)"
    assert not (home / "state" / "teach" / "model").exists()


def test_without_llama_cpp_a_file_answers_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.write(candidate(model_file(home)))
    monkeypatch.setattr(choosing, "llama_version", lambda: None)
    assert local_model() is None


@pytest.mark.parametrize("damage", [b"", b"{}", b"[", b'{"version": 1}'])
def test_what_is_chosen_and_cannot_be_understood_is_said(home: Path, damage: bytes) -> None:
    installed.folder().write("current.json", damage)
    with pytest.raises(RefusedError, match=r"cannot be understood: .*model remove"):
        local_model()


def certificate(file: Path, **changes: object) -> None:
    made = {
        "gguf": hashlib.sha256(file.read_bytes()).hexdigest(),
        "prompt_format": "teach-chat-1", "prompt_digest": "0" * 64,
        "checks": [{"name": "logits", "passed": True, "words": "KL 1e-6"}], "versions": {},
        "toy": False, "made": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    (file.parent / "certificate.json").write_text(json.dumps(made | changes), encoding="utf-8")


def test_only_a_certificate_for_these_very_bytes_proves_a_file(home: Path) -> None:
    file = model_file(home)
    assert not candidate(file).proven
    certificate(file)
    assert candidate(file).proven
    certificate(file, gguf="1" * 64)
    assert not candidate(file).proven
    certificate(file, checks=[])
    with pytest.raises(RefusedError, match="did not pass its gate .nothing was checked"):
        candidate(file)
    certificate(file, checks=[{"name": "stops by itself", "passed": False, "words": "never"}])
    with pytest.raises(RefusedError, match="stops by itself"):
        candidate(file)
    certificate(file, surprise=1)
    with pytest.raises(RefusedError, match="no certificate of this version"):
        candidate(file)


def test_a_toy_is_called_one_whoever_says_so(home: Path) -> None:
    file = model_file(home)
    certificate(file, toy=True)
    assert installed.label(candidate(file)) == "tiny (local, toy)"
    (home / "certificate.json").unlink()
    assert installed.label(candidate(model_file(home, **{"teach.toy": True}))) == "tiny (local, toy)"


WHOLE = gguf({"general.name": "tiny", "tokenizer.ggml.tokens": ["a"] * 50}, behind=b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no GGUF file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
        (b"PK\x03\x04", "is no GGUF file"),
        (b"GGUF\x01\0\0\0" + bytes(16), "GGUF of version 1"),
        (b"GGUF\x03\0\0\0" + b"\xff" * 16, "announces more than it can hold"),
        *((WHOLE[:length], "damaged GGUF") for length in (5, 20, 30, 40, 50)),
    ],
)
def test_a_file_that_is_no_gguf_is_refused_by_name(home: Path, content: bytes, why: str) -> None:
    file = home / "odd.gguf"
    file.write_bytes(content)
    with pytest.raises(BadInputError, match=why):
        candidate(file)


def test_the_head_is_read_past_lists(home: Path) -> None:
    file = home / "model.gguf"
    file.write_bytes(gguf({"list": ["x" * 9, "y"], "teach.toy": True, "general.name": "behind it"}))
    assert header(file).values == {"teach.toy": True, "general.name": "behind it"}


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[model]\nidle_minutes = 0\n", "idle_minutes: input should be greater than 0"),
        ("[model]\nidel = 1\n", "idel: extra inputs are not permitted. It takes idle_minutes"),
        ("[model", "is no TOML"),
    ],
)
def test_settings_that_cannot_be_meant_are_said(home: Path, table: str, why: str) -> None:
    installed.write(candidate(model_file(home)))
    (home / "config" / "teach").mkdir()
    (home / "config" / "teach" / "config.toml").write_text(table, encoding="utf-8")
    with pytest.raises(BadInputError, match=why):
        local_model()


def test_an_engine_that_was_chosen_answers_and_is_called_unproven(home: Path) -> None:
    with serving(engine('{"a": 1}')) as server:
        installed.choose_running(Running(url=server.url, model="llama3.2"))
        model = local_model()
        assert model is not None
        asked = [Message("words", "never sent"), *said("hello")]
        done = model.complete(asked, schema={"type": "object"}, max_tokens=9, stop=["\n"])
        assert (done.text, done.tokens, done.model) == ('{"a": 1}', 7, f"llama3.2 (at {server.url}, unproven)")
        body = json.loads(server.asked[0][2])
        assert body["messages"] == [{"role": "user", "content": "hello"}]
        assert (body["max_tokens"], body["stop"], body["temperature"]) == (9, ["\n"], 0)
        assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    with pytest.raises(ModelError, match="does not answer: start it"):
        model.complete(said("hello"))


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (engine(status=500), "refused .500."),
        (lambda *_: (200, {}, b"no json"), "is no JSON"),
        (lambda *_: (200, {}, b'{"choices": []}'), "has no text in it"),
        (lambda *_: (200, {}, b'{"choices": [{"message": {"content": null}}]}'), "has no text in it"),
        (engine("oops"), "did not answer in JSON"),
    ],
)
def test_what_an_engine_does_wrong_is_an_error_of_the_model(answers: object, why: str) -> None:
    with serving(answers) as server:
        model = EngineModel(external.base_of(server.url), "m")
        with pytest.raises(ModelError, match=why):
            model.complete(said("hello"), schema={"type": "object"})


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1:11434", "https://127.0.0.1:1", "http://example.invalid", "ftp://127.0.0.1", "http://u:p@127.0.0.1",
            "http://127.0.0.1:99999", "http://127.0.0.1.example.invalid"]
)  # fmt: skip
def test_only_this_machine_is_spoken_to(url: str) -> None:
    with pytest.raises(BadInputError, match="model use http://127"):
        external.base_of(url)


def test_choosing_one_forgets_the_other(home: Path) -> None:
    installed.write(candidate(model_file(home)))
    installed.choose_running(Running(url="http://127.0.0.1:1", model="m"))
    assert installed.read() is None
    installed.write(candidate(model_file(home)))
    assert installed.running() is None
