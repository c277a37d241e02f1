"""Runs oxlint (the `web` extra) over the TypeScript and JavaScript texts of a batch."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from teaching.repository.processes import run
from teaching.review.engines.external import locate, write_copies
from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Fact, Oxlint
from teaching.review.source import WEB

MISSING = "not installed: some TypeScript and JavaScript checks did not run; `pip install oxlint` adds them"


def analyse(jobs: Sequence[Job]) -> Outcome:
    """Runs oxlint once with every rule that the batch asks for; says so where it is not installed."""
    mine = [(number, job, job.engine) for number, job in enumerate(jobs) if isinstance(job.engine, Oxlint)]
    sources = {s.path: s for _, job, _ in mine for s in job.sources if s.language in WEB}
    outcome = Outcome()
    if not sources:
        return outcome
    program = locate("oxlint")
    if program is None:
        outcome.engines["oxlint"] = MISSING
        return outcome
    with tempfile.TemporaryDirectory(prefix="teach-oxlint-") as folder:
        real = Path(os.path.realpath(folder))
        paths = write_copies(real / "tree", sources.values())
        names = sorted({name for _, _, engine in mine for name in engine.rules})
        for diagnostic in _diagnostics(program, real, names):
            path = paths.get(str(real / "tree" / diagnostic["filename"]))
            if path is not None:
                _sort_out(diagnostic, path, mine, outcome)
    outcome.engines["oxlint"] = run([program, "--version"], cwd=Path.cwd()).stdout.decode().split()[-1]
    return outcome


def _diagnostics(program: str, folder: Path, names: Sequence[str]) -> list[dict[str, Any]]:
    # The configuration lies outside the tree that is linted, so no file of the student's can take its place.
    config = folder / "oxlintrc.json"
    plugins = sorted({name.split("/")[0] for name in names if "/" in name})
    rules = {name: "error" for name in names}
    config.write_text(
        json.dumps({"plugins": plugins, "categories": {"correctness": "off"}, "rules": rules}),
        encoding="utf-8",
    )
    argv = [
        program,
        "--config",
        str(config),
        "--format",
        "json",
        "--no-ignore",
        "--disable-nested-config",
        ".",
    ]
    done = run(argv, cwd=folder / "tree", timeout_s=120)
    return cast("list[dict[str, Any]]", json.loads(done.stdout)["diagnostics"])


def _sort_out(
    diagnostic: Mapping[str, Any], path: str, mine: Sequence[tuple[int, Job, Oxlint]], outcome: Outcome
) -> None:
    spans = [label["span"] for label in diagnostic["labels"]]
    line = int(spans[-1]["line"]) if spans else 1
    code = str(diagnostic.get("code", ""))
    if not code:
        outcome.partial.setdefault(path, f"syntax error at line {line}: {diagnostic['message']}")
        return
    # `eslint(no-dupe-keys)` is `no-dupe-keys`, `eslint-plugin-react(jsx-key)` is `react/jsx-key`.
    plugin, _, rest = code.partition("(")
    rule = rest.rstrip(")")
    full = f"{plugin.removeprefix('eslint-plugin-').removeprefix('typescript-eslint')}/{rule}"
    for number, job, engine in mine:
        if {rule, full} & set(engine.rules) and any(s.path == path for s in job.sources):
            text = str(diagnostic["message"]).rstrip(".") + "."
            outcome.found.append(Found(number, path, Fact(line, line, text), rule))
