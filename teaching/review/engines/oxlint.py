"""Runs oxlint (the `web` extra) over the TypeScript and JavaScript texts of a batch."""

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from teaching.review.engines.external import diagnose, locate, say_lost, version_of, write_copies
from teaching.review.engines.jobs import Found, Job, Outcome
from teaching.review.entry import Fact, Oxlint
from teaching.review.source import WEB

MISSING = "not installed: some TypeScript and JavaScript checks did not run; `pip install oxlint` adds them"
# A test that takes a missing value for a present one fails, and so says it.
_NOT_IN_TESTS = frozenset({"no-unsafe-optional-chaining"})
_NAMED = re.compile(r"[`'\"]([^`'\"]+)[`'\"]|-assignment of class (\w+)|variable (\w+)")
# Messages that command, judge, or do not say what stands there; `{0}` is the first thing that its own words name.
_OWN_WORDS = {
    "bad-comparison-sequence": "The result of one comparison, a boolean, is compared again here.",
    "bad-min-max-func": "`Math.min` and `Math.max` are nested here so that the result is always the same.",
    "bad-object-literal-comparison": "A value is compared with an object literal, and no two objects are equal.",
    "bad-replace-all-arg": "`replaceAll` is given a regular expression without the flag `g`.",
    "const-comparisons": "The two parts of this condition repeat or contradict each other.",
    "for-direction": "The counter of this loop moves away from where the loop would end.",
    "jsx-key": "An element of a list has no `key`.",
    "jsx-no-duplicate-props": "The prop `{0}` is given twice to this element.",
    "missing-throw": "An error is made here and not thrown.",
    "no-class-assign": "The class `{0}` is assigned a new value here.",
    "no-compare-neg-zero": "A value is compared with `-0`, which is equal to `0`.",
    "no-const-assign": "The constant `{1}` is assigned a new value here.",
    "no-direct-mutation-state": "`this.state` is changed in place here.",
    "no-dupe-class-members": "The class member `{0}` is declared twice.",
    "no-dupe-else-if": "The same condition was already tested earlier in this `if` chain.",
    "no-dupe-keys": "The key `{0}` stands in this object twice.",
    "no-duplicate-case": "The same `case` label stands in this `switch` twice.",
    "no-duplicate-enum-values": "Two members of this enum have the value `{0}`.",
    "no-empty-character-class": "This regular expression has an empty character class, which matches nothing.",
    "no-global-assign": "The global `{0}` is assigned a new value here.",
    "no-import-assign": "An imported name is assigned a new value here.",
    "no-invalid-remove-event-listener": "`removeEventListener` is given a function that was never added.",
    "no-loss-of-precision": "This number has more digits than can be kept.",
    "no-obj-calls": "`{0}` is called here, and it is not a function.",
    "no-setter-return": "A setter returns a value here.",
    "no-this-before-super": "`this` is used before `super()` has been called on every path.",
    "no-unsafe-finally": "The control flow is left inside a `finally` block, which ends any error that is on its way.",
    "no-unsafe-negation": "The `!` here belongs to the left side of `{0}` alone, not to the whole test.",
    "no-unsafe-optional-chaining": "What `?.` gives here may be `undefined`, and it is used as if it never were.",
    "prefer-const": "`{0}` is declared with `let` and never assigned again.",
    "use-isnan": "A value is compared with `NaN`, and `NaN` equals nothing, not even itself.",
    "valid-typeof": "`typeof` is compared with something that it never gives.",
    "void-dom-elements-no-children": "`<{0}>` is given children, and this element can have none.",
}


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
        diagnostics, lost = diagnose(_command(program, real, names), list(paths), real / "tree")
        for diagnostic in diagnostics:
            path = paths.get(str(real / "tree" / diagnostic["filename"]))
            if path is not None:
                _sort_out(diagnostic, path, mine, outcome)
    outcome.engines["oxlint"] = version_of(program)
    say_lost(outcome, "oxlint", (paths[name] for name in lost))
    return outcome


def _command(program: str, folder: Path, names: Sequence[str]) -> list[str]:
    # The configuration lies outside the tree that is linted, so no file of the student's can take its place.
    config = folder / "oxlintrc.json"
    plugins = sorted({name.split("/")[0] for name in names if "/" in name})
    rules = {name: "error" for name in names}
    config.write_text(
        json.dumps({"plugins": plugins, "categories": {"correctness": "off"}, "rules": rules}),
        encoding="utf-8",
    )
    return [
        program,
        "--config",
        str(config),
        "--format",
        "json",
        "--no-ignore",
        "--disable-nested-config",
    ]


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
        source = next((s for s in job.sources if s.path == path), None)
        if source is None or not {rule, full} & set(engine.rules) or (source.is_test and rule in _NOT_IN_TESTS):
            continue
        text = stated(str(diagnostic["message"]), rule)
        outcome.found.append(Found(number, path, Fact(line, line, text), rule))


def stated(message: str, rule: str) -> str:
    """What oxlint found, as a statement of what stands there."""
    own, named = _OWN_WORDS.get(rule), [name for pair in _NAMED.findall(message) for name in pair if name]
    if own is not None and all(f"{{{number}}}" not in own for number in range(len(named), 2)):
        return own.format(*named)
    return message.rstrip(".") + "."
