"""Plays a situation of git: builds the repository, records what the learner sees, and runs the answer's commands."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from finetune.generate.play import Played, lay, play
from finetune.generate.proofs import Facts

_PRELUDE = r"""
use() {
  case $1 in
    test) to=@test@ ;; extra) to=@extra@ ;; doc|readme) to=README.md ;; *) to=@code@ ;;
  esac
  mkdir -p "$(dirname "$to")"
  if [ -f "../v/code.$1" ]; then cat "../v/code.$1" > "$to"; else cat "../v/$1" > "$to"; fi
}
put() { mkdir -p "$(dirname "$1")"; printf '%b' "$2" > "$1"; }
save() { git add -A && git commit -qm "$1"; }
start() { git init -q -b main && use readme && use base && save "@s1@"; }
origin() {
  git init -q --bare -b main ../origin.git && git remote add origin ../origin.git && git push -qu origin "${1:-main}"
}
mate() {
  rm -rf ../mate && git clone -q ../origin.git ../mate && cd ../mate && git switch -q "${3:-main}" && use "$1" &&
  git add -A && GIT_AUTHOR_NAME=@mate@ git commit -qm "$2" && git push -q && cd ../@repo@
}
"""
_AT = re.compile(r"@(\w+)@")


class Unplayable(Exception):
    """A situation did not come out as its matter says; the text has the command and what it said."""


def played(place: Path, inputs: Mapping[str, str]) -> Facts:
    """Plays one telling of a situation.

    Raises:
        Unplayable: a command failed that should not, or the end is another one.
    """
    script: dict[str, Any] = json.loads(inputs["script"])
    repo = place / script["words"]["repo"]
    repo.mkdir()
    lay(place / "v", {name: text for name, text in inputs.items() if name != "script"})
    play_of = _Play(repo, script)
    play_of.must(script["setup"])
    values = {name: play_of.must(command) for name, command in script["early"].items()}
    outputs = {command: play_of.says(command) for command in script["did"]}
    shown = {command: outputs[command] if command in outputs else play_of.says(command) for command in script["shows"]}
    before = play_of.known()
    values |= {name: play_of.must(command) for name, command in script["values"].items()}
    ran = play_of.answer(values)
    for line in script["then"]:
        play_of.ends(_valued(line, values))
    return {"shown": shown, "values": values, "ran": ran, "before": before, "known": play_of.known()}


class _Play:
    """A repository that is being played with."""

    def __init__(self, repo: Path, script: Mapping[str, Any]) -> None:
        self._repo, self._at, self._script = repo, repo, script
        words = {**script["paths"], **script["words"]}
        self._prelude = _AT.sub(lambda match: words[match[1]], _PRELUDE)

    def must(self, command: str) -> str:
        """What a command of the matter says; it has to work."""
        done = self._shell(f"set -e\n{self._prelude}\n{command}", self._repo)
        if done.exit:
            raise Unplayable(f"{command}: {done.said}")
        return done.said

    def says(self, command: str) -> str:
        """What a command of the learner says, whether it works or not."""
        # A first line of its own, since white space at the beginning of the output means something to git.
        return self._shell(f"echo .\n{command}", self._repo).said[1:].removeprefix("\n")

    def answer(self, values: Mapping[str, str]) -> list[list[str]]:
        """Runs the commands of the answer, block after block; gives them as they were run."""
        ran: list[list[str]] = []
        for number, block in enumerate(self._script["fences"], start=1):
            before = self._script["between"].get(str(number))
            if before:
                self.must(_valued(before, values))
            lines = [line for line in _valued(block, values).splitlines() if line.strip()]
            for line in lines:
                self._run(line, values)
            ran.append(lines)
        after = self._script["between"].get("end")
        if after:
            self.must(_valued(after, values))
        return ran

    def _run(self, line: str, values: Mapping[str, str]) -> None:
        if line.startswith("cd "):
            self._at = (self._at / line.split("#")[0].strip()[3:]).resolve()
            return
        done = self._shell(line, self._at, self._script["stdin"], **self._script["environment"])
        fails = [_valued(one, values) for one in self._script["fails"]]
        if bool(done.exit) != (line in fails):
            raise Unplayable(f"{line} ended with {done.exit}: {done.said}")

    def ends(self, line: str) -> None:
        """That a command says what the matter expects; lines are joined by a bar."""
        command, _, wanted = line.rpartition("=>")
        done = self._shell(command, self._at)
        said = " | ".join(one.strip() for one in done.said.splitlines())
        if said != wanted.strip():
            raise Unplayable(f"{command.strip()} says {said!r}, not {wanted.strip()!r}")

    def known(self) -> Sequence[str]:
        """The names that the repository has at the end: files, branches, tags, subjects."""
        commands = (
            "git ls-files",
            "git log --all --reflog --name-only --format=%s%n%an",
            "git for-each-ref --format='%(refname:short)'",
            "ls -A",
        )
        return [self._shell(command, self._repo).said for command in commands]

    def _shell(self, command: str, at: Path, stdin: str = "", **environment: str) -> Played:
        done = play(at, ["sh", "-c", command], stdin, **environment)
        said = done.said.replace(f"{self._repo.parent}/", "../").replace("../origin.git", self._script["url"])
        return Played(done.exit, said)


def _valued(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"«(\w+)»", lambda match: values.get(match[1], match[0]), text)
