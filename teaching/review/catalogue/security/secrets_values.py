"""Which names hold secrets and which texts look like one: precision first, no entropy thresholds.

Real files are full of names and texts that only speak about secrets: keys of forms, events, headers, routes, types,
labels. A text counts only where its name's last words say "secret" and its own form says that nobody would say it.
"""

import re

from teaching.patterns import lazily

# What the last words of a name must be. `key` alone is a place in a table; these keys open doors.
_PASSWORD_NAME = lazily(r"(?:password|passwd|pwd|passphrase|pass_?code|_pass|^pass)$")
_SECRET_NAME = lazily(
    r"(?:secret|token|credentials?|(?:api|access|secret|private|signing|encryption|auth|master|service|jwt|session"
    r"|client|admin|app|shared|crypto|cipher|hmac|aes|webhook|stripe|openai|license|account|storage|server"
    r"|subscription)"
    r"_?key(?:_base)?)$"
)
_AUTH_NAME = lazily(r"(?:^|_)(?:auth|authorization|bearer|basic_auth)$")
_SUFFIX = lazily(
    r"(?:_(?:value|string|str|default|fallback|dev|prod|production|development|local|staging|text)|_?\d+)$"
)
# Words before the head that make a token or key something public.
_PUBLIC = lazily(
    r"(?:^|_)(?:public|publishable|csrf|xsrf|next|prev|page|continuation|cursor|design|eos|bos|pad|unk|sep|cls|mask"
    r"|stop"
    r"|start|end|special|cancel(?:lation)?|injection|syntax|lexer|parser|no|has|is|show|hide|reset|forgot|missing"
    r"|invalid"
    r"|expired|wrong|error|label|placeholder|theme|type|sitekey|site|anon|tokenizer|word|cache|primary|foreign|sort)_"
)

