"""Further wordings of the checks on secrets, addresses, cookies and the logic of tests."""

from teaching.review.catalogue.wider.forms import Wider, apart, told
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_SECRET = (
    r"(?:\bpasswords?|\b(?:access |api |auth |refresh |bearer |session )?tokens?"
    r"|\bsecrets?|\bcredentials?|\b(?:api |private |encryption )?keys\b|`?apikeys?`?"
    r"|\bjwts?|`authorization`(?: headers?)?|\bsecret values?)"
)

_LOGS = (
    r"(?:\blogs?\b|\blogged\b|\blogging\b|\blogger\b|`print`|`?console\.log`?"
    r"|\blog (?:lines?|messages?|statements?|output|files?)|\bprinted\b)"
)

_SECRET_LOGGED = (
    rf"(?:{_SECRET}(?:(?:,| and| or|,? nor) (?:the |any |a )?{_SECRET})*(?: \w+){{0,2}} (?:in"
    rf"|into|to|out of|from|on) (?:the |any |our |a |`print` and the )*{_LOGS}"
    rf"|\blog(?:s|ging)?(?: \w+){{0,3}} {_SECRET}"
    rf"|\blog (?:lines?|messages?|statements?|calls?) (?:that|which|with) (?:contains?"
    rf"|includes?|holds?|prints?|shows?)?\s?(?:an? |the |any )?{_SECRET}|`(?:console\.\w+"
    rf"|logger?\.\w+|print)\((?:api_?key|password|token|secret)\w*\)`|\bprint(?:ing)? (?:\w+ ){{0,2}}{_SECRET})"
)

_LOG_ELSE = (
    r"\bkeys? (?:of|in) (?:the )?(?:log|dict|record|json)|\blog (?:every|each"
    r"|all) (?:use|access)|\btoken (?:count|usage)s?|\bfoo\b|\bmask(?:ed|ing)? is"
    r"|\bchangelog|\blog ?in\b|\blogin|\bcatalog|\bllm|\bprompt tokens"
)

_STORE = (
    r"(?:`?(?:window\.)?(?:local|session)storage(?:\.\w+)?(?:\([^`)]*\))?`?|\b(?:local"
    r"|web|session|browser) storage\b)"
)

_TOKEN = (
    r"(?:\b(?:access |auth(?:entication)? |refresh |session |bearer |id )?(?:tokens?"
    r"|jwts?|credentials?)\b|'token'|\"jwt\"|\bsession ids?)"
)

_TOKEN_STORED = (
    rf"(?:{_TOKEN}(?: \w+){{0,4}} (?:in|into|to|out of|from|inside|on) (?:the )?{_STORE}"
    rf"|{_STORE} (?:for|to (?:store|keep|hold)) (?:any |the |your |our )?{_TOKEN}"
    rf"|`(?:local|session)storage\.setitem\(['\"](?:\w*token|jwt)[^`]*`)"
)

_WEAK = (
    r"(?:`?math\.random(?:\(\))?`?|`random(?:\.\w+)?(?:\(\))?`(?: module)?|\bnon-?cryptographic (?:rngs?"
    r"|random\w*|generators?)|\b(?:predictable|ordinary|pseudo-?random|insecure"
    r"|weak|plain) (?:pseudo-?random )?(?:functions?|generators?|rngs?|random\w*"
    r"|prngs?))"
)

_STRONG = (
    r"(?:`?crypto\.\w+(?:\([^`)]*\))?`?|`crypto`|`secrets(?:\.\w+)?(?:\(\w*\))?`"
    r"|\bcsprngs?\b|`os\.urandom`|\bcryptographic(?:ally)?(?: secure| strong)? (?:random\w*"
    r"|generators?|rngs?|source)|`randomuuid(?:\(\))?`|\bsecure random\w*|`secrets` module)"
)

_FOR_SECRETS = (
    r"\b(?:tokens?|keys?|passwords?|secrets?|otps?|nonces?|salts?|session ids?"
    r"|invitation codes?|security|vulnerab\w+|codes?)\b"
)

_HTTP = (
    r"(?:`http://[^`]*`|\b(?:plain|unencrypted|clear-?text|bare|insecure|raw) http\b(?: (?:urls?"
    r"|calls?|requests?|links?|endpoints?|traffic))?|\bhttp (?:urls?|links?|endpoints?)\b"
    r"|\bunencrypted (?:connections?|urls?|traffic|requests?))"
)

_HTTPS = r"(?:`?https(?::(?://)?)?`?(?: scheme)?(?:\b|(?<=`))|\btls\b)"

_HTTP_ELSE = (
    r"\bverify\b|\b(?:localhost http|http (?:client|library|status|method|verb"
    r"|error|code)s?|proxy terminates|certificates? (?:expire|are|is)|health ?checks? (?:use"
    r"|over)|clone|git@|ssh)\b"
)

