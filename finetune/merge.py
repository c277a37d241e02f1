"""The stage `merge`: adds the adapter to the weights it was trained on, never to their four-bit form."""

import json
from collections.abc import Mapping

from peft import PeftModel
from pydantic import JsonValue
from transformers import AutoModelForCausalLM

from finetune.base import lay_tokenizer, located
from finetune.manifest import file_digest
from finetune.quiet import quiet
from finetune.stages import Work
from teaching.errors import RefusedError

_TOKENIZER = "tokenizer.json"


def run(work: Work) -> Mapping[str, JsonValue]:
    """Writes the merged model in Hugging Face's layout.

    Raises:
        RefusedError: where adapter and base do not have the same tokenizer, or the sum is no number.
    """
    quiet()
    base, adapter = located(work.inputs["base"]), work.inputs["train"] / "adapter"
    tokenizer = file_digest(base / _TOKENIZER)
    if file_digest(adapter / _TOKENIZER) != tokenizer:
        raise RefusedError("the adapter was trained with another tokenizer: run `python -m finetune train` again")
    # A QLoRA adapter, too: in NF4 the sum would be rounded away again.
    model = AutoModelForCausalLM.from_pretrained(base, dtype="auto", local_files_only=True)
    try:
        merged = PeftModel.from_pretrained(model, adapter).merge_and_unload(safe_merge=True)
    except ValueError as error:
        raise RefusedError(f"the adapter cannot be merged ({error}): lower train.lr and train again") from error
    merged.save_pretrained(work.folder)
    lay_tokenizer(base, work.folder)
    config = json.loads((work.folder / "config.json").read_text(encoding="utf-8"))
    return {"tokenizer": tokenizer, "dtype": config["dtype"], "words": f"in {config['dtype']}"}
