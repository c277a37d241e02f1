"""Git as a workflow: situations are played in a repository, and the commands that an answer names are run in it.

The matter is a table of situations, told in three ways each, and a table of small repositories that they happen in.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from finetune.generate.ground import Ground
from finetune.generate.kinds.gitplay import played
from finetune.generate.kinds.slots import filled, folder, shuffled, tables
from finetune.generate.model import Candidate, Check, require
from finetune.generate.proofs import Job
from teaching.mentor.checking import Wanted, problem
from teaching.mentor.habits import FENCE, fences, prose

_SUBJECTS = ["Explain more", "Test the first version"]
_MOST_WORDS = 230
_BATCH = 8
_SPAN = re.compile(r"`([^`\n]+)`")
_DIGEST = re.compile(r"(?<![\w#])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?!\w)")
_SETTING = re.compile(r"(?:advice|branch|commit|core|diff|fetch|merge|pull|push|rebase|remote|rerere|user)\.[a-z]\w+")
_DANGER = re.compile(
    r"git (?:reset\b[^\n]*--hard|clean\b[^\n]*-\w*f|branch\b[^\n]*-D|stash (?:drop|clear)|"
    r"push\b[^\n]*--force-with-lease|push\b[^\n]*--delete|restore (?!--staged)|checkout -- |"
    r"worktree remove|rebase --skip|rm\b(?![^\n]*--cached))"
)
_LOSS = re.compile(
    r"\b(?:los(?:e|es|t|ing|s)|gone|throws?|thrown|discards?|discarded|overwrit\w+|delet\w+|wip(?:es?|ed)|disappears?|"
    r"vanish\w*|destroy\w*|no undo|no way back|unrecoverable|replaces?|replaced|drops?|dropped|kept|keeps?|"
    r"survives?)\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"git (?:status|diff|log|show|reflog|stash (?:list|show)|branch(?: -\w+)*\s*$|branch --merged|clean -\w*n|fsck|"
    r"fetch|worktree list|range-diff|blame|ls-files|ls-remote)",
    re.MULTILINE,
)
_OTHERS = re.compile(
    r"\b(?:anyone|anybody|someone|somebody|nobody|no one|who|team|teammates?|colleagues?|others?|reviewers?|alone|"
    r"only you|yours|people|else)\b",
    re.IGNORECASE,
)
# What git itself calls something, and words of its output.
_WORDS: Final = frozenset(
    "HEAD HEAD~1 HEAD~ HEAD^ HEAD~2 HEAD~3 ORIG_HEAD rm MERGE_HEAD FETCH_HEAD origin upstream main origin/main "
    "@{u} -- - <<<<<<< ======= >>>>>>> .git .gitignore y n s e q pick fixup squash reword edit drop TODO(human) a "
    "b 1 2 3 ?? M D A R Merge: .git/info/exclude {} 0 125 stash@{0} HEAD~1~1 HEAD^1 HEAD^2 --ours --theirs feat "
    "feat/ fix fix/ refactor .gitattributes .gitkeep includeIf < > + = set-url ! UU wip REBASE_HEAD fixup! "
    "HEAD@{1} ours theirs".split()
)
_PROMPTS: Final = ("$ ", "$ ", "> ", "«repo»$ ", "«repo» % ", "PS D:\\code\\«repo»> ", "")
# What PowerShell does not have, or has with another meaning.
_POSIX = re.compile(r"^(?:ls|cat|echo|touch|mv|cp|rm|mkdir)\b|\$\(|&&", re.MULTILINE)


@dataclass(frozen=True)
class Situation:
    """Something that happens to people who use git.

    Attributes:
        setup: a script that brings it about.
        did: commands of the learner that belong to it, run after the setup.
        shows: lists of commands whose output the learner may paste; one list is drawn.
        reveals: commands that are pasted besides where an answer would else know more than it was shown.
        asks: ways in which the learner asks.
        values: values that only the repository knows, by the command that prints them.
        early: the same, asked for before the learner did what they did.
        texts: the answers, each with the commands' outcome.
    """

    name: str
    setup: str
    did: Sequence[str]
    shows: Sequence[Sequence[str]]
    reveals: Sequence[str]
    asks: Sequence[str]
    values: Mapping[str, str]
    early: Mapping[str, str]
    texts: Sequence[Mapping[str, Any]]


def candidates(ground: Ground, chance: Random) -> Iterator[Candidate]:
    """Situations in repositories drawn by chance, told in one way after the other."""
    known = situations()
    places = worlds()
    order = {one.name: shuffled(one.texts, chance) for one in known}
    for turn in range(max(len(one.texts) for one in known)):
        todo = [
            Telling(one, order[one.name][turn], chance.choice(places), chance)
            for one in shuffled(known, chance)
            if turn < len(one.texts)
        ]
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            for told, facts in zip(batch, ground.proofs.all([one.job for one in batch]), strict=True):
                yield told.candidate(facts)


def way_to_ask(one: Situation, text: Mapping[str, Any], chance: Random) -> str:
    """A way to ask that this text answers: one that says “yes” needs a question that can be answered so."""
    fits: Sequence[int] = text.get("fits", range(len(one.asks)))
    return chance.choice([one.asks[number] for number in fits])


def prompts(one: Situation, text: Mapping[str, Any]) -> Sequence[str]:
    """Prompts that fit: no PowerShell for commands of another shell, and no clone's name outside of the clone."""
    code = "\n".join(code for tag, code in fences(text["say"]) if tag == "sh")
    outside = any("../elsewhere" in command for command in one.did)
    return [
        prompt
        for prompt in _PROMPTS
        if not ((outside and "«repo»" in prompt) or (prompt.startswith("PS ") and _POSIX.search(code)))
    ]


