"""Style in Python: formatted strings, paths, magic numbers, `global`, named lambdas; its neighbours hold the rest."""

from teaching.review.catalogue.style import parameters, statements
from teaching.review.catalogue.style import shape as style_shape
from teaching.review.catalogue.style import text as style_text
from teaching.review.catalogue.style import web as style_web
from teaching.review.catalogue.wording import asks, bans
from teaching.review.entry import Entry, Example, Ruff, Words
from teaching.review.prose import Phrase
from teaching.review.source import PYTHON

_F = r"`?f-?\s?strings?`?|`f\"\"`|f''"
_NOT_F = (
    r"\b(?:sql|quer(?:y|ies)|logg?(?:ing|er)?|log "
    r"(?:calls|messages)|translations?|gettext|i18n|prompts?|templates?)\b"
)

F_STRINGS = Entry(
    name="f-strings",
    title="`%` formatting and `.format()` in Python where an f-string says the same",
    languages=PYTHON,
    engines=(Ruff(("UP031", "UP032")),),
    cues=("f-string", "f string", "fstring"),
    phrases=asks(
        rf"\b(?:use|prefer|always use|always)\s(?:python )?(?:{_F})(?!\s(?:in|when|if|to)\b)",
        rf"^(?:{_F})\s?(?:over|instead of|rather than|,? not|only|everywhere|for (?:all )?(?:string )?"
        r"(?:formatting|interpolation))",
        rf"\b(?:string )?(?:formatting|interpolation)\s?(?::|—|–|-|with|uses?|must use|via)\s(?:{_F})",
        thing=_F,
        unless=_NOT_F,
    ),
    reads=(
        ("Use f-strings", {}),
        ("Prefer f-strings over `.format()` and `%`.", {}),
        ("String formatting: f-strings", {}),
        ("f-strings for string formatting, not `%`", {}),
        ("Always use f-strings for string interpolation", {}),
    ),
    ignores=(
        "Never use f-strings in SQL queries.",
        "Do not use f-strings in logging calls; use lazy formatting.",
        "f-strings are allowed.",
        "No f-strings",
    ),
    words=Words(
        why="Where the values stand in the text itself, a reader sees at once what lands where; with placeholders the "
        "order of two lists must agree, and nothing notices when it does not.",
        question="Which value lands in which place of this text, and how would you notice if two were swapped?",
        hint="Read the text from left to right and point at the value of each placeholder as you reach it.",
    ),
    examples=(
        Example("python", "a = 1\nx = 'n: %s' % a\n", (2,)),
        Example("python", "def f(a):\n    return '{} and {}'.format(a, a)\n", (2,)),
        Example("python", "x = (\n    'name: {0}'.format(name)\n)\n", (2,)),
        Example("python", "x = f'{a}'\n"),
        Example("python", "log.info('n: %s', a)\n"),
        Example("python", "x = template.format(a=1)\ny = 7 % 2\n"),
        Example("python", "# 'n: %s' % a\ns = \"'%s' % a\"\n"),
    ),
)


def _of_os_path(message: str) -> bool:
    return "`os.path." in message


_PATHLIB = r"`?pathlib(?:\.path)?`?"
_OS_PATH = r"`?os\.path(?:\.\w+|\.\*)?(?:\(\))?`?"

PATHLIB = Entry(
    name="pathlib",
    title="calls of `os.path` where the project uses `pathlib`",
    languages=PYTHON,
    engines=(
        Ruff(
            (
                *("PTH100", "PTH110", "PTH111", "PTH112", "PTH113", "PTH114", "PTH117", "PTH118", "PTH119", "PTH120"),
                *("PTH121", "PTH122", "PTH202", "PTH203", "PTH204", "PTH205"),
            ),
            keep=_of_os_path,
        ),
    ),
    cues=("pathlib", "os.path"),
    phrases=(
        Phrase(r"^`?pathlib`? (?:only|everywhere|throughout)\b|^only `?pathlib`?\b"),
        *bans(_OS_PATH),
        *asks(
            rf"\b(?:use|prefer|always use)\s(?:`path` from |python'?s? )?{_PATHLIB}(?:\s"
            r"(?:for|over|instead|rather|everywhere)|\s?(?:$|[.,;:(]))",
            rf"^(?:paths?|file paths?|file handling|path handling)\s?(?::|—|–|-|via|with|use)\s(?:use )?{_PATHLIB}",
            r"\b(?:paths?|path handling|file operations)\s(?:must |should |always )?(?:go through|uses?|via)"
            rf"\s{_PATHLIB}",
            thing=_PATHLIB,
        ),
    ),
    reads=(
        ("pathlib only", {}),
        ("Use pathlib (not os.path)", {}),
        ("Prefer `pathlib` over `os.path`", {}),
        ("Never use `os.path.join`.", {}),
        ("Use `pathlib.Path` for file paths", {}),
        ("Paths: pathlib", {}),
    ),
    ignores=(
        "Do not use pathlib in the hot loop.",
        "`pathlib` is allowed in scripts.",
        "The loader imports pathlib and os.path.",
        "Use `os.path`, not pathlib",
    ),
    words=Words(
        why="A path that is a plain string can be glued to any other string; a path that knows it is one says what its "
        "parts are and keeps to the separator of the system.",
        question="Which questions does this code ask about the path, and who answers them elsewhere in the project?",
        hint="Look at how a neighbouring module builds and opens its paths.",
    ),
    examples=(
        Example("python", "import os\n\np = os.path.join('a', 'b')\n", (3,)),
        Example("python", "from os import path\n\n\ndef f(a):\n    return path.exists(a)\n", (5,)),
        Example("python", "import os.path as osp\n\nif osp.isdir('a') and osp.getsize('a'):\n    pass\n", (3,)),
        Example("python", "from pathlib import Path\n\np = Path('a') / 'b'\n"),
        Example("python", "import os\n\nos.environ.get('A')\nopen('a')\nos.remove('a')\n"),
        Example("python", "path = load()\npath.exists('a')\n', '.join(['a'])\n"),
        Example("python", "# os.path.join(a)\ns = 'os.path.join(a)'\n"),
    ),
)

