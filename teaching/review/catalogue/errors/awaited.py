"""Which awaited calls go outside the program, and what guards them: the deciding half of `async-errors`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import CALL_KINDS, Link, arguments, chain, inner, named, shorten, whole_chain
from teaching.review.catalogue.errors import handlers
from teaching.review.entry import Fact, Params
from teaching.review.source import (
    FUNCTION_KINDS,
    SourceFile,
    enclosing_function,
    end_line,
    function_name,
    span,
    start_line,
)

FETCHERS = frozenset({"fetch", "axios", "ky", "got", "$fetch", "ofetch", "superagent"})
LIBRARIES = frozenset({"httpx", "aiohttp", "requests", "websockets", "openai", "anthropic", "stripe", "octokit"})
CLIENT = lazily(r"(?:^|[_a-z])(?:client|http|api|session|axios|httpx)$", re.IGNORECASE)
NO_CLIENT = lazily(r"query_?client|test_?client|mock|fake|local_?storage", re.IGNORECASE)
CLIENT_CALLS = frozenset({"get", "post", "put", "delete", "patch", "request", "head", "stream", "ws_connect"})
DATABASE = lazily(r"(?:^|[_a-z])(?:db|database|pool|conn|connection|cursor|cur|engine|client)$", re.IGNORECASE)
DATABASE_CALLS = frozenset(
    {"execute", "executemany", "query", "fetch", "fetchrow", "fetchval", "fetchone", "fetchall", "fetchmany", "exec"}
)
DATABASE_ROOTS = frozenset({"prisma", "redis"})
BODY_READS = frozenset({"json", "text", "blob", "arrayBuffer", "formData", "read"})
# Their arguments are awaited with them. `allSettled` is absent: it never rejects.
JOINS = frozenset({"Promise.all", "Promise.race", "Promise.any", "asyncio.gather", "asyncio.wait_for"}) | {
    "asyncio.shield",
    "gather",
    "wait_for",
}
PAUSES = lazily(r"(?:^|\.)(?:sleep|delay|wait|nextTick|setImmediate|checkpoint)$")
LIST_KINDS = frozenset({"arguments", "argument_list", "array", "list", "tuple", "list_splat", "spread_element"}) | {
    "list_comprehension",
    "generator_expression",
}
WRAPPER = lazily(r"catch.|.catch|^try|^safe|async_?handler|wrap_?async|handle_?err|with_?err|error_?handl", re.I)
CARRIES = LIST_KINDS | CALL_KINDS | {"parenthesized_expression", "member_expression", "attribute"}


@dataclass(frozen=True, slots=True)
class Site:
    """A place where the program waits: `node` is where it is reported, `waits_on` what it waits for."""

    node: SgNode
    whole: SgNode
    waits_on: SgNode


@dataclass(frozen=True, slots=True)
class Guard:
    """The handlers around a place, whether something else answers for it, and what the nearest `try` does not do."""

    tries: tuple[SgNode, ...]
    elsewhere: bool
    missed: str


def unguarded_awaits(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Awaited calls to the outside that stand in no `try`, or whose handler throws none of the wanted errors."""
    callers, errors = params["callers"], params["errors"]
    assert isinstance(callers, tuple) and isinstance(errors, tuple), "both are declared as names"
    bare: set[tuple[str, tuple[int, int]]] = set()
    told: set[tuple[int, int]] = set()
    for site in _sites(source, "*" in callers):
        links = chain(site.waits_on)
        if not _concerns(links, callers) or _answers_itself(links):
            continue
        guard = guard_of(site.node)
        text = _verdict(source, site, guard, errors)
        if not text:
            continue
        bare.add(_bound_name(site))
        # One handler is told once; "every await" is a rule about functions, so each function is told once.
        whole = guard.tries[0] if guard.tries else enclosing_function(site.node) if "*" in callers else site.node
        if whole is None or span(whole) not in told:
            told |= set() if whole is None else {span(whole)}
            yield Fact(start_line(site.node), end_line(site.node), text)
    if "network" in callers:
        yield from _unread_bodies(source, bare, errors, told)


def awaited_outside(source: SourceFile, params: Params) -> Iterator[tuple[int, bool]]:
    """The lines of awaited calls to the outside, and whether a `try` stands around them."""
    callers = params["callers"]
    assert isinstance(callers, tuple), "declared as names"
    for site in _sites(source, "*" in callers):
        links = chain(site.waits_on)
        if _concerns(links, callers) and not _answers_itself(links):
            yield start_line(site.node), bool(guard_of(site.node).tries)


