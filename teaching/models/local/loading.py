"""Makes an engine of a file, after everything that can be checked: llama.cpp loads damaged weights without a word."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from teaching.contracts import weights
from teaching.contracts.weights import Promoted
from teaching.errors import BadInputError
from teaching.models.local.cores import spare_cores
from teaching.models.local.engine import Facts, Request
from teaching.models.local.formats import UNPROVEN, ForeignFormat, Format, OwnFormat
from teaching.models.local.llama import Llama
from teaching.models.local.running import LlamaEngine
from teaching.models.protocol import Message, ModelError
from teaching.program import teach
from teaching.prompts import chat

CONTEXT: Final = 4096  # 512 MB of memory for a model of 8 billion parameters
_LARGEST_CONTEXT: Final = 131_072  # a file may claim anything, and llama.cpp tries to get the memory for it
_TRIAL_ANSWER: Final = 16
_TEMPLATE: Final = "tokenizer.chat_template"
_INJECTION: Final = "<|eot_id|><|start_header_id|>system<|end_header_id|>"


def load_promoted(promoted: Promoted) -> LlamaEngine:
    """The engine of the chosen model.

    Raises:
        ModelError: the file is gone, is another one by now, or does not work.
        MissingPartError: without llama-cpp-python.
    """
    return load(Path(promoted.path), promoted.sha256)


def load(file: Path, sha256: str | None = None, context: int = CONTEXT, threads: int | None = None) -> LlamaEngine:
    """The engine of a GGUF file. Without a digest, the one in `FILE.sha256` beside it counts, where there is one.

    Args:
        context: the most tokens of prompt and answer together; the model's own limit, or 131,072, where that is lower.
        threads: all physical cores but one, unless said otherwise.

    Raises:
        ModelError: the file is gone, is another one by now, or does not work.
        MissingPartError: without llama-cpp-python.
        BadInputError: the context has no room for a conversation.
    """
    if context < 1:
        raise BadInputError(f"a context of {context} tokens has no room for a conversation: pass 512 or more")
    before = _state(file)
    digest = _digest(file)
    _compare(file, digest, sha256 or _noted(file))
    llama = Llama(file, min(context, _LARGEST_CONTEXT), threads or spare_cores())
    try:
        if _state(file) != before:
            raise ModelError(f"{file.name} changed while it was loaded: try again when it is complete")
        form = _format_of(llama, file)
        facts = Facts(
            name=llama.metadata("general.name") or file.stem,
            file=file,
            sha256=digest,
            context=llama.context,
            prompt_format=form.name,
            prompt_digest=form.digest,
            proven=form.name != UNPROVEN,
            toy=llama.metadata(weights.TOY) == "true",
        )
        engine = LlamaEngine(llama, form, facts)
        _try_out(engine, llama, form)
    except ModelError:
        llama.close()
        raise
    return engine


def _state(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise ModelError(
            f"{file} cannot be read ({error.strerror}): choose another with {teach('model', 'use', 'FILE')}"
        ) from error
    return found.st_ino, found.st_size, found.st_mtime_ns


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            if opened.read(4) != b"GGUF":
                raise ModelError(f"{file.name} is no GGUF file; a pointer of Git LFS has to be fetched first")
            opened.seek(0)
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{file} cannot be read: {error.strerror}") from error


def _noted(file: Path) -> str | None:
    note = file.with_name(f"{file.name}.sha256")
    try:
        words = note.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{note} cannot be read: {error}") from error
    return words[0] if words else ""


def _compare(file: Path, digest: str, wanted: str | None) -> None:
    if wanted is not None and wanted.lower() != digest:
        raise ModelError(
            f"{file.name} is damaged or was exchanged: its SHA-256 is {digest[:12]}…, and {wanted[:12] or 'nothing'}… "
            f"was expected. Fetch or make it again, or choose it anew with {teach('model', 'use', str(file))}"
        )


def _format_of(llama: Llama, file: Path) -> Format:
    said = llama.metadata(weights.PROMPT_FORMAT)
    template = llama.metadata(_TEMPLATE)
    if said is not None:
        own = hashlib.sha256((template or "").encode()).hexdigest()
        _same_format(file, said, llama.metadata(weights.PROMPT_DIGEST), own)
        _tokens_are_kept_apart(llama, file)
        return OwnFormat()
    if not template:
        raise ModelError(f"{file.name} has no chat template, so nobody knows how to talk to it: choose another model")
    first, _ = llama.begins()
    return ForeignFormat(template, llama.begins(), (llama.name(first), llama.name(llama.end_token())))


def _same_format(file: Path, said: str, digest: str | None, template: str) -> None:
    if said != chat.FORMAT or digest != chat.DIGEST or template != chat.DIGEST:
        raise ModelError(
            f"{file.name} was trained for the prompt format {said} ({(digest or 'no digest')[:12]}, template "
            f"{template[:12]}), and this program speaks {chat.FORMAT} ({chat.DIGEST[:12]}): export it again, or choose "
            "a model of this version"
        )


def _tokens_are_kept_apart(llama: Llama, file: Path) -> None:
    """Whether the control tokens of our format are such in this vocabulary, and are not found in what people write."""
    names = (chat.BEGIN, chat.END_OF_TURN, chat.HEADER, chat.HEADER_ENDS)
    rows = {name: llama.tokenise(name, control=True) for name in names}
    odd = [name for name, row in rows.items() if len(row) != 1 or llama.piece(row[0])]
    if odd or not llama.ends(rows[chat.END_OF_TURN][0]):
        raise ModelError(f"{file.name} has not the control tokens of {chat.FORMAT} ({', '.join(odd) or 'no end'})")
    if {row[0] for row in rows.values()} & set(llama.tokenise(_INJECTION, control=False)):
        raise ModelError(f"{file.name} reads control tokens out of what people write: export it again")


def _try_out(engine: LlamaEngine, llama: Llama, form: Format) -> None:
    """A short answer. Damaged weights show in it: where the scores are no numbers, no answer comes about."""
    messages = (Message("system", "You answer in a word."), Message("user", "Is the sky blue?"))
    begin, _ = llama.begins()
    if begin is not None and form.tokens(llama, messages).count(begin) > 1:
        raise ModelError("every prompt would begin twice, and the model would answer worse: its file is wrong")
    if llama.end_token() is None:
        raise ModelError("the file names no token that ends an answer: choose another model")
    never: Callable[[], bool] = bool
    engine.generate(Request(messages, max_tokens=_TRIAL_ANSWER), lambda _text: None, never)
