"""What a classifier sees of a sentence: stems, pairs of neighbours, what is negated, and the words of its heading.

The same function makes the features for training and for reading; a changed feature asks for weights trained anew.
"""

import re
from collections.abc import Iterator

from teaching.patterns import lazily

# `console.log`, `.env`, `any[]`, `X | None`: code keeps its punctuation, prose does not.
_CODE = lazily(r"`([^`]{1,80})`")
_PART = lazily(
    r"ADDRESS|[a-z_@$][\w$]*(?:[.:-][\w$]+)*|\.[a-z]\w*|\d+|[=!<>+*&|?%#]+|\{\}|\[\]|\(\)|❌|✅|🚫|⛔|->|→|[^\s\w]"
)
# An address that leads somewhere; a bare `http://` is what rules speak of.
_ADDRESS = lazily(r"https?://[^\s`)>\]]*[\w/]")
_NUMBER = lazily(r"\d+(?:[.,]\d+)?")
_NEGATOR = frozenset(
    "no not never none without avoid don't dont doesn't mustn't cannot can't isn't aren't nor neither nowhere"
    " forbid forbidden ban banned prohibited disallowed reject rejected stop ❌ 🚫 ⛔ nothing instead".split()
)
_BOUNDARY = frozenset(". ; : , — – ( )".split())
_REACH = 6  # words behind a negator that it may negate
_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s")
_DROPPED = frozenset("the a an of to and or is are be this that it its in on for with by as at we our you your".split())


def features(sentence: str, context: str = "") -> list[str]:
    """The features of a sentence, each once, in the order in which they are met.

    Args:
        sentence: plain text, code in backticks.
        context: the heading or lead-in above it.
    """
    words = _words(sentence)
    found: dict[str, None] = {}
    for feature in _of(words):
        found.setdefault(feature, None)
    head = [word for word in _words(context) if word not in _BOUNDARY]
    for word in head:
        found.setdefault(f"h:{word}", None)
    for word in head:
        for other in words[:12]:
            if other not in _BOUNDARY:
                found.setdefault(f"h:{word}+{other}", None)
    return list(found)


def _of(words: list[str]) -> Iterator[str]:
    content = [word for word in words if word not in _DROPPED]
    yield f"n:{min(len(words) // 6, 4)}"
    if words:
        yield f"^{words[0]}"
    negated = 0
    before = "^"
    for word in content:
        yield word
        yield f"{before} {word}"
        if negated:
            yield f"not:{word}"
        negated = _REACH if word in _NEGATOR else 0 if word in _BOUNDARY else max(0, negated - 1)
        before = word
    yield f"{before} $"
    for first, second in zip(content, content[2:], strict=False):
        yield f"{first} _ {second}"


def _words(text: str) -> list[str]:
    folded = _ADDRESS.sub(" ADDRESS ", text.lower().replace("’", "'"))
    folded = _CODE.sub(lambda match: f" `{match[1]}` ", folded)
    folded = folded.replace("n't", "n't ").replace("'s ", " ")
    words: list[str] = []
    for token in _tokens(folded):
        words.append("#" if _NUMBER.fullmatch(token) else _stem(token))
    return words


def _tokens(text: str) -> Iterator[str]:
    for chunk in re.split(r"(\s+)", text):
        if not chunk.strip():
            continue
        if "n't" in chunk:
            yield "not"
            continue
        yield from (part for part in _PART.findall(chunk) if part not in {"'", '"', "*", "_"})


def _stem(word: str) -> str:
    if not word.isalpha():
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            stem = word[: -len(suffix)]
            return stem + "y" if suffix in {"ies", "ied"} else stem
    return word
