"""How a rule is stated without being commanded: a verdict on what breaks it, a swap, a norm about a kind of code."""

import re

from teaching.patterns import lazily

# What becomes of code that breaks the rule, or what it is called.
_VERDICT = lazily(
    r"\b(?:is|are|as|be|counts? as|stays?) (?:always |considered |treated as |simply |just "
    r"|never )?(?:an? )?(?:\w+ )?"
    r"(?:errors?|bugs?|defects?|mistakes?|no-go|no-gos|(?:release )?blocker|incident|security hole|bad idea"
    r"|(?:debugging|security) (?:aid|bug|hole)|limit)(?![\w-])"
    r"|\b(?:gets?|be|is|are|it'?s) (?:always |immediately )?(?:the pr )?(?:rejected|refused|bounced|flagged|sent back"
    r"|reverted|returned)\b|\bthe pr (?:rejected|sent back)\b|\b(?:sent back|comes? back to you|(?:renamed"
    r"|fails?) in review)\b"
    r"|\b(?:is|are|stays?|turned) (?:dead|legacy|history|deprecated|unsupported|wrong|out(?! ?of)|mandatory"
    r"|banned|gone|compulsory|obligatory|taboo|unwelcome|unused|switched (?:on|off)|read-only|not an option)(?![\w-])"
    r"|^[^,.]{1,30} (?:is|are|stays?) (?:on|off)(?=\W*$|,)|^[^,.]{1,30} (?:off|on|banned|mandatory)(?=\W*$|, always)"
    r"|\b(?:is|are|stays?) out of (?:the (?:question|code\w*|tree|repo\w*)|bounds|every|committed|source)\b"
    r"|\bfails? (?:ci|the build|(?:the )?review|lint(?:ing)?)\b|^\W*(?:\S+ )?\S*(?:\d"
    r"|/)\S* (?:rules? )?applies\b|\btoo many\W*$|\bban on\b"
    r"|\bha(?:s|ve) no place\b|\bnothing (?:older|else|heavier|but|other|newer|bigger|larger)\b"
    r"|\bplease do(?:n'?t| not)\b"
    r"|\bis (?:the|our) (?:\w+ )?(?:limit|maximum|minimum|ceiling|lowest|highest|most|least|only|one way)\b"
    r"|\bthe only (?:\w+ )?\w+ (?:for|that|which|to|we)\b|\bdo(?:es)?n'?t get \w+ed\b|\b(?:aren't|isn't) accepted\b"
    r"|\bdo(?:n'?t| not) want to see\b|\bis what we expect\b|\bha(?:s|ve) an? \w+ too many\b"
    r"|\b(?:must|may) ever\b|\bdo(?:n'?t|es ?n'?t| not|es not) (?:belong|go|talk)\b|\bdont\b"
)
_ENFORCED = lazily(
    r"\b(?:is|are) (?:enforced|enabled|turned on|active|switched on)\b|\b(?:is|are) set to (?:error|`?error)"
    r"|\b(?:always|throughout|exclusively|alike|everywhere|(?:write|indent|format|name) your)\b|\bonly\W*$"
    r"|\bin any other \w+ fails?\b"
)
# Said of all things of a kind, whatever they are: among rules "Comparisons to `None` are made with `is`" is one.
_MADE = lazily(
    r"^(?!the |this |these |those |some |its )(?:[\w`'./()*-]+ ){0,5}?(?:is|are) (?:\w+ed|\w+en|made|kept|set"
    r"|put|built|held|done|read"
    r"|bound|thrown|sent|spelled)\b(?! (?:by|as|on) (?:the|a|an|[a-z]+ly)\b)"
)
# "`a` -> `b`": what is written today and what shall stand there.
# On a heading of rules; elsewhere only between two pieces of code, or where what stands on the left is no name.
_SWAPPED = lazily(
    r"^\W*`[^`]+` ?(?:->|→|=>|⇒) ?`[^`]+`|^\W*`[^`]*[^`\w/.-][^`]*` ?(?:->|→|=>|⇒) ?\S|^\W*`[^`]+` ?(?:->|→|=>"
    r"|⇒) [^`]*`[^`]+`\W*$"
)
_SWAP = lazily(
    r"^\W*(?:`[^`]+`|[\w./*(){}=-]+(?: [\w./*()-]+)?) ?(?:->|→|=>|⇒) ?\S|[`\w] (?:->|→) (?:`[^`]+`|[\w-]+)\W*$"
)
_NAMES_CASE = lazily(
    r"\b(?:snake_?case|camel ?case|pascal ?case|kebab[- ]case|upper ?camel ?case|lower ?camel ?case|upper_snake\w*"
    r"|screaming\w*|capwords|upper ?case|lower ?case|capitals)\b"
)
_CONSTRUCTS = (
    r"(?:functions?|methods?|class(?:es)?|modules?|imports?|exports?|variables?|constants?|parameters?|params"
    r"|arguments?"
    r"|props?|components?|hooks?|effects?|strings?|quotes?|literals?|comments?|docstrings?|jsdoc|annotations?|types?"
    r"|interfaces?|enums?|generics|unions?|signatures?|decorators?|dataclass(?:es)?|exceptions?|errors?|names?"
    r"|identifiers?|prefix(?:es)?|lines?|files?|tests?|test files?|fixtures?|mocks?|assert(?:ions?|s)?|lambdas?"
    r"|loops?|conditionals?|branches|braces|semicolons?|indent(?:ation|s)?|tabs?|spaces|columns|quer(?:y|ies)|sql"
    r"|keywords?|statements?|dependenc(?:y|ies)|packages|versions? pins?|secrets?|passwords?|tokens?|api keys?|keys"
    r"|env(?:ironment)? (?:vars?|variables)|cookies?|logs?|log lines?|prints?|commits?|commit messages?|subjects?"
    r"|callbacks?|promises?|coroutines?|returns?|return types?|defaults?|default exports?|vars|routers?|controllers?"
    r"|handlers?|helpers|selectors|styles|barrels?|paths?|requests?|calls?|accessors?|todos?|code|ids|booleans?|flags"
    r"|values?|deletes|numbers|arrow functions|globals|singletons|services|models|serializers|images?|urls?)"
)
_CONSTRUCT = lazily(rf"\b{_CONSTRUCTS}\b|`")
# All of a kind: "Dataclasses are frozen", "An image without …", but not "The cache is warm".
_ALL_OF_A_KIND = lazily(
    r"^(?:(?:an?|every|each|all|any|new|public|exported|private|internal|most|our|both|fixed|python|typescript|js|ts"
    rf"|react|sql) )*(?:[\w`'./()=*-]+ ){{0,2}}?(?P<noun>{_CONSTRUCTS})\b(?![:/])"
)
_ANY = lazily(r"^(?:an?|every|each|all|any|no) ")
_ONE = lazily(r"^(?:the|this|that|these|those|our|its|some) ")
_STANDS = lazily(
    r"\b(?:is|are|gets?|takes?|has|have|stands?|begins?|ends?|starts?|uses?|declares?|reads?|stays?|sits?|goes?"
    r"|go|live"
    r"|lives|says?|names?|carry|carries|come|comes|build|travels?|starts|stops?|supply)\b"
)
# "We use …" is a rule among rules; "We are three people" is none.
_WE = lazily(
    r"^(?:here |in \S+ )?we (?:(?:never|always|only|do not|don't|really|all|strictly) )*(?!are\b|were\b|have\b"
    r"|had\b|can\b"
    r"|will\b|may\b|might\b|could\b|was\b|plan\b|hope\b|recently\b|currently\b|also\b|built\b)[a-z]+(?<!ed)\b"
)
# What limits: these words beside a construct make a norm of any fragment.
_LIMITS = lazily(
    r"\bonly\b|\balways\b|\bnever\b|\bno\b|\bnot\b|\bnone\b|\bnothing\b|\bwithout\b|\beverywhere\b"
    r"|\bthroughout\b|\bin place of\b"
    r"|\beach\b|\bevery\b|\bone by one\b|\bmin\.|\bmax\b|\bmandatory\b|\brequired\b|[≤≥]|\b(?:under|over|below"
    r"|beyond|from) \d"
    r"|\bper\b|\bat (?:most|least)\b|\bor (?:better|newer|above|later)\b|\bexclusively\b|\bexplicit(?:ly)?\b"
    r"|\bat zero\b"
    r"|\bfirst\b|\bby hand\b|\bexact\b|\bwhenever\b"
)
_OVER = lazily(r"^[\w`()./-]+(?: [\w`()./-]+){0,3} (?:over|not|beats|>|before) [\w`]")
_MEASURE = lazily(
    r"\b(?:length|lines?|columns?|characters?|chars|complexity|nesting|depth|width|indent\w*|limit|spaces|parameters"
    r"|arguments|size|nothing|under|over|below|above|beyond|target)\b"
)
_SUBORDINATE = lazily(r"\b(?:that|which|when|if|whenever|whose|who)\b[^,.;:]*$")
_REASON = lazily(r"^(?:because|since|as|given that) [^,]+, (?=\S+ \S+)")
_HAILED = lazily(r"^(?:hey|seriously|folks|listen|look|hello|hi|honestly|quick one|heads[- ]up|fyi|tl;dr|ps)[,:!] +")


