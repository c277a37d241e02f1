"""Our own trainer: packed rows, logits of the learnt tokens only, activations kept as far as memory allows."""

import json
from pathlib import Path

from shared import ALPHA, DEVICE, LR, RANK, given, model, note, rows

from finetune.config import Base, Config, Train
from finetune.train.adapter import recomputed_every, with_adapter
from finetune.train.packing import pack
from finetune.train.speed import shape_of
from finetune.train.trainer import fit

if __name__ == "__main__":
    spec = given()
    settings = Train(
        method=spec["precision"], rank=RANK, alpha=ALPHA, lr=LR, pack_tokens=spec["pack_tokens"], save_every=10**6,
        batch_packs=spec["batch_packs"], max_steps=spec["steps"], recompute=spec.get("recompute", "auto"), processes=1,
    )  # fmt: skip
    packs = pack(rows(spec), settings.pack_tokens)
    made = with_adapter(model(spec), settings, seed=0)
    filled = sum(len(row.ids) for packed in packs for row in packed) / (len(packs) * settings.pack_tokens)
    note(
        spec,
        {
            **{"packs": len(packs), "filled": round(filled, 4), "device": DEVICE, "kernels": settings.kernels},
            **{"recomputed_every": recomputed_every(made, settings), "trained_weights": shape_of(made).trained},
        },
    )
    config = Config(name="gpu-check", base=Base(toy=True), train=settings)
    events = fit(made, packs, config, Path(spec["folder"]))
    print(json.dumps(events[-1]))
