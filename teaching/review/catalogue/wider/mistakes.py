"""Further wordings of the checks on insecure settings and on usual mistakes."""

from teaching.review.catalogue.wider.forms import Wider
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_CERTS = r"(?:tls|ssl|certificates?|certs?)"

WIDER: dict[str, Wider] = {
    "verify-tls": Wider(
        (
            refused(
                r"`?verify\s?=\s?false`?|`?rejectunauthorized: ?false`?|`?cert_none`?|`?_create_unverified_context`?"
                r"|`?node_tls_reject_unauthorized(?:=0)?`?|`?curl -k`?"
                rf"|\b(?:disabl\w+|turn(?:ing)? off|switch(?:ing)? off|skip(?:ping)?"
                rf"|bypass(?:ing)?) (?:of )?(?:the )?(?:{_CERTS} )?(?:verification|validation|check(?:s|ing)?|{_CERTS})"
                r"(?: off)?|\bswitch(?:ing)? verification off|\baccept(?:ing)? any certificates?"
                r"|\bunverified (?:https|tls|ssl|connections?)|\binsecure `?https\.agent`? options",
                unless=r"\b(?:jwt|email|signature|password)\b",
            ),
            demanded(
                r"\b(?:stays?|remains?|always|is|be|keep\w*|left|never)\b[^.;]{0,12}\b(?:on|enabled|off|active"
                r"|verified|validated|checked)\b|has been validated|must be checked",
                rf"\b{_CERTS}(?:'s)?\b[^.;]{{0,30}}(?:verif|valid|check)|\bcertificates?\b[^.;]{{0,20}}(?:verified"
                rf"|validated|checked)",
                unless=r"\b(?:in tests?|locally|renew|expir\w+ (?:date|in)|rotat\w+|terminat\w+|may be)\b",
            ),
            linted(r"\bs501\b|\bb501\b"),
        ),
        ("cert", "rejectunauth", "s501", "b501", "https.agent"),
        (
            ("Switching off certificate checks is a security bug.", {}),
            ("Certificate verification stays on.", {}),
        ),
    ),
    "no-weak-hash": Wider(
        (
            refused(
                r"\b(?:weak|broken|outdated|insecure) (?:hash(?:es|ing)?|digests?)(?: (?:functions?|algorithms?))?"
                r"|`?(?:createhash\()?'?\b(?:hashlib\.)?(?:md5|sha-?1)\b'?\)?(?:\(\))?`?(?:\s(?:hash(?:es|ing)?"
                r"|checksums?|digests?))?",
                unless=r"\bpassword|git (?:sha|commit)|\bcommit\b|\bpins?\b|etag",
            ),
            refused(r"\b(?:md5|sha-?1)\b", unless=r"^(?!.*password)", fixed={"use": "passwords"}),
            demanded(
                r"\bsha-?(?:256|2|3|512)\b|\bblake2\w*",
                r"\bhash(?:es|ing|ed)?\b|\bchecksums?\b|\bdigests?\b|\bcrypto\b",
                unless=r"\bpassword|\bgit\b|\bcommit|\bpins?\b|\bdocker|\bimage\b|\block ?file|verif",
            ),
            demanded(
                r"\b(?:bcrypt|argon2(?:id)?|scrypt)\b",
                r"\bpasswords?\b",
                unless=r"\b(?:install|version|upgrade|rounds|cost|users:|tables?|schema)\b|\bhashed passwords",
                fixed={"use": "passwords"},
            ),
            linted(r"\bs324\b|\bb324\b|\bs303\b"),
        ),
        ("sha", "hash", "digest", "b324", "s324"),
        (
            ("`md5` -> `sha256`", {"use": "everywhere"}),
            ("Password storage: argon2id only", {"use": "passwords"}),
        ),
    ),
    "no-debug-mode": Wider(
        (
            refused(
                r"`?\b(?:app\.run\()?debug\s?=\s?true\)?`?|\b(?:flask |django |a )?(?:servers? |apps? )?(?:in"
                r"|with) debug (?:mode|true)|\bdebug (?:mode|flag)|\bdebug true|\bwith the debugger",
                unless=r"\b(?:log|logger|logging|local(?:ly)?|development|test)\b",
            ),
            demanded(
                r"\bdebug(?:ging)?(?: mode| flag)?\b[^.;]{0,12}\b(?:off|disabled|false|out)\b|\b(?:off"
                r"|disabled) debug\w*",
                unless=r"\b(?:log|logger|logging|logs)\b",
            ),
            demanded(r"\bkeep it off\b", r"`debug=true`"),
            linted(r"\bs201\b|\bb201\b"),
        ),
        ("s201", "b201"),
        (
            ("Running Flask with `debug=True` in production is a bug.", {}),
            ("Debug mode: off", {}),
        ),
    ),
    "no-cors-wildcard": Wider(
        (
            refused(
                r"`[^`]*['\"]\*['\"][^`]*`|`\*`|(?<![\w*])\*(?![\w*])|\bwildcards?\b|\bstar\b|\basterisk\b|\b(?:any"
                r"|every|all|arbitrary) (?:origins?|sites?|websites?|domains?)"
                r"|`?(?:cors_)?(?:origin_)?allow_all(?:_origins)?(?: ?= ?true)?`?|`origin: ?true`",
                r"\bcors|\borigins?\b|allow-origin|allow_origins",
                unless=r"\bgit\b|remote|subdomain|import",
            ),
            refused(
                r"\bwildcards?(?: cors)? (?:origins?|polic(?:y|ies)|cors)|\b(?:cors"
                r"|origins?)\b[^.;]{0,40}?(?:`?\"?\*\"?`(?!\*)|\bwildcards?\b|\bstars?\b|`\[\"\*\"\]`)"
                r"|`?allow_origins ?= ?\[?['\"]\*['\"]\]?`?|\bthe wildcard$|\b(?:wildcard|star"
                r"|`\*`)[^.;]{0,20}\bcors origins?|\bopen (?:it|cors) to (?:every|any) (?:site|origin)",
            ),
            demanded(
                r"\b(?:explicit(?:ly)?|white-?listed|allow-?list(?:ed)?|one by one|own domains"
                r"|list of (?:the )?(?:allowed |real )?(?:origins|domains)|(?:known|trusted|specific|named|real"
                r"|exact) (?:origins?|domains?)|restrict(?:ed)?|(?:listed|named) by name)\b",
                r"\bcors\b|\borigins?\b",
                unless=r"\b(?:git|remote|push)\b",
            ),
        ),
        ("wildcard", "allow_all"),
        (
            ("A CORS wildcard has no place in production.", {}),
            ("CORS: origins are listed explicitly.", {}),
        ),
    ),
    "no-mutable-default": Wider(
        (
            refused(
                r"\b(?:mutable|shared|in-place)(?: objects?| values?)? (?:as )?(?:an? )?(?:(?:argument|parameter"
                r"|function)s? )?defaults?(?: values?| arguments?| parameters?)?"
                r"|`?=\s?(?:\[\]|\{\})`?|`(?:\w+=)?(?:\[\]|\{\}|list\(\)|dict\(\)|set\(\))`[^.;]{0,40}\b(?:defaults?"
                r"|signatures?|parameters?)\b"
                r"|\bdefaults?\b[^.;:]{0,20}[,:]? ?(?:`none`, )?not `\[\]`|\b(?:empty )?(?:lists?|dicts?|containers?"
                r"|dictionar(?:y|ies)|sets?)\b[^.;]{0,40}\b(?:as|for)(?: an?| the)? defaults?(?: \w+)?"
                r"|\b(?:list|dict)s? (?:for|as) (?:the )?default (?:argument|value)s?(?: of parameters)?"
                r"|\bdefaults? that (?:keep|can be changed|hold)[^.;]*"
                r"|\bnothing that can be changed in place|`def \w+\([^`]*=(?:\[\]|\{\})\)`",
                unless=r"react|state|config|settings|\bprops\b",
            ),
            refused(
                r"\bmutable\b(?: \w+)?|`(?:\[\]|\{\})`|\b(?:empty )?(?:lists?|dicts?|containers?|dictionar(?:y|ies)"
                r"|sets?)\b|(?<=nothing )that can be changed in place",
                r"\bdefault (?:values?|arguments?|parameters?|args?)|\b(?:argument|parameter|function"
                r"|signature)s? defaults?\b|\bas (?:an? )?defaults?\b|\bdefaults? (?:of|for|in) (?:an? )?(?:argument"
                r"|parameter|function|signature)",
                unless=r"react|state|config|settings|\bprops\b|typescript|pydantic",
            ),
            demanded(
                r"`?\bnone`?\b",
                r"\bdefaults?\b[^.;]{0,60}(?:`\[\]`|`\{\}`|lists?\b|dicts?\b)|(?:`\[\]`|`\{\}`|lists?\b"
                r"|dicts?\b)[^.;]{0,60}\bdefault",
                unless=r"\breturn|\bcompar",
            ),
            linted(r"\bb006\b|\bw0102\b|\bdangerous-default-value\b"),
        ),
        ("default", "signature", "=[]", "={}", "b006", "w0102", "mutable"),
        (
            ("Lists and dicts stay out of default values.", {}),
            ("ruff B006 must pass.", {}),
        ),
    ),
    "compare-none": Wider(
        (
            refused(
                r"(?:`?[!=]=`?|\bequality(?: tests?| comparisons?| operators?)?)(?: (?:and"
                r"|or) `?[!=]=`?)?[^.;]{0,30}?`?\bnone`?\b|`?\bnone`?\b[^.;]{0,30}?(?:`[!=]=`|\bequality)"
                r"|`?(?:if \w+ )?[!=]= ?none:?`?",
                unless=r"\bnumpy\b(?!)|sql",
            ),
            demanded(
                r"`is(?: not)?(?: none)?`|\bby identity|\bidentity (?:operators?|tests?|comparisons?|checks?)"
                r"|`(?:if )?\w+ is (?:not )?none`",
                r"\bnone\b|singleton",
                unless=r"\btypescript|return `?none",
            ),
            linted(r"\be711\b|singleton-comparison|\bc0121\b"),
        ),
        ("e711", "singleton"),
        (
            ("`== None` gets rejected.", {}),
            ("Test for `None` by identity.", {}),
        ),
    ),
    "no-assert-for-checks": Wider(
        (
            refused(
                r"`?\bassert`?(?:ions?|s)?\b(?: statements?)?(?=[^.;]{0,60}\b(?:librar\w+|production|runtime"
                r"|validat\w+|checks?|arguments?|error handling|modules?|services?|application|inputs?)\b)"
                r"|\b(?:validation|checks?|arguments?|inputs?)\b[^.;]{0,60}?\b(?:by|with|via|by means of"
                r"|using) (?:the |an )?`?assert(?:ions?|s)?`?(?: statements?)?\b"
                r"|\bvalidation by assertion",
                unless=r"\b(?:type assertions?|non-null|typescript|fixtures?|snapshots?|mocks?)\b|\bin tests?\b"
                r"|^tests?\b|\bevery test|\beach test",
            ),
            refused(
                r"`?\bassert`?(?:ions?|s)?\b(?: statements?)?",
                r"\b(?:validat\w+|runtime|production|librar\w+|inputs?|arguments?|package|src|application|services?"
                r"|invariants?|error handling|exceptions?|raise|optimi[sz]\w+|checks?|preconditions?)\b|python -o\b",
                unless=r"\b(?:type assertions?|non-null|typescript|fixtures?|snapshots?|mocks?|every test|each test"
                r"|test cases?|unittest|as `?\w+`?)\b|\bin tests?\b|^tests?\b|`expect`|self\.assert|assert\.",
            ),
            demanded(
                r"\btests? only\b|\bonly (?:in|inside|within) tests?\b",
                r"\bassert(?:s|ions?)?`?\b",
                unless=r"\b(?:message|one|type|non-null)\b",
            ),
            refused(r"\bassertions?\b", unless=r"^(?!.*\boutside (?:of )?(?:pytest|tests?))"),
            linted(r"\bs101\b|\bb101\b"),
        ),
        ("s101", "b101"),
        (
            ("Checks of input by `assert` get rejected.", {}),
            ("ruff S101 applies to the package.", {}),
        ),
    ),
    "no-debugger": Wider(
        (
            refused(
                r"`?\bdebugger;?`?(?: statements?| calls?)?|`?\bbreakpoints?(?:\(\))?`?(?: calls?)?|`?\b(?:i?pdb"
                r"|pudb)\b(?:\.set_trace(?:\(\))?)?`?|`?\bset_trace(?:\(\))?`?"
                r"|\b(?:calls|statements) that (?:drop into|halt in)[^.;]*?(?:session|debugger|tools)",
                unless=r"\b(?:css|responsive|media|screen|layout|tailwind|mobile|launch\.json|attach|pixel|xl"
                r"|vs ?code)\b|\bnever use a debugger|with the debugger",
            ),
            demanded(
                r"\btake all of them out\b|\bremove(?:d)?\b[^.;]{0,20}\b(?:before|prior)",
                r"`?\b(?:breakpoint|debugger)\b",
            ),
            linted(r"\bno-debugger\b|\bt100\b"),
        ),
        ("t100", "interactive session", "statements that halt", "pudb"),
        (
            ("A stray `debugger` gets the change rejected.", {}),
            ("ruff T100 must pass.", {}),
        ),
    ),
    "react-keys": Wider(
        (
            demanded(
                r"`key`|\bkey props?\b|\b(?:an?|the|own|its|unique|stable|have|with|missing|set) (?:unique "
                r"|stable )?key\b(?! \w+s\b)|`<\w+ key=[^`]*`|`[^`]*<\w+ key=[^`]*`|\bkeys (?:on|for) (?:the )?\w+"
                r"|\bkeyed\b|(?<=with )a `key`",
                r"\blists?\b|`?\.?map\b|\bsiblings?|\brows?\b|\bchildren\b|\brendered\b|\bjsx\b|\brepeated\b"
                r"|\bmapped\b|\bloop|\barrays?\b|\bcollections?\b|\biterat|`<\w+ key=|\beach child",
                unless=r"\b(?:index(?:es)?|translation|i18n|api|dict\w*|object|vault|permissions?|press\w*|cache"
                r"|query|sort\w*|redis|map keys|secret|json|primary|sql|stable|enum|constants?)\b",
            ),
            refused(
                r"\bmissing `?key`?s?(?: props?)?(?! (?:in|from) (?!lists?))",
                unless=r"translation|i18n|env|config|dict|json",
            ),
            linted(r"react/jsx-key|\bjsx-key\b"),
        ),
        ("key",),
        (
            ("Elements rendered in a loop need a `key`.", {}),
            ("`react/jsx-key` is an error.", {}),
        ),
    ),
    "strict-equality": Wider(
        (
            demanded(
                r"`===`|(?<=use )===|(?<=always )===|(?<=prefer )===|\btriple[- ]equals?\b|\bthree equal signs"
                r"|\bstrict (?:in)?equality|\bstrict comparison",
                unless=r"\b(?:fine|null checks? may|python|php|sql|assert|commit)\b|^\W*=== |===\s*$|`== null`"
                r"|in tests",
            ),
            refused(
                r"\bdouble[- ]equals?\b|`[^`=!]*[^=!<>]?==(?!=)[^`=]*`|\btype-coerc\w+ comparisons?|\bloose equality"
                r"|\bthe two-character operator",
                unless=r"\bnone\b|\bpython\b|\b(?:true|false)\b|\bversions?\b|\bpin|requirements|==\d|\bnan\b|floats?",
            ),
            linted(r"\beqeqeq\b"),
        ),
        ("equal", "=="),
        (
            ("`==` gets rejected in review, write `===`.", {}),
            ("Triple equals over double equals", {}),
        ),
    ),
}
