"""Cases of names, and which names a project's author really chose: the rest are dictated by someone else."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.wording import name_of
from teaching.review.entry import Fact, Params
from teaching.review.source import FUNCTION_KINDS, SourceFile, function_name, start_line

CASES = {
    "snakecase": lazily(r"[a-z0-9]+(?:_[a-z0-9]+)*"),
    "camelcase": lazily(r"[a-z][a-zA-Z0-9]*"),
    "lowercamelcase": lazily(r"[a-z][a-zA-Z0-9]*"),
    "pascalcase": lazily(r"[A-Z][a-zA-Z0-9]*"),
    "uppercamelcase": lazily(r"[A-Z][a-zA-Z0-9]*"),
    "kebabcase": lazily(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    "uppersnakecase": lazily(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"),
    "screamingsnakecase": lazily(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"),
    "uppercase": lazily(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"),
    "allcaps": lazily(r"[A-Z0-9]+(?:_[A-Z0-9]+)*"),
}

SHOUTED = lazily(r"[A-Z0-9_$]+")

# The language that a case belongs to where the prose names none: `camelCase` says nothing about a Python file.
HOME = {
    "snakecase": "python",
    "camelcase": "web",
    "lowercamelcase": "web",
    "kebabcase": "web",
}

GENERATED = lazily(
    r"_pb2(?:_grpc)?\.pyi?$|\.(?:gen|generated|pb|min)\.[jt]sx?$|\.d\.[cm]?ts$|(?:^|/)"
    r"(?:__generated__|generated|vendor)/"
)

# Called by frameworks under exactly this name.
DICTATED_FUNCTIONS = lazily(
    r"__\w+__|(?:async)?(?:setUp|tearDown)(?:Class|Module|TestData)?|runTest|assert[A-Z]\w*|do_[A-Z]+|log_\w+"
    r"|(?:visit|leave|depart|generic_visit|handle|enter|exit|transform)_\w+|[A-Z]+|[A-Z]|_"
    r"|(?:UNSAFE|unstable|experimental|DEPRECATED|deprecated|dangerously)_\w+"
)

# Bases whose methods are no overrides with foreign names.
_PLAIN_BASES = lazily(
    r"^(?:object|ABC|abc\.ABC|Protocol|(?:typing\.)?Generic|BaseModel|(?:enum\.)?(?:Str|Int)?Enum|NamedTuple|TypedDict"
    r"|Exception|ValueError|RuntimeError|metaclass=.*)(?:\[.*\])?$"
)
_PLAIN_DECORATOR = lazily(
    r"@(?:\w+\.)*(?:staticmethod|classmethod|property|cached_property|abstractmethod|cache|lru_cache|wraps"
    r"|contextmanager"
    r"|asynccontextmanager|dataclass|final|fixture)\b"
)


def normal(case: str) -> str:
    """The key of a case in `CASES`, from any spelling of its name."""
    return re.sub(r"[^a-z]", "", case.lower())


def applies(source: SourceFile, case: str, language: str) -> bool:
    """Whether a rule on a case speaks of this file: by the language it names, else by the home of the case."""
    if GENERATED.search(source.path):
        return False
    side = "python" if source.language == "python" else "web"
    home = language if language in {"python", "web"} else HOME.get(case, side)
    return home == side


def follows(name: str, case: str) -> bool:
    """Whether a name is written in a case; underscores around it and `$` are not part of it."""
    pattern = CASES.get(case)
    bare = re.sub(r"[$#]", "", name).strip("_")
    return pattern is None or not bare or pattern.fullmatch(bare) is not None


def case_for(source: SourceFile, params: Params) -> str:
    """The case that this file must keep, empty where the rule does not speak of it."""
    case = normal(name_of(params, "case"))
    return case if applies(source, case, name_of(params, "language")) else ""


def misnamed(node: SgNode, label: str, name: str, params: Params) -> Fact:
    """The fact that a name is in another case than the project's."""
    line = start_line(node)
    return Fact(line, line, f"The {label} `{name}` is not written in {params['case']}.")


