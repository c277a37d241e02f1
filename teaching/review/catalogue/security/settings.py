"""Settings that take a protection away: TLS checks, weak hashes, debug mode, every origin allowed."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import Names, callee, keyword, option, positional, tail
from teaching.review.entry import Fact, Params
from teaching.review.source import (
    SourceFile,
    enclosing_function,
    end_line,
    function_name,
    literal_text,
    start_line,
)

_HTTP_CALLS = frozenset(
    {
        "get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send", "Client",
        "AsyncClient", "Session", "HTTPTransport", "AsyncHTTPTransport", "urlopen",
    }
)  # fmt: skip
_TAKEN_AWAY = frozenset({("verify", "False"), ("check_hostname", "False"), ("verify_mode", "CERT_NONE")})
_TLS_VARIABLE = "NODE_TLS_REJECT_UNAUTHORIZED"


def _at(node: SgNode, text: str) -> Fact:
    return Fact(start_line(node), end_line(node), text)


def unverified_tls(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Connections whose certificate is not checked."""
    for node, text in _python_tls(source) if source.language == "python" else _web_tls(source):
        if not _says_insecure(node):
            yield _at(node, text)


def _says_insecure(node: SgNode) -> bool:
    """Whether a function around it is named after what it leaves out: then whoever calls it knows."""
    function = enclosing_function(node)
    while function is not None:
        if re.search(r"insecure|no_?verify", function_name(function), re.IGNORECASE):
            return True
        function = enclosing_function(function)
    return False


