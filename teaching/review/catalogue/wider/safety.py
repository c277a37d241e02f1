"""Further wordings of the checks on errors and asynchronous code."""

from teaching.review.catalogue.wider.forms import Wider
from teaching.review.catalogue.wider.mentions import demanded, linted, refused

_BROAD = r"(?:bare|blanket|blind|naked|broad|general|generic|catch-?all|untyped|blank)"
_PROMISES = r"(?:promises?|coroutines?|async (?:functions?|calls?|helpers?|methods?)|`?async def`?)"
WIDER: dict[str, Wider] = {
    "async-errors": Wider(
        (
            demanded(
                r"\btry\s?[/…-]\s?(?:catch|except)|\btry(?:\.\.\.|…)catch|`?try`?\s?/\s?`?(?:except|catch)`?|`try`"
                r"|\ba try\b"
                r"|\bguard(?:ed|s)?\b|\b(?:catch|handle) (?:their |the |all )?errors|\berror handling",
                r"\bawait|\basync",
                unless=r"\btests?\b(?!ed)|render|file",
            ),
            refused(
                r"(?:unguarded|unprotected|bare|naked) `?await`?(?:s|ing)?|`?await(?:ing)?`?[^.;]{0,50} (?:unguarded"
                r"|bare|unprotected"
                r"|(?:outside (?:of )?|without )(?:an? )?`?try)`?(?:\s?/\s?`?(?:catch|except)`?)?"
                r"|await\w*[^.;]{0,30} (?:not|n't) (?:enclosed|wrapped|covered)[^.;]{0,30}"
            ),
        ),
        ("await", "async"),
        (
            ("Every awaited network call sits within a `try`.", {}),
            ("An unguarded `await` on the database has no place here.", {}),
        ),
    ),
    "no-swallowed-errors": Wider(
        (
            refused(
                r"\b(?:empty|blank|silent|hollow) (?:`?(?:catch|except)`?(?: (?:clauses?|blocks?|handlers?|bodies"
                r"|body))?|handlers?)"
                r"|`?catch\s?(?:\(\w*\)\s?)?\{\s*\}`?(?: with nothing inside)?|try/except/pass"
                r"|`?except[^`.;]{0,20}: ?pass`?"
                r"|\b(?:swallow(?:s|ed|ing)?|hid(?:e|es|ing|den)|suppress(?:es|ed|ing)?|discard(?:s|ed|ing)?"
                r"|ignor(?:e|es|ed|ing)"
                r"|silenc(?:e|ed|ing)|muffl(?:e|ed|ing)) (?:an? |the |any |all |caught )?(?:exceptions?|errors?"
                r"|failures?)"
                r"|(?:exceptions?|errors?|failures?) (?:that are |which are )?(?:swallowed|silenced)",
                unless=r"\b(?:eslint|lint|type|ts|mypy) errors?\b",
            ),
            refused(
                r"\bcatch(?:es|ing)? (?:an? |the )?(?:error|exception)s? and (?:carry(?:ing)?|continu\w+|mov\w+"
                r"|go(?:ing)?) on\b.*"
            ),
            demanded(
                r"\b(?:log(?:ged)?|re-?throw|re-?raised?|re-?thrown|throw|propagated?),? or (?:log(?:ged)?|re-?throw"
                r"|re-?thrown|re-?raised?|throw|propagated?)",
                r"exception|error|catch|handler",
                unless=r"\bboth\b",
            ),
            refused(
                r"\bsilent(?:ly)? (?:failures?|ignor\w*|swallow\w*|catch\w*|discard\w*|drop\w*) (?:errors?"
                r"|exceptions?|failures?)"
                r"|\b(?:exceptions?|errors?|failures?) (?:to )?(?:vanish|disappear|get lost|go unnoticed"
                r"|pass silently|be eaten|be muted)|\bcatch(?:es|ing)?[- ]and[- ]ignor\w+"
                r"|`(?:except[^`]*: ?)?pass`(?= (?:in|inside|as) (?:an? |the )?`?(?:except|handler))|\b(?:eat|bury"
                r"|mute)(?:s|ing)? (?:an? |the )?(?:exceptions?|errors?)"
                r"|`?(?:catch|except)`? (?:blocks?|clauses?|handlers?) (?:with nothing|without (?:a )?(?:body|code"
                r"|statement)|that (?:do(?:es)? nothing|(?:is|are) empty))",
                unless=r"\b(?:eslint|lint|type|ts|mypy) errors?\b",
            ),
            refused(
                r"\b(?:exceptions?|errors?|failures?)\b(?= (?:shall|must|may) (?:not|never) be (?:suppressed|ignored"
                r"|swallowed|hidden))"
            ),
            linted(r"\bs110\b|\bno-empty\b|\bsim105\b"),
        ),
        ("exception", "error", "handler", "s110"),
        (
            ("Hiding an exception is a bug.", {}),
            ("Ignoring an exception is a bug.", {}),
        ),
    ),
    "no-broad-except": Wider(
        (
            refused(
                rf"\b{_BROAD} (?:`?except(?:ions?)?`?(?: (?:handlers?|clauses?|blocks?))?|(?:exception )?handlers?"
                rf"|catch(?:es)?)(?::`)?"
                r"|`except:`|`except (?:base)?exception:?`|\bhandlers (?:that|which) catch everything"
                r"|\bcatch(?:ing)? everything"
                r"|\bhandlers for `exception`|\b(?:catch(?:es|ing)? )`?(?:base)?exception`?(?![\w-])"
                r"|`try: ?[^`]*except: ?[^`]*`",
                unless=r"\bexception (?:group|class|type)s?\b.*\bbase class\b|raise",
            ),
            demanded(
                r"\b(?:concrete|specific|exact|narrow(?:est)?|precise|expected) (?:exception )?(?:exceptions?"
                r"|class(?:es)?|types?|errors?)"
                r"|(?:name|specify|specifies|list|say)s? (?:exactly )?(?:the|which|its"
                r"|at least one) (?:concrete )?(?:exceptions?|types?|errors?)",
                r"\bexcept\b|`except|\bcatch|\bcaught|\bhandler",
                unless=r"\b(?:message|typescript|javascript|log|raise|throw)\w*\b",
            ),
            linted(r"\bble001\b|\be722\b|\bw0718\b|\bbroad-exception-caught\b|\bbare-except\b"),
        ),
        ("handler", "ble001", "e722", "w0718"),
        (
            ("Blanket exception handlers have no place in our services.", {}),
            ("ruff BLE001 stays enabled.", {}),
        ),
    ),
    "own-error-type": Wider(
        (
            refused(
                r"\b(?:generic|plain|bare|vanilla|raw|built-?in|root|base) (?:`?(?:error"
                r"|exception)`?s?(?: (?:class(?:es)?|types?|objects?))?)"
                r"|`?new error\([^`)]*\)`?|`(?:throw|raise) (?:new )?(?:error|exception)(?:\([^`]*\))?`"
                r"|\bthe generic class",
                unless=r"\b(?:catch|except(?!ion)|message|except:)\w*\b",
            ),
            demanded(
                r"\b(?:our|its|project's|own|typed|custom|domain|project-specific|named) (?:own |project "
                r"|named )?(?:error|exception)?"
                r"\s?(?:class(?:es)?|errors?|exceptions?|types?)\b|subclasses? of `\w+`"
                r"|exception hierarchy of this \w+",
                r"\b(?:throw|rais|failure|signal)",
                unless=r"\bcatch",
            ),
            linted(r"broad-exception-raised|\btry002\b|\bw0719\b"),
        ),
        ("throw", "raise", "raising", "broad-exception-raised", "try002"),
        (
            ("Vanilla `Error` has no place in the domain layer.", {}),
            ("`raise Exception` -> `raise StockError`", {}),
        ),
    ),
    "prefer-await": Wider(
        (
            refused(
                r"`?\.then(?:\(\)|\([^`]*\))?(?:[/,]? ?`?\.catch(?:\(\))?)?`?(?: (?:chains?|callbacks?|handlers?))?"
                r"|\bthen[- ]chains?"
                r"|\b(?:chained )?promise (?:chains?|callbacks?|handlers?)|\bchain(?:ed|ing)? promises?",
                unless=r"\bcatch\b.{0,20}\brequired",
            ),
            demanded(
                r"`?async`?\s?/\s?`?await`?|\bawait\b",
                r"^\W*(?:always )?`?async`?\s?/\s?`?await|\basynchronous code|\basync (?:code|style)|\bpromises?\b",
                unless=r"\b(?:try|catch|test|return|un-?awaited|lint|floating|dangling|every promise|loop|parallel"
                r"|all)\b|^\W*async\s?/\s?await\W*$",
            ),
        ),
        ("asynchronous",),
        (
            ("Promise chains get rejected in review.", {}),
            ("Asynchronous code uses `await` only.", {}),
        ),
    ),
    "no-blocking-in-async": Wider(
        (
            refused(
                r"(?:\b(?:blocking|synchronous|sync) (?:i/?o|calls?|waits?|code|work|clients?|libraries|requests?)"
                r"|`?time\.sleep(?:\(\d*\))?`?"
                r"|`?requests`?|`?subprocess\.run`?)[^.;]{0,60}?(?:`?async def`?(?: (?:bodies|endpoints?|functions?))?"
                r"|\bcoroutines?|\basync (?:functions?|code|handlers?|endpoints?)|\bthe event loop)"
                r"|\bblock(?:ing|s)? (?:the )?event loop"
            ),
            refused(
                r"(?:`?async def`?|\bcoroutines?|\basync (?:functions?|code|handlers?"
                r"|endpoints?))[^.;]{0,60}?(?:\b(?:blocking|synchronous"
                r"|sync) (?:i/?o|calls?|waits?|code)|`?time\.sleep(?:\(\d*\))?`?|`requests`)"
            ),
            demanded(
                r"\b(?:non-?blocking|async(?:hronous)?|awaitable) (?:librar(?:y|ies)|clients?|drivers?"
                r"|calls?)(?! functions)",
                r"\basync (?:code|functions?|handlers?|endpoints?)|`async def`|\bcoroutines?",
            ),
            refused(
                r"`?time\.sleep(?:\([\d.]*\))?`?|`?\brequests`?(?:\.\w+)?(?:\(\))?`?|`subprocess\.run`"
                r"|`?urllib(?:\.request)?`?|`open(?:\(\))?`"
                r"|\b(?:blocking|synchronous|sync) (?:\w+ )?(?:i/?o|calls?|waits?|work|code|clients?|librar(?:y|ies)"
                r"|requests?|drivers?|functions?|sleeps?|file access)(?: that wait on the network or disk)?",
                r"`?async def|\bcoroutines?|\basync\b|\bevent loop|\basyncio",
                unless=r"\btests?\b|javascript|typescript|fs\.",
            ),
            demanded(
                r"`?asyncio\.(?:sleep|to_thread)(?:\(\))?`?|`?httpx\.asyncclient`?|`?run_in_executor`?|`?aiohttp`?"
                r"|`?aiofiles`?|\bthread ?pool|\bonly (?:async clients|awaitable libraries)",
                r"\b(?:sync|synchronous|blocking)\b|`time\.sleep|`requests`",
            ),
            linted(r"\basync(?:2\d\d|\b`? rules)"),
        ),
        ("async", "coroutine", "event loop", "awaitable"),
        (
            ("`time.sleep` has no place in a coroutine.", {}),
            ("Async code: only non-blocking libraries.", {}),
        ),
    ),
    "http-timeout": Wider(
        (
            demanded(
                r"`?\btimeout(?:=[^`\s]+)?`?\b(?!error)|\bmaximum waiting time",
                r"\brequests?\b|\bhttpx?\b|\bnetwork|\burllib|\burlopen|\baiohttp|\b(?:outgoing|outbound|external"
                r"|remote|api) (?:\w+ )?calls?",
                unless=r"\b(?:retry|retries|server|test|pytest|database|raise|reported|logged|catch"
                r"|handle[sd]? timeouts?|longer|frontend|gateway)\b"
                r"|timeout=none|\bno longer\b|\bnot? (?:\w+ )?timeouts? (?:is|are)\b",
            ),
            refused(
                r"(?:`?requests(?:\.\w+)?(?:\([^`]*\))?`?|\bhttp (?:requests?|(?:client )?calls?)"
                r"|\bnetwork calls?)[^.;]{0,30}(?:without|lacking|with no|missing)"
                r" (?:an? )?(?:explicit )?`?timeout`?(?: argument)?|`timeout=none`|\bunbounded http \w+"
                r"|\bmissing timeouts?(?: on an? http calls?)?"
            ),
            linted(r"\bs113\b|\bb113\b"),
        ),
        ("waiting time", "unbounded", "s113", "b113"),
        (
            ("A `requests.get` without a timeout is a bug.", {}),
            ("HTTP calls: always with `timeout`.", {}),
        ),
    ),
    "no-floating-promise": Wider(
        (
            refused(
                rf"\b(?:floating|dangling|unawaited|un-awaited|unhandled|forgotten|missing) `?(?:{_PROMISES}"
                rf"|await)`?s?|\bfire-and-forget"
                rf"(?: calls?(?: of async functions?)?)?|\bmissing `?await`?s?|\bforget(?:ting)? (?:the )?`?await`?"
                rf"|\b(?:left|leave) (?:\w+ )?(?:dangling|floating|unawaited)|{_PROMISES} without (?:an? )?`?await`?",
                unless=r"rejection",
            ),
            demanded(
                r"\bawait(?:ed)?\b",
                rf"\b{_PROMISES}[^.;]{{0,60}}\bawait|\bawait(?:ed)?\b[^.;]{{0,20}}\b(?:or|/) (?:return|void|returned"
                rf"|explicitly)"
                rf"|\bif function is async",
                unless=r"\bthen\b|\btry\b|catch|style|parallel|loop|rather|instead|prefer|raw promises|promise\.a"
                r"|always async/await",
            ),
            demanded(
                r"\bawait(?:ed)?\b|`await`",
                rf"^(?=.*\b(?:every|each|all|any|always|must|shall|needs?|has to|have to)\b).*(?:{_PROMISES}"
                rf"|asynchronous calls?|async calls?|calls? (?:to|of) (?:an )?`?async)",
                unless=r"\bthen\b|\btry\b|catch|style|parallel|loop|rather|instead|prefer|always async/await"
                r"|async/await|raw|error|promise\.a",
            ),
            linted(r"no-floating-promises|\bruf006\b"),
        ),
        ("await", "fire-and-forget", "no-floating", "dangling"),
        (
            ("A dangling promise is a bug.", {}),
            ("Async functions are always awaited by their caller.", {}),
        ),
    ),
}
