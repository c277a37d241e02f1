"""Reads one file of `.claude/checks/`: an ast-grep rule, the sentence it stands for, its fixtures and its hints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar, cast

from teaching.contracts.review import Severity, Tier
from teaching.review.engines.rulefiles import UnusableRuleError, read_documents
from teaching.review.source import LANGUAGE_OF_SUFFIX, Language

LANGUAGES: dict[str, Language] = {
    "python": "python",
    "typescript": "typescript",
    "tsx": "tsx",
    "javascript": "javascript",
}
_SEVERITIES: dict[str, Severity] = {
    "must": "must",
    "should": "should",
    "consider": "consider",
    "error": "must",
    "warning": "should",
    "info": "consider",
    "hint": "consider",
}
_TIERS: dict[str, Tier] = {"proved": "proved", "likely": "likely"}
_T = TypeVar("_T", Severity, Tier)
_KEYS = frozenset({"id", "language", "rule", "constraints", "utils", "quote", "fixtures", "hints", "message"})
_MORE_KEYS = frozenset({"severity", "tier", "note", "url", "metadata", "files", "ignores"})
_MOST_WORDS = 80
FORM = (
    "add `fixtures: {fails: ['code that breaks the rule'], passes: ['code that keeps it']}` "
    "(several lines of code: `- |` and the code below it)"
)


@dataclass(frozen=True, slots=True)
class Fixture:
    """A piece of code on which the check has to speak, or to be silent.

    Attributes:
        languages: those in which it is tried.
    """

    name: str
    code: str
    fails: bool
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """One file, understood.

    Attributes:
        config: what ast-grep gets.
        quote: the sentence it stands for; empty where only a comment names the file.
        severity: None where the rule's own wording decides.
        inside: `files` of the rule, folders or globs; `outside` are its `ignores`.
    """

    path: str
    config: Mapping[str, Any]
    languages: tuple[Language, ...]
    message: str
    quote: str = ""
    severity: Severity | None = None
    tier: Tier = "proved"
    fixtures: tuple[Fixture, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict[str, str])
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


class UnfitError(Exception):
    """Why a file is no check, or does not behave; the text is a sentence that names the file."""


def parse(path: str, text: str) -> OwnCheck:
    """The check that a file of `.claude/` holds.

    Raises:
        UnfitError: it holds none.
    """
    try:
        documents = read_documents(text)
    except UnusableRuleError as error:
        raise UnfitError(f"{path} {error}") from error
    found = [cast("Mapping[str, Any]", one) for one in documents if isinstance(one, Mapping)]
    if len(found) != 1:
        raise UnfitError(f"{path} must hold one ast-grep rule, not {len(found)}")
    (rule,) = found
    unknown = sorted(str(key) for key in rule if key not in _KEYS | _MORE_KEYS)
    if unknown:
        raise UnfitError(f"{path}: `{unknown[0][:40]}` is no key of a check; it has {', '.join(sorted(_KEYS))}")
    languages = _languages(path, rule.get("language"))
    if not isinstance(rule.get("rule"), Mapping):
        raise UnfitError(f"{path}: `rule` is missing")
    return OwnCheck(
        path=path,
        config={key: rule[key] for key in ("rule", "constraints", "utils") if key in rule},
        languages=languages,
        message=_text(path, "message", rule.get("message") or rule.get("id") or path).rstrip("."),
        quote=_text(path, "quote", rule.get("quote") or ""),
        severity=_one_of(path, "severity", rule.get("severity"), _SEVERITIES),
        tier=_one_of(path, "tier", rule.get("tier"), _TIERS) or "proved",
        fixtures=_fixtures(path, rule.get("fixtures"), languages),
        hints=_hints(path, rule),
        inside=_places(path, "files", rule.get("files")),
        outside=_places(path, "ignores", rule.get("ignores")),
    )


def _languages(path: str, given: object) -> tuple[Language, ...]:
    names = cast("list[object]", given) if isinstance(given, list) else [given]
    known: list[Language] = [LANGUAGES[str(name).lower()] for name in names if str(name).lower() in LANGUAGES]
    if not known or len(known) < len(names):
        raise UnfitError(f"{path}: `language` must be one of {', '.join(LANGUAGES)}, or a list of them")
    return tuple(language for number, language in enumerate(known) if language not in known[:number])


def _text(path: str, key: str, given: object) -> str:
    if not isinstance(given, str | int | float):
        raise UnfitError(f"{path}: `{key}` must be a text")
    text = " ".join(str(given).split())
    if "```" in text:
        raise UnfitError(f"{path}: `{key}` holds a block of code: a hint points, and the learner writes")
    return text


def _places(path: str, key: str, given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    listed = cast("list[object]", given) if isinstance(given, list) else [given]
    if not all(isinstance(one, str) and one.strip() for one in listed):
        raise UnfitError(f"{path}: `{key}` must be a list of folders or globs")
    return tuple(str(one).strip().lower() for one in listed)


def _one_of(path: str, key: str, given: object, known: Mapping[str, _T]) -> _T | None:
    if given is None:
        return None
    if (found := known.get(str(given).lower())) is None:
        raise UnfitError(f"{path}: `{key}` must be one of {', '.join(known)}")
    return found


def _hints(path: str, rule: Mapping[str, Any]) -> dict[str, str]:
    given: object = rule.get("hints") or {}
    if not isinstance(given, Mapping):
        raise UnfitError(f"{path}: `hints` must have `question`, `pointer` and `explanation`")
    hints = {str(key): _text(path, f"hints.{key}", value) for key, value in cast("Mapping[Any, Any]", given).items()}
    unknown = sorted(hints.keys() - {"question", "pointer", "explanation"})
    if unknown:
        raise UnfitError(f"{path}: `hints` has no `{unknown[0][:40]}`: it has `question`, `pointer` and `explanation`")
    if "explanation" not in hints and rule.get("note"):
        hints["explanation"] = _text(path, "note", rule["note"])
    if "question" in hints and not hints["question"].endswith("?"):
        raise UnfitError(f"{path}: `hints.question` must end with a question mark")
    long = [key for key, text in hints.items() if len(text.split()) > _MOST_WORDS]
    if long:
        raise UnfitError(f"{path}: `hints.{long[0]}` has more than {_MOST_WORDS} words")
    return hints


def _fixtures(path: str, given: object, languages: tuple[Language, ...]) -> tuple[Fixture, ...]:
    if given is None:
        return ()
    if not isinstance(given, Mapping) or set(cast("Mapping[Any, Any]", given)) - {"fails", "passes"}:
        raise UnfitError(f"{path}: `fixtures` has the two lists `fails` and `passes`: {FORM}")
    fixtures: list[Fixture] = []
    for key in ("fails", "passes"):
        listed: object = cast("Mapping[str, Any]", given).get(key) or []
        if not isinstance(listed, list):
            raise UnfitError(f"{path}: `fixtures.{key}` must be a list of code")
        for number, one in enumerate(cast("list[object]", listed), start=1):
            fixtures.append(_fixture(path, f"fixtures.{key}[{number}]", one, key == "fails", languages))
    return tuple(fixtures)


def _fixture(path: str, name: str, given: object, fails: bool, languages: tuple[Language, ...]) -> Fixture:
    if isinstance(given, Mapping):
        named = cast("Mapping[str, Any]", given)
        code, suffix = named.get("code"), PurePosixPath(str(named.get("path", ""))).suffix.lower()
        language = LANGUAGE_OF_SUFFIX.get(suffix)
        if language not in languages:
            raise UnfitError(f"{path}: {name} needs a `path` in a language of this check ({', '.join(languages)})")
        languages = (language,)
    else:
        code = given
    if not isinstance(code, str) or not code.strip():
        raise UnfitError(f"{path}: {name} must be code, or have `path` and `code`")
    return Fixture(name, code, fails, languages)
