"""What test files are called and where they lie."""

import posixpath
import re
from collections.abc import Iterator

from teaching.patterns import lazily
from teaching.review.catalogue.configuration.whereabouts import lies_in
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, SourceFile

_MARKED = lazily(r"(?:^test_|_test$|^tests?$|[._-](?:test|spec)s?$|Tests?$|Spec$|^spec_|_spec$)")
_TEST_FOLDER = lazily(r"(?:^|/)(?:tests?|__tests__|specs?)/")
# Browsers' tests and their like stand apart under every layout, and their tools find them by names of their own.
_APART = lazily(
    r"(?:^|/)(?:e2e|end-to-end|cypress|playwright|integration|acceptance|smoke|load|perf|bench"
    r"(?:marks?)?|contract)(?:[-_]?tests?)?/"
    r"|\.(?:e2e|cy|bench|stories|int|integration)[.-]|(?:^|/)(?:fixtures?|__fixtures__|__mocks__|mocks"
    r"|snapshots?|testdata|test-data|node_modules)/",
    re.IGNORECASE,
)
_RUNS = lazily(r"(?:describe|it|test)(?:\.\w+)*(?:\(|$)")


def _is_test_file(source: SourceFile) -> bool:
    """Whether a file holds tests: by its name or its folder, and by what stands in it."""
    stem = posixpath.splitext(posixpath.basename(source.path))[0]
    if stem in {"conftest", "__init__"} or _APART.search(source.path) or source.path.endswith((".d.ts", ".pyi")):
        return False
    named = _MARKED.search(stem) is not None or _TEST_FOLDER.search(source.path) is not None
    return named and _holds_tests(source)


def _holds_tests(source: SourceFile) -> bool:
    """Whether a file defines tests; those that stand in a text of it are none."""
    if source.language == "python":
        names = (node.field("name") for node in source.nodes("function_definition"))
        return any(name is not None and re.match(r"test(?:_|$|[A-Z])", name.text()) for name in names)
    return any(
        called is not None and _RUNS.match(called.text()[:60]) is not None
        for node in source.nodes("call_expression")
        for called in (node.field("function"),)
    )


def _form(pattern: str) -> tuple[re.Pattern[str], bool | None]:
    """A pattern as an expression over file names, and whether it speaks of Python (None where it does not say)."""
    bare = posixpath.basename(pattern.strip("`\"' ").rstrip("/"))
    bare = re.sub(r"<[^<>]*>|\[[\w -]*\]|\{(?![^{}]*,)[^{}]*\}|…|\.{3,}", "*", bare)
    suffix = re.search(r"\.(?:\{[\w,]+\}|py|[cm]?[jt]sx?(?:\(x\)|\[x\]|\?)?|\*)$", bare)
    python = None if suffix is None or suffix[0] == ".*" else suffix[0] == ".py"
    stem = bare[: suffix.start()] if suffix is not None else bare
    if "*" not in stem:
        # `Cart.test.tsx` and `test_orders.py` are examples of a form: the mark stays, the name is any.
        stem = re.sub(r"^[A-Za-z]\w*?(?=[._-](?:test|spec)s?$|(?:Tests?|Spec)$)", "*", stem)
        stem = re.sub(r"^(test[_-]|spec[_-])\w+$", r"\1*", stem)
    if "*" not in stem:
        stem = f"*{stem}" if stem[:1] in "._-" else f"{stem}*" if stem[-1:] in "_-" else stem
    if python is None and suffix is None and (stem.startswith("test_") or stem.endswith("_test")):
        python = True
    parts = (re.escape(part) for part in stem.split("*"))
    ending = r"\.py" if python else r"\.[cm]?[jt]sx?" if python is not None else r"\.\w+"
    return re.compile(rf"{'.+'.join(parts)}{ending}$"), python


