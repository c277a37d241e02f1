"""The arguments of each subcommand, one function each; cli.py has the table that names them."""

import argparse
from collections.abc import Sequence
from typing import Any

Parser = argparse.ArgumentParser

STACKS = ("python", "fastapi", "typescript", "react", "node", "playwright")


def review(parser: Parser) -> None:
    """Of `teach review`."""
    parser.add_argument("path", nargs="?", default=".", help="file or folder to review (default: this folder)")
    parser.add_argument(
        "--scope",
        metavar="S",
        help="working (changes since the last commit; default in git), staged, all (default outside git), "
        "a revision to compare with, or A..B",
    )
    parser.add_argument("--format", choices=["text", "json", "sarif", "markdown"], default="text")
    parser.add_argument(
        "--max-findings", type=int, metavar="N", help="how many to show; 0 shows all (default: 7; in SARIF: all)"
    )
    parser.add_argument("--no-baseline", action="store_true", help="apply the project's own rules only")
    parser.add_argument("--no-model", action="store_true", help="take the words of templates")
    parser.add_argument("--no-cache", action="store_true", help="review anew, even where nothing has changed")
    parser.add_argument(
        "--fail-on",
        choices=["must", "should", "any", "never"],
        default="any",
        help="which findings make the exit code 1: must, should (or must), any (default), or never; "
        "a model's opinions never do",
    )
    parser.add_argument(
        "--for-pull-request",
        action="store_true",
        help="with --format markdown: as a comment on GitHub, with links and folded details",
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--decline",
        nargs=2,
        metavar=("ID", "REASON"),
        help="no longer report a finding, and keep why; it comes back when its code changes",
    )
    instead.add_argument("--undecline", metavar="ID", help="report a declined finding again")
    instead.add_argument("--declined", action="store_true", help="list what was declined, with the reasons")
    _root(parser)


def rules(parser: Parser) -> None:
    """Of `teach rules`."""
    parser.add_argument("path", nargs="?", default=".", help="folder whose rules to show (default: this folder)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--no-hits", action="store_true", help="do not count what each rule finds today")
    parser.add_argument("--all", action="store_true", help="name each statement taken for no rule too, and why")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--explain", metavar="RULE", help="show how one line was read; RULE: CLAUDE.md:14, 14 or an id"
    )
    instead.add_argument(
        "--answer", nargs="+", metavar=("RULE", "NAME=VALUE"), help="give a rule the values that it leaves open"
    )
    instead.add_argument("--accept", metavar="RULE", help="keep a rule's checks as they are read now")
    instead.add_argument(
        "--not", nargs=2, metavar=("RULE", "CHECK"), dest="reject", help="keep that a rule is not about a check"
    )
    instead.add_argument("--forget", metavar="RULE", help="take back what was decided about a rule")
    _root(parser)


