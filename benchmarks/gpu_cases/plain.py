"""transformers and peft as their guides have it: a row of a batch per example, padded, and the logits of all tokens."""

from peft import get_peft_model, prepare_model_for_kbit_training
from shared import DEVICE, LR, Counting, Meter, given, lora, model, note, padded, rows
from transformers import PrinterCallback, TrainingArguments

from finetune.train.packing import pack
from finetune.train.speed import shape_of

if __name__ == "__main__":
    spec = given()
    recompute = spec.get("recompute", "always") == "always"
    data = rows(spec)
    made = model(spec)
    if spec["precision"] == "qlora":
        made = prepare_model_for_kbit_training(made, use_gradient_checkpointing=False)
    made = get_peft_model(made, lora())
    shape = shape_of(made)
    # As many rows per step as ours has in its packs.
    per_step = len(data) / len(pack(data, spec["pack_tokens"])) * spec["batch_packs"]
    accumulated = max(1, round(per_step / spec["micro_batch"]))
    note(spec, {"device": DEVICE, "recompute": recompute, "rows_per_step": accumulated * spec["micro_batch"]})
    arguments = TrainingArguments(
        output_dir=spec["folder"], per_device_train_batch_size=spec["micro_batch"], learning_rate=LR,
        gradient_accumulation_steps=accumulated, max_steps=spec["steps"], activation_checkpointing=recompute,
        bf16=DEVICE == "cuda", use_cpu=DEVICE == "cpu", dataloader_pin_memory=DEVICE == "cuda", logging_steps=1,
        save_strategy="no", report_to=[], disable_tqdm=True, remove_unused_columns=False, seed=0,
    )  # fmt: skip
    trainer = Counting(
        model=made,
        args=arguments,
        train_dataset=data,  # pyright: ignore[reportArgumentType]: whatever has a length and an index will do
        data_collator=lambda batch: padded(batch, shape),
    )
    trainer.meter = Meter(spec)
    trainer.add_callback(trainer.meter)
    trainer.remove_callback(PrinterCallback)
    trainer.train()