def _verdict(source: SourceFile, site: Site, guard: Guard, errors: tuple[str, ...]) -> str:
    if guard.elsewhere:
        return ""
    shown = shorten(site.whole)
    if not guard.tries:
        return f"`{shown}`{_where(site.node)} {guard.missed}."
    if errors and not any(handlers.answers(source, one, errors) for one in guard.tries):
        verb = "raises" if source.language == "python" else "throws"
        wanted = "error type of the project" if "custom" in errors else " or ".join(f"`{name}`" for name in errors)
        return f"The handler around `{shown}` {verb} no {wanted}."
    return ""


def _where(node: SgNode) -> str:
    function = enclosing_function(node)
    if function is None:
        return ""
    name = function_name(function)
    given = function.parent()
    if name == "this function" and given is not None and given.kind() == "arguments":
        # `const load = useCallback(async () => …)`: readers know it as `load`.
        call = given.parent()
        name = function_name(call) if call is not None else name
    return " in an unnamed function" if name == "this function" else f" in `{name}`"


def _sites(source: SourceFile, every: bool) -> Iterator[Site]:
    if source.language != "python":
        for node in source.nodes("await_expression"):
            operand = inner(node)
            if operand is not None:
                whole = whole_chain(node)
                yield Site(node, whole, operand if span(whole) == span(node) else whole)
        loops = [node for node in source.nodes("for_in_statement") if any(c.kind() == "await" for c in node.children())]
    else:
        for node in source.nodes("await"):
            operand = inner(node)
            if operand is not None:
                yield Site(node, node, operand)
        loops = [node for node in source.nodes("for_statement", "for_in_clause") if _is_marked(node)]
        # An `async with` alone is often a lock or the making of a client, so "every await" does not speak of it.
        yield from () if every else _context_managers(source)
    for node in loops:
        iterated = node.field("right")
        if iterated is not None:
            yield Site(iterated, iterated, iterated)


def _context_managers(source: SourceFile) -> Iterator[Site]:
    for node in source.nodes("with_statement"):
        clause = next((child for child in node.children() if child.kind() == "with_clause"), None)
        if not _is_marked(node) or clause is None:
            continue
        for item in named(clause):
            value = inner(item)
            if value is not None and value.kind() == "as_pattern":
                value = inner(value)
            if value is not None:
                yield Site(value, value, value)


def _is_marked(node: SgNode) -> bool:
    first = node.child(0)
    return first is not None and first.kind() == "async"


def _concerns(links: list[Link], callers: tuple[str, ...]) -> bool:
    root = ".".join(links[-1].names)
    if root in JOINS:
        parts = [chain(part) for part in _joined(links[-1].call)]
        if "*" not in callers:
            return any(_concerns(part, callers) for part in parts)
    if "*" in callers:
        return links[-1].names != ("",) and not PAUSES.search(root)
    if links[0].call is None:
        return False
    names = tuple(name for link in reversed(links) for name in link.names)
    return _is_named(names, callers, len(links))


def _joined(call: SgNode | None) -> Iterator[SgNode]:
    stack = list(reversed(arguments(call)))
    while stack:
        node = stack.pop()
        kind = node.kind()
        if kind in CALL_KINDS:
            yield node
            mapped = chain(node)[0].names[-1:] == ("map",)
            stack.extend(argument for argument in arguments(node) if mapped and argument.kind() == "arrow_function")
        elif kind in LIST_KINDS:
            stack.extend(reversed(named(node)))
        elif kind == "arrow_function":
            body = node.field("body")
            if body is not None and body.kind() in CALL_KINDS:
                stack.append(body)


def _is_named(names: tuple[str, ...], callers: tuple[str, ...], calls: int) -> bool:
    own = names[0] in {"this", "self", "cls"}
    bare = names[1:] if own or names[0] in {"window", "globalThis"} else names
    made = calls == 1 and bare[-1:] != () and bare[-1][:1].isupper()
    if not bare or made:
        return False
    for caller in callers:
        if caller == "network" and _is_network(bare, own):
            return True
        if caller == "database" and _is_database(bare):
            return True
        if caller.split(".")[0] in FETCHERS | LIBRARIES and caller != "fetch" and _through_client(bare):
            return True
        dotted, wanted = ".".join(bare), caller.removesuffix("()")
        if not (own and len(bare) == 1) and (fnmatchcase(dotted, wanted) or dotted.startswith(wanted + ".")):
            return True
    return False


def _is_network(names: tuple[str, ...], own: bool) -> bool:
    if names[0] in FETCHERS and not (own and len(names) == 1) and names[-1] not in {"create", "extend"}:
        return True
    return (names[0] in LIBRARIES and len(names) > 1 and not names[1][:1].isupper()) or _through_client(names)


