"""Git: commit messages and their form, the branch, and what a change brings in."""

import re
from collections.abc import Iterable, Iterator

from teaching.patterns import lazily
from teaching.review.catalogue.git import branches, messages, tickets
from teaching.review.catalogue.phrasing import NEG, SOFTENED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

DEFAULT_TYPES = ("feat", "fix", "docs", "style", "refactor", "perf", "test", "build", "ci", "chore", "revert")

# Written by git and its hosts, or about to be folded into another commit.
_MADE_BY_TOOLS = lazily(
    r"merge(?:d| branch| pull request| remote| tag| commit)?\b|revert \"|reapply \"|(?:fixup"
    r"|squash|amend)! |v?\d+\.\d+\.\d+"
    r"|auto-merged |automatic merge",
    re.IGNORECASE,
)
_CO_AUTHOR = lazily(r"^\s*co-authored-by:\s*(?P<who>.+)$", re.IGNORECASE)
_MACHINE = lazily(r"\b(?:claude|anthropic|copilot|chatgpt|openai|codex|cursor|gemini|devin)\b", re.IGNORECASE)
_GENERATED = lazily(r"generated (?:with|by)\b.*", re.IGNORECASE)
# A file or a folder of that name is a subject like any other.
_MENTION = lazily(r"(?<![.\w/-])(?:claude|anthropic)(?![\w/-]|\.md|\.ai/code/)", re.IGNORECASE)


def _subject(message: str) -> str:
    return message.strip().split("\n")[0].strip()


def _quoted(text: str) -> str:
    return text.replace("`", "'")


def _own_commits(view: ProjectView) -> Iterator[tuple[str, str]]:
    for name, message in view.commits:
        if _MADE_BY_TOOLS.match(_subject(message)) is None:
            yield f"commit:{name}", message


