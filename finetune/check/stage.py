"""The stage `check`: asks the gate, writes the certificate, and stops the run where something failed."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from finetune.base import located
from finetune.check import certified, gate
from finetune.config import JSON
from finetune.examples import read
from finetune.export.names import PLAIN, file_name
from finetune.manifest import file_digest
from finetune.stages import Work
from teaching.contracts.weights import Certificate, Check
from teaching.errors import RefusedError
from teaching.prompts import chat

_LIBRARIES = ("torch", "transformers", "tokenizers", "peft", "gguf", "llama-cpp-python")


def run(work: Work) -> Mapping[str, JSON]:
    """Writes the certificate of the GGUF that is to be served.

    Raises:
        RefusedError: where a check failed; its certificate stays in `work.kept` for reading.
    """
    logits = work.kept / "compared"
    shutil.rmtree(logits, ignore_errors=True)
    logits.mkdir(parents=True)
    found = gate.checks(_model(work, logits), work.config.check, work.config.seed)
    shutil.rmtree(logits)
    certificate = _certificate(work, _in_order(found, work.config.export.serve))
    for folder in (work.folder, work.kept):
        certified.write(certificate, work.config.name, folder)
    failed = [check for check in certificate.checks if not check.passed]
    for check in failed:
        work.say(f"failed: {check.name}: {check.words}")
    if failed:
        raise RefusedError(
            f"{len(failed)} of {len(certificate.checks)} checks failed, first {failed[0].name} ({failed[0].words}): "
            f"nothing is promoted; the whole list is in {work.kept / certified.FOR_PEOPLE}"
        )
    return {"gguf": certificate.gguf, "checks": len(certificate.checks), "serve": work.config.export.serve}


def _model(work: Work, kept: Path) -> gate.Model:
    config = work.config
    folder = work.inputs["export"] / "gguf"
    kinds = dict.fromkeys((PLAIN, *config.export.quantisations, config.export.serve))
    return gate.Model(
        base=located(work.inputs["base"]),
        adapter=work.inputs["train"] / "adapter",
        merged=work.inputs["merge"],
        ggufs={kind: folder / file_name(config.name, kind) for kind in kinds},
        examples=read(work.inputs["combine"] / "held.jsonl"),
        kept=kept,
    )


def _in_order(found: Mapping[str, list[Check]], served: str) -> tuple[Check, ...]:
    """What all share first, then F16, then the served kind, then the others; nothing twice."""
    kinds = dict.fromkeys((PLAIN, served, *found))
    return tuple({check.name: check for kind in kinds for check in found[kind]}.values())


def _certificate(work: Work, checks: tuple[Check, ...]) -> Certificate:
    config = work.config
    served = work.inputs["export"] / "gguf" / file_name(config.name, config.export.serve)
    return Certificate(
        gguf=file_digest(served),
        prompt_format=chat.FORMAT,
        prompt_digest=chat.DIGEST,
        checks=checks,
        toy=config.base.toy,
        versions={name: version(name) for name in _LIBRARIES},
        made=datetime.now(UTC).replace(microsecond=0),
    )
