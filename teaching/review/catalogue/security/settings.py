"""Settings that take a protection away: TLS checks, weak hashes, debug mode."""

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
_AIOHTTP_CALLS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request", "ws_connect"})
_TAKEN_AWAY = frozenset({("verify", "False"), ("check_hostname", "False"), ("verify_mode", "CERT_NONE")})
_WEB_CHECKS = frozenset({"rejectUnauthorized", "strictSSL"})
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
    for node in source.nodes("attribute", "identifier"):
        text = node.text()
        if tail(names.imports.get(text, text)) != "_create_unverified_context":
            continue
        parent = node.parent()
        imported = parent is not None and parent.kind() in {"dotted_name", "aliased_import"}
        if not imported and names.dotted(node) == "ssl._create_unverified_context":
            yield node, "`ssl._create_unverified_context` makes connections that check no certificate."


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
    if name is None or value is None:
        return ""
    if name.text() == "disable_ssl_certificate_validation" and value.text() == "True":
        return "`disable_ssl_certificate_validation` is on: the server's certificate is not checked."
    if (literal_text(value) or tail(value.text())) not in {"False", "CERT_NONE"}:
        return ""
    listed = argument.parent()
    call = listed.parent() if listed is not None else None
    called = names.called(call) if call is not None else ""
    if _is_chosen(value):
        return ""
    key, off = name.text(), value.text() == "False"
    aiohttp = called.startswith("aiohttp.") or (tail(called) in _AIOHTTP_CALLS and "aiohttp" in names.imports.values())
    if off and ((key == "verify" and _is_http(called)) or (key == "ssl" and aiohttp)):
        return f"`{tail(called)}` is told not to check the server's certificate."
    if off and key in {"verify_ssl", "validate_cert"}:
        return f"`{key}` is off: the server's certificate is not checked."
    chosen = key in {"cert_reqs", "verify_mode"} or (key == "validate" and value.text() == "ssl.CERT_NONE")
    return f"`{key}` is `CERT_NONE`: the server's certificate is not checked." if chosen and not off else ""


def _is_http(called: str) -> bool:
    # `partial(requests.get, verify=False)` makes a call for later.
    return tail(called) in _HTTP_CALLS | {"partial"} and "jwt" not in called.lower()


def _web_tls(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    yield from _web_tls_options(source)
    for node in source.nodes("assignment_expression"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            continue
        name = tail(left.text()).rstrip("]'\"")
        if _TLS_VARIABLE in left.text() and right.text().strip("'\"`") == "0":
            yield node, f"`{_TLS_VARIABLE}` is 0: no certificate is checked in the whole process."
        elif name in _WEB_CHECKS and right.text() == "false":
            yield node, f"`{name}` is `false`: the server's certificate is not checked."


def _web_tls_options(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for pair in source.nodes("pair"):
        key, value = pair.field("key"), pair.field("value")
        name = key.text().strip("'\"[]") if key is not None else ""
        if value is None:
            continue
        if name in _WEB_CHECKS and value.text() == "false":
            yield pair, f"`{name}` is `false`: the server's certificate is not checked."
        elif name == _TLS_VARIABLE and value.text().strip("'\"`") == "0":
            yield pair, f"`{_TLS_VARIABLE}` is 0: no certificate is checked in the whole process."
    for node in source.nodes("variable_declarator"):
        left, right = node.field("name"), node.field("value")
        # As a shorthand it goes into the options of a connection.
        if left is not None and right is not None and left.text() == "rejectUnauthorized" and right.text() == "false":
            yield node, "`rejectUnauthorized` is `false`: the server's certificate is not checked."


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


# Functions that are given the name of the hash, and packages that are one.
_NAMED_FIRST = frozenset({"createHash", "crypto.createHash", "hashlib.new", "crypto.hash"})
_LIBRARIES = frozenset({"hashlib", "CryptoJS", "crypto-js"})
_CRYPTOGRAPHY = "cryptography.hazmat.primitives.hashes."
_PACKAGES = {"md5": "md5", "js-md5": "md5", "blueimp-md5": "md5", "spark-md5": "md5", "sha1": "sha1", "js-sha1": "sha1"}


def _algorithm(call: SgNode, names: Names) -> str | None:
    function = callee(call)
    if function is None or function.kind() not in {"identifier", "attribute", "member_expression"}:
        return None
    name, given = names.called(call), positional(call)
    if not name or _not_for_security(call):
        return None
    plain = name.removeprefix("Crypto.Hash.").removeprefix("Cryptodome.Hash.")
    if name in _NAMED_FIRST or tail(name) == "createHash" or name.endswith("subtle.digest"):
        return _written_name(given[0]) if given else None
    if name == "hashlib.file_digest":
        return _written_name(given[1]) if len(given) > 1 else None
    if plain != name and plain.endswith(".new"):
        return plain.removesuffix(".new").lower()
    if name.endswith("hazmat.primitives.hashes.Hash"):
        # An algorithm that an HMAC is given is another matter.
        inner = names.called(given[0]) if given and given[0].kind() == "call" else ""
        return inner.removeprefix(_CRYPTOGRAPHY).lower() if inner.startswith(_CRYPTOGRAPHY) else None
    if name.partition("/")[0] == "crypto-js" and "/" in name:
        return name.partition("/")[2].lower()
    package = name.removesuffix(".hash").removesuffix(".default")
    if package in _PACKAGES and package in names.imports.values():
        return _PACKAGES[package]
    module, _dot, chosen = name.rpartition(".")
    return chosen.lower() if module in _LIBRARIES else None


def _written_name(node: SgNode) -> str | None:
    """The name of an algorithm as it stands there: `"SHA-1"`, `{ name: "SHA-1" }`."""
    if node.kind() == "object":
        node = option(node, "name") or node
    text = literal_text(node)
    return re.sub(r"[-_ ]", "", text.lower()) if text is not None else None


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
