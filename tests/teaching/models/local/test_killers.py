"""What kills or hangs a process that uses llama_cpp as it comes: each in a process of its own, which must live."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.teaching.models.local.tiny_gguf import Tiny

pytestmark = pytest.mark.local

ROOT = Path(__file__).resolve().parents[4]
BEGIN = """
import os, sys, threading
from pathlib import Path
from teaching.models.local.engine import Request
from teaching.models.local.llama import Llama
from teaching.models.local.loading import load
from teaching.models.local.sampling import Sampler
from teaching.models.protocol import Message, ModelError
from tests.teaching.models.local.conftest import ask
FILE = Path(sys.argv[1])
"""

TWO_THREADS = """
engine = load(FILE, threads=1)
threads = [threading.Thread(target=lambda: [ask(engine, str(n), max_tokens=20) for n in range(10)]) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("alive", ask(engine, max_tokens=3).written)
"""
CLOSED = """
for _ in range(5):
    engine = load(FILE, threads=1)
    speaking = threading.Event()
    thread = threading.Thread(
        target=lambda: engine.generate(
            Request((Message("user", "x"),), max_tokens=1900), lambda text: speaking.set(), lambda: False
        )
    )
    thread.start()
    speaking.wait(60)
    engine.close()
    thread.join()
    try:
        ask(engine)
    except ModelError as error:
        print("alive", error)
"""
OVERWRITTEN = """
engine = load(FILE, threads=1)
with FILE.open("r+b") as opened:
    opened.truncate(64)
print("alive", ask(engine, "a longer question", max_tokens=3).written)
"""
GRAMMARS = r"""
llama = Llama(FILE, 512, 1)
for grammar in ('root ::= "a', 'start ::= "a"', 'root ::= gone', 'root ::= root "a"', '', ' ', 'root ::= [a', '\0',
                'root ::= "a"{0,3000}{0,3000}', 'root ::= ("a"', '{}'):
    try:
        llama.grammar(grammar).close()
        print("taken", repr(grammar))
    except ModelError as error:
        assert "does not parse" in str(error), error
print("alive")
"""
NAN = """
llama = Llama(FILE, 512, 1)
assert llama.read([1, 2, 3], lambda: False)
sampler = Sampler(llama, 0.0, 0, llama.grammar('root ::= "a" | "b"'))
for temperature in (0.0, 1.0):
    try:
        Sampler(llama, temperature, 0, llama.grammar('root ::= "a" | "b"')).next()
    except ModelError as error:
        print("alive", error)
"""
NOTHING_FITS = """
llama = Llama(FILE, 512, 1)
assert llama.read([1, 2, 3], lambda: False)
llama.scores()[:] = -float("inf")
try:
    Sampler(llama, 0.0, 0, llama.grammar('root ::= "a"')).next()
except ModelError as error:
    print("alive", error)
"""
FORKED = """
engine = load(FILE, threads=2)
ask(engine, max_tokens=3)
child = os.fork()
if not child:
    try:
        ask(engine, max_tokens=3)
    except ModelError as error:
        os.write(1, f"alive {error}".encode())
    os._exit(0)
os.waitpid(child, 0)
"""
NO_MEMORY = """
import resource
ask(load(FILE, context=64, threads=1))
pages = int(Path("/proc/self/statm").read_text().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + 80_000_000,) * 2)
try:
    load(FILE, context=131072, threads=1)
except ModelError as error:
    print("alive", error)
"""
CONTEXTS = """
for context in (0, -1, 2**31, 50_000_000):
    try:
        engine = load(FILE, context=context, threads=1)
        print(engine.facts.context)
        engine.close()
    except Exception as error:
        print(type(error).__name__)
print("alive")
"""


def outcome(program: str, file: Path, silent: bool = True) -> str:
    """What the program prints; it must end well, and say nothing else where `silent`."""
    run = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-W", "ignore::DeprecationWarning", "-c", BEGIN + program, str(file)],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"{run.returncode}: {run.stderr[-3000:]}"
    assert run.stderr == "" or not silent
    return run.stdout


def test_two_threads_take_turns(make_model: Callable[..., Path]) -> None:
    assert outcome(TWO_THREADS, make_model()) == "alive 3\n"


def test_closing_in_mid_answer_and_asking_afterwards_is_safe(make_model: Callable[..., Path]) -> None:
    assert outcome(CLOSED, make_model(Tiny(says=(" the", " river"), ends=False))) == "alive the model was closed\n" * 5


def test_a_served_file_can_be_overwritten(make_model: Callable[..., Path], tmp_path: Path) -> None:
    file = tmp_path / "served.gguf"
    file.write_bytes(make_model().read_bytes())
    assert outcome(OVERWRITTEN, file).startswith("alive")


def test_a_grammar_that_does_not_parse_is_an_error(make_model: Callable[..., Path]) -> None:
    # llama.cpp's parser writes to standard error by itself.
    assert outcome(GRAMMARS, make_model(), silent=False) == "alive\n"


def test_weights_that_are_not_numbers_are_an_error_under_a_grammar_too(make_model: Callable[..., Path]) -> None:
    said = outcome(NAN, make_model(Tiny(nan=True)))
    assert said == "alive the model computes no numbers: its file is damaged; fetch or make it again\n" * 2


def test_a_grammar_that_allows_nothing_is_an_error(make_model: Callable[..., Path]) -> None:
    assert outcome(NOTHING_FITS, make_model()).startswith("alive")


def test_a_forked_child_is_told_rather_than_left_hanging(make_model: Callable[..., Path]) -> None:
    assert outcome(FORKED, make_model()).startswith("alive the model was loaded by another process")


def test_no_size_of_the_context_kills(make_model: Callable[..., Path]) -> None:
    lines = outcome(CONTEXTS, make_model()).splitlines()
    assert lines == ["BadInputError", "BadInputError", "2048", "2048", "alive"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_memory_for_the_context_is_an_error(make_model: Callable[..., Path]) -> None:
    said = outcome(NO_MEMORY, make_model(Tiny(context=2**31 - 1)))
    assert said.startswith("alive there is no memory for a context of 131,072 tokens: ask for a smaller one")