def misnamed_tests(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Test files whose name does not follow the pattern, in the languages that it speaks of."""
    pattern = str(params["pattern"])
    form, python = _form(pattern)
    for source in view.sources:
        name = posixpath.basename(source.path)
        if python is not None and (source.language == "python") != python:
            continue
        if form.match(name) is None and _is_test_file(source):
            yield source.path, Fact(1, 1, f"The test file `{source.path}` is not named as `{pattern.strip('`')}`.")


def misplaced_tests(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Test files outside the folder, or apart from the code beside which they should lie."""
    folder = str(params["folder"]).strip("`\"' ")
    if params["where"] == "folder":
        for source in view.sources:
            if _is_test_file(source) and not lies_in(source.path, folder):
                yield source.path, Fact(1, 1, f"The test file `{source.path}` does not lie in `{folder}`.")
        return
    sources = _tested(view.paths)
    for source in view.sources:
        home = posixpath.dirname(source.path)
        wanted = sources.get(_subject(source.path), [])
        near = {home, re.sub(r"(?:^|/)(?:__tests__|__test__)$", "", home)}
        if _is_test_file(source) and wanted and not near & {posixpath.dirname(path) for path in wanted}:
            yield source.path, Fact(1, 1, f"The test file `{source.path}` does not lie beside `{wanted[0]}`.")


def _subject(path: str) -> tuple[str, bool]:
    """The name of the module that a test file is about, and whether it is Python."""
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    bare = re.sub(r"^(?:test|spec)_|[._-](?:test|spec)s?$|(?:Tests?|Spec)$", "", stem)
    return re.sub(r"[\W_]", "", bare).lower(), suffix in {".py", ".pyi"}


def _tested(paths: tuple[str, ...]) -> dict[tuple[str, bool], list[str]]:
    found: dict[tuple[str, bool], list[str]] = {}
    for path in paths:
        stem, suffix = posixpath.splitext(posixpath.basename(path))
        if re.fullmatch(r"\.(?:py|[cm]?[jt]sx?)", suffix) and not (
            _MARKED.search(stem) or _TEST_FOLDER.search(path) or _APART.search(path) or stem in {"index", "__init__"}
        ):
            found.setdefault(_subject(path), []).append(path)
    return found


_TESTS = r"(?:unit )?tests?(?: files?| modules?| suites?)?"
_NAME = (
    r"`?(?P<pattern>(?:<[\w -]+>|\[[\w -]+\]|\{{[\w -]+\}}|\*|[\w*-]+)?"
    r"(?:test_(?:\*|<[\w -]+>|\{{[\w -]+\}}|\[[\w -]+\]|\w+|…)(?:\.py)?|[._-](?:test|spec)(?:\."
    r"(?:\{{[\w,]+\}}|py|[cm]?[jt]sx?(?:\(x\)|\?)?|\*))?|(?:test|spec)\.[jt]sx?))`?"
)
_ELSE = (
    rf"{EXCUSED}|\b(?:e2e|end-to-end|playwright|cypress|integration|functional|functions?|methods?"
    r"|cases?|lua|golang|rust|ruby|fixtures?|helpers?|run|runs|running|discover\w*|excluded?|ignored?"
    r"|matches|collects?)\b"
    r"|`[^`]*_test\.(?:go|lua|rb|exs|dart|sh)`|`[^`]*_spec\.(?:lua|rb)`"
)

TEST_FILE_NAMING = Entry(
    name="test-file-naming",
    title="test files whose names do not follow the named pattern",
    languages=ALL,
    engines=(Project(misnamed_tests),),
    cues=("test_", ".test", ".spec", "_test", "-test", "_spec"),
    phrases=(
        Phrase(
            (
                rf"\b{_TESTS}\b(?:\s+(?:are|is|must|should|always|be|to|have|get|use|follow|carry|names?|the"
                r"|an?))*\s*(?:named|called|name|naming|suffix|prefix|pattern|extension|ending|end in|end with"
                r"|start with|begin with|follow|named as|use|:|—|–|->|→|=)\s*(?:is|are|as|like|the|after|with|in"
                rf"|pattern|naming|suffix|prefix|:|convention)*[\s:]*(?:the )?{_NAME}(?![\w/])"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b(?:name|call|suffix|prefix)\s+(?:all |every |each |your |the |new )*{_TESTS}\s+(?:as |like "
                rf"|with |in )*{_NAME}(?![\w/])"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b{_TESTS}\s+(?:must |should |always |will |to )*(?:end|start|begin)s?\s+(?:with|in)\s+{_NAME}(?![\w/])",
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b{_TESTS}\b[^.;`]{{{{0,40}}}}\b(?:named|naming pattern|naming|pattern"
                rf"|suffix)\b[^.;`]{{{{0,15}}}}{_NAME}(?![\w/])"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b{_TESTS}\s+(?:must |should |files? )*(?:follow|use|match|have|carry)s?\s+(?:the |a |an "
                rf")*{_NAME}\s+(?:naming |name |file )*(?:pattern|convention|suffix|form|format|scheme|naming)"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\buse\s+{_NAME}\s+(?:for|as (?:the )?name (?:for|of))\s+(?:all |every |the )*{_TESTS}(?=\s*(?:$"
                r"|[.,;:(—–]))"
            ),
            {},
            _ELSE,
        ),
    ),
    reads=(
        ("Test files are named `*.test.ts`", {"pattern": "*.test.ts"}),
        ("Test files follow the `*.test.ts` naming pattern and use Vitest.", {"pattern": "*.test.ts"}),
        ("Name test files `test_*.py`", {"pattern": "test_*.py"}),
        ("Tests are called `test_<module>.py`", {"pattern": "test_<module>.py"}),
        ("Test files end with `.spec.ts`", {"pattern": ".spec.ts"}),
        ("Unit tests: `*.test.tsx`", {"pattern": "*.test.tsx"}),
        ("Tests use the `_test.py` suffix", {"pattern": "_test.py"}),
        ("Every test file must be named `Component.test.tsx`", {"pattern": "Component.test.tsx"}),
    ),
    ignores=(
        "Run one test with `pytest tests/test_orders.py`.",
        "Integration tests are named `*.int.test.ts`.",
        "Located alongside source files as `*_test.go`",
        "Test functions are named `test_<behaviour>`.",
        "Helpers live in `tests/test_utils.py`.",
        "Test files follow the pattern `*_spec.lua`",
        "`vitest run src/tasks/run-task.test.ts`",
    ),
    slots=(
        Slot("pattern", "name", ask="What are test files called? Write the pattern as `*.test.ts` or `test_*.py`."),
    ),
    words=Words(
        why="Test runners find tests by their names alone: a file that is called otherwise is never run, and the suite "
        "stays green whatever is broken.",
        question="How would the test runner of this project know that there are tests in this file?",
        hint="Compare its name with those of two other test files here.",
    ),
    examples=(),
)

_DIR = r"(?P<folder>`[\w@./*-]*/?`|(?<![\w/.`])[\w-]+(?:/[\w-]+)*/(?![\w`]))"
_BESIDE = (
    r"(?:co-?locat(?:e|ed|ing)(?! (?:state|styles))|next to|beside|alongside|side by side with|in the "
    r"same (?:folder|directory)(?: as)?|adjacent to)"
)
_SUBJECT = (
    r"(?:the |their |its |your )*(?:source files?|sources?|source code|code(?: (?:they|it) tests?| "
    r"under test)?|files?(?: (?:they|it) tests?| under test| being tested)?"
    r"|modules?(?: (?:they|it) tests?)?|components?|implementation|what (?:they|it) tests?|subject|`[\w<>*.-]+`)"
)
_PLACE_ELSE = (
    rf"{EXCUSED.replace('where (?:they|it|useful|helpful|appropriate|needed)', 'where useful')}|\b"
    r"(?:e2e|end-to-end|playwright|cypress|integration|functional|live tests|fixtures?|helpers?|in go"
    r"|golang|rust|lua|data|snapshots?|results?|or use|or in|written|before or|write tests?"
    r"|commands?|runs?|pass|mock|styles?|stories|not)\b|`[^`]*_test\.(?:go|lua|rb|exs)`|\bapi/`?, "
    r"|\bunit`? and `|`[^`]*\b(?:unit|live)/?`"
)

TEST_PLACE = Entry(
    name="test-place",
    title="test files elsewhere than the rule says",
    languages=ALL,
    engines=(Project(misplaced_tests),),
    cues=("test", "spec"),
    phrases=(
        Phrase(
            (
                rf"\b{_TESTS}\b(?:\s+(?:are|is|must|should|always|be|live|lives|go|goes|sit|sits|stay|stays|belong"
                rf"|belongs|placed|kept|located|stand|lie|lies|right|directly|stored))*:?\s+{_BESIDE}(?:\s+(?:with "
                rf"|to )?{_SUBJECT})?(?=\s*(?:$|[.,;:()!—–]| - )|\s+(?:as|named|so|and|because|in)\b)"
            ),
            {"where": "beside"},
            _PLACE_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:place|put|keep|store|co-?locate)\s+(?:all |every |each |the |your |new )*{_TESTS}\s+"
                rf"(?:files? )?(?:right |directly )?(?:{_BESIDE}|with|beside)\s*(?:with |to )?{_SUBJECT}(?![/\w])"
            ),
            {"where": "beside"},
            _PLACE_ELSE,
        ),
        Phrase(
            (
                rf"^(?:co-?located? {_TESTS}|{_TESTS} co-?located)\b(?:\s+(?:with|next to)\s+{_SUBJECT})?\s*(?:$"
                r"|[.,;:(—–])"
            ),
            {"where": "beside"},
            _PLACE_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:all |every |each )?{_TESTS}\b\s*(?:(?:are|is|must|should|always|only|be|live|lives|go|goes"
                r"|sit|sits|stay|stays|belong|belongs|placed|kept|located|stored|stand|lie|lies|reside"
                r"|resides)\s+)+(?:all |only |always )*(?:in|inside|under|into|within|below)\s+(?:the |a |an )*"
                rf"(?:top-level |root )*{_DIR}(?:\s+(?:folder|directory|dir))?(?=\s*(?:$|[.,;:()!—–|]| - )|\s+"
                r"(?:and|mirror\w*|only|next|with|at|as|so|because)\b)"
            ),
            {"where": "folder"},
            _PLACE_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:place|put|keep|store)\s+(?:all |every |each |the |your |new )*{_TESTS}\s+(?:in|inside|under"
                rf"|into)\s+(?:the |a |an )*(?:top-level |root )*{_DIR}(?:\s+(?:folders?|director(?:y|ies)|dir))?"
                r"(?=\s*(?:$|[.,;:()!—–|]| - )|\s+(?:and|mirror\w*|only|next|with|at|as|so)\b)"
            ),
            {"where": "folder"},
            _PLACE_ELSE,
        ),
        Phrase(rf"^{_DIR}\s+mirrors\s+(?:the )?(?:`[\w/]+`|source|structure|layout)", {"where": "folder"}, _PLACE_ELSE),
        Phrase(
            rf"\bno {_TESTS}\s+(?:outside|beyond)(?: of)?\s+(?:the )?{_DIR}",
            {"where": "folder"},
            r"\bunless\b|\bexcept\b",
        ),
        Phrase(
            rf"^{_TESTS}:\s+(?:in |under )?(?P<folder>`(?:tests?|__tests__|specs?)/?`)(?=\s*(?:$|[.,;]))",
            {"where": "folder"},
            _PLACE_ELSE,
        ),
        Phrase(
            rf"^(?:all |every |each )?{_TESTS}\s+(?:in|under|inside)\s+(?P<folder>`[\w@./*-]+`)\s*(?:$|[.;(])",
            {"where": "folder"},
            _PLACE_ELSE,
        ),
        Phrase(
            (
                rf"\b{_TESTS}\s+mirrors?\s+[^.;`]{{{{0,40}}}}\b(?:in|under|inside)\s+(?P<folder>`[\w@./*-]+`)(?!\s+"
                r"(?:and|or)\s+`)"
            ),
            {"where": "folder"},
            _PLACE_ELSE,
        ),
        Phrase(
            rf"\b{_TESTS}\b[^.;]{{{{0,40}}}}\band\s+(?:they )?(?:live|lie|go|sit|belong|are (?:placed|kept))\s+"
            rf"(?:in|under|inside)\s+{_DIR}"
            r"(?=\s*(?:$|[.,;:()!—–]))",
            {"where": "folder"},
            _PLACE_ELSE,
        ),
    ),
    reads=(
        ("Tests live in `tests/`", {"where": "folder", "folder": "tests/"}),
        ("All test files go in the `tests/` directory", {"where": "folder", "folder": "tests/"}),
        ("Place tests in `__tests__` folders", {"where": "folder", "folder": "__tests__"}),
        ("Tests are co-located with the source files", {"where": "beside"}),
        ("Put tests next to the code they test", {"where": "beside"}),
        ("Tests co-located: `Component.test.tsx` next to `Component.tsx`", {"where": "beside"}),
        ("Keep test files beside the module they test", {"where": "beside"}),
        ("No tests outside `tests/`", {"where": "folder", "folder": "tests/"}),
        ("Every test lives under `src/tests/`", {"where": "folder", "folder": "src/tests/"}),
    ),
    ignores=(
        "Unit tests go in `tests/unit/` and integration tests in `tests/integration/`",
        "Colocate tests with source files or use a `__tests__` directory.",
        "Write tests before or alongside the code",
        "Run the tests in `api/` first.",
        "Integration tests live in `tests/integration/`.",
        "Test data is kept in `tests/data/`",
        "Tests run in parallel.",
        "Test files mirror the grouping of the code under `tests/a/` and `tests/b/`.",
        "Unit tests go in `tests/unit/` and test components in isolation",
        "Located alongside source files as `*_test.go`",
    ),
    slots=(
        Slot("where", "name", default="folder", choices=("beside", "folder")),
        Slot("folder", "name", default="tests"),
    ),
    words=Words(
        why="Whoever changes a module looks for its tests in one place: where some lie elsewhere, they are overlooked, "
        "written twice, or left out of what the runner collects.",
        question="Where would a colleague look first for the test of this module?",
        hint="See where the tests of the neighbouring modules lie.",
    ),
    examples=(),
)
