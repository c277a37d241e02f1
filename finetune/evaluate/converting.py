"""Makes a GGUF of a folder in Hugging Face's layout, quantised as the tuned model is: like against like."""

from collections.abc import Mapping

from finetune import llama
from finetune.base import located
from finetune.config import JSON
from finetune.export import writer
from finetune.export.names import PLAIN, file_name
from finetune.export.writer import Origin
from finetune.stages import Work

NAME = "compared"


def run(work: Work) -> Mapping[str, JSON]:
    """Writes it into the folder, unless a killed attempt left it there, and says what it is called."""
    kind = work.config.export.serve
    target = work.folder / file_name(NAME, kind)
    if target.is_file():
        return {"gguf": target.name}
    plain = work.folder / f".{file_name(NAME, PLAIN)}"
    work.say(f"writing the base in {kind}")
    toy = work.config.base.toy
    writer.write(located(work.inputs["base"]), plain, Origin(name=NAME, run="", base=NAME, toy=toy, more={}))
    if kind == PLAIN:
        plain.rename(target)
    else:
        part = work.folder / f".{target.name}"
        llama.quantise(plain, part, kind)
        part.rename(target)
        plain.unlink()
    return {"gguf": target.name}
