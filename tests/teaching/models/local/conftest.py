"""What the tests of the engine share: tiny models, and engines on them."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from teaching.models.local.engine import Answer, Engine, Request
from teaching.models.local.loading import load
from teaching.models.protocol import Message
from tests.teaching.models.local import tiny_gguf
from tests.teaching.models.local.tiny_gguf import Tiny


@pytest.fixture(scope="session", name="llama")
def llama_part(require_part: Callable[[object, str], None]) -> None:
    """Whoever asks for this needs llama-cpp-python, and gguf to write a file for it."""
    require_part(find_spec("llama_cpp"), "llama-cpp-python is not installed: .venv/bin/python tests/llama.py install")
    require_part(find_spec("gguf"), "gguf is not installed: pip install gguf")


@pytest.fixture(scope="session", name="make_model")
def model_maker(llama: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`make_model(Tiny(...))`: the file of such a model; a test that changes one writes its own."""
    folder = tmp_path_factory.mktemp("models")
    made: dict[str, Path] = {}

    def make(tiny: Tiny | None = None) -> Path:
        key = repr(tiny)
        if key not in made:
            made[key] = tiny_gguf.write(folder / f"tiny-{len(made)}.gguf", tiny)
        return made[key]

    return make


@pytest.fixture
def engine_of(make_model: Callable[..., Path]) -> Iterator[Callable[..., Engine]]:
    """`engine_of(Tiny(...), context=…)`: an engine, closed behind the test. One thread, as the machine may be busy."""
    engines: list[Engine] = []

    def make(tiny: Tiny | None = None, **options: Any) -> Engine:
        engines.append(load(make_model(tiny), **{"threads": 1, **options}))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


def ask(engine: Engine, text: str = "Hello", **options: Any) -> Answer:
    """The answer to one message."""
    return engine.generate(Request((Message("user", text),), **options), lambda _text: None, lambda: False)