_FLAGS = (
    r"(?:`?\bhttp-?_?only(?:\s?[=:] ?true)?`?(?:(?:,"
    r"| and| \+|/|,? restricted)[^.;]{0,50}?`?\bsecure(?: ?[=:] ?true)?`?)?"
    r"|`?\bsecure ?[=:] ?true[^.;]{0,10}http-?_?only ?[=:] ?true`?|`?\bsecure`? and `?http-?only`?"
    r"|\binvisible to scripts)"
)

_BRANCHING = (
    r"(?:\b(?:control flow|branch(?:es|ing)?|conditionals?|conditions|loops?"
    r"|conditional logic|if statements?|if/else|logic \([^)]*\))\b|`(?:if|else"
    r"|for|while|switch)`(?:(?:,|/|,? and|,? or|,? nor) ?`(?:if|else|for|while"
    r"|switch)`)*(?: statements?| blocks?| branch(?:es)?)?)"
)

_TESTS = r"\b(?:tests?|specs?|test (?:bodies|cases?|functions?))\b"

_TEST_ELSE = (
    r"\b(?:branch(?:es)? coverage|every branch|each branch|cover\w*|all branches"
    r"|feature branch|git|parametri\w+|test (?:every|each|all|both)|tests? (?:for"
    r"|of) (?:each|every|all)|fix|main|run|pull requests?|merge|rebase|passes"
    r"|pass on)\b"
)

