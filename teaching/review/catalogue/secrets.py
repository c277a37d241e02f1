"""Secrets that stand in the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.catalogue.secrets_values import known_format, looks_secret, names_secret
from teaching.review.catalogue.security_names import callee, tail
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, end_line, span, start_line

_LITERAL = re.compile(r"^[rRbBuU]{0,2}(\"\"\"|'''|\"|'|`)(.*)\1$", re.DOTALL)
# Where the value of a named place stands, and which child names it.
_PLACES = {
    "assignment": ("right", "left"),
    "keyword_argument": ("value", "name"),
    "pair": ("value", "key"),
    "default_parameter": ("value", "name"),
    "typed_default_parameter": ("value", "name"),
    "variable_declarator": ("value", "name"),
    "assignment_expression": ("right", "left"),
    "augmented_assignment_expression": ("right", "left"),
    "assignment_pattern": ("right", "left"),
    "object_assignment_pattern": ("right", "left"),
    "required_parameter": ("value", "pattern"),
    "optional_parameter": ("value", "pattern"),
    "public_field_definition": ("value", "name"),
    "field_definition": ("value", "property"),
    "named_expression": ("value", "name"),
}
# What may stand between a literal and its place without changing what it is: a fallback, a cast, a choice.
_AROUND = frozenset(
    {
        "parenthesized_expression", "as_expression", "satisfies_expression", "boolean_operator", "jsx_expression",
        "conditional_expression", "ternary_expression", "non_null_expression",
    }
)  # fmt: skip
_FALLBACKS = frozenset({"getenv", "get", "env", "config", "Field", "setdefault", "SecretStr", "encode", "from"})
_SIGNERS = frozenset({"jwt.sign", "jwt.verify", "jwt.encode", "jwt.decode", "jsonwebtoken.sign", "jsonwebtoken.verify"})
_KEYED = _SIGNERS | {"createHmac", "crypto.createHmac"}
_EMPTY_SIGNS = re.compile(r"^(?:none|null|test\w*|your[-_].*|<.*>|\W*|HS\d+|RS\d+|sha\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hit:
    node: SgNode
    value: str
    text: str


def hardcoded_secrets(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Literals that are secrets by their form, or by their name and form; the value itself is never repeated."""
    hits = list(_hits(source))
    values = sorted({hit.value for hit in hits}, key=len, reverse=True)
    for hit in hits:
        first = start_line(hit.node)
        yield Fact(first, end_line(hit.node), hit.text, _masked_line(source.line_text(first), hit.value, values))


def masked(value: str) -> str:
    """The first characters of a secret, enough to find it and too few to use it."""
    return value[: 3 if len(value) >= 12 else 2] + "…"


def _masked_line(line: str, own: str, values: list[str]) -> str:
    for value in values:
        head = value.split("\n")[0].rstrip("\r")
        if len(head) >= 2 and head in line:
            line = line.replace(head, masked(value))
    # A secret of which a part could still be read is not shown at all.
    return masked(own) if any(value in line for value in values) else line.strip()


def _hits(source: SourceFile) -> Iterator[_Hit]:
    in_tests = source.is_test
    for node in source.nodes("string", "template_string"):
        found = _LITERAL.match(node.text())
        if found is None or len(found.group(2)) < 4:
            continue
        value = found.group(2)
        known = known_format(value, in_tests=in_tests)
        if known is not None and not _is_documentation(node):
            yield _Hit(node, known[1], f"{known[0][0].upper()}{known[0][1:]} stands in the code as plain text.")
        elif not in_tests and known is None and "\n" not in value and len(value) <= 400:
            yield from _named(node, value)


def _is_documentation(node: SgNode) -> bool:
    parent = node.parent()
    return parent is not None and parent.kind() == "expression_statement"


def _named(node: SgNode, value: str) -> Iterator[_Hit]:
    # Any kind of secret would accept this text: only then is it worth asking for its name.
    if not (looks_secret(value, "password") or looks_secret(value, "secret") or looks_secret(value, "auth")):
        if not _is_signing(node, value):
            return
        yield _Hit(node, value, "A key for signing stands in the code as plain text.")
        return
    name = _name_of(node)
    kind = names_secret(name) if name else ""
    if kind and looks_secret(value, kind, name):
        yield _Hit(node, value, f"`{name}` is given its value in the code, as plain text.")
    elif _is_signing(node, value):
        yield _Hit(node, value, "A key for signing stands in the code as plain text.")


