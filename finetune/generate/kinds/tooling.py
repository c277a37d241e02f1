"""What the kinds about the client's own tooling share: situations in TOML, numbers drawn for them, numbered quotes."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

from finetune.generate.bank import REGISTERS, Register
from finetune.generate.checking import fenced, says
from finetune.generate.model import Candidate, Check, require
from teaching.commands.lint import lint_text
from teaching.commands.markdown_files import FileKind
from teaching.commands.report import Problem
from teaching.commands.tools import split
from teaching.mentor.habits import FENCE

Item = Mapping[str, Any]
_One = TypeVar("_One")
_LARGE = 1000
SPAN = re.compile(r"`[^`\n]+`")
_NUMBER = re.compile(r"(?<![\w.,/-])\d[\d,]*(?![\w/])")


def items(kind: str, table: str = "item") -> list[Item]:
    """Every situation of a kind, in the order of its files."""
    folder = files("finetune.generate") / "matter" / kind
    found: list[Item] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found += tomllib.loads(file.read_text(encoding="utf-8")).get(table, [])
    return found


def drawn(item: Item, chance: Random) -> Item:
    """A situation whose `%name%` are filled in: what `draw` has for a name, one of it."""
    values = {name: chance.choice(options) for name, options in item.get("draw", {}).items()}
    return {key: _filled(value, values) for key, value in item.items() if key != "draw"}


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in values.items():
            value = value.replace(f"%{name}%", text)
        return value
    if isinstance(value, list):
        return [_filled(one, values) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def told(item: Item, name: str, to: Register) -> str:
    """What somebody of a register says: of three texts the one that is theirs."""
    texts: Sequence[str] = item[name]
    return texts[REGISTERS.index(to)]


def turns(situations: Sequence[Item], forms: Sequence[_One], chance: Random) -> Iterator[tuple[Item, _One, Register]]:
    """Every situation in every form, a form each round; its audience changes from round to round."""
    order = list(situations)
    chance.shuffle(order)
    for number in range(len(forms)):
        for place, item in enumerate(order):
            to = REGISTERS[_AUDIENCES[(place * 3 + number * 4 + place // 10) % len(_AUDIENCES)]]
            yield item, forms[(place + number) % len(forms)], to


_AUDIENCES = (0, 1, 0, 1, 2, 0, 1, 0, 1, 2)  # four in ten beginners, four juniors, two seniors


def numbered(text: str, begin: int = 1) -> str:
    """Lines with their numbers, as a project is quoted."""
    return "\n".join(f"{number}: {line}".rstrip() for number, line in enumerate(text.splitlines(), begin))


class Words:
    """Texts of which the one that was said least is said next; slots are filled in, and nothing else is changed."""

    def __init__(self, chance: Random) -> None:
        """Takes the chances that decide among what was said equally often."""
        self._chance = chance
        self._said: Counter[str] = Counter()

    def say(self, texts: Sequence[str], values: Mapping[str, str] | None = None) -> str:
        """One of them: a learner's words, which keep their small letters."""
        least = min(self._said[text] for text in texts)
        text = self._chance.choice([text for text in texts if self._said[text] == least])
        self._said[text] += 1
        for name, value in (values or {}).items():
            text = text.replace("{" + name + "}", value)
        return text


def stated(answer: str) -> list[int]:
    """Every number that the prose states, those of code left out."""
    plain = SPAN.sub(" ", FENCE.sub("\n", answer))
    return [int(one.replace(",", "")) for one in _NUMBER.findall(plain) if one.strip(",")]


def rounded(tokens: int) -> int:
    """An estimate without false precision: to tens, from 1,000 on to hundreds."""
    return round(tokens, -2 if tokens >= _LARGE else -1)


def counted(allowed: Sequence[int], wanted: Sequence[int] = ()) -> Check:
    """That every number of the answer was counted, and that those which matter are there."""

    def verdict(answer: str) -> str:
        found = stated(answer)
        wrong = next((one for one in found if one not in allowed), None)
        require(wrong is None, f"{wrong} was never counted")
        missing = next((one for one in wanted if one not in found), None)
        require(missing is None, f"{missing} is not said")
        return f"{len(found)} numbers"

    return Check("numbers", verdict)