@cache
def situations() -> Sequence[Situation]:
    """All that lie in the matter."""
    return [
        Situation(
            one["name"],
            one.get("setup", "start"),
            one.get("did", ()),
            one.get("shows", [[]]),
            one.get("reveals", ()),
            one["asks"],
            one.get("values", {}),
            one.get("early", {}),
            one["text"],
        )
        for one in tables("git")
        if one["file"] != "worlds"
    ]


@cache
def worlds() -> Sequence[Mapping[str, Any]]:
    """The repositories that situations happen in."""
    return tables("git", "worlds")


def versions(world: Mapping[str, Any]) -> Mapping[str, str]:
    """The files of a repository in all their states, by the word that a script uses for each."""
    base = world["base"].lstrip("\n")
    changes = {name: world[name] for name in ("two", "rival", "settled", "three")}
    states = {"base": base, **{name: base.replace(*change) for name, change in changes.items()}}
    states["both"] = states["two"].replace(*changes["three"])
    states["rivalthree"] = states["rival"].replace(*changes["three"])
    states["settledthree"] = states["settled"].replace(*changes["three"])
    readme = f"# {world['repo']}\n"
    files = {f"code.{name}": text for name, text in states.items()}
    return {
        **files,
        "test": world["test_text"],
        "extra": world["extra_text"],
        "readme": readme,
        "doc": f"{readme}\n{world['doc_line']}\n",
    }


class Telling:
    """A situation in one repository, told in one way."""

    def __init__(self, one: Situation, text: Mapping[str, Any], world: Mapping[str, Any], chance: Random) -> None:
        """Takes what happens, how it is told, where it happens, and the chances that draw what the learner says."""
        self._one, self._text, self._world = one, text, world
        self._values = {name: value for name, value in world.items() if isinstance(value, str)}
        self._values |= {
            "old_line": world["two"][0],
            "two_line": world["two"][1],
            "rival_line": world["rival"][1],
            "stem": Path(world["code"]).name,
            "folder": str(Path(world["code"]).parent),
        }
        self._ask, self._prompt = way_to_ask(one, text, chance), chance.choice(prompts(one, text))
        # The learner pastes one of the lists, and more where an answer would say what that does not show.
        shows = shuffled(one.shows, chance)
        self._shows = [*shows, *(list(dict.fromkeys([*some, *one.reveals])) for some in shows)]
        every = list(dict.fromkeys(command for some in self._shows for command in some))
        between = {number: self._fill(script) for number, script in text.get("between", {}).items()}
        script = {
            "setup": self._fill(one.setup),
            "did": [self._fill(command) for command in one.did],
            "shows": [self._fill(command) for command in every],
            "values": {name: self._fill(command) for name, command in one.values.items()},
            "early": {name: self._fill(command) for name, command in one.early.items()},
            "fences": [code for tag, code in fences(self._fill(text["say"])) if tag == "sh"],
            "fails": [self._fill(command) for command in text.get("fails", ())],
            "between": between,
            "then": [self._fill(line) for line in text.get("then", ())],
            "stdin": text.get("stdin", ""),
            "environment": text.get("environment", {}),
            "paths": {"code": world["code"], "test": world["test"], "extra": world["extra"]},
            "words": {"s1": world["s1"], "mate": world["mate"], "repo": world["repo"]},
            "url": f"git.example.org:{world['repo']}.git",
        }
        inputs = {"script": json.dumps(script, sort_keys=True), **versions(world)}
        self.job = Job("git", inputs, played, ("git",), ("finetune.generate.play",))

    def _fill(self, text: str) -> str:
        return filled(text, self._values, rest=True)

    def _pasted(self, shows: Sequence[str], shown: Mapping[str, str], values: Mapping[str, str]) -> str:
        prompt = filled(self._prompt, values)
        commands = [self._fill(command) for command in shows]
        return "\n\n".join(f"{prompt}{self._typed(one)}\n{shown[one]}".rstrip() for one in commands)

    def _typed(self, command: str) -> str:
        """A command as the learner typed it, who stood in the folder that we only name."""
        return self._fill(command).replace("git -C ../elsewhere ", "git ")

    def candidate(self, facts: Mapping[str, Any]) -> Candidate:
        """The example, with what came out when it was played."""
        values = {**self._values, **facts["values"]}
        instruction, output = (filled(text, values).strip() for text in (self._ask, self._text["say"]))
        pastes = [self._pasted(shows, facts["shown"], values) for shows in self._shows]
        enough = (one for one in pastes if not unseen(output, f"{instruction}\n{one}", self._world, facts))
        pasted = next(enough, pastes[-1])
        known = "\n".join((instruction, pasted, *facts["known"], *(line for block in facts["ran"] for line in block)))
        return Candidate(
            instruction,
            pasted,
            output,
            "shell",
            {"situation": self._one.name, "repository": self._world["repo"], "proof": self.job.key},
            checks(facts, known, f"{instruction}\n{pasted}", self._world),
            questions=(1, 1),
            audience=self._text["to"],
        )


