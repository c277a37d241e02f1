"""The stage `promote`: the GGUF that passed the gate becomes the model of this machine."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from finetune.check.certified import CERTIFICATE
from finetune.config import JSON
from finetune.evaluate import verdict
from finetune.export.names import file_name
from finetune.manifest import file_digest
from finetune.stages import Work
from teaching.contracts.weights import Certificate, Promoted
from teaching.errors import RefusedError
from teaching.models import installed
from teaching.program import teach


def run(work: Work) -> Mapping[str, JSON]:
    """Copies the file to the user's models and makes it the one that is served.

    Raises:
        RefusedError: where the certificate did not pass or is another file's, a toy is not allowed, or the model is not
            better than its base.
    """
    config = work.config
    source = work.inputs["export"] / "gguf" / file_name(config.name, config.export.serve)
    certificate = Certificate.model_validate_json((work.inputs["check"] / CERTIFICATE).read_text(encoding="utf-8"))
    if not certificate.passed:
        raise RefusedError("the certificate has a check that failed: mend what it names, and run `check` again")
    if certificate.gguf != file_digest(source):
        raise RefusedError(f"the certificate is not that of {source.name}: run `check` again")
    if certificate.toy and not config.promote.allow_toy:
        raise RefusedError(
            "this is a toy, which can say only what it was trained on: add --allow-toy to serve it all the same"
        )
    if not certificate.toy:
        _require_better(work)
    target = _copied(source, f"{config.name}-{config.export.serve}-{certificate.gguf[:8]}.gguf")
    installed.write(
        Promoted(
            path=str(target),
            sha256=certificate.gguf,
            name=config.name,
            prompt_format=certificate.prompt_format,
            prompt_digest=certificate.prompt_digest,
            proven=True,
            toy=certificate.toy,
            certificate=certificate,
            promoted=datetime.now(UTC).replace(microsecond=0),
        )
    )
    work.say(f"`{teach('model', 'status')}` shows it; whoever is served by another one changes at the next question")
    shutil.copyfile(work.inputs["check"] / CERTIFICATE, work.folder / CERTIFICATE)
    return {"path": target.name, "sha256": certificate.gguf}


def _require_better(work: Work) -> None:
    """A toy is not compared; anything else is better than its base, or somebody said that it need not be."""
    report = json.loads((work.inputs["evaluate"] / verdict.REPORT).read_text(encoding="utf-8"))
    reason = verdict.objection(report)
    if reason is None:
        return
    if not work.config.promote.force:
        raise RefusedError(f"{reason}: train it further, or promote it all the same with --set promote.force=true")
    work.say(f"promoted by force, although {reason}")


def _copied(source: Path, name: str) -> Path:
    """The file among the user's models; a served file is never written into, for its process may have it mapped."""
    folder = installed.folder()
    folder.names()  # makes it, private
    target, part = folder.path / name, folder.path / f".{name}.part"
    shutil.copyfile(source, part)
    part.chmod(0o600)
    os.replace(part, target)
    return target
