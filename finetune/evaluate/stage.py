"""The stage `evaluate`: asks the tuned model, its base and the controls everything, and reports how they compare.

Nothing in the reports depends on the hour: what took how long stands in `events.jsonl` alone.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from finetune.config import JSON
from finetune.evaluate import bank, blind, boxed, page, rating, results, words
from finetune.evaluate.asking import all_answers
from finetune.evaluate.contestants import Contestant, contestant, control
from finetune.evaluate.controls import CONTROLS
from finetune.evaluate.model import METRICS, Item
from finetune.evaluate.results import Judged
from finetune.evaluate.verdict import BASE, REPORT, TUNED, objection
from finetune.export.names import file_name
from finetune.progress import bar
from finetune.stages import Late, Work
from teaching.errors import RefusedError

_CONVERT = Late("finetune.evaluate.converting:run")
_FILES = ("report.md", "report.json", "report.html", "answers.jsonl", "events.jsonl")


def run(work: Work) -> Mapping[str, JSON]:
    """Writes the reports, the answers with their scores, and the page for raters.

    Raises:
        RefusedError: a control does not get the marks that it should.
    """
    settings = work.config.evaluate
    items = bank.chosen(settings.items, work.config.seed)
    every: list[Judged] = []
    calls = list(_called(work))
    with bar(len(items) * len(calls), lambda: "") as step:
        for name, call in calls:
            who, answers = all_answers(call, items, work.kept / f"answers-{name}.jsonl", step)
            every.append(results.judged(who, items, answers))
    _sound(every)
    report = results.report(every, items, bank.digest(items), work.config.seed, boxed.kind())
    _write(work.folder, report, every, items, toy=_is_toy(work))
    _raters(work, every, items)
    for one in every:
        work.say(_in_short(report, one))
    return _facts(work, report)


def _called(work: Work) -> Iterator[tuple[str, Callable[[], Contestant]]]:
    """Who is judged, each called in its turn: two models of eight billion parameters need not be in memory at once."""
    named: dict[str, str] = dict(work.config.evaluate.models)
    most = work.config.evaluate.max_tokens
    if work.inputs and not _is_toy(work):
        gguf = work.inputs["export"] / "gguf" / file_name(work.config.name, work.config.export.serve)
        named = {TUNED: str(gguf), BASE: str(work.inputs["base"]), **named}
    for name, spec in named.items():
        is_base = name == BASE and spec == str(work.inputs.get("base"))

        def call(name: str = name, spec: str = spec, is_base: bool = is_base) -> Contestant:
            if is_base:
                spec = str(_converted(work, Path(spec)))
            return contestant(name, spec, most, lambda folder: _converted(work, folder))

        yield name, call
    if work.inputs:
        for name in CONTROLS:
            yield name, lambda name=name: control(name, name)


def _converted(work: Work, folder: Path) -> Path:
    place = work.kept / f"converted-{folder.name}"
    place.mkdir(parents=True, exist_ok=True)
    made = _CONVERT(replace(work, folder=place, inputs={"base": folder}))
    return place / str(made["gguf"])


def _is_toy(work: Work) -> bool:
    return bool(work.inputs) and work.config.base.toy


def _sound(every: Sequence[Judged]) -> None:
    """The controls get what they deserve, or nothing else here means anything."""
    for one in every:
        rates = [score.passed for score in one.scores]
        if one.who.about == "the control oracle" and not all(rates):
            wrong = next(score for score in one.scores if not score.passed)
            raise RefusedError(f"the perfect answer to {wrong.item} failed here: see `python -m finetune doctor`")
        if one.who.about == "the control null" and any(rates):
            wrong = next(score for score in one.scores if score.passed)
            raise RefusedError(f"an empty answer to {wrong.item} passed: nothing is judged with such an item")


def _write(
    folder: Path, report: Mapping[str, JSON], every: Sequence[Judged], items: Sequence[Item], *, toy: bool
) -> None:
    (folder / REPORT).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(words.markdown(report, toy), encoding="utf-8")
    (folder / "report.html").write_text(page.html(report, every, items, toy), encoding="utf-8")
    with (
        (folder / "answers.jsonl").open("w", encoding="utf-8") as answers,
        (folder / "events.jsonl").open("w", encoding="utf-8") as events,
    ):
        for one in every:
            for answer, score in zip(one.answers, one.scores, strict=True):
                row = {"model": one.who.name, **asdict(answer), "score": asdict(score), "passed": score.passed}
                events.write(json.dumps({"model": one.who.name, "item": answer.item, "s": row.pop("seconds")}) + "\n")
                answers.write(json.dumps(row, ensure_ascii=False) + "\n")


def _raters(work: Work, every: Sequence[Judged], items: Sequence[Item]) -> None:
    """A page for the first two models; controls need no raters."""
    models = [one for one in every if not one.who.about.startswith("the control ")]
    models = models if len(models) > 1 or work.inputs else list(every)
    if len(models) < 2:
        return
    text, key = blind.page(models[0], models[1], items, work.config.seed)
    (work.folder / blind.PAGE).write_text(text, encoding="utf-8")
    (work.folder / rating.KEY).write_text(key.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _in_short(report: Mapping[str, JSON], one: Judged) -> str:
    passed = [f"{metric} {_count(one, metric)}" for metric in METRICS]
    return f"{one.who.name}: {', '.join(passed)}"


def _count(one: Judged, metric: str) -> str:
    rows = [score.passed for score in one.heard if score.metric == metric]
    return f"{sum(rows)}/{len(rows)}"


def _facts(work: Work, report: Mapping[str, JSON]) -> dict[str, JSON]:
    against = objection(report)
    if work.inputs and not _is_toy(work):
        told = against or "better than its base beyond the interval"
    else:
        told = "controls only: a toy is not judged" if work.inputs else "reported"
    return {"words": told, "items": report["items"], "better": against is None}


def alone(work: Work) -> Mapping[str, JSON]:
    """The same outside a run: the models that were named, into a folder that may have an older report."""
    kept = work.kept
    kept.mkdir(parents=True, exist_ok=True)
    for name in (*_FILES, blind.PAGE, rating.KEY):
        (work.folder / name).unlink(missing_ok=True)
    facts = run(work)
    for made in kept.glob("converted-*"):
        shutil.rmtree(made)
    return facts
