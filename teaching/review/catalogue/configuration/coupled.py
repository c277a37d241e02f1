"""Files that change together: the change under review touches the one and leaves the other as it was."""

import posixpath
from collections.abc import Iterator

from teaching.review.catalogue.configuration.places import LISTED
from teaching.review.catalogue.configuration.reading import line_of
from teaching.review.catalogue.configuration.whereabouts import lies_in, places_of
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL


def uncoupled_changes(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """A change that touches the one side and not the other; said once, at the first file of the one side."""
    file = next(iter(places_of(params, "file")), "")
    if not view.changed or not file or any(_is_file(path, file) for path in view.changed):
        return
    when = places_of(params, "when")
    governed = {source.path for source in view.sources if not source.is_test}
    for path in sorted(view.changed):
        if any(lies_in(path, place) for place in when) if when else path in governed:
            text = view.read(path) or ""
            said = f"This change edits `{path}` and leaves `{file}` as it was."
            yield path, Fact(1, text.count("\n") + 1, said, line_of(text, 1) or path)
            return


def _is_file(path: str, file: str) -> bool:
    """Whether a path is the named file; `changelog` is the file of that name, whatever its ending."""
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    return lies_in(path, file) or stem == file.lower()


_FILE = (
    r"(?P<file>`[\w./-]*\.(?:md|mdx|rst|txt|ya?ml|json|toml|py|ts|tsx|js|sql|prisma|graphql|proto|lock"
    r"|example)(?:\.\w+)?`|`\.env\.example`|`?changelog(?:\.md)?`?|`?readme(?:\.md)?`?)(?![\w/])"
)
_UPDATE = (
    r"(?:update|updates|updating|edit|amend|extend|adjust|regenerate|sync|change|bump|touch|refresh|"
    r"(?:add|write|put|make|create|include|record|log) "
    r"(?:a |an |one |new |the |a new |an? short |a line |it |them )*(?:entry|entries|line|note|notes"
    r"|row|record|section|change|changes|it|them)?\s*(?:for (?:it|each|every change) )?(?:to|in|into"
    r"|under))"
)
_EACH = (
    r"(?:with (?:every|each|any|all) (?:code |source |single |pull |pr|new )*(?:changes?|commits?"
    r"|pull requests?|prs?|request|feature|fix|edit)"
    r"|(?:for|on|in|after|per) (?:every|each|any|all) (?:code |source |single |pull |merged )*"
    r"(?:changes?|commits?|pull requests?|prs?|request|edit)"
    r"|(?:whenever|when|every time|each time|any time|if) (?:you |we |the |any |source |production )*"
    r"(?:change|changes|edit|touch|modify)\s?(?:the |any |source )?(?:code|source|sources|something"
    r"|anything|it)?"
    r"|(?:per|for each|for every) (?:change|commit|pr|pull request))"
)
_NOT_ALL = (
    rf"{EXCUSED.replace('when (?:useful|helpful|appropriate|needed|necessary|the |it |they )|', '')}|\b"
    r"(?:user[- ]?(?:facing|visible)|notable|breaking|significant|public|behaviou?r|major|large"
    r"|release|releases|releasing|relevant|important|new (?:feature|endpoint|component|tool|command"
    r"|env|variable|setting)|features?|fix(?:es)?|bug|new|tasks?|sessions?|phase|milestone"
    r"|architecture|if necessary|as needed|never|do not|don't|not)\b"
)

COUPLED_CHANGE = Entry(
    name="coupled-change",
    title="changes under review that touch some files and not the one that must change with them",
    languages=ALL,
    engines=(Project(uncoupled_changes),),
    cues=(
        "changelog",
        "`.env.example`",
        "readme",
        "update",
        "updat",
        "together",
        "regenerate",
        "in sync",
        "same commit",
        "bump",
        "extend",
        "adjust",
    ),
    phrases=(
        Phrase(
            (
                rf"(?:^|[^\w])(?:always |must |please |also )*{_UPDATE}\s+(?:the |our "
                rf")?{_FILE}[^.;]{{{{0,25}}}}?\b{_EACH}(?=\s*(?:$|[.,;:()!—–]))"
            ),
            {},
            _NOT_ALL,
        ),
        Phrase(
            (
                r"\b(?:every|each|any|all)\s+(?:code |source |single |pull |merged )*(?:changes?|commits?|pull "
                r"requests?|request|prs?)\s+(?:must |should |needs? (?:to )?|has to |have to |also |comes? with "
                rf"|gets? |adds? |requires? )*(?:{_UPDATE}|(?:an? |one )?(?:entry|line|note|update|change) (?:in|to"
                rf"|of)|be (?:recorded|logged|noted|listed) in|updates?)\s+(?:the |our )?{_FILE}"
            ),
            {},
            _NOT_ALL,
        ),
        Phrase(
            (
                r"^(?:always )?(?:whenever|when|every time|each time|any time|if|after)\s+(?:you |we |one )?"
                r"(?:change|changing|edit|editing|touch|touching|modify|modifying|update|updating|add(?:ing)? "
                r"(?:files )?to)\s+(?:the |any |files? |anything |something |code |in |under |a |of |to )*"
                rf"(?P<when>{LISTED})[^.;`]{{{{0,15}}}}[,:]?\s*(?:you |we |always |also |must |then |please "
                rf"|should |have to )*{_UPDATE}\s+(?:the |our )?{_FILE}"
            ),
            {},
            _NOT_ALL,
        ),
        Phrase(
            (
                r"^(?:all |any |every )?(?:changes?|edits?|modifications?)\s+(?:to|in|of|under)\s+(?:the |any "
                rf"|files? |anything |in |under )*(?P<when>{LISTED})\s+(?:must |should |need |needs |require "
                rf"|requires |always |also |have |has |to |come |comes |with |an? )*(?:{_UPDATE}|(?:update|change"
                rf"|edit|entry)s? (?:of|to|in)|update)\s+(?:the |our )?{_FILE}"
            ),
            {},
            _NOT_ALL,
        ),
        *(
            Phrase(
                rf"\b(?:always |must |please |also )*{_UPDATE}\s+(?:the |our )?{_FILE}\s+(?:whenever|when|every "
                r"time|each time|if|after"
                rf"|as soon as)\s+(?:you |we )?{changed}",
                {},
                _NOT_ALL,
            )
            for changed in (
                r"(?:change|changing|edit|editing|touch|touching|modify|modifying)\s+(?:the |any |files? "
                r"|anything |something |code |in "
                rf"|under )*(?P<when>{LISTED})",
                rf"(?P<when>{LISTED}) (?:changes?|is (?:changed|edited|modified|touched))",
            )
        ),
        Phrase(
            rf"^{_FILE}\s+(?:must |should |has to |always |needs to |is |gets )+(?:be )?(?:updated|changed"
            rf"|edited|extended|amended)\s+{_EACH}"
            r"(?=\s*(?:$|[.,;:()!—–]))",
            {},
            _NOT_ALL,
        ),
        Phrase(
            r"^no (?:code |source )?(?:changes?|commits?|pull requests?|prs?)\s+without\s+(?:an? |the |one )?"
            r"(?:new |matching )?"
            rf"(?:entry|line|note|update|change)\s+(?:in|to|of)\s+(?:the )?{_FILE}",
            {},
            _NOT_ALL,
        ),
        Phrase(
            r"^(?:all |every |each )?(?:code |source )?(?:changes?|commits?|pull requests?|prs?)\s+(?:must "
            r"|always |should |need |needs |comes? with "
            rf"|gets? |have |has |includes? |brings? )+(?:an? |one |a new )?{_FILE}\s+(?:entry|line|note|update)",
            {},
            _NOT_ALL,
        ),
        Phrase(
            rf"^(?:whenever|when|if)\s+(?P<when>{LISTED})\s+(?:changes?|is (?:changed|edited|modified"
            r"|touched))[,:]?\s*(?:you |always |also |must )*"
            rf"{_UPDATE}\s+(?:the |our )?{_FILE}",
            {},
            _NOT_ALL,
        ),
        Phrase(
            r"^(?:changing|editing|touching|modifying)\s+(?:the |any |files? |anything |in |under )*"
            rf"(?P<when>{LISTED})\s+(?:means|requires|includes|implies"
            r"|calls for|goes with)\s+(?:also )?(?:updating|editing|changing|adjusting|an update (?:of|to|in)"
            rf"|a change (?:of|to|in))\s+(?:the |our )?{_FILE}",
            {},
            _NOT_ALL,
        ),
    ),
    reads=(
        ("Update `CHANGELOG.md` with every change", {"file": "CHANGELOG.md", "when": ()}),
        ("Every change must add an entry to `CHANGELOG.md`", {"file": "CHANGELOG.md"}),
        ("Every pull request updates the changelog", {"file": "changelog"}),
        (
            "When you change `schema.prisma`, update `docs/schema.md`",
            {"file": "docs/schema.md", "when": ("schema.prisma",)},
        ),
        ("Changes to `src/api/` must also update `docs/api.md`", {"file": "docs/api.md", "when": ("src/api/",)}),
        (
            "Update `docs/openapi.yaml` whenever you change files in `app/routes/`",
            {"file": "docs/openapi.yaml", "when": ("app/routes/",)},
        ),
        ("Add an entry to `CHANGELOG.md` for every code change.", {"file": "CHANGELOG.md"}),
    ),
    ignores=(
        "Add a changelog entry for user-facing changes.",
        "Update the changelog when preparing a release.",
        "The changelog is generated from the commits.",
        "Never edit `CHANGELOG.md` by hand.",
        "Update `README.md` if the architecture changes",
        "Update dependencies monthly",
        "After changing a package, rebuild the bundle.",
    ),
    slots=(
        Slot("file", "name", ask="Which file must change along? Name it in backticks."),
        Slot("when", "names", default=()),
    ),
    words=Words(
        why="Two files that say the same thing in two ways go apart as soon as one of them is changed alone, and the "
        "reader of the other is told something that no longer holds.",
        question="What in the other file is no longer true after this change?",
        hint="Open the file that the rule names and look for the place that speaks of what you have changed.",
    ),
    examples=(),
)
