"""The one door to llama_cpp: its C functions, each called so that no mistake can take the process along.

The classes of llama_cpp itself are not used. They take the process's standard output away while they load, drop tokens
of more than 32 bytes, and crash on a grammar that does not parse.
"""

import ctypes
import os
from collections import deque
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from teaching.errors import MissingPartError
from teaching.models.protocol import ModelError

BATCH: Final = 512  # tokens of a prompt that are read in one go
_ABORTED: Final = 2
_ERROR: Final = 4
_ALL_LAYERS: Final = 0x7FFFFFFF

_log: deque[str] = deque(maxlen=5)


def library() -> Any:
    """The C functions of llama.cpp.

    Raises:
        MissingPartError: llama-cpp-python is not installed, or does not work here.
    """
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")  # else a crash starts gdb, which writes to standard output
    try:
        return import_module("llama_cpp.llama_cpp")
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingPartError(
            f"the local model needs llama-cpp-python ({error}): pip install 'claude-code-teaching-assistant[local]'"
        ) from error


def arrays() -> Any:
    """Numpy, which llama-cpp-python brings along."""
    return import_module("numpy")


class Llama:
    """One model with one conversation in its memory.

    Attributes:
        context: the most tokens that it remembers.
        size: how many tokens its vocabulary has.
        control: the tokens that stand for no text and do not end an answer.
    """

    def __init__(self, file: Path, context: int, threads: int) -> None:
        """Loads a file.

        Raises:
            MissingPartError: without llama-cpp-python.
            ModelError: llama.cpp does not take the file, or there is no memory for it.
        """
        self._raw = library()
        self._np = arrays()
        self._model = self._context = None
        self._begin()
        try:
            self._model = self._load(file)
            self._vocabulary = self._raw.llama_model_get_vocab(self._model)
            self.context = min(context, self._raw.llama_model_n_ctx_train(self._model))
            self._context = self._connect(threads)
        except ModelError:
            self.close()
            raise
        self._memory = self._raw.llama_get_memory(self._context)
        self.size: int = self._raw.llama_vocab_n_tokens(self._vocabulary)
        self.control = [token for token in range(self.size) if self._is_control(token) and not self.ends(token)]
        self._pieces: dict[int, bytes] = {}
        self._next = (self._raw.llama_token * 1)()
        self._next_batch = self._raw.llama_batch_get_one(self._next, 1)
        self._row: Any = None
        self._row_at = 0

    def close(self) -> None:
        """Gives the memory back, in the order that llama.cpp needs."""
        if self._context is not None:
            self._raw.llama_free(self._context)
        if self._model is not None:
            self._raw.llama_model_free(self._model)
        self._model = self._context = None

    def metadata(self, key: str) -> str | None:
        """What the file says under a key; None where it says nothing."""
        size = 4096
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = self._raw.llama_model_meta_val_str(self._model, key.encode(), buffer, size)
            if length < size:
                return buffer.value.decode("utf-8", "replace") if length >= 0 else None
            size = length + 1

    def tokenise(self, text: str, control: bool) -> list[int]:
        """The tokens of a text; names of control tokens count as such only where `control` says so."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        tokens = (self._raw.llama_token * room)()
        count = self._raw.llama_tokenize(self._vocabulary, data, len(data), tokens, room, False, control)
        if count < 0:
            raise ModelError("the model's vocabulary does not take this text")
        return tokens[:count]

    def piece(self, token: int) -> bytes:
        """The bytes of a token, however many; none for a control token."""
        if token not in self._pieces:
            size = 64
            buffer = ctypes.create_string_buffer(size)
            length = self._raw.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, False)
            if length < 0:
                size = -length
                buffer = ctypes.create_string_buffer(size)
                length = self._raw.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, False)
            self._pieces[token] = buffer.raw[: max(length, 0)]
        return self._pieces[token]

    def ends(self, token: int) -> bool:
        """Whether the token ends an answer."""
        return bool(self._raw.llama_vocab_is_eog(self._vocabulary, token))

    def begins(self) -> tuple[int | None, bool]:
        """The token that every prompt begins with, and whether the file asks for it to be added."""
        token = self._raw.llama_vocab_bos(self._vocabulary)
        return (None if token < 0 else token), bool(self._raw.llama_vocab_get_add_bos(self._vocabulary))

    def end_token(self) -> int | None:
        """The token that the file names as the end of an answer."""
        token = self._raw.llama_vocab_eos(self._vocabulary)
        return None if token < 0 else token

    def name(self, token: int | None) -> str:
        """How the vocabulary spells a token; nothing for none."""
        return "" if token is None else self._raw.llama_vocab_get_text(self._vocabulary, token).decode()

    def forget(self, start: int) -> bool:
        """Drops what is remembered from a position on. False where the model cannot drop a part."""
        if start == 0:
            self._raw.llama_memory_clear(self._memory, True)
            return True
        return bool(self._raw.llama_memory_seq_rm(self._memory, 0, start, -1))

    def read(self, tokens: Sequence[int], cancelled: Callable[[], bool]) -> bool:
        """Reads a part of a prompt, at most BATCH tokens. False where it was cancelled; forget that part then."""

        def asked(_data: object) -> bool:
            return cancelled()

        callback = self._raw.ggml_abort_callback(asked)
        self._raw.llama_set_abort_callback(self._context, callback, None)
        try:
            row = (self._raw.llama_token * len(tokens))(*tokens)
            result = self._raw.llama_decode(self._context, self._raw.llama_batch_get_one(row, len(tokens)))
        finally:
            # One token is read in no time, and the callback is called for each of its thousand operations.
            self._raw.llama_set_abort_callback(self._context, self._raw.ggml_abort_callback(0), None)
        return result != _ABORTED and self._fine(result)

    def read_one(self, token: int) -> None:
        """Reads the token that was chosen last."""
        self._next[0] = token
        self._fine(self._raw.llama_decode(self._context, self._next_batch))

    def scores(self) -> Any:
        """How much each token of the vocabulary is wanted next: a numpy array on llama.cpp's own memory."""
        pointer = self._raw.llama_get_logits_ith(self._context, -1)
        if not pointer:
            raise ModelError("the model gave no scores")
        at = ctypes.addressof(pointer.contents)
        if at != self._row_at:
            self._row, self._row_at = self._np.ctypeslib.as_array(pointer, shape=(self.size,)), at
        return self._row

    def grammar(self, text: str) -> "Grammar":
        """A grammar to hold one answer to.

        Raises:
            ModelError: it does not parse.
        """
        data = text.encode()
        empty = not data.strip() or b"\0" in data  # without one, llama.cpp makes a grammar that allows everything
        sampler = None if empty else self._raw.llama_sampler_init_grammar(self._vocabulary, data, b"root")
        if not sampler:
            raise ModelError(f"the grammar for this JSON schema does not parse: {reason()}")
        return Grammar(self._raw, self._np, sampler)

    def _begin(self) -> None:
        self._raw.llama_log_set(_listener(self._raw), None)
        self._raw.llama_backend_init()
        _log.clear()

    def _load(self, file: Path) -> Any:
        parameters = self._raw.llama_model_default_params()
        # A mapped file that somebody overwrites kills the process (SIGBUS).
        parameters.load_mode = self._raw.LLAMA_LOAD_MODE_NONE
        parameters.n_gpu_layers = _ALL_LAYERS
        model = self._raw.llama_model_load_from_file(os.fsencode(file), parameters)
        if not model:
            raise ModelError(f"llama.cpp does not take {file.name}: {reason()}")
        return model

    def _connect(self, threads: int) -> Any:
        parameters = self._raw.llama_context_default_params()
        parameters.n_ctx = self.context
        parameters.n_batch = parameters.n_ubatch = min(BATCH, self.context)
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        context = self._raw.llama_init_from_model(self._model, parameters)
        if not context:
            raise ModelError(
                f"there is no memory for a context of {self.context:,} tokens: ask for a smaller one ({reason()})"
            )
        return context

    def _is_control(self, token: int) -> bool:
        return bool(self._raw.llama_vocab_is_control(self._vocabulary, token))

    def _fine(self, result: int) -> bool:
        if result:
            raise ModelError(f"llama.cpp could not go on ({result}): {reason()}")
        return True


