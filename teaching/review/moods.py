"""Tells a rule from a description by its mood, its shape, and what its headings and its list are about.

A rule obliges ("never", "must", "do not"), commands ("Use …"), sets a norm ("X, not Y", "only via Z") or stands as a
terse item under a heading about rules. A file listing, a list of versions, commands or features, a plan's step and a
sentence about what the program does are none of these, whatever words they hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teaching.patterns import lazily
from teaching.review import norms
from teaching.review.grounds import Ground, forbids_items, ground_of
from teaching.review.verbs import NOUNS, OPENS_OBJECT, VERBS

_LEADS_RULES = lazily(
    r"\b(?:must|should|shall|never|always|do not|don'?ts?|avoid|prefer|rules?|conventions?|guidelines?|principles?"
    r"|standards|requirements?|checklist|make sure|ensure|need to|forbidden|mandatory|before (?:you|commit|merg|push)"
    r"|when (?:writing|adding|changing|editing|implementing|creating|modifying))\b|^(?:good|bad|do|yes|no|nope"
    r"|right|wrong|okay|correct"
    r"|incorrect|please)\W*$"
)
_LEADS_LISTS = lazily(
    r"\b(?:includ(?:es?|ing)|contains?|supports?|provides?|features?|benefits?|examples?|e\.g|available|you can"
    r"|can run"
    r"|when you need|use cases?|handles|uses|consists? of|key \w+|such as|options|returns?|responsible|steps"
    r"|known for"
    r"|(?:are|is) supported|commands?|files|packages|mechanisms|things like:?|references|created|priority order"
    r"|mode)\b"
    r"|^examples?\b|\bphase\b|\bstage\b"
)

_SHOUTED = lazily(r"\b(?:MUST|NEVER|ALWAYS|DO NOT|DON'T|FORBIDDEN|MANDATORY|NON-NEGOTIABLE|PROHIBITED|SHALL)\b")
_OBLIGES = lazily(
    r"^(?:never|always|do not|don't|avoid|must|ensure|make sure|please|favou?r|forbidden|mandatory|strictly"
    r"|not allowed)\b"
    r"|^prefer(?!ences?|red)\b"
    r"|\b(?:must(?! be able)|shall|should|forbidden|prohibited|off[- ]limits|frowned|strictly|(?:is|are) banned)\b"
    r"|\bnot (?:allowed|permitted|acceptable|sufficient|an? (?:way|excuse|option|substitute))\b"
    r"|\b(?:is|are|be) (?:always |strictly )?(?:required|mandatory)\b|\bha(?:s|ve) to\b|\bmay not (?!have|be|know"
    r"|need|want|exist|work|match)"
    r"|(?:[.;:,—–(-]\s*|\b(?:and|but|so|then|we|you|please|also|just|or)\s+)(?:never|always|do not|don't|avoid|prefer"
    r"|make sure|ensure)\s+(?:\w+(?<![^s]s)\b|`)"
    r"|\b(?:agents?|assistant|claude|the ai) (?:does not|do not|never|always|only|may not|cannot)\b|, please\W*$"
    r"|\bneeds? (?:my|our|your|an?|the|explicit|prior)\b.{0,40}\b(?:approval|review|sign-?off|permission|ticket"
    r"|issue|tests?)\b"
)
# The same, where a heading describes: there "(never executed)" in the middle of a sentence obliges to nothing.
_OBLIGES_PLAINLY = lazily(
    r"^(?:never|always|do not|don't|avoid|must|ensure|make sure|please|prefer|forbidden|mandatory)\b"
    r"|\b(?:must(?! be able)|shall|should|forbidden|prohibited|ha(?:s|ve) to)\b"
    r"|\b(?:agents?|assistant|claude|the ai) (?:does not|do not|never|always|only|may not|cannot)\b"
    r"|[.;:—–]\s*(?:never|always|do not|don't|make sure)\s+(?:\w+(?<![^s]s)\b|`)"
)
# Norms that are stated, not commanded; on a ground of rules they are rules.
_NORMS = lazily(
    r",? (?:not|never) [\w`'\"(]|\binstead\b|\brather than\b|\bnowhere\b|\bonly (?:where|when|if|in|via|through|for"
    r"|with"
    r"|use|as|by|on|the|one|after|at|from|`)|\b(?:is|are) (?:too|no|not an?|never|only|fine|welcome|preferred"
    r"|a design)\b"
    r"|\bsmells?\b|\bat (?:most|least)\b|\bmax(?:imum|\.)?\b|\bmin(?:imum|\.)?\b|[≤≥<>]=? ?\d|\bneeds?\b|\bcannot\b"
    r"|\bcan't\b|\bno longer\b"
    r"|\b(?:stays?|belongs?|goes?|go|keeps?|lives?|comes?) (?:in|into|to|out|under|thin|small|below|above|on|first"
    r"|from|with"
    r"|inside|behind|next|at|before|after|beside)\b|\bknows? nothing\b|\bread like\b|\bplenty\b|\bexcept\b"
    r"|\bcarr(?:y|ies)\b|\bfollows?\b|\bships? with\b|\bunless\b|\bprefer(?:red|ably)?\b|\brequired?\b|\bno [a-z`]"
)
# What is done with things, said of all of them: "Commented-out code is deleted".
_PASSIVE = lazily(
    r"\b(?:is|are) (?:always |never )?(?:named|written|handed|injected|deleted|removed|returned|kept|passed|raised"
    r"|caught"
    r"|mocked|announced|discussed|validated|placed|sorted|typed|imported|thrown|wrapped|declared|formatted|documented"
    r"|versioned|pinned|hashed|escaped|squashed|reviewed|prefixed|suffixed|immutable|tested)\b"
)
# Said of all things of a kind, in few words: "Routers are thin", "Shared types sit in …".
_ALL_OF_THEM = lazily(r"^(?:[a-z`-]+ ){0,2}[a-z`-]+s (?:are|sit|live|stand|have|get|take|come|carry|use|name) ")
_NOT_THAT = lazily(r",? \(?not `")
_UNIVERSAL = lazily(
    r"^(?:an? (?=\w+ (?:has|is|does|takes|gets|needs|never|always) )|all|every|each|any|no|nothing|nobody|only"
    r"|whoever|whatever|public|new|both|exactly|at most|one|zero|anything|everything)\b"
)
_FIRM = lazily(r"^(?:no|only|each|every|any|nothing) |^`[^`]+` (?:only in|never|not in) |, (?:never|not|no) [^,]+$")
_LABEL = lazily(
    r"^\W*(?:language|style|error handling|errors?|exceptions?|functionality|testing|tests?|documentation|docs"
    r"|naming|names|types?|typing|formatting|architecture|security|performance|logging|imports?|dependencies|state"
    r"|async"
    r"|comments?|functions?|files?|components?|validation|quotes?|indentation|parameters|arguments|booleans?"
    r"|constants?"
    r"|variables?|classes|modules|interfaces|hooks|props|secrets?|sql|queries|commits?|git|branches|dates?|numbers?"
    r"|accessibility|strings?|paths?|loops?|returns?|globals?|defaults?|lines?|nesting|complexity|structure|react"
    r"|python"
    r"|typescript|css|styling|database|api|logs|layout|spacing|versions?)\b[^:]{0,24}:"
)

# A finite verb in the third person or the past says what is, not what shall be.
_DESCRIBES = lazily(
    r"\b(?:is|are|was|were|has|have|had|does|handles|contains|provides|returns|lives|runs|stores|maps|holds|defines"
    r"|supports|manages|lets|gets|comes|works|happens|displayed|located|mounted|uses|used by|takes|gives|makes|calls"
    r"|reads|writes|sends|creates|generates|implements|includes|shows|exposes|represents|allows|enables|means|applies"
    r"|resolves|wraps|tracks|emits|receives|connects|includes?|built (?:with|on)|powered|based on|responsible for"
    r"|see)\b|\|"
)
_POINTS = lazily(r"^\W*(?:see|e\.g\.|i\.e\.|for example|for instance|examples?|note that|because|since|thus|hence)\b")
_REFERS = lazily(r"^\W*(?:this|that|it(?![(.])|they|these|those|there|otherwise|which|here|he|she|we are|you are)\b")
_PERMITS = lazily(
    r"\b(?:may(?! not)(?! only)|might)\b|\b(?:is|are|that'?s|that is) (?:ok(?:ay)?|fine|allowed|permitted"
    r"|acceptable|optional)\b"
    r"|\b(?:not|no longer) (?:required|needed|necessary)\b|\b(?:don't|do not|doesn't|does not|no) need\b"
    r"|\bdo(?:es)? not (?:apply|require|count|weaken)\b|\b(?:you|users?|hosts?|clients?) can\b|\bneed not\b"
    r"|\bfeel free\b|\bif you (?:like|want|wish)\b|\bok(?:ay)? (?:in|for)\b|\bno preference\b"
)
_FORBIDS_TOO = lazily(
    r"\b(?:must|never|not (?:ok|fine|allowed)|is not\b|are not\b|forbidden|prohibited|do not|don't|avoid|no"
    r"|only|too|neither"
    r"|none|at most|at least|the (?:most|limit|lowest|highest)|anything else)\b"
)

# Shapes that are no rule: a file or a name with what it holds, a version, a label with a command, a bare pointer.
_LAYOUT = lazily(
    r"^\W*`[\w-]+[/.][\w./-]*` (?!must|should|only|never|is|are|may|in|for|not|over|and|or|with|as|has|to|can)[a-z]"
    r"|^\W*`[^`]+`(?: \([^)]*\))?\s*(?:[-–—:(=→|]|->|(?:is|are) (?!for |bound|checked )|contains |holds |provides "
    r"|has )"
)
_NAME_DASH = lazily(r"^(?![^–—-]*\b(?:not|no)\b)[a-z][\w./@-]* (?:\([^)]*\) )?[–—-] ")
_CODE = lazily(r"`[^`]*`")
_VERSION = lazily(r"^[\w@./+ ()-]{1,60}?[ :–-]*(?:\(.*\)\s*[-–:]?\s*)?v?\d+(?:\.(?:\d+|x))*\+?(?: \([^)]*\))?[.,]?$")
_COMMAND = lazily(
    r"^[^`]{0,70}?[:–—-]\s+(?:`[^`]+`(?:\s*(?:,|or|and|/|then|&&|\([^)]*\))\s*)*)+(?:\s*[(–—-].{0,80})?[.;]?$"
)
_TOOL = lazily(
    r"`(?:\$ ?)?(?:(?:npm|pnpm|yarn|bun|npx|bunx|uv|uvx|pip|poetry|python3?|pytest|ruff|mypy|pyright|tox|nox|make"
    r"|just|cargo|go"
    r"|docker(?:-compose)?|git|gh|node|deno|tsc|eslint|prettier|biome|vitest|jest|gradle|\./\w+|vendor/\S+|php"
    r"|composer"
    r"|bundle|rails|rake|swift|xcodebuild|mvn|dotnet|terraform|kubectl|helm|psql|curl|alembic|flask|django-admin"
    r"|mise) )"
)
_DONE = lazily(r"^\W*(?:\[[ x]\]|☐|☑)|^✅ (?:done|completed?|implemented|fixed|working)\b|\((?:done|completed)\)\s*$")
_GROUPED = lazily(r"^\W*(?:\d+\s+\w+|[a-z][\w ]{1,30}\(\w+\))\W*$")
_TOPIC = lazily(
    r"^\W*(?:entry ?points?|runtime|stack|tech|database|deploy(?:ment|ed)?|hosting|framework|issues|repo(?:sitory)?"
    r"|url|demo"
    r"|deep reference|plan of record|reference\w*|output|input|status|version|license|author|contact|example|note"
    r"|context"
    r"|parameters(?=: \{)|step \d+|stage \d+|phase \d+|line ~?\d+|key features?|new features?|supported|channels?"
    r"|ports?"
    r"|see also|models? registry|goal|summary|purpose|frontend|backend|cli|plugin)\b[^:]{0,20}:"
)
_LEADING = lazily(
    r"^(?:(?:important|critical|note|warning|rule|hard rule|always remember|remember|caution|gotcha|reminder|nb|tip)"
    r"(?: \([^)]*\))?\s*[:!—–-]+\s*|please\s+)+"
)
_ORNAMENT = lazily(r"^[^\w`\"'(<@#*./]+\s*|^\(?\d{1,3}[.)]\s+")
_CLAUSE = lazily(r"(?<=[:;.!—–→])\s*|\s-\s|,\s+(?:and |but |so |then |please )?|\b(?:and|then|so|but|please|->)\s+")
# Any word before one of these, at the start, is a command unless it is one of the words that link: "Meet every …".
_LINKS = (
    "in on at for with to from by of as is are was were be all both not what where how why when while if since than "
    "because "
    "such only even some most many half under over after before into onto about like unless until though per via "
    "see no and "
    "or but so that this it they which there here without within between during through against across once "
    "everyone more "
    "less just also then now never always given plus either neither whether inside outside beyond does has had may "
    "can will "
    "would could might did quite rather"
)
_BASE = lazily(
    rf"^(?!(?:{'|'.join(_LINKS.split())})\b)[a-z][a-z-]*(?<!s)(?<!ed)(?<!ing)(?<!ly)(?<!ion)(?<!ity)(?<!ment)"
    r" (?:the|a|an|every|each|all|any|your|our|these|those|it|them|its|both) "
)
_CONDITION = lazily(
    r"^(?:if|when|whenever|for|in|before|after|where|once|unless|while|to|on|at|as|during|by|with|within|under|from"
    r"|inside|until|instead|rather|given|between|outside|prior|whatever|whoever|wherever|whether|coming)\b"
)
_PRESCRIBING = frozenset("use keep follow treat never put leave default stick rely".split())


@dataclass(frozen=True, slots=True)
class Mood:
    """Whether a sentence is a rule, and by what that was told."""

    rule: bool
    why: str


def mood_of(plain: str, lead: str, section: str | None, form: str, headings: Sequence[str]) -> Mood:
    """Whether an English sentence is a rule.

    Args:
        lead: the paragraph that introduces the list the sentence stands in.
        section: which section of the constitution it stands in, if a known one.
        form: `item`, `sentence` or `row`, as the document has it.
        headings: those above it, outermost first.
    """
    text = plain.lower().replace("’", "'").strip()
    bare = norms.without_reason(_LEADING.sub("", _ORNAMENT.sub("", text)))
    if form == "item" and not text.endswith(("?", ":")) and forbids_items(tuple(headings)):
        return Mood(True, "it stands in a list of what is forbidden")
    shape = _shape_of(text, bare)
    if shape and not (_SHOUTED.search(plain) and form != "row" and not shape.startswith("it asks")):
        return Mood(False, shape)
    if section == "protocol":
        return Mood(True, "it stands in the protocol")
    ground = ground_of(tuple(headings))
    if section == "rubric":
        ground = "rules"
    if section == "commands" and ground != "plan":
        ground = "description"
    return _by_words(plain, bare, text, lead.lower(), form, ground)


def _shape_of(text: str, bare: str) -> str:
    """Why a sentence is no rule by its shape alone; empty where its shape says nothing."""
    words = text.split()
    if len(words) < 2 and not re.search(r"[^\w`]", text) and bare not in {"kiss", "yagni", "dry", "solid"}:
        return "it is one word"
    if text.rstrip("*_ ").endswith(("?", ":", "：")) and not text.endswith(", ok?"):
        return "it asks or leads in what follows"
    obliges = _OBLIGES.search(bare) is not None
    if text.startswith("(") and text.endswith((")", ").", ".)")):
        return "it is an aside"
    if _POINTS.search(bare) and not obliges:
        return "it points to something or explains"
    if _DONE.search(text):
        return "it tells what is done"
    if obliges or norms.swaps_code(text) or (text.startswith("`") and norms.is_condemned(bare)):
        return ""
    if _VERSION.match(bare) and len(words) <= 8 and not _NORMS.search(bare) and not norms.is_measure(bare):
        return "it names a version"
    return _shape_of_listing(text, bare)


def _shape_of_listing(text: str, bare: str) -> str:
    if _COMMAND.match(bare) and _TOOL.search(text):
        return "it lists a command"
    if _is_layout(text, bare):
        return "it says what a file or a name is"
    if _TOPIC.match(bare) or (_GROUPED.match(bare) and not norms.is_measure(bare)):
        return "it names a part of the project"
    return ""


def _is_layout(text: str, bare: str) -> bool:
    if _NAME_DASH.match(bare):
        return bare.split(None, 1)[0] not in VERBS
    found = _LAYOUT.match(text)
    if found is None or _FORBIDS_TOO.search(_CODE.sub(" ", text)):
        return False
    return not opens_with_verb(text[found.end() :].strip(), "description")


def _by_words(plain: str, bare: str, text: str, lead: str, form: str, ground: Ground) -> Mood:
    words = bare.split()
    permits = _PERMITS.search(bare)
    if (
        permits
        and not _SHOUTED.search(plain)
        and not norms.is_subordinate(bare[: permits.start()])
        and not _FORBIDS_TOO.search(_PERMITS.sub(" ", bare))
    ):
        return Mood(False, "it permits or excuses")
    strict = _OBLIGES_PLAINLY if ground in {"description", "plan"} else _OBLIGES
    obliges = strict.search(bare) or _SHOUTED.search(plain) or text[:1] in "❌🚫⛔✗✘"
    if obliges and (ground != "plan" or form != "row"):
        return Mood(True, "it obliges or forbids")
    if form == "row" and ground == "rules" and text.count(" | ") == 1 and not _LAYOUT.match(text):
        return Mood(True, "it is a row of a table of rules")
    if form == "row":
        return Mood(False, "it is a row of a table that obliges to nothing")
    leads = _lead_says(lead)
    if leads == "list" or ground == "plan":
        command = form == "sentence" and ground != "plan" and _commands(bare, ground)
        return Mood(command, "it commands" if command else "it is a part of a list or a plan")
    if leads == "rules" and not _REFERS.match(bare):
        return Mood(True, "what leads in its list speaks of rules")
    if _commands(bare, ground) and (form == "sentence" or ground != "description" or _prescribes(bare)):
        return Mood(len(words) >= 2, "it commands")
    if ground in {"description", "neutral"}:
        normed = form == "item" and (_on_neutral(bare) if ground == "neutral" else _is_firm(bare))
        return Mood(bool(normed), "it sets a norm" if normed else "it says what is, under a heading that describes")
    return _on_rules(bare, text, form, ground)


def _on_neutral(bare: str) -> bool:
    """Under a heading that says nothing either way, an item has to show that it is about all code of a kind."""
    if (_NORMS.search(bare) or _PASSIVE.search(bare)) and (_UNIVERSAL.match(bare) or _NOT_THAT.search(bare)):
        return True
    if norms.is_condemned(bare) or norms.swaps_code(bare):
        return True
    if (norms.is_of_all(bare) or _UNIVERSAL.match(bare)) and norms.limits_code(bare):
        return True
    return len(bare.split()) <= 14 and norms.limits_code(bare) and not _DESCRIBES.search(_CODE.sub(" ", bare))


def _on_rules(bare: str, text: str, form: str, ground: Ground) -> Mood:
    """On a ground of rules a stated norm and a terse item are rules too."""
    if _REFERS.match(bare):
        return Mood(False, "it explains the sentence before it")
    if (
        text[:1] == "✅"
        or _NORMS.search(bare)
        or _PASSIVE.search(bare)
        or (_UNIVERSAL.match(bare) and (form == "item" or ground == "rules"))
    ):
        if form == "item" or ground == "rules" or text[:1] == "✅":
            return Mood(True, "it sets a norm")
    if norms.is_condemned(bare) or (form == "item" and ground == "rules" and norms.is_enforced(bare)):
        return Mood(True, "it says what holds, or what becomes of code that does otherwise")
    if form == "item" and _is_stated(bare, ground):
        return Mood(True, "it says how all code of a kind is")
    if form != "item":
        return Mood(False, "it says what is")
    if _LABEL.match(bare) or (ground == "rules" and " | " in _CODE.sub(" ", bare)):
        return Mood(True, "its label is a topic of rules")
    words = bare.split()
    label = (
        len(words) <= 3 and bare.endswith(".") and not re.search(r"[_`\d]|\b(?:over|only|first|for)\b", bare)
    )  # "String parsing." before what is said of it
    terse = (
        not label
        and not bare.endswith(";")
        and len(words) <= 14
        and (
            not _DESCRIBES.search(_CODE.sub(" ", bare)) or (ground == "rules" and _ALL_OF_THEM.match(bare) is not None)
        )
    )
    return Mood(terse, "it is a terse item among rules" if terse else "it says what is")


def _is_firm(bare: str) -> bool:
    """Under a heading that describes, only a fragment that limits code is a norm: "no `os.environ` in views"."""
    if norms.is_condemned(bare) and "`" in bare:
        return True
    return bool(_FIRM.search(bare) and norms.limits_code(bare) and not _DESCRIBES.search(_CODE.sub(" ", bare)))


def _is_stated(bare: str, ground: Ground) -> bool:
    """Whether an item says how all code of a kind is; outside a section of rules it has to name a sign of that."""
    if norms.swaps_code(bare) or (norms.is_enforced(bare) and norms.limits_code(bare)):
        return True
    return (norms.is_swap(bare) or norms.is_of_all(bare)) and (ground == "rules" or norms.is_marked(bare))


def _lead_says(lead: str) -> str:
    if not lead:
        return ""
    if _LEADS_RULES.search(lead):
        return "rules"
    return "list" if _LEADS_LISTS.search(lead) else ""


def _prescribes(bare: str) -> bool:
    """Whether the command is one that no list of features begins with."""
    return _CONDITION.match(bare) is not None or bare.split(None, 1)[0] in _PRESCRIBING


def _commands(bare: str, ground: Ground) -> bool:
    """Whether the sentence, or a clause of it, opens with a verb in its base form."""
    if opens_with_verb(bare, ground) or _BASE.match(bare):
        return True
    pieces = [piece.strip() for piece in _CLAUSE.split(bare) if piece and piece.strip()]
    conditional = _CONDITION.match(bare) is not None
    position = 0
    for piece in pieces:
        position = bare.find(piece, position)
        before = bare[:position].rstrip()
        # Behind a comma or "and" a base form is a command only where the sentence opened with a condition.
        firm = before.endswith((":", ";", ".", "!", "—", "–", ", so"))
        if position and (firm or conditional) and opens_with_verb(piece, "description" if not firm else ground):
            return True
    return False


def opens_with_verb(clause: str, ground: Ground) -> bool:
    """Whether a clause in lower case opens with a verb in its base form, as a command does."""
    words = clause.lstrip("*_(\"'").split(None, 2)
    if len(words) < 2:
        return clause.rstrip(".!") in {"refuse", "stop", "ask", "abort"}
    verb = words[0]
    if verb in {"then", "so", "and", "but", "please", "always", "just", "also", "simply", "instead,", "first", "only"}:
        words = words[1:] if len(words) > 2 else words
        verb = words[0] if words[0] in VERBS else verb
        words = [verb, *(" ".join(words[1:]).split(None, 1))]
    if verb not in VERBS or len(words) < 2:
        return False
    if words[1].startswith("for ") or words[1] == "for":
        return verb in {"check", "wait", "look", "search", "ask", "watch", "account", "plan"}
    return verb not in NOUNS or ground == "rules" or OPENS_OBJECT.match(words[1].rstrip(",.;:")) is not None
