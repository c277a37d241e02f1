"""The forms in which people refuse or demand a thing, for phrases that name the whole thing they speak of.

`wording.bans` looks for a word after "never"; here the thing is a whole phrase ("tests with an `if`"), so that more
can be said about it: it has no place here, gets rejected, is a bug, stays out, goes away, `x -> y`.
"""

from dataclasses import dataclass

from teaching.review.catalogue.wording import NOT
from teaching.review.entry import Params
from teaching.review.prose import Phrase

# Wishes, exceptions, reports and open questions: nothing that a check could hold anyone to.
HEDGED = (
    r"\b(?:unless|except(?! (?:for|in)\b)|exceptions? (?:are|is|may)\b|need not|needn't|no need|feel free|freely"
    r"|may(?! (?:not|only|never|be)\b)(?! \w+ (?:not|no)\b)|might|could|would"
    r"|ideally|perhaps|maybe|possibly|optional(?:ly)?"
    r"|if possible|where possible|when possible|if you (?:can|like|want|prefer|wish)|where you can|when you can"
    r"|(?:try|aim|strive) to|nice to have|nobody (?:will )?insists?|up to you|your call|matter of taste|either way"
    r"|not (?:strictly |really |always )?(?:required|needed|necessary|mandatory|obligatory|enforced|a must|compulsory)"
    r"|(?:is|are|it's|that's|be|stays?) (?:also |still |perfectly |quite |just "
    r"|equally |totally )*(?:fine|ok|okay|allowed"
    r"|permitted|acceptable"
    r"|tolerated|welcome|good enough|optional)\b|consider\b|we (?:do not|don't) (?:require"
    r"|enforce|insist|ask|mind|care)"
    r"|(?:don't|do not) (?:worry|bother|hesitate|have to|need)|doesn't (?:have to"
    r"|need|matter)|does not (?:have to|need)"
    r"|no (?:rule|preference|opinion)|plan(?:s|ned|ning)? to|about to|going to"
    r"|used to|yesterday|last (?:week|month|year"
    r"|sprint)|once (?:we|the)|for now|mostly|usually|generally|normally|often|sometimes|rarely|as a rule of thumb"
    r"|is tracked in|todo|whichever|whatever you|as you like|some of|where (?:it|they) (?:makes?|helps?))\b|\?\s*$"
)

# What is said of a thing that nobody wants.
CONDEMNED = (
    r"(?:"
    r"\s*(?:,\s*)?(?:(?:is|are|be|counts? as|treated as|considered|(?:we )?(?:treat"
    r"|see) (?:it|them) as)\s+)+(?:strictly "
    r"|always |simply |absolutely |also |here |an? |to be |the )*"
    r"(?:forbidden|banned|prohibited|disallowed|rejected|blocked|refused|flagged|bounced|sent back|off[- ]limits"
    r"|out(?! of)\b|unacceptable|unwelcome|taboo|wrong\b|(?:security |design |code )?(?:bug|mistake|defect|error"
    r"|no-?gos?|incident|vulnerability|smell|offen[cs]e)s?\b|inadmissible|ruled out"
    r"|not (?:be )?(?:allowed|permitted|accepted|acceptable|tolerated|an option|ok(?:ay)?|used|written|merged|wanted"
    r"|welcome|good|passed|stored|logged|committed|in use)\b"
    r"|never (?:ok(?:ay)?|allowed|acceptable|an option|accepted|used|fine|right"
    r"|permitted|written|merged|logged|stored)\b"
    r"|no longer (?:accepted|allowed|used|welcome)|reasons? (?:for rejection|to reject)|nowhere)"
    r"|\s+(?:will )?(?:gets?|be) (?:rejected|bounced|sent back|flagged|closed|blocked|refused|deleted|reverted|declined"
    r"|returned|renamed|thrown out)\b"
    r"|\s+(?:must|shall|should|may|can|do|does|will)(?: not|n't| never|not) (?:ever |be |get )*(?!only|just|always)\w+"
    r"|\s+(?:won't|cannot|mustn't|isn't|aren't) (?:ever |be |get )*(?!only|just|always)\w+"
    r"|\s+ha(?:s|ve) no (?:place|business|room)\b"
    r"|\s+(?:doesn't|does not|don't|do not) (?:belong|appear|occur|get|land|pass|exist|show up|go|leave|enter|happen)\b"
    r"|\s+(?:stays?|go(?:es)?|remains?|belongs?) (?:out\b|away\b|nowhere\b|elsewhere\b|outside)"
    r"|\s+fails? (?:the |our |in |at |code )*(?:review|lint|build|ci|check|pipeline)"
    r"|\s+never (?:gets? |ever )?(?:appears?|occurs?|belongs?|goes?|shows?|logged|stored|end|land|enter|leave)\w*\b"
    r"|\s*(?::|\||→|->|—|–|=>|=|,)\s*(?:never|no(?=\s*[.,;!]|\s*$)|forbidden|banned|prohibited|not (?:allowed|permitted"
    r"|accepted|ok)|blocked|rejected|off[- ]limits|❌)(?!\w)"
    r")"
)
# Words between the thing and what is said of it; another statement does not fit in between.
TAIL = (
    r"(?:,?\s(?!(?:is|are|was|were|be|fine|ok|but|while|whereas|not|never|no|only|has|have|must|shall|should|may|can|do"
    r"|does|will|get|gets|except|and|over|instead|rather|of the|that|which|who)\b)[\w`'\"@./()*:<>=_-]+){{0,5}}?"
)
_VERBS = (
    r"(?:\s+(?:ever |please |be |directly |again |any |of |the |our |an? |your |such |more |new |further |extra )*"
    r"(?:use|using|write|writing|add|adding|create|creating|introduce|leave|leaving"
    r"|have|having|put|putting|rely on|reach"
    r" for|allow|commit|committing|check in|declare|define|make|making|merge|ship|build|building|do|doing|call|calling"
    r"|raise|raising|pass|passing|place|include|send|set|setting|keep|keeping|see|want|like|accept|take|bring in))?"
    r"(?:\s+(?:the|our|an?|any|your|such|more|new|further|extra|plain|raw|bare"
    r"|of|all|that|those|these|with|to use))*\s*"
)
START = r"(?:^|[.:;,(!—–*|]\s*|\s-\s|->\s*|→\s*|\b(?:and|but|so|please|we|you|always|must|only|then)\s+)"
END = (
    r"(?=\s*(?:$|\.(?!\w)|[!;:,)(*\]|]|[—–]|\s-\s|->|→)|\s+(?:at all|anywhere|any ?more|ever|here|everywhere|whatsoever"
    r"|please|always|only|because|since|as|so|and|or|in|for|on|if|when|where|whenever|with|also|too|instead|outside"
    r"|throughout|across|from|to|by|before|under|inside|at)\b)"
)
MUST = r"\b(?:must|always|shall|should|has to|have to|needs? to|required?|requires|mandatory|is to|are to|be)\b"
NEEDED = r"(?:required|mandatory|everywhere|enforced|obligatory|always|expected|compulsory|a must|yes|on|only)\b"