def _python_tls(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    names = Names(source)
    for argument in source.nodes("keyword_argument"):
        text = _unverified_argument(argument, names)
        if text:
            yield argument, text
    for node in source.nodes("assignment"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None or left.kind() != "attribute":
            continue
        if _takes_away(left, right):
            if _is_callers_choice(node) or _continues(node, left):
                continue
            yield node, f"`{left.text()}` is set to `{right.text()}`: the certificate is not checked."
    for attribute in source.nodes("attribute"):
        if attribute.text() == "ssl._create_unverified_context":
            yield attribute, "`ssl._create_unverified_context` makes connections that check no certificate."


def _takes_away(left: SgNode, right: SgNode) -> bool:
    pair = (tail(left.text()), tail(right.text()))
    return pair in _TAKEN_AWAY and not _is_chosen(right)


def _continues(node: SgNode, left: SgNode) -> bool:
    """Whether the statement before already takes a check away from the same context: one step in two lines."""
    statement = node.parent()
    before = statement.prev() if statement is not None else None
    while before is not None and before.kind() == "comment":
        before = before.prev()
    earlier = before.child(0) if before is not None and before.kind() == "expression_statement" else None
    if earlier is None or earlier.kind() != "assignment":
        return False
    target, value = earlier.field("left"), earlier.field("right")
    if target is None or value is None or target.kind() != "attribute" or not _takes_away(target, value):
        return False
    (owner, _, one), (other, _, two) = left.text().rpartition("."), target.text().rpartition(".")
    return owner == other and {one, two} == {"check_hostname", "verify_mode"}


def _is_chosen(value: SgNode) -> bool:
    """`CERT_REQUIRED if verify else CERT_NONE`: a name decides between the check and none."""
    if value.kind() != "conditional_expression":
        return False
    first, condition, second = [c for c in value.children() if c.is_named() and c.kind() != "comment"]
    if condition.kind() == "not_operator":
        condition = condition.field("argument") or condition
    safe = {"True", "CERT_REQUIRED", "CERT_OPTIONAL"}
    chosen = bool({tail(first.text()), tail(second.text())} & safe)
    return chosen and condition.kind() in {"identifier", "attribute"}


def _is_callers_choice(node: SgNode) -> bool:
    """Whether it stands under a condition that asks whether to verify: then the caller decides."""
    for ancestor in node.ancestors():
        if ancestor.kind() in {"if_statement", "elif_clause"}:
            condition = ancestor.field("condition")
            if condition is not None and re.search(
                r"verif|insecure|cert_?(?:none|reqs)", condition.text(), re.IGNORECASE
            ):
                return True
    return False


def _unverified_argument(argument: SgNode, names: Names) -> str:
    name, value = argument.field("name"), argument.field("value")
    if name is None or value is None or tail(value.text()) not in {"False", "CERT_NONE"}:
        return ""
    listed = argument.parent()
    call = listed.parent() if listed is not None else None
    called = names.called(call) if call is not None else ""
    if _is_chosen(value):
        return ""
    key, off = name.text(), value.text() == "False"
    if off and ((key == "verify" and _is_http(called)) or (key == "ssl" and called.startswith("aiohttp."))):
        return f"`{tail(called)}` is told not to check the server's certificate."
    if off and key == "verify_ssl":
        return "`verify_ssl` is off: the server's certificate is not checked."
    return "`cert_reqs` is `CERT_NONE`: the server's certificate is not checked." if key == "cert_reqs" else ""


def _is_http(called: str) -> bool:
    return tail(called) in _HTTP_CALLS and "jwt" not in called.lower()


def _web_tls(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for pair in source.nodes("pair"):
        key, value = pair.field("key"), pair.field("value")
        if key is None or value is None or value.text() != "false":
            continue
        name = key.text().strip("'\"")
        if name in {"rejectUnauthorized", "strictSSL"}:
            yield pair, f"`{name}` is `false`: the server's certificate is not checked."
    for node in source.nodes("assignment_expression"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            continue
        name = tail(left.text()).rstrip("]'\"")
        if _TLS_VARIABLE in left.text() and right.text().strip("'\"`") == "0":
            yield node, f"`{_TLS_VARIABLE}` is 0: no certificate is checked in the whole process."
        elif name in {"rejectUnauthorized", "strictSSL"} and right.text() == "false":
            yield node, f"`{name}` is `false`: the server's certificate is not checked."


_PASSWORD = re.compile(r"passw|passphrase|pwd|passcode|credential", re.IGNORECASE)
_SLOW = re.compile(r"pbkdf2|bcrypt|scrypt|argon|hmac|crypt_?context|pwned|hibp|gravatar|etag|checksum", re.IGNORECASE)
_BROKEN = {"md5": "MD5", "sha1": "SHA-1", "md4": "MD4", "rsamd5": "MD5", "rsasha1": "SHA-1"}
_FAST = {"sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}


def weak_hashes(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Broken hashes; `use` says whether everywhere or for passwords only, where fast ones count too."""
    passwords_only = params["use"] == "passwords"
    names = Names(source)
    for call in source.nodes("call", "call_expression"):
        algorithm = _algorithm(call, names)
        if algorithm is None:
            continue
        secret = _is_about_passwords(call)
        if algorithm in _BROKEN and (secret or not passwords_only):
            what = " a password" if secret else ""
            yield _at(call, f"{_BROKEN[algorithm]} is used to hash{what or ' a value'}; it is broken.")
        elif algorithm in _FAST and secret and passwords_only:
            yield _at(call, f"{_FAST[algorithm]} alone is used to hash a password; it is made to be fast.")


def _algorithm(call: SgNode, names: Names) -> str | None:
    function = callee(call)
    if function is None or function.kind() not in {"identifier", "attribute", "member_expression"}:
        return None
    last = tail("".join(function.text().split()))
    if last in {"createHash", "new"} or last in names.imports or function.text().startswith(("hashlib.", "CryptoJS.")):
        name = names.called(call)
        given = positional(call)
        if last == "createHash" or name == "hashlib.new":
            text = literal_text(given[0]) if given else None
            return re.sub(r"[-_ ]", "", text.lower()) if text is not None and not _not_for_security(call) else None
        module, _dot, chosen = name.rpartition(".")
        if module in {"hashlib", "CryptoJS", "crypto-js"} and not _not_for_security(call):
            return chosen.lower()
    return None


def _not_for_security(call: SgNode) -> bool:
    flag = keyword(call, "usedforsecurity")
    return flag is not None and flag.text() == "False"


def _is_about_passwords(call: SgNode) -> bool:
    """Whether the hashed value, what it is assigned to, or the function around it speaks of passwords."""
    outermost = call
    for ancestor in call.ancestors():
        kind = ancestor.kind()
        if kind in {"block", "statement_block", "module", "program", "class_body"}:
            break
        outermost = ancestor
        if kind in {"function_definition", "arrow_function", "function_declaration"}:
            break
    text = outermost.text() if outermost.kind() not in {"class_definition", "class_declaration"} else call.text()
    function = enclosing_function(call)
    name = function_name(function) if function is not None else ""
    if _SLOW.search(text) or _SLOW.search(name):
        return False
    return _PASSWORD.search(text) is not None or _PASSWORD.search(name) is not None


_SERVERS = frozenset({"app", "application", "server", "socketio", "create_app()"})
_DEBUG_APPS = frozenset({"fastapi.FastAPI", "starlette.applications.Starlette", "flask_socketio.SocketIO"})


def debug_mode(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Web servers started in debug mode; `where` = everywhere adds the setting `DEBUG = True`."""
    names = Names(source)
    for argument in source.nodes("keyword_argument"):
        name, value = argument.field("name"), argument.field("value")
        if name is None or value is None or name.text() != "debug" or value.text() != "True":
            continue
        listed = argument.parent()
        call = listed.parent() if listed is not None else None
        called = names.called(call) if call is not None else ""
        owner, _dot, last = called.rpartition(".")
        if (last in {"run", "run_server"} and tail(owner) in _SERVERS) or called in _DEBUG_APPS:
            yield _at(argument, f"`{called}` starts with `debug=True`.")
    for node in source.nodes("assignment"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None or right.text() != "True":
            continue
        if left.kind() == "attribute" and left.text() in {"app.debug", "application.debug"}:
            yield _at(node, f"`{left.text()}` is set to `True`.")
        elif params["where"] == "everywhere" and _is_debug_setting(left):
            yield _at(node, f"`{left.text()}` is set to `True`.")


def _is_debug_setting(left: SgNode) -> bool:
    if left.kind() == "identifier":
        return left.text() == "DEBUG" and enclosing_function(left) is None
    return left.kind() == "subscript" and re.search(r"config\[['\"]DEBUG['\"]\]$", left.text()) is not None


_ORIGIN_HEADER = "access-control-allow-origin"
_ORIGIN_NAMES = frozenset({"allow_origins", "origins", "cors_allowed_origins"})
_ORIGIN_FLAGS = frozenset({"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"})
_CORS_CALLS = frozenset({"cors", "flask_cors.CORS"})


def any_origin(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Places that let pages of every origin call the server."""
    yield from _python_origins(source) if source.language == "python" else _web_origins(source)
    for call in source.nodes("call", "call_expression"):
        given = positional(call)
        header = literal_text(given[0]) if len(given) == 2 else None
        if header is not None and header.lower() == _ORIGIN_HEADER and literal_text(given[1]) == "*":
            yield _at(call, "The header `Access-Control-Allow-Origin` is set to `*`.")
    for pair in source.nodes("pair"):
        key, value = pair.field("key"), pair.field("value")
        if key is None or value is None or literal_text(value) != "*":
            continue
        if key.text().strip("'\"").lower() == _ORIGIN_HEADER:
            yield _at(pair, "The header `Access-Control-Allow-Origin` is set to `*`.")


def _is_any(value: SgNode) -> bool:
    if value.kind() in {"list", "tuple", "array"}:
        return any(literal_text(child) == "*" for child in value.children())
    return literal_text(value) == "*"


def _python_origins(source: SourceFile) -> Iterator[Fact]:
    names = Names(source)
    for argument in source.nodes("keyword_argument"):
        name, value = argument.field("name"), argument.field("value")
        if name is not None and value is not None and name.text() in _ORIGIN_NAMES and _is_any(value):
            yield _at(argument, f"`{name.text()}` allows every origin.")
    for node in source.nodes("assignment"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            continue
        if left.text() in _ORIGIN_FLAGS and right.text() == "True":
            yield _at(node, f"`{left.text()}` allows every origin.")
        elif left.kind() == "subscript" and _ORIGIN_HEADER in left.text().lower() and literal_text(right) == "*":
            yield _at(node, "The header `Access-Control-Allow-Origin` is set to `*`.")
    for call in source.nodes("call"):
        if names.called(call) == "flask_cors.CORS" and not any(
            keyword(call, name) is not None for name in ("origins", "resources")
        ):
            yield _at(call, "`CORS` without `origins` allows every origin.")


def _web_origins(source: SourceFile) -> Iterator[Fact]:
    names = Names(source)
    for call in source.nodes("call_expression"):
        if names.called(call) != "cors":
            continue
        given = positional(call)
        origin = option(given[0], "origin") if given and given[0].kind() == "object" else None
        if not given or (given[0].kind() == "object" and origin is None):
            yield _at(call, "`cors` without `origin` allows every origin.")
        elif origin is not None and (_is_any(origin) or origin.text() == "true"):
            yield _at(call, "`cors` is given an `origin` that allows every origin.")
