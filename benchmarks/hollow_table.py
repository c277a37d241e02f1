"""The code bases that `hollow_yield.py` measures, and what their tests need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """One code base.

    Attributes:
        name: of the distribution, or of the folder in `hollow_projects`.
        layout: what is special about it.
        git: whether it is a repository.
        tests: a command of its own, where it declares none that runs here.
        part: the folder of a monorepo to work in.
        packages: whether it needs vitest and TypeScript.
    """

    name: str
    layout: str
    git: bool = True
    tests: str | None = None
    part: str = ""
    web: bool = False
    packages: bool = False


PYTHON = (
    Project("packaging", "src, parametrised", tests="python -m pytest tests/test_utils.py tests/test_tags.py"),
    Project("more-itertools", "flat, unittest classes", git=False),
    Project("toolz", "tests within the package", git=False),
    Project("tomlkit", "flat, fixtures"),
    Project("click", "src, fixtures"),
    Project("itsdangerous", "src, classes and fixtures", git=False),
    Project("markupsafe", "src, with an extension"),
    Project("python-dateutil", "src, unittest classes", git=False),
    Project("attrs", "src, hypothesis", tests="python -m pytest tests/test_filters.py tests/test_make.py"),
    Project("httpx", "flat, asynchronous"),
    Project("boltons", "flat", git=False),
    Project("inflection", "one module", git=False),
    Project("humanize", "src, parametrised"),
    Project("cachetools", "src, unittest"),
    Project("wcwidth", "flat", git=False),
    Project("textdistance", "flat, hypothesis"),
    Project("jsonpointer", "one module, unittest", git=False),
    Project("idna", "flat, unittest"),
    Project("h11", "tests within the package"),
    Project("pluggy", "src"),
    Project("semver", "src"),
    Project("glom", "tests within the package", git=False),
    Project("anyio", "src, asynchronous"),
    Project("arrow", "flat, classes"),
    Project("parse", "one module"),
    Project("natsort", "flat, hypothesis"),
    Project("python-slugify", "flat, unittest"),
)
NEEDS = (
    *(
        "pytest",
        "pytest-mock",
        "pytest-cov",
        "pytest-xdist",
        "hypothesis",
        "freezegun",
        "trustme",
        "uvicorn",
        "trio",
        "pretend",
    ),
    *("six", "httpcore", "certifi", "idna", "h11", "anyio", "typing_extensions", "PyYAML", "face", "attrs", "chardet"),
    *("dateparser", "simplejson", "pytz", "text-unidecode", "packaging", "tzdata", "python-dateutil", "blinker"),
    *("flit_core", "setuptools", "hatchling", "hatch-vcs", "hatch-fancy-pypi-readme", "poetry-core", "setuptools_scm"),
)
