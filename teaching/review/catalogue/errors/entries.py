"""Errors: that they are answered for, not swallowed, caught narrowly, and of the project's own kind."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue import seen
from teaching.review.catalogue.callsites import CALL_KINDS, arguments, inner, path
from teaching.review.catalogue.errors import causes
from teaching.review.catalogue.errors.async_errors import ASYNC_ERRORS
from teaching.review.catalogue.errors.swallowed import NO_SWALLOWED_ERRORS, caught_classes, is_broad
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase, forbids, requires
from teaching.review.source import ALL, FUNCTION_KINDS, PYTHON, SourceFile, start_line


def broad_handlers(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`except:` without a class and, unless only that is meant, `except Exception` that neither raises nor logs."""
    for node in source.nodes("except_clause", "except_group_clause"):
        classes = caught_classes(node)
        line = start_line(node)
        if not classes:
            yield Fact(line, line, "This `except` names no exception class, so it catches every exception.")
        elif params["breadth"] != "bare" and is_broad(classes) and not _passes_on(node):
            broad = next(name for name in classes if is_broad((name,)))
            yield Fact(line, line, f"This handler catches `{broad}`, so it catches errors of every kind.")


def _passes_on(handler: SgNode) -> bool:
    # As ruff's BLE001 has it: who raises again, or logs with the traceback, does not hide what went wrong.
    stack = [handler]
    while stack:
        node = stack.pop()
        kind = node.kind()
        if kind == "raise_statement":
            return True
        if kind == "call":
            name = path(node).rsplit(".", 1)[-1]
            if name == "exception" or any(a.text().replace(" ", "") == "exc_info=True" for a in arguments(node)):
                return True
        if kind not in FUNCTION_KINDS:
            stack.extend(node.children())
    return False


_LEFT_OPEN = "TODO(human)"  # what stands in for code that is left to the learner; it goes with that


