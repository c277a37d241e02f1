"""Secrets that stand in the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import callee, tail
from teaching.review.catalogue.security.secrets_examples import EXAMPLES
from teaching.review.catalogue.security.secrets_values import is_plain, known_format, looks_secret, names_secret
from teaching.review.entry import Entry, Fact, Params, Syntax, Words
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
    signs = "jwt" in source.text or "jsonwebtoken" in source.text or "createHmac" in source.text
    for node in source.nodes("string", "template_string"):
        text = node.text()
        if len(text) < 6:
            continue
        found = _LITERAL.match(text)
        if found is None or len(value := found.group(2)) < 4:
            continue
        known = known_format(value, in_tests=in_tests)
        if known is not None and not _is_documentation(node):
            yield _Hit(node, known[1], f"{known[0][0].upper()}{known[0][1:]} stands in the code as plain text.")
        elif not in_tests and known is None and len(value) <= 400 and "\n" not in value:
            if not is_plain(value):
                yield from _named(node, value)
            if signs and _is_signing(node, value):
                yield _Hit(node, value, "A key for signing stands in the code as plain text.")


def _is_documentation(node: SgNode) -> bool:
    parent = node.parent()
    return parent is not None and parent.kind() == "expression_statement"


def _named(node: SgNode, value: str) -> Iterator[_Hit]:
    name = _name_of(node)
    kind = names_secret(name) if name else ""
    if kind and looks_secret(value, kind, name):
        yield _Hit(node, value, f"`{name}` is given its value in the code, as plain text.")


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
            unless=_NOT_CODE + r"|\bci\b|\bgithub\b|^(?:never|no|not|don'?t|do not|avoid)\b",
        ),
        Phrase(
            rf"\b{_SECRET}\b{{GAP}}{{NEVER}}{{GAP}}\b(?:hard-? ?cod(?:e|ed)|(?:in|into) (?:the |source )?(?:code"
            rf"|repo\w*|source))\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            rf"\b(?:store|keep|put|read|load)\b{{GAP}}\b{_SECRET}\b{{GAP}}\b(?:in|from|as|out of)\b(?: the"
            rf"| an?)? (?:environment"
            r"|env vars?|`?\.env`?|(?:key |secret )?vault|secrets? manager|code|source|repo\w*|git|version control)\b",
            unless=_NOT_CODE + r"|\bci\b|\bgithub\b|^(?:never|no|not|don'?t|do not|avoid)\b",
        ),
        Phrase(
            rf"(?:^|[^\w-])(?:no|never any) (?:plain(?:text)? )?{_SECRET}{{GAP}}\b(?:in|inside)\b(?: the)? (?:source "
            rf"|client )?"
            r"(?:code|source|repo\w*|git|version control)\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            rf"\b{_SECRET}\b{{GAP}}\b(?:never|not)\b(?: be| get| ever)*\s(?:committed|checked in|hard-? ?coded"
            rf"|embedded)\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            rf"\b{{MUST}}\b{{GAP}}\b(?:environment variables?|env vars?)\b{{GAP}}\b(?:for|to store"
            rf"|to hold)\b{{GAP}}\b{_SECRET}\b",
            unless=_NOT_CODE,
        ),
        Phrase(
            r"\bnunca\b[^.;]{{0,30}}\b(?:commite\w*|subi[rs]?|hardcode\w*|poner)\b[^.;]{{0,30}}\b(?:secretos"
            r"|credenciales"
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
        ("No secrets in code", {}),
        ("Secrets must never be committed", {}),
        ("Store secrets in environment variables", {}),
        ("Keep secrets out of source control", {}),
    ),
    ignores=(
        "Never hardcode colors; use design tokens.",
        "Never log tokens or passwords.",
        "Never commit `.env`.",
        "Do not use keys from env in tests.",
        "Do not store passwords in plain text.",
        "Never store keys in the session store.",
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
    examples=EXAMPLES,
)

ENTRIES = (NO_HARDCODED_SECRETS,)