def start(parser: Parser) -> None:
    """Of `teach start`."""
    parser.add_argument("slug", nargs="?", default="", metavar="SLUG", help="the project (default: list them)")
    parser.add_argument("directory", nargs="?", default="", metavar="DIR", help="a new folder for it (default: ./SLUG)")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def curriculum(parser: Parser) -> None:
    """Of `teach curriculum`."""
    parser.add_argument(
        "action", choices=["check", "build"], help="check: prove it, by running its tests; build: write its starter/"
    )
    parser.add_argument("directory", metavar="DIR", help="the folder of the project in a source tree")
    _venv(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text")


def grade(parser: Parser) -> None:
    """Of `teach grade`."""
    parser.add_argument(
        "directories",
        nargs="+",
        metavar="DIR",
        action=_Several,
        help="a submission, or a folder that holds submissions; each runs in the sandbox",
    )
    parser.add_argument("--project", metavar="SLUG", help="which project it is (default: what each submission says)")
    parser.add_argument("--jobs", metavar="N", type=_positive, help="how many at once (default: two for each core)")
    parser.add_argument(
        "--timeout",
        metavar="S",
        type=_positive,
        help="seconds for one run of the tests (default: ten times what the finished project takes, 20 at least)",
    )
    parser.add_argument("--csv", metavar="FILE", help="write the marks as a table, one submission a line")
    parser.add_argument("--html", metavar="FILE", help="write one web page: who is stuck where, which rules are broken")
    _venv(parser)
    parser.add_argument("--format", choices=["text", "json"], default="text")


def _venv(parser: Parser) -> None:
    parser.add_argument(
        "--venv", metavar="DIR", help="where the packages of its tests are installed (default: this program's own)"
    )


def init(parser: Parser) -> None:
    """Of `teach init`."""
    parser.add_argument("directory", nargs="?", default=".", help="the project's folder (default: this folder)")
    parser.add_argument("--stack", choices=STACKS, help="default: what the folder's files say")
    parser.add_argument("--name", help="the project's name (default: the folder's)")


def serve(parser: Parser) -> None:
    """Of `teach serve`."""
    parser.add_argument(
        "--http", metavar="PORT", help="serve over HTTP to this machine, on PORT or HOST:PORT; 0 takes any free port"
    )
    _root(parser)


def costs(parser: Parser) -> None:
    """Of `teach costs`."""
    parser.add_argument("--days", metavar="N", type=_positive, help="how far back (default: today, 7 and 30 days)")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--project", metavar="DIR", help="of the project in this folder (default: of this one)")
    whose.add_argument("--all", action="store_true", help="of all projects")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def model(parser: Parser) -> None:
    """Of `teach model`."""
    parser.add_argument(
        "action",
        nargs="?",
        default="status",
        choices=["status", "serve", "use", "pull", "remove"],
        help="status (default); serve: run its process here; use and pull: choose one; remove: forget it",
    )
    parser.add_argument(
        "what",
        nargs="?",
        default="",
        metavar="FILE|URL",
        help="a GGUF file, an engine's address, or what to pull",
    )
    parser.add_argument("--name", metavar="NAME", help="which of the engine's models, or how to call the file's")
    parser.add_argument("--sha256", metavar="HEX", help="what the pulled file has to have")
    parser.add_argument("--url", metavar="URL", help="of an engine on another machine, which then reads what is asked")
    parser.add_argument("--key-env", metavar="NAME", help="environment variable that holds the engine's key")
    parser.add_argument("--port", metavar="N", type=int, help="serve in OpenAI's protocol on this machine; 0: any port")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def lint(parser: Parser) -> None:
    """Of `teach lint`."""
    parser.add_argument("path", nargs="?", default=".", help="folder or file to lint (default: this folder)")
    parser.add_argument("--strict", action="store_true", help="end with 1 on warnings too")
    parser.add_argument("--format", choices=["text", "json"], default="text")


def doctor(parser: Parser) -> None:
    """Of `teach doctor`."""
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def install(parser: Parser) -> None:
    """Of `teach install`."""
    _scope(parser)
    parser.add_argument(
        "--plugin", choices=["auto", "yes", "no"], default="auto", help="whether the plugin is loaded (default: auto)"
    )
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--force", action="store_true", help="replace files of yours with the same name; kept aside")
    other.add_argument("--keep", action="store_true", help="leave what is yours and install the rest")
    parser.add_argument(
        "--local-answers",
        action=argparse.BooleanOptionalAction,
        help="whether the model on this machine answers simple questions typed in Claude Code (default: as it is)",
    )


def uninstall(parser: Parser) -> None:
    """Of `teach uninstall`."""
    _scope(parser)
    parser.add_argument("--force", action="store_true", help="remove what was changed since, too")


def _scope(parser: Parser) -> None:
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--project", action="store_true", help="in this project (default)")
    scope.add_argument("--user", action="store_true", help="in your own folder of Claude Code, for all projects")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    _root(parser)


def plan(parser: Parser) -> None:
    """Of `teach plan`."""
    parser.add_argument("goal", nargs="?", default="", metavar="GOAL", help="what is to be built, in a sentence")
    parser.add_argument(
        "--requirement", metavar="TEXT", action=_Several, default=(), help="a wish, limit or number; may be repeated"
    )
    parser.add_argument(
        "--answer", metavar="ID=ANSWER", action=_Several, default=(), help="answers a question; may be repeated"
    )
    parser.add_argument("--source", metavar="FILE", help="a file of requirements inside the project")
    parser.add_argument("--draft", metavar="FILE", help="judge this plan instead of making one; - reads a pipe")
    parser.add_argument("--write", action="store_true", help="merge it into ROADMAP.md")
    parser.add_argument("--no-model", action="store_true", help="no opening in the words of the chosen model")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def hollow(parser: Parser) -> None:
    """Of `teach hollow`."""
    parser.add_argument(
        "places",
        nargs="*",
        metavar="FILE[:NAME,…]",
        action=_Several,
        default=(),
        help="functions by name, or a file or folder to choose from (default: the whole project)",
    )
    parser.add_argument("--diff", metavar="REV", help="choose from what changed since REV, or in A..B")
    parser.add_argument("--auto", metavar="N", type=_positive, help="how many (default: 5, or all that you name)")
    parser.add_argument("--to", metavar="DIR", help="write the exercise to a new folder, without the history")
    parser.add_argument("--task", metavar="ID", help="the roadmap task that all markers name")
    parser.add_argument("--tests", metavar="COMMAND", help="run the tests with this command (default: the project's)")
    parser.add_argument(
        "--minutes", metavar="N", type=_positive, default=15, help="how long the search may take (default: 15)"
    )
    parser.add_argument("--dry-run", action="store_true", help="only show the plan: run nothing, write nothing")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 0 < int(word) <= 200:
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 1 to 200")
    return int(word)


def scaffold(parser: Parser) -> None:
    """Of `teach scaffold`."""
    parser.add_argument("task", metavar="TASK", help="its id, position (2.3) or title in ROADMAP.md, or a description")
    parser.add_argument(
        "--language", metavar="L", help="python or typescript (default: what the project is written in)"
    )
    parser.add_argument(
        "--files",
        metavar="DIR",
        help="judge the scaffold in this folder instead; - reads JSON, texts by path, from a pipe",
    )
    parser.add_argument("--write", action="store_true", help="create the files")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def hint(parser: Parser) -> None:
    """Of `teach hint`."""
    parser.add_argument(
        "target",
        nargs="?",
        default="",
        metavar="TARGET",
        help="a TODO(human) as path:line or path::symbol, a finding's path:line, or a task (default: what is next)",
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--level", type=int, choices=[1, 2, 3, 4], help="a rung that you were given, again")
    way.add_argument("--show", action="store_true", help="one solution, after three red attempts; at a terminal only")
    way.add_argument("--compare", action="store_true", help="once the task is proved: your code beside another way")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def predict(parser: Parser) -> None:
    """Of `teach predict`."""
    parser.add_argument("task", metavar="TASK", help="a proved task: its id, position (2.3) or title in ROADMAP.md")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--answer", metavar="TEST", help="the test that you expect to fail, or its number in the list")
    way.add_argument("--skip", action="store_true", help="do without")
    _root(parser)


def verify(parser: Parser) -> None:
    """Of `teach verify`."""
    parser.add_argument("task", metavar="TASK", help="its id, position (2.3) or title in ROADMAP.md")
    parser.add_argument(
        "--attest", metavar="REASON", help="tick what no command can prove, on your word; at a terminal only"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def next(parser: Parser) -> None:
    """Of `teach next`."""
    parser.add_argument("--start", action="store_true", help="mark it as (In Progress)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def roadmap(parser: Parser) -> None:
    """Of `teach roadmap`."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=["show", "audit", "untick"],
        default="show",
        help="show (default): where the project stands; audit: hold every tick against its evidence; "
        "untick: take off the tick of TASK, which nothing proves",
    )
    parser.add_argument("task", nargs="?", metavar="TASK", help="for untick: its id, position (2.3) or title")
    parser.add_argument("--html", metavar="FILE", help="write what show tells as one web page")
    parser.add_argument("--rerun", action="store_true", help="run the commands of every ticked task again")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def mode(parser: Parser) -> None:
    """Of `teach mode`."""
    parser.add_argument(
        "mode", nargs="?", choices=["mentor", "colleague", "auto"], help="choose it; auto leaves it to CLAUDE.md"
    )
    parser.add_argument(
        "--marker-guard",
        action=argparse.BooleanOptionalAction,
        help="whether a mentor keeps Claude from filling a TODO(human)",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    _root(parser)


def allow(parser: Parser) -> None:
    """Of `teach allow`."""
    _steps(parser)
    parser.add_argument(
        "--env", metavar="NAME", action=_Several, default=(), help="pass this variable of yours on; may be repeated"
    )
    parser.add_argument("--network", action="store_true", help="let the commands reach the network")
    parser.add_argument("--list", action="store_true", help="only show what is allowed here")
    _root(parser)


def deny(parser: Parser) -> None:
    """Of `teach deny`."""
    _steps(parser)
    _root(parser)


def _steps(parser: Parser) -> None:
    parser.add_argument(
        "steps",
        nargs="*",
        metavar="STEP",
        action=_Several,
        default=(),
        type=_step,
        help="test, lint, typecheck or build (default: all of them)",
    )


def _step(word: str) -> str:
    if word not in (steps := ("test", "lint", "typecheck", "build")):
        raise argparse.ArgumentTypeError(f"{word!r} is no step: pass one of {', '.join(steps)}")
    return word


class _Several(argparse.Action):
    """Keeps what is given as a tuple, for a list among the values means a mistake here (see `_run`)."""

    def __call__(
        self,
        parser: Parser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        kept = (values,) if isinstance(values, str) else tuple(values or ())
        if option_string is not None and not kept:
            parser.error(f"argument {option_string}: expected one argument")
        before = getattr(namespace, self.dest) if option_string is not None else ()
        setattr(namespace, self.dest, (*before, *kept))


def _root(parser: Parser) -> None:
    parser.add_argument("--root", metavar="DIR", help="the project's root (default: found from the path)")
