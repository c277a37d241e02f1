"""The wording that the families on types, docs, naming and style share: strict bans, strict demands, tidy quotes.

`prose.forbids` lets forty characters stand between "never" and the thing; "do not use strings, use enums" would so
forbid enums. Here a ban reaches its thing through a verb and at most two words of description.
"""

from teaching.review.entry import Params
from teaching.review.prose import Phrase

# A sentence that permits, makes an exception, or leaves the decision to the reader states no rule we can decide.
EXCUSED = (
    r"\b(?:unless|except(?:ing)?\b|exceptions? (?:are|is|may|for)\b|other than|apart from|need not|no need"
    r"|without (?:an? |good |strong |clear |explicit |written )*(?:comments?|justif\w+|reason|explanation|approval)"
    r"|only (?:when|if|where|as a last)|may(?! not)\b|feel free|freely|(?:is|are|be) (?:\w+ )?optional\b"
    r"|(?:is|are) (?:fine|ok|okay|allowed|permitted|acceptable|tolerated)"
    r"|not (?:strictly )?(?:required|needed|necessary|mandatory)|where (?:they|it|useful|helpful|appropriate|needed)"
    r"|when (?:useful|helpful|appropriate|needed|necessary|the |it |they )|(?:don'?t|do not) (?:worry|bother|hesitate))"
)

NOT = (
    r"(?<![\w-])(?<!if )(?<!or )(?<!why )(?:never|no|not|don'?t|do not|does not|avoid(?:ing)?|must ?n[o']t|must never"
    r"|cannot|can'?t|may not|should ?n[o']t|forbid(?:s|den)?|ban(?:s|ned)?|disallow(?:s|ed)?|prohibit(?:s|ed)?|zero"
    r"|❌|🚫)(?![\w-])[:,]?"
)
_VERB = (
    r"(?:\s+(?:ever\s+)?(?:use|using|(?:the )?(?:use|usage) of|uses of|write|writing|add|adding|create|introduce|leave"
    r"|leaving|have|having|put|rely on|resort to|reach for|allow|commit|committing|define|declare|include|be|make"
    r"|place|ship|merge|nest|nesting))?"
)
# Words that turn the sentence to something else: what follows them is not what "never" speaks of.
_TURN = (
    r"(?!(?:instead|over|rather|but|use|where|when|if|unless|because|except|without|and|or|with|for|like|such|via"
    r"|than|to|that|which|any|all|in|on|of|by|from|about|as|change|remove|delete|edit|modify|forget|skip|omit"
    r"|only|just|more|less|touch|replace|break|rename|reformat|convert|confuse|lack|miss)\b)"
)
_QUOTED_LIST = r"(?:(?:`[^`]{{1,30}}`(?:\s\w+)?(?:,\s*(?:or\s|and\s|nor\s)?|\s(?:or|and|nor)\s|\s?/\s?)){{0,4}})"
_OR_LIST = r"(?:(?:[\w@'/`-]+(?:\s[\w-]+)?,\s(?!use\b)){{0,3}}(?!use\b)[\w@'/`-]+(?:\s[\w-]+)?,?\s(?:or|nor)\s)?"
_WHOLE = (
    r"(?:the |our |this |all |your |any |committed )*(?:whole |entire |production |new |source |application |app )*"
    r"(?:code|code ?base|projects?|repo|repository|files?|typescript|ts|python|javascript|production)\b"
)
# A rule for one place or purpose is not a rule for the whole project.
_NARROWED = (
    rf"(?!s?\s+(?:in|for|inside|within|outside|from|on|at|under|as|of|to)\s"
    rf"(?!{_WHOLE}|(?:silence|quiet|please|satisfy|appease|shut up|bypass|work around|hide|get|make|avoid|fix) "
    r"|all costs?\b|all\s*(?:$|[.,;!])))"
)
_INSTEAD = r"(?:\binstead of|\brather than|\bover|,? not|,? never|\bin favou?r of|\bin place of|,? don'?t use|,? no)"
_ARTICLE = (
    r"(?:(?:using|writing|adding|having|doing|with|an?) )?"
    r"(?:the |an? |any |raw |bare |plain |old |ts |typescript |explicit )*"
)


def bans(thing: str, *, words: int = 2, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """The ways to forbid a thing (a pattern) everywhere; `words` may describe it between verb and thing."""
    refusal = _either(
        EXCUSED, unless, rf"\b(?:not|never|don't|avoid)\b[^.;,]{{{{0,40}}}}{_INSTEAD}\s{_ARTICLE}(?:{thing})"
    )
    gap = rf"(?:\s+{_TURN}[\w`'/-]+){{{{0,{words}}}}}?\s+"
    banned = r"(?:is|are|be) {BANNED}|{BANNED}|(?:must|should|may|can) (?:not|never) be used"
    patterns = (
        rf"{NOT}{_VERB}{gap}(?:the\s|an?\s|any\s)?{_QUOTED_LIST}{_OR_LIST}(?<![\w-])(?:{thing})(?![\w-]){_NARROWED}",
        rf"(?<![\w-])(?:{thing})(?:\s+(?:types?|usage|statements?|comments?))?\s+(?:{banned})",
        rf"(?<![\w-])(?:{thing})\s*(?::|—|–|-|->|→)\s*(?:never\b|forbidden|banned|avoid\b|not allowed|❌)",
        rf"(?:\b(?:use|prefer|choose|favou?r)\b{{GAP}}|^[^.;,]{{{{2,40}}}}){_INSTEAD}\s{_ARTICLE}(?:{thing})(?![\w-])",
    )
    return tuple(Phrase(pattern, fixed, refusal, needs=thing) for pattern in patterns)


def asks(*patterns: str, thing: str, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """Demands in the given patterns, taken back where the same sentence speaks against the thing."""
    against = rf"{NOT}{_VERB}(?:\s+{_TURN}[\w`'/-]+){{{{0,2}}}}?\s+(?:the\s|an?\s|any\s)?(?:{thing})"
    return tuple(Phrase(pattern, fixed, _either(EXCUSED, against, unless)) for pattern in patterns)


def clip(text: str, limit: int = 50) -> str:
    """Code on one line, short enough to stand in a sentence within backticks."""
    line = " ".join(text.replace("`", "'").split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def name_of(params: Params, slot: str) -> str:
    """A slot's single word in lower case."""
    return str(params.get(slot, "")).lower()


def names_of(params: Params, slot: str) -> tuple[str, ...]:
    """A slot's words in lower case; a single word counts as one."""
    value = params.get(slot, ())
    return tuple(str(item).lower() for item in (value if isinstance(value, tuple) else (value,)))


def _either(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns if pattern)
