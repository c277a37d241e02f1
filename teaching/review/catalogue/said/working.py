"""More wordings of the checks on tests and commits."""

from teaching.review.catalogue.verdicts import Wider, each, enforced, shuns
from teaching.review.prose import Phrase

_THING = (
    r"(?:source |code |new |python |ts )*(?:modules?|files?|services?|components?|classes|reducers?|hooks?"
    r"|utils?|packages?)"
)
_FOLDER = r"(?:\s(?:in|under|of|inside|from|below)\s(?:the )?(?P<folders>`[\w./*-]+/?`|[\w-]+/))?"
_TEST_FILE = (
    r"(?:(?:an? |its |one |the |own |matching |corresponding |accompanying |same-named |companion |unit |dedicated )*"
    r"(?:`[^`]*test[^`]*`|`[^`]*spec[^`]*`|tests?\b(?: files?| modules?| companion)?|specs?\b(?: files?)?))"
)
_FOCUSED = (
    r"`?(?:(?:it|test|describe|suite|context|spec))?\.only(?:\(\)|\([^`)]*\))?`?(?: calls?| modifiers?)?|`only`"
    r"|focus(?:s)?ed (?:tests?|specs?|suites?)"
    r"|`?fit(?:\(\))?`?"
    r"(?:(?:,| and| or|/) ?`?fdescribe(?:\(\))?`?)?|`?fdescribe(?:\(\))?`?|tests? in focus mode|run-alone markers?"
    r"|tests? (?:marked )?to run alone"
)
_SKIPPED = (
    r"(?:skipped|disabled|ignored|switched[- ]off|commented[- ]out|parked|pending) (?:tests?|specs?|test cases?)"
    r"|`@?(?:(?:it|test|describe|pytest\.mark|unittest)\.)?\.?(?:skip|xfail|skipif)(?:\([^`]*\))?`?(?: markers?"
    r"| decorators?)?"
    r"|`(?:xit|xdescribe|xtest)(?:\(\))?`|`@(?:pytest\.mark|unittest)\.skip[^`]*`"
)
_ALSO_SKIPPED = rf"(?:{_SKIPPED})(?:(?:,| and| or|, and|/) ?(?:{_SKIPPED}))*"
_SLEEP = (
    r"(?:fixed|hard(?:-coded)?|hardcoded|real|real-time|arbitrary|artificial|static) (?:delays?|waits?|sleeps?"
    r"|pauses?|timeouts?)"
    r"|`?(?:time\.|asyncio\.|thread\.)?sleep(?:\(\)|\([^`)]*\))?`?(?:[- ](?:calls?|style pauses?|statements?))?"
    r"|sleeps|sleeping"
    r"|`?cy\.wait(?:\([^`)]*\))?`?|`?(?:page\.)?waitfortimeout(?:\([^`)]*\))?`?|`settimeout`(?: calls?)?"
)
_TESTS = r"(?:tests?|specs?|suites?|test (?:code|suites?|files?|cases?|bodies)|e2e(?: tests?)?|`tests?/?`|the suite)"
_ABOUT_TESTS = rf"^(?=.*\b(?:{_TESTS}|testing|flak\w+|cypress|playwright|cy\.wait|waitfortimeout)\b)"
_EMPTY = (
    r"(?:empty|hollow|blank|assertion-?less|assertion-free) (?:`?it`? |test )?(?:tests?|bodies|test bodies"
    r"|test cases?|specs?|blocks?)"
    r"(?: \([^)]*\))?|(?:tests?|test cases?|specs?|`?it(?:\(\))?`?|`?test(?:\(\))?`?)(?: functions?| blocks?"
    r"| bodies)? (?:without|that"
    r" lacks?|that ha(?:s|ve) no|with no|lacking|with `pass` as their|with only `pass`"
    r"|that (?:only )?(?:calls? and )?checks?"
    r" nothing|that asserts? nothing)(?: (?:an?|any|single|one|at least))*(?: `?(?:assert(?:ion)?s?"
    r"|expect(?:ation)?s?(?:\(\))?"
    r"|checks?|body)`?)?"
)
_ASSERT = r"(?:`?assert(?:ion)?s?`?|`?expect(?:ation)?s?(?:\(\))?`?|checks? a result|`pytest\.raises`)"
_COMMITS = (
    r"(?:commits?(?: messages?| subjects?| titles?| headers?| lines?| format| style)?|subjects?|git log"
    r"|pull request titles?)"
)
_SPEC = (
    r"(?:\[?conventional[- ]?commits?\b\]?(?:\.org)?|semantic (?:commit messages?|commits|prefix(?:es)?)"
    r"|angular (?:style|way|convention|format))"
)
_TYPES = (
    r"(?P<types>(?:`?(?:feat|fix|docs|chore|refactor|test|style|perf|build|ci"
    r"|revert)(?:\([^)`]*\))?:?`?)(?:(?:, (?:and |or )?"
    r"| and | or |/|\|)`?(?:feat|fix|docs|chore|refactor|tests?|style|perf|build|ci|revert)(?:\([^)`]*\))?:?`?)+)"
)
_HEADLINE = (
    r"(?:(?:commit (?:titles?|subjects?|headlines?|headers?|summar(?:y|ies)|messages?)|commit's (?:title|subject"
    r"|headline)"
    r"|subject(?: lines?)?s?|(?:commit )?(?:message )?first lines?|(?:commits?|history)\s?(?::|>"
    r"|\|)[^.;\d]{{0,20}}(?:titles?|headlines?"
    r"|subjects?|first lines?))\b)"
)
_MOST = (
    r"(?:at most|max(?:imum|\.)?(?: length)?(?: of| is)?|up to|(?:no|not|never)(?: be)? (?:more|longer|over|above"
    r"|beyond|exceed"
    r"|wider)(?: than)?|under|below|within|(?:fit|fits) (?:into|in|within)|<=?|≤|limit(?:ed)?(?: is| of| to)?|to"
    r"|longer than|exceeds?"
    r"|stays? (?:under|below|within)|keep to|is|:|\|)"
)
_AI = (
    r"(?:ai(?: (?:tools?|systems?|assistants?|agents?))?|assistants?|claude(?: code)?|tools?|bots?|llms?|copilot"
    r"|agents?)"
)
_CREDIT = (
    rf"(?:(?:any |the |no )*(?:ai |tool |claude |assistant )?(?:attributions?|credits?|advertis\w+|signatures?"
    rf"|footers?|mentions?)"
    rf"(?: (?:of|to|for|by|from) (?:the |an? |any )?{_AI})?|generated[- ](?:by|with)[- ]?(?:notes?|lines?|footers?"
    rf"|trailers?)?)"
)
_COAUTHOR = (
    r"(?:the |any |an? )?`?co-?author(?:ed)?(?:-by)?:?[^`\s]*`?(?: (?:credits?|trailers?|lines?|tags?"
    r"|footers?|names?))?"
)
WORKING: dict[str, Wider] = {
    "tests-exist": Wider(
        each(
            (
                rf"\b(?:every|each|all|any|new)\s{_THING}{_FOLDER}[^.;`]{{{{0,25}}}}\b(?:has|have|must have|needs?"
                rf"|gets?|requires?|comes?"
                rf" with|ships? with|accompanied by|is required to have|with) (?:its |their |an? |one "
                rf"|the )*{_TEST_FILE}",
                rf"\bone {_TEST_FILE} (?:per|for (?:each|every|all)) {_THING}",
                rf"\b(?:no|never)\b[^.;]{{{{0,20}}}}{_THING}{_FOLDER}\s(?:without|lacks?)\s{_TEST_FILE}",
                rf"\b(?:add|leave|create|commit) (?:an? |any )?{_THING}{_FOLDER} without {_TEST_FILE}",
                rf"\b{_THING} (?:that has no|without|with no|lacking) {_TEST_FILE}[^.;]{{{{0,30}}}}\b(?:incomplete"
                rf"|rejected|a bug|not "
                r"(?:accepted|merged)|sent back)",
                rf"\b(?:untested) {_THING}\s(?:get|gets|are|is) (?:rejected|refused|not (?:allowed|accepted|merged))",
                rf"\b(?:`\w+\.\w+`|{_THING})[^.;]{{{{0,12}}}}\bthen `[^`]*(?:test|spec)[^`]*` (?:must|has to"
                rf"|should) exist",
                rf"{_TEST_FILE}[^.;]{{{{0,30}}}}\b(?:mandatory|required)\b[^.;]{{{{0,12}}}}\b(?:for|in) (?:every|each"
                rf"|all|everything)\b"
                r"[^.;`]{{0,12}}(?P<folders>`[\w./-]+/`)?",
            ),
            unless=r"\b(?:public (?:function|method)|bug ?fix|feature|endpoint|coverage|pass)\b",
        ),
        cues=("spec",),
        reads=(("Every module has its own test file", {"folders": ()}), ("One test file per module", {"folders": ()})),
        ignores=("Every test file has a module docstring",),
    ),
    "no-focused-tests": Wider(
        (
            *shuns(_FOCUSED, unless=r"\b(?:fits?|keyboard|screen reader)\b(?!\()"),
            *enforced(r"`?no-focused-tests`?|`?no-only-tests`?|`?forbidonly`?"),
            *each(
                (
                    rf"\b(?:do not|don't|never|not) (?:please )?(?:forgot|forget|leave|commit|check in|merge"
                    rf"|push)\b[^.;]{{{{0,25}}}}"
                    rf"(?:{_FOCUSED})",
                    r"\b(?:no test|nothing|none) (?:is |may be |are )?(?:marked to run alone|focused|focussed)",
                    r"`(?:it|test|describe)\.only\b[^`]*`\s*(?:->|→|=>)",
                    r"\bchecked in without `?(?:test|it|describe)?\.only",
                )
            ),
        ),
        cues=("run alone", "run-alone", "forbidonly"),
        reads=(("`describe.only` must not be committed", {}), ("Focused tests get rejected", {})),
        ignores=("The dialog must fit on screen, only then focus it",),
    ),
    "no-skipped-tests": Wider(
        (
            *shuns(_ALSO_SKIPPED, unless=r"\bci\b[^.;]*\breport"),
            *enforced(r"`?no-disabled-tests`?|`?no-skipped-tests?`?"),
            *each(
                (
                    r"\b(?:never|don't|do not|not|n't|rather than|instead of) (?:be )?(?:skip|skipping|disable"
                    r"|disabling|park|silence"
                    r"|switch off|comment out)\b(?: (?:an?|the|any|red|failing|broken|flaky|single|your|these"
                    r"|our)){{0,3}}? (?:tests?|specs?)\b(?! (?:suite|runs?|step)s?)",
                    r"\b(?:tests?|test cases?|specs?)\b[^.;]{{0,25}}\b(?:not|never|n't"
                    r"|none)(?: \w+)?(?: be)? (?:skipped|disabled|marked"
                    r" (?:as|with) `?skip\w*)",
                    r"\bnone (?:of them )?(?:may be |is |are |be )?(?:marked as )?(?:skipped|disabled)\b",
                    r"\bslapping `\.?skip`",
                    r"\b(?:ignored|skipped) tests in the suite\b",
                ),
                unless=r"\b(?:commands?|`npm|`pytest|hooks?|unless|when running|without|before (?:commit|push"
                r"|merg)\w*)\b",
            ),
        ),
        cues=("xdescribe", "ignored test", "silence", "`.skip"),
        reads=(("Skipped tests get rejected", {}), ("A failing test is repaired, not marked with `skip`", {})),
        ignores=("Skipped lines get rejected by the parser",),
    ),
    "no-sleep-in-tests": Wider(
        (
            *(
                Phrase(rf"{_ABOUT_TESTS}.*?{phrase.pattern.removeprefix('^')}", {}, phrase.unless, needs=phrase.needs)
                for phrase in shuns(
                    rf"(?:{_SLEEP})(?: (?:in|inside|within|under|to) (?:the |our |any "
                    rf"|all )*{_TESTS})?",
                    unless=r"\bscripts? only\b",
                )
            ),
            *enforced(r"`?no-wait-for-timeout`?|`?no-unnecessary-waiting`?"),
            *each(
                (
                    rf"\b{_TESTS}\b[^.;]{{{{0,40}}}}\b(?:never|not|n't|no)\b(?: \w+){{{{0,2}}}}? (?:{_SLEEP}|sleep"
                    rf"|pause)\b",
                    rf"\b{_TESTS} (?:that|which) (?:contains?|uses?|calls?"
                    rf"|has) (?:an? )?(?:{_SLEEP})[^.;]{{{{0,20}}}}\b(?:sent back|rejected"
                    r"|bug|banned|forbidden)",
                    rf"\b(?:fake|mocked?) (?:timers?|clocks?) (?:instead of|rather than|over|not) (?:{_SLEEP})",
                    rf"\breplace (?:every |all |each )*(?:{_SLEEP}|sleep) in (?:an? |the )?{_TESTS}",
                )
            ),
        ),
        cues=("cy.wait", "wait-for-timeout", "pause"),
        reads=(("Fixed delays are banned in tests", {}), ("A test that contains `time.sleep` gets rejected", {})),
        ignores=("Sleep calls are out of the scheduler",),
    ),
    "no-empty-tests": Wider(
        (
            *shuns(_EMPTY),
            *enforced(r"`?expect-expect`?"),
            *each(
                (
                    rf"\b(?:every|each|all|an?)\s(?:`?test_?\*?`? |unit |single )*(?:tests?|specs?|test cases?|`it`"
                    rf"|`test_\*` functions?)\b"
                    rf"[^.;]{{{{0,40}}}}\b(?:has|have|needs?|must|contains?|ends?|includes?|requires?"
                    rf"|required)\b[^.;]{{{{0,25}}}}{_ASSERT}",
                    rf"{_ASSERT}[^.;]{{{{0,20}}}}\b(?:mandatory|required|a must"
                    rf"|obligatory)\b[^.;]{{{{0,20}}}}\b(?:tests?|`it`|specs?|test case)",
                    rf"\b(?:tests?|specs?)\s*(?::|—|\|)\s*at least (?:one|1) {_ASSERT}",
                    rf"\b(?:put|have|write) (?:always )?(?:an? |at least one )*{_ASSERT} (?:inside|in|into) (?:your "
                    rf"|every |each |all )*tests?",
                    r"\b(?:don't|do not|never) leave tests? (?:blank|empty)",
                ),
                unless=r"\b(?:only one|exactly one|message|per test at most|single assert)\b",
            ),
        ),
        cues=("hollow", "empty", "blank", "checks nothing", "check nothing", "`pass`"),
        reads=(("Every test has at least one assertion", {}), ("Empty tests get rejected", {})),
        ignores=("Empty strings get rejected by the test server",),
    ),
    "conventional-commits": Wider(
        (
            *each(
                (
                    rf"\b{_COMMITS}\b[^.;`]{{{{0,40}}}}\b(?:begins?|starts?|prefix\w*|carr(?:y|ies)|types?|one of|has"
                    rf"|have|mandatory)\b[^.;`]{{{{0,30}}}}?(?<!\w){_TYPES}",
                    rf"{_TYPES}[^.;]{{{{0,30}}}}\b(?:prefix\w*|types?|must stand)\b[^.;]{{{{0,30}}}}\bcommits?\b",
                    rf"\bsemantic prefixes\b[^.;`]{{{{0,40}}}}{_TYPES}",
                ),
                unless=r"\bbranch",
            ),
            *each(
                (
                    rf"\b{_COMMITS}\b[^.;]{{{{0,40}}}}{_SPEC}|{_SPEC}[^.;]{{{{0,40}}}}\b{_COMMITS}\b",
                    rf"\b(?:stick to|follow|conform to|adhere to|use|write) (?:the )?{_SPEC}",
                    rf"\b{_COMMITS}\b[^.;`]{{{{0,50}}}}`<?(?:type|feat|fix|docs|chore"
                    rf"|refactor)>?(?:\([^)`]*\))?!?: [^`]+`",
                    r"^\W*[^.;]{{2,25}}(?:->|→|=>)\s*`(?:feat|fix|docs|chore|refactor)(?:\([^)`]*\))?: ",
                ),
                unless=r"\b(?:no|not|never|n't|without) (?:use |follow |need )?(?:the )?(?:conventional|semantic"
                r"|angular)|\bbranch\w*|\bchangelog"
                r"|\bprs?\b|\bpull requests?\b|\btitles? follow",
            ),
        ),
        cues=("semantic", "angular", "feat", "`docs:"),
        reads=(
            ("Commit subjects conform to Conventional Commits", {}),
            ("Every commit begins with one of feat, fix, docs", {"types": ("feat", "fix", "docs")}),
        ),
        ignores=("Commits of the angular app go to `web/`",),
    ),
    "commit-subject-length": Wider(
        each(
            (
                rf"{_HEADLINE}[^.;\d]{{{{0,40}}}}?{_MOST}\s*{{N}}(?:[ -]?(?:chars?|characters|letters"
                rf"|columns))?(?=\s*(?:$|[.,;)!]"
                r"|max|at most|long|or (?:less|fewer)|tops|and|is))",
                rf"{_HEADLINE}[^.;\d]{{{{0,30}}}}\(?\s*{{N}}[ -]?(?:or (?:fewer|less) )?(?:chars?|characters|letters)"
                r"(?: (?:long )?(?:at most|max(?:imum)?|or (?:less|fewer)|tops|is the limit))?",
                r"`?header-max-length`?\s*(?:is|:|=)\s*\[?[^\d.;]{{0,20}}{N}",
            ),
            unless=r"\b(?:body|wrap|email|certificate|at least|min(?:imum)?)\b",
        ),
        cues=("header-max", "headline", "first line"),
        reads=(
            ("Commit headlines fit into 60 characters", {"characters": 60}),
            ("Commits > first line <= 65", {"characters": 65}),
        ),
        ignores=("The first line of the CSV has 12 columns",),
    ),
    "commit-no-trailer": Wider(
        (
            *shuns(
                rf"{_COAUTHOR}(?: (?:in|on|to|from) (?:the |any |your |git )*commits?(?: messages?)?)?",
                what="co-author",
            ),
            *(
                Phrase(
                    rf"^(?=.*\b(?:commits?|git|history)\b).*?{phrase.pattern.removeprefix('^')}",
                    {"what": "tool"},
                    phrase.unless,
                )
                for phrase in shuns(
                    rf"{_CREDIT}(?: (?:in|on|to|from) (?:the |any |your |git )*commits?(?: (?:messages?|bodies|log))?)?"
                )
            ),
            *each(
                (
                    rf"\b(?:don't|do not|never|not|n't)\b(?: \w+){{{{0,2}}}}? (?:credit|advertise|attribute"
                    rf"|thank) (?:the |an? |any |it to )*{_AI}",
                    rf"\bcommits?(?: messages?)?\b[^.;]{{{{0,20}}}}\b(?:contain|have|carry|without"
                    rf"|no)\b(?: \w+){{{{0,2}}}}? {_CREDIT}",
                    rf"\b(?:the )?{_AI} (?:isn't|is not|is never|are not|never) (?:be )?(?:listed|named"
                    rf"|credited) (?:as )?(?:an? )?co-?author",
                    rf"\b(?:not want|don't let|never let) {_AI} (?:to )?sign (?:our |your |the )*commits",
                ),
                unless=r"claude\.md|\.claude",
                what="tool",
            ),
            *each(
                (rf"\b(?:strip|remove|delete|drop) (?:the |any |all )*{_COAUTHOR}",),
                what="co-author",
            ),
        ),
        cues=("co-author", "generated-by", "credit", "assistant", "advertis", "sign our"),
        reads=(
            ("Co-author trailers get stripped; never add co-author lines", {"what": "co-author"}),
            ("Don't credit AI tools in commits", {"what": "tool"}),
        ),
        ignores=("Credit tools in the README",),
    ),
}
