"""A scaffold as the files of one project: bodies cut out, names and imports its own."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from teaching.contracts.exercises import Cut, Doc, Exemplar
from teaching.hollowing.cutting import cut, functions
from teaching.scaffolds.model import PACKAGE, Role, Scaffold, ScaffoldCut

_PYTHON_IMPORT = re.compile(rf"\b{PACKAGE}\.(?P<module>\w+)")
_WEB_IMPORT = re.compile(rf"(?P<quote>[\"']){PACKAGE}/(?P<module>[^\"']+)(?P=quote)")
_PYTHON_ERROR = re.compile(r"^(class \w+Error)\(Exception\):", re.MULTILINE)
_PYTHON_TOP_IMPORT = re.compile(r"^(?:from|import) [^\n(]*(?:\([^)]*\))?[^\n]*\n", re.MULTILINE)
_WEB_TOP_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_WEB_ERROR = re.compile(r"^(export class \w+Error extends )Error(?= \{)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ErrorBase:
    """The class that a project's errors are derived from.

    Attributes:
        name: of the class.
        path: the file that defines it, relative to the root.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scaffold goes in a project, and what is called what there.

    Attributes:
        paths: target of each file, relative to the root, by the scaffold's own names.
        import_root: the folder from which Python imports, relative to the root: `src`, or "" for the root itself.
        suffix: how TypeScript's imports end: `.js`, `.ts` or "".
        base: the project's own error class, if any.
        task: the id that the markers carry.
    """

    paths: Mapping[str, str]
    import_root: str = ""
    suffix: str = ".js"
    base: ErrorBase | None = None
    task: str | None = None

    @property
    def base_name(self) -> str:
        """The name of the project's own error class, else of the language's."""
        return self.base.name if self.base is not None else "Error"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file as it is to be written.

    Attributes:
        open: the symbols whose bodies are markers.
    """

    path: str
    role: Role
    text: str
    open: tuple[str, ...] = ()


def render(scaffold: Scaffold, place: Place, *, only: Sequence[str] | None = None) -> list[Rendered]:
    """The files to write, sources first.

    Args:
        scaffold: what to write.
        place: where.
        only: cut these symbols alone; an empty list gives the exemplar.
    """
    found: list[Rendered] = []
    for name, file in scaffold.variant.files.items():
        text, path = _own(scaffold, name, place), place.paths[name]
        cuts = [item for item in scaffold.variant.cuts if item.file == name and (only is None or item.symbol in only)]
        if cuts:
            text = cut(text, path, [_cut(item, place) for item in cuts])
        found.append(Rendered(path, file.role, text, tuple(item.symbol for item in cuts)))
    return sorted(found, key=lambda one: one.role != "source")


def exemplars(scaffold: Scaffold, place: Place) -> list[Exemplar]:
    """The solutions behind the markers, for guard and hints."""
    tests = [place.paths[name] for name, file in scaffold.variant.files.items() if file.role == "test"]
    found: list[Exemplar] = []
    for item in scaffold.variant.cuts:
        path, text = place.paths[item.file], _own(scaffold, item.file, place)
        whole = next(one for one in functions(text, path) if one.symbol == item.symbol)
        found.append(
            Exemplar(
                path=path,
                symbol=item.symbol,
                language=whole.language,
                text=text[whole.start : whole.end],
                task=place.task,
                marker=item.text,
                hints=tuple(item.hints),
                tests=tuple(f"{tests[0]}::{name}" for name in item.tests),
                core=tuple(item.core),
                docs=tuple(Doc(url=page.url, explains=page.explains) for page in item.docs),
            )
        )
    return found


def _cut(item: ScaffoldCut, place: Place) -> Cut:
    return Cut(item.symbol, item.text, tuple(item.hints), place.task)


def _own(scaffold: Scaffold, name: str, place: Place) -> str:
    """A file of the scaffold with the project's own names in it."""
    text, path = scaffold.texts[name], place.paths[name]
    sources = {
        _stem(place_name): place.paths[place_name] for place_name in scaffold.texts if _is_source(scaffold, place_name)
    }
    if scaffold.language == "python":
        text = _PYTHON_IMPORT.sub(lambda match: dotted(sources[match["module"]], place.import_root), text)
        return _with_python_base(text, path, place) if _is_source(scaffold, name) else text
    text = _WEB_IMPORT.sub(
        lambda match: (
            f"{match['quote']}{relative(sources[_stem(match['module'])], path, place.suffix)}{match['quote']}"
        ),
        text,
    )
    return _with_web_base(text, path, place) if _is_source(scaffold, name) else text


def _is_source(scaffold: Scaffold, name: str) -> bool:
    return scaffold.variant.files[name].role == "source"


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def dotted(path: str, import_root: str) -> str:
    """The name by which Python imports a file."""
    inside = path.removeprefix(f"{import_root}/") if import_root else path
    return inside.removesuffix(".py").replace("/", ".")


def relative(path: str, importer: str, suffix: str) -> str:
    """How one TypeScript file names another: `../src/tokens.js`."""
    found = posixpath.relpath(str(PurePosixPath(path).with_suffix(suffix)), posixpath.dirname(importer) or ".")
    return found if found.startswith(".") else f"./{found}"


def _with_python_base(text: str, path: str, place: Place) -> str:
    if place.base is None or place.base.path == path or not _PYTHON_ERROR.search(text):
        return text
    text = _PYTHON_ERROR.sub(lambda match: f"{match[1]}({place.base_name}):", text)
    line = f"from {dotted(place.base.path, place.import_root)} import {place.base.name}\n"
    last = [match.end() for match in _PYTHON_TOP_IMPORT.finditer(text)][-1:]
    if not last:
        # Without imports, it goes below the docstring.
        end = text.index('"""', 3) + 4
        return f"{text[:end]}\n{line}{text[end:]}"
    return f"{text[: last[0]]}\n{line}{text[last[0] :]}"


def _with_web_base(text: str, path: str, place: Place) -> str:
    if place.base is None or place.base.path == path or not _WEB_ERROR.search(text):
        return text
    text = _WEB_ERROR.sub(lambda match: f"{match[1]}{place.base_name}", text)
    line = f'import {{ {place.base.name} }} from "{relative(place.base.path, path, place.suffix)}";\n'
    last = [match.end() for match in _WEB_TOP_IMPORT.finditer(text)][-1:]
    if last:
        return f"{text[: last[0]]}\n{line}{text[last[0] :]}"
    end = text.index("*/") + 3 if text.startswith("/*") else 0
    return f"{text[:end]}\n{line}{text[end:]}"
