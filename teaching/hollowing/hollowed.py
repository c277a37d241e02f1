"""Builds the files of an exercise: markers in, imports out that only the bodies used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from teaching.contracts.exercises import Cut
from teaching.hollowing.choosing import Candidate, Source
from teaching.hollowing.cutting import rewritten
from teaching.hollowing.hinting import hints, marker_text
from teaching.hollowing.runners.choice import Runner
from teaching.hollowing.shape import libraries
from teaching.hollowing.staging import Stage
from teaching.hollowing.unused import Import, newly_unused, without


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the files are made.

    Attributes:
        own: first parts of the project's own modules.
        tests: by number of the candidate, the test file to begin with.
        tasks: by number of the candidate, the id in its marker.
        use: numbers whose failure has to use its parameters, for the linter.
    """

    own: frozenset[str] = frozenset()
    tests: Mapping[int, str] | None = None
    tasks: Mapping[int, str] | None = None
    use: frozenset[int] = frozenset()


def build(candidates: Iterable[Candidate], recipe: Recipe) -> tuple[dict[str, bytes], dict[int, Cut]]:
    """The new content of each file, and what each marker says."""
    by_path: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_path.setdefault(candidate.path, []).append(candidate)
    texts: dict[str, bytes] = {}
    cuts: dict[int, Cut] = {}
    for path, members in by_path.items():
        text, made = _file(members[0].source, members, recipe)
        texts[path] = text.encode("utf-8")
        cuts.update(made)
    return texts, cuts


def _file(source: Source, members: Sequence[Candidate], recipe: Recipe) -> tuple[str, dict[int, Cut]]:
    raw = source.raw.decode("utf-8")
    bare = _plain_cut(source, members, {item.number: Cut(item.symbol, "") for item in members}, recipe)
    removed = newly_unused(source.text, bare, source.language, source.path)
    cuts = {item.number: _cut(item, recipe, removed) for item in members}
    cut_text = _plain_cut(source, members, cuts, recipe)
    done = without(cut_text, source.language, source.path, frozenset(one.name for one in removed))
    newline = "\r\n" if "\r\n" in raw else "\n"
    return ("\ufeff" if raw.startswith("\ufeff") else "") + done.replace("\n", newline), cuts


def _plain_cut(source: Source, members: Sequence[Candidate], cuts: Mapping[int, Cut], recipe: Recipe) -> str:
    pairs = [(item.function, cuts[item.number]) for item in members]
    return rewritten(source.text, source.path, pairs, use=any(item.number in recipe.use for item in members))


def _cut(item: Candidate, recipe: Recipe, removed: Sequence[Import]) -> Cut:
    written = [one.written for one in removed if one.name in item.shape.names]
    used = libraries(item.source.text, item.source.language, item.shape.names, recipe.own)
    test_file = (recipe.tests or {}).get(item.number, "")
    said = hints(item.function, item.shape, used, written, test_file)
    return Cut(item.symbol, marker_text(item.function), said, (recipe.tasks or {}).get(item.number))


def probed(candidates: Iterable[Candidate], runner: Runner, stage: Stage) -> dict[str, bytes]:
    """The files with a note taken at the beginning of each body, and nothing else changed."""
    by_path: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_path.setdefault(candidate.path, []).append(candidate)
    return {path: _probed(members, runner, stage).encode("utf-8") for path, members in by_path.items()}


def _probed(members: Sequence[Candidate], runner: Runner, stage: Stage) -> str:
    text = members[0].source.text
    for item in sorted(members, key=lambda one: one.function.body_start, reverse=True):
        function = item.function
        indent = function.body_indent
        note = "".join(f"{indent}{line}\n" for line in runner.probe(item.number, stage).splitlines())
        before, body, after = (
            text[: function.body_start],
            text[function.body_start : function.body_end],
            text[function.body_end :],
        )
        if function.own_line:
            start = "" if function.language == "python" else "\n"
            text = f"{before}{start}{note}{body}{after}"
        elif function.language == "python":
            text = f"{before.rstrip(' ')}\n{note}{indent}{body}{after}"
        else:
            text = f"{before}{{\n{note}{indent}return (\n{body}\n); }}{after}"
    return text
