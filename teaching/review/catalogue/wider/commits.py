"""Further wordings of the checks on branches, commits and the files of tests."""

from teaching.review.catalogue.wider.forms import Wider, told
from teaching.review.catalogue.wider.mentions import demanded, refused
from teaching.review.prose import Phrase


def _doubled(pattern: str) -> str:
    return pattern.replace("{", "{{").replace("}", "}}")


_PREFIXES = r"(?P<prefixes>`[a-z][\w-]*/[^`\s]*`(?:(?:,? (?:and|or)|,|/| /|\s?\|) `[a-z][\w-]*/[^`\s]*`)*)"

_TICKET_ID = (
    r"(?P<pattern>`?[\[(]?(?:#(?:\d+|n+|<[\w -]+>|x+)|gh-(?:<\w+>|\d+|n)|[a-z][a-z0-9]{1,9}-(?:\d+"
    r"|x+|n+|<[\w -]+>|#+|key\b))(?![\w-])[\])]?:?`?)"
)

_COMMIT = r"\bcommit(?:s|ted|ting)?\b"

_TICKET_ELSE = r"\b(?:pull requests?|prs?|branch(?:es)?|todos?|adr|phase|decision|code comments?|merge commits? only)\b"

_SIGN = (
    r"(?:`?signed-off-by:?`?(?: (?:line|trailer|footer)s?)?|\bsign(?:ed)?[- ]?offs?\b"
    r"|`(?:git )?commit (?:-s|--signoff)`|`-s`|`--signoff`|\bsign off\b|\bdco\b)"
)

_UNSIGNED = (
    r"\bunsigned(?:-off)? commits?\b|\bcommits? (?:with no|without|lacking|missing) (?:an? "
    r"|the |its )?`?sign(?:ed)?[- ]?off(?:-by)?`?(?: (?:line|trailer))?"
)

_MOOD = (
    r"\b(?:imperative(?: mood| form| verbs?)?|present[- ]tense(?: imperative)?"
    r"|complete the sentence \"if applied[^\"]*\"|as (?:a )?commands?|command form)"
)

_WRONG_MOOD = (
    r"\b(?:past tense|gerunds?|third person|[\"`](?:adds|added|adding|fixes|fixed"
    r"|fixing|updated|updates|updating)[^\"/`,.;]{0,12}\"?(?: (?:or|and|nor) \"?(?:adds"
    r"|added|adding|fixes|fixed|fixing"
    r"|updated|updating|updates)\"?)?)"
)

_SPEC = (
    r"(?P<pattern>`(?:[\w.*<>{}\[\]-]+[._-])?(?:test|spec|e2e|tests|specs)\.(?:py"
    r"|[cm]?[jt]sx?)`|`(?:[\w*<>{}\[\]-]+_)test\.py`|`\.(?:test|spec|e2e)\.[cm]?[jt]sx?`"
    r"|`_test\.py`"
    r"|`test_[\w*<>{}\[\]-]*(?:\.py)?`)"
)

_TEST_FILES = r"\b(?:tests?|specs?|test files?|spec files?|test modules?|test names?)\b"

_FOLDER = r"(?P<folder>`[\w@.-]*(?:tests?|specs?|__tests__)/?`)"

_WHERE_ELSE = (
    r"\b(?:fixtures?|snapshots?|mocks?|helpers?|factories|utilities|utils|e2e"
    r"|integration|unit|named|called|run|coverage|data)\b|^[^.;]{0,20}\bkeep tests (?:small"
    r"|short|fast)"
)

