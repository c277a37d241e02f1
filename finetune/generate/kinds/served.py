"""Code as serving hands it to a model: numbered lines under their path, with what the project's documents say of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from finetune.generate.kinds import situations
from finetune.generate.play import lay
from finetune.generate.proofs import Job
from teaching.contracts.exercises import Exemplar, Language
from teaching.errors import BadInputError
from teaching.mentor.excerpt import excerpt_of
from teaching.mentor.facts import Facts, facts_of
from teaching.mentor.grounding import context_of, places_of

_DECIDING = ("teaching.mentor", "teaching.markers", "teaching.documents", "teaching.review")

_LANGUAGE: Final[Mapping[str, Language]] = {
    "python": "python", "typescript": "typescript", "javascript": "javascript",
}  # fmt: skip


def job(kind: str, files: Mapping[str, str], path: str, name: str, said: str) -> Job:
    """What a question about a place stands on.

    Args:
        files: the whole project.
        name: of a function or class in the file; empty for all of it.
        said: the words that the documents are searched for; empty for those that serving takes when it explains.
    """
    inputs = {"files": json.dumps(dict(sorted(files.items()))), "path": path, "name": name, "said": said}
    return Job(kind, inputs, served, code=_DECIDING)


def served(folder: Path, inputs: Mapping[str, str]) -> Mapping[str, Any]:
    """The context, what may be cited of it, and what is left to the learner in it.

    Raises:
        BadInputError: there is no such file.
    """
    lay(folder, json.loads(inputs["files"]))
    path = inputs["path"]
    piece = excerpt_of(folder, path, inputs["name"])
    if piece is None:
        raise BadInputError(f"{path} is a folder")
    left = " ".join(text for _, text in piece.open)
    found = facts_of(folder, inputs["said"] or f"{piece.name or piece.says} {left}", path)
    # What its own file leaves open is told with the code, as serving has it.
    kept = tuple(one for one in found.found if one.kind != "open" or one.place.rpartition(":")[0] != path)
    facts = Facts(kept, found.looked, found.notes)
    return {
        "context": context_of(facts, path, piece),
        "places": places_of(facts, piece),
        "open": [f"{path}:{number}" for number, _ in piece.open],
    }


def exemplar(path: str, symbol: str, solution: str, marker: str) -> Exemplar:
    """A solution that nobody gets to see, as the guard of serving wants it."""
    language = _LANGUAGE[situations.language(path)]
    return Exemplar(path=path, symbol=symbol, language=language, text=solution.strip("\n"), marker=marker)