_MAGIC = (
    r"(?:hard-?coded )?magic (?:numbers?|values?|constants?)(?:(?: and|/| or) "
    r"(?:magic )?strings?)?|magic strings?(?: and|/| or)\s?(?:magic )?numbers?"
)

NO_MAGIC_NUMBERS = Entry(
    name="no-magic-numbers",
    title="comparisons with unnamed numbers in Python",
    languages=PYTHON,
    engines=(Ruff(("PLR2004",), skip_tests=True),),
    cues=(
        "numbers",
        "magic",
    ),
    phrases=(
        Phrase(
            r"\b(?:no|never|avoid)\b (?:use )?(?:hard-?coded|literal|unnamed|bare) numbers? in (?:conditions?"
            r"|comparisons?|ifs?)\b",
        ),
        *bans(_MAGIC),
        *asks(rf"\breplace\s(?:all )?(?:{_MAGIC})\swith\b", rf"\bextract\s(?:all )?(?:{_MAGIC})", thing=r"(?!)"),
    ),
    reads=(
        ("No hard-coded numbers in conditions.", {}),
        ("No magic numbers", {}),
        ("Avoid magic numbers; name them.", {}),
        ("Use named constants instead of magic numbers", {}),
        ("Replace magic numbers with named constants", {}),
        ("No magic numbers or strings", {}),
    ),
    ignores=(
        "Magic methods come last in a class.",
        "The file begins with a magic number.",
        "Magic numbers are fine in tests.",
        "No magic: be explicit",
        "Never replace magic numbers in generated files",
    ),
    tier="likely",  # some numbers are their own best name
    skip_tests=True,  # the expected value of a test belongs beside the assertion
    words=Words(
        why="A bare number does not say what it stands for, nor that the same number three files away means the same: "
        "one of them gets changed and the other does not.",
        question="Why is it this number and not the next one, and where could a reader learn that?",
        hint="Say the sentence in which the number occurs: the word that you use for it is the missing name.",
    ),
    examples=(
        Example("python", "def f(a):\n    if a > 17:\n        return a\n", (2,)),
        Example("python", "ok = status == 404\n", (1,)),
        Example("python", "while 3 < n <= 9:\n    n += 1\n", (1,)),
        Example("python", "if a == 0 or b == 1 or c == '':\n    pass\n"),
        Example("python", "LIMIT = 17\nif a > LIMIT:\n    pass\n"),
        Example("python", "assert f() == 42\n", (), {}, "tests/test_app.py"),
        Example("python", "x = a * 17\n# a == 17\nif a == 'GET':\n    pass\n"),
    ),
)

_GLOBAL = (
    r"`global`(?: keyword| statement| variable)?s?|global keyword|global statements?|(?:mutable )?global(?: mutable)? "
    r"(?:state|variables?)|mutable globals?|globals|module-level mutable state"
)

