"""Commit messages and the tickets that they belong to."""

import re
from collections.abc import Iterable

from teaching.review.catalogue.git.messages import MADE_BY_TOOLS, shown, subject_of
from teaching.review.catalogue.phrasing import SOFTENED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_PLACEHOLDER = re.compile(r"^(?:PROJ|PROJECT|ABC|XYZ|XXX?|JIRA|TICKET|KEY|TEAM|ISSUE|TASK|FOO|ID|PREFIX|CODE)$")
_NO_KEY = r"(?!(?:UTF|SHA|ISO|RFC|CVE|HTTP|IPV|TLS|MD|AES|PEP|ES|COVID|GPT|X)-\d)"


def ticket_form(pattern: str) -> re.Pattern[str]:
    """A reference as the rule shows it, as an expression over messages."""
    bare = pattern.strip("`\"'[](): ").lstrip("(")
    if bare.startswith("#") or re.fullmatch(r"(?i)gh-.*", bare):
        return re.compile(r"(?<![\w&])(?:#|GH-)\d+\b|/(?:issues|pull)/\d+", re.IGNORECASE)
    key = re.match(r"(?P<key>[A-Za-z][A-Za-z0-9]*)-(?:\d+|[Xx]+|[Nn]+|<|\{|\[|#|\*|\\d)", bare)
    if key is not None and not _PLACEHOLDER.match(key["key"].upper()):
        return re.compile(rf"(?<![\w-]){re.escape(key['key'])}-\d+\b", re.IGNORECASE)
    return re.compile(rf"(?<![\w-]){_NO_KEY}[A-Z][A-Z0-9]+-\d+\b")


