"""Which versions of Python and Node a project lets itself run on."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from teaching.review.catalogue.configuration.reading import line_of, read_json, read_toml, table, toml_line
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

Version = tuple[int, ...]
_PART = re.compile(r"(?P<sign>>=|<=|==|!=|~=|~>|\^|~|>|<|=)?\s*v?(?P<number>\d{1,4}(?:\.(?:\d{1,6}|[*xX])){0,3})")


def parsed(text: str) -> Version | None:
    """The numbers of a version: `3.12` is (3, 12)."""
    found = re.search(r"\d{1,4}(?:\.\d{1,6}){0,3}", text)
    return tuple(int(part) for part in found[0].split(".")) if found is not None else None


def lowest(spec: str) -> Version | None:
    """The lowest version that a specification admits, () where any; None where it is not understood."""
    bounds: list[Version] = []
    for one in spec.split("||"):
        least: Version = ()
        cleaned = one.strip()
        if cleaned and cleaned not in {"*", "x", "latest"} and _PART.search(cleaned) is None:
            return None
        ranged = re.match(r"\s*v?(\d[\w.]*)\s+-\s+v?\d", cleaned)
        if ranged is not None:
            least = parsed(ranged[1]) or ()
        else:
            for part in _PART.finditer(cleaned):
                if part["sign"] not in {"<", "<=", "!="}:
                    least = max(least, parsed(part["number"]) or ())
        bounds.append(least)
    return min(bounds) if bounds else None


def _below(bound: Version, wanted: Version) -> bool:
    width = max(len(bound), len(wanted))
    return bound + (0,) * (width - len(bound)) < wanted + (0,) * (width - len(wanted))


def old_pythons(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Projects whose `requires-python` admits a version below the named one."""
    wanted = parsed(str(params["version"]))
    if wanted is None:
        return
    for path in view.files:
        if posixpath.basename(path) != "pyproject.toml":
            continue
        text = view.read(path) or ""
        document = read_toml(text)
        for section, key in (("project", "requires-python"), ("tool.poetry.dependencies", "python")):
            spec: Any = table(document, *section.split(".")).get(key)
            bound = lowest(spec.replace(",", " ")) if isinstance(spec, str) else None
            if bound is not None and _below(bound, wanted):
                line = toml_line(text, section, key)
                said = f'`{key} = "{spec}"` admits versions of Python below {".".join(map(str, wanted))}.'
                yield path, Fact(line, line, said, line_of(text, line))