def chosen_functions(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    """Functions and methods whose name was the author's choice, each with its name."""
    if source.language == "python":
        own = own_classes(source)
        for node in source.nodes("function_definition"):
            name = function_name(node)
            if not DICTATED_FUNCTIONS.fullmatch(name) and not is_foreign(node, own):
                yield node, name
        return
    yield from _chosen_web_functions(source)


def _chosen_web_functions(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for node in source.nodes("function_declaration", "generator_function_declaration", "method_definition"):
        name = node.field("name")
        parent = node.parent()
        if name is None or name.kind() not in {"identifier", "property_identifier", "private_property_identifier"}:
            continue
        # A method of an object literal is named by whoever reads the object.
        if parent is None or parent.kind() == "object" or _is_extended(parent):
            continue
        if not DICTATED_FUNCTIONS.fullmatch(name.text()):
            yield node, name.text()
    for node in source.nodes("variable_declarator"):
        name, value = node.field("name"), node.field("value")
        if name is None or value is None or name.kind() != "identifier":
            continue
        if value.kind() not in {"arrow_function", "function_expression"} or SHOUTED.fullmatch(name.text()):
            continue
        if not DICTATED_FUNCTIONS.fullmatch(name.text()):
            yield node, name.text()


def _is_extended(body: SgNode) -> bool:
    parent = body.parent() if body.kind() == "class_body" else None
    return parent is not None and any(child.kind() == "class_heritage" for child in parent.children())


def own_classes(source: SourceFile) -> set[str]:
    """Python classes of the file that inherit nothing from elsewhere, not even through one another."""
    bases = {function_name(node): _bases(node) for node in source.nodes("class_definition")}
    own: set[str] = set()
    while True:
        more = {name for name, above in bases.items() if name not in own and all(_is_own(base, own) for base in above)}
        if not more:
            return own
        own |= more


def _bases(definition: SgNode) -> list[str]:
    listed = definition.field("superclasses")
    return [child.text() for child in listed.children() if child.is_named()] if listed is not None else []


def _is_own(base: str, own: set[str]) -> bool:
    return base.split("[")[0] in own or _PLAIN_BASES.match(base) is not None


def is_foreign(function: SgNode, own: set[str]) -> bool:
    """Whether a Python function may be an override of a foreign method, or is registered by a decorator."""
    parent = function.parent()
    if parent is not None and parent.kind() == "decorated_definition":
        decorators = [child.text() for child in parent.children() if child.kind() == "decorator"]
        if any(not _PLAIN_DECORATOR.match(text) for text in decorators):
            return True
    for ancestor in function.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return False
        if ancestor.kind() == "class_definition":
            return any(not _is_own(base, own) for base in _bases(ancestor))
    return False


def builds_type(function: SgNode) -> bool:
    """Whether a web function is named like a type with reason: a component, a constructor, a decorator, a mixin."""
    body = function.field("body") or function
    value = function.field("value")
    if value is not None:
        body = value.field("body") or value
    kinds = {"jsx_element", "jsx_self_closing_element", "jsx_fragment", "this", "arrow_function", "class"}
    stack = [body]
    while stack:
        node = stack.pop()
        if node.kind() in kinds or node.kind() == "function_expression":
            return True
        stack.extend(node.children())
    return False


def in_class_body(assignment: SgNode) -> bool:
    """Whether a Python assignment declares a field: fields are often named by the data that they hold."""
    parent = assignment.parent()
    body = parent.parent() if parent is not None else None
    owner = body.parent() if body is not None and body.kind() == "block" else None
    return owner is not None and owner.kind() == "class_definition"


def plain_targets(target: SgNode) -> Iterator[SgNode]:
    """The names that an assignment binds: not attributes, items, or the properties of a destructured object."""
    kind = target.kind()
    if kind == "identifier":
        yield target
    elif kind in {"pattern_list", "tuple_pattern", "list_pattern", "tuple", "array_pattern", "list_splat_pattern"}:
        for child in target.children():
            yield from plain_targets(child)


def parameter_names(function: SgNode) -> Iterator[SgNode]:
    """The identifiers of a function's parameters; destructured ones are named by what they take apart."""
    listed = function.field("parameters") or function.field("parameter")
    if listed is None:
        return
    if listed.kind() == "identifier":
        yield listed
        return
    for child in listed.children():
        if child.kind() == "identifier":
            yield child
        elif child.kind() in {"required_parameter", "optional_parameter", "assignment_pattern"} or (
            child.kind().endswith("_parameter") or child.kind() == "default_parameter"
        ):
            first = next((part for part in child.children() if part.kind() != "accessibility_modifier"), None)
            if first is not None and first.kind() == "identifier":
                yield first
