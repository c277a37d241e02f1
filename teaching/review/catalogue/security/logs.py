"""Security: secrets that are written where others read them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import named, path
from teaching.review.catalogue.security.names import callee, tail
from teaching.review.catalogue.security.secrets_values import names_secret, words
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile, literal_text, start_line

_LEVELS = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "trace", "dir", "verbose"}
)
_WRITERS = frozenset(
    {"print", "pprint", "pprint.pprint", "sys.stdout.write", "sys.stderr.write", "stdout.write", "stderr.write"}
    | {"self.stdout.write", "self.stderr.write", "process.stdout.write", "process.stderr.write", "warnings.warn"}
    | {"click.echo", "click.secho", "typer.echo", "typer.secho", "rich.print", "logging.log", "builtins.print"}
)
_LOGGER = lazily(r"^(?:console|_*log(?:ger|ging)?|_*[a-zA-Z_]*(?:_log|_logger|Logger|Log))$")
# What gives its argument back as a text, so that what it is given still stands there.
_TRANSPARENT_CALLS = frozenset({"str", "repr", "String", "JSON.stringify", "json.dumps", "pprint.pformat", "pformat"})
_HIDDEN = lazily(r"mask|redact|hidden|obfuscat|sanitiz|encrypt|hash|fake|dummy|example|preview|truncat|short_|_type$")
# In these files a token is a word of a text.
_LEXERS = lazily(
    r"lexer|tokeni[sz]|token(?:\.|_|s\[)(?:type|kind|value|text|pos|id|start|lemma)|detoken|vocab|logits|parse_?tree",
    re.IGNORECASE,
)
_STEPS = frozenset(
    {
        "string",
        "template_string",
        "interpolation",
        "template_substitution",
        "argument_list",
        "arguments",
        "keyword_argument",
        "parenthesized_expression",
        "dictionary",
        "object",
        "list",
        "array",
        "tuple",
        "set",
        "await",
        "await_expression",
        "as_expression",
        "non_null_expression",
        "satisfies_expression",
        "concatenated_string",
        "expression_list",
    }
)
_NAMED = frozenset(
    {
        "identifier",
        "attribute",
        "member_expression",
        "shorthand_property_identifier",
        "subscript",
        "subscript_expression",
    }
)
_JOINS = frozenset({"+", "%", "||", "??", "or"})


def logged_secrets(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Names of secrets among what is handed to a logger or printed; not what is done to one (`len(token)`)."""
    del params
    for call in source.nodes("call", "call_expression"):
        name = _log_call(call)
        listed = call.field("arguments")
        if not name or listed is None:
            continue
        for node in _shown(listed):
            secret = _secret_name(node)
            if not secret or (words(tail(secret)) in {"token", "tok"} and _is_about_words(source.text)):
                continue
            yield Fact(start_line(node), start_line(node), f"`{name}` writes the value of `{secret}`.")
            break


@lru_cache(maxsize=8)
def _is_about_words(text: str) -> bool:
    return _LEXERS.search(text) is not None


def _log_call(call: SgNode) -> str:
    """The name of a call that prints or logs, else an empty text."""
    function = callee(call)
    name = "".join(function.text().split()).replace("?.", ".") if function is not None else ""
    if name in _WRITERS:
        return name
    owner, _, level = name.rpartition(".")
    if level in _LEVELS and re.fullmatch(r"(?:logging|structlog)\.\w+\([\w.\"']*\)", owner):
        return name  # `logging.getLogger(__name__).info(…)`
    return name if level in _LEVELS and _LOGGER.match(tail(owner)) and "(" not in owner else ""


def _shown(listed: SgNode) -> Iterator[SgNode]:
    """The names and members whose value becomes part of the text, in document order."""
    stack = list(reversed(listed.children()))
    while stack:
        node = stack.pop()
        if node.kind() in _NAMED:
            yield node
        else:
            stack.extend(reversed(_parts(node)))


