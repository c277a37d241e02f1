"""The stage `combine`: any number of files and our own examples, in one form, each once, split, and counted.

Texts that look like control tokens (`<|eot_id|>`) stay as they are: content is tokenised apart from them, in training
as in serving (`teaching.prompts.chat.segments`), so they cannot end a turn. They are counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from finetune import foreign
from finetune.combine import judged
from finetune.combine.sorting import GENERATE, Count, Place, Sorting, copies, whole
from finetune.combine.splitting import split
from finetune.config import JSON
from finetune.evaluate import bank
from finetune.examples import Example, lines, read
from finetune.stages import Work
from teaching.errors import BadInputError, RefusedError

TRAIN, HELD, ASIDE, FUNNEL = "train.jsonl", "held.jsonl", "set-aside.jsonl", "funnel.json"
_CONTROL = re.compile(r"<\|[\w ]{1,40}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>")
_FIRST = 3  # broken lines that are said at once; all of them stand in set-aside.jsonl


def run(work: Work) -> Mapping[str, JSON]:
    """Writes `train.jsonl`, `held.jsonl`, what was set aside with the reason, and the counts.

    Raises:
        BadInputError: a file cannot be read, `data.weights` names no source, or a line is broken and `data.strict` set.
        RefusedError: no example is left.
    """
    data, named = work.config.data, sources(work.config.data.files)
    sorting = Sorting(data.likeness, data.longest, weights(data.weights, named), work.config.seed)
    judgement = [*bank.examples(), *(one for file in data.evaluation for one in _evaluation(file))]
    sorting.keep_out(judgement)
    made = work.inputs["generate"] / "examples.jsonl"
    if made.exists() and sorting.takes(GENERATE):  # it may be there from a run that wanted it
        for number, example in enumerate(read(made), 1):
            sorting.take(example, Place(GENERATE, number))
    for name, file in named.items():
        _take(sorting, name, file, work)
    train, held = _parted(sorting, judgement, work)
    for name, count in sorting.counts.items():
        work.say(f"{name}: {count.words()}")
        if count.unused:
            work.say(f"{name}: not used: the fields {', '.join(sorted(count.unused)[:8])}")
    if not train:
        raise RefusedError(
            "no example is left to train on: see data.likeness, data.weights, and data.held, which takes some away"
        )
    _write(work.folder, train, held, sorting)
    return _facts(train, held, sorting.total(), sorting.counts)


def sources(files: Sequence[Path]) -> dict[str, Path]:
    """The files by what they are called here: their names, or their whole paths where two have the same."""
    names = Counter(file.name for file in files)
    return {file.name if names[file.name] == 1 else str(file): file for file in files}


def weights(given: Mapping[str, float], named: Mapping[str, Path]) -> dict[str, float]:
    """The weights by source; they may be given by a file's name, with or without its ending, or by its path.

    Raises:
        BadInputError: for one that fits no source.
    """
    known = {GENERATE: GENERATE}
    for name, file in named.items():
        known |= {spelled: name for spelled in (file.stem, str(file), name) if spelled != GENERATE}
    for spelled in given:
        if spelled not in known:
            raise BadInputError(
                f"data.weights.{spelled} fits no source: there are {', '.join(dict.fromkeys(known.values()))}"
            )
    return {known[spelled]: weight for spelled, weight in given.items()}


def _take(sorting: Sorting, name: str, file: Path, work: Work) -> None:
    told = 0
    for line in foreign.read(file):
        place = Place(name, line.number, line.until)
        if line.example is not None:
            sorting.take(line.example, place, line.unused)
            continue
        if work.config.data.strict:
            raise BadInputError(f"{file}:{line.number}: {line.reason}: mend the line, or leave --strict out")
        sorting.reject(place, line.reason, line.text)
        told += 1
        if told <= _FIRST:
            work.say(f"{place}: set aside: {line.reason}")
    if told > _FIRST:
        work.say(f"{name}: {told - _FIRST:,} more lines set aside: see {ASIDE}")


def _evaluation(file: Path) -> Iterable[Example]:
    """What must not be trained on: a line of it that is not understood would leave a hole."""
    for line in foreign.read(file):
        if line.example is None:
            raise BadInputError(f"{file}:{line.number} of data.evaluation: {line.reason}: mend the line")
        name = line.example.id if line.example.id != "-" else f"{file.name}:{line.number}"
        yield line.example.model_copy(update={"id": name})


def _parted(sorting: Sorting, judgement: Sequence[Example], work: Work) -> tuple[list[Example], list[Example]]:
    """Both sides; what is held for a toy is trained on too, so only the evaluation is kept out of its training."""
    config = work.config
    _, held = split([one for _, one in sorting.kept], config)
    apart = set[str]() if config.base.toy else {one.id for one in held}
    numbers = [number for number, (_, one) in enumerate(sorting.kept) if one.id not in apart]
    against = [*judgement, *(held if apart else [])]
    found = judged.found(
        [sorting.kept[number][1] for number in numbers], [sorting.hashed[number] for number in numbers], against
    )
    reasons = {numbers[place]: reason for place, reason in found.items()}
    sorting.judged(reasons)
    train: list[Example] = []
    by_source = weights(config.data.weights, sources(config.data.files))
    for number in numbers:
        if number not in reasons:
            place, one = sorting.kept[number]
            count = copies(one.id, by_source.get(place.source, 1.0), config.seed)
            sorting.counts[place.source].trained += count
            train += [one] * count
    origin = {one.id: place.source for place, one in sorting.kept}
    trained = {one.id for one in train}
    held = [one for one in held if one.id in apart or one.id in trained]
    for one in held:
        sorting.counts[origin[one.id]].held += 1
    return train, held


def _write(folder: Path, train: Sequence[Example], held: Sequence[Example], sorting: Sorting) -> None:
    (folder / TRAIN).write_text(lines(train), encoding="utf-8")
    (folder / HELD).write_text(lines(held), encoding="utf-8")
    with (folder / ASIDE).open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in sorting.aside)
    funnel = {
        "total": sorting.total().plain(),
        "sources": {name: count.plain() for name, count in sorting.counts.items()},
        "phases": dict(Counter(one.phase for one in train)),
    }
    (folder / FUNNEL).write_text(json.dumps(funnel, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _facts(
    train: Sequence[Example], held: Sequence[Example], total: Count, counts: Mapping[str, Count]
) -> dict[str, JSON]:
    return {
        "words": f"{len(train):,} to train on, {len(held):,} held; {total.words()}",
        "train": len(train),
        "held": len(held),
        "rejected": total.drops.total(),
        "funnel": {name: count.plain() for name, count in counts.items()},
        "with_control_tokens": len({one.id for one in (*train, *held) if _CONTROL.search(whole(one))}),
        "phases": dict(Counter(one.phase for one in train)),
    }
