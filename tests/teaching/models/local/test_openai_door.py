"""A real GGUF behind `teach model serve --port`, and our own client for engines before it: the whole way."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.models import external, installed
from teaching.models.choosing import candidate
from teaching.models.openai import EngineModel
from teaching.models.protocol import Message, ModelError
from tests.teaching.models import doors
from tests.teaching.models.doors import TOKEN

pytestmark = pytest.mark.local


def test_a_real_model_answers_in_openais_protocol_whole_and_in_a_form(
    make_model: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "STATE"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    installed.write(candidate(make_model(), "tiny"))
    words = ["-m", "mcp_server", "model", "serve", "--port", "0"]
    with doors.running(words, tmp_path / "log") as door:
        monkeypatch.setenv("DOOR_TOKEN", TOKEN)
        base = external.base_of(door.url)
        assert external.ask(base, "DOOR_TOKEN").models == ("tiny",)
        model = EngineModel(base, "tiny", 120, "DOOR_TOKEN")
        done = model.complete([Message("system", "Be brief."), Message("user", "Hello")], max_tokens=8)
        assert done.usage.written > 0
        assert done.usage.read + done.usage.cache_read > 0
        form = {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}, "required": ["kind"]}
        found = json.loads(model.complete([Message("user", "Hello")], schema=form, max_tokens=64).text)
        assert found["kind"] in {"a", "b"}
        with pytest.raises(ModelError, match="cannot be held to this JSON schema") as caught:
            model.complete([Message("user", "Hello")], schema={"type": "object", "not": {}})
        assert caught.value.failure == "broken"
    assert TOKEN not in (tmp_path / "log").read_text(encoding="utf-8")