def _is_signing(node: SgNode, value: str) -> bool:
    """Whether the literal is the second argument of a call that signs or checks with a shared key."""
    listed = node.parent()
    if listed is None or listed.kind() not in {"argument_list", "arguments"} or _EMPTY_SIGNS.match(value):
        return False
    call = listed.parent()
    function = callee(call) if call is not None else None
    if function is None or function.text() not in _KEYED:
        return False
    given = [c for c in listed.children() if c.is_named() and c.kind() != "comment"]
    return len(given) > 1 and span(given[1]) == span(node)


def _name_of(node: SgNode) -> str:
    """The name of the place that the literal is given to, empty where there is none."""
    current = node
    for _ in range(6):
        parent = current.parent()
        if parent is None:
            return ""
        if parent.kind() == "jsx_attribute":
            return parent.children()[0].text()
        if parent.kind() in _PLACES:
            return _place_name(parent, current)
        step = _step(parent, current)
        if isinstance(step, str):
            return step
        current = step
    return ""


def _step(parent: SgNode, current: SgNode) -> SgNode | str:
    """The next expression outwards that still is the literal, or the name that was found, or an empty text."""
    kind = parent.kind()
    if kind in {"comparison_operator", "binary_expression"}:
        operator = _operator(parent)
        beside = _other_side(parent, current)
        # `process.env.SECRET || "literal"`: what is missing has a name of its own.
        if operator in {"==", "!=", "===", "!=="} or (operator in {"||", "??"} and names_secret(beside)):
            return beside
        return parent if operator in {"||", "??"} else ""
    if kind in {"argument_list", "arguments"}:
        call = parent.parent()
        name = _fallback_name(call, current) if call is not None else None
        if call is None or name is None:
            return ""
        return name if names_secret(name) else call
    if kind in {"attribute", "member_expression"} and tail(parent.text()) == "encode":
        return parent.parent() or ""
    return parent if kind in _AROUND else ""


def _place_name(place: SgNode, value: SgNode) -> str:
    value_field, name_field = _PLACES[place.kind()]
    given, named = place.field(value_field), place.field(name_field)
    if given is None or named is None or span(given) != span(value):
        return ""
    return _last_name(named)


def _last_name(node: SgNode) -> str:
    """`self.db.password`, `config["PASSWORD"]`, `"password"` → `password`."""
    kind = node.kind()
    if kind in {"subscript", "subscript_expression"}:
        key = node.field("subscript") or node.field("index")
        return _last_name(key) if key is not None and key.kind() == "string" else ""
    if kind == "string":
        text = node.text().strip("\"'")
        return text if re.fullmatch(r"[\w.-]+", text) else ""
    if kind in {"attribute", "member_expression"}:
        return tail("".join(node.text().split()))
    if kind in {"identifier", "property_identifier", "private_property_identifier"}:
        return node.text().lstrip("#")
    return node.text() if kind == "shorthand_property_identifier_pattern" else ""


def _operator(node: SgNode) -> str:
    operator = node.field("operator")
    if operator is not None:
        return operator.text()
    return next((c.text() for c in node.children() if not c.is_named()), "")


def _other_side(node: SgNode, value: SgNode) -> str:
    sides = [c for c in node.children() if c.is_named() and span(c) != span(value)]
    return _last_name(sides[0]) if len(sides) == 1 else ""


def _fallback_name(call: SgNode, value: SgNode) -> str | None:
    """For `getenv("KEY", "literal")` the key's name; empty for wrappers; None for other calls."""
    function = callee(call)
    if function is None or tail("".join(function.text().split())) not in _FALLBACKS:
        return None
    listed = call.field("arguments")
    given = [c for c in listed.children() if c.is_named()] if listed is not None else []
    if len(given) >= 2 and span(given[1]) == span(value):
        return _last_name(given[0]) if given[0].kind() == "string" else ""
    first = bool(given) and span(given[0]) == span(value)
    # The first argument of a lookup is the name of what is looked up.
    return "" if first and tail(function.text()) in {"Field", "SecretStr", "from"} else None


_SECRET = (
    r"(?:secrets?|credentials?|passwords?|api[- ]?keys?|(?:access |auth |api |bearer )?tokens?|private keys?"
    r"|secret keys?|connection strings?)"
)
_NOT_CODE = (
    r"design tokens?|theme|colou?rs?|css|spacing|\bcommit messages?\b|\bbefore\b|\bwithout\b|\bscan\b|\brequir"
    r"|tests? that"
    r"|\bmay\b|\bokay?\b|\bis fine\b|\bhardcode urls\b"
)