def listed(words: Sequence[str]) -> str:
    """Words as one says them: `a`, `b` and `c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def plain(facts: Mapping[str, str | Sequence[str]]) -> Mapping[str, str]:
    """The facts that are a single text."""
    return {name: value for name, value in facts.items() if isinstance(value, str)}


_THERE = (
    "In the project: {files}",
    "files: {files}",
    "What is there: {files}",
    "it is about {files}",
    "I have {files}",
    "already there: {files}",
)
_FILE = re.compile(r"[\w-]+/(?:[\w-]+/)*(?:[\w-]+\.\w+)?|[\w-]+\.(?:py|csv|json|db|md|journal|ts)\b")


def there(words: Words, item: Item) -> str:
    """The files and folders of theirs that the command speaks of, as somebody mentions them; nothing where none is."""
    spans = re.sub(r"\$ARGUMENTS\S*", "", " ".join(SPAN.findall(item["body"])))
    found = list(dict.fromkeys(one for one in _FILE.findall(spans) if not one.startswith("feat/")))
    return words.say(_THERE, {"files": listed(found)}) if found else ""


def left_open(item: Item) -> str:
    """The body with a marker, on a line of its own, in place of the words that are left to the learner."""
    body, cut = item["body"], item["cut"]
    require(cut in " ".join(body.split()), f"{item['name']} has no line “{cut}”")
    marker = f"TODO(human): {item['todo']}."
    before, after = (" ".join(part.split()) for part in body.replace("\n\n", "\0").replace("\n", " ").split(cut, 1))
    parts = [part.strip() for part in f"{before}\0{marker}\0{after.lstrip('.;:, ')}".split("\0")]
    kept = [part.rstrip(":;,").strip() for part in parts if part.strip(" .:;,")]
    return "\n\n".join(_sentence(part) for part in kept)


def _sentence(text: str) -> str:
    # An order that lost its beginning, or its end, still begins with a capital and ends with a full stop.
    whole = text[0].upper() + text[1:]
    return whole if whole.endswith((".", "!", "`")) else f"{whole}."


@cache
def symptoms(kind: str, how: str) -> Mapping[Register, Sequence[str]]:
    """What somebody says who has this trouble, by register."""
    text = (files("finetune.generate") / "matter" / kind / "symptoms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["symptom"][how]


def dealt(cards: Iterable[str], chance: Random) -> Iterator[str]:
    """The kinds of faults, shuffled again each time they were all dealt; it has no end."""
    while True:
        deck = list(cards)
        chance.shuffle(deck)
        yield from deck


def small(kind: str, item: Item, number: int) -> Candidate:
    """A short question of the matter and its answer: the first is a beginner's, the second a junior's."""
    return Candidate(
        instruction=item["ask"][number],
        input="",
        output=item["answer"][number],
        language="",
        about={kind: item["name"], "form": "quick"},
        checks=(says(item["says"], "says-the-fact"),),
        audience=REGISTERS[number],
    )


def smalls(kind: str, chance: Random) -> Iterator[Candidate]:
    """All short questions of a kind, asked in one way and then in the other."""
    order = items(kind, "quick")
    chance.shuffle(order)
    for number in range(2):
        for item in order:
            yield small(kind, item, number)


def only_problem(text: str, path: str, what: FileKind) -> Problem | None:
    """What the linter says of a file, where it says one thing only."""
    found = lint_text(text, path, what)
    return found[0] if found and len({one.id for one in found}) == 1 and found[0].line else None


def lint_clean(path: str, what: FileKind) -> Check:
    """That the linter has nothing against the file in the answer."""

    def verdict(answer: str) -> str:
        found = lint_text(fenced(answer), path, what)
        require(fenced(answer) and not found, found[0].fact if found else "there is no file in it")
        return "no problem"

    return Check("lint-clean", verdict)


def granted(line: re.Pattern[str], tools: str) -> Check:
    """That the file grants this and no more; `line` matches the one that grants."""

    def verdict(answer: str) -> str:
        found = line.search(fenced(answer))
        require(found and split(found[1]) == split(tools), f"it does not grant {tools}")
        return tools

    return Check("grants", verdict)


def same_file(text: str) -> Check:
    """That the answer has this file, letter for letter."""

    def verdict(answer: str) -> str:
        require(fenced(answer) == text, "the file is another one")
        return "the file that was linted"

    return Check("same-file", verdict)