def unconventional_commits(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits whose subject is not `type(scope)!: description` with one of the allowed types."""
    given = params["types"]
    named = given if isinstance(given, tuple) else DEFAULT_TYPES
    types = [part.strip(" :`").lower() for name in named for part in name.split("|")]
    form = re.compile(
        rf"(?:{'|'.join(re.escape(name) for name in types if name)})(?:\([^()]+\))?!?: +\S", re.IGNORECASE
    )
    for path, message in _own_commits(view):
        subject = _subject(message)
        if form.match(subject) is None:
            yield (
                path,
                Fact(1, 1, f"The subject `{_quoted(subject)}` is not of the form `type(scope): description`.", subject),
            )


def long_subjects(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits whose subject has more characters than allowed."""
    allowed = params["characters"]
    assert isinstance(allowed, int), "characters is declared as a number"
    for path, message in _own_commits(view):
        subject = _subject(message)
        if len(subject) > allowed:
            text = f"The subject `{_quoted(subject)}` has {len(subject)} characters; the limit is {allowed}."
            yield path, Fact(1, 1, text, subject)


def credited_tools(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits whose message names a co-author, or a tool that helped, as far as the rule forbids it."""
    what = params["what"]
    for path, message in view.commits:
        for line in message.strip().split("\n"):
            author = _CO_AUTHOR.match(line)
            machine = _MACHINE.search(author["who"] if author else line) is not None
            made = _GENERATED.search(line) is not None and machine
            named = what == "mention" and _MENTION.search(line) is not None
            if (author and (machine or what == "co-author")) or (made and what != "co-author") or named:
                yield f"commit:{path}", Fact(1, 1, f"The message says `{_quoted(line.strip())}`.", line.strip())
                break


_TYPE = r"`?(?:feat|fix|docs?|style|refactor|perf|tests?|build|ci|chore|revert|[a-z]{{2,12}}):?`?"
_TYPES = (
    rf"(?P<types>(?=[^.;]{{{{0,80}}}}\bfix)(?=[^.;]{{{{0,80}}}}\bfeat){_TYPE}(?:\s*(?:,? or |,?"
    rf" and |,|/|\|)\s*{_TYPE})+)"
)
_ABOUT_ELSE = (
    rf"{SOFTENED}|\b(?:pr|pull request|issue|branch) (?:titles?|names?)\b|(?<!commit )\btitles?"
    rf"\b|\b(?:generated|derived|parsed|computed|optional|not required"
    rf"|changelog)\b|{NEG}[^.;]{{{{0,30}}}}conventional"
)

CONVENTIONAL_COMMITS = Entry(
    name="conventional-commits",
    title="commit subjects that are not of the form `type(scope): description`",
    languages=ALL,
    engines=(Project(unconventional_commits, commits=True),),
    cues=("conventional", "commit", "types:", "prefix"),
    phrases=(
        Phrase(
            rf"\bconventional[- ]commits?\b.*?\b(?:types?|prefix(?:es)?)\b(?: are| is)?:?\s*\(?{_TYPES}",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(rf"\bconventional[- ]commits?\b[^.;]{{{{0,30}}}}[(:—–]\s*{_TYPES}", {}, _ABOUT_ELSE),
        Phrase(rf"^(?:allowed |valid |commit )*(?:types?|prefixes)(?: are)?:\s*{_TYPES}", {}, _ABOUT_ELSE),
        Phrase(
            rf"\b(?:prefix|start)\s+(?:all |every |each |the |your )?commits?(?: messages?| subjects?)?"
            rf"\s+with\s+{_TYPES}",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(
            rf"\bcommits?(?: messages?| subjects?)?\b[^.;`]{{{{0,30}}}}\b(?:start|prefix(?:ed)?"
            rf"|prefixes|begin)\w*(?: with)?:?\s+{_TYPES}",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(
            r"\b(?:use|uses|using|follow|follows|must|should|adhere|adheres|per|in|with|obey"
            r"|require[sd]?|write)\b[^.;]{{0,40}}\bconventional[- ]commits?\b",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(
            r"^(?:[\w &/-]{{1,40}}: ?)?(?:the )?\[?conventional[- ]commits?\b\]?[^.;]{{0,20}}(?:$|[.:(,;—–])",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(
            r"\bconventional[- ]commits?\s+(?:format|style|messages?)?\s*(?:are |is )?(?:required"
            r"|mandatory|enforced|only|always)\b",
            {},
            _ABOUT_ELSE,
        ),
        Phrase(r"\bcommits?(?: messages?)?\b[^.;]{{0,30}}`<?type>?\(<?scope>?\):", {}, _ABOUT_ELSE),
    ),
    reads=(
        ("Conventional Commits", {"types": DEFAULT_TYPES}),
        ("Commit messages follow Conventional Commits: `type(scope): description`", {"types": DEFAULT_TYPES}),
        ("Use conventional commit format", {"types": DEFAULT_TYPES}),
        ("Types: feat, fix, docs", {"types": ("feat", "fix", "docs")}),
        ("Use Conventional Commits (feat, fix, chore, docs)", {"types": ("feat", "fix", "chore", "docs")}),
        ("Commits MUST use Conventional Commits.", {"types": DEFAULT_TYPES}),
        ("Prefix commits with `feat:`, `fix:` or `docs:`", {"types": ("feat:", "fix:", "docs:")}),
    ),
    ignores=(
        "PR titles follow Conventional Commits.",
        "The changelog is generated from Conventional Commits.",
        "We do not use conventional commits.",
        "Types: string, number, boolean",
        "Commit early and often.",
        "Branches are named `<type>/<scope>-<slug>`.",
    ),
    slots=(Slot("types", "names", default=DEFAULT_TYPES),),
    words=Words(
        why="When every subject says what kind of change it is, people and tools can find the one "
        "that broke something, "
        "and a list of changes writes itself.",
        question="Could somebody who reads only this line tell whether users will notice the change?",
        hint="Say first what kind of change it is, then where, then what: and if it is two kinds, ask "
        "whether it is two "
        "commits.",
    ),
    examples=(),
)

COMMIT_SUBJECT_LENGTH = Entry(
    name="commit-subject-length",
    title="commit subjects longer than a number of characters",
    languages=ALL,
    engines=(Project(long_subjects, commits=True),),
    cues=("subject", "commit", "summary line"),
    phrases=(
        Phrase(
            r"\bsubject(?: lines?)?\s(?:line )?(?:within|under|below|to|at most|at|≤|<=?"
            r"|max(?:imum)?(?: of)?)\s*{N}\s*(?:chars?\b|characters?\b)"
        ),
        Phrase(
            r"\b(?:subject(?: line)?s?|summary lines?|commit (?:titles?|headers?|summar(?:y|ies))"
            r"|first lines? of (?:the |a |each )?commit(?: message)?s?)\b[^.,;]{{0,40}}?{ATMOST}\s*{N}(?:[ -]?"
            r"(?:chars?|characters))?(?![\w.])",
            {},
            r"^[^,;]*\b(?:body|wrap)\b|\b(?:email|certificate)\b",
        ),
        Phrase(
            r"{N}[ -]?(?:chars?|characters){GAP}\b(?:subject(?: line)?|commit (?:titles?|subjects?|summar(?:y|ies)))",
            {},
            r"\b(?:email|certificate)\b",
        ),
        Phrase(r"\bcommit messages?\b{GAP}\b(?:first|subject|title) lines?\b{GAP}{ATMOST}\s*{N}"),
    ),
    vague=(
        Phrase(r"^(?:keep )?(?:short|concise|brief) commit (?:subjects?|titles?|headers?)"),
        Phrase(r"\bcommit (?:subjects?|titles?)(?: lines?)? (?:stay|are|must be|should be) (?:short|brief|concise)"),
        Phrase(
            r"\b(?:keep|write)\b{GAP}\b(?:short|concise|brief)\b{GAP}\bcommit subjects?\b|\bcommit"
            r" subject(?: line)?s?{GAP}\bshort\b"
        ),
    ),
    reads=(
        ("Keep the subject within 72 characters and wrap the body at 72", {"characters": 72}),
        ("Commit subject: at most 72 characters", {"characters": 72}),
        ("Keep the subject line under 50 chars", {"characters": 50}),
        ("Subject line ≤ 60 characters", {"characters": 60}),
        ("Commit messages: subject ≤ 50 chars, body wrapped at 72", {"characters": 50}),
        ("Max 72 characters in the commit subject", {"characters": 72}),
        ("First line of commit messages: max 72 chars", {"characters": 72}),
    ),
    ignores=(
        "Email subjects are at most 80 characters.",
        "Wrap the commit body at 72 characters.",
        "Reference issue 42 in the commit message.",
        "Lines are at most 100 characters.",
    ),
    slots=(Slot("characters", "number", ask="How many characters may a commit subject have?", role="limit"),),
    words=Words(
        why="Logs, mails and web pages cut a subject off after some seventy characters; what comes after the cut is "
        "the part that nobody reads.",
        question="Which words of this subject would you miss if they were gone?",
        hint="The subject says what changed; the reasons have all the room they want in the body below.",
    ),
    examples=(),
)

COMMIT_NO_TRAILER = Entry(
    name="commit-no-trailer",
    title="commit messages that credit a co-author or a tool",
    languages=ALL,
    engines=(Project(credited_tools, commits=True),),
    cues=("co-author", "coauthor", "claude", " ai", "attribution", "trailer", "generated with"),
    phrases=(
        Phrase(
            rf"{NEG}(?: ever| mention| mentioning| reference| referencing| name| say| include| any|"
            rf" mentions of| references to)+\s+(?:`?claude(?: code)?`?|anthropic|ai\b)[^.;]{{{{0,40}}}}"
            rf"\bcommits?\b",
            {"what": "mention"},
            rf"{SOFTENED}|claude\.md|\.claude",
        ),
        Phrase(
            rf"\bcommit messages?\b[^.;]{{{{0,30}}}}{NEG}(?: ever| mention| reference| name| include|"
            rf" any)*\s+(?:`?claude(?: code)?`?|anthropic|ai\b)(?!`?\s+(?:attribution|co|credit))",
            {"what": "mention"},
            rf"{SOFTENED}|claude\.md|\.claude",
        ),
        Phrase(
            rf"{NEG}[^.;]{{{{0,40}}}}(?:\b(?:yourself|claude|ai|anthropic|assistant)"
            rf"\b[^.;]{{{{0,30}}}}co-?author|co-?author\w*(?:-by)?[^.;]{{{{0,40}}}}\b(?:claude|ai"
            rf"|anthropic|assistant|yourself)\b"
            r"|\bai (?:attribution|credits?)|\bgenerated with\b|\bclaude (?:attribution|credits?"
            r"|trailers?|signatures?))",
            {"what": "tool"},
            SOFTENED,
        ),
        Phrase(
            rf"{NEG}(?: ever| add| adding| use| include| append| put| any| a| the)*\s+`?co-?author"
            rf"(?:ed)?(?:-by)?:?`?(?: trailers?| lines?| tags?| footers?)?(?=\s*(?:$|[.;,(—–])|\s+(?:in"
            rf"|to|on) (?:the |any |your |git )*commits?)",
            {"what": "co-author"},
            SOFTENED,
        ),
    ),
    reads=(
        ("No Co-Authored-By trailers", {"what": "co-author"}),
        ("Never mention Claude in commit messages", {"what": "mention"}),
        ("Never add yourself (Claude) as a co-author on commits", {"what": "tool"}),
        ("Do not add `Co-Authored-By: Claude` to commits", {"what": "tool"}),
        ("Commit messages must not mention AI", {"what": "mention"}),
        ("No AI attribution in commits", {"what": "tool"}),
    ),
    ignores=(
        "Add a Co-Authored-By trailer for pairs.",
        "Never commit `CLAUDE.md`.",
        "Every commit needs a Signed-off-by trailer.",
        "Don't forget the Co-Authored-By trailer.",
        "Never commit AI models.",
    ),
    slots=(Slot("what", "name", default="co-author", choices=("co-author", "tool", "mention")),),
    words=Words(
        why="Whoever signs a commit answers for it; this project has decided who may be named there, "
        "and history cannot "
        "be corrected once others have it.",
        question="Who would be asked if this change turned out to be wrong a year from now?",
        hint="See whether your editor or assistant adds that line by itself, and where that is configured.",
    ),
    examples=(),
)

ENTRIES = (
    CONVENTIONAL_COMMITS,
    COMMIT_SUBJECT_LENGTH,
    COMMIT_NO_TRAILER,
    *messages.ENTRIES,
    tickets.COMMIT_TICKET,
    *branches.ENTRIES,
)