# Gaps within a clause, short and wide; braces are doubled for `Phrase`.
G = r"[^.;]{{0,40}}?"
GG = r"[^.;]{{0,90}}?"


@dataclass(frozen=True, slots=True)
class Wider:
    """What an entry gains: phrases, the cues that lead to them, sentences that they read, and some that they do not."""

    phrases: tuple[Phrase, ...]
    cues: tuple[str, ...] = ()
    reads: tuple[tuple[str, Params], ...] = ()
    ignores: tuple[str, ...] = ()
    vague: tuple[Phrase, ...] = ()


def refused(thing: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """The ways to refuse a thing (a pattern for the whole thing, its place included)."""
    taken_back = _either(HEDGED, unless)
    return tuple(
        Phrase(pattern, fixed, taken_back, needs=thing)
        for pattern in (
            rf"(?<![\w-])(?:{thing})(?![\w-]){TAIL}{CONDEMNED}",
            rf"{NOT}{_VERBS}(?<![\w-])(?:{thing})(?![\w-])",
            rf"(?:\binstead of|\brather than|\bover|,? not|,? never|\bin favou?r of|\bin place of"
            rf"|\bas opposed to|\bfree of"
            rf"|\bnothing like|\bnone of)\s+(?:the |an? |any |raw |bare |plain |by |with "
            rf"|from |to |using |in )*(?:{thing})"
            r"(?![\w-])",
            rf"\b(?:keep|leave|stay|steer)(?:s|ing)?\b (?:all |any |your |the |away from |clear of |out )*(?:{thing})"
            rf"{TAIL}(?:\s(?:out|away|aside)\b|(?<=clear of)|$)",
            rf"(?:^|:\s)(?:the |an? )?(?:{thing})\s*(?:->|→|=>)",
        )
    )


def told(*patterns: str, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """Demands in the given patterns, unless the sentence hedges."""
    return tuple(Phrase(pattern, fixed, _either(HEDGED, unless)) for pattern in patterns)


def _either(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns if pattern)


def apart(thing: str, place: str, *, unless: str = "", **fixed: object) -> tuple[Phrase, ...]:
    """A thing that has no place somewhere, where the verdict stands between the two."""
    return told(
        rf"(?:{thing})(?: \w+){{{{0,2}}}} (?:ha(?:s|ve) no (?:place|business)|(?:do"
        rf"|does)(?: not|n't) (?:belong|appear|go|occur|happen)|never (?:go|goes|appears?"
        r"|belongs?)|(?:must|may|shall|should)(?: not| never|n't) (?:be |appear|go"
        r"|occur|end up)\w*|stays? out|(?:is|are) (?:forbidden|banned|prohibited"
        r"|not"
        rf" allowed|off[- ]limits|never used|never (?:ok|allowed))) (?:in|into|inside"
        rf"|within|of|from) (?:an? |the |any |our |your |unit |react )*(?:{place})",
        (
            rf"\b(?:keep|leave|move|take) (?:all |any "
            rf"|every |the |our |session )*(?:{thing})(?: \w+){{{{0,2}}}} (?:out of"
            rf"|away from) (?:an? |the |any |our |your |unit |react )*(?:{place})"
        ),
        unless=unless,
        **fixed,
    )
