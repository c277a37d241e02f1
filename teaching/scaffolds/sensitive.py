"""Which functions of new code do what a person has to write: sign in, sign and compare, move money, share state.

By names and calls alone, in Python, TypeScript and JavaScript. Not covered: a sensitive function under a harmless name
that calls nothing known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teaching.errors import BadInputError
from teaching.hollowing.cuttable import Cuttable
from teaching.hollowing.cutting import functions, plain
from teaching.markers.bodies import body_of_symbol
from teaching.markers.functions import language_of
from teaching.scaffolds.model import Sensitive

_LONGEST_PLUMBING = 5
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`")
_COMMENT = re.compile(r"(?m)^\s*(?:#|//|\*|/\*).*$")
_BRANCH = re.compile(r"\b(?:if|elif|for|while|try|match|switch|catch|except)\b|\?[^.?:]")
_COUNTS = re.compile(r"[-+*/<>]|\bsum\b|\breduce\b")
_GETTER = re.compile(r"\s*return (?:self|this)\.[\w#.]+;?\s*\Z")

# Names of functions that are such a thing in themselves.
_NAMES: tuple[tuple[Sensitive, frozenset[str]], ...] = (
    ("auth", frozenset("authenticate authorize authorise login signin".split())),
    ("crypto", frozenset("encrypt decrypt sign hmac".split())),
    ("money", frozenset("charge refund transfer pay payout withdraw deposit discount price total tax vat".split())),
    ("concurrency", frozenset("acquire lock unlock claim lease".split())),
)
_CHECKS = frozenset("verify check validate valid compare hash matches authentic assert".split())
_CHECKED: tuple[tuple[Sensitive, frozenset[str]], ...] = (
    ("auth", frozenset("password passwords credentials token permission permissions role access session".split())),
    ("crypto", frozenset("signature mac hmac digest key".split())),
)
_STRONG: tuple[tuple[Sensitive, re.Pattern[str]], ...] = (
    ("auth", re.compile(r"\bjwt\.(?:encode|decode|sign|verify)\b|\b(?:checkpw|hashpw|argon2\w*|bcrypt\.\w+)\b")),
    (
        "crypto",
        re.compile(
            r"\b(?:compare_digest|timingSafeEqual|pbkdf2\w*|scrypt\w*|createCipheriv|createDecipheriv|Fernet)\b"
            r"|\bsubtle\.(?:sign|verify|encrypt|decrypt)\b|\.(?:encrypt|decrypt)\("
        ),
    ),
    ("money", re.compile(r"\b(?:stripe|paypal)\.\w+")),
)
# Plumbing uses these too; with a decision or at length it is more than plumbing.
_WEAK: tuple[tuple[Sensitive, re.Pattern[str]], ...] = (
    ("crypto", re.compile(r"\bhmac\.new\b|\bcreateHmac\b|\bhashlib\.\w+")),
    ("money", re.compile(r"\bDecimal\(")),
    (
        "concurrency",
        re.compile(
            r"\b(?:Lock|RLock|Semaphore|Mutex|ThreadPoolExecutor)\(|\.acquire\(|\bwith [\w.]*(?:lock|LOCK)\b"
            r"|\basyncio\.gather\b|\bPromise\.race\b|\bAtomics\.\w+"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """One function that should have been left open."""

    symbol: str
    line: int
    kind: Sensitive


def filled(text: str, path: str) -> list[Filled]:
    """The sensitive functions of a file whose bodies are written."""
    if language_of(path) == "other":
        return []
    try:
        known = functions(text, path)
    except BadInputError:
        return []
    return list(_filled(plain(text), path, known))


def _filled(text: str, path: str, known: Sequence[Cuttable]) -> Iterator[Filled]:
    bodies = {function.symbol: body_of_symbol(text, path, function.symbol) for function in known}
    stubs = {symbol for symbol, body in bodies.items() if body is not None and body.is_stub}
    calls_open = re.compile(rf"\b(?:{'|'.join(re.escape(symbol.rpartition('.')[2]) for symbol in stubs) or '(?!)'})\(")
    for function in known:
        if function.symbol in stubs:
            continue
        code = _COMMENT.sub("", _STRING.sub('""', text[function.body_start : function.body_end]))
        if kind := _kind(function.symbol.rpartition(".")[2], code, calls_open.search(code) is not None):
            yield Filled(function.symbol, function.first_line, kind)


def _kind(name: str, code: str, frames: bool) -> Sensitive | None:
    """What the function is about; `frames` means that it calls what is left open, and is the frame around that."""
    for kind, pattern in _STRONG:
        if pattern.search(code):
            return kind
    decides = _BRANCH.search(code) is not None
    if not _GETTER.match(code) and (kind := _by_name(name, code, decides, frames)):
        return kind
    if decides or len([line for line in code.splitlines() if line.strip()]) > _LONGEST_PLUMBING:
        return next((kind for kind, pattern in _WEAK if pattern.search(code)), None)
    return None


def _by_name(name: str, code: str, decides: bool, frames: bool) -> Sensitive | None:
    words = {word.lower() for word in _WORD.findall(name)}
    for kind, names in _NAMES:
        if not words & names:
            continue
        if kind == "money" and not _COUNTS.search(code):
            continue
        if kind == "concurrency" and not decides:
            continue
        return kind
    if words & _CHECKS and decides and not frames:
        return next((kind for kind, objects in _CHECKED if words & objects), None)
    return None
