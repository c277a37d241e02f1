"""Wording that several families share: a strict negation, names in backticks, and where a clause ends.

The vocabulary of `prose` allows words between "never" and the thing; here the verb must follow at once, because a
sentence about imports or calls often names two things and forbids only one of them.
"""

# For use in `Phrase` patterns: literal braces are doubled already.
NEG = (
    r"(?<![\w-])(?:never|no|avoid(?:ing)?|don'?t|do not|does not|must ?n[o']t|must never|cannot|can'?t|may not"
    r"|should ?n[o']t|should never|shall not|forbid|ban|disallow|prohibit|zero|❌|🚫)(?![\w-])"
)

# After the thing: nothing that narrows the rule to a place, a purpose or a circumstance.
END = (
    r"(?=\s*(?:$|\.(?!\w)|[!;:,)(\]]|[—–]|\s-\s|->|→)|\s+(?:at all|anywhere|anymore|any more"
    r"|ever|here|everywhere|whatsoever"
    r"|in (?:this|the|our) (?:whole |entire )?(?:project|repo|repository|code ?base|application|app|code)"
    r"|into (?:this|the|our) (?:whole )?(?:project|repo|repository|code ?base|code)"
    r"|in (?:production|committed|new) code|because|since|as (?:it|they)|and use|use)\b)"
)

# Taken back: the sentence permits, explains, or makes an exception that no slot holds.
SOFTENED = r"\b(?:unless|except|other than|apart from|only (?:in|for|when|if)|outside|forget|no need|need not)\b"

BANNED = (
    r"(?:"
    r"\s+(?:is|are|be)\s+(?:strictly |absolutely )?(?:forbidden|banned|prohibited|disallowed|off[- ]limits|unacceptable"
    r"|not (?:allowed|permitted|acceptable)|never (?:allowed|acceptable))"
    r"|\s+(?:must|should|may|can)(?: not|n'?t|not| never)(?: ever)? (?:be (?:imported|used|added|installed)|come back)"
    r"|\s*(?::|→|->|—|–|=>)\s*(?:banned|forbidden|prohibited|not allowed)"
    r")"
)

# A ban without a subject: "components must not use X" forbids it to components only, "never use X" to all.
START = (
    r"(?:^|[:.;,(!—–]\s*|\s-\s|->\s*|→\s*|\*\s*"
    r"|\b(?:we|you|and|but|please|strictly|also|so|code|project)\s+)"
)

# Taken back: the sentence opens with the place or the case that it is about.
LOCATED = (
    r"^(?:[\w &/-]{{1,30}}:\s*)?(?:in|inside|within|for|under|when|if|while|on)\b"
    r"(?! (?:this|the|our|all|any) (?:whole )?(?:project|repo|code))"
    r"|^[^:;.]{{0,40}}(?:`|/\s|/:)[^:;.]{{0,20}}:"
)
