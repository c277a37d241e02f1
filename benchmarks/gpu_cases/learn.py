"""A short real training: a tiny Llama with the toy's tokenizer learns a few answers by heart, on the device."""

from pathlib import Path
from typing import Any

import torch
from shared import DEVICE, given, note

from finetune.config import Base, Config, Train
from finetune.toy.corpus import documents
from finetune.toy.model import network
from finetune.toy.tokenizer import build
from finetune.train.adapter import with_adapter
from finetune.train.loss import loss
from finetune.train.mask import Encoder
from finetune.train.packing import features, pack
from finetune.train.trainer import fit
from teaching.models.protocol import Message

BASE = Base(toy=True, vocab=1024, hidden=256, ffn=256, layers=2, heads=4, kv_heads=2, context=2048)

if __name__ == "__main__":
    spec = given()
    text = "".join(document.text for document in documents() if document.name.endswith(".md"))[:60_000]
    tokenizer = build([text], BASE.vocab, BASE.context)
    encoder = Encoder(tokenizer)
    data = [
        encoder.learnt(
            [
                Message(role="user", content=f"Which rule does finding {number} break?"),
                Message(role="assistant", content=f"Rule {number * 3}: name the file. What would load() need?"),
            ]
        )
        for number in range(16)
    ]
    settings = Train(rank=8, alpha=16, lr=1e-2, pack_tokens=512, batch_packs=1, max_steps=spec["steps"], processes=1)
    bare: Any = network(BASE, tokenizer, 0, spread=0.08)
    made = with_adapter(bare.to(DEVICE), settings, seed=0)
    with torch.no_grad():
        placed = [{name: value.to(DEVICE) for name, value in features([row]).items()} for row in data]
        single = sum(loss(made, row).item() * one.trained for row, one in zip(placed, data, strict=True))
        together = loss(made, {name: value.to(DEVICE) for name, value in features(data).items()}).item()
    single /= sum(row.trained for row in data)
    note(spec, {"device": DEVICE, "loss_of_rows": single, "loss_of_the_pack": together})
    fit(made, pack(data, settings.pack_tokens), Config(name="tiny", base=BASE, train=settings), Path(spec["folder"]))
