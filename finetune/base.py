"""Where the base lies: in its stage's folder when it is a toy, elsewhere when it was named with `base.path`."""

import json
from pathlib import Path

from finetune.manifest import file_digest
from teaching.errors import BadInputError, RefusedError
from teaching.prompts.chat import TEMPLATE

POINTER = "base.json"
TOY = "toy"
NEEDED = ("config.json", "tokenizer.json", "tokenizer_config.json")
TEMPLATE_FILE = "chat_template.jinja"


def point(path: Path, folder: Path, name: str | None = None) -> dict[str, str]:
    """Writes the pointer to a base that was not made here; returns the digests of its files.

    Args:
        name: what it is called, where its folder is called otherwise.

    Raises:
        BadInputError: for a folder that is no model in Hugging Face's layout.
    """
    missing = [name for name in NEEDED if not (path / name).is_file()]
    weights = sorted(path.glob("*.safetensors"))
    if missing or not weights:
        what = ", ".join(missing) or "*.safetensors"
        raise BadInputError(f"{path} has no {what}: name a Llama in Hugging Face's layout with base.path")
    files = [*(path / name for name in NEEDED), *weights]
    digests = {file.name: file_digest(file) for file in files}
    pointer = {"path": str(path.resolve()), "name": name or path.name, "files": digests}
    (folder / POINTER).write_text(json.dumps(pointer, indent=2) + "\n", encoding="utf-8")
    return digests


def located(folder: Path) -> Path:
    """The folder with the weights, from the folder of the stage `base`.

    Raises:
        RefusedError: where what is pointed to is gone, or its tokenizer has changed since.
    """
    if not (folder / POINTER).is_file():
        return folder
    pointer = json.loads((folder / POINTER).read_text(encoding="utf-8"))
    path = Path(pointer["path"])
    for name in NEEDED:
        if not (path / name).is_file() or file_digest(path / name) != pointer["files"][name]:
            raise RefusedError(f"{path / name} is not what it was: run `python -m finetune base` again")
    return path


def name_of(folder: Path) -> str:
    """What the base is called, without where it lies."""
    if not (folder / POINTER).is_file():
        return TOY
    return str(json.loads((folder / POINTER).read_text(encoding="utf-8"))["name"])


def lay_tokenizer(base: Path, folder: Path) -> None:
    """Puts the base's tokenizer into a folder, byte for byte, with our chat template.

    Saving a loaded tokenizer may write other bytes; then nobody could see that it is the same one.
    """
    (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    settings = json.loads((base / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings.pop("chat_template", None)
    text = json.dumps(settings, indent=2, ensure_ascii=False, sort_keys=True)
    (folder / "tokenizer_config.json").write_text(text + "\n", encoding="utf-8")
    (folder / TEMPLATE_FILE).write_text(TEMPLATE, encoding="utf-8")
