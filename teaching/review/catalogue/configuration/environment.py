"""Settings from the environment: files of them in the repository, and where code reads them."""

import posixpath
import re
from collections.abc import Iterator

from teaching.review.catalogue.configuration.env_reads import environment_reads
from teaching.review.catalogue.configuration.ignored import is_ignored
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Project, ProjectView, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_ENV_FILE = re.compile(r"(?:^|/)(?:\.env(?:\.[\w.-]+)?|[\w-]+\.env)$")
_HARMLESS = re.compile(
    r"example|sample|template|\bdist\b|defaults?|schema|vault|\btests?\b|\bci\b|\.ts$|\.js$", re.IGNORECASE
)


def env_files(view: ProjectView, params: Params) -> Iterator[tuple[str, Fact]]:
    """Files of environment variables that git tracks or is about to, but for those that only show their form.

    Where there is no git that could be asked, the project's own `.gitignore` files say what it would keep.
    """
    paths = set(view.paths)
    for path in view.files:
        name = posixpath.basename(path)
        if not _ENV_FILE.search(path) or _HARMLESS.search(name):
            continue
        if path in paths:
            yield path, Fact(1, 1, f"`{path}` belongs to what git keeps: no ignore rule holds it back.", name)
        elif view.size(path) is not None and not is_ignored(view, path):
            yield path, Fact(1, 1, f"`{path}` lies in the project, and no `.gitignore` holds it back.", name)


_ENV = r"`?\.env(?:\.\*|\*)?`?(?:\s+files?)?"
_KEPT = (
    r"(?:in|into|to|under|inside) (?:the )?(?:git|version control|source control|repo(?:sitory)?|vcs"
    r"|history|the index|commits?)"
)

NO_ENV_FILE = Entry(
    name="no-env-file",
    title="committed .env files (not .env.example)",
    languages=ALL,
    engines=(Project(env_files),),
    cues=(".env", "env file", "environment file", "dotenv"),
    phrases=(
        Phrase(
            rf"\b(?:never|do not|don't|must not|no|not|avoid|without|cannot|may not)\b(?:\s+(?:ever|to|be|use))*\s+"
            r"(?:commit(?:ting|ted)?|check(?:ing)? in|push(?:ing)?|track(?:ing)?|add(?:ing)?|version"
            rf"|include)\b[^.;]{{{{0,40}}}}?(?<![\w`/]){_ENV}"
            r"(?!`?[\w.-]*example)(?:[^.;]{{0,40}}$|[^.;]{{0,40}}[.,;:()—–]|\s)",
            {},
            (
                r"\b(?:unless|except for)\b|\bonly commit|\badd(?:ing)? (?:new |any )?(?:variables?|keys?"
                r"|settings?|secrets?|values?) to\b"
            ),
        ),
        Phrase(
            rf"(?<![\w/]){_ENV}[^.;]{{{{0,25}}}}?\b(?:is|are|must|should|stays?|may|can)\b\s*(?:be )?(?:always |kept )*"
            rf"[^.;]{{{{0,20}}}}(?:\b(?:never|not)\b[^.;]{{{{0,15}}}}(?:\bcommit(?:ted)?\b|\bcheck(?:ed)? in\b"
            r"|\btracked\b|\bpush(?:ed)?\b"
            rf"|{_KEPT})|\bout of (?:git|the repo\w*|version control|source control|vcs)|gitignored?"
            r"|`\.gitignore`|\.gitignore)",
            {},
            r"\b(?:unless|except)\b",
        ),
        Phrase(
            (
                rf"(?<![\w/]){_ENV}\s*(?:is|are|must be|stays?|:)?\s*(?:always )?(?:git-?ignored|in "
                r"`?\.gitignore`?)(?=\s*(?:$|[.,;:()—–]))"
            ),
            {},
        ),
        Phrase(
            rf"\b(?:keep|leave)\s+(?:the |all |your )?{_ENV}[^.;]{{{{0,10}}}}\b(?:out of|in `?\.gitignore`?)",
            {},
            r"\b(?:unless|except)\b|\b(?:prompt|context|chat)\b",
        ),
        Phrase(
            rf"^(?:\S+\s)?(?:no|never)\s+(?:committed |checked[- ]in )?{_ENV}\s+{_KEPT}",
            {},
        ),
        Phrase(r"\bno (?:committed|checked[- ]in|tracked) `?\.env`? ?files?\b"),
    ),
    reads=(
        ("Never commit `.env`", {}),
        ("Don't commit .env files", {}),
        ("`.env` is never committed; copy `.env.example`", {}),
        ("Keep `.env` out of git", {}),
        ("Secrets live in `.env`, which must not be committed", {}),
        ("Never commit secrets or `.env` files", {}),
        ("`.env` stays out of version control", {}),
        ("No `.env` files in the repository", {}),
        ("`.env` files must be gitignored.", {}),
    ),
    ignores=(
        "Copy `.env.example` to `.env` and fill it in.",
        "Never add variables to `.env.example` without a comment.",
        "Settings are read from `.env` at start.",
        "Do not read `.env` in tests.",
        "Commit `.env.example` with every new variable",
        "Never hard-code what belongs in `.env`.",
    ),
    words=Words(
        why="What git has once kept it keeps for good, in every clone and fork: a password that was "
        "committed has to be "
        "changed, for taking the file away again hides nothing.",
        question="Who can read the values in this file once the commit has been pushed?",
        hint="Think of what newcomers need from it: the names of the variables, or their values as well?",
    ),
    severity="must",
    examples=(),
)

