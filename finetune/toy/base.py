"""The stage `base`: makes the toy, once for each way to make it, or points to the weights that were named."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import JsonValue

from finetune import manifest
from finetune.base import point
from finetune.config import Base
from finetune.hub import fetched
from finetune.quiet import quiet
from finetune.stages import Work
from finetune.toy.corpus import Document, digest, documents
from finetune.toy.lessons import stream
from finetune.toy.model import network
from finetune.toy.pretraining import pretrain, tokens_needed
from finetune.toy.tokenizer import build
from teaching.prompts.chat import DIGEST

EVENTS = "events.jsonl"
_TAKE_PART = ("python", "torch", "transformers", "tokenizers")


def run(work: Work) -> Mapping[str, JsonValue]:
    """Fills the stage's folder with the toy, or with a pointer."""
    quiet()
    base = work.config.base
    if base.hub is not None and base.path is None:
        path, commit = fetched(base.hub, base.revision, work.say)
        files: dict[str, JsonValue] = dict(point(path, work.folder, base.hub.partition("/")[2]))
        return {"files": files, "hub": base.hub, "commit": commit, "words": f"points to {base.hub} at {commit[:12]}"}
    if base.path is not None:
        return {"files": dict(point(base.path, work.folder)), "words": f"points to {base.path.name}"}
    corpus = documents()
    key = _key(base, work.config.seed, corpus)
    finished = bases() / key
    with _alone(finished):
        taken = finished.is_dir()
        if not taken:
            _make(base, work.config.seed, corpus, finished, work.say)
    shutil.copytree(finished, work.folder, dirs_exist_ok=True)
    last = json.loads((finished / EVENTS).read_text(encoding="utf-8").splitlines()[-1])
    return {
        "key": key,
        "loss": last["loss"],
        "tokens": last["tokens"],
        "words": f"{'taken from the cache' if taken else 'made'}, loss {last['loss']:.2f}",
    }


def bases() -> Path:
    """Where finished toys are kept: below the user's cache, which may be emptied at any time."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "teach" / "bases"


def _key(base: Base, seed: int, corpus: list[Document]) -> str:
    versions = {name: version for name, version in manifest.versions().items() if name in _TAKE_PART}
    decides = {
        "base": base.model_dump(mode="json"),
        "seed": seed,
        "corpus": digest(corpus),
        "chat": DIGEST,
        "versions": versions,
        "code": manifest.code_digest(("finetune.toy", "finetune.train.mask")),
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


@contextmanager
def _alone(finished: Path) -> Generator[None]:
    """Whoever wants the same toy at the same time waits, and then finds it."""
    finished.parent.mkdir(parents=True, exist_ok=True)
    with finished.with_suffix(".lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(base: Base, seed: int, corpus: list[Document], finished: Path, say: Callable[[str], None]) -> None:
    kept, part = finished.with_suffix(".kept"), finished.with_suffix(".part")
    kept.mkdir(exist_ok=True)
    shutil.rmtree(part, ignore_errors=True)
    say(f"training a tokenizer of {base.vocab} tokens on {len(corpus)} texts of the package")
    tokenizer = build((document.text for document in corpus), base.vocab, base.context)
    model = network(base, tokenizer, seed)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    say(f"training a base of {parameters / 1e6:.1f} M parameters for {base.steps} steps")
    events = pretrain(model, stream(corpus, tokenizer, tokens_needed(base), seed), base, kept, say)
    model.save_pretrained(part)
    tokenizer.save_pretrained(part)
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (part / EVENTS).write_text(lines, encoding="utf-8")
    part.rename(finished)
    shutil.rmtree(kept)
