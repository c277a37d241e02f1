"""Files that a project has, keeps or changes together: checks over paths and over the change under review."""

import re
from collections.abc import Iterator

from teaching.review.catalogue.configuration.reading import line_of
from teaching.review.catalogue.configuration.whereabouts import is_tool_file, lies_in, places_of
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

# Served or run as they are: nobody compiles them, so nobody can write them in TypeScript.
_AS_IS = re.compile(
    r"(?:^|/)(?:public|static|assets|vendor|vendored|third_party|node_modules|dist|build|coverage)/|\.min\.js$"
)


def script_files(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """JavaScript sources, but for the configuration of tools and what is served as it is."""
    for source in view.sources:
        path = source.path
        if path.endswith((".js", ".jsx")) and not is_tool_file(path) and not _AS_IS.search(path):
            first = next((number for number, line in enumerate(source.lines, start=1) if line.strip()), 1)
            yield path, Fact(first, first, f"`{path}` is written in JavaScript.")


def protected_edits(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Files under protection that were there before the change and are edited by it."""
    places = places_of(params, "places")
    for path in sorted(view.changed):
        place = next((place for place in places if lies_in(path, place)), None)
        if place is None or view.before(path) is None:
            continue
        text = view.read(path) or ""
        said = f"This change edits `{path}`, which the rule keeps as it is (`{place}`)."
        yield path, Fact(1, text.count("\n") + 1, said, line_of(text, 1) or path)


_ELSE = (
    rf"{EXCUSED}|\b(?:new|legacy|existing js|generated|examples?|snippets?|docs?|in the browser|first"
    r"|mostly|preferred|where possible"
    r"|except|older|config(?:s|uration)? files?|import path|extensions? in imports?|specifiers?|server"
    r"|client|frontend-only)\b"
    r"|\bstrict\b|\.js extensions?|`\.js` (?:extension|suffix|ending)"
)
_JS = (
    r"(?:plain |raw |vanilla |pure |untyped )*(?:javascript|`?\.jsx?`?(?:\s*(?:/|or|and"
    r"|,)\s*`?\.jsx`?)?|js)(?: files?| sources?| code| modules?)?"
)

TYPESCRIPT_ONLY = Entry(
    name="typescript-only",
    title=".js and .jsx source files (tool configuration files exempt)",
    languages=ALL,
    engines=(Project(script_files),),
    cues=("typescript", "javascript", ".js", ".ts", "ts only", "ts-only", "ts, "),
    phrases=(
        Phrase(
            (
                r"^(?:use |write |we use |we write |language: |code: |\S{{0,2}}\s?)?typescript[- ]only\b"
                r"(?=[^.;]{{0,40}}(?:$|[.,;:—–(]))|\bonly typescript(?: (?:files?|code|sources?))?(?=\s*(?:$"
                r"|[.,;:—–(]))"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                r"\b(?:no|never|not|don't|do not|avoid|without|zero)\b(?:\s+(?:use|write|add|create|commit|any|new"
                rf"|using|introduce|allow))*\s+{_JS}(?=\s*(?:$|[.,;:()!—–]| - )|\s+(?:in (?:`?src/?`?|this|the"
                r"|our) ?|allowed|please|anywhere|at all|here|,))"
            ),
            {},
            _ELSE.replace("new|", ""),
        ),
        Phrase(
            (
                r"\b(?:all|every|each|everything|the whole)\b\s*(?:new |our |source |application |app |frontend "
                r"|production |client |the )*(?:code ?base|code|files?|sources?|modules?|components?)?\s*(?:is|are"
                r"|must be|should be|has to be|in|:)\s*(?:written )?(?:in )?(?:`?\.tsx?`?|typescript)(?:\s*(?:/|or"
                r"|and)\s*`?\.tsx`?)?(?=\s*(?:$|[.,;:()!—–]| - )|,? (?:no|never|not))"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                r"\b(?:use|write|prefer|in|typescript)\b\s*(?:only )?(?:typescript|`?\.tsx?`?)?[^.;]{{0,15}}?"
                r"(?:,? (?:not|never|no)|instead of|rather than|over)\s+(?:plain |in |vanilla )*(?:javascript"
                r"|`\.jsx?`|\.jsx? files?)(?=\s*(?:$|[.,;:()!—–]))"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            rf"(?<![\w/*`]){_JS}\s+(?:is|are)\s+(?:strictly )?(?:forbidden|banned|not allowed|prohibited|not accepted)",
            {},
            _ELSE,
        ),
    ),
    reads=(
        ("TypeScript only", {}),
        ("No JavaScript files", {}),
        ("All code is written in TypeScript; no `.js` files", {}),
        ("Never add `.js` or `.jsx` files in `src/`", {}),
        ("Every source file is TypeScript.", {}),
        ("Use TypeScript, not JavaScript", {}),
        ("Plain JavaScript is not allowed", {}),
        ("TypeScript-only: no plain JS", {}),
        ("Write TypeScript instead of JavaScript", {}),
    ),
    ignores=(
        'Sections marked "(TypeScript only)" apply to TypeScript code only; they do not apply to Rust.',
        "New code should be TypeScript",
        "Use the `.js` extension in imports.",
        "TypeScript for orchestration and UI;",
        "Never edit the generated JavaScript.",
        "Write TypeScript in strict mode",
        "No JavaScript in examples",
        "The tests run in Node without JavaScript frameworks",
    ),
    words=Words(
        why="A file that the compiler does not check is a hole in the types of every file that imports it: errors pass "
        "through it in both directions.",
        question="What does the compiler know about what this file hands to the others?",
        hint="See how a neighbouring file of this project is named, and which types this one would need first.",
    ),
    examples=(),
)

_PATH = (
    r"`(?:[@\w.*~\[\]()<>{{}}-]*/[@\w./*~\[\]()<>{{}},-]*|[\w.*-]*\.[\w*-]{{1,12}}|[A-Za-z][\w-]*file"
    r"|makefile|license|codeowners)`"
)
_BARE = r"(?<![\w`/.])(?:[\w.-]+/)+(?:[\w*-]+\.\w+)?(?![\w`])"
_ONE = rf"(?:{_PATH}|{_BARE})"
LISTED = rf"{_ONE}(?:\s*(?:,\s*(?:or |and |nor )?|\s(?:or|and|nor|&)\s|/\s?)\s*(?:in |under )?(?:the )?{_ONE})*"
_NEVER = (
    r"(?:never|do not|don't|must not|must never|may not|cannot|can't|should not|shouldn't|should never"
    r"|not to|avoid|no(?! need))"
)
_EDIT = (
    r"(?:(?:manually |directly |ever |hand-)*(?:edit|modify|change|touch|alter|rewrite|update|tamper "
    r"with|mess with|hand-edit"
    r"|editing|modifying|changing|touching|altering|edits? (?:to|in)|changes? (?:to|in)"
    r"|modifications? (?:to|in)|format|reformat)"
    r"(?:,? (?:or|nor|/) (?:edit|modify|change|touch|delete|remove|rename|move|commit|regenerate"
    r"|create|add to|reformat))*)"
)
_THING = (
    r"(?:(?:any|the|our|all|existing|applied|already|generated|committed|anything|everything|something"
    r"|files?|content|contents|code"
    r"|migrations?|sources?|folders?|director(?:y|ies)|schemas?|client|types?|config(?:uration)?|lock"
    r"|in|inside|under|within|below|of|at|from|that|is|are|matching|with|path|paths|vendored"
    r"|legacy)\s+)*"
)
_ASKED = (
    r"\b(?:unless|except|without (?:asking|approval|permission|explicit|being|a|an|the|first|discuss"
    r"|talking|updating|bumping|running|also|changing|adding|regenerating)"
    r"|until|before|only (?:when|if|after)|when (?:not )?asked|if (?:you|it|not)|at the same time"
    r"|during|while|just to|to make|in order to|more than|lightly|needlessly"
    r"|unrelated|instead of adding|other than|through the ui|frequently|tests? to pass)\b"
)

PROTECTED_PATH = Entry(
    name="protected-path",
    title="changes under review to files that the rule says must not be edited",
    languages=ALL,
    engines=(Project(protected_edits),),
    cues=(
        "edit",
        "modif",
        "touch",
        "chang",
        "alter",
        "read-only",
        "read only",
        "frozen",
        "off limits",
        "off-limits",
        "hands off",
        "immutable",
        "rewrite",
        "tamper",
        "reformat",
    ),
    phrases=(
        Phrase(
            rf"(?:^|[^\w-]){_NEVER}\s+{_EDIT}\s+{_THING}(?P<places>{LISTED})(?![^.;]{{{{0,12}}}}\bimports?\b)",
            {},
            _ASKED,
        ),
        Phrase(
            (
                rf"(?P<places>{LISTED})[^.;`]{{{{0,60}}}}?(?:[—–:;,(-]|->|→|\band\b|\bso\b)?\s*\(?{_NEVER}\s+"
                rf"(?:be )?{_EDIT}(?:\s+(?:it|them|this|that|these|anything|by hand|manually|directly|here|there"
                r"|files?|in it|in there|the file))*(?=\s*(?:$|[.,;:()!—–|]| - )|\s+(?:because|since|as|by hand"
                r"|manually|directly|ever)\b)"
            ),
            {},
            _ASKED,
        ),
        Phrase(
            rf"(?P<places>{LISTED})[^.;`]{{{{0,40}}}}?\b(?:must|should|may|can)(?:\s+(?:not|never)|n't|not)\s+"
            r"(?:ever |normally )*be\s+"
            r"(?:manually |directly |hand-?)?(?:edited|modified|changed|touched|altered|rewritten|reformatted)",
            {},
            _ASKED,
        ),
        Phrase(
            rf"(?P<places>{LISTED})[^.;`]{{{{0,30}}}}?\b(?:is|are|stays?|:)\s*(?:strictly |always |considered "
            r"|treated as )*"
            r"(?:read[- ]only|off[- ]limits|frozen|immutable|never (?:edited|modified|touched|changed)|not to "
            r"be (?:edited|modified|touched|changed))",
            {},
            _ASKED,
        ),
        Phrase(
            (
                rf"\b(?:hands off|leave)\s+(?:the |everything in |files in |all of )*(?P<places>{LISTED})(?:\s+"
                r"(?:alone|untouched|unchanged|as (?:it|they) (?:is|are))|(?=\s*(?:$|[.,;:()!—–])))"
            ),
            {},
            rf"{_ASKED}|\bout of\b|^(?!.*(?:hands off|alone|untouched|unchanged|as (?:it|they))).*$",
        ),
        Phrase(
            (
                rf"\b(?:treat|consider|keep)\s+(?:the |everything in |files in )*(?P<places>{LISTED})\s+(?:as )?"
                r"(?:read[- ]only|immutable|frozen|untouched|unchanged|off[- ]limits)"
            ),
            {},
            _ASKED,
        ),
    ),
    vague=(
        Phrase(
            r"^(?:never|do not|don't)\s+(?:manually )?(?:edit|modify|touch)\s+(?:any |the )?generated "
            r"(?:files?|code)(?: by hand| manually| directly)?\s*(?:$|[.;:—–])"
        ),
    ),
    reads=(
        ("Never edit files in `managed_components/`", {"places": ("managed_components/",)}),
        ("Do not modify `docs/a.md` or `docs/b.md`", {"places": ("docs/a.md", "docs/b.md")}),
        ("Don't touch `legacy/`.", {"places": ("legacy/",)}),
        ("Never edit src/generated/ or src/api/client.ts", {"places": ("src/generated/", "src/api/client.ts")}),
        ("`src/generated/` is generated: do not edit by hand", {"places": ("src/generated/",)}),
        ("Files under `src/api/gen/` must never be edited.", {"places": ("src/api/gen/",)}),
        ("`vendor/` is read-only", {"places": ("vendor/",)}),
        ("Never modify existing migrations in `db/migrations/`", {"places": ("db/migrations/",)}),
        ("Do not hand-edit `*.gen.ts`", {"places": ("*.gen.ts",)}),
        ("Leave `third-party/` untouched", {"places": ("third-party/",)}),
        ("No changes to `package-lock.json`", {"places": ("package-lock.json",)}),
        ("Do not edit files in `_sync_drop/` — it's a generated build artifact.", {"places": ("_sync_drop/",)}),
    ),
    ignores=(
        "Never commit `.env`.",
        "Do not modify `REF.md` without being explicitly asked",
        "Never modify a `.txt` decklist without bumping the date in the filename.",
        "Do not change the application's dependencies without approval.",
        "Never edit files directly on the server.",
        "Don't change `props` inside a component.",
        "Edit `config/app.yml` to change the port.",
        "Do not delete tests without approval",
        "After changing `schema.prisma`, run the generator.",
        "Never mutate `state.items` in a reducer",
    ),
    slots=(Slot("places", "names", ask="Which files must not be edited? Name a folder or a file in backticks."),),
    words=Words(
        why="Somebody decided that this file is written elsewhere, by a tool or by other people: what is changed here "
        "is lost at their next turn, or breaks what they rely on.",
        question="Who writes this file, and from what?",
        hint="Look for the source behind it: the place from which a change would reach this file by itself.",
    ),
    examples=(),
)
