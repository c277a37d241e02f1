"""Security: tokens in the storage of the browser, where every script reads them."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.security.names import callee, positional, tail
from teaching.review.catalogue.security.secrets_values import names_secret, words
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import WEB, SourceFile, literal_text, start_line

_STORE = r"(?:window\.|globalThis\.|self\.)?(?:localStorage|sessionStorage)"
_STORED = re.compile(r"(?:^|_)(?:jwt|bearer|id_token)$")
# `TOKEN_KEY`, `tokenStorageKey`: under which name something is kept, not what.
_KEY_NAME = re.compile(r"(?:_STORAGE)?_(?:KEY|NAME)$|(?<=[a-z])(?:Storage)?(?:Key|Name)$")


def stored_tokens(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Tokens, passwords and keys that are put into localStorage or sessionStorage."""
    del params
    if "Storage" not in source.text:
        return
    for call in source.nodes("call_expression"):
        function = callee(call)
        found = re.fullmatch(rf"({_STORE})\??\.setItem", function.text()) if function is not None else None
        if found is not None:
            yield from _stored(call, found[1], positional(call))
    for node in source.nodes("assignment_expression"):
        left, right = node.field("left"), node.field("right")
        if left is None or right is None or left.kind() not in {"member_expression", "subscript_expression"}:
            continue
        owner, key = left.field("object"), left.field("property") or left.field("index")
        if owner is not None and key is not None and re.fullmatch(_STORE, owner.text()):
            yield from _stored(node, owner.text(), [key, right])


def _stored(node: SgNode, store: str, given: list[SgNode]) -> Iterator[Fact]:
    """A fact where the key or the value bears the name of a secret."""
    if len(given) < 2 or given[1].kind() in {"true", "false", "number", "null"}:
        return
    for name in (_key_name(given[0]), _value_name(given[1])):
        if name and (names_secret(name) in {"password", "secret"} or _STORED.search(words(name))):
            yield Fact(start_line(node), start_line(node), f"`{name}` is put into `{tail(store)}`.")
            return


def _key_name(part: SgNode) -> str:
    text = literal_text(part)
    if text is None:
        text = _KEY_NAME.sub("", _value_name(part))
    text = re.split(r"[:./@]", text)[-1]
    return text if re.fullmatch(r"[\w-]{2,40}", text) else ""


def _value_name(part: SgNode) -> str:
    named = {"identifier", "member_expression", "property_identifier"}
    return tail("".join(part.text().split())) if part.kind() in named else ""


_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_STORAGES = (
    r"`?(?:window\.)?(?:local|session)[ -]?storage`?"
    r"(?:(?:\s?/\s?| or | and |, )`?(?:session|local)[ -]?storage`?)?"
)
_TOKENS = (
    r"(?:[\w/ -]{{2,20}}(?:,|,? or|/)\s?){{0,3}}"
    r"(?:(?:any |the |auth(?:entication)? |access |refresh |api |session |bearer |user |sensitive |secret |jwt |id )*"
    r"(?:secrets?|passwords?|tokens?|jwts?|credentials?|api[- ]?keys?)\b)"
)

NO_TOKEN_IN_LOCAL_STORAGE = Entry(
    name="no-token-in-local-storage",
    title="tokens that are put into localStorage or sessionStorage",
    languages=WEB,
    engines=(Syntax(stored_tokens),),
    cues=("storage",),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever|store|put|keep|save|persist|place|write|hold|cache|storing|have))*\s{_TOKENS}"
            rf"[^.;]{{{{0,20}}}}\b(?:in|into|to|inside)\s(?:the )?(?:browser )?{_STORAGES}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_NO}\s(?:ever )?(?:use|rely on|using)?\s?{_STORAGES}\s(?:for|to (?:store|keep|hold|save|persist)|as)\s"
            rf"{_TOKENS}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"\b{_TOKENS}[^;]{{{{0,60}}}}?(?:,? never|,? not|instead of|rather than|must not|must never|don't)\s"
            rf"(?:(?:in|into|use|be|stored|kept|go|live|on|the) )*{_STORAGES}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_STORAGES}[^.;]{{{{0,20}}}}\b(?:must|should|may|can|shall)\s?(?:never|not)\s"
            rf"(?:hold|contain|keep|store|be used for|have)\s{_TOKENS}",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never store tokens in localStorage", {}),
        ("No JWTs in `localStorage` or `sessionStorage`.", {}),
        ("Keep tokens in httpOnly cookies, never in localStorage", {}),
        ("**Auth:** tokens live in httpOnly cookies, not `localStorage`", {}),
        ("Do not use localStorage for auth tokens", {}),
        ("- don't put access tokens into local storage", {}),
        ("`localStorage` must never hold credentials", {}),
        ("Use httpOnly cookies for tokens instead of localStorage", {}),
    ),
    ignores=(
        "Theme and language are kept in localStorage.",
        "Never read localStorage on the server.",
        "Tokens are stored in localStorage.",
        "Do not use localStorage in components.",
        "Design tokens are no storage concern.",
    ),
    tier="likely",
    cwe=(922,),
    words=Words(
        why="Every script on the page can read this storage, also one that came in by way of a dependency or through a "
        "hole in the page. What it reads there it can use from anywhere, until the token runs out.",
        question="Which scripts run on this page, and which of them needs to read this value?",
        hint="Ask who has to send the value along: your script, or only the browser.",
    ),
    examples=(
        Example(
            "typescript",
            "localStorage.setItem('token', t);\nwindow.sessionStorage.setItem(KEY, user.accessToken);\n",
            (1, 2),
        ),
        Example(
            "javascript",
            "localStorage.authToken = x;\nlocalStorage['jwt'] = x;\nlocalStorage.setItem(TOKEN_KEY, x);\n",
            (1, 2, 3),
        ),
        Example(
            "tsx",
            "const A = () => {\n  useEffect(() => {\n    localStorage.setItem(\n      'app:refresh_token',\n"
            "      JSON.stringify(await api.get<T>('x')),\n    );\n  });\n  return <p/>;\n};\n",
            (3,),
        ),
        Example(
            "typescript",
            "localStorage.setItem('theme', theme);\nlocalStorage.setItem('tokenCount', String(n));\n"
            "localStorage.removeItem('token');\nlocalStorage.getItem('token');\n",
        ),
        Example(
            "javascript",
            "cache.setItem('token', t);\nstorage.token = t;\nlocalStorage.setItem('hasToken', true);\n"
            "// localStorage.setItem('token', t)\n",
        ),
        Example(
            "tsx", "const s = \"localStorage.setItem('token', t)\";\nlocalStorage.setItem('next_token', cursor);\n"
        ),
    ),
)

ENTRIES = (NO_TOKEN_IN_LOCAL_STORAGE,)
