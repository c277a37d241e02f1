"""Unsloth, where it can be imported. It has never run here: no machine with it was at hand when this was written."""

import unsloth  # pyright: ignore[reportMissingImports]  # isort: skip - it wants to be the first, to change the others

import sys
from pathlib import Path

from shared import ALPHA, DEVICE, DTYPE, LR, PROJECTIONS, RANK, Counting, Meter, given, model, note, padded, rows
from transformers import PrinterCallback, TrainingArguments

from finetune.toy.corpus import documents
from finetune.toy.tokenizer import build
from finetune.train.packing import pack
from finetune.train.speed import shape_of

if __name__ == "__main__":
    spec = given()
    data = rows(spec)
    # It loads from a folder only. In four bits it quantises by itself.
    folder = Path(spec["folder"]) / "weights"
    model({**spec, "precision": "lora"}).save_pretrained(folder)
    build([document.text for document in documents()][:50], 4096, 8192).save_pretrained(folder)
    made, _ = unsloth.FastLanguageModel.from_pretrained(
        str(folder), max_seq_length=spec["pack_tokens"], dtype=DTYPE, load_in_4bit=spec["precision"] == "qlora"
    )
    made = unsloth.FastLanguageModel.get_peft_model(
        made, r=RANK, lora_alpha=ALPHA, lora_dropout=0, target_modules=list(PROJECTIONS), bias="none",
        use_gradient_checkpointing="unsloth", random_state=0,
    )  # fmt: skip
    shape = shape_of(made)
    per_step = len(data) / len(pack(data, spec["pack_tokens"])) * spec["batch_packs"]
    accumulated = max(1, round(per_step / spec["micro_batch"]))
    note(spec, {"device": DEVICE, "unsloth": sys.modules["unsloth"].__version__})
    arguments = TrainingArguments(
        output_dir=spec["folder"], per_device_train_batch_size=spec["micro_batch"], learning_rate=LR, bf16=True,
        gradient_accumulation_steps=accumulated, max_steps=spec["steps"], logging_steps=1, save_strategy="no",
        report_to=[], disable_tqdm=True, remove_unused_columns=False, seed=0,
    )  # fmt: skip
    trainer = Counting(model=made, args=arguments, train_dataset=data, data_collator=lambda batch: padded(batch, shape))
    trainer.meter = Meter(spec)
    trainer.add_callback(trainer.meter)
    trainer.remove_callback(PrinterCallback)
    trainer.train()
