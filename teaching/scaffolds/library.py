"""Reads the library of scaffolds: every component of `data/` in every language it has.

The exemplars come through `teaching.exemplars`, which finds them in a source tree and in a wheel alike.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar, get_args

import yaml
from pydantic import ValidationError

from teaching.errors import BadInputError, MissingPartError
from teaching.exemplars import sealed
from teaching.scaffolds.model import EXEMPLARS, Scaffold, Shared, Variant, VariantLanguage

DATA = Path(__file__).resolve().parent / "data"
_FOLDER = "scaffolds/data"
_NAME = "scaffold.yml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Kind = TypeVar("_Kind", Shared, Variant)


@cache
def components() -> Mapping[str, Shared]:
    """What is said of every component, by id, in the order of their ids.

    Raises:
        MissingPartError: the installation lost them.
        BadInputError: one is not of the form.
    """
    if not DATA.is_dir():
        raise MissingPartError("the library of scaffolds is missing: install claude-code-teaching-assistant again")
    return {path.parent.name: _read(path, Shared) for path in sorted(DATA.glob(f"*/{_NAME}"))}


def languages(component: str) -> list[VariantLanguage]:
    """The languages that a component is there in."""
    return [language for language in get_args(VariantLanguage) if (DATA / component / language / _NAME).is_file()]


@cache
def scaffold(component: str, language: VariantLanguage) -> Scaffold:
    """One component in one language, with the texts of its files.

    Raises:
        BadInputError: there is none, or it is not of the form.
        MissingPartError: the installation lost a file of it.
    """
    shared = components().get(component)
    if shared is None or language not in languages(component):
        raise BadInputError(f"there is no scaffold {component} in {language}")
    folder = DATA / component / language
    variant = _read(folder / _NAME, Variant)
    exemplars = sealed.shipped(f"{_FOLDER}/{component}/{language}")
    texts: dict[str, str] = {}
    for path in variant.files:
        text = (
            exemplars.get(path.removeprefix(f"{EXEMPLARS}/")) if path.startswith(EXEMPLARS) else _beside(folder / path)
        )
        if text is None:
            raise MissingPartError(f"{component}/{language}/{path} is missing: install the package again")
        texts[path] = text
    return Scaffold(id=component, language=language, shared=shared, variant=variant, texts=texts)


def _beside(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _read(path: Path, kind: type[_Kind]) -> _Kind:
    try:
        return kind.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))
    except (OSError, yaml.YAMLError, ValidationError, TypeError) as error:
        raise BadInputError(f"{path.parent.name}/{path.name} is no scaffold: {error}") from error