def _through_client(names: tuple[str, ...]) -> bool:
    return any(
        CLIENT.search(receiver) and method in CLIENT_CALLS and not NO_CLIENT.search(receiver)
        for receiver, method in zip(names, names[1:], strict=False)
    )


def _is_database(names: tuple[str, ...]) -> bool:
    if names[0] in DATABASE_ROOTS and len(names) > 1:
        return True
    return any(
        (DATABASE.search(receiver) and method in DATABASE_CALLS and not NO_CLIENT.search(receiver))
        or (receiver.lower().endswith("session") and method in {"execute", "scalars", "scalar"})
        for receiver, method in zip(names, names[1:], strict=False)
    )


def _answers_itself(links: list[Link]) -> bool:
    for link in links:
        method = link.names[-1] if link.names else ""
        if (method == "catch" and arguments(link.call)) or (method == "then" and len(arguments(link.call)) > 1):
            return True
        if method == "gather" and any("return_exceptions=True" in a.text() for a in arguments(link.call)):
            return True
    return False


def guard_of(node: SgNode) -> Guard:
    """What stands around a place up to the border of its function."""
    tries: list[SgNode] = []
    missed = "stands in no try block"
    child = node
    for ancestor in node.ancestors():
        kind = ancestor.kind()
        if kind in FUNCTION_KINDS:
            flow = _carried(ancestor)
            if flow == "handled":
                return Guard(tuple(tries), True, missed)
            if flow != "awaited":
                break
        elif kind == "try_statement":
            body = ancestor.field("body")
            if body is None or span(body) != span(child):
                part = child.kind().split("_")[0]
                missed = f"stands in the `{part}` part of a try, which no handler of that try guards"
            elif handlers.handlers_of(ancestor):
                tries.append(ancestor)
            else:
                missed = "stands in a try block that has no handler"
        elif kind == "with_statement" and "suppress(" in ancestor.text().split("\n", 1)[0]:
            return Guard(tuple(tries), True, missed)
        child = ancestor
    return Guard(tuple(tries), False, missed)


def _carried(function: SgNode) -> str:
    """Where the errors of an inline function go: `awaited` where it stands, `handled` by what it is given to."""
    decorated = function.parent()
    if decorated is not None and decorated.kind() == "decorated_definition":
        marks = [child.text() for child in decorated.children() if child.kind() == "decorator"]
        return "handled" if any(re.search(r"err|exception|catch|safe", mark, re.I) for mark in marks) else ""
    given = False
    for ancestor in function.ancestors():
        kind = ancestor.kind()
        if kind in {"await", "await_expression"}:
            return "awaited"
        if kind not in CARRIES:
            return ""
        if kind in CALL_KINDS:
            method = "".join(chain(ancestor)[0].names[-1:])
            # Given to `.catch(…)` it is the handler itself; standing before `.catch` it is what is handled.
            if (method == "catch" and not given) or (given and WRAPPER.search(method)):
                return "handled"
        given = kind in {"arguments", "argument_list"}
    return ""


def _bound_name(site: Site) -> tuple[str, tuple[int, int]]:
    """The variable that takes what was awaited, with the identity of its function."""
    function = enclosing_function(site.node)
    place = span(function) if function is not None else (0, 0)
    parent = site.whole.parent()
    target = None if parent is None else parent.field("name") or parent.field("left")
    if parent is not None and parent.kind() == "as_pattern":
        target = parent.field("alias")
    return (target.text() if target is not None else "", place)


def _unread_bodies(
    source: SourceFile,
    bare: set[tuple[str, tuple[int, int]]],
    errors: tuple[str, ...],
    told: set[tuple[int, int]],
) -> Iterator[Fact]:
    """Reading the body of an answer waits for the network again; said only where the request itself was guarded."""
    answers: set[tuple[str, tuple[int, int]]] = set()
    reads: list[tuple[Site, tuple[str, tuple[int, int]]]] = []
    for site in _sites(source, every=True):
        links = chain(site.waits_on)
        names = links[-1].names
        if _concerns(links, ("network",)):
            answers.add(_bound_name(site))
        elif len(links) == 1 and len(names) == 2 and names[1] in BODY_READS:
            reads.append((site, (names[0], _bound_name(site)[1])))
    for site, key in reads:
        guard = guard_of(site.node)
        text = _verdict(source, site, guard, errors) if key in answers - bare else ""
        if text and not (guard.tries and span(guard.tries[0]) in told):
            yield Fact(start_line(site.node), end_line(site.node), text)
