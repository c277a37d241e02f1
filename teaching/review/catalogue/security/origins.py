"""Servers that pages of every origin may call."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import Names, keyword, option, positional, tail
from teaching.review.entry import Fact, Params
from teaching.review.source import SourceFile, end_line, literal_text, start_line

_HEADER = "access-control-allow-origin"
_HEADER_SET = "The header `Access-Control-Allow-Origin` is set to `*`."
_NAMES = frozenset({"allow_origins", "origins", "cors_allowed_origins", "allow_origin"})
_PATTERNS = frozenset({".*", "*", "^.*$", "https?://.*", ".+"})
_FLAGS = frozenset({"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"})
_MIDDLEWARE = frozenset({"cors", "@koa/cors", "hono/cors.cors", "@elysiajs/cors.cors", "@fastify/cors", "fastify-cors"})
# These reflect the caller's origin or let all in where nobody names one.
_OPEN_BY_ITSELF = frozenset({"cors", "@koa/cors", "hono/cors.cors", "@elysiajs/cors.cors"})


def any_origin(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Places that let pages of every origin call the server."""
    found = _python_origins(source) if source.language == "python" else _web_origins(source)
    seen: set[int] = set()
    for node, text in (*found, *_headers(source)):
        line = start_line(node)
        if line not in seen:
            seen.add(line)
            yield Fact(line, end_line(node), text)


def _headers(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for call in source.nodes("call", "call_expression"):
        given = positional(call)
        header = literal_text(given[0]) if len(given) == 2 else None
        if header is not None and header.lower() == _HEADER and literal_text(given[1]) == "*":
            yield call, _HEADER_SET
    for node in source.nodes("pair", "assignment", "assignment_expression"):
        key, value = node.field("key") or node.field("left"), node.field("value") or node.field("right")
        if key is None or value is None or literal_text(value) != "*":
            continue
        if key.kind() in {"subscript", "subscript_expression"}:
            key = key.field("subscript") or key.field("index") or key
        if key.text().strip("'\"").lower() == _HEADER:
            yield node, _HEADER_SET
    for node in source.nodes("object", "dictionary"):
        # Next.js lists headers as `{ key: …, value: … }`.
        name, value = option(node, "key"), option(node, "value")
        if name is not None and value is not None and literal_text(value) == "*":
            if (literal_text(name) or "").lower() == _HEADER:
                yield node, _HEADER_SET


def _is_any(value: SgNode, names: Names) -> bool:
    kind = value.kind()
    if kind in {"list", "tuple", "array", "set"}:
        return any(literal_text(child) == "*" for child in value.children())
    if kind == "identifier":
        bound = names.bound(value) or []
        return len(bound) == 1 and bound[0].kind() != "identifier" and _is_any(bound[0], names)
    return literal_text(value) == "*"


def _python_origins(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    names = Names(source)
    for argument in source.nodes("keyword_argument"):
        name, value = argument.field("name"), argument.field("value")
        if name is None or value is None:
            continue
        if name.text() in _NAMES and _is_any(value, names):
            yield argument, f"`{name.text()}` allows every origin."
        elif name.text() == "allow_origin_regex" and literal_text(value) in _PATTERNS:
            yield argument, "`allow_origin_regex` fits every origin."
    for node in source.nodes("assignment"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            continue
        key = left.field("subscript")
        name = (literal_text(key) or "") if key is not None else tail(left.text())
        if (name in _FLAGS and right.text() == "True") or (name == "CORS_ORIGINS" and _is_any(right, names)):
            yield node, f"`{name}` allows every origin."
    yield from _flask_cors(source, names)


def _flask_cors(source: SourceFile, names: Names) -> Iterator[tuple[SgNode, str]]:
    for call in source.nodes("call"):
        called = names.called(call)
        if called not in {"flask_cors.CORS", "flask_cors.cross_origin"}:
            continue
        resources = keyword(call, "resources")
        if resources is not None:
            for pair in _pairs(resources):
                key, value = pair.field("key"), pair.field("value")
                if key is not None and value is not None and literal_text(key) == "origins" and _is_any(value, names):
                    yield pair, "`CORS` is given a resource that every origin may call."
        elif keyword(call, "origins") is None and "**" not in call.text() and not _is_set_elsewhere(source):
            yield call, f"`{tail(called)}` without `origins` allows every origin."
    for decorator in source.nodes("decorator"):
        inner = next((child for child in decorator.children() if child.is_named()), None)
        if inner is not None and inner.kind() == "identifier":
            if names.dotted(inner) == "flask_cors.cross_origin":
                yield decorator, "`cross_origin` without `origins` allows every origin."


def _is_set_elsewhere(source: SourceFile) -> bool:
    """`app.config["CORS_ORIGINS"]` is where Flask's extension looks for what it was not given."""
    return "CORS_ORIGINS" in source.text or "CORS_RESOURCES" in source.text


def _pairs(node: SgNode) -> Iterator[SgNode]:
    stack = list(node.children())
    while stack:
        current = stack.pop()
        if current.kind() == "pair":
            yield current
        stack.extend(current.children())


def _web_origins(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    names = Names(source)
    for call in source.nodes("call_expression"):
        yield from _middleware(call, names)
    for pair in source.nodes("pair"):
        key, value = pair.field("key"), pair.field("value")
        if key is None or value is None or key.text().strip("'\"") != "cors":
            continue
        origin = option(value, "origin") if value.kind() == "object" else None
        if origin is not None and _lets_all_in(origin, names):
            yield pair, "`cors` is given an `origin` that allows every origin."
        elif value.text() == "true" and _is_argument_of_nest(pair):
            yield pair, "`cors` without `origin` allows every origin."


def _middleware(call: SgNode, names: Names) -> Iterator[tuple[SgNode, str]]:
    called, given = names.called(call), positional(call)
    by_itself = called in _OPEN_BY_ITSELF or tail(called) == "enableCors"
    if not by_itself:
        # `app.register(cors, { origin: '*' })`
        if tail(called) != "register" or len(given) < 2 or names.dotted(given[0]) not in _MIDDLEWARE:
            return
        given = given[1:]
    origin = option(given[0], "origin") if given and given[0].kind() == "object" else None
    if by_itself and (not given or (given[0].kind() == "object" and origin is None and "..." not in given[0].text())):
        yield (
            call,
            f"`{tail(called) if tail(called) == 'enableCors' else 'cors'}` without `origin` allows every origin.",
        )
    elif origin is not None and _lets_all_in(origin, names):
        yield call, "`cors` is given an `origin` that allows every origin."


def _lets_all_in(origin: SgNode, names: Names) -> bool:
    return origin.text() == "true" or _is_any(origin, names)


def _is_argument_of_nest(pair: SgNode) -> bool:
    around = list(pair.ancestors())[:3]
    call = around[2] if len(around) == 3 else None
    if call is None or call.kind() != "call_expression":
        return False
    function = call.field("function")
    if function is None:
        return False
    return function.text().startswith("NestFactory.create") or tail(function.text()) == "WebSocketGateway"