def ticketless_commits(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """Commits whose message refers to no ticket."""
    pattern = str(params["pattern"])
    form = ticket_form(pattern)
    for name, message in view.commits:
        subject = subject_of(message)
        if MADE_BY_TOOLS.match(subject) is None and form.search(message) is None:
            said = f"The commit `{shown(subject)}` names no ticket of the form `{shown(pattern).strip(chr(39))}`."
            yield f"commit:{name}", Fact(1, 1, said, subject)


_TICKET = (
    r"(?:jira |github |linear |issue |ticket |tracker )*(?:ticket|issue|task|story|jira|linear)(?: "
    r"tracker)?(?: (?:number|id|key|ids|keys|numbers|reference|references|code))?s?"
)
_REFERS = (
    r"(?:reference|references|mention|mentions|include|includes|name|names|contain|contains|cite|cites"
    r"|link(?:s)?(?: to)?|carry|carries|have|has|start with|starts with|begin with|begins with|end "
    r"with|ends with|refer to|refers to|prefixed with|tagged with|close|closes)"
)
_SHAPE = (
    r"(?:`?\(|\()?(?P<pattern>`?\[?(?:#(?:\d+|n+|<[\w -]+>|x+)|[a-z][a-z0-9]{{1,9}}-(?:\d+|x+|n+|<[\w "
    r"-]+>|#+|\*))\]?:?`?)"
)
_COMMITS = r"(?:commits?(?: messages?| subjects?| titles?)?|commit message)"
_TICKET_ELSE = (
    rf"{SOFTENED}|\b(?:pr|prs|pull requests?|branch(?:es)?|branch names?|code comments?|todos?|never"
    r"|not|don't|do not|no|if (?:there|it|one|applicable)|when (?:there|applicable|relevant|possible)"
    r"|where applicable|optional|may|bare|adr|phase|decision)\b"
)

COMMIT_TICKET = Entry(
    name="commit-ticket",
    title="commit messages without a ticket reference",
    languages=ALL,
    engines=(Project(ticketless_commits, commits=True),),
    cues=("commit",),
    phrases=(
        Phrase(
            rf"\b{_COMMITS}\b[^.;`#]{{{{0,25}}}}\b{_REFERS}\b(?:[^.;`#]|e\.g\.){{{{0,40}}}}?{_SHAPE}", {}, _TICKET_ELSE
        ),
        Phrase(
            (
                r"\b(?:reference|mention|include|put|add|name|cite|link"
                rf"|prefix)\b[^.;`#]{{{{0,30}}}}\b{_TICKET}\b[^.;`#]{{{{0,30}}}}?{_SHAPE}[^.;]{{{{0,30}}}}\b(?:in"
                rf"|to|of|with)\b[^.;]{{{{0,20}}}}\b{_COMMITS}\b"
            ),
            {},
            _TICKET_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:reference|mention|include|put|add|name|cite|link)\b[^.;`#]{{{{0,30}}}}\b{_TICKET}\b[^.;`#]"
                rf"{{{{0,20}}}}\b(?:in|to|on)\b[^.;`#]{{{{0,20}}}}\b{_COMMITS}\b[^.;`#]{{{{0,20}}}}{_SHAPE}"
            ),
            {},
            _TICKET_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:prefix|start|begin|tag)\s+(?:all |every |each |the |your )*{_COMMITS}\s+with\b(?:[^.;`#]"
                rf"|e\.g\.){{{{0,30}}}}{_SHAPE}"
            ),
            {},
            _TICKET_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:every|each|all)\s+{_COMMITS}\b[^.;`#]{{{{0,12}}}}\b(?:needs?|gets?|requires?|must (?:have"
                rf"|carry)|ha(?:s|ve))\b(?:[^.;`#]|e\.g\.){{{{0,35}}}}{_SHAPE}"
            ),
            {},
            _TICKET_ELSE,
        ),
        Phrase(
            rf"\bno {_COMMITS} without\b(?:[^.;`#]|e\.g\.){{{{0,35}}}}{_SHAPE}", {}, rf"{SOFTENED}|\b(?:pr|branch)\b"
        ),
    ),
    vague=(
        Phrase(
            (
                rf"\b(?:every|each|all)\s+{_COMMITS}\b[^.;`#]{{{{0,15}}}}\b(?:must |should |always |has to |needs "
                rf"to )*{_REFERS}\b[^.;`#]{{{{0,15}}}}\b{_TICKET}(?=\s*(?:$|[.,;:()—–]))"
            ),
            {},
            _TICKET_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:always )?(?:reference|include|mention|put)\s+(?:the |a |an |its )?{_TICKET}\s+in\s+"
                rf"(?:every |each |all |the )*{_COMMITS}(?=\s*(?:$|[.,;:()—–]))"
            ),
            {},
            _TICKET_ELSE,
        ),
    ),
    reads=(
        ("Commit messages must reference a ticket, e.g. `PROJ-123`", {"pattern": "PROJ-123"}),
        ("Every commit references an issue (`#123`)", {"pattern": "#123"}),
        ("Prefix commits with the ticket number `SHOP-42`", {"pattern": "SHOP-42"}),
        ("Include the Jira ticket (ABC-123) in every commit message", {"pattern": "ABC-123"}),
        ("Each commit message starts with `[TEAM-123]`", {"pattern": "[TEAM-123]"}),
        ("No commit without a ticket reference such as `#42`", {"pattern": "#42"}),
        ("Every commit needs a ticket id like `OPS-17`", {"pattern": "OPS-17"}),
    ),
    ignores=(
        "PR descriptions reference the issue `#123`.",
        "Do not write a bare `#NNN` anywhere in a commit message.",
        "Branches are named `PROJ-123-slug`.",
        "Commit subjects are at most 72 characters.",
        "Use `PROJ-123` in the branch name, not in commits",
        "Close the ticket when the work is merged.",
    ),
    slots=(
        Slot(
            "pattern",
            "name",
            ask="What does a ticket reference look like? Write an example such as `PROJ-123` or `#123`.",
        ),
    ),
    words=Words(
        why="A commit says what changed; only the ticket says who asked for it and why. Without the reference that "
        "thread is cut for everyone who reads the history later.",
        question="Where would somebody who finds this commit in a year learn why it was wanted?",
        hint="See how earlier commits of this project name their ticket, and in which place.",
    ),
    examples=(),
)
