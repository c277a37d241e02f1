"""How prose forbids a call by its name: everywhere, in tests alone, or everywhere but in a place that may make it.

Not covered: a place that is named by what it is ("outside page objects") and not by a path; it is not read.
"""

from dataclasses import replace

from teaching.review.catalogue.phrasing import BANNED, END, LOCATED, NEG, SOFTENED, START
from teaching.review.prose import Phrase

# Other entries know these better: output, security, time, paths, promises, tests.
_KNOWN = r"print\(|console\.|eval\(|exec\(|os\.path|os\.system|pickle\.|yaml\.|unittest\.|document\.write|\.?then\("
_OF_TESTS = r"\.only|\.skip|(?:it|test|describe)\.|pytest\.|typing\."
_ELSEWHERE = (
    rf"(?!`(?:{_KNOWN}|{_OF_TESTS}|datetime\.|subprocess\.|(?:time|asyncio)\.sleep|[\w.]*waitfortimeout"
    r"|math\.random\(\)`\s+(?:in|for)\s+security|input\(|open\())"
)
# Where a place is named that may make the call, no other entry reads who may tell the time or start a program.
_ELSEWHERE_PLACED = rf"(?!`(?:{_KNOWN}|{_OF_TESTS}))"
_FILE = (
    r"(?![^`]*\.(?:[cm]?[jt]sx?|pyi?|md|json|ya?ml|toml|lock|css|s[ac]ss|html|txt|sh|sql|com|org|io|dev|cfg|ini"
    r"|exe|bat|cmd|ps1|go|rs|java|kt|cs|cpp|php|rb|swift|xml|csv|log|db|sqlite|zip|png|svg|example|local|test|net)`)"
)
_NAMED = rf"`{_FILE}(?:\.?[a-z_$][\w$]*(?:\.[\w$]+)*\(\)|[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+)`"


def _listed(call: str) -> str:
    return rf"(?P<calls>(?>{call}(?:(?:\s*,?\s*(?:or|and|nor)\s+|\s*,\s*|\s*/\s*){call})*+))(?: calls?)?"


_CALLS = _listed(rf"{_ELSEWHERE}{_NAMED}")
_PLACED = _listed(rf"{_ELSEWHERE_PLACED}{_NAMED}")
_VERB = r"(?:use|using|call|calling|invoke|invoking|access|accessing|read|reading)"
_USE = rf"(?:\s+(?:ever|directly))*\s+{_VERB}(?:\s+(?:from|raw|plain))?\s+"
# Said of these, "directly" means "except where the settings are read"; of others nobody knows which wrapper may.
_SETTING = r"`(?:os\.environ|os\.getenv|process\.env|import\.meta\.env|deno\.env)\b"
_NOUN = r"(?:ids?|identifiers?|tokens?|keys?|secrets?|passwords?|uuids?|nonces?|otps?|codes?|salts?|sessions?)"
_TAKEN_BACK = rf"{SOFTENED}|{LOCATED}"
_AGAINST = (
    r"^(?=.*(?:\bne(?:ver|ither)\b|\bnot?\b|n't\b|\bavoid|\bban|forbid|disallow|prohibit|off[- ]limits|zero|❌|🚫"
    r"|\binstead\b"
    r"|\brather\b|\bover\b|unacceptable))"
)
# Something in backticks is called or looked up.
_CODE = r"`[^`]*(?:\(\)|[\w$]\.[\w$])"
_TOPIC = r"^(?:[\w &/-]{{1,30}}:\s*)?"