_READ = (
    r"(?:`?os\.environ`?(?:\.get)?|`?os\.getenv(?:\(\))?`?|`?process\.env(?:\.\w+|\.\*)?`?"
    r"|`?import\.meta\.env`?|`?getenv`?"
    r"|environment variables?|env(?:ironment)? vars?|(?:the )?environment(?! (?:is|for|with))|env "
    r"access|environment access)"
)
_READS = rf"{_READ}(?:(?:\s*,\s*(?:or |and )?|\s+(?:or|and)\s+|\s*/\s*){_READ})*"
_PLACE = (
    r"(?P<place>`[@\w./*~-]+`(?:\s*(?:,|or|and)\s*`[@\w./*~-]+`)*|(?:[\w-]+/)*[\w-]+\.(?:py|ts|tsx|js|mjs)\b"
    r"|(?:the |our |a )?(?:config(?:uration)?|settings|env)(?= module| file| object| package| class| "
    r"service|\s*(?:$|[.,;])))"
)
_ONLY = r"(?:only|exclusively|solely|nowhere else)"
_IN = r"(?:in|inside|within|through|via|from|by|using|with|at)"
_VIA = (
    rf"{_IN}\s+(?:the |our |a )?(?:central |single |typed |validated |shared )?(?:config(?:uration)? "
    rf"|settings |env )?(?:module |file |object |class |package )?{_PLACE}"
)
_NOT = r"(?:never|do not|don't|must not|no|avoid|not|cannot|may not|must never|should not|shouldn't)"

