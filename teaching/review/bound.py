"""A check as a rule binds it: the catalogue's entry, its values, and where it applies."""

from dataclasses import dataclass

from teaching.documents.checks import CheckComment
from teaching.review.entry import Entry, Params
from teaching.review.scoping import Reach, in_place
from teaching.review.source import ALL, PYTHON, WEB, Language, SourceFile

# Options of a comment that limit where the check applies, beside the entry's own values.
REACH_OPTIONS = frozenset({"paths", "not", "tests", "code", "reason"})
TESTS = ("any", "only", "never")
CODE: dict[str, frozenset[Language]] = {"any": ALL, "python": PYTHON, "web": WEB}


@dataclass(frozen=True, slots=True)
class BoundCheck:
    """A catalogue entry with its values and where the rule applies it."""

    entry: Entry
    params: Params
    reach: Reach = Reach()

    def governs(self, source: SourceFile) -> bool:
        """Whether the rule speaks of this file; tests are spared where rule or entry say so."""
        languages: frozenset[Language] = self.entry.languages & self.reach.languages
        if source.language not in languages:
            return False
        if source.is_test and self.spares_tests:
            return False
        if not source.is_test and self.reach.tests == "only":
            return False
        return self.reaches(source.path)

    @property
    def spares_tests(self) -> bool:
        """Whether tests are exempt."""
        return self.reach.tests == "never" or (self.entry.skip_tests and self.reach.tests != "only")

    def reaches(self, path: str) -> bool:
        """Whether a path lies where the rule speaks."""
        if self.reach.inside and not any(in_place(path, place) for place in self.reach.inside):
            return False
        return not any(in_place(path, place) for place in self.reach.outside)

    @property
    def written(self) -> str:
        """As an author would write it in a `<!-- check: … -->` comment."""
        parts = [self.entry.name]
        for slot in self.entry.slots:
            value = self.params.get(slot.name)
            if value in (None, (), ""):
                continue
            if isinstance(value, tuple):
                parts.append(f'{slot.name}="{" ".join(value)}"')
            else:
                parts.append(str(value) if slot.kind == "number" else f"{slot.name}={value}")
        return " ".join(parts)

    @property
    def line(self) -> str:
        """As it is kept: `written`, with every value under its name and the limits of its reach."""
        parts = [self.entry.name.replace("ast-grep:", "ast-grep ")]
        for slot in self.entry.slots:
            value = self.params.get(slot.name)
            if value not in (None, (), ""):
                parts.append(_option(slot.name, " ".join(value) if isinstance(value, tuple) else str(value)))
        code = next((name for name, languages in CODE.items() if languages == self.reach.languages), "any")
        limits = {
            "paths": " ".join(self.reach.inside),
            "not": " ".join(self.reach.outside),
            "tests": "" if self.reach.tests == "any" else self.reach.tests,
            "code": "" if code == "any" else code,
        }
        return " ".join([*parts, *(_option(name, value) for name, value in limits.items() if value)])


def reach_from(comment: CheckComment) -> tuple[Reach, str]:
    """Where a comment has its check apply, and what is wrong with what it says of that."""
    options = comment.options
    tests, code = options.get("tests", "any").lower(), options.get("code", "any").lower()
    problem = ""
    if tests not in TESTS:
        problem = f"`{tests[:40]}` is no value of `tests`: it can be `only` or `never`"
    if code not in CODE:
        problem = f"`{code[:40]}` is no value of `code`: it can be `python` or `web`"
    reach = Reach(
        languages=CODE.get(code, ALL),
        inside=tuple(options.get("paths", "").split()),
        outside=tuple(options.get("not", "").split()),
        tests=tests if tests in TESTS else "any",
    )
    return reach, problem


def _option(name: str, value: str) -> str:
    quote = "'" if '"' in value else '"'
    plain = value and not any(character in value for character in " \t;'\"")
    return f"{name}={value}" if plain else f"{name}={quote}{value}{quote}"
