"""Has our own review look at small projects, and at the file of a seeded defect."""

import json
from collections.abc import Mapping
from pathlib import Path

from finetune.generate.play import lay, play
from finetune.generate.proofs import Facts
from teaching.review.review import Request, review, rules_of


def reviewed(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """What our review finds, and how it understands the rules."""
    found: dict[str, object] = {}
    for which in ("code", "spoiled"):
        if inputs[which]:
            place = folder / which
            lay(place, {"CLAUDE.md": inputs["constitution"], inputs["path"]: inputs[which].lstrip("\n")})
            told = review(Request(place, inputs["path"], scope="all", max_findings=0))
            found[which] = [
                {"check": one.check, "source": one.rule.source, "line": one.line, "end": one.end_line, "hint": one.hint}
                for one in told.findings
            ]
    place = folder / "rules"
    lay(place, {"CLAUDE.md": inputs["constitution"], inputs["path"]: inputs["code"].lstrip("\n") or "\n"})
    views = rules_of(place).rules
    found["rules"] = [{"quote": one.quote, "source": one.source, "status": one.status} for one in views]
    return json.loads(json.dumps(found))


def found_in(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """The finding under the defect's rule and the file that has it; nothing where the file alone does not show it."""
    path = inputs["path"]
    lay(folder, {path: inputs["code"], "CLAUDE.md": inputs["constitution"]})
    play(folder, ["git", "init", "--quiet", "--template="])
    done = play(folder, ["git", "apply", f"--include={path}", "-"], stdin=inputs["patch"])
    if done.exit:
        return {}
    text = (folder / path).read_text(encoding="utf-8")
    told = review(Request(folder, path, scope="all", max_findings=0))
    wanted = " ".join(inputs["rule"].split())
    same = [one for one in told.findings if wanted in " ".join(one.rule.quote.split())]
    if not same or text == inputs["code"]:
        return {}
    one = same[0]
    told_of = json.loads(one.model_dump_json(exclude={"id"}))
    return {"finding": told_of, "text": text}
