"""Plays attacks on small programs, and asks a repository for a secret that was taken out of it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from finetune.generate.play import lay, play
from finetune.generate.proofs import Facts
from teaching.errors import BadInputError

_TAILS: Final = {
    "py": "\nimport json as _json\nprint(_json.dumps({'hit': bool(hit), 'got': str(got), 'fair': bool(fair)}))\n",
    "js": "\nconsole.log(JSON.stringify({ hit: Boolean(hit), got: String(got), fair: Boolean(fair) }));\n",
}
_SAID = re.compile(r'^\{"hit".*\}$', re.MULTILINE)


def attacked(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """How the attack ended on either code."""
    path = inputs["path"]
    script = path.endswith((".ts", ".js"))
    program, name = ("node", "attack.mjs") if script else ("python", "attack.py")
    found: dict[str, Any] = {}
    for which in ("shown", "other"):
        place = folder / which
        package = {"package.json": '{"type": "module"}\n'} if script else {}
        text = inputs["attack"] + _TAILS["js" if script else "py"]
        lay(place, {path: inputs[which], name: text, **package})
        done = play(place, [program, name])
        said = _SAID.search(done.said)
        if done.exit or said is None:
            raise BadInputError(f"{path}: the attack itself broke: {done.said[-400:]}")
        found[which] = json.loads(said[0])
    return found


def leaked(folder: Path, inputs: Mapping[str, str]) -> Facts:
    """How a repository remembers a secret that a later commit took out."""
    path, secret = inputs["path"], inputs["secret"]

    def git(*words: str) -> str:
        done = play(folder, ["git", *words])
        if done.exit:
            raise BadInputError(f"git {words[0]}: {done.said[-200:]}")
        return done.said

    git("init", "--quiet", "--initial-branch=main", "--template=")
    lay(folder, {"README.md": "notes\n"})
    for message, text in (("Begin", ""), ("Add settings", inputs["code"]), ("Remove key", inputs["clean"])):
        lay(folder, {path: text} if text else {})
        git("add", "--all")
        git("commit", "--quiet", "--message", message)
    commits = git("log", "--oneline", f"-S{secret}", "--", path).splitlines()
    return {
        "commits": len(commits),
        "now": secret in git("show", f"HEAD:{path}"),
        "before": secret in git("show", f"HEAD~1:{path}"),
    }
