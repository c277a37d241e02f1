"""What the headings above a sentence are about: rules, the program, or a plan."""

from functools import lru_cache
from typing import Literal

from teaching.patterns import lazily

Ground = Literal["rules", "flat", "neutral", "description", "plan"]

# Headings that are about rules whatever else they name, and those that only are where nothing above them describes.
_ABOUT_RULES = lazily(
    r"\b(?:rules?|conventions?|guidelines?|standards?|principles?|practi[cs]es?|style|don'?ts?|do'?s"
    r"|dos?(?= (?:and|&))"
    r"|(?:must|do) not|not to do|never|always|must|constraints?|invariants?|polic(?:y|ies)|expectations?|limits?"
    r"|forbidden|prohibited|banned|avoid|anti-?patterns?|quality|mandatory|non-negotiables?|hygiene|please|remember"
    r"|naming|casing|formatting|not (?:allowed|used|in our)|blacklisted|red flags|dangerous|no-gos?|whitespace"
    r"|how we (?:work|code|write)|working (?:agreement|style)|before you|when (?:adding|writing"
    r"|changing"
    r"|editing|you|modifying|working)|code review|review checklist|golden|good|bad|okay|yes|no|nope)\b"
)
_ABOUT_WORK = lazily(
    r"\b(?:testing|tests?|errors?|security|code|coding|review|git|commits?|pull requests?|prs?|branch(?:es|ing)?"
    r"|python|typescript|javascript|react|fastapi|django|flask|node|frontend|front-end|backend|back-end"
    r"|async\w*|types?"
    r"|typing|imports?|logging|logs?|comments?|functions?|documentation|docs?|docstrings?|accessibility|performance"
    r"|validation|components?|hooks|sql|queries|critical|workflow|dependencies|modules|database|boundar(?:y|ies)"
    r"|tooling|layering|layers|services|management"
    r"|classes|privacy|patterns|exceptions?|handling|secrets|agents?|claude"
    r"|assistant|philosophy|simplicity|maintenance|api design|css|styling|requirements|identifiers"
    r"|prefix(?:es)?|indentation|quotes|strings|operators|comparisons?|comparing"
    r"|control flow|annotations|signatures?|parameters?|declarations|scoping|inference|strictness|linting"
    r"|linters?|eslint"
    r"|prettier|ruff|mypy|yaml|crypto\w*|hashing|tls|cookies|cors|concurrency|promises|rendering|readability"
    r"|housekeeping|leftovers|serialization|randomness|fixtures|lines|lists|names|size limits|sizes?|paths"
    r"|package (?:manager|versions)|interpolation|json|jsx|http clients?|env vars|file (?:names|layout)|subprocesses"
    r"|pitfalls|repositories)\b"
)
_ABOUT_PROGRAM = lazily(
    r"\b(?:architecture|structure|overview|layout|stack|inventory|schemas?|tables?|endpoints?|routes|glossary"
    r"|terminology|concepts?|packages|services?|features?|history|changelog|release notes|background|pointers"
    r"|references?|sources|links|resources|technologies|known issues|status|environment variables|env|variables"
    r"|configuration"
    r"|config|ports|pipeline|use cases|roles?|flows?|lifecycle|state machine|domain|data models?|about"
    r"|lessons|what (?:this|it) is|how it (?:works|runs)|table of contents|contents|directories"
    r"|directory|folders|file map"
    r"|key (?:files|components|patterns|modules|features|details)|integrations?|benefits|rationale|summary"
    r"|description"
    r"|introduction|purpose|project context|foundational context|codebase|why|telemetry|modes?|http api|event"
    r"|justification|search syntax|internals|implementation details|data flow)\b"
)
_ABOUT_PLANS = lazily(
    r"\b(?:roadmap|milestones?|stages?|phases?|future|enhancements?|todos?|to-do|tasks|plan|setup|set up"
    r"|installation|install(?:ing)?|getting started|quick ?start|deployment|troubleshooting|examples?|samples?"
    r"|testing checklist|next steps|progress|walk-?through|tutorial|release process|how to)\b"
)
# A title names the project: "Orders service" describes nothing yet. These are sections, wherever they stand.
_SECTION_OF_PROGRAM = lazily(
    r"\b(?:architecture|structure|overview|layout|tech(?:nology)? stack|glossary|references?|links|resources"
    r"|changelog"
    r"|environment variables|what this is|table of contents|features?|benefits|configuration|history|release notes"
    r"|key concepts)\W*$"
)
_SECTION_OF_PLANS = lazily(
    r"\b(?:deployment|installation|roadmap|examples?|future \w+|milestones?|stages?|phases?|setup|getting started"
    r"|quick ?start"
    r"|troubleshooting|next steps|todos?)\W*$"
)
# Headings of lists whose every item is what shall not be.
_FORBIDS = lazily(
    r"^\W*(?:banned|blacklisted|not (?:allowed|used|in our)|forbidden|prohibited|disallowed|red flags|dangerous"
    r"|never (?:use|write|do)|things (?:not to do|we don't do))\b|^\W*[❌🚫⛔]\W*$"
)
_FILE_NAME = lazily(r"\b(?:claude|agents|readme)\.md\b")
_ASIDE = lazily(r"^\W*(?:\d+(?:\.\d+)*[.):]?\s+)?|\([^()]*\)")  # numbers and brackets of a heading


@lru_cache(maxsize=2048)
def ground_of(headings: tuple[str, ...]) -> Ground:
    """What the headings above a sentence are about; `flat` where it stands right under the document's title."""
    work = False
    for depth in range(len(headings) - 1, -1, -1):
        words = _FILE_NAME.sub("", _ASIDE.sub("", headings[depth].lower().replace("’", "'")))
        if depth == 0 and not _ABOUT_RULES.search(words):
            work = work or len(headings) == 1 and bool(_ABOUT_WORK.search(words))
            if len(headings) == 1 and _SECTION_OF_PLANS.search(words):
                return "plan"
            if _SECTION_OF_PROGRAM.search(words):
                return "neutral" if work else "description"
            break
        if _ABOUT_PLANS.search(words):
            return "plan"
        if _ABOUT_RULES.search(words):
            return "rules"
        if _ABOUT_PROGRAM.search(words):
            return "neutral" if work else "description"
        work = work or bool(_ABOUT_WORK.search(words))
    if work:
        return "rules"
    return "flat" if len(headings) < 2 else "neutral"


@lru_cache(maxsize=2048)
def forbids_items(headings: tuple[str, ...]) -> bool:
    """Whether each item under these headings is something that is forbidden, be it one word."""
    return bool(headings) and _FORBIDS.search(headings[-1].lower().replace("’", "'")) is not None
