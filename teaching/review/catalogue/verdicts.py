"""Judgements and demands in the words of reviewers: "X gets rejected", "X has no place here", "X only", "X -> Y".

What comes before or after the thing must not narrow the rule to a place or a purpose that nothing else reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Params
from teaching.review.prose import Phrase

# A wish is no rule, and neither is a memory or somebody else's habit.
HEDGED = (
    r"\b(?:ideally|where(?:ver)? (?:possible|you can|feasible)|if (?:possible|you can|you like)|when(?:ever)? you can"
    r"|preferably|usually|rarely|sometimes|nobody (?:will )?insists?|try to|consider|mostly|not a rule|no opinion"
    r"|used to"
    r"|either way|up to you|a matter of taste|we had|there (?:is|are)|need not|as you like|whichever|does not matter"
    r"|doesn't matter|for historical reasons|nice to have)\b"
)
_FEW = (
    r"(?:\s+(?!(?:in|for|inside|within|outside|under|from|on|at|with|without|when|if|unless|that|which|where|of|but"
    r"|to|by"
    r"|not|never|no|is|are|was|were|instead|over)\b)[\w'/()`-]+,?){{0,3}}?"
)
_EVERYWHERE = (
    r"(?:(?:the|this|our|all|any|an?|new|whole|entire|every|each|your|code|committed|production)\s)*"
    r"(?:code|code ?base|projects?|repo\w*|reviews?|pull requests?|prs?|main|master|production|commits?|files?"
    r"|sources?"
    r"|python|typescript|javascript|tsx?|jsx?|components?|ci|app|application|modules?|builds?|diffs?|tests?|suites?"
    r"|specs?)\b"
)
_WIDE_OPEN = (
    r"(?!\s+(?:in|for|inside|within|under|on|at|from|by|as|to|when|if|with|without|of|during)\s"
    rf"(?!{_EVERYWHERE}))"
)
_OUT = (
    r"(?:rejected|refused|sent back|bounced|reverted|flagged|forbidden|banned|prohibited|disallowed|outlawed|retired"
    r"|gone"
    r"|out(?! of)|dead|history|legacy|taboo|off[- ]limits|unwelcome|unacceptable|wrong|(?:an? )?bugs?"
    r"|(?:an? )?mistakes?"
    r"|(?:an? )?(?:lint |build )?errors?(?: here)?|(?:an? )?(?:code )?smells?|(?:an? )?no-?gos?|noise|obsolete"
    r"|excluded"
    r"|not (?:an option|allowed|permitted|accepted|acceptable|tolerated|welcome|ok|okay|wanted|used|for us|done"
    r"|how we|something we))"
)
_DONE = (
    r"(?:be (?:used|written|called|left|committed|checked in|merged|added|introduced|found|there|accepted|seen|allowed"
    r"|imported|declared|invoked|present|passed|relied on|created|kept|taken|built)"
    r"|belong|appear|occur|exist|land|get in|come back|go in|pass|show up|get merged|make it|stay|stand|remain)"
)
VERDICT = (
    r"(?:\s+(?:is|are|gets?|remains?|stays?|will be|shall be|must be|has been|have been)\s+(?:strictly |simply "
    rf"|always |all |also )*(?:considered |treated as |regarded as )?{_OUT}(?![\w-])"
    rf"|\s+(?:do|does|shall|must|should|may|can|will|would)(?:n'?t|\snot|not|\snever)\s+(?:ever\s)?{_DONE}\b"
    r"|\s+(?:won't|will not|cannot|can't)\s+be\s(?:merged|accepted|approved|committed)\b"
    r"|\s+(?:ha(?:s|ve)\sno\s(?:place|business)|ha(?:s|ve) to go)\b"
    r"|\s+(?:fails?|breaks?|blocks?)\s+(?:the\s)?(?:review|build|lint\w*|ci|merge|pipeline|pull request)\b"
    r"|\s+(?:stays?|goe?s?|keeps?)\s+(?:out|away)\b(?:\s+of\b)?"
    r"|\s+costs?\spoints\b"
    r"|(?:\s+|\s*,\s*)nowhere\b"
    r"|\s*(?::|—|–|\||\?|=>|=)\s*(?:(?:is|are) )?(?:never|none|no|nope|zero|not (?:here|allowed|permitted)|forbidden"
    r"|banned|prohibited|off|disallowed|bugs?|rejected|❌)(?=\s*(?:$|[.,;:!(—–]|anywhere|ever|use|in the code|at all))"
    r")"
)
_RATHER = (
    r"(?:\binstead of|\brather than|\bin place of|\bas opposed to|\bover|(?<=\w)[,;]\s(?:and\s)?(?:not|never|no)"
    r"|[`\w] (?:and )?(?:not|never))"
)
_LEAD = r"(?:(?:the|an?|any|raw|bare|plain|old|classic|using|writing|use|with|from|by|via|through|own|more|to) )*"
_END = (
    r"(?=\s*(?:$|[.,;:!?(—–)]|anywhere\b|everywhere\b|here\b|please\b|pls\b|at all\b|ever\b|because\b|since\b|as\b"
    r"|so\b))"
)
_OFF = (
    r"\b(?:allowed|suppressions?|states? why|ignored?|disabled?|(?:is|are|turned|switched) off|noqa|exclude\w*"
    r"|warn(?:ing)?s?|fires|not enabled|false)\b"
)


@dataclass(frozen=True, slots=True)
class Wider:
    """More wordings of a check: its phrases, the cues that they need, and sentences that show them.

    Attributes:
        unless: what takes back the wordings that the entry has of its own.
    """

    phrases: tuple[Phrase, ...]
    cues: tuple[str, ...] = ()
    reads: tuple[tuple[str, Params], ...] = ()
    ignores: tuple[str, ...] = ()
    unless: str = ""


def shuns(thing: str, *, unless: str = "", few: bool = True, **fixed: object) -> tuple[Phrase, ...]:
    """A thing (a pattern) that is judged and found wrong, left for another, or kept away."""
    excused = _or(EXCUSED, HEDGED, unless)
    whole = rf"(?<![\w@/-])(?:{thing})(?![\w-])"
    patterns = (
        rf"{whole}{_FEW if few else ''}{VERDICT}{_WIDE_OPEN}",
        rf"{_RATHER}\s{_LEAD}{whole}{_END}",
        rf"^(?:[\w &/-]{{{{1,30}}}}: )?(?:an? |the |any )?{whole}\s*(?:->|→|=>)\s*[^\s.]",
        rf"\b(?:free (?:of|from)|stay away from|(?:keep|leave|stay) clear of|get rid of|do without|without)\s(?:any )?"
        rf"{whole}{_END}",
        rf"^(?:[\w &/-]{{{{1,30}}}}: )?(?:please )?(?:drop|ditch|remove|strip|delete|skip|omit|leave out|kill)\s"
        rf"(?:all |any |every |the )*{whole}{_END}",
        rf"\b(?:keep|leave)\s(?:all |any |the |your )*{whole}\s(?:out|away)\b(?! of the way)",
        r"^(?:[\w &/-]{{1,30}}: )?(?:please )?(?:we )?(?:strictly )?(?:no|never|avoid|don'?t|do not|dont|not?)\s"
        r"(?:(?:want|ever|use|using|write|writing|put|add|call|have|commit|leave|accept|create|do|any|an?|the|more"
        r"|see|to"
        rf"|in|of|with|push|need|pass|make|merge|allow|rely on|fall back to|want to see)\s)*{whole}{_END}",
    )
    return tuple(Phrase(pattern, fixed, excused, needs=thing) for pattern in patterns)


def wants(thing: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """A thing (a pattern) that is asked for: "X only", "X is mandatory", "always X", "we do X", "X, please"."""
    against = (
        rf"\b(?:no|not|never|n't|avoid|instead of|rather than|over|without|banned?|forbid\w*)\s(?:[\w']+ ){{{{0,2}}}}?"
        rf"(?:{thing})"
    )
    excused = _or(EXCUSED, HEDGED, against, unless)
    whole = rf"(?<![\w@/-])(?:{thing})(?![\w-])"
    patterns = (
        rf"{whole}(?:,? (?:only|everywhere|throughout|always|exclusively|please|pls|it is|each time"
        rf"|without exception)\b"
        r"(?!\s(?:for|in|when|if|as|where|on|with|inside|after|before|at)\b)"
        r"|\s(?:is|are) (?:required|mandatory|compulsory|obligatory|a must|enforced|expected|the (?:rule|norm|standard"
        r"|only way|one way|default)|what we (?:use|expect))\b"
        r"|\s*(?::|—|–|\|)\s*(?:always|yes|on|required|mandatory|enforced|everywhere|✅)(?=\s*(?:$|[.,;:!(]|please"
        r"|and no)))",
        rf"\b(?:only|always|nothing but|exclusively|we (?:only |always )?(?:use|write|keep|have)|stick to|go for"
        rf"|adhere to"
        rf"|conform to|shall (?:be|have|use)|must (?:be|have|use)|has to be|have to be)\s{_LEAD}{whole}(?! (?:only )?"
        r"(?:in|for|when|if|where)\b)",
        rf"{whole}\s(?:instead of|rather than|over|in place of|takes? the place of|,? not|,? never)\b"
        rf"|^(?:[\w &/-]{{{{1,30}}}}: )?{whole}, (?:not|never)\b",
        rf"(?:->|→|=>)\s*{_LEAD}{whole}{_END}",
        rf"^(?:[\w &/()-]{{{{1,30}}}}\s?(?::|\|)\s)(?:use |only |always )*{whole}{_END}",
    )
    return tuple(Phrase(pattern, fixed, excused, needs=thing) for pattern in patterns)


def enforced(rules: str, **fixed: object) -> tuple[Phrase, ...]:
    """A tool's rule that is said to hold: "F401 must be clean", "`eqeqeq` is on"."""
    return (
        Phrase(
            rf"(?<![\w/.-])(?:[\w-]+/)?(?:{rules})(?![\w-])[^.;]{{{{0,60}}}}\b(?:on|enforced|enabled|active|clean"
            rf"|green"
            r"|appl(?:y|ies)|errors?|zero|holds?|pass(?:es)?|fails?|stays?|required|set|blocks?|always|checked"
            r"|suppressed)\b",
            fixed,
            _or(_OFF, HEDGED),
            needs=rules,
        ),
    )


def each(patterns: Iterable[str], *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """Phrases that share what takes them back: a permission, a wish, and what is given."""
    return tuple(Phrase(pattern, fixed, _or(EXCUSED, HEDGED, unless)) for pattern in patterns)


def _or(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns if pattern)