def _parts(node: SgNode) -> list[SgNode]:
    """What of an expression becomes part of the text; nothing of what is only asked, counted or hidden."""
    kind = node.kind()
    if kind in _STEPS:
        return _parts_of_step(node)
    if kind == "pair":
        value = node.field("value")
        return [value] if value is not None else []
    if kind in {"binary_operator", "boolean_operator", "binary_expression"}:
        operator = node.field("operator")
        return node.children() if operator is not None and operator.text() in _JOINS else []
    if kind in {"conditional_expression", "ternary_expression"}:
        parts = named(node)
        # Python asks in the middle, the web languages first.
        return [parts[0], parts[-1]] if kind == "conditional_expression" else parts[1:]
    return _parts_of_call(node) if kind in {"call", "call_expression"} else []


def _parts_of_step(node: SgNode) -> list[SgNode]:
    children = node.children()
    if node.kind() == "keyword_argument":
        value, name = node.field("value"), node.field("name")
        told = value is not None and name is not None and name.text() not in {"file", "end", "sep"}
        return [value] if told and value is not None else []
    return [] if any(child.kind() == "format_specifier" for child in children) else children


def _parts_of_call(node: SgNode) -> list[SgNode]:
    function, listed = node.field("function"), node.field("arguments")
    if function is None or listed is None:
        return []
    formats = function.kind() == "attribute" and path(function) == "" and function.text().endswith(".format")
    return listed.children() if formats or function.text() in _TRANSPARENT_CALLS else []


def _secret_name(node: SgNode) -> str:
    """The name of a secret as the code has it, else an empty text."""
    shown = "".join(node.text().split())
    if node.kind() in {"subscript", "subscript_expression"}:
        key = node.field("subscript") or node.field("index")
        name = (literal_text(key) or "") if key is not None and key.kind() == "string" else ""
    else:
        name = tail(shown)
    if not name or _HIDDEN.search(words(name)) or not re.fullmatch(r"[\w.$?!\[\]'\"-]+", shown):
        return ""
    return shown if names_secret(name) in {"password", "secret"} else ""


_SECRETS = (
    r"(?:(?:any |the |raw |full |user |users' |auth(?:entication)? |access |refresh |api |session |bearer |private "
    r"|encryption |plain(?:-| )?text |sensitive |secret |jwt |complete )*"
    r"(?:secrets?|passwords?|tokens?|jwts?|credentials?|api[- ]?keys?|private keys?|keys)\b)"
)
_LIST = (
    r"(?:(?:sensitive (?:data|information|values)[,:]? ?(?:\(|such as |like |including )+)?(?:[\w/ -]{{2,25}},"
    r"\s(?:and |or )?|[\w/-]{{2,20}} (?:or|and) |[\w-]{{2,20}}\s?/\s?){{0,5}}"
    rf"{_SECRETS})"
)
_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_LOGGING = r"(?:log(?:s|ged|ging)?|print(?:s|ed|ing)?|`?console\.log(?:\(\))?`?)"
_ALSO = r"(?:log|print|commit|expose|store|return|display|echo|transmit|share|hard-?code|leak|write)"
_LOGS = (
    r"\b(?:to|in|into|via|reach)\s(?:[\w ]{{2,20}} (?:or|and|nor) |the |any |our |your |application |error |server "
    r"|plain(?:text)? )*(?:logs?|logging|log (?:messages?|output|files?|lines?|statements?)|`?console|log entries)\b"
)

