"""Whether the words around a piece of code say that it is the learner's own, and that it is being judged."""

import re
from collections.abc import Sequence
from functools import lru_cache

_OWN = re.compile(
    r"\b(?:your|the learner's|you (?:have|had)) (?:\w+ ){0,2}"
    r"(?:attempts?|code|versions?|lines?|try|solution|body|submission|change|function|draft|commit|diff|branch)\b"
    r"|\byou (?:wrote|tried|sent|submitted|committed|pushed|did|typed)\b|\bas submitted\b|\bas you have it\b"
    r"|\b(?:attempt|try|submission) \d+\b|\b(?:what|as) you (?:have|had|wrote|pushed)\b"
    r"|\b(?:what I see|I see|I read|stands|found|looked at) (?:in|lines?)\b|\b(?:of yours|from you)\b"
    r"|\bfrom `[\w./-]+\.\w{1,4}`:?\s*$"
    r"|\b(?:deine?|tu|votre|ton) (?:\w+ )?(?:versuch|code|intento|código|essai|zeilen?|lösung)\b"
    # A place that introduces code, not one in a sentence that has ended: “See `gate.py:2`.” may stand before any code.
    r"|\w\.\w{1,4}:\d+\b[^.!?\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Words that judge the code before them.
_FINDS = re.compile(r"\W*(?:\w+ )?(?:findings?|found|problems?|remarks?|mistakes?)\b|\W*your \w+ \w", re.IGNORECASE)
# What follows is another way, not what is there.
_NEW = re.compile(
    r"\b(?:should|could|would|becomes?|instead|fix(?:e[sd])?|corrected|mended|like this|replace|change it|rewritten"
    r"|better|try this|do this|put|write|here is|make it|correct|need"
    r"|sollte|könnte|stattdessen|debería|podría|devrait|pourrait)\b",
    re.IGNORECASE,
)
# What a reply says that looks at a run or at code: each is one sign of a review.
_JUDGES = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"\b(?:red|green|reds|passe[sd]|pass|fail(?:s|ed|ure)?|rot|grün|rojo|verde|rouge)\b|[✓✗×❯]",
        r"\b(?:got|gets|gives?|gave|saw|sees|expected|received|returns|returned|hangs|dies|comes? out|wants|wanted)\b",
        r"\btest_\w+|\b(?:tests?|pytest|vitest|suite)\b",
        r"\b(?:findings?|mistakes?|wrong|bug|problem|cause|missing|complain\w*|fehler)\b",
        r"\?\s*$|\? ",
        r"\blines? \d|\w\.\w{1,4}:\d",
        r"\byou(?:r|rs)?\b|\bdeine?\b|\btu\b|\bton\b|\bvotre\b",
    )
)

# How a sentence begins that says what is to be done.
_TELLS = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:(?:then|now|next|first|finally|also|and|so|after that|in any case|just|simply|you"
    r"|dann|danach"
    r"|zuerst|erst|luego|después|ensuite|puis|im|in|am|at the end|at last|with|mit|with the),? ?(?:\w+ ){0,3}?)?(?:"
    r"take|put|add|subtract|multipl|divid|sort|return|rais|throw|append|push|delet|remov|set|stor|keep|split"
    r"|strip|lower"
    r"|upper|hash|call|convert|replac|map|filter|revers|skip|walk|go over|go through|loop|iterat|copy|make|creat|start"
    r"|declar|comput|increment|collect|count|doubl|halv|round|pars|turn|try|catch|give|get|look up|otherwise"
    r"|else|if|for"
    r"|when|whil|as long|as soon|repeat|hand|cut|join|build|pick|find|read the|check|switch|spread|slice"
    r"|clear|assign|write"
    r"|glue|tokeniz|intersect|make|begin|unpack|work out|drop|trim|encod|decod|refus|compare|wrap|insert|assign|initial"
    r"|nimm|addier|zieh|sortier|gib|wirf|wirfst|häng|lösch|setz|speicher|teil|geh|lauf|läuf|wenn|sonst|für|solange|bau"
    r"|prüf|schläf|leg|dreh|such|zähl|multiplizier|toma|suma|resta|ordena|devuelv|lanza|agreg|añad|recorr|si "
    r"|copia|mira"
    r"|guarda|cambia|divid|multiplica|prend|ajout|soustrai|trie|renvoi|lèv|parcour|sinon|pour|multipli)",
    re.IGNORECASE,
)


def is_quoted(before: Sequence[str], after: str = "") -> bool:
    """Whether the lines around code say that it is the learner's own."""
    if before and _NEW.search(before[-1]):
        return False
    return _OWN.search("\n".join(before)) is not None or _FINDS.match(after) is not None


def judged(before: Sequence[str], after: Sequence[str]) -> float:
    """How much the lines around code read as a review of it, from 0 to 1."""
    if before and _NEW.search(before[-1]):
        return 0.0
    words = "\n".join((*before, *after))
    return sum(sign.search(words) is not None for sign in _JUDGES) / len(_JUDGES)


@lru_cache(maxsize=4096)
def is_step(sentence: str) -> bool:
    """Whether a sentence says what is to be done."""
    return _TELLS.match(sentence) is not None