_IN_FOLDER = (
    (
        rf"(?:\btests?|\bspecs?|\btest (?:files?|modules?))(?: \w+){{{{0,4}}}} (?:in"
        rf"|into|under|inside|within) (?:the |a )?(?:top-level |root )?(?:folder "
        rf"|directory )?{_FOLDER}"
    ),
    rf"\b(?:tests?|specs?|test files?|test modules?)\b[^.;`]{{{{0,40}}}}(?:`[^`]+`[^.;`]{{{{0,40}}}})?(?:they (?:go"
    rf"|belong)|\bgo|\buse|\bcreate them|\binto?|\bunder|\blocation:|\bonly in"
    rf"|\binside|\bplaced in) "
    rf"(?:in(?:to)? |under )?(?:the )?(?:top-level |root )?(?:folder |directory )?{_FOLDER}",
    (
        rf"\b(?:no|never|not|don't|a|all)\b[^.;`]{{{{0,15}}}}\b(?:tests?|specs?|test files?) (?:(?:live"
        rf"|go|placed|anywhere|put) )?(?:outside|beyond)(?: of)? (?:the )?{_FOLDER}"
    ),
    (
        rf"\b(?:tests?|testing|specs?)\b[^.;`]{{{{0,20}}}}(?:location|place|folder"
        rf"|directory|where)?\s*(?::|\||→|->|\?)\s*(?:in |into |under )?(?:the )?{_FOLDER}"
    ),
)

_SIZES = (1, 2, 3, 4, 5, 8, 10, 15, 16, 20, 25, 30, 32, 50, 64, 100, 200, 250, 500)

_SIZE_ELSE = (
    r"\b(?:uploads?|bundles?|payloads?|requests?|responses?|memory|ram|heap|docker"
    r"|cache|logs?|lines?|chunks?|buffers?|database|db|compressed"
    r"|gzip\w*|download\w*|attachments?|avatars?|users?|emails?|quota|disk)\b"
)


def _sized_files() -> tuple[Phrase, ...]:
    thing = (
        r"(?:files?|assets?|images?|binar(?:y|ies)|blobs?|fixtures?|media|videos?"
        r"|anything|everything you (?:add|commit|check in))"
    )
    over = r"(?:larger|bigger|heavier|greater|more|weighs over|above|over|beyond|exceeding|exceeds)(?: than)?"
    most = (
        r"(?:at most|up to|max(?:imum|\.)?(?: of| is|:)?|under|below|smaller than"
        r"|less than|no (?:more|larger) than|within|≤|<=?)"
    )
    found: list[Phrase] = []
    for size, fixed in [
        (r"(?P<number>\d{{1,5}})\s?(?:kb|kib|kilobytes?|k)\b", 0),
        *((rf"{n}\s?(?:mb|mib|megabytes?|m)\b", n * 1024) for n in _SIZES),
    ]:
        given: dict[str, object] = {"kilobytes": fixed} if fixed else {}
        patterns = (
            (
                rf"\b{thing}\b[^;]{{{{0,40}}}}?\b{over} {size}[^.;]{{{{0,40}}}}(?:\b(?:not"
                rf"|never|rejected|blocked|forbidden|lfs|banned)|n't)\b"
            ),
            rf"\b(?:never|no|none|don't|do not|not)\b[^.;]{{{{0,30}}}}\b{thing}\b[^.;]{{{{0,25}}}}\b{over} {size}",
            rf"\b{thing}: none {over} {size}",
            (
                rf"\b(?:repo\w*|git|commit\w*|check(?:ed)? in"
                rf"|assets|fixtures|large files)\b[^;]{{{{0,40}}}}?{most}(?: (?:size"
                rf"|is|be))*\s*{size}"
            ),
            (
                rf"\bmax(?:imum|\.)? size (?:of|for) an? (?:committed |checked-in ){thing}[^.;]{{{{0,12}}}}?(?:\|"
                rf"|:|is|=)\s*{size}"
            ),
            rf"\blarge files? \({size}(?: and (?:up|more|above))?\) (?:must|should|may|are|do)(?: not|n't| never)",
        )
        found += [
            Phrase(phrase.pattern, given, phrase.unless, needs=size) for phrase in told(*patterns, unless=_SIZE_ELSE)
        ]
    found += told(r"\bcheck-added-large-files`?[^.;]{{0,15}}--maxkb=(?P<number>\d{{1,5}})", unless=_SIZE_ELSE)
    return tuple(found)