def without_reason(bare: str) -> str:
    """A sentence in lower case without the reason or the greeting before its main clause."""
    for _ in range(2):
        bare = _HAILED.sub("", bare)
    return _REASON.sub("", bare)


def is_enforced(bare: str) -> bool:
    """Whether, among rules, it says that something holds: "ruff D100 is enforced", "keys are always bound"."""
    return _ENFORCED.search(bare) is not None or _MADE.match(bare) is not None


def is_condemned(bare: str) -> bool:
    """Whether it says what becomes of code that does otherwise: "is a bug", "gets rejected", "is enforced"."""
    return _VERDICT.search(bare) is not None


def is_swap(bare: str) -> bool:
    """Whether it gives what is written and what shall stand there: "`a` -> `b`", "functions → snake_case"."""
    return _SWAP.search(bare) is not None


def swaps_code(text: str) -> bool:
    """Whether it surely gives two pieces of code, of which the second shall stand for the first."""
    return _SWAPPED.search(text) is not None


def is_of_all(bare: str) -> bool:
    """Whether it says something of all code of a kind: "Dataclasses are frozen", "We read the environment in …"."""
    if _WE.match(bare):
        return True
    found = None if _ONE.match(bare) else _ALL_OF_A_KIND.match(bare)
    if found is None or not (found["noun"].endswith("s") or _ANY.match(bare)):
        return False
    return _STANDS.search(bare) is not None


def is_marked(bare: str) -> bool:
    """Whether it holds code, a number, a way to write names or a word that limits."""
    return bool(re.search(r"[`\d]", bare) or _LIMITS.search(bare) or _NAMES_CASE.search(bare))


def limits_code(bare: str) -> bool:
    """Whether a fragment names code and limits it: "`os.environ` only in `settings.py`", "no else after return"."""
    if _NAMES_CASE.search(bare) is not None:
        return True
    return _CONSTRUCT.search(bare) is not None and (_LIMITS.search(bare) is not None or _OVER.match(bare) is not None)


def is_measure(bare: str) -> bool:
    """Whether a number that ends it is a limit and no version: "complexity: 10", "nothing older than SHA-256"."""
    return _MEASURE.search(bare) is not None


def is_subordinate(before: str) -> bool:
    """Whether what follows these words stands in a clause that only says which or when."""
    return _SUBORDINATE.search(before) is not None
