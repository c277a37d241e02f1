"""What commit messages say: who signs them, and in which mood they speak."""

import re
from collections.abc import Iterable

from teaching.patterns import lazily
from teaching.review.catalogue.phrasing import SOFTENED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

MADE_BY_TOOLS = lazily(
    r"merge(?:d| branch| pull request| remote| tag| commit)?\b|revert \"|reapply \"|(?:fixup|squash"
    r"|amend)! |v?\d+\.\d+\.\d+|auto-merged |automatic merge"
    r"|initial commit\b|bump version|release v?\d",
    re.IGNORECASE,
)
_SIGNED = lazily(r"^\s*signed-off-by:\s*\S.*", re.IGNORECASE | re.MULTILINE)
_TYPE = lazily(
    r"^\s*(?:\[[^\]]*\]|\(?[A-Z][A-Z0-9]+-\d+\)?|#\d+|:\w+:|[^\w\s\"'`([#]+)*\s*(?:[\w/-]+"
    r"(?:\([^)]*\))?!?:\s+)?(?:\[[^\]]*\]|[A-Z][A-Z0-9]+-\d+:?|:\w+:|[^\w\s\"'`([#]+)*\s*"
)

# Verbs of commit messages. The forms that are as often nouns or adjectives stand in none of the tables below.
_VERBS = (
    "add allow apply avoid bump change clean convert correct create delete disable drop enable "
    "ensure exclude extend extract fix handle"
    " implement improve include increase initialize install introduce make migrate modify move "
    "prevent reduce refactor remove rename"
    " reorganize replace resolve restore revert rewrite simplify split switch tweak update upgrade "
    "use adjust optimize configure wrap expose validate"
).split()
_IRREGULAR = {
    "made": "make",
    "wrote": "write",
    "rewrote": "rewrite",
    "rewritten": "rewrite",
    "began": "begin",
    "ran": "run",
}
_NOUNS = frozenset(
    {
        "changes",
        "cleans",
        "drops",
        "fixes",
        "handles",
        "increases",
        "moves",
        "splits",
        "switches",
        "updates",
        "upgrades",
        "uses",
        "tweaks",
        "includes",
        "makes",
        "bumps",
    }
)
_PLURAL_BEFORE = lazily(
    r"^(?:to|for|from|in|on|of|and|after|by|with|suggested|requested|required|per)\b|^$", re.IGNORECASE
)
_NOUN_ING = lazily(r"^(?:of|for|in|is|and)\b", re.IGNORECASE)


def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    doubled = {"drop": "dropp", "split": "splitt", "wrap": "wrapp"}
    for verb in _VERBS:
        base = doubled.get(verb, verb)
        if verb.endswith("e"):
            past, going, third = f"{verb}d", f"{verb[:-1]}ing", f"{verb}s"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            past, going, third = f"{verb[:-1]}ied", f"{verb}ing", f"{verb[:-1]}ies"
        else:
            past, going = f"{base}ed", f"{base}ing"
            third = f"{verb}es" if verb.endswith(("x", "ch", "sh", "ss")) else f"{verb}s"
        found |= {past: verb, going: verb, third: verb}
    found |= _IRREGULAR
    return {form: verb for form, verb in found.items() if form not in {"splitted", "maked", "rewrited"}}


_FORMS = _forms()


def subject_of(message: str) -> str:
    """The first line of a message."""
    return message.strip().split("\n")[0].strip()


def shown(text: str) -> str:
    """A text as it can stand within backticks."""
    return text.replace("`", "'")


