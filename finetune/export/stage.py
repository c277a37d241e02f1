"""The stage `export`: F16, the quantisations, and the adapter."""

import shutil
from collections.abc import Mapping

from finetune import llama
from finetune.base import name_of
from finetune.config import JSON
from finetune.export import writer
from finetune.export.names import PLAIN, file_name
from finetune.export.writer import Origin
from finetune.stages import Work
from teaching.errors import BadInputError

# Llama's community licence asks for these words wherever a derivative is passed on.
LICENCE = "Built with Llama. Llama 3.1 is licensed under the Llama 3.1 Community License."


def run(work: Work) -> Mapping[str, JSON]:
    """Writes `gguf/` and `adapter/`.

    Raises:
        BadInputError: for a quantisation that is not known, before anything is written.
    """
    settings = work.config.export
    unknown = [kind for kind in {*settings.quantisations, settings.serve} - {PLAIN} if kind not in llama.QUANTISATIONS]
    if unknown:
        known = ", ".join(llama.QUANTISATIONS)
        raise BadInputError(f"there is no quantisation {unknown[0]}: set export.quantisations to some of {known}")
    folder = work.folder / "gguf"
    folder.mkdir()
    plain = folder / file_name(work.config.name, PLAIN)
    work.say("writing F16")
    writer.write(work.inputs["merge"], plain, _origin(work))
    for kind in dict.fromkeys((*settings.quantisations, settings.serve)):
        if kind == PLAIN:
            continue
        work.say(f"quantising to {kind}")
        llama.quantise(plain, folder / file_name(work.config.name, kind), kind)
    if settings.adapter:
        shutil.copytree(work.inputs["train"] / "adapter", work.folder / "adapter")
    return {file.name: file.stat().st_size for file in sorted(folder.iterdir())}


def _origin(work: Work) -> Origin:
    config = work.config
    more = {} if config.base.toy else {"general.license": "llama3.1", "general.description": LICENCE}
    return Origin(
        name=config.name,
        run=config.digest("name", "seed", "base", "data", "train")[:12],
        base=name_of(work.inputs["base"]),
        toy=config.base.toy,
        more=more,
    )
