"""What the handlers of a `try` do with the error that they caught."""

import re

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import CALL_KINDS, arguments, base_classes, chain, inner, own_nodes
from teaching.review.source import FUNCTION_KINDS, SourceFile, span

THROWS = frozenset({"raise_statement", "throw_statement"})
LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
EXCEPT_KINDS = frozenset({"except_clause", "except_group_clause", "catch_clause"})
# Thrown by the language or by well-known libraries: certainly no error type of the project.
FOREIGN = frozenset(
    """Exception BaseException ExceptionGroup ArithmeticError AssertionError AttributeError BufferError EOFError
    FileExistsError FileNotFoundError FloatingPointError ImportError IndexError IOError InterruptedError
    IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
    NotADirectoryError NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError
    ReferenceError RuntimeError StopIteration SyntaxError SystemError SystemExit TimeoutError TypeError UnicodeError
    ValueError ZeroDivisionError ConnectionError BrokenPipeError Error RangeError EvalError URIError AggregateError
    DOMException HTTPException HTTPError RequestException AxiosError""".split()
)
LANGUAGE_OWN = FOREIGN - {"HTTPException", "HTTPError", "RequestException", "AxiosError"}
HELPER = re.compile(
    r"^(?:handle|throw|raise|rethrow|wrap|to|map|convert|normali[sz]e|translate)_?\w*(?:err|exception)", re.I
)


# Express's `next(error)` and a promise's `reject(error)` pass on what was caught, as a bare `throw` does.
HANDED_ON = frozenset({"next", "reject"})


def handlers_of(statement: SgNode) -> list[SgNode]:
    """The `except` and `catch` clauses of a `try`."""
    return [child for child in statement.children() if child.kind() in EXCEPT_KINDS]


def answers(source: SourceFile, statement: SgNode, errors: tuple[str, ...]) -> bool:
    """Whether a handler of a `try` rethrows, throws one of these errors, or hands over to what may throw it."""
    found = handlers_of(statement)
    return any(_answers(source, handler, errors) for handler in found) or (
        all(_goes_on(handler) for handler in found) and _thrown_after_retries(source, statement, errors)
    )


def _goes_on(handler: SgNode) -> bool:
    return not any(node.kind() in {"return_statement", *THROWS} for node in own_nodes(handler))


def _thrown_after_retries(source: SourceFile, statement: SgNode, errors: tuple[str, ...]) -> bool:
    """`for … try … except …: wait()` and then `raise AppError("gave up")`: the loop's end answers for all rounds."""
    loop: SgNode | None = None
    for ancestor in statement.ancestors():
        if ancestor.kind() in LOOPS:
            loop = ancestor
        if ancestor.kind() in FUNCTION_KINDS:
            after = span(loop)[1] if loop is not None else len(source.text)
            later = (node for node in own_nodes(ancestor) if node.kind() in THROWS and span(node)[0] >= after)
            return any(_is_wanted_throw(source, inner(node), errors) for node in later)
    return False


def _answers(source: SourceFile, handler: SgNode, errors: tuple[str, ...]) -> bool:
    for node in own_nodes(handler):
        kind = node.kind()
        if kind in THROWS:
            if _is_wanted_throw(source, inner(node), errors):
                return True
        elif kind == "new_expression":
            built = node.field("constructor")
            if built is not None and _is_wanted_result(source, _last(built), errors):
                return True
        elif kind in CALL_KINDS:
            name = _last(node)
            if name in HANDED_ON and _is_name(next(iter(arguments(node)), None)):
                return True
            if HELPER.search(name) or _mentions(name, errors) or _local_throws(source, name, errors):
                return True
            if name[:1].isupper() and _is_wanted_result(source, name, errors):
                return True
    return False


def _is_wanted_throw(source: SourceFile, thrown: SgNode | None, errors: tuple[str, ...]) -> bool:
    if thrown is None:
        return True
    kind = thrown.kind()
    if kind in {"new_expression", "call"} or (kind in {"identifier", "attribute"} and _last(thrown)[:1].isupper()):
        target = thrown.field("constructor") if kind == "new_expression" else thrown
        names = [name for link in chain(target) for name in link.names] if target is not None else []
        classes = [name for name in names if name[:1].isupper()]
        if not classes:
            return not names or _helper_may_throw(source, names[-1], errors)
        return any(_is_wanted_class(source, name, errors) for name in classes)
    if kind == "call_expression":
        name = _last(thrown)
        wanted = _is_wanted_class(source, name, errors) or _helper_may_throw(source, name, errors)
        return name not in FOREIGN and wanted
    # A variable holds what was caught or what was made of it; anything longer cannot be judged here.
    return kind != "string"


def _helper_may_throw(source: SourceFile, name: str, errors: tuple[str, ...]) -> bool:
    """A helper of the same file has to name the error; one from elsewhere cannot be looked into."""
    if _mentions(name, errors) or "custom" in errors:
        return True
    for node in source.nodes("function_definition", "function_declaration", "variable_declarator"):
        own = node.field("name")
        if own is not None and own.text() == name:
            return any(error in node.text() for error in errors)
    return True


def _local_throws(source: SourceFile, name: str, errors: tuple[str, ...]) -> bool:
    for node in source.nodes("function_definition", "function_declaration", "method_definition"):
        own = node.field("name")
        if own is not None and own.text() == name:
            return any(
                _is_wanted_throw(source, inner(inside), errors) for inside in own_nodes(node) if inside.kind() in THROWS
            )
    return False


def _is_wanted_class(source: SourceFile, name: str, errors: tuple[str, ...]) -> bool:
    if not name or name in errors:
        return bool(name)
    if "custom" in errors:
        return name not in LANGUAGE_OWN
    bases = base_classes(source)
    if name in bases:
        return _descends(name, frozenset(errors), bases)
    # A class from elsewhere may extend the wanted one; only the name can speak for it.
    endings = {re.findall(r"[A-Z][a-z]*$", error)[-1] for error in errors if re.search(r"[A-Z][a-z]*$", error)}
    return name not in FOREIGN and any(name.endswith(ending) for ending in endings)


def _is_wanted_result(source: SourceFile, name: str, errors: tuple[str, ...]) -> bool:
    """An error that is made and handed on (`next(new ApiError())`), not thrown: it must at least be called one."""
    return name.endswith(("Error", "Exception", "Err", "Failure")) and _is_wanted_class(source, name, errors)


def _descends(name: str, wanted: frozenset[str], bases: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = {name}
    while waiting:
        current = waiting.pop()
        if current in wanted:
            return True
        if current not in seen:
            seen.add(current)
            waiting |= bases.get(current, set())
    return False


def _mentions(name: str, errors: tuple[str, ...]) -> bool:
    plain = name.replace("_", "").lower()
    return any(error != "custom" and error.replace("_", "").lower() in plain for error in errors)


def _is_name(node: SgNode | None) -> bool:
    return node is not None and node.kind() == "identifier"


def _last(node: SgNode) -> str:
    names = chain(node)[0].names
    return names[-1] if names else ""
