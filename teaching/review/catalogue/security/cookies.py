"""Security: cookies that scripts can read, or that travel without encryption."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.names import callee, keyword, option, positional, tail
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, literal_text, start_line

# Scripts have to read these: what the page looks like, what was agreed to, and the half of a double-submit token.
_FOR_SCRIPTS = lazily(r"csrf|xsrf|theme|locale|lang|sidebar|consent|colou?r|layout|timezone|sort|view", re.IGNORECASE)
_RESPONSES = lazily(r"^(?:res|resp|response|reply|ctx|c|this\.res|this\.response)$")
_HEADER_KEY = lazily(r"""["']set-cookie["']\]?$""", re.IGNORECASE)
_JAR_MADE = lazily(r"^\(?(?:await)?cookies\(\)\)?$|^(?:\w+\.)+cookies$")
_JARS = lazily(r"^(?:cookies\(\)|cookieStore|cookieJar|(?:\w+\.)*cookies)$")
_SETTERS = frozenset({"set_cookie", "set_signed_cookie", "set_secure_cookie"})
_SETTINGS = lazily(r"^(?:\w+_)*COOKIE_(?:SECURE|HTTPONLY)$")


def open_cookies(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Cookies that are set without `httpOnly` and `secure`, and settings that take one of them away."""
    del params
    if "ookie" not in source.text and "COOKIE" not in source.text:
        return
    found = _python(source) if source.language == "python" else _web(source)
    for node, text in found:
        yield Fact(start_line(node), start_line(node), text)


def _python(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    for call in source.nodes("call"):
        function = callee(call)
        if function is None or function.kind() != "attribute" or tail(function.text()) not in _SETTERS:
            continue
        given = positional(call)
        # A jar takes a cookie that was made elsewhere.
        if len(given) < 2 and keyword(call, "value") is None:
            continue
        if any(child.kind() in {"dictionary_splat", "list_splat"} for child in _all_arguments(call)):
            continue
        name = given[0] if given else keyword(call, "key") or keyword(call, "name")
        value = given[1] if len(given) > 1 else keyword(call, "value")
        ended = any((end := keyword(call, key)) is not None and end.text() == "0" for key in ("max_age", "expires"))
        if not ended and not _is_spared(name, value):
            missing = [flag for flag in ("httponly", "secure") if _is_off(keyword(call, flag))]
            if missing:
                yield call, f"A cookie is set without {_listed(missing)}."
    for node in source.nodes("assignment", "keyword_argument", "pair"):
        left = node.field("left") or node.field("name") or node.field("key")
        right = node.field("right") or node.field("value")
        if left is None or right is None or right.text() != "False":
            continue
        key = left.field("subscript") or left
        name = literal_text(key) or left.text()
        if _SETTINGS.match(tail(name)):
            yield node, f"`{tail(name)}` is set to `False`."
    yield from _headers(source)


def _all_arguments(call: SgNode) -> list[SgNode]:
    listed = call.field("arguments")
    return listed.children() if listed is not None else []


def _is_off(value: SgNode | None) -> bool:
    return value is None or value.text() in {"False", "false", "None", "undefined"}


def _listed(missing: list[str]) -> str:
    return " and ".join(f"`{flag}`" for flag in missing)


def _is_spared(name: SgNode | None, value: SgNode | None) -> bool:
    """A cookie for scripts, one that is taken back, or one whose name nobody can see here."""
    text = name.text() if name is not None else ""
    return _FOR_SCRIPTS.search(text) is not None or (value is not None and value.text() in {"''", '""', "null", "None"})


def _headers(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    """`Set-Cookie` headers that are written out, where the whole text is there to be read."""
    for call in source.nodes("call", "call_expression"):
        given = positional(call)
        if len(given) == 2 and (literal_text(given[0]) or "").lower() == "set-cookie":
            yield from _header(call, given[1])
    for node in source.nodes("assignment", "assignment_expression", "pair"):
        left = node.field("left") or node.field("key")
        right = node.field("right") or node.field("value")
        if left is not None and right is not None and _HEADER_KEY.search(left.text()):
            yield from _header(node, right)


def _header(node: SgNode, value: SgNode) -> Iterator[tuple[SgNode, str]]:
    texts = _texts(value)
    for text in texts:
        attributes = {part.split("=")[0].strip().lower() for part in text.strip("fFrRbB'\"`").split(";")[1:]}
        name = text.strip("fFrRbB'\"`").split("=")[0]
        ended = "max-age" in attributes and re.search(r"max-age=0\b", text, re.IGNORECASE)
        missing = [flag for flag in ("HttpOnly", "Secure") if flag.lower() not in attributes]
        if missing and attributes and not ended and "=" in text and not _FOR_SCRIPTS.search(name):
            yield node, f"A cookie is set without {_listed(missing)}."
            return


def _texts(value: SgNode) -> list[str]:
    """The cookies of a header's value; nothing of what is put together elsewhere."""
    if value.kind() in {"string", "template_string"}:
        # A hole among the attributes may hold the flags.
        return [] if re.search(r";[^=;]*[{}][^=;]*(?:;|.$)", value.text()) else [value.text()]
    if value.kind() == "array":
        return [text for child in value.children() for text in _texts(child)]
    return []


def _web(source: SourceFile) -> Iterator[tuple[SgNode, str]]:
    yield from _headers(source)
    jars = _jars(source)
    for call in source.nodes("call_expression"):
        given = positional(call)
        if _is_setter_of(call, source):
            given = given[1:]  # `setCookie(c, "sid", sid)`: the context comes first
        elif not _sets_cookie(call, jars):
            continue
        if len(given) < 2 or _is_spared(given[0], given[1]):
            continue
        options = given[2] if len(given) > 2 else None
        if options is not None and options.kind() != "object":
            continue  # made elsewhere
        missing = _missing(options)
        if missing:
            yield call, f"A cookie is set without {_listed(missing)}."
    for pair in source.nodes("pair"):
        key, value = pair.field("key"), pair.field("value")
        if key is None or value is None or key.text().strip("'\"") != "cookie" or value.kind() != "object":
            continue
        off = [
            flag
            for flag in ("httpOnly", "secure")
            if (given_flag := option(value, flag)) and given_flag.text() == "false"
        ]
        if off:
            yield value, f"The cookie of a session is made without {_listed(off)}."


def _missing(options: SgNode | None) -> list[str]:
    if options is None:
        return ["httpOnly", "secure"]
    shorthand = {child.text() for child in options.children() if child.kind() == "shorthand_property_identifier"}
    if any(child.kind() == "spread_element" for child in options.children()):
        return []
    ended = option(options, "maxAge")
    if ended is not None and ended.text() in {"0", "-1"}:
        return []
    return [flag for flag in ("httpOnly", "secure") if flag not in shorthand and _is_off(option(options, flag))]


def _jars(source: SourceFile) -> frozenset[str]:
    """The names that stand for the jar of the request: `const jar = await cookies()`."""
    found: set[str] = set()
    for node in source.nodes("variable_declarator"):
        name, value = node.field("name"), node.field("value")
        text = "".join(value.text().split()) if value is not None and len(value.text()) < 80 else ""
        if name is not None and name.kind() == "identifier" and _JAR_MADE.search(text):
            found.add(name.text())
    return frozenset(found)


def _is_setter_of(call: SgNode, source: SourceFile) -> bool:
    """Whether it is the function of Hono, h3 or Nuxt that takes the request's context before the cookie."""
    function = callee(call)
    if function is None or function.kind() != "identifier" or function.text() != "setCookie":
        return False
    first = next(iter(positional(call)), None)
    if first is None or first.kind() == "string" or len(positional(call)) < 3:
        return False
    return re.search(r"hono/cookie|\bh3\b|defineEventHandler|std/http/cookie|eventHandler", source.text) is not None


def _sets_cookie(call: SgNode, jars: frozenset[str]) -> bool:
    """`res.cookie(…)`, `reply.setCookie(…)`, `cookies().set(…)`, `response.cookies.set(…)`, `jar.set(…)`."""
    function = callee(call)
    if function is None or function.kind() != "member_expression":
        return False
    owner, last = function.field("object"), function.field("property")
    if owner is None or last is None:
        return False
    text = "".join(owner.text().split())
    if re.match(r"\(?awaitcookies\(\)", text):
        text = "cookies()"
    if last.text() == "set":
        return _JARS.match(text) is not None or text in jars
    # `res.status(200).cookie(…)` is a cookie of the same response.
    return last.text() in {"cookie", "setCookie"} and _RESPONSES.match(re.split(r"\.\w+\(", text)[0]) is not None


_FLAG = r"(?:`?http[- ]?only`?|`?secure`?|`?samesite(?:=\w+)?`?)"
_FLAGS = rf"(?:flags? )?{_FLAG}(?:(?:\s?[,/+&]\s?|,? and |,? or )(?:the )?{_FLAG})*"

COOKIE_FLAGS = Entry(
    name="cookie-flags",
    title="cookies that are set without `httpOnly` and `secure`",
    languages=ALL,
    engines=(Syntax(open_cookies),),
    cues=("cookie",),
    phrases=(
        Phrase(
            r"\bcookies?\b[:*]{{0,4}}\s(?:(?:must|should|shall|always|are|is|be|have|has|need|needs|carry"
            r"|get|use|set"
            r"|sets|with|to|the|both|marked|as"
            rf"|created|sent)\s)*(?=[^.;]{{{{0,30}}}}http[- ]?only){_FLAGS}",
            {},
            rf"{EXCUSED}|\bnever\b|\bnot {_FLAG}",
        ),
        Phrase(
            r"(?:\b(?:set|add|use|require|enable|always)\s(?:the "
            rf"|both )*)?(?=[^.;]{{{{0,30}}}}http[- ]?only){_FLAGS}(?: flags?| attributes?)?\s(?:on|for|to|in)"
            r"\s(?:all |every |any |the |session |auth )*cookies?\b",
            {},
            rf"{EXCUSED}|\bnever\b",
        ),
        Phrase(
            r"\b(?:no|never|don't|do not)\s(?:set )?(?:any |a )?cookies?\s(?:is |are )?(?:set )?(?:without"
            rf"|missing|lacking)\s(?:the |both )?(?=[^.;]{{{{0,30}}}}http[- ]?only){_FLAGS}",
            {},
            EXCUSED,
        ),
        Phrase(
            r"(?:^\W*(?:[\w /-]{{1,24}}:\W*)?|\b(?:use|only|always|all"
            r"|set)\s)(?=[^.;]{{0,30}}http[- ]?only)(?:`?http[- ]?only`?,?\s?(?:and |/ ?|\+ ?"
            r"|& ?)?`?secure`?|`?secure`?,?\s?(?:and |/ ?|\+ ?|& ?)?`?http[- ]?only`?)(?:,?\s?"
            r"(?:and )?`?samesite(?:=\w+)?`?)?\s(?:session |auth )*cookies?\b",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Cookies must be httpOnly and secure", {}),
        ("Set `httpOnly` and `secure` on all cookies.", {}),
        ("**Cookies:** always `HttpOnly`, `Secure`, `SameSite=Lax`", {}),
        ("All cookies are `httponly` and `secure`", {}),
        ("Never set cookies without `httpOnly` and `secure`", {}),
        ("Use httpOnly, secure cookies", {}),
        ("- cookies: httpOnly + secure + sameSite", {}),
    ),
    ignores=(
        "Tokens live in httpOnly cookies.",
        "Cookies are signed with a secure key.",
        "The cookie banner is shown once.",
        "Never read cookies in components.",
        "Cookies need not be httpOnly where scripts read them.",
    ),
    tier="likely",
    cwe=(614, 1004),
    words=Words(
        why="A cookie that scripts can read is lost to the first foreign script on the page; one that may travel "
        "without encryption is lost to the first open network.",
        question="Which script has to read this cookie, and over which connections may it travel?",
        hint="Look at what the call that sets it takes besides name and value, and at what it does when that is left "
        "out.",
    ),
    examples=(
        Example("python", "response.set_cookie('session', sid)\n", (1,)),
        Example(
            "python",
            "resp.set_cookie(\n    key='session',\n    value=sid,\n    httponly=True,\n    secure=False,\n)\n",
            (1,),
        ),
        Example("python", "SESSION_COOKIE_SECURE = False\napp.config['SESSION_COOKIE_HTTPONLY'] = False\n", (1, 2)),
        Example(
            "python",
            "response.set_cookie('session', sid, httponly=True, secure=settings.secure)\n"
            "response.set_cookie('a', b, **FLAGS)\nSESSION_COOKIE_SECURE = True\n",
        ),
        Example(
            "python",
            "response.set_cookie('csrftoken', t)\nresponse.set_cookie('session', '', max_age=0)\n"
            "response.delete_cookie('session')\n# set_cookie('a', b)\n",
        ),
        Example(
            "python",
            "response.set_signed_cookie('cart', cart.key, secure=True)\n"
            "app.config.update(SESSION_COOKIE_SECURE=False)\n"
            "response.headers['Set-Cookie'] = f'sid={sid}; Path=/; Secure'\n",
            (1, 2, 3),
        ),
        Example(
            "python",
            "response.headers['Set-Cookie'] = f'sid={sid}; Path=/; Secure; HttpOnly'\n"
            "response.headers['Set-Cookie'] = f'sid={sid}; {FLAGS}'\nresponse.headers['Set-Cookie'] = cookie\n",
        ),
        Example("typescript", "res.cookie('sid', sid);\nres.cookie('sid', sid, { httpOnly: true });\n", (1, 2)),
        Example(
            "typescript",
            "const store = await cookies();\nstore.set('sid', sid, { secure: true });\n"
            "res.setHeader('Set-Cookie', `sid=${sid}; Path=/; HttpOnly`);\n",
            (2, 3),
        ),
        Example(
            "typescript",
            "import { setCookie } from 'hono/cookie';\nsetCookie(c, 'sid', sid, { secure: true });\n"
            "setCookie(c, 'sid', sid, { secure: true, httpOnly: true });\nsetCookie('sid', sid);\n",
            (2,),
        ),
        Example(
            "javascript",
            "res.status(200).cookie('sid', sid, { secure: true });\n"
            "app.use(session({ cookie: { httpOnly: false } }));\n",
            (1, 2),
        ),
        Example(
            "tsx",
            "(await cookies()).set('sid', sid, { httpOnly: false, secure: true });\n"
            "response.cookies.set('sid', sid);\n",
            (1, 2),
        ),
        Example(
            "typescript",
            "res.cookie('sid', sid, { httpOnly: true, secure: prod, maxAge: 1 });\n"
            "res.cookie('sid', sid, options);\nres.cookie('sid', sid, { ...base });\n",
        ),
        Example(
            "javascript",
            "res.cookie('theme', t);\nres.cookie('sid', '', { maxAge: 0 });\nmap.set('sid', sid);\n"
            "req.cookie('sid', sid);\n// res.cookie('sid', sid)\n",
        ),
    ),
)

ENTRIES = (COOKIE_FLAGS,)