NO_GLOBAL_STATE = Entry(
    name="no-global-state",
    title="Python functions that rebind a variable of the module (`global`)",
    languages=PYTHON,
    engines=(Ruff(("PLW0603",)),),
    cues=(
        "module-level",
        "module level",
        "mutable state",
        "global",
    ),
    phrases=bans(_GLOBAL, unless=r"\b(?:redux|zustand|pinia|context|css|styles?|store|namespace|install\w*|window)\b"),
    reads=(
        ("Module-level mutable state is not allowed.", {}),
        ("No global mutable state", {}),
        ("Avoid global state; pass dependencies explicitly.", {}),
        ("Never use the `global` keyword", {}),
        ("No global variables", {}),
        ("Prefer dependency injection over global state.", {}),
    ),
    ignores=(
        "Never install packages globally",
        "Global state lives in the Zustand store.",
        "Global variables are fine in scripts",
        "No global CSS",
        "Do not change the global styles.",
    ),
    words=Words(
        why="A function that changes a variable of its module does something that its callers cannot see: the same "
        "call "
        "gives another answer later, and tests depend on their order.",
        question="Who else reads this variable, and what do they see before and after this call?",
        hint="List the functions that touch it: perhaps they share more than this one value.",
    ),
    examples=(
        Example("python", "n = 0\n\n\ndef f():\n    global n\n    n += 1\n", (5,)),
        Example(
            "python", "a = b = None\n\n\nclass A:\n    def m(self):\n        global a, b\n        a = b = 1\n", (6,)
        ),
        Example(
            "python", "_c = None\n\n\nasync def get():\n    global _c\n    if _c is None:\n        _c = make()\n", (5,)
        ),
        Example("python", "N = 1\n\n\ndef f():\n    return N\n"),
        Example("python", "def f():\n    n = 0\n\n    def g():\n        nonlocal n\n        n += 1\n"),
        Example("python", "CACHE = {}\n\n\ndef f():\n    CACHE['a'] = 1\n"),
        Example("python", "# global n\ns = 'global n'\nglobals()\n"),
    ),
)

_NAMED_LAMBDA = (
    r"(?:named lambdas?|lambda assignments?|assigned lambdas?|lambdas? (?:assigned|bound) to (?:a |an )?"
    r"(?:names?|variables?))"
)

NO_LAMBDA_ASSIGNMENT = Entry(
    name="no-lambda-assignment",
    title="lambdas that are assigned to a name",
    languages=PYTHON,
    engines=(Ruff(("E731",)),),
    cues=("lambda",),
    phrases=(
        Phrase(
            r"\blambda(?:'?s)?\b[^.;]{{0,40}}\b(?:don't|do not|never|not)\s(?:give|get|have|receive|assign)(?: them"
            r"| it)?(?: a)? names?\b"
        ),
        Phrase(r"\b(?:don't|do not|never) name (?:an? )?lambdas?\b"),
        *bans(_NAMED_LAMBDA),
        *asks(
            r"\b(?:never|don't|do not|avoid|no)\s(?:assign|assigning|bind|binding)\s(?:an? )?`?lambdas?`?"
            r"(?: expressions?)?\b",
            r"\b(?:use|prefer)\s(?:an? )?`?def`?\b[^.;,]{{0,20}}\b(?:instead of|over|rather than|not)\s"
            r"(?:assigning )?(?:an? )?(?:named |assigned )?`?lambdas?`?",
            thing=r"(?!)",
            unless=r"\b(?:aws|handler|functions? in)\b",
        ),
    ),
    reads=(
        ("Lambdas are fine, but do not give them names", {}),
        ("Never name a lambda", {}),
        ("Never assign lambdas to variables", {}),
        ("Do not assign a lambda to a name; use `def`.", {}),
        ("No lambda assignments", {}),
        ("Use `def` instead of assigning a lambda", {}),
    ),
    ignores=(
        "Lambdas are fine as sort keys.",
        "Do not deploy the lambda by hand.",
        "No AWS Lambda functions",
        "Never assign two roles to one Lambda.",
    ),
    words=Words(
        why="A lambda that is given a name is a function without its own name: a traceback calls it `<lambda>`, and "
        "there is no place for a docstring or annotations.",
        question="What would a traceback call this function, and would you recognise it?",
        hint="Ask what the name on the left gives you that the function itself could carry.",
    ),
    examples=(
        Example("python", "f = lambda x: x\n", (1,)),
        Example("python", "def g():\n    add: Callable = lambda a, b: a + b\n    return add\n", (2,)),
        Example("python", "a = 1\nh = lambda: (\n    a\n)\n", (2,)),
        Example("python", "xs.sort(key=lambda x: x.size)\n"),
        Example("python", "d = {'a': lambda: 1}\nfs = [lambda: 2]\n"),
        Example("python", "o.handler = lambda e: e\nd['a'] = lambda: 1\n"),
        Example("python", "# f = lambda: 1\ns = 'f = lambda: 1'\n"),
    ),
)

ENTRIES = (
    F_STRINGS,
    PATHLIB,
    NO_MAGIC_NUMBERS,
    NO_GLOBAL_STATE,
    NO_LAMBDA_ASSIGNMENT,
    *style_web.ENTRIES,
    *style_shape.ENTRIES,
    *style_text.ENTRIES,
    *statements.ENTRIES,
    *parameters.ENTRIES,
)
