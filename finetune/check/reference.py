"""The reference: what the merged weights say in Hugging Face's own implementation. The only part that needs torch."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from finetune.check.prompts import Answered, Prompt
from finetune.quiet import quiet


class Reference:
    """Merged weights and their tokenizer, loaded as training loads them."""

    def __init__(self, folder: Path) -> None:
        """Loads in float32 on the processor: what is compared is arithmetic, not a device's rounding."""
        quiet()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
        self._model.eval()
        generation = self._model.generation_config.eos_token_id
        told = generation if isinstance(generation, list) else [generation]
        self.ends = frozenset({*(number for number in told if number is not None), self.tokenizer.eos_token_id})

    def tokens(self, text: str, control: bool) -> list[int]:
        """The ids of `text`, without BOS; with `control`, names of control tokens in it become such."""
        return self.tokenizer.encode(text, add_special_tokens=False, split_special_tokens=not control)

    def rendered(self, prompt: Prompt) -> str:
        """The prompt by the template that was saved with the tokenizer."""
        return self.tokenizer.apply_chat_template(prompt.turns, tokenize=False, add_generation_prompt=True)

    @torch.inference_mode()
    def logits(self, ids: Sequence[int]) -> np.ndarray:
        """Logits after each of `ids`, shape (len(ids), vocabulary), float32."""
        return self._model(torch.tensor([list(ids)]), use_cache=False).logits[0].float().numpy()

    @torch.inference_mode()
    def greedy(self, ids: Sequence[int], most: int) -> list[int]:
        """The likeliest continuation, up to and with the token that ends it, of at most `most` tokens."""
        said: list[int] = []
        past, step = None, torch.tensor([list(ids)])
        while len(said) < most:
            done = self._model(step, past_key_values=past, use_cache=True)
            said.append(int(done.logits[0, -1].argmax()))
            if said[-1] in self.ends:
                break
            past, step = done.past_key_values, torch.tensor([said[-1:]])
        return said


def answered(reference: Reference, prompts: Sequence[Prompt]) -> list[Answered]:
    """What the reference says to each."""
    return [Answered.of(prompt, reference.greedy(prompt.ids, prompt.most), reference.ends) for prompt in prompts]


def keep(reference: Reference, sequences: Sequence[Sequence[int]], folder: Path) -> None:
    """Writes ids and logits of each sequence to `folder`, for a process without torch to compare."""
    folder.mkdir()
    for number, ids in enumerate(sequences):
        np.save(folder / f"{number}.npy", reference.logits(ids))
    (folder / "ids.json").write_text(json.dumps([list(ids) for ids in sequences]), encoding="utf-8")