class Grammar:
    """What one answer is held to. A token is asked for first, and accepted only then: anything else aborts."""

    def __init__(self, raw: Any, numpy: Any, sampler: Any) -> None:
        """Takes what `Llama.grammar` made."""
        self._raw, self._np, self._sampler = raw, numpy, sampler
        self._form = numpy.dtype([("id", numpy.int32), ("logit", numpy.float32), ("p", numpy.float32)])
        self._one = (raw.llama_token_data * 1)()
        self._one_array = raw.llama_token_data_array(self._one, 1, -1, False)

    def allows(self, token: int) -> bool:
        """Whether the answer may go on with this token."""
        self._one[0].id, self._one[0].logit = token, 0.0
        self._raw.llama_sampler_apply(self._sampler, ctypes.byref(self._one_array))
        return self._one[0].logit == 0.0

    def only_allowed(self, tokens: Any, scores: Any) -> Any:
        """The scores of these tokens, with minus infinity for those with which the answer may not go on."""
        table = self._np.zeros(len(tokens), dtype=self._form)
        table["id"], table["logit"] = tokens, scores
        data = table.ctypes.data_as(ctypes.POINTER(self._raw.llama_token_data))
        array = self._raw.llama_token_data_array(data, len(tokens), -1, False)
        self._raw.llama_sampler_apply(self._sampler, ctypes.byref(array))
        return table["logit"]

    def accept(self, token: int) -> None:
        """Goes on with a token that is allowed."""
        self._raw.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        """Gives the memory back."""
        if self._sampler is not None:
            self._raw.llama_sampler_free(self._sampler)
        self._sampler = None


def reason() -> str:
    """What llama.cpp complained of last."""
    return "; ".join(_log) or "it gave no reason"


_listeners: list[Any] = []


def _listener(raw: Any) -> Any:
    """The callback that gets llama.cpp's log. It is made once, and kept: llama.cpp may call it at any time."""

    def hear(level: int, text: bytes, _data: object) -> None:
        if level == _ERROR and (line := text.decode("utf-8", "replace").strip()):
            _log.append(line)

    if not _listeners:
        _listeners.append(raw.llama_log_callback(hear))
    return _listeners[0]