ENV_THROUGH_MODULE = Entry(
    name="env-through-module",
    title="os.environ, os.getenv, process.env and import.meta.env read outside the named module",
    languages=ALL,
    engines=(Syntax(environment_reads),),
    cues=("environ", "getenv", "process.env", "import.meta.env", "env var", "env access"),
    phrases=(
        Phrase(
            rf"{_READS}(?:\s+\w+){{{{0,3}}}}?\s+(?:is|are|may|must|can|should|be|get|gets|access)?\s*(?:be )?"
            rf"(?:{_ONLY} )?(?:be )?"
            r"(?:read|accessed|used|allowed|touched|loaded|parsed|consumed|go|goes|appear|appears"
            rf"|reads?)?\s*{_ONLY}?\s*{_VIA}"
            r"(?=[^.;]{{0,50}}$|[^.;]{{0,50}}[.;])",
            {},
            r"\b(?:documented|set|defined|listed|stored|declared|copied|placed|written|prefixed|validated "
            rf"at)\b|{EXCUSED}"
            r"|(?<!only )\bfrom `\.env|`\.env(?:\.\w+)?`",
        ),
        Phrase(
            (
                r"\b(?:read|access|use|load|get|consume|reading|accessing)\b\s+(?:all |any |every |the "
                rf")*{_READS}\s+{_ONLY}?\s*{_VIA}"
            ),
            {},
            r"`\.env",
        ),
        Phrase(
            rf"\b{_ONLY}\s+{_PLACE}\s+(?:may |can |should |is allowed to |ever |module |file )*(?:reads?|access"
            rf"(?:es)?|touch(?:es)?|uses?)\s+{_READS}"
        ),
        Phrase(
            rf"\b{_NOT}\s+(?:ever )?(?:read|access|use|call|touch|reference|direct|reading|calling)?\s*(?:of "
            rf"|from |to )?(?:raw |directly )?{_READS}"
            r"(?:\s+directly)?\s*(?:outside(?: of)?|except in|except|other than in|anywhere (?:else )?(?:but"
            r"|except)(?: in)?|elsewhere than)\s+"
            rf"(?:the |our |of )*(?:config(?:uration)? |settings |env )?(?:module |file )?{_PLACE}",
        ),
        Phrase(
            rf"\b{_NOT}\s+(?:ever )?(?:read|access|use|call|touch|reference|reading|calling)?\s*(?:raw "
            rf")?{_READS}(?:\s+directly)?"
            r"[^.`]{{0,30}}?[;,.—–:(-]+\s*(?:instead,? )?(?:always )?(?:use|import|go through|read|access|get"
            r"|take)\s+(?:it |them |values? |settings |config |env )?"
            rf"(?:from |through |via |only |it |the )*(?:{_IN}\s+)?(?:the |our )?{_PLACE}",
        ),
        Phrase(
            rf"\b(?:use|import|go through|prefer)\s+(?:the |our )?{_PLACE}(?:\s+(?:module|file|object"
            rf"|helper))?[,;]?\s*(?:not|never|instead of|rather than|over)\s+(?:raw |direct )?{_READS}"
        ),
        Phrase(
            rf"\b(?:no|never|avoid)\s+(?:direct |raw |any )*{_READS}(?:\s+(?:access|reads?|usage|calls?"
            r"|use))?\s+outside(?: of)?"
            rf"\s+(?:the )?{_PLACE}"
        ),
        Phrase(
            rf"^[^.;]{{{{0,60}}}}\b(?:from|in|through|via)\s+{_PLACE}[;,—–. ]+(?:never |no |not )(?:use |read "
            rf"|access )?{_READS}"
            r"\s+(?:anywhere|elsewhere|in other)"
        ),
        Phrase(
            rf"\buse\b[^.;]{{{{0,30}}}}\bfrom\s+(?P<place>`[@\w./~-]+`)[,;]?\s*(?:not|never|instead of|rather "
            rf"than|over)\s+(?:raw )?{_READS}"
        ),
        Phrase(
            rf"{_READS}\s+(?:is|are)\s+(?:forbidden|banned|not allowed|off limits|never (?:read|used"
            rf"|allowed))\s+outside(?: of)?\s+(?:the )?{_PLACE}"
        ),
    ),
    vague=(
        Phrase(
            rf"\b{_NOT}\s+(?:ever )?(?:read|access|use|call)\s+(?:`?os\.environ`?|`?process\.env`?|`?os\.getenv"
            r"(?:\(\))?`?)\s+directly\b"
        ),
        Phrase(
            r"\b(?:read|access)\b[^.;]{{0,20}}\b(?:environment variables?|env vars?)\b[^.;]{{0,15}}\bin one place\b"
        ),
    ),
    reads=(
        ("Read environment variables only in `src/config.py`", {"place": ("src/config.py",)}),
        ("`process.env` is only read in `src/env.ts`", {"place": ("src/env.ts",)}),
        ("Never use `os.environ` outside `settings.py`", {"place": ("settings.py",)}),
        ("Access env vars through the config module", {"place": ("config",)}),
        ("Only `lib/env.ts` may read `process.env`", {"place": ("lib/env.ts",)}),
        ("Do not read `process.env` directly; import `@/lib/env`", {"place": ("@/lib/env",)}),
        ("No `os.getenv` or `os.environ` outside `app/core/config.py`", {"place": ("app/core/config.py",)}),
        ("Use `env.ts` instead of `process.env`", {"place": ("env.ts",)}),
        ("Environment access goes through `app/settings.py` only", {"place": ("app/settings.py",)}),
    ),
    ignores=(
        "Set environment variables in `.env`.",
        "Every environment variable is documented in `README.md`.",
        "Never hard-code URLs: use environment variables.",
        "Environment variables are prefixed with `APP_`.",
        "Add environment variables to `.env.example`",
        "The environment is set up by `make dev`",
        "Database passwords should use environment variables in production",
    ),
    slots=(Slot("place", "names", ask="Which module may read the environment? Name its file in backticks."),),
    words=Words(
        why="When every module asks the environment itself, nobody can say which variables the program needs, and a "
        "missing one shows up in the middle of a request instead of at the start.",
        question="How would somebody find out, without reading all the code, that this variable has to be set?",
        hint="Look at how the named module offers the other settings, and what it does where one is missing.",
    ),
    examples=(
        Example(
            "python",
            'import os\n\nkey = os.environ["KEY"]\nurl = os.getenv("URL", "x")\n',
            (3, 4),
            {"place": ("config.py",)},
        ),
        Example(
            "python",
            "from os import environ, getenv as g\n\n\ndef f():\n    return environ.get('A'), g('B')\n",
            (5,),
            {"place": ("config.py",)},
        ),
        Example(
            "python", "import os as system\n\nDEBUG = 'DEBUG' in system.environ\n", (3,), {"place": ("config.py",)}
        ),
        Example("python", "import os\n\nkey = os.environ['KEY']\n", (), {"place": ("src/config.py",)}, "src/config.py"),
        Example(
            "python",
            "import os\n\nkey = os.environ['KEY']\n",
            (),
            {"place": ("app.settings",)},
            "app/settings/base.py",
        ),
        Example(
            "python",
            (
                "import os\nimport subprocess\n\nos.environ['A'] = 'b'\ndel os.environ['A']\nenv = "
                "{**os.environ, 'X': '1'}\nsubprocess.run(['a'], env=os.environ.copy())\n"
            ),
            (),
            {"place": ("config.py",)},
        ),
        Example(
            "python",
            (
                "# os.environ['A']\ntext = 'os.getenv'\n\n\ndef f(environ, self):\n    return "
                "environ['PATH_INFO'], self.os.environ\n"
            ),
            (),
            {"place": ("config.py",)},
        ),
        Example(
            "typescript",
            "const a = process.env.KEY;\nconst { B } = process.env;\nif (!process.env['C']) throw new Error('x');\n",
            (1, 2, 3),
            {"place": ("src/env.ts",)},
        ),
        Example(
            "tsx",
            "export const A = () => <a href={import.meta.env.VITE_URL}>x</a>;\n",
            (1,),
            {"place": ("src/env.ts",)},
        ),
        Example(
            "javascript", "import { env } from 'node:process';\nconst k = env.KEY;\n", (2,), {"place": ("src/env.js",)}
        ),
        Example(
            "typescript", "export const key = process.env.KEY!;\n", (), {"place": ("@/lib/env",)}, "src/lib/env.ts"
        ),
        Example(
            "typescript",
            (
                "import { env } from '@/env';\nconst a = env.KEY;\nprocess.env.TZ = 'UTC';\nspawn('a', { env: { "
                "...process.env, X: '1' } });\n// process.env.X\nconst s = 'process.env';\n"
            ),
            (),
            {"place": ("src/env.ts",)},
        ),
        Example(
            "javascript",
            "export default { base: process.env.BASE };\n",
            (),
            {"place": ("src/env.ts",)},
            "vite.config.js",
        ),
        Example(
            "typescript",
            "const job = worker.process.envelope;\nconst u = import.meta.url;\n",
            (),
            {"place": ("src/env.ts",)},
        ),
    ),
)
