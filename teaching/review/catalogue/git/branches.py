"""The name of the branch, and the size of what a change brings into the repository."""

import re
from collections.abc import Iterable, Iterator

from teaching.review.catalogue.phrasing import SOFTENED
from teaching.review.entry import Entry, Fact, Params, Project, ProjectView, Slot, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

# Long-lived branches and those that tools make: nobody named them by the rule.
_STANDING = re.compile(
    r"(?:main|master|trunk|dev|develop|development|next|staging|stable|production|prod|integration"
    r"|gh-pages|HEAD|v?\d[\w.]*(?:[.-]x)?)$"
    r"|(?:dependabot|renovate|snyk|pre-commit-ci|revert|gh-readonly-queue|release|releases)[-/]"
)
_CUT = re.compile(
    (
        r"[<{\[(*…]|\.\.\.|(?<=/)(?:your|my|some|the|short|name|xxx|description|feature|slug|issue|ticket"
        r"|branch)\b|(?<=/)[\w-]*(?:name|description|slug|feature)"
    ),
    re.IGNORECASE,
)


def _prefix(name: str) -> str:
    """What a branch begins with, from an example of one: `feature/<slug>` and `feature/your-work` are `feature/`."""
    bare = name.strip("`\"' ,")
    cut = _CUT.search(bare)
    start = bare[: cut.start()] if cut is not None else bare
    if "/" in start:
        return start[: start.rindex("/") + 1]
    return start


def unruly_branches(view: ProjectView, params: Params) -> Iterable[tuple[str, Fact]]:
    """The branch that is checked out, where it begins with none of the prefixes."""
    given = params["prefixes"]
    names = given if isinstance(given, tuple) else (str(given),)
    prefixes = [prefix for name in names for one in name.split("|") if (prefix := _prefix(one))]
    branch = view.branch
    if not branch or not prefixes or _STANDING.match(branch):
        return
    # A bare word is taken with the mark that ends it: `feat` allows `feat/x` and `feat-x`.
    if any(branch.startswith(p if p[-1] in "/-_" else (f"{p}/", f"{p}-", f"{p}_")) for p in prefixes):
        return
    listed = ", ".join(f"`{prefix}`" for prefix in prefixes)
    said = (
        f"The branch `{branch.replace('`', chr(39))}` begins with none of {listed}."
        if len(prefixes) > 1
        else f"The branch `{branch.replace('`', chr(39))}` does not begin with {listed}."
    )
    yield f"branch:{branch}", Fact(1, 1, said, branch)