_PLACEHOLDER = lazily(
    r"change[-_ ]?(?:me|this|it)|your[-_ ]?|<|>|xxx|\*\*\*|\.\.\.|…|example|dummy|placeholder|todo|fixme|redacted"
    r"|\bfake"
    r"|sample|insert[-_ ]|replace|not[-_ ]?(?:a[-_ ]?)?(?:real|secret|set|used|needed)|mock|^\W*tests?(?:ing|er)?(?:\b"
    r"|[-_])"
    r"|[-_]tests?(?:$|[-_])|^test(?:pass|secret|token|key|user)|unused|ignored?\b|\bnone\b|\bnull\b|undefined|default$"
    r"|^(.)\1+$|^foo|^bar|^baz|lorem|^some[-_]|^my[-_](?:api[-_]?key|token)$|^enter[-_]|\bhere$|generate"
    r"|^(?:guest|anonymous)(?:@|$)",
    re.IGNORECASE,
)
_TEMPLATE = lazily(r"[{}]|\$\(|%[sd(]|^\$|^%|^\(\?|^\^|\\[dws]|^[/.~@#:]|^\w:\\|::|\[\w*\]|=>|\(\)")
# `5/m/user`: how often somebody may try.
_RATE = lazily(r"^\d+/\d*(?:[smhd]|sec(?:ond)?|min(?:ute)?|hour|day)\b")
# What is done about a secret: the name of a page, a limit, an event.
_DOING = ("change_", "reset_", "forgot_", "update_")
_URL = lazily(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FILE = lazily(
    r"\.(?:pem|key|crt|json|ya?ml|txt|env|py|[jt]sx?|ini|cfg|toml|html?|css|svg|png|local|com|org|net|io|dev)$"
)
_WORDS = lazily(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ENV_NAME = lazily(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Z]+$")
_IDENTIFIER = lazily(r"^[A-Za-z][A-Za-z]*(?:[-_./:][A-Za-z]+)*\d{0,2}$")
_VERSIONED = lazily(
    r"(?:^|[-_./ ])(?:v\d+|oauth2?|sha\d+|[hre]s\d+|utf8|base64|aes\d*|s3|ec2|k8s|i18n|a11y|2fa|http2?|md5|x509|web3)"
    r"(?:$|[-_./ ])",
    re.IGNORECASE,
)
# Passwords that need no digit to be recognised: they are in every list of the most used ones.
_COMMON = frozenset(
    {
        "admin", "root", "postgres", "letmein", "qwerty", "toor", "welcome", "changeit", "iloveyou", "dragon", "monkey",
        "sunshine", "princess", "football", "baseball", "master", "superman", "batman", "trustno1", "abc123", "hunter2",
        "administrator", "opensesame", "swordfish",
    }
)  # fmt: skip
_TUTORIALS = frozenset(
    {
        "keyboard cat", "shhhhh", "shhh", "shhhh", "supersecret", "topsecret", "mysecret", "mypassword", "secretkey",
        "mysecretkey", "supersecretkey", "supersecretpassword", "mysecretpassword", "verysecret",
    }
)  # fmt: skip
_SPOKEN = lazily(
    r"^(?:super|very|top|ultra)[-_ ]?secret(?:[-_ \d]|$)|^my[-_](?:super[-_]|very[-_])?secret[-_]\w+"
    r"|^(?:jwt|session|app)[-_]secret[-_](?:key|string|token|\w*\d)|^hard[-_ ]to[-_ ]guess",
    re.IGNORECASE,
)


def words(name: str) -> str:
    """A name in snake case: `dbPassword2`, `DB-PASSWORD` → `db_password`."""
    snake = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3_\2\4", name).lower()
    snake = re.sub(r"[^a-z0-9]+", "_", snake).strip("_")
    while (shorter := _SUFFIX.sub("", snake)) != snake:
        snake = shorter
    return snake


def names_secret(name: str) -> str:
    """`password`, `secret` or `auth` where the name says that it holds one, else an empty text."""
    snake = words(name)
    if not snake or snake.startswith(_DOING) or _PUBLIC.search(f"{snake}_"[: snake.rfind("_") + 1] or ""):
        return ""
    if _PASSWORD_NAME.search(snake):
        return "password"
    if _SECRET_NAME.search(snake):
        return "secret"
    return "auth" if _AUTH_NAME.search(snake) else ""


def is_plain(value: str) -> bool:
    """Whether no kind of secret can look like this: a cheap question that spares most texts the others."""
    if " " in value:
        return not value.startswith(("Bearer ", "Basic ", "Token ")) and value.lower() not in _TUTORIALS
    if not value.isascii() or value[0] in "/.~@#:$%{<^":
        return True
    return value.isalpha() and value.lower() not in _TUTORIALS and value.lower() not in _COMMON


def looks_secret(value: str, kind: str, name: str = "") -> bool:
    """Whether the text looks like a secret of this kind."""
    if kind == "auth":
        found = re.match(r"^(?:Bearer|Basic|Token) (\S{12,})$", value)
        return found is not None and looks_secret(found.group(1), "secret")
    if value.lower() in _TUTORIALS or (kind == "password" and value.lower() in _COMMON):
        return value.lower().replace(" ", "") != words(name).replace("_", "")
    if not 4 <= len(value) <= 4000 or any(c.isspace() for c in value) or not value.isascii():
        return False
    if _PLACEHOLDER.search(value) or _TEMPLATE.search(value) or _URL.match(value) or _FILE.search(value):
        return False
    if _ENV_NAME.match(value) or _RATE.match(value):
        return False
    if _SPOKEN.match(value):
        return True
    if _IDENTIFIER.match(value):
        return kind == "password" and _is_plain_password(value)
    return _is_password(value) if kind == "password" else _is_key(value)


def _is_plain_password(value: str) -> bool:
    """One word with a number behind it: a password, unless it is the name of a form's field."""
    stem = value.rstrip("0123456789")
    if stem == value or not stem.isalpha():
        return False
    return stem.lower() not in {"password", "passwd", "pass", "pwd", "passwordfield", "input", "field", "text", "step"}


def _is_password(value: str) -> bool:
    if value.isdigit():
        return True
    has_digit = any(c.isdigit() for c in value)
    has_letter = any(c.isalpha() for c in value)
    has_sign = any(c in "!@#$%^&*+=?~" for c in value)
    return has_letter and (has_digit or has_sign) and _VERSIONED.search(value) is None


def _is_key(value: str) -> bool:
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    if len(value) < 8 or digits < 2 or letters < 2 or _VERSIONED.search(value):
        return False
    if len(value) < 32 and any(c in "(),;'\"|&?" for c in value):
        return False
    # Words with a number at the end (`token-refresh-2024`) are names; digits inside words are not.
    mixed = [part for part in re.split(r"[-_./:]", value) if re.search(r"[A-Za-z]\d|\d[A-Za-z]", part)]
    if len(value) >= 16:
        return bool(mixed) or digits >= 6
    changes = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", value))
    return bool(mixed) and (digits >= 4 or changes >= 3)


FORMATS: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (name, lazily(pattern), in_tests)
    for name, pattern, in_tests in (
        ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", True),
        ("a GitHub token", r"\bgh[opusr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b", True),
        ("a Stripe key", r"\b[sr]k_live_[A-Za-z0-9]{16,}\b", True),
        (
            "an API key",
            r"\bsk-(?:proj-|ant-(?:api\d+-)?|or-v1-|live-|svcacct-)?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}",
            True,
        ),
        ("a Slack token", r"\bxox[abeprs]-(?=[A-Za-z-]*\d)[A-Za-z0-9-]{10,}", True),
        ("a Google API key", r"\bAIza[0-9A-Za-z_-]{35}\b", True),
        ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b", True),
        ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,}", True),
        ("a SendGrid key", r"\bSG\.[\w-]{16,32}\.[\w-]{16,64}\b", True),
        (
            "a private key",
            r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\[rn]|\s)*[A-Za-z0-9+/=\\\s]{40,}",
            False,
        ),
        ("a JSON web token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}", False),
    )
)
_CREDENTIALS = lazily(r"\b[a-z][a-z0-9+.-]*://([^\s:/@'\"{}$<>%]*):([^\s:/@'\"{}$<>%]{3,})@([\w.-]+)", re.IGNORECASE)
_QUICK = lazily(
    r"AKIA|ASIA|gh[opusr]_|github_pat_|_live_|sk-|xox|AIza|npm_|glpat-|SG\.|PRIVATE KEY|eyJ|://[^/\s]*:[^/\s]*@"
)
_COUNTING = lazily(r"12345|abcde|(.)\1{5}|00000", re.IGNORECASE)
_LOCAL = frozenset(
    {"localhost", "127.0.0.1", "0.0.0.0", "db", "postgres", "mysql", "redis", "mongo", "rabbitmq", "host"}
)


def known_format(value: str, *, in_tests: bool) -> tuple[str, str] | None:
    """What kind of well-known secret stands in the text, and the part of the text that it is."""
    if not _QUICK.search(value):
        return None
    for name, pattern, counts_in_tests in FORMATS:
        found = pattern.search(value)
        if found is None or (in_tests and (not counts_in_tests or _COUNTING.search(found.group()))):
            continue
        if not re.search(r"example|xxxx|your[-_]|\.\.\.", found.group(), re.IGNORECASE):
            return name, found.group()
    found = _CREDENTIALS.search(value)
    if found is None or in_tests:
        return None
    user, password, host = found.groups()
    if password.lower() in {user.lower(), "password", "pass", "passwd", "secret", "pwd", "user"}:
        return None
    if not looks_secret(password, "password") or (host.lower() in _LOCAL and password.lower() in _COMMON):
        return None
    return "a password within an address", password