BROWSERS = {
    "no-secrets-in-logs": Wider(
        (
            refused(_SECRET_LOGGED, unless=_LOG_ELSE),
            *apart(_SECRET, _LOGS, unless=_LOG_ELSE),
            *told(
                r"\b(?:logs?|logging):? (?:no|never|without) (?:passwords?|tokens?|secrets?|keys|credentials?)\b",
                rf"{_SECRET}[^.;]{{{{0,20}}}} (?:never|not|must not|are not|don't) (?:ever )?(?:get |be )?logged\b",
                (
                    r"\blogs?\b[^.;]{{0,60}}\bnever (?:write|put|print|send) (?:\w+ ){{0,3}}(?:passwords?"
                    r"|tokens?|secrets?|keys)\b[^.;]{{0,20}}\bto (?:them|it|the logs?)"
                ),
                (
                    r"\b(?:whatever|when|whenever|if) you log\b[^.;]{{0,20}}\bleave out\b[^.;]{{0,60}}(?:passwords?"
                    r"|tokens?|jwt|`authorization`)"
                ),
                unless=_LOG_ELSE,
            ),
        ),
        ("console.", "logger"),
        (("A log line with a password gets rejected.", {}), ("Tokens in log output are never allowed.", {})),
    ),
    "no-token-in-local-storage": Wider(
        (
            refused(_TOKEN_STORED),
            *apart(_TOKEN, _STORE),
            *told(
                (
                    rf"{_STORE}[^.;]{{{{0,40}}}}[;,:][^.;]{{{{0,15}}}}\b(?:tokens?"
                    rf"|jwts?|credentials)\b (?:don't|do not"
                    rf"|never|must not|stay|have no|are not) (?:go"
                    rf"|belong|live|enter|out|place|be|allowed"
                    rf"|kept|stored)"
                ),
                (
                    r"\b(?:tokens?|jwts?|credentials)\b[^.;]{{0,40}}\b(?:never|not)\b(?: \w+){{0,3}} (?:in"
                    r"|into|to)?\s?(?:`?(?:local|session)storage`?|(?:local|web|browser|session) storage)"
                ),
                (
                    r"\bcookies (?:over|instead of|rather than|, not) `?(?:local ?storage)`? for (?:auth "
                    r"|session )?(?:tokens?|jwts?)"
                ),
                (
                    r"\b(?:session |auth |access )?(?:tokens?|credentials|jwts?) (?:stay|out"
                    r"|stays) out of `?(?:window\.)?(?:local|session) ?storage"
                ),
            ),
        ),
        (),
        (("JWTs have no place in `localStorage`.", {}), ("Auth tokens in local storage are forbidden", {})),
    ),
    "secure-random": Wider(
        (
            demanded(
                _STRONG,
                _FOR_SECRETS,
                unless=(
                    r"-bit\b|\bgenerated per\b|\bhandshake\b|\bcrypto(?:currenc\w+|s)\b|\b(?:vault"
                    r"|env|github|store secrets?|stored|rotate\w*|commit)\b|\bfaker|\bhash(?:es"
                    r"|ing)?\b"
                ),
            ),
            refused(
                (
                    rf"{_WEAK}(?: \w+){{0,2}} (?:for|to (?:make|create|generate)|when) (?:\w+ ){{0,3}}{_FOR_SECRETS}"
                    rf"|\brandomness where a secret"
                ),
                unless=r"\btests?\b|\bseed",
            ),
            *told(
                (
                    rf"{_WEAK} (?:is|are|must|should|shall"
                    rf"|may)[^.;]{{{{0,30}}}}(?:forbidden|banned"
                    rf"|not|never)[^.;]{{{{0,20}}}} for [^.;]{{{{0,30}}}}{_FOR_SECRETS}"
                ),
                r"`random\.\w+` for \w+ (?:->|→)",
            ),
            linted(r"\bs311\b|\bb311\b"),
        ),
        ("csprng", "rng", "urandom", "generator"),
        (("`Math.random()` for tokens gets rejected.", {}), ("Use a CSPRNG for passwords.", {})),
    ),
    "https-only": Wider(
        (
            refused(_HTTP, unless=_HTTP_ELSE),
            demanded(
                _HTTPS,
                (
                    r"\b(?:urls?|requests?|endpoints?|calls?|links?|traffic|third parties|schemes?"
                    r"|api)\b"
                ),
                unless=(
                    rf"{_HTTP_ELSE}|\b(?:cookies?|secure flag|see|docs at|clone|redirect handled"
                    rf"|proxy handles|load balancer|nginx|ssl cert\w*|versions?|dev server|deploy\w*"
                    rf"|available at|hosted)\b|https://\w"
                ),
            ),
            *told(
                r"`http://[^`]+` (?:->|→) `https://",
                r"`http://` is (?:only )?for (?:`?localhost`?|`?127\.0\.0\.1`?)[^.;]{{0,15}}only\b",
                r"`http://` (?:is )?only for (?:`?localhost|`?127\.0\.0\.1)",
            ),
        ),
        ("tls", "unencrypted", "clear-text", "cleartext"),
        (("Unencrypted HTTP has no place here.", {}), ("All requests must use the https scheme.", {})),
    ),
    "cookie-flags": Wider(
        (
            demanded(
                _FLAGS,
                r"\bcookies?\b|`?set_cookie`?|`res\.cookie",
                unless=(
                    r"\b(?:samesite only|csrf cookie|readable (?:by|for)|same-?site|locale|theme"
                    r"|analytics|consent)\b(?!.*secure)"
                ),
            ),
            refused(
                r"\b(?:`?response\.)?(?:set_cookie`?|cookies?) without (?:the )?`?(?:secure"
                r"|http-?only|flags)[^.;]{0,30}`?"
            ),
            *told(r"`res\.cookie\([^`]*\)` (?:->|→) `res\.cookie\([^`]*httponly"),
        ),
        ("set_cookie",),
        (
            ("Cookies without `secure` and `httpOnly` are rejected.", {}),
            ("Session cookies are required to be HttpOnly and Secure.", {}),
        ),
    ),
    "no-conditional-tests": Wider(
        (
            refused(
                (
                    rf"{_BRANCHING}(?: \w+){{0,1}} (?:in|inside|within|out of|of) (?:an? |the "
                    rf"|any |your |our |unit |test )*{_TESTS}|{_TESTS} with (?:an? )?{_BRANCHING}"
                ),
                unless=_TEST_ELSE,
            ),
            *told(
                (
                    r"\b(?:testing|tests?|unit tests|specs?):? (?:have |with |are )?(?:no|free of"
                    r"|without|never) (?:logic|loops?|conditions|conditionals|branch(?:es|ing)"
                    r"|control flow|`if`)"
                ),
                (
                    r"\btests? (?:runs?|reads?) (?:straight )?(?:top to bottom|from top to bottom"
                    r"|straight)[^.;]{{0,10}}:? no (?:branch|loop|if|condition)"
                ),
                (
                    r"\b(?:loops|conditionals|conditions|branches)(?: and (?:loops|conditionals"
                    r"|conditions|branches))? (?:must|should|shall|may) not (?:appear|occur|be used"
                    r"|stand) in (?:the )?(?:unit )?tests"
                ),
                r"\btest bodies (?:must be|are|stay|have to be) (?:linear|straight|flat)\b",
                r"\btests?:? [^.;]{{0,15}}control flow(?: in tests)?: (?:not allowed|forbidden|never)",
                unless=_TEST_ELSE,
            ),
            *apart(_BRANCHING.replace("{", "{{").replace("}", "}}"), _TESTS, unless=_TEST_ELSE),
            linted(r"no-conditional-in-test|no-conditional-expect|\bpt0?1[58]\b"),
        ),
        (),
        (("Tests with a loop are rejected.", {}), ("Test bodies stay linear.", {})),
    ),
}