def general_errors(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`raise Exception(…)` and `throw new Error(…)`: the most general class there is."""
    errors = params["errors"]
    assert isinstance(errors, tuple), "errors is declared as names"
    python = source.language == "python"
    general = frozenset({"Exception", "BaseException"} if python else {"Error"})
    for node in source.nodes("raise_statement" if python else "throw_statement"):
        thrown = inner(node)
        if thrown is None or _LEFT_OPEN in thrown.text():
            continue
        target = thrown.field("constructor") if thrown.kind() == "new_expression" else thrown
        if not python and thrown.kind() not in CALL_KINDS | {"new_expression"}:
            continue
        name = path(target).removeprefix("builtins.")
        if name in general:
            verb = "raises" if python else "throws"
            wanted = "" if not errors else f"; the project's own is {' or '.join(f'`{error}`' for error in errors)}"
            yield Fact(start_line(node), start_line(node), f"This line {verb} a bare `{name}`{wanted}.")


_LENIENT = (
    r"\b(?:is|are) (?:fine|ok|okay|allowed|permitted|acceptable)\b|\bmay\b|\bonly (?:at|in|for|when)\b|\bunless\b"
)
_CLASS = r"`?(?:base)?exception`?(?! (?:handl|messages?|class|type|hierarch|groups?|translat))(?![\w-])"

NO_BROAD_EXCEPT = Entry(
    name="no-broad-except",
    title="handlers that catch every exception: a bare `except:`, or `except Exception` that neither raises nor logs",
    languages=PYTHON,
    engines=(Syntax(broad_handlers),),
    cues=("except", "catch"),
    phrases=(
        Phrase(
            r"\b(?:catch|handle|except)\b (?:only |just )?(?:the )?(?:exact )?(?:exceptions?"
            r"|errors?)(?: types?)? (?:that )?(?:you|we|one) (?:expect|can handle|anticipate|know)",
            {"breadth": "broad"},
            r"\b(?:never|not|don.t)\b",
        ),
        Phrase(
            r"\bcatch(?:es|ing)? (?:only )?(?:the )?narrowest (?:possible )?(?:exceptions?|errors?|type)",
            {"breadth": "broad"},
        ),
        *forbids(r"(?:broad|blanket|generic|catch-all) `?excepts?\b`?", unless=_LENIENT, breadth="broad"),
        *forbids(rf"`?except:? {_CLASS}", unless=_LENIENT, breadth="broad"),
        *forbids(
            rf"catch(?:ing|es)? (?:a |an |the )?(?:bare |generic |broad |base |general )*{_CLASS}(?!\w)",
            unless=_LENIENT + r"|catch[^;]{{0,20}}exceptions? (?:in|from|that|of)",
            breadth="broad",
        ),
        *forbids(
            r"catch(?:ing|es)? (?:broad|generic|general|all|blanket) exceptions", unless=_LENIENT, breadth="broad"
        ),
        Phrase(
            r"(?<!not )\b(?:catch|handle|except) (?:only )?(?:the )?(?:specific|narrow|precise|concrete)"
            r"(?:[ -]\w+)? (?:exceptions?|errors? types?)\b",
            {"breadth": "broad"},
            rf"{_LENIENT}|\b(?:raise|throw)\b|\bwhere (?:reasonable|possible|sensible)\b",
        ),
        *requires(r"specific (?:exceptions?|exception (?:types?|classes)) in `?except\b", breadth="broad"),
        *forbids(r"bare[ -]`?excepts?\b", unless=_LENIENT, breadth="bare"),
        *forbids(r"`except:`", unless=_LENIENT, breadth="bare"),
    ),
    reads=(
        ("Catch only the exceptions you can handle", {"breadth": "broad"}),
        ("Catch the narrowest exception", {"breadth": "broad"}),
        ("Never use bare except", {"breadth": "bare"}),
        ("No bare `except:` clauses.", {"breadth": "bare"}),
        ("Catch specific exceptions, never bare except", {"breadth": "broad"}),
        ("Never catch `Exception`.", {"breadth": "broad"}),
        ("Do not use `except Exception` in services", {"breadth": "broad"}),
        ("Avoid broad `except` clauses", {"breadth": "broad"}),
        ("Error Handling: don't catch generic exceptions; handle the ones you expect", {"breadth": "broad"}),
        ("Bare excepts are forbidden.", {"breadth": "bare"}),
    ),
    ignores=(
        "Tell the user which error you expect next",
        "Bare `except` is fine in `scripts/`.",
        "A broad `except Exception` is allowed at the top of `main()`.",
        "Raise specific exceptions, never a bare Exception.",
        "No tests are skipped except the slow ones.",
        "Never catch exceptions in domain code; let them propagate.",
        "Do not commit anything except source code.",
    ),
    slots=(Slot("breadth", "name", default="broad", choices=("broad", "bare")),),
    words=Words(
        why="A handler for everything also catches the misspelt name and the wrong index. The program goes on as if "
        "the mistake were one of the failures that you had planned for.",
        question="Which failures did you have in mind when you wrote this handler, and which others does it catch?",
        hint="Ask for each line in the try block what it can fail with; the documentation of the calls names it.",
    ),
    examples=(
        Example("python", "try:\n    f()\nexcept:\n    g()\n", (3,)),
        Example("python", "try:\n    f()\nexcept:\n    g()\n    raise\n", (3,), {"breadth": "bare"}),
        Example("python", "try:\n    f()\nexcept (ValueError, Exception) as e:\n    g(e)\n", (3,)),
        Example("python", "try:\n    f()\nexcept BaseException:\n    def h():\n        raise\n", (3,)),
        Example("python", "try:\n    f()\nexcept* Exception as e:\n    g(e)\n", (3,)),
        Example("python", "try:\n    f()\nexcept Exception:\n    g()\n", (), {"breadth": "bare"}),
        Example("python", "try:\n    f()\nexcept Exception as e:\n    raise AppError() from e\n"),
        Example("python", "try:\n    f()\nexcept Exception:\n    logger.exception('x')\n"),
        Example("python", "try:\n    f()\nexcept A, B:\n    g()\nexcept m.Exception2:\n    g()\n"),
        Example("python", "# except:\ns = 'except Exception:'\ntry:\n    f()\nfinally:\n    g()\n"),
    ),
)

_GENERAL = r"(?:bare|plain|raw|generic|base|vanilla|untyped|general)"
_BARE = (
    rf"(?:(?:an? |the )?{_GENERAL} `?(?:new )?(?:errors?|exceptions?)`?(?:\(\))?"
    r"(?! (?:messages?|pages?|handl|text|strings?|codes?))"
    r"|`(?:new )?(?:error|exception)(?:\([^`]*\))?`)"
)
_END = r"(?=\s*(?:$|[.,;:)(]|[—–-]\s)|\s+(?:directly|itself|objects?|instances?|class(?:es)?)\b)"
_OWN = (
    r"(?P<errors>`?\b[a-z]\w*(?:error|exception)\b`?"
    r"(?:(?:\s*,\s*|\s*/\s*| or | and )`?[a-z]\w*(?:error|exception)\b`?)*)"
)

OWN_ERROR_TYPE = Entry(
    name="own-error-type",
    title="`raise Exception` and `throw new Error`, the most general class, in place of an error type of the project",
    languages=ALL,
    engines=(Syntax(general_errors),),
    cues=("error", "exception"),
    phrases=(
        Phrase(
            rf"\b(?:raise|throw)(?:s|ing)?\b[^.;]{{{{0,30}}}}?{_OWN}[^;]{{{{0,25}}}}?{{INSTEAD}} "
            rf"(?:{_BARE}|`?(?:new )?(?:error|exception)`?(?:\(\))?{_END})",
            {},
            _LENIENT,
        ),
        Phrase(
            rf"{{NEVER}}\s[^.;]{{{{0,20}}}}?`?(?:raise|throw)(?:ing|s|n)?`?\s(?:{_BARE}|(?:new )?(?:error|exception)"
            rf"(?:\([^)]*\))?{_END})[^;]{{{{0,40}}}}?\b(?:raise|throw|use)\b[^;]{{{{0,20}}}}?{_OWN}",
            {},
            _LENIENT,
        ),
        Phrase(
            rf"{{NEVER}}\s[^.;]{{{{0,20}}}}?`?(?:raise|throw)(?:ing|s|n)?`?\s(?:{_BARE}|(?:new )?(?:error|exception)"
            rf"(?:\([^)]*\))?{_END})",
            {},
            _LENIENT,
        ),
        Phrase(r"{NEVER}\s[^.;`]{{0,20}}?`(?:raise exception|throw (?:new )?error)(?:\([^`]*\))?`", {}, _LENIENT),
        Phrase(
            r"\b(?:custom|domain(?:[ -]specific)?|typed|specific|project|own) (?:errors?|exceptions?)"
            r"(?: (?:class(?:es)?|types?))?(?! (?:messages?|pages?))[ ,;—–-]{{1,3}}{INSTEAD} (?:an? |the )?"
            rf"{_BARE}",
            {},
            _LENIENT + r"|\bcatch",
        ),
        Phrase(
            r"\b(?:raise|throw)s? (?:\w+ )?(?:custom|domain(?:[ -]specific)?|typed|specific|project|own) "
            r"(?:errors?|exceptions?)(?: (?:class(?:es)?|types?))?[^;]{{0,30}}?[ ,;—–-]{{1,3}}{INSTEAD} "
            rf"(?:{_BARE}|`?(?:error|exception)`?{_END})",
            {},
            _LENIENT,
        ),
    ),
    reads=(
        ("Raise domain-specific exceptions, never bare Exception", {"errors": ()}),
        ("Throw AppError, never Error", {"errors": ("AppError",)}),
        ("Use custom error classes instead of generic Error.", {"errors": ()}),
        ("Exceptions: raise custom exceptions from `app/errors.py`, not generic `Exception`", {"errors": ()}),
        ("Never raise a bare `Exception`.", {"errors": ()}),
        ("Don't `throw new Error()`; throw `ApiError`", {}),
        (
            "Services raise `StationError` or `SensorError`, not `Exception`",
            {"errors": ("StationError", "SensorError")},
        ),
        ("Use specific error types instead of generic `Error` objects where possible.", {}),
        ("Never throw raw `Error` objects, use `AppError`", {"errors": ("AppError",)}),
    ),
    ignores=(
        "Never throw an error inside a reducer.",
        "Show custom error messages instead of generic errors.",
        "Never expose generic errors to the user.",
        "Throwing a plain `Error` is fine in scripts.",
        "Never catch a bare Exception.",
        "Catch specific exceptions rather than `Exception`.",
        "Throw errors early and do not return null.",
        "Never throw exceptions from `__del__`.",
        "Never throw non-Error objects.",
    ),
    slots=(Slot("errors", "names", default=()),),
    evidence={"errors": seen.ERRORS},
    # Tests throw a plain error to see how the code under test bears it.
    skip_tests=True,
    words=Words(
        why="Whoever wants to handle one failure differently from another needs a type to tell them apart; from the "
        "most general one only the message text is left to look at.",
        question="How would a caller tell this failure from every other one, without reading the text of the message?",
        hint="Look at how the callers of this function react: each different reaction points to a failure that "
        "deserves a name.",
    ),
    examples=(
        Example("python", "def f():\n    raise Exception('no')\n", (2,)),
        Example("python", "try:\n    f()\nexcept ValueError as e:\n    raise Exception from e\n", (4,)),
        Example("python", "raise builtins.BaseException(\n    'x'\n)\n", (1,)),
        Example("python", "raise StationError('no')\n", (), {"errors": ("StationError",)}),
        Example("python", "def f():\n    try:\n        g()\n    except Exception:\n        raise\n"),
        Example("python", "class AppError(Exception):\n    pass\n# raise Exception('x')\ns = 'raise Exception()'\n"),
        Example("python", "raise errors.Exception1()\nraise error\nraise make(Exception)\n"),
        Example("python", "raise Exception('no')\n", (), path="tests/test_a.py"),
        Example("typescript", "function f(): never {\n  throw new Error(`no ${x}`);\n}\n", (2,)),
        Example("javascript", "const f = () => { throw Error('x'); };\n", (1,)),
        Example("tsx", "if (!ctx) {\n  throw new Error('x', { cause: e });\n}\n", (2,), {"errors": ("AppError",)}),
        Example("typescript", "throw new AppError<Code>('x');\n", (), {"errors": ("AppError",)}),
        Example("typescript", "try { f(); } catch (Error) { throw Error; }\n"),
        Example("typescript", "class AppError extends Error {}\nreturn Promise.resolve(new Error('x'));\n"),
        Example("typescript", "throw new errors.Error1(); // throw new Error()\nthrow toError(e);\n"),
        Example("typescript", "function total() {\n  throw new Error('TODO(human): total');\n}\n"),
    ),
)

ENTRIES = (ASYNC_ERRORS, NO_SWALLOWED_ERRORS, NO_BROAD_EXCEPT, OWN_ERROR_TYPE, *causes.ENTRIES)