def large_files(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Files of the change, or of the tree where there is no change, that are larger than allowed."""
    limit = params["kilobytes"]
    assert isinstance(limit, int), "kilobytes is declared as a number"
    for path in view.files:
        size = view.size(path)
        if size is not None and size > limit * 1024 and (not view.changed or path in view.changed):
            said = f"`{path}` has {size / 1024:,.0f} KB; the limit is {limit} KB."
            yield path, Fact(1, 1, said, path.rpartition("/")[2])


_PREFIX = (
    r"`(?!<)(?:[a-z][a-z_-]*(?:/[\w<>{{}}\[\]().*…#-]*|-<[^`]*>|[-_]\*?)|[a-z]{{2,12}})`|(?<![\w/`])[a-z][\w-]*/(?:\*"
    r"|<[\w-]+>|…)?(?![\w`/])"
)
_LIST = rf"(?P<prefixes>(?:{_PREFIX})(?:\s*(?:,\s*(?:or |and )?|\s(?:or|and)\s|/\s|\|)\s*(?:{_PREFIX}))*)"
_BRANCH = (
    r"(?:(?:feature |git |topic |work(?:ing)? |new |your |the |all |every |each )*branch(?:es)?(?: "
    r"names?)?(?! (?:coverage|protection|off|from|on\b)))"
)
_ELSE = (
    rf"{SOFTENED}|\b(?:coverage|protected|protection|deploys?|deployed|merges? (?:in|to)|merge into"
    r"|pushes? to|from `?main|conditional|if/else|worktrees? in|<type>/|target(?:s|ing)?|base branch"
    r"|checkout|tests?)\b"
    r"|^[^.;]{{0,30}}\b(?:never|do not|don't|not)\b|`(?:main|master|develop|dev|integration)`|`<type>"
)

BRANCH_NAMING = Entry(
    name="branch-naming",
    title="a current branch whose name does not begin as the rule says",
    languages=ALL,
    engines=(Project(unruly_branches, commits=True),),
    cues=("branch",),
    phrases=(
        Phrase(
            (
                rf"\b{_BRANCH}\b(?:\s+(?:are|is|must|should|always|be|to|have|get|use|follow|carry|names?|naming"
                r"|the|an?|in|form))*\s*(?:named|called|prefixed|start|starts|begin|begins|prefix|prefixes|name"
                r"|names|naming|pattern|convention|look|format|follow|use|:|—|–|->|→)\s*(?:is|are|as|like|the|with"
                r"|by|one|of|either|pattern|prefix|prefixes|naming|a|an|convention|format|from|:|form|scheme)*[\s:"
                rf"(]*{_LIST}"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            rf"\b(?:name|prefix|call)\s+{_BRANCH}\s+(?:as |like |with |by |after |either |one of |using )*{_LIST}",
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b(?:use|create|work (?:in|on)|open|make)\s+(?:a |an |only |separate |short-lived )*{_LIST}\s+"
                r"(?:\w+ )?branch(?:es)?(?: names?| prefix(?:es)?)?\b"
            ),
            {},
            _ELSE,
        ),
        Phrase(
            (
                rf"\b(?:use|create|work (?:in|on))\s+(?:a |an )*{_BRANCH}\s*(?:\(|named|called|like|with (?:the "
                rf")?prefix(?:es)?|prefixed(?: with)?|:)+\s*(?:e\.g\. |for example |as |like |with )?{_LIST}"
            ),
            {},
            _ELSE,
        ),
        Phrase(rf"\bbranch(?:es)? prefix(?:es)?\s*(?:are|is|:|—|=|must be)?\s*(?:one of )?{_LIST}", {}, _ELSE),
    ),
    reads=(
        ("Branches are named `feature/<slug>` or `fix/<slug>`", {"prefixes": ("feature/<slug>", "fix/<slug>")}),
        ("Branch names start with `feat/`, `fix/` or `chore/`", {"prefixes": ("feat/", "fix/", "chore/")}),
        ("Name branches `feature/…`", {"prefixes": ("feature/…",)}),
        ("Branch naming: `feature/*`, `bugfix/*`", {"prefixes": ("feature/*", "bugfix/*")}),
        ("Prefix branches with `task/`", {"prefixes": ("task/",)}),
        ("Branches: feature/, fix/, docs/", {"prefixes": ("feature", "fix", "docs")}),
        ("Use `feat/` or `fix/` branches", {"prefixes": ("feat/", "fix/")}),
        ("Every branch must be prefixed with `ticket-`", {"prefixes": ("ticket-",)}),
    ),
    ignores=(
        "Never commit to `main`.",
        "Create a branch named `<type>/<scope>-<slug>`",
        "Branch coverage stays above 80 %.",
        "Create branch from `integration`: `git checkout -b feature/your-feature`",
        "Each branch of an if statement is tested in `tests/`.",
        "Merge branches into `develop`.",
        "Branches are named `PROJ-123-slug`.",
    ),
    slots=(
        Slot("prefixes", "names", ask="How do branch names begin? Name the prefixes in backticks, such as `feature/`."),
    ),
    words=Words(
        why="The beginning of a branch's name tells people and automation what it is for: which checks run on it, "
        "whom it concerns, and when it may be deleted.",
        question="What could somebody who sees only this name in a list tell about the work on it?",
        hint="Git can give a branch another name without touching the commits on it.",
    ),
    examples=(),
)

_SIZES = (1, 2, 3, 4, 5, 8, 10, 15, 16, 20, 25, 30, 32, 50, 64, 100, 200, 250, 500)
_FILES = r"(?:files?|assets?|images?|binar(?:y|ies)(?: files?)?|blobs?|artifacts?|media|anything)"
_OVER = r"(?:(?:larger|bigger|heavier|greater|more) than|over|above|beyond|exceeding|exceeds?|that exceed|>)"
_SIZE_ELSE = (
    rf"{SOFTENED}|\b(?:upload|uploads|bundle|payload|request|response|memory|ram|heap|image size|docker"
    r"|cache|log|logs|lines?|chunk|buffer|streamed?|slot|flash|database|db|free tier|compressed"
    r"|gzip\w*|download\w*|render|users?)\b"
)


def _limits(size: str, **fixed: object) -> tuple[Phrase, ...]:
    return (
        Phrase(
            (
                rf"\b(?:no|never|not|don't|do not|avoid|must not)\b[^.;]{{{{0,30}}}}\b{_FILES}\b[^.;]{{{{0,25}}}}?"
                rf"{_OVER}\s*{size}"
            ),
            fixed,
            _SIZE_ELSE,
        ),
        Phrase(
            (
                rf"\b{_FILES}\b[^.;]{{{{0,15}}}}?{_OVER}\s*{size}[^.;]{{{{0,30}}}}\b(?:not|never|forbidden|lfs"
                r"|rejected|banned|stay out|do not|don't)\b"
            ),
            fixed,
            _SIZE_ELSE,
        ),
        Phrase(
            (
                rf"\b(?:committed|checked[- ]in|tracked|added|repo(?:sitory)?|new) {_FILES}\b[^.;]{{{{0,30}}}}?"
                r"(?:at most|up to|max(?:imum)?(?: of)?|under|below|smaller than|less than|≤|<=?|no more than"
                rf"|limit(?:ed to)?:?)\s*{size}"
            ),
            fixed,
            _SIZE_ELSE,
        ),
        Phrase(
            (
                r"\b(?:max(?:imum)?|largest) (?:committed )?(?:file size|size of (?:a |any )?(?:committed "
                rf")?files?)(?: in (?:the )?(?:repo|git|repository))?\s*(?:is|:|=|of|in git)?\s*{size}"
            ),
            fixed,
            _SIZE_ELSE,
        ),
        Phrase(
            (
                rf"\bkeep\b[^.;]{{{{0,20}}}}\b{_FILES}\b[^.;]{{{{0,25}}}}(?:\bcommit\w*|\brepo\w*"
                rf"|\bgit\b)[^.;]{{{{0,15}}}}(?:under|below|within|smaller than)\s*{size}"
            ),
            fixed,
            _SIZE_ELSE,
        ),
    )


NO_LARGE_FILES = Entry(
    name="no-large-files",
    title="files in the change above the named size",
    languages=ALL,
    engines=(Project(large_files),),
    cues=("kb", "mb", "kib", "mib", "kilobyte", "megabyte", "large file", "large binar", "big file"),
    phrases=(
        *_limits(r"(?P<number>\d{{1,5}})\s?(?:kb|kib|kilobytes?|k)\b"),
        *(
            phrase
            for size in _SIZES
            for phrase in _limits(rf"{size}\s?(?:mb|mib|megabytes?|m)\b", kilobytes=size * 1024)
        ),
    ),
    vague=(
        Phrase(
            r"\b(?:never|no|don't|do not|avoid)\b\s+(?:commit(?:ting)?|check in|push(?:ing)?|add(?:ing)?)?\s*"
            r"(?:any )?(?:large|big|huge) (?:binary |data )?(?:files|binaries|assets)(?:\s+(?:in|to|into) "
            r"(?:git|the repo(?:sitory)?))?\s*(?:$|[.,;:(—–])"
        ),
    ),
    reads=(
        ("Never commit files larger than 500 KB", {"kilobytes": 500}),
        ("No files over 1 MB in git", {"kilobytes": 1024}),
        ("Committed files are at most 250 KB", {"kilobytes": 250}),
        ("Files over 5 MB do not belong in the repository", {"kilobytes": 5120}),
        ("Max file size in the repo: 200 KB", {"kilobytes": 200}),
        ("Do not add binary files bigger than 100kb.", {"kilobytes": 100}),
        ("Keep committed assets in git under 2 MB", {"kilobytes": 2048}),
    ),
    ignores=(
        "Uploads are at most 10 MB.",
        "It provides a single 35 MB binary.",
        "The bundle stays under 200 KB.",
        "Never log more than 4 KB of a response.",
        "Free tier: 500 MB database, 50k users",
        "Files are at most 400 lines long",
    ),
    slots=(Slot("kilobytes", "number", ask="How many kilobytes may a committed file have?", role="limit"),),
    words=Words(
        why="Git keeps every version of a file for ever: one large file makes each clone slower for everyone, and "
        "deleting it later gives nothing back.",
        question="Does anybody need this file in each clone and in every old version of it?",
        hint="Think of where it came from: what can be made or fetched again need not be kept.",
    ),
    examples=(),
)

ENTRIES = (BRANCH_NAMING, NO_LARGE_FILES)