NO_HARDCODED_SECRETS = Entry(
    name="no-hardcoded-secrets",
    title="passwords, keys and tokens that stand in the code",
    languages=ALL,
    engines=(Syntax(hardcoded_secrets),),
    tier="likely",
    cwe=(798,),
    baseline="Secrets never stand in the code.",
    severity="must",
    cues=("secret", "credential", "password", "key", "token", "connection string"),
    phrases=(
        Phrase(
            rf"(?:^|[^\w-]){{NEVER}}(?![\w-]){{GAP}}\b(?:commit|check in|hard-? ?cod(?:e|ed|ing)|embed|put|store|keep"
            rf"|place)"
            rf"\b{{GAP}}\b(?<!design ){_SECRET}\b(?! names?\b| files?\b)(?:{{GAP}}\b(?:code|source|repo\w*|git"
            rf"|version control"
            rf"|files?|constants?)\b|[^a-z]*$|(?: (?:or|and|/)|,|\.|:|;|/| -| —| in the| to (?:the )?(?:repo|git)))",
            unless=_NOT_CODE + r"|\blocalstorage\b|\bcookies?\b|\blogs?\b|\bdatabase\b|\burls?\b (?:or|and)? ?query",
        ),
        Phrase(
            rf"(?:^|[^\w-])(?:no|never|zero|avoid|without) (?:any )?hard-? ?coded\b{{GAP}}\b{_SECRET}\b",
            unless=r"design tokens?",
        ),
        Phrase(rf"\bhard-? ?cod(?:e|ed|ing)\b{{GAP}}\b{_SECRET}\b{{GAP}}{{BANNED}}", unless=_NOT_CODE),
        Phrase(
            rf"\b(?:all |every )?(?:{_SECRET}|keys)\b{{GAP}}\b(?:comes?|read|loaded|lives?|stored|belongs?|go(?:es)?"
            rf"|kept|stay|from|via)"
            r"{GAP}\b(?:environment(?: variables?)?|env(?: vars?| variables?)?|(?:key |secret )?vault"
            r"|secrets? manager)\b",
            unless=_NOT_CODE + r"|\bci\b|\bgithub\b",
        ),
        Phrase(
            rf"\b{_SECRET}\b{{GAP}}{{NEVER}}{{GAP}}\b(?:hard-? ?cod(?:e|ed)|(?:in|into) (?:the |source )?(?:code"
            rf"|repo\w*|source))\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            rf"\b{{MUST}}\b{{GAP}}\b(?:environment variables?|env vars?)\b{{GAP}}\b(?:for|to store"
            rf"|to hold)\b{{GAP}}\b{_SECRET}\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            r"\bnunca\b[^.;]{{0,30}}\b(?:commite\w*|subi[rs]?|hardcode\w*|poner)\b[^.;]{{0,30}}\b(?:secretos|credenciales"
            r"|claves)\b"
        ),
    ),
    reads=(
        ("Never commit secrets.", {}),
        ("No hard-coded API keys", {}),
        ("All keys come from environment variables.", {}),
        ("Never hardcode credentials or tokens", {}),
        ("No hardcoded secrets in code", {}),
        ("Secrets in Key Vault, never hardcoded", {}),
        ("Env config via `.env` (never hardcode secrets/ports).", {}),
        ("Use environment variables for API keys and passwords.", {}),
        ("Do not put passwords in the source code", {}),
        ("Secrets never stand in the code.", {}),
    ),
    ignores=(
        "Never hardcode colors; use design tokens.",
        "Never log tokens or passwords.",
        "Never commit `.env`.",
        "Get OAuth credentials from Google Cloud Console.",
        "Users: credentials (bcrypt hashed passwords).",
        "Never store tokens in localStorage.",
        "Do not commit before the secret scan ran.",
        "Many encoders require API keys set as environment variables (e.g., `OPENAI_API_KEY`).",
        "Test scripts assume a password of `secret` for local dev.",
    ),
    words=Words(
        why="Everyone who can read the code can use the secret, and version control keeps it for good: taking the line "
        "out "
        "later does not take it out of the history.",
        question="Who can read this repository, its history and its copies, and what could each of them do with this "
        "value?",
        hint="Find the place where your program already learns things that differ from machine to machine.",
    ),
    examples=(
        Example("python", 'DB_PASSWORD = "hunter2"\nclient_secret: str = "8Qx7abcDEF123456"\n', (1, 2)),
        Example("python", 'connect(\n    host="a",\n    password="P@ssw0rd1",\n)\n', (3,)),
        Example(
            "python",
            'd = {"api_key": "9f8e7d6c5b4a39281706f5e4"}\n\n\ndef f(token="a1b2c3d4e5f6a7b8"):\n    pass\n',
            (1, 4),
        ),
        Example(
            "python",
            'SECRET = os.getenv("SECRET", "sup3rs3cr3tvalue99")\napp.config["SECRET_KEY"] = "super-secret-key"\n',
            (1, 2),
        ),
        Example(
            "python",
            'x = f(\n    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",\n)\n'
            'u = "postgresql://app:s3cretPw9@db.internal/x"\n',
            (2, 4),
        ),
        Example(
            "python",
            'class A:\n    secret_key = "django-insecure-4#k2@x9!v7z1q8w"\n'
            '    api_key: str = Field("a1b2c3d4e5f6a7b8")\n',
            (2, 3),
        ),
        Example(
            "python",
            'KEY = """-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq1zq8c5aZ8o9a3m7r0b1c2d3e4f5g6h7\n"""\n',
            (1,),
        ),
        Example("python", 'token = "AKIAQ7ZP3KX9WM2RT5VB"\n', (1,), path="tests/test_a.py"),
        Example("python", 'PASSWORD = "hunter2"\napi_key = "9f8e7d6c5b4a39281706f5e4"\n', (), path="tests/test_a.py"),
        Example("python", 'API_KEY = os.environ["API_KEY"]\npassword = getpass("Password: ")\n'),
        Example(
            "python",
            'TOKEN = "token"\nPASSWORD = "password"\npassword = ""\nsecret = "changeme"\nkey = "<your-api-key-1>"\n',
        ),
        Example("python", 'd = {"access_token": "access_token", "password": "required"}\nrevision = "a1b2c3d4e5f6"\n'),
        Example(
            "python",
            'API_KEY_NAME = "X-API-Key"\ntoken_url = "https://a.b/oauth2/token"\n'
            'password_hash = "5f4dcc3b5aa765d61d83"\n',
        ),
        Example("python", 'if token == "EOF":\n    pass\npad_token = "<pad>"\nsecret = "AWS_SECRET_ACCESS_KEY"\n'),
        Example(
            "python",
            'def f(password, token=None):\n    """Uses "https://a:b3cd@c.d" as an address."""\n'
            '    return f"{password}12ab"\n',
        ),
        Example("typescript", 'const apiKey = "9f8e7d6c5b4a39281706f5e4";\n', (1,)),
        Example(
            "typescript",
            "class A {\n  private readonly token = 'tk_9f8e7d6c5b4a3928';\n  #secret = 'kJ83hd92ksLq02';\n}\n",
            (2, 3),
        ),
        Example(
            "tsx",
            'const C = () => (\n  <Maps\n    apiKey="AIzaSyA9Z8y7X6w5V4u3T2s1R0qPoNmLkJiHgFe"\n'
            '    token={"a1b2c3d4e5f6a7b8"}\n  />\n);\n',
            (3, 4),
        ),
        Example(
            "javascript",
            'const s = process.env.JWT_SECRET || "supersecret123";\njwt.sign(payload, "shhhhh");\n',
            (1, 2),
        ),
        Example(
            "javascript",
            'class A {\n  password = "hunter2";\n}\nfunction f({ apiKey = "abcd1234efgh5678" }) {}\n',
            (2, 4),
        ),
        Example("typescript", 'const apiKey = process.env.API_KEY;\nfetch(u, { credentials: "include" });\n'),
        Example(
            "typescript",
            'enum E {\n  TOKEN = "token",\n  Password = "password",\n}\n'
            'const l = { password: "Passwort", token: "Jeton d\'accès" };\n',
        ),
        Example(
            "tsx",
            'const C = () => <input name="password1" type="password" data-testid="password-2" accessKey="s" />;\n',
        ),
        Example(
            "typescript",
            "const h = { Authorization: `Bearer ${token}` };\nconst r = { password: '^(?=.*[A-Z]).{8,}$' };\n",
        ),
        Example(
            "typescript",
            'type T = { token: "abc12345" };\nconst storageKey = "auth_token_v2";\n'
            'const k = { apiKey: "YOUR_API_KEY_1234" };\n',
        ),
        Example("javascript", '// const password = "hunter2";\nconst p = { password: "" };\n'),
    ),
)

ENTRIES = (NO_HARDCODED_SECRETS,)
