"""Security: secrets that are made from numbers which can be foreseen."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.names import Names, callee, tail
from teaching.review.catalogue.security.secrets_values import words
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, SourceFile, function_name, literal_text, span, start_line

_DRAWS = frozenset(
    {"random", "choice", "choices", "randint", "randrange", "sample", "getrandbits", "uniform", "randbytes", "shuffle"}
)
# What must not be guessed, as the last words of a name.
_SECRET = lazily(
    r"(?:^|_)(?:passwords?|passwd|pwd|passphrase|pass_?code|tokens?|secrets?|otp|totp|nonce|salt|csrf|pin_?code"
    r"|(?:api|secret|private|signing|encryption|session|access|auth)_?keys?|session_?id|credentials?"
    r"|(?:verification|reset|invite|invitation|confirm(?:ation)?|auth|access|recovery|backup|login|one_time|mfa"
    r"|sms|activation|security|pairing|unlock|two_factor)_?codes?)"
    r"(?:_(?:value|str|string|hex|bytes))?$"
)
_MAKES = lazily(r"^(?:_*(?:generate|create|make|new|random|get|build|issue|gen|mint)_)(.+?)(?:_for_\w+|_from_\w+)?$")
# A function that is named like what it returns, without a verb.
_NAMED_AFTER = lazily(
    r"^_*(?:(?:reset|access|refresh|session|api|auth|secret|private|signing|csrf|bearer|verification|invite|invitation"
    r"|activation|confirmation|recovery|login|one|time|new|fresh|temporary|temp|initial|default|random|user|password"
    r"|email|pin|otp|unlock|pairing|security|backup|mfa|sms|hex|short|long|unique)_)*"
    r"(?:passwords?|passphrase|passcode|tokens?|secrets?|otp|nonce|salt|keys?|codes?|session_?id|pin_?code)$"
)
# What only writes a value in another way, so that it can still be foreseen.
_SPELLING = lazily(
    r"hex|base_?(?:16|32|58|62|64)|b64|encod|join|from|^str(?:ing)?$|tostring|text|bytes|btoa|slice", re.I
)
# A token of a text or of a game, a name of a place that only holds one.
_OTHER = lazily(
    r"(?:^|_)(?:has|is|no|needs|use|with|next|mask(?:ed)?|cancel(?:lation)?|design|start|end|stop|bos|eos|pad"
    r"|cursor|page"
    r"|csrf_cookie_name|fake|dummy|test"
    r"|mock|sample)_"
)
_OWN_SCOPES = FUNCTION_KINDS - {"lambda", "arrow_function", "function_expression"} | {"module", "program"}
# Between a used name and the place it goes to: what leaves the value standing in a text.
_WRITTEN = frozenset(
    {
        "argument_list", "arguments", "attribute", "member_expression", "template_string", "template_substitution",
        "string", "interpolation", "binary_operator", "binary_expression", "parenthesized_expression", "array", "list",
        "tuple", "spread_element", "list_splat", "object", "dictionary", "concatenated_string",
    }
)  # fmt: skip
_LANGUAGE_MODELS = ("tokeniz", "tokenis", "vocab", "logits", "lexer", "nltk", "spacy", "transformers")
_PLACES = {
    "assignment": "left",
    "augmented_assignment": "left",
    "named_expression": "name",
    "keyword_argument": "name",
    "pair": "key",
    "variable_declarator": "name",
    "assignment_expression": "left",
    "augmented_assignment_expression": "left",
    "public_field_definition": "name",
    "default_parameter": "name",
    "typed_default_parameter": "name",
}


def guessable_secrets(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`random` and `Math.random` where the result gets the name of a secret, or a function named after one makes it."""
    del params
    if "random" not in source.text:
        return
    names = Names(source)
    seen: set[int] = set()
    for call in source.nodes("call", "call_expression"):
        drawn = _drawn(call, names)
        line = start_line(call)
        if not drawn or line in seen:
            continue
        made = _made(call, source) or _passed_on(call, source)
        if made:
            seen.add(line)
            yield Fact(line, line, f"`{made}` is made with `{drawn}`, whose results can be foreseen.")