# A place is certain where it is spelled as a path, or as a name that is said to be a folder or a module.
_PATH = r"`(?:\.?[\w@-][\w.@-]*)?(?:/[\w.*@\[\]()-]*)+`|`[\w.-]+\.(?:pyi?|[cm]?[jt]sx?)`"
_ONE_PLACE = (
    rf"(?:(?:the )?(?:{_PATH})(?: (?:folder|directory|module|package|file))?"
    r"|the `[\w-]+(?:\.[\w-]+)*` (?:folder|directory|module|package))"
)
_OUTSIDE = rf"(?P<outside>{_ONE_PLACE}(?:(?:,? (?:and|or) |, ){_ONE_PLACE})*+|(?:[\w-]+/)+(?![\w/]))"
_BUT = (
    r"(?:directly )?(?:outside(?: of)?|except (?:in|inside|within|from)"
    r"|(?:anywhere|elsewhere|anywhere else)(?: else)? (?:but|except|than|other than)(?: (?:in|inside|within|from))?)\s+"
)
_MAY = r"(?:may|can|should|shall|must|is allowed to|are allowed to|gets? to)"
_DOES = r"(?:calls?|uses?|invokes?|accesse?s?|access|reads?)"
_DONE = r"(?:called|used|invoked|accessed|read)"
_WITHIN = r"(?:in|inside|within|from)"
_BY = r"(?:in|inside|within|from|by)"
# An exception to the exception is not read; tests are, by the reach of the sentence.
_CONDITION = (
    r"\b(?:unless|except (?:when|if|during))\b"
    r"|\b(?:outside|except|only|but)\b.*\b(?:except|other than|apart from|excluding|with the exception)\b"
    r"(?!(?: (?:for|in|inside|within|the))* tests?\b)"
)
_PLACES = (
    rf"{START}{NEG}{_USE}{_PLACED}\s+{_BUT}{_OUTSIDE}{END}",
    rf"{START}{NEG}\s+(?:(?:direct )?(?:calls?|uses?|reads?|access) (?:to|of) )?{_PLACED}\s+{_BUT}{_OUTSIDE}{END}",
    rf"{_TOPIC}{_PLACED}(?:{BANNED}|\s+(?:must|should|may|can)(?: not|n'?t|not| never)(?: ever)? be {_DONE}"
    rf"|\s+(?:is|are) never {_DONE})\s+{_BUT}{_OUTSIDE}{END}",
    rf"{_TOPIC}outside(?: of)? {_OUTSIDE},?\s+{NEG}{_USE}{_PLACED}{END}",
    rf"{_TOPIC}(?:nothing|no (?:code|module|file|one)) outside(?: of)? {_OUTSIDE} (?:{_MAY} )?{_DOES}\s+{_PLACED}{END}",
    rf"{_TOPIC}only (?:(?:code|files|modules|functions) {_WITHIN} )?{_OUTSIDE} (?:{_MAY} )?{_DOES}\s+{_PLACED}{END}",
    rf"{_TOPIC}{_PLACED}\s+(?:is|are|{_MAY})(?: to)? (?:be )?(?:only (?:be )?{_DONE}|(?:{_DONE} )?only) {_BY}\s+"
    rf"{_OUTSIDE}{END}",
    rf"{_TOPIC}{_VERB}\s+{_PLACED}\s+only {_WITHIN}\s+{_OUTSIDE}{END}",
    rf"{_TOPIC}only {_VERB}\s+{_PLACED}\s+{_WITHIN}\s+{_OUTSIDE}{END}",
)

# The words for tests are those that the reach of a sentence is read from: `tests=only` limits the check to them.
_TESTS = r"(?:in|inside) (?:all |the )?tests?"
_IN_TESTS = (
    rf"{START}{NEG}{_USE}{_CALLS}\s+{_TESTS}{END}",
    rf"{START}{NEG}\s+{_CALLS}\s+{_TESTS}{END}",
    rf"{START}{_CALLS}{BANNED}\s+{_TESTS}{END}",
    rf"{_TOPIC}{_TESTS},?:?\s+{NEG}{_USE}{_CALLS}{END}",
    rf"{_TOPIC}tests? (?:must|should|may)(?: not|n'?t|not| never)(?: ever| directly)* {_DOES}\s+{_CALLS}{END}",
    rf"{_TOPIC}tests? never(?: directly)? {_DOES}\s+{_CALLS}{END}",
)


def _calling(*phrases: Phrase) -> tuple[Phrase, ...]:
    """The phrases, each tried only where something in backticks is called or looked up."""
    return tuple(replace(phrase, needs=rf"{_AGAINST}.*?{_CODE}") for phrase in phrases)


PHRASES: tuple[Phrase, ...] = (
    *_calling(
        Phrase(rf"{START}{NEG}{_USE}(?={_SETTING}){_CALLS}\s+directly{END}", {"where": "settings"}, _TAKEN_BACK),
        Phrase(
            rf"{START}{NEG}\s+directly\s+(?:use|call|access|read)\s+(?:from )?(?={_SETTING}){_CALLS}{END}",
            {"where": "settings"},
            _TAKEN_BACK,
        ),
    ),
    *(Phrase(pattern, {}, rf"{_CONDITION}|{LOCATED}", needs=_CODE) for pattern in _PLACES),
    *(Phrase(pattern, {}, SOFTENED, needs=r"\btests?\b") for pattern in _IN_TESTS),
    *_calling(
        Phrase(
            rf"{START}{NEG}{_USE}{_CALLS}\s+(?:for|as|to (?:make|create|generate|build))\s+(?P<purpose>"
            rf"{_NOUN}(?:(?:, | or | and |/){_NOUN})*+){END}",
            {},
            _TAKEN_BACK,
        ),
        Phrase(rf"{START}{NEG}{_USE}{_CALLS}{END}", {}, _TAKEN_BACK),
        Phrase(rf"^(?:[\w &/-]{{{{1,30}}}}:\s*)?{NEG}\s+{_CALLS}{END}", {}, _TAKEN_BACK),
        Phrase(rf"{START}{_CALLS}{BANNED}{END}", {}, _TAKEN_BACK),
        Phrase(
            rf"\b(?:use|prefer)\s+`[^`]+`[^.;`]{{{{0,20}}}}?\s*,?\s*(?:instead of|rather than|over|not"
            rf"|never)\s+{_CALLS}{END}",
            {},
            _TAKEN_BACK,
        ),
    ),
)