def unsigned_commits(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits without a line that signs them off."""
    for name, message in view.commits:
        if _SIGNED.search(message) is None:
            subject = subject_of(message)
            yield f"commit:{name}", Fact(1, 1, f"The commit `{shown(subject)}` has no line `Signed-off-by:`.", subject)


def unimperative_commits(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits whose subject begins with a verb in another form than the imperative."""
    for name, message in view.commits:
        subject = subject_of(message)
        if MADE_BY_TOOLS.match(subject):
            continue
        rest = subject[match.end() :] if (match := _TYPE.match(subject)) is not None else subject
        first = re.match(r"[A-Za-z]+(?![\w'-])", rest)
        verb = _FORMS.get(first[0].lower()) if first is not None else None
        if first is None or verb is None:
            continue
        after = rest[first.end() :].strip()
        word = first[0].lower()
        if (word in _NOUNS and _PLURAL_BEFORE.match(after)) or (word.endswith("ing") and _NOUN_ING.match(after)):
            continue
        said = f"The subject `{shown(subject)}` begins with `{first[0]}`, which is no imperative."
        yield f"commit:{name}", Fact(1, 1, said, subject)


SIGNED_OFF = Entry(
    name="signed-off",
    title="commits without a Signed-off-by line",
    languages=ALL,
    engines=(Project(unsigned_commits, commits=True),),
    cues=("signed-off", "signed off", "sign-off", "sign off", "signoff", "commit -s", "dco"),
    phrases=(
        Phrase(
            (
                r"`?signed-off-by`?:?[^.;]{{0,40}}\b(?:required|mandatory|on every|on each|on all|in every|must"
                r"|lines?|trailers?|footers?)\b"
            ),
            {},
            rf"{SOFTENED}|\b(?:no|never|don't|do not|not)\b[^.;]{{{{0,20}}}}`?signed-off|\bor signed-off",
        ),
        Phrase(
            (
                r"\b(?:every|each|all|the)?\s*commits?\b[^.;]{{0,25}}\b(?:must|should|needs?|has|have|carry"
                r"|carries|requires?|are|is|be|contain|contains|include|includes|end|ends)\b[^.;]{{0,25}}"
                r"(?:`?signed-off-by`?|\bsigned[- ]off\b|\bsign-?off\b|\bdco\b)"
            ),
            {},
            rf"{SOFTENED}|\b(?:not|never|no)\b",
        ),
        Phrase(
            r"\b(?:sign off|sign-off|signoff)\s+(?:on )?(?:every|each|all|your|the)?\s*(?:git )*commits?\b",
            {},
            rf"{SOFTENED}|\b(?:not|never|don't)\b",
        ),
        Phrase(r"\b(?:always|use|must|run|commit)\b[^.;]{{0,20}}`?(?:git )?commit (?:-s|--signoff)`?", {}, SOFTENED),
        Phrase(
            r"\b(?:add|include|use|append|keep)\s+(?:a |the |your )?`?signed-off-by`?",
            {},
            rf"{SOFTENED}|\b(?:not|never|don't)\b",
        ),
        Phrase(r"\bdco\b(?: sign-?offs?| signature)?\s*(?:is |are )?(?:required|enforced|mandatory)", {}, SOFTENED),
        Phrase(
            (
                r"\bcommits? without (?:an? )?`?(?:signed-off-by|sign-?off)`?[^.;]{{0,20}}\b(?:rejected|refused"
                r"|not accepted|fail)"
            ),
            {},
            SOFTENED,
        ),
        Phrase(r"\bsign(?:ed)?[- ]?off\b[^.;]{{0,20}}`?git commit (?:-s\b|--signoff)`?", {}, SOFTENED),
    ),
    reads=(
        ("Every commit must have a `Signed-off-by` line", {}),
        ("Sign off every commit", {}),
        ("Commits are signed off (`git commit -s`)", {}),
        ("DCO sign-off required", {}),
        ("Always commit with `git commit -s`", {}),
        ("Add a Signed-off-by trailer to each commit", {}),
    ),
    ignores=(
        "David's sign-off is a hard gate for each methodology file.",
        "Do not add Signed-off-by lines.",
        "Sign in before you commit.",
        "Commits are signed with GPG.",
        "The design is signed off by the team.",
    ),
    words=Words(
        why="The line says that its author may give this code to the project; without it nobody can later show where "
        "the code came from, and some hosts refuse the commit.",
        question="Who vouches for it that this change may be published under the project's licence?",
        hint="Git can write that line by itself when it is asked to at the time of the commit.",
    ),
    examples=(),
)

_MOOD = (
    r"(?:imperative(?: mood| voice| form| tense| present(?: tense)?| style)?|present[- ]tense,? "
    r"imperative|the imperative)"
)
_ABOUT = (
    r"(?:commit messages?|commits?|commit subjects?(?: lines?)?|subject lines?|subjects?|commit "
    r"titles?|messages?|commit summar(?:y|ies))"
)

COMMIT_IMPERATIVE = Entry(
    name="commit-imperative",
    title='commit subjects not in the imperative mood ("Added", "Fixes", "Adding")',
    languages=ALL,
    engines=(Project(unimperative_commits, commits=True),),
    cues=("imperative", "present tense", "present-tense", "past tense"),
    phrases=(
        Phrase(
            rf"\b{_ABOUT}\b[^.]{{{{0,60}}}}\b{_MOOD}\b",
            {},
            (
                rf"{SOFTENED}|\b(?:pr titles?|pull request titles?|docstrings?|changelog|release notes)\b|\b(?:not"
                rf"|never|no)\b[^.;]{{{{0,20}}}}imperative"
            ),
        ),
        Phrase(
            rf"\b(?:write|use|keep|phrase|prefer)\b[^.;]{{{{0,20}}}}\b{_MOOD}\b[^.;]{{{{0,30}}}}\b{_ABOUT}\b",
            {},
            r"\b(?:pr titles?|docstrings?)\b",
        ),
        Phrase(
            rf"\b{_ABOUT}\b[^.;]{{{{0,40}}}}\bpresent[- ]tense\b[^.;]{{{{0,40}}}}",
            {},
            rf"{SOFTENED}|\b(?:docstrings?|docs|changelog|describing)\b",
        ),
        Phrase(
            (
                rf"\b(?:no|never|not|avoid|don't use|do not use)\b[^.;]{{{{0,12}}}}\bpast "
                rf"tense\b[^.;]{{{{0,25}}}}\b{_ABOUT}\b"
            ),
            {},
            SOFTENED,
        ),
        Phrase(
            (
                rf"\b{_ABOUT}\b[^.;]{{{{0,40}}}}\"?(?:add|fix)\"?,? (?:not|never|instead of) \"?(?:added|fixed|adds"
                r"|fixes)\"?"
            ),
            {},
            SOFTENED,
        ),
    ),
    reads=(
        ("Commit messages: imperative mood, concise subject line", {}),
        ("Write commit subjects in the imperative", {}),
        ("Write concise commit messages: imperative mood, explain the why", {}),
        ('Commit messages use the present tense ("Add", not "Added")', {}),
        ("Use imperative mood in commit messages", {}),
        ("No past tense in commit messages", {}),
    ),
    ignores=(
        "Write a PR title as an imperative sentence.",
        "Docstrings are in the imperative mood.",
        "Use the present tense when describing behaviour.",
        "It is imperative that commits are small.",
        "Imperative shell, functional core",
    ),
    tier="likely",
    words=Words(
        why="A subject in the imperative says what applying the commit does, as git's own messages do; mixed "
        "moods make "
        "a history read like notes of several people to themselves.",
        question="How does your subject read behind the words “applied, this commit will”?",
        hint="Only the first word is in question; ask in which form a command would have it.",
    ),
    examples=(),
)

ENTRIES = (SIGNED_OFF, COMMIT_IMPERATIVE)
