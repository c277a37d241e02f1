"""The base with an adapter on it, as LoRA or as QLoRA, and the adapter's folder."""

import json
from pathlib import Path
from typing import Any, Literal

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig, PreTrainedTokenizerBase

from finetune.base import lay_tokenizer
from finetune.config import Train
from teaching.errors import BadInputError

Method = Literal["lora", "qlora"]

PROJECTIONS = ("down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj")
# What LoRA on bf16 weights takes, weights, activations and states together: 28 GB for a model of 8 B.
_BYTES_PER_PARAMETER = 3.5
# What a Llama's layer keeps of a token for the backward pass, in bytes per unit of the hidden width and of the inner
# one; computed from the operations of transformers 5.23, not measured, so a fifth is added.
_KEPT_HIDDEN, _KEPT_INNER, _MARGIN = 32, 8, 1.2
_SKIPS = (4, 3, 2, 1)  # every fourth layer, every third, ...


def device() -> str:
    """Where training runs."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def chosen(settings: Train, base: Path) -> Method:
    """The method, decided by the accelerator's free memory where the settings leave it open."""
    if settings.method != "auto":
        return settings.method
    if not torch.cuda.is_available():
        return "lora"
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(base, local_files_only=True))
    free, _ = torch.cuda.mem_get_info()
    return "lora" if free >= _BYTES_PER_PARAMETER * _parameters(model) else "qlora"


def tokenizer_of(base: Path) -> PreTrainedTokenizerBase:
    """The base's own tokenizer.

    Raises:
        BadInputError: for one that has more tokens than the model has rows, which means that somebody grew it.
    """
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    rows = AutoConfig.from_pretrained(base, local_files_only=True).vocab_size
    if max(tokenizer.get_vocab().values()) >= rows:
        raise BadInputError(
            f"the tokenizer of {base.name} has ids up to {max(tokenizer.get_vocab().values())}, its model {rows} rows: "
            "take a base whose tokenizer was not extended"
        )
    return tokenizer


def adapted(base: Path, settings: Train, method: Method, seed: int) -> Any:
    """The model with a fresh adapter; only the adapter learns."""
    # A processor without bf16 takes twenty times as long in it.
    dtype = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    quantised = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )
    model = AutoModelForCausalLM.from_pretrained(
        base,
        dtype=dtype,
        attn_implementation="sdpa",
        local_files_only=True,
        quantization_config=quantised if method == "qlora" else None,
        device_map={"": device()} if method == "qlora" else None,
    )
    return with_adapter(model, settings, seed)


def with_adapter(model: Any, settings: Train, seed: int) -> Any:
    """A fresh adapter on a model that is loaded."""
    model.config.use_cache = False
    # The same seed gives the same first adapter, whatever was drawn before.
    torch.manual_seed(seed)
    # peft's helper for 4-bit training would turn the embeddings and the head into fp32: 2 GB more, for nothing.
    return get_peft_model(
        model,
        LoraConfig(
            r=settings.rank,
            lora_alpha=settings.alpha,
            lora_dropout=0.0,
            target_modules=list(PROJECTIONS),
            bias="none",
            task_type="CAUSAL_LM",
        ),
    )


def recomputed_every(model: Any, settings: Train) -> int:
    """Every how many layers activations are computed again in the backward pass; 0 where all of them are kept."""
    if settings.recompute != "auto" or not torch.cuda.is_available():
        return int(settings.recompute == "always")
    known = model.config
    kept = known.num_hidden_layers * (_KEPT_HIDDEN * known.hidden_size + _KEPT_INNER * known.intermediate_size)
    needed = _MARGIN * kept * settings.pack_tokens
    free, _ = torch.cuda.mem_get_info()
    free -= sum(weight.nbytes for weight in model.parameters() if weight.device.type == "cpu")
    # Computing every n-th layer again gives back the n-th part of it.
    return next((skip for skip in (0, *_SKIPS) if needed * (1 - (1 / skip if skip else 0)) <= free), 1)


def save(model: Any, base: Path, name: str, folder: Path) -> None:
    """Writes the adapter so that vLLM takes it as it is: with the tokenizer and the chat template.

    Args:
        name: of the base, written in place of where it lies on this machine.
    """
    folder.mkdir()
    model.save_pretrained(folder, save_embedding_layers=False)
    (folder / "README.md").unlink(missing_ok=True)  # a form that nobody filled in
    file = folder / "adapter_config.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["base_model_name_or_path"] = name
    told["target_modules"] = sorted(told["target_modules"])  # a set: written in another order each time
    file.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    lay_tokenizer(base, folder)


def _parameters(model: Any) -> int:
    return sum(parameter.numel() for parameter in model.parameters())