def unseen(output: str, seen: str, world: Mapping[str, Any], facts: Mapping[str, Any]) -> Sequence[str]:
    """What an answer says of the repository that nobody could know who saw only this.

    Names that the answer gives itself, to a branch or a commit, are no knowledge.
    """
    before = "\n".join([*facts["before"], world["code"]])
    code, said = "\n".join(code for _, code in fences(output)), FENCE.sub("\n", output)
    names = [world[name] for name in ("code", "test", "extra", "feature", "junk", "secret")]
    lines = [world["two"][0], world["two"][1], world["rival"][1]]
    subjects = [f'"{text}"' for text in [*(world[name] for name in ("s1", "s2", "s3", "sr", "sx")), *_SUBJECTS]]
    wanted = [name for name in names if name in output and name in before]
    wanted += [line for line in lines if line in output]
    wanted += re.findall(rf"\b{world['mate']}\b", output)
    wanted += [text.strip('"') for text in (*subjects, world["why"]) if text in said and text.strip('"') not in code]
    wanted += _DIGEST.findall(output)
    return [text for text in wanted if text not in seen]


def checks(facts: Mapping[str, Any], known: str, seen: str, world: Mapping[str, Any]) -> Sequence[Check]:
    """What an answer about git must hold.

    Args:
        facts: of the play.
        known: all text that names may come from.
        seen: what the learner wrote.
        world: the repository.
    """

    def invents(output: str) -> str:
        missing = unseen(output, seen, world, facts)
        require(not missing, f"the learner never showed {missing[0] if missing else ''}")
        return "it speaks of what was shown"

    return (
        Check("commands-proven", lambda output: _proven(output, facts["ran"])),
        Check("names-real", lambda output: _real(output, known)),
        Check("invents-nothing", invents),
        Check("digests-real", lambda output: _digests(output, f"{known}\n{' '.join(facts['values'].values())}")),
        Check("looks-first", _careful),
        Check("asks-first", _asks),
        Check("serving-takes-it", _taken),
    )


def _proven(output: str, ran: Sequence[Sequence[str]]) -> str:
    said = [[line for line in code.splitlines() if line.strip()] for tag, code in fences(output) if tag == "sh"]
    require(said == [list(block) for block in ran], "its commands are not those that were run")
    return f"{sum(map(len, said))} commands were run"


def _real(output: str, known: str) -> str:
    spans = [span for span in _SPAN.findall(output) if not span.startswith("-")]
    for span in spans:
        if span.startswith("git "):
            require(span.split()[1] in _COMMANDS, f"git has no {span.split()[1]}")
        elif " " not in span:
            require(
                span in _WORDS or _SETTING.match(span) or span.rstrip("/") in known,
                f"{span} is nowhere in the repository",
            )
    return f"{len(spans)} names"


def _digests(output: str, known: str) -> str:
    told = _DIGEST.findall(output)
    unknown = [digest for digest in told if digest not in known]
    require(not unknown, f"{unknown[0] if unknown else ''} is no commit of the repository")
    return f"{len(told)} commits"


def _careful(output: str) -> str:
    danger = _DANGER.search("\n".join(code for tag, code in fences(output) if tag == "sh"))
    if danger is None:
        return "nothing can be lost"
    require(_LOSS.search(prose(output)), f"it does not say what {danger[0]} costs")
    before = output[: output.index(danger[0])]
    require(_LOOKS.search(before), f"it has nobody look before {danger[0]}")
    return "one looks first"


def _asks(output: str) -> str:
    if "--force-with-lease" not in "\n".join(code for _, code in fences(output)):
        return "it rewrites nothing that was pushed"
    require(_OTHERS.search(prose(output)), "it rewrites what was pushed, and asks after nobody")
    return "it asks who has it"


def _taken(output: str) -> str:
    why = problem(output, Wanted(folder("git"), _MOST_WORDS))
    require(not why, why)
    return "taken"


_COMMANDS: Final = frozenset(
    "add am apply archive bisect blame branch bundle cherry checkout cherry-pick clean clone commit config "
    "describe diff fetch fsck gc grep help init log ls-files ls-remote ls-tree maintenance merge merge-base mv "
    "notes pull push range-diff rebase reflog remote reset restore rev-list rev-parse revert rm shortlog show "
    "show-ref sparse-checkout stash status submodule switch tag update-index worktree check-ignore filter-repo "
    "rerere".split()
)
