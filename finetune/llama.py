"""The one door of `finetune` to llama.cpp: quantising, and reading from a GGUF what the parity gate compares.

Serving has a door of its own (`teaching.models.local.llama`), which is careful with strangers' files and texts; this
one is for files that were made a moment ago, and runs where a crash costs nothing (see `finetune.check.apart`).
"""

import ctypes
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from teaching.errors import BadInputError, RefusedError

os.environ.setdefault("GGML_NO_BACKTRACE", "1")  # with gdb installed a failing assertion prints pages otherwise
# Untyped, so that the types of this file are the same where it is not installed.
llama_cpp: Any = import_module("llama_cpp")

QUANTISATIONS = {
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q6_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q6_K,
    "Q5_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_K_M,
    "Q4_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
}
_ERROR = 4  # ggml's log levels: 2 info, 3 warning, 4 error
_said: list[str] = []


@llama_cpp.llama_log_callback
def _listen(level: int, text: bytes, _data: Any) -> None:
    if level >= _ERROR:
        _said.append(text.decode("utf-8", "replace").strip())


def _quiet() -> None:
    """From now on llama.cpp says nothing; what it would have said of an error is kept for ours."""
    _said.clear()
    llama_cpp.llama_log_set(_listen, ctypes.c_void_p(0))


def quantise(source: Path, target: Path, name: str, threads: int = 0) -> None:
    """Writes `source` (an F16 GGUF) to `target` in the quantisation `name`; all threads that there are by default.

    Raises:
        BadInputError: for a quantisation that is not in `QUANTISATIONS`.
        RefusedError: where llama.cpp could not; in its words.
    """
    if name not in QUANTISATIONS:
        raise BadInputError(f"there is no quantisation {name} here: choose from {', '.join(QUANTISATIONS)}")
    _quiet()
    settings = llama_cpp.llama_model_quantize_default_params()
    settings.ftype = QUANTISATIONS[name]
    settings.nthread = threads
    if llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(target), settings):
        target.unlink(missing_ok=True)
        raise RefusedError(
            f"{source.name} could not be quantised to {name}: {' '.join(_said) or 'no reason was given'}"
        )


class Opened:
    """A GGUF loaded for reading logits."""

    def __init__(self, file: Path, longest: int) -> None:
        """Loads the file for sequences of up to `longest` tokens.

        Raises:
            RefusedError: where llama.cpp does not load it; in its words.
        """
        _quiet()
        try:
            # Not verbose, it sends the process's own output to nowhere while it loads; nobody else writes here.
            self._llama = llama_cpp.Llama(str(file), n_ctx=longest + 8, n_batch=512, logits_all=True, verbose=False)
        except (ValueError, RuntimeError) as error:
            raise RefusedError(f"llama.cpp does not load {file.name}: {' '.join(_said) or error}") from error
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)

    def tokens(self, text: str, control: bool) -> list[int]:
        """The ids of `text`, without BOS; with `control`, names of control tokens in it become such."""
        return self._llama.tokenize(text.encode(), add_bos=False, special=control)

    def ends(self, token: int) -> bool:
        """Whether generation stops at this token."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocabulary, token))

    def logits(self, ids: Sequence[int]) -> np.ndarray:
        """Logits after each of `ids`, shape (len(ids), vocabulary), float32."""
        self._llama.reset()
        self._llama.eval(list(ids))
        return np.array(self._llama.scores[: len(ids)], np.float32)

    def greedy(self, ids: Sequence[int], most: int) -> list[int]:
        """The likeliest continuation, up to and with the token that ends it, of at most `most` tokens."""
        self._llama.reset()
        self._llama.eval(list(ids))
        said: list[int] = []
        while len(said) < most:
            said.append(int(np.argmax(self._llama.scores[self._llama.n_tokens - 1])))
            if self.ends(said[-1]):
                break
            self._llama.eval(said[-1:])
        return said

    def own_prompt(self, turns: Sequence[dict[str, str]]) -> list[int]:
        """The prompt as an engine builds it that knows nothing of us: the file's template, tokenised as a whole."""
        template = self._llama.metadata["tokenizer.chat_template"]
        pieces = {
            name: llama_cpp.llama_vocab_get_text(self._vocabulary, number).decode()
            for name, number in (("bos_token", self._llama.token_bos()), ("eos_token", self._llama.token_eos()))
        }
        formatter = llama_cpp.llama_chat_format.Jinja2ChatFormatter(template=template, **pieces)
        prompt = formatter(messages=list(turns)).prompt  # type: ignore[arg-type]
        return self._llama.tokenize(prompt.encode(), add_bos=True, special=True)
