"""Times the local model through its process against llama-cpp-python called directly, on the same file.

    python benchmarks/model_process.py [--full] [FILE.gguf]

Decoding: tokens per second from the first token on, as a caller sees them, in turns; limit: 0.95 times as fast or more.
Time to the first token: with a prefix of 1,500 tokens that was read before, against one that was not; limit: 0.2 times
as long or less. Without a file a model of 36 million parameters is written, which never ends an answer by itself.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import measure

from teaching.models import installed
from teaching.models.choosing import candidate
from teaching.models.local import client
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import Place
from teaching.models.protocol import Message
from teaching.prompts import chat

DECODING_AT_LEAST = 0.95
WARM_AT_MOST = 0.2
PREFIX_TOKENS = 1480  # and the template's own
ASKED = [Message("user", "Hello")]


def written(folder: Path) -> Path:
    """A model of a size at which the processor has something to do."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.teaching.models.local import tiny_gguf  # noqa: PLC0415 - needs gguf, which a named file does not

    tiny_gguf.HIDDEN, tiny_gguf.FEED, tiny_gguf.LAYERS, tiny_gguf.HEADS, tiny_gguf.KV_HEADS = 512, 1536, 12, 8, 2
    return tiny_gguf.write(folder / "random.gguf", tiny_gguf.Tiny(says=("Hello", " world"), ends=False))


def through_process(model: LocalModel, messages: list[Message], tokens: int) -> tuple[float, float]:
    """Seconds to the first text, and from there to the end."""
    begun = time.perf_counter()
    stream = model.stream(messages, max_tokens=tokens)
    next(stream)
    first = time.perf_counter()
    for _ in stream:
        pass
    return first - begun, time.perf_counter() - first


def directly(llama: Any, ids: list[int], tokens: int) -> float:
    """Seconds from the first token to the end."""
    chunks = llama.create_completion(ids, max_tokens=tokens, temperature=0.0, stream=True)
    next(chunks)
    first = time.perf_counter()
    for _ in chunks:
        pass
    return time.perf_counter() - first


def decoding(model: LocalModel, llama: Any, repeats: int, tokens: int) -> dict[str, Any]:
    """Tokens per second of both, in turns."""
    ids = llama.tokenize(chat.rendered(ASKED).encode(), add_bos=False, special=True)
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(repeats + 1):
        mine, peer = through_process(model, ASKED, tokens)[1], directly(llama, ids, tokens)
        if number:  # the first pair only warms up
            ours.append((tokens - 1) / mine)
            theirs.append((tokens - 1) / peer)
    ratio = round(statistics.median(mine / peer for mine, peer in zip(ours, theirs, strict=True)), 3)
    return {
        "tokens": tokens,
        "ours_tokens_per_s": measure.median(ours),
        "direct_tokens_per_s": measure.median(theirs),
        "ratio_decoding": ratio,
        "limit": DECODING_AT_LEAST,
    }


def first_token(model: LocalModel, repeats: int) -> dict[str, Any]:
    """Seconds to the first token, without and with the prefix read before."""
    cold: list[float] = []
    warm: list[float] = []
    for number in range(repeats):
        # Another first word each time, so that nothing of it was read before.
        system = Message("system", f"{number} times" + " stone" * PREFIX_TOKENS)
        cold.append(through_process(model, [system, Message("user", "Hello")], 4)[0])
        warm.append(through_process(model, [system, Message("user", "quick")], 4)[0])
    ratio = round(statistics.median(w / c for w, c in zip(warm, cold, strict=True)), 3)
    return {
        "cold_s": measure.median(cold),
        "warm_s": measure.median(warm),
        "ratio_warm": ratio,
        "limit": WARM_AT_MOST,
    }


def measured(file: Path, folder: Path, full: bool) -> dict[str, Any]:
    """Both figures, on one process and one model of our own."""
    llama_cpp: Any = import_module("llama_cpp")  # it need not be installed
    threads = max(1, (os.cpu_count() or 2) - 1)
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    (folder / "config" / "teach").mkdir(parents=True)
    (folder / "config" / "teach" / "config.toml").write_text(f"[model]\nthreads = {threads}\n", encoding="utf-8")
    place = Place(folder / "run", folder / "state", folder / "data")
    (folder / "data").mkdir(mode=0o700)
    promoted = candidate(file)
    installed.write(promoted, place.data)
    model = LocalModel(promoted, place, Launch(), timeout_s=600)
    repeats, tokens = (15, 256) if full else (5, 96)
    llama = llama_cpp.Llama(
        str(file), n_ctx=2048, n_batch=512, n_threads=threads, n_threads_batch=threads, verbose=False
    )
    try:
        found = {"decoding": decoding(model, llama, repeats, tokens)}
        return found | {"first_token": first_token(model, repeats), "threads": threads, "repeats": repeats}
    finally:
        client.stop(place)
        llama.close()


def main() -> int:
    """Measures, prints, writes, and ends with 1 where a limit is not kept."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="more repeats, longer answers")
    arguments.add_argument("file", nargs="?", type=Path, help="a GGUF file (default: one is written)")
    options = arguments.parse_args()
    missing = [name for name in ("llama_cpp", *([] if options.file else ["gguf"])) if find_spec(name) is None]
    if missing:
        print(f"not measured: {' and '.join(missing)} not installed")
        return 0
    with tempfile.TemporaryDirectory(prefix="teach-") as name:
        folder = Path(name)
        file = options.file.resolve() if options.file else written(folder)
        result = {"file_bytes": file.stat().st_size, **measured(file, folder, options.full)}
    decoded, first = result["decoding"], result["first_token"]
    print(
        f"decoding     through the process {decoded['ours_tokens_per_s']} tokens/s, directly "
        f"{decoded['direct_tokens_per_s']}: {decoded['ratio_decoding']} (limit {DECODING_AT_LEAST})"
    )
    print(
        f"first token  cold {first['cold_s']} s, warm {first['warm_s']} s: {first['ratio_warm']} (limit {WARM_AT_MOST})"
    )
    measure.write("model_process", result)
    return 0 if decoded["ratio_decoding"] >= DECODING_AT_LEAST and first["ratio_warm"] <= WARM_AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