def _drawn(call: SgNode, names: Names) -> str:
    """The call as `random.choice` or `Math.random`; empty for anything else, `SystemRandom` too."""
    called = names.called(call)
    if call.kind() == "call_expression":
        whole = called.removeprefix("window.").removeprefix("globalThis.")
        return "Math.random" if whole == "Math.random" or _is_taken_out(called, names) else ""
    owner, _, last = called.rpartition(".")
    if owner and names.bindings(owner) and "." not in owner:
        # `rng = random.Random()`, which is no safer; `random.SystemRandom()` is another matter.
        makers = [names.called(one.value) for one in names.bindings(owner) if one.value.kind() == "call"]
        owner = "random" if makers and set(makers) <= {"random.Random"} else owner
    drawn = owner in {"random", "numpy.random"} and last in _DRAWS
    return f"{owner}.{last}" if drawn else ""


def _is_taken_out(called: str, names: Names) -> bool:
    """`const { random } = Math` and `const random = Math.random`."""
    values = [one.value.text() for one in names.bindings(called)]
    if values == ["Math.random"]:
        return True
    return called == "random" and [one.value.text() for one in names.bindings("{ random }")] == ["Math"]


def _made(call: SgNode, source: SourceFile) -> str:
    """The name of the secret that the drawn value goes into, empty where none is known."""
    for ancestor in call.ancestors():
        kind = ancestor.kind()
        if kind in FUNCTION_KINDS and kind not in {"lambda", "arrow_function", "function_expression"}:
            name = function_name(ancestor)
            if _MAKES.match(words(name)):
                return name if _is_secret(_MAKES.sub(r"\1", words(name)), source) else ""
            return name if _NAMED_AFTER.match(words(name)) and _is_secret(words(name), source) else ""
        if kind in {"arrow_function", "function_expression"} and function_name(ancestor) != "this function":
            name = function_name(ancestor)
            return name if _is_secret(_MAKES.sub(r"\1", words(name)), source) else ""
        place = ancestor.field(_PLACES[kind]) if kind in _PLACES else None
        if place is not None:
            name = literal_text(place) or place.text()
            last = re.split(r"[.\[]", name)[-1].strip("]'\"#")
            if _is_secret(words(last), source):
                return last
    return ""


def _passed_on(call: SgNode, source: SourceFile) -> str:
    """The name of the secret that a plain variable with the drawn value becomes part of in the same function."""
    around = list(call.ancestors())
    kept = next((node for node in around if node.kind() in {"assignment", "variable_declarator"}), None)
    name = (kept.field("left") or kept.field("name")) if kept is not None else None
    scope = next((node for node in around if node.kind() in _OWN_SCOPES), None)
    if kept is None or name is None or name.kind() != "identifier" or scope is None:
        return ""
    if not span(scope)[0] <= span(kept)[0]:
        return ""
    first, last = span(kept)[1], span(scope)[1]
    for node in source.nodes("identifier", "shorthand_property_identifier"):
        at = span(node)[0]
        if first <= at < last and node.text() == name.text():
            made = _receiver(node, source)
            if made:
                return made
    return ""


def _receiver(node: SgNode, source: SourceFile) -> str:
    """The secret that a used name is spelled out into."""
    for ancestor in node.ancestors():
        kind = ancestor.kind()
        if kind in _PLACES:
            place = ancestor.field(_PLACES[kind])
            said = (literal_text(place) or place.text()) if place is not None else ""
            last = re.split(r"[.\[]", said)[-1].strip("]'\"#")
            return last if _is_secret(words(last), source) else ""
        if kind in {"call", "call_expression"}:
            function = callee(ancestor)
            if function is None or not _SPELLING.search(tail(function.text())):
                return ""
        elif kind not in _WRITTEN:
            return ""
    return ""