COMMITS = {
    "no-large-files": Wider(
        _sized_files(),
        (),
        (
            ("Fixtures above 64 KB are rejected.", {"kilobytes": 64}),
            ("Everything you commit is smaller than 3 MB.", {"kilobytes": 3072}),
        ),
    ),
    "branch-naming": Wider(
        (
            demanded(
                _PREFIXES,
                r"\bbranch",
                unless=r"\b(?:cut|never|do not|don't|protected|protection|deploys?|deployed|merges? (?:in"
                r"|to)|merge into|pushes? to|worktrees?|base branch|checkout|tests?)\b|`(?:main"
                r"|master|develop|dev)`|`<type>/"
                r"|\b(?:files?|folders?|director(?:y|ies)|packages?|modules?) (?:in|under)\b"
                r"|`(?:src|docs|app|lib|packages)/",
            ),
        ),
        (),
        (
            ("We branch off main using `topic/<name>`", {"prefixes": ("topic/<name>",)}),
            ("Each branch carries one of the prefixes `feat/`, `fix/`", {"prefixes": ("feat/", "fix/")}),
        ),
    ),
    "signed-off": Wider(
        (
            refused(_UNSIGNED, unless=r"\bgpg\b|\bkeys?\b|\bssh\b|\bverified\b"),
            demanded(
                _SIGN,
                r"\bcommits?\b|--signoff|signed-off-by|\bdco\b|\bno merge\b|\bsign off our work",
                unless=(
                    r"\bqa\b|\bowner|\bdesign\b|\b(?:manager|lead|customer|client)s? (?:must"
                    r"|has|have|needs?|signs?)\b|\bgpg\b|\b(?:qa|design|product|legal|manager"
                    r"|stakeholder|release|security team) sign|\bsign-?off (?:from|by|of)\b|\bnot (?:a )?(?:requirement"
                    r"|necessary)|\bplain `git commit`|\bnever (?:sign|add|include|use)|\b(?:don't"
                    r"|do not|no) (?:sign|add|include|use|need)\b"
                ),
            ),
            *told(
                r"\bnever (?:leave out|omit|forget|skip) (?:the )?`?signed-off-by",
                unless=r"\bgpg\b",
            ),
            *told(r"\bno sign-?off,? no merge\b"),
            *told(
                r"\b(?:an )?unsigned-off commit (?:won't|will not|does not|doesn't|cannot"
                r"|can't) (?:get in|be merged|land|pass)"
            ),
            *told(r"\bmissing sign-?offs? (?:have to be|must be|are|get) (?:repaired|fixed|added|rejected|amended)"),
        ),
        ("signed", "--signoff"),
        (("A commit without a sign-off gets rejected.", {}), ("We sign off each commit with `git commit -s`.", {})),
    ),
    "commit-imperative": Wider(
        (
            demanded(
                _MOOD,
                r"\bcommits?\b(?! output)|\bsubjects?\b",
                unless=(
                    r"\b(?:sentence naming|allow list|docstrings?|comments?|function names?|test names?"
                    r"|method names?|tests?|pr titles?|changelog|headings?)\b"
                ),
            ),
            refused(
                _WRONG_MOOD,
                unless=(
                    r"\b(?:docstrings?|changelog|comments?|test names?|names?|events?)\b|^(?!.*(?:commit"
                    r"|subject|message|\b(?:say|becomes|not) \"?(?:add|fix|update)))"
                ),
            ),
            *told(
                r"`adds`(?:/`\w+`)* (?:->|→) `add`", r"\"fixes [\w ]+\" is (?:a )?(?:bad|wrong)", unless=r"\bdocstring"
            ),
            *told(
                r"\"(?:fixes|fixed|added|adds) [\w ]+\" is (?:a )?(?:bad|wrong|not|rejected)[^;]{{0,60}}\"(?:fix"
                r"|add)"
            ),
        ),
        ("commit", "subject line", "`adds`"),
        (
            ("Commit subjects in the past tense are rejected.", {}),
            ("Start every commit title with an imperative verb.", {}),
        ),
    ),
    "commit-ticket": Wider(
        (
            demanded(
                _TICKET_ID,
                _COMMIT,
                unless=(
                    rf"{_TICKET_ELSE}|\bnever\b|\bhooks?\b|\bbare\b|\b(?:don't|do not) (?:add"
                    rf"|put|include|mention|reference|use)|\bno (?:ticket|issue|jira)"
                ),
            ),
            *told(
                (
                    rf"\bcommits? (?:without|with no|lacking) (?:an? |the )?(?:issue|ticket|jira"
                    rf"|reference)[^.;]{{{{0,25}}}}{_TICKET_ID.replace('{1,9}', '{{1,9}}')}[^.;]{{{{0,12}}}}(?:is"
                    rf"|are|gets?|will be) (?:rejected|refused|blocked|sent back|bounced)"
                ),
                unless=_TICKET_ELSE,
            ),
        ),
        ("committing",),
        (
            ("Each commit ends with its ticket, `PAY-12`", {"pattern": "PAY-12"}),
            ("The commit message carries an issue number (`#12`).", {"pattern": "#12"}),
        ),
    ),
    "test-file-naming": Wider(
        (
            demanded(
                _SPEC,
                _TEST_FILES,
                unless=(
                    r"\b(?:integration|functions?|methods?|excluded?|ignored?|match(?:es|ing)"
                    r"|discover\w*|go|run|runs|running|e\.g|example|see|look at|like in|delete"
                    r"|move|add(?:ed)? to|imports?|covers?|helpers?|fixtures?|put|create|beside"
                    r"|next to|each|every|exists?|mirror\w*|collect only)\b(?! else)(?! test file)"
                    r"|\.lua\b|::"
                ),
            ),
            *told(rf"^{_doubled(_SPEC)}(?:, not| instead of| over| rather than) `[\w.*-]*(?:test|spec)"),
        ),
        (),
        (
            ("A spec goes by the name `thing.spec.ts`.", {"pattern": "thing.spec.ts"}),
            ("All test files carry the name `test_<module>.py`", {"pattern": "test_<module>.py"}),
        ),
    ),
    "test-place": Wider(
        (
            *told(*_IN_FOLDER, unless=_doubled(_WHERE_ELSE), where="folder"),
            *told(
                r"\b(?:tests?|specs?|test files?)\b[^.;]{{0,25}}\b(?:co-?located|colocated"
                r"|side by side|right beside|next to|beside|alongside)\b(?: (?:with |to )?(?:the "
                r"|its |their )?"
                r"(?:code|source|sources|module|modules|file|files|component|components|implementation"
                r"|what they test)\b|\s*(?:$|[.,;]))",
                r"\b(?:co-?located|colocated) (?:tests?|specs?)\b",
                unless=(
                    rf"{_doubled(_WHERE_ELSE)}|\bwrite (?:the )?tests?\b|\bbefore or\b|\b(?:not"
                    rf"|never|no|don't|do not|avoid) (?:co-?locat|colocat|next to|beside)|\b(?:not"
                    rf"|never|no) (?:\w+ ){{{{0,4}}}}(?:next to|beside|alongside|colocated|co-located)"
                    rf"|`[\w/]*tests?/?`"
                ),
                where="beside",
            ),
        ),
        ("colocated", "co-located"),
        (
            ("A test file outside `tests/` is a bug.", {"where": "folder", "folder": "tests/"}),
            ("Tests are colocated with the code", {"where": "beside"}),
        ),
    ),
}
