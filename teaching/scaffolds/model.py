"""What the library of scaffolds says of one component, in the words of its YAML files.

A component is a folder of `data/`, and a language a folder in it:

    data/access-tokens/scaffold.yml                  Shared: title, what it is recognised by
    data/access-tokens/python/scaffold.yml           Variant: files, cuts, official documentation
    data/access-tokens/python/.meta/tokens.py        the exemplar: complete, working, never shown
    data/access-tokens/python/test_tokens.py         its tests, handed over as they are

What the learner gets of a source file is its exemplar with the bodies of `cuts` replaced by markers; there is no
second copy of it. The files say `your_package` where the project's own package belongs: in Python as a package
(`from your_package.tokens import read`), in TypeScript as the folder of the source
(`import { read } from "your_package/tokens.js"`), which becomes a relative path. Targets are patterns with `{source}`
(the folder of the project's source) and `{tests}` (the folder of its tests). An error class that others are derived
from is written `class TokenError(Exception):` or `class TokenError extends Error`, so that a base class which the
constitution names can take the place of `Exception` and `Error`.

A scaffold has one to three cuts, one idea each, 2 to 10 lines of work; what is sensitive (auth, crypto, money,
concurrency) is always among them. Its tests use nothing but the language and pytest or vitest, wait for no clock and
reach no network. `tests` of a cut names exactly those that are red while it alone is open.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from teaching.contracts.review import Form

Role = Literal["source", "test", "other"]
Sensitive = Literal["auth", "crypto", "money", "concurrency"]
Runner = Literal["pytest", "vitest"]
VariantLanguage = Literal["python", "typescript"]

EXEMPLARS = ".meta"
PACKAGE = "your_package"
MOST_CUTS = 3


class Documentation(Form):
    """A page of official documentation.

    Attributes:
        explains: what the learner finds there, in a few words.
    """

    url: str = Field(pattern=r"^https://")
    explains: str


class ScaffoldFile(Form):
    """One file.

    Attributes:
        target: where it goes, as `{source}/tokens.py` or `{tests}/test_tokens.py`.
    """

    role: Role
    target: str = Field(pattern=r"^(\{source\}/|\{tests\}/)?[\w./-]+$")


class ScaffoldCut(Form):
    """One function whose body is left to the learner.

    Attributes:
        file: key of `files` of the variant.
        symbol: dotted name, as `Basket.total`.
        text: what is to be done, in one sentence without the way to do it.
        hints: lines of `Hint:`, such as "use the standard library's hmac, expiry one hour".
        minutes: a learner's, with reading.
        tests: names of the tests that are red while this alone is open: in Python the function's, in vitest the
            titles of `it`.
        core: words and calls without which no solution stands.
        docs: what the ladder of hints points to.
    """

    file: str
    symbol: str
    text: str
    hints: list[str] = Field(min_length=1, max_length=4)
    minutes: int = Field(ge=5, le=60)
    tests: list[str] = Field(min_length=1)
    core: list[str] = Field(default_factory=list[str])
    docs: list[Documentation] = Field(min_length=1)


class Variant(Form):
    """A component in one language.

    Attributes:
        files: by path relative to the variant's folder; sources lie in `.meta/`.
        cuts: in the order in which they are best done.
    """

    runner: Runner
    files: dict[str, ScaffoldFile]
    cuts: list[ScaffoldCut] = Field(min_length=1, max_length=MOST_CUTS)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for path, file in self.files.items():
            if path.startswith(f"{EXEMPLARS}/") != (file.role == "source"):
                raise ValueError(f"{path}: sources, and nothing else, lie in {EXEMPLARS}/")
        if not {"source", "test"} <= {file.role for file in self.files.values()}:
            raise ValueError("a scaffold has a source and a test")
        if lost := [cut.file for cut in self.cuts if cut.file not in self.files]:
            raise ValueError(f"cuts in files that are not listed: {', '.join(lost)}")
        return self


class Shared(Form):
    """What is said of a component once for all languages.

    Attributes:
        component: id of the entry in `teaching/components/data` that it belongs to; None where planning has none.
        tasks: ids of planned tasks that it is for.
        recognise: phrases of which one is enough, as in a component of planning.
        unless: phrases that take such a phrase back.
        sensitive: what makes its core a person's to write.
    """

    title: str
    component: str | None = None
    tasks: list[str] = Field(default_factory=list[str])
    recognise: list[str] = Field(min_length=1)
    unless: list[str] = Field(default_factory=list[str])
    sensitive: list[Sensitive] = Field(default_factory=list[Sensitive])


class Scaffold(Form):
    """One component of the library, in one language.

    Attributes:
        id: the name of its folder.
        texts: of each file, by the keys of `variant.files`.
    """

    id: str
    language: VariantLanguage
    shared: Shared
    variant: Variant
    texts: dict[str, str]