@lru_cache(maxsize=8)
def _is_about_words(text: str) -> bool:
    """Whether a token of this file is a word of a text."""
    folded = text.lower()
    return any(word in folded for word in _LANGUAGE_MODELS)


def _is_secret(name: str, source: SourceFile) -> bool:
    if not _SECRET.search(name) or _OTHER.search(f"{name}_"):
        return False
    return not (name.endswith(("token", "tokens")) and _is_about_words(source.text))


_THINGS = (
    r"(?:(?:any |all |the |session |security |auth |reset |secure |secret |api |access |cryptographic )*"
    r"(?:tokens?|secrets?|passwords?|keys?|session ids?|nonces?|salts?|otps?|ids?|credentials?|security"
    r"|cryptography|crypto"
    r"|security[- ](?:sensitive|relevant|critical)[ \w]{{0,20}}|sensitive values?|secure values?))\b"
)
_LIST = r"(?:[\w /-]{{2,22}}(?:,|,? or|,? and|/)\s?){{0,3}}"
_WEAK = (
    r"(?:the )?`?(?:math\.random(?:\(\))?|random\.\w+(?:\(\))?|random(?:\(\))?(?= module|`| for|,| to|/| or"
    r"|$))`?(?: module)?"
    r"(?:\s?(?:/|or|,)\s?`?(?:math\.random(?:\(\))?|random)`?)?"
)
_STRONG = (
    r"`?(?:secrets|secrets\.\w+(?:\(\))?|crypto\.\w+(?:\(\))?|crypto\.\*|crypto|node:crypto|randombytes|randomuuid"
    r"|web ?crypto|cryptographically[- ]\w+(?: \w+){{0,3}}|csprng|os\.urandom|systemrandom)`?(?: module)?(?: api)?"
    r"(?:\s?(?:/|or|,)\s?`?[\w.]+`?(?:\(\))?)?"
)
_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"

