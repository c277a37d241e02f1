"""What the toy reads in its pre-training: the corpus as plain text and as conversations, as one stream of tokens.

A third is plain, a third asks for a text to be said again, a third for it to go on: so the toy meets every control
token, and learns to stop, before anything is frozen.
"""

import random
from collections.abc import Iterator, Sequence

import torch
from transformers import PreTrainedTokenizerFast

from finetune.toy.corpus import Document
from finetune.toy.tokenizer import END
from finetune.train.mask import Encoder
from teaching.models.protocol import Message
from teaching.prompts.chat import BEGIN

_PIECE = 400  # characters, about a hundred tokens


def stream(corpus: Sequence[Document], tokenizer: PreTrainedTokenizerFast, tokens: int, seed: int) -> torch.Tensor:
    """Exactly that many tokens; the same corpus and seed give the same ones."""
    ids: list[int] = []
    for lesson in _lessons(_pieces(corpus), tokenizer, seed):
        ids += lesson
        if len(ids) >= tokens:
            return torch.tensor(ids[:tokens], dtype=torch.long)
    raise ValueError("an empty corpus teaches nothing")


def _pieces(corpus: Sequence[Document]) -> list[str]:
    found: list[str] = []
    for document in corpus:
        piece = ""
        for line in document.text.splitlines(keepends=True):
            piece += line
            if len(piece) >= _PIECE:
                found.append(piece)
                piece = ""
        if piece.strip():
            found.append(piece)
    return found


def _lessons(pieces: Sequence[str], tokenizer: PreTrainedTokenizerFast, seed: int) -> Iterator[list[int]]:
    encoder = Encoder(tokenizer)
    known = tokenizer.get_vocab()
    begin, end = known[BEGIN], known[END]
    drawn = random.Random(seed)
    order = list(pieces)
    while order:
        drawn.shuffle(order)
        for number, piece in enumerate(order):
            half = len(piece) // 2
            if number % 3 == 0:
                yield [begin, *encoder.text(piece), end]
            else:
                answer = piece[:half] if number % 3 == 1 else piece[half:]
                yield encoder.encode([Message("user", piece[:half]), Message("assistant", answer)]).ids