def old_nodes(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Packages whose `engines.node` admits a version below the named one, or that have none at all."""
    wanted = parsed(str(params["version"]))
    if wanted is None:
        return
    manifests = [path for path in view.paths if posixpath.basename(path) == "package.json"]
    for path in view.files:
        if posixpath.basename(path) != "package.json":
            continue
        text = view.read(path) or ""
        manifest = read_json(text)
        if manifest is None or not manifest.is_object:
            continue
        engine = manifest.at("engines", "node")
        named = ".".join(map(str, wanted))
        if engine is not None:
            bound = lowest(engine.text)
            if bound is not None and _below(bound, wanted):
                said = f"`engines.node` is `{engine.text}`, which admits versions below {named}."
                yield path, Fact(engine.line, engine.line, said, line_of(text, engine.line))
        elif not any(_is_above(other, path) for other in manifests):
            said = f"`{path}` names no version of Node in `engines`; the rule names {named}."
            yield path, Fact(1, 1, said, line_of(text, 1))


def _is_above(other: str, path: str) -> bool:
    folder = posixpath.dirname(other)
    return other != path and (not folder or path.startswith(f"{folder}/"))


_ELSE = (
    rf"{EXCUSED}|\b(?:dropped|deprecated|deprecates?|tested (?:on|against|with)|ci (?:runs|tests)|docker|image|matrix"
    r"|some features|installed|lambda|azure|runtime_version|via pyenv|pyenv|nvm|setup-python|setup-node)\b"
)
_OPEN = r"(?:\s*\+|\s+(?:or|and) (?:newer|later|above|higher|up|greater)|\s+minimum|\s+at minimum)"
_DEMAND = (
    r"\b(?:requires?|required|target(?:s|ing)?|supports? only|must (?:run|work|support)(?: on| with)?|needs?"
    r"|minimum(?: supported)?(?: version)?(?: of)?|at least|(?:always |only )?use|write (?:for )?|stick to)\b"
)


def _stated(name: str, number: str) -> tuple[Phrase, ...]:
    version = rf"(?P<version>{number})(?![\d\w])(?!\.\d)"
    label = r"(?:language|runtime|version|stack|platform|interpreter|backend|target|python version|node version)"
    return (
        Phrase(
            rf"{_DEMAND}[:=]?\s+(?:a |the |is |version )*`?{name}`?(?: version)?[:\s]*(?:>=|≥|=|v)?\s*{version}",
            {},
            _ELSE,
        ),
        Phrase(
            rf"^(?:{label}\s*:?\s*)?`?{name}`?(?: version)?(?:\s*(?:>=|≥|:|=|is)\s*|\s+)(?:>=|≥)?\s*v?{version}{_OPEN}"
            r"(?:\s*(?:$|[.,;:()—–|])|\s+(?:only|required|is|as|for|everywhere|syntax|features|with type))",
            {},
            _ELSE,
        ),
        Phrase(rf"^(?:{label})\s*[:|]\s*`?{name}`?\s*(?:>=|≥)?\s*v?{version}\+?(?:\s*(?:$|[.,;()—–|]))", {}, _ELSE),
        Phrase(rf"\b`?{name}`?(?: version)?\s*:?\s*(?:>=|≥)\s*v?{version}", {}, _ELSE),
        Phrase(
            rf"\b(?:we )?support(?:s|ed)?(?: versions?)?(?: of)?:?\s+`?{name}`?(?: versions?)?:?\s*v?{version}{_OPEN}"
            r"(?=\s*(?:$|[.,;:()—–|]))",
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b`?{name}`?\s+v?{version}{_OPEN}?\s+(?:is |are )?(?:the )?(?:required|minimum|mandatory|only"
                r"|baseline)\b"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b(?:minimum|min|lowest)(?: supported)? `?{name}`?(?: version)?\s*(?:is|:|of|=)?\s*v?{version}",
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b(?:no|not|never|don't|do not)\b[^.;]{{{{0,25}}}}\b{name}\b[^.;]{{{{0,15}}}}\b(?:older than"
            r"|below|before|under"
            rf"|earlier than|lower than|<)\s*v?{version}",
            {},
            _ELSE,
        ),
    )


PYTHON_VERSION = Entry(
    name="python-version",
    title="a pyproject.toml whose requires-python allows a version below the named one",
    languages=ALL,
    engines=(Project(old_pythons),),
    cues=("python",),
    phrases=(
        *_stated("python", r"3\.\d{{1,2}}"),
        Phrase(
            r"`?requires-python`?\s*(?:is|must be|=|:|stays?(?: at)?)?\s*[\"'`]*>=\s*(?P<version>3\.\d{{1,2}})",
            {},
            _ELSE,
        ),
    ),
    vague=(
        Phrase(
            r"\b(?:use|requires?|target|stick to)\b[^.;]{{0,20}}\b(?:a )?(?:recent|modern|current|latest) "
            r"python versions?\b"
        ),
    ),
    reads=(
        ("Python 3.11+", {"version": "3.11"}),
        ("Use Python 3.12", {"version": "3.12"}),
        ("Language: Python 3.11 or newer", {"version": "3.11"}),
        ("Requires Python >= 3.10", {"version": "3.10"}),
        ("Target Python 3.12 and use its syntax", {"version": "3.12"}),
        ("Minimum Python version: 3.11", {"version": "3.11"}),
        ("`requires-python` must be `>=3.11`", {"version": "3.11"}),
        ("Do not support Python versions older than 3.11", {"version": "3.11"}),
        ("Python 3.13 is required", {"version": "3.13"}),
    ),
    ignores=(
        "Python 3.9 support was dropped in version 2.",
        "CI runs on Python 3.11 and 3.12.",
        "The Docker image uses Python 3.11.",
        "Some features are disabled for Python 3.13+",
        "Python: 3 spaces are wrong",
    ),
    slots=(Slot("version", "name", ask="Which version of Python is the lowest that counts? Write it as 3.12."),),
    words=Words(
        why="What this line admits, installers will try: somebody on an older version gets a package that installs "
        "without a word and breaks at the first piece of newer syntax.",
        question="On which version of Python did this code last run, and on which does it claim to run?",
        hint="Compare the lower end of this range with the version that the rule names.",
    ),
    examples=(),
)

NODE_VERSION = Entry(
    name="node-version",
    title="a package.json whose engines.node allows a version below the named one, or none at all",
    languages=ALL,
    engines=(Project(old_nodes),),
    cues=("node", "engines"),
    phrases=(
        *_stated(r"node(?:\.?js)?", r"\d{{1,2}}(?:\.\d{{1,3}}){{0,2}}(?:\.x)?"),
        Phrase(
            r"`?engines(?:\.node)?`?[^.;\d]{{0,30}}(?P<version>\d{{1,2}}(?:\.\d{{1,3}}){{0,2}})(?![\d\w])",
            {},
            _ELSE,
        ),
    ),
    vague=(
        Phrase(
            r"\b(?:use|requires?|target)\b[^.;]{{0,20}}\b(?:a )?(?:recent|modern|current|latest|lts) node"
            r"(?:\.?js)? versions?\b"
        ),
    ),
    reads=(
        ("Node 20+", {"version": "20"}),
        ("Use Node.js 22", {"version": "22"}),
        ("Requires Node >= 18", {"version": "18"}),
        ("Runtime: Node.js 22 or later", {"version": "22"}),
        ("`engines.node` must be at least 20", {"version": "20"}),
        ("Minimum Node version is 20", {"version": "20"}),
        ("Never use Node versions below 20", {"version": "20"}),
    ),
    ignores=(
        "The lambda runs on Node 18.",
        "Each node has 3 children.",
        "CI tests Node 18, 20 and 22.",
        "Azure Functions v4 (Node 20)",
    ),
    slots=(Slot("version", "name", ask="Which version of Node is the lowest that counts? Write it as 20."),),
    words=Words(
        why="Without a lower end that says otherwise, a package installs on a version of Node that lacks what its code "
        "calls, and the error comes up far from its cause.",
        question="How would somebody with an older Node learn that this project is not for it?",
        hint="Look at the part of the manifest that speaks of engines, and at its lower end.",
    ),
    examples=(),
)