SECURE_RANDOM = Entry(
    name="secure-random",
    title="`random` and `Math.random` where a token, key or password is made",
    languages=ALL,
    engines=(Syntax(guessable_secrets),),
    cues=("random", "secrets", "crypto"),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|use|using|rely on|call))*\s{_WEAK}\s(?:for|to (?:generate|make|create|build)"
            rf"|in)\s{_LIST}{_THINGS}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"\b{_THINGS}[^.;]{{{{0,40}}}}\b(?:use|with|from|by|via|through)\s{_STRONG}[^;]{{{{0,25}}}}?"
            rf"(?:,? never|,? not|instead of|rather than)\s(?:use )?{_WEAK}",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:use|prefer|generate\b[^.;]{{0,30}}\b(?:with|by|from"
            rf"|using))\s{_STRONG}[^;]{{{{0,20}}}}?(?:,? never|,? not|instead of|rather than|over|\(not)"
            rf"\s(?:use )?{_WEAK}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"\b(?:use|always use|generate\b[^.;]{{{{0,30}}}}\b(?:with|by|from|using))\s(?:the |a )?{_STRONG}"
            rf"\s(?:for|to (?:generate|make|create))\s(?:all |any )*{_LIST}{_THINGS}",
            {},
            rf"{EXCUSED}|\bstored?\b|\bhash",
        ),
        Phrase(
            rf"(?:^|[:;,.] |\b(?:all|every|the) ){_LIST}{_THINGS}\s(?:are|is|must be|should be|come|comes)"
            rf"\s(?:always )?(?:generated|made|created|drawn)?\s?(?:with|by|from|using)\s(?:the |a )?{_STRONG}",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never use `Math.random` for tokens", {}),
        ("Use `secrets`, not `random`, for tokens", {}),
        ("Tokens are generated with `secrets`, never with `random`.", {}),
        ("- **Randomness:** `crypto.randomBytes` instead of `Math.random()` — use `crypto.randomBytes` for keys", {}),
        ("Do not use the random module to generate passwords", {}),
        ("Use the `secrets` module for tokens and passwords", {}),
        ("Session IDs must be generated by `crypto.randomUUID()`", {}),
        ("No `random` for security-sensitive values", {}),
        ("Use a cryptographically secure random generator for tokens.", {}),
    ),
    ignores=(
        "Use `random.choice` for the demo data.",
        "Never use `Math.random` in render.",
        "Use `random` with a fixed seed in tests.",
        "Secrets come from the environment.",
        "Never commit secrets or keys.",
        "Generate IDs with `uuid4`.",
    ),
    tier="likely",
    cwe=(338,),
    words=Words(
        why="These generators are made to be fast and repeatable. Whoever sees a few of their results can compute the "
        "ones before and after, so also the token of the next user.",
        question="What could somebody do who knew the next value that this generator gives?",
        hint="The standard library has a second source of random values, made for what must not be guessed.",
    ),
    examples=(
        Example("python", "import random\n\ntoken = ''.join(random.choices(ALPHABET, k=32))\n", (3,)),
        Example(
            "python",
            "from random import randint as r\n\n\ndef generate_otp():\n    code = r(0, 9)\n    return f'{code:06}'\n",
            (5,),
        ),
        Example(
            "python",
            "import random\nuser.password = random.sample(xs, 8)\nf(reset_code=random.randint(1, 9))\n"
            "d = {'api_key': random.getrandbits(128)}\n",
            (2, 3, 4),
        ),
        Example(
            "python",
            "import random, secrets\ntoken = secrets.token_hex(16)\npassword = random.SystemRandom().choice(xs)\n"
            "index = random.randint(0, 9)\n",
        ),
        Example(
            "python",
            "import random\nfrom transformers import AutoTokenizer\nnext_token = random.choice(vocab)\n"
            "tokens = random.sample(words, 3)\n",
        ),
        Example(
            "python",
            "import random\n# token = random.choice(xs)\ns = 'token = random.choice(xs)'\n"
            "key = random.choice(list(d))\npassword_length = random.randint(8, 12)\n",
        ),
        Example(
            "python",
            "import random as dice\n\n\ndef session_id():\n    return dice.getrandbits(64)\n\n\ndef invite(guest):\n"
            "    number = dice.randint(0, 9999)\n    return Invite(guest, token=f'{number:04}')\n",
            (5, 9),
        ),
        Example(
            "python",
            "import random\n\n\ndef check_password(given):\n    time.sleep(random.random())\n\n\ndef fetch():\n"
            "    delay = random.uniform(1, 2)\n    token = client.token(delay)\n    return token\n",
        ),
        Example(
            "javascript",
            "function open() {\n  const part = Math.random().toString(36);\n  return { sessionId: `s-${part}` };\n}\n"
            "function pick(tokens) {\n  const at = Math.random();\n  const token = tokens[at];\n  return token;\n}\n",
            (2,),
        ),
        Example("typescript", "const token = Math.random().toString(36).slice(2);\n", (1,)),
        Example(
            "javascript",
            "function generatePassword() {\n  return chars[Math.floor(Math.random() * chars.length)];\n}\n",
            (2,),
        ),
        Example(
            "tsx",
            "const makeSessionId = (): string => `${Math.random()}`;\nconst o = { apiKey: Math.random() };\n"
            "this.otp = 1 + Math.random();\n",
            (1, 2, 3),
        ),
        Example(
            "typescript",
            "const token = crypto.randomUUID();\nconst id = Math.random();\nconst key = Math.random();\n"
            "const delay = tokens[Math.floor(Math.random() * n)];\n",
        ),
        Example(
            "javascript",
            "// token = Math.random()\nconst s = 'token = Math.random()';\n"
            "const hasToken = Math.random() > 0.5;\nconst tokenCount = Math.random();\n",
        ),
    ),
)

ENTRIES = (SECURE_RANDOM,)