NO_SECRETS_IN_LOGS = Entry(
    name="no-secrets-in-logs",
    title="passwords, tokens and keys that are written to a log or printed",
    languages=ALL,
    engines=(Syntax(logged_secrets),),
    cues=("log", "print"),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|{_ALSO} or|{_ALSO},))*\s{_LOGGING}(?:\s?(?:,? or|/|,|and)\s?{_ALSO})*\s{_LIST}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_NO}(?:\s(?:{_ALSO}|put|include|ever|let))*(?:\s?(?:,? or|/|,)\s?(?:log|print|write))?\s{_LIST}"
            rf"[^.;]{{{{0,30}}}}{_LOGS}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"(?:^|[^\w-]){_LIST}[^.;]{{{{0,25}}}}\b(?:must|should|may|are|is|can|shall)(?: be)? ?(?:never|not|n't)"
            r"(?: ever)?(?: be| appear| show up| end up)?[^.;]{{0,20}}\b(?:logged|printed|in (?:the |any )?logs?)\b",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\blog(?:s|ging)?\b[^.;]{{0,25}}\b(?:never|not|no|without|mustn't|don't)\s"
            rf"(?:contain|include|hold|show|expose|have|carry|any)?\s?{_LIST}",
            {},
            rf"{EXCUSED}|\b(?:log in|login|log out|blog|catalog|changelog)\b",
        ),
        Phrase(
            rf"\b(?:redact|mask|scrub|strip|filter)\s{_LIST}[^.;]{{{{0,25}}}}\b(?:in|from|before)\s(?:the |all "
            r"|any )?log",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never log secrets, tokens or passwords", {}),
        ("No secrets in logs", {}),
        ("Do not log or print API keys.", {}),
        ("- **Security:** never log passwords", {}),
        ("Passwords must never be logged", {}),
        ("Never write credentials to the log", {}),
        ("Logs must not contain tokens", {}),
        ("Redact tokens in logs.", {}),
        ("Never commit or log secrets", {}),
        ("Don't log sensitive data (tokens, passwords)", {}),
        ("Never log sensitive information such as passwords or API keys", {}),
        ("Don't expose secrets in error messages or logs", {}),
        ("❌ Logging passwords or tokens", {}),
    ),
    ignores=(
        "Never commit secrets.",
        "Users log in with a password and a token.",
        "Never log personal data.",
        "Never log sensitive data.",
        "Log the number of tokens that each call used.",
        "No login without a password.",
        "Print the token count at the end.",
        "Logs are kept for 30 days.",
    ),
    tier="likely",
    cwe=(532,),
    words=Words(
        why="Logs are copied, searched and kept by more people and services than the secret was ever meant for; once "
        "written there it has to be changed, not deleted.",
        question="Who can read this output, today and in a year, and what could they do with the value?",
        hint="Ask what the line is to tell whoever reads it: that a value was there, whose it was, or what it was?",
    ),
    examples=(
        Example("python", "def f(user, password):\n    logger.info('login %s %s', user, password)\n", (2,)),
        Example(
            "python",
            "print(f'key: {settings.api_key}')\nlogging.debug('t: ' + access_token)\n"
            "self.log.error('x {}'.format(secret))\n",
            (1, 2, 3),
        ),
        Example("python", "logger.warning(\n    'no',\n    extra={'a': os.environ['DB_PASSWORD']},\n)\n", (3,)),
        Example(
            "python",
            "sys.stdout.write(f'key {api_key}')\nclick.echo('p: ' + password)\n"
            "logging.getLogger(__name__).info('t %s', access_token)\nfile.write(password)\n",
            (1, 2, 3),
        ),
        Example("javascript", "process.stderr.write(`password ${password}`);\nstream.write(password);\n", (1,)),
        Example(
            "python",
            "logger.info('password changed for %s', user)\nlogger.info('%d', len(token))\n"
            "print(bool(password), mask(token), token[:4])\nlog(password)\n",
        ),
        Example(
            "python",
            "logger.info(f'{token_count} of {max_tokens}, {next_token}, {token:.4}')\n"
            "print('yes' if token else 'no', token is None, masked_token)\nmath.log(secret)\n",
        ),
        Example(
            "python",
            "class Lexer:\n    def f(self, token):\n        print(token, token.kind)\n# print(password)\n"
            "s = 'print(password)'\n",
        ),
        Example(
            "typescript", "console.log('token', token);\nlogger.error(`no ${user.password}`, { apiKey });\n", (1, 2)
        ),
        Example(
            "javascript", "console.debug(\n  'auth',\n  JSON.stringify({ t: req.session.accessToken }),\n);\n", (3,)
        ),
        Example("tsx", "console.log(process.env.API_KEY ?? 'none', await x.get<User>(token));\n", (1,)),
        Example(
            "typescript",
            "console.log('password reset', user.id, !!token, token?.length, token ? 'y' : 'n');\n"
            "logger.info({ tokenType, token: redact(token) });\n",
        ),
        Example(
            "javascript",
            "db.log(password);\nconsole.log('token');\nlogger.info(mask(apiKey));\n// console.log(token)\n"
            "save(password);\n",
        ),
    ),
)

ENTRIES = (NO_SECRETS_IN_LOGS,)
