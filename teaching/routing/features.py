"""What the classifier sees of a query: its words and their letters, what they say, and its shape.

The same function makes the features for training and for use; a changed feature asks for weights trained anew.
"""

import re
from typing import NamedTuple

from teaching.routing.cues import cues
from teaching.routing.reading import read

_WORD = re.compile(r"[^\W_]+(?:['’.#+-][^\W_]+)*[#+]*|[?!？！؟。]+|\.(?=\s|$)|\n+", re.UNICODE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_STAND_INS = frozenset(("xfilex", "xdocx", "xcodex", "xnamex", "xurlx", "xplanx"))
_MOST_WORDS = 100
_ENDS = frozenset("?!？！؟。.\n")
_SILENT = frozenset(("filler", "polite", "be", "canyou"))
_MOST_SAID = 12  # cues that are paired with one another
_PLAIN = 4  # letters from which a word says nothing about the sentence's form
_SHORT = 3
_LONG = 4
_PIECES_OF = 28  # words whose letters are looked at


# Cues that say what is asked for or told, not what it is about.
_ACTS = frozenset(
    "what means how howto why where which when diff explain write make change fix run judge check quality plan choose "
    "save broken exists count look want should act tell practice state search thinkof planverb wish understood".split()
)
_JOINS = frozenset("and then also und dann y e et ve и".split())

# The words of a sentence, what each of them says, and whether it asks (`?`) or not (`.`).
Sentence = tuple[list[str], list[tuple[str, ...]], str]


class Features(NamedTuple):
    """The features of a query, each once, in groups that count by their own measure."""

    words: list[str]
    letters: list[str]
    signs: list[str]
    forms: list[str]
    turns: list[str]


def features(query: str) -> Features:
    """The features of a query."""
    reading = read(query)
    folded = reading.prose.lower().replace("’", "'")
    words = _WORD.findall(folded)
    if len(words) > _MOST_WORDS:
        words = words[: _MOST_WORDS // 2] + words[-_MOST_WORDS // 2 :]
    named = cues().of(words, folded)
    said = [name for names in named for name in names]
    return Features(
        _words(words),
        _letters(words),
        _signs(said, reading.flags),
        _forms(words, named),
        _turns(words, named, reading.flags),
    )


def _turns(words: list[str], named: list[tuple[str, ...]], flags: tuple[str, ...]) -> list[str]:
    """What is done in which order, what is asked for on top ("... and set it up"), and whether anything is at all."""
    found: list[str] = []
    acts: list[str] = []
    for position, names in enumerate(named[: len(words)]):
        first = next((name for name in names if name in _ACTS), None)
        if first is None:
            continue
        if not _JOINS.isdisjoint(words[max(0, position - 2) : position]):
            found += [f"&{first}", f"&{words[position]}"]
            if acts:
                found.append(f"&{acts[0]}&{first}")
        if not acts or acts[-1] != first:
            acts.append(first)
    found += ["a:" + ">".join(acts[:3]), "a:" + ">".join(acts[:2]), "a$:" + ">".join(acts[-2:])]
    begun = acts[0] if acts else "none"
    found += [f"a:{begun}@{flag}" for flag in flags]
    if acts:
        found.append(f"acts{min(len(acts), 5)}")
    else:
        found += [f"a:none+{name}" for names in named for name in names]
    return list(dict.fromkeys(found))


def _words(words: list[str]) -> list[str]:
    found = dict.fromkeys(words)
    before = "^"
    for word in words:
        found[f"{before} {word}"] = None
        before = word
    found[f"{before} $"] = None
    for first, second in zip(words, words[2:], strict=False):
        found[f"{first} _ {second}"] = None
    if len(words) > 2:
        found[f"^ {words[0]} {words[1]} {words[2]}"] = None
    return list(found)


def _letters(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in dict.fromkeys(words[:_PIECES_OF]):
        if word in _STAND_INS:
            continue
        if not word.isascii() and _UNSPACED.search(word):
            for length in (1, 2, 3):
                found += ["~" + word[start : start + length] for start in range(len(word) - length + 1)]
        elif len(word) > 2:
            marked = f"~{word[:14]}~"
            for length in range(_SHORT, _LONG + 1):
                found += ["~" + marked[start : start + length] for start in range(len(marked) - length + 1)]
    return list(dict.fromkeys(found))


def _forms(words: list[str], named: list[tuple[str, ...]]) -> list[str]:
    """How each sentence begins, together with what it says further on."""
    found: dict[str, None] = {}
    sentences = _sentences(words, named)
    for number, sentence in enumerate(sentences):
        marks = ("1",) if number == 0 else ()
        _begun(found, sentence, (*marks, "9") if number == len(sentences) - 1 else marks)
    return list(found)


def _sentences(words: list[str], named: list[tuple[str, ...]]) -> list[Sentence]:
    """The words of each sentence with what they say, and whether it asks."""
    found: list[Sentence] = []
    start = 0
    for position, word in enumerate(words):
        if word[0] in _ENDS:
            if position > start:
                found.append((words[start:position], named[start:position], "?" if word[0] in "?？؟" else "."))
            start = position + 1
    if start < len(words):
        found.append((words[start:], named[start : len(words)], "."))
    return found[:4] + found[-2:] if len(found) > 6 else found


def _begun(found: dict[str, None], sentence: Sentence, marks: tuple[str, ...]) -> None:
    words, named, end = sentence
    start, polite = 0, ""
    while start < len(words) - 1 and ("filler" in named[start] or "polite" in named[start]):
        if "polite" in named[start]:
            polite = "please "
            start += 1
        start += 1
    start = min(start, len(words) - 1)
    head = polite + (named[start][0] if named[start] else _plain(words[start]))
    said = list(dict.fromkeys(name for names in named[start:] for name in names if name not in _SILENT))[:6]
    for mark in ("", *marks):
        found[f"h{mark}:{head}{end}"] = None
        found[f"h{mark}:{head}"] = None
    if named[start]:
        for name in named[start][1:]:
            found[f"h:{polite}{name}"] = None
    for place, name in enumerate(said):
        found[f"h:{head}:{name}"] = None
        if end == "?":
            found[f"?{name}"] = None
        for other in said[place + 1 :]:
            found[f"h:{head}:{name}+{other}" if name < other else f"h:{head}:{other}+{name}"] = None


def _plain(word: str) -> str:
    return word if len(word) < _PLAIN or word in _STAND_INS else "_"


def _signs(said: list[str], flags: tuple[str, ...]) -> list[str]:
    found: dict[str, None] = {}
    names = list(dict.fromkeys(said))[:_MOST_SAID]
    shapes = list(dict.fromkeys(flags))
    for name in (*names, *shapes):
        found[f"={name}"] = None
    if names:
        found[f"=^{names[0]}"] = None
        found["=^" + ">".join(names[:2])] = None
        found["=^" + ">".join(names[:3])] = None
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            found[f"={name}+{other}" if name < other else f"={other}+{name}"] = None
        for shape in shapes:
            found[f"={name}@{shape}"] = None
    for first, second in zip(said, said[1:], strict=False):
        found[f"={first}>{second}"] = None
    for place, shape in enumerate(shapes):
        for other in shapes[place + 1 :]:
            found[f"={shape}&{other}"] = None
    return list(found)
