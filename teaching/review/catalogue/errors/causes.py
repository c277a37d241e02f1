"""Errors: that a new one names the one it came from, and that what is thrown is an error at all."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import inner, own_nodes, shorten
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import PYTHON, WEB, SourceFile, end_line, start_line

_LITERALS = {
    "string": "a string",
    "template_string": "a string",
    "number": "a number",
    "object": "a plain object",
    "array": "an array",
    "null": "`null`",
    "undefined": "`undefined`",
    "true": "`true`",
    "false": "`false`",
    "regex": "a regular expression",
}
_SIGNALS = frozenset(
    {
        "StopIteration",
        "StopAsyncIteration",
        "SystemExit",
        "KeyboardInterrupt",
        "GeneratorExit",
        "Exit",
        "CancelledError",
    }
)
_AROUND = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})


def causeless_raises(source: SourceFile, params: Params) -> Iterator[Fact]:
    """A new error that is raised in a handler without `from`; to raise the caught one again needs no cause."""
    del params
    for handler in source.nodes("except_clause", "except_group_clause"):
        caught = _caught_name(handler)
        for node in _own_raises(handler):
            raised = inner(node)
            if raised is None or node.field("cause") is not None:
                continue
            # A bare name is an error that was made elsewhere: the caught one, or one with a history of its own.
            if raised.kind() == "identifier" and (raised.text() == caught or not raised.text()[:1].isupper()):
                continue
            if _is_signal(raised) or (raised.kind() == "call" and _passes_cause(raised, caught)):
                continue
            text = f"`{shorten(node)}` names no cause, and it stands in a handler of another error."
            yield Fact(start_line(node), end_line(node), text)


def _is_signal(raised: SgNode) -> bool:
    """Whether what is raised ends a loop or the program, and tells of no failure."""
    name = raised.field("function") if raised.kind() == "call" else raised
    return name is not None and name.text().rpartition(".")[2] in _SIGNALS


def _own_raises(handler: SgNode) -> Iterator[SgNode]:
    """The raises of a handler itself: those of a handler within it are that one's own."""
    stack = list(reversed(handler.children()))
    while stack:
        node = stack.pop()
        kind = node.kind()
        if kind == "raise_statement":
            yield node
        elif kind not in {"except_clause", "except_group_clause", "function_definition", "lambda", "class_definition"}:
            stack.extend(reversed(node.children()))


def _caught_name(handler: SgNode) -> str:
    for node in handler.children():
        if node.kind() == "as_pattern":
            target = next((child for child in node.children() if child.kind() == "as_pattern_target"), None)
            return target.text() if target is not None else ""
    return ""


def _passes_cause(call: SgNode, caught: str) -> bool:
    """`raise error.with_traceback(…)`, `raise translate(error)`: made from the caught one, or that one itself."""
    function = call.field("function")
    if function is None or not caught:
        return False
    if function.kind() == "attribute":
        owner = function.field("object")
        return owner is not None and owner.text() == caught
    listed = call.field("arguments")
    made = function.kind() == "identifier" and function.text()[:1].islower()
    return made and listed is not None and any(node.text() == caught for node in own_nodes(listed))


def thrown_literals(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`throw` of a string, a number, a plain object or nothing: values without a stack and without a type."""
    del params
    for node in source.nodes("throw_statement"):
        kind = _literal_kind(inner(node))
        if kind:
            yield Fact(start_line(node), end_line(node), f"`{shorten(node)}` throws {kind}, which is no error.")


def _literal_kind(value: SgNode | None) -> str:
    while value is not None and value.kind() in _AROUND:
        value = inner(value)
    if value is None:
        return ""
    if value.kind() == "binary_expression":
        operator = value.field("operator")
        sides = (value.field("left"), value.field("right"))
        joined = operator is not None and operator.text() == "+"
        return "a string" if joined and any(_literal_kind(side) == "a string" for side in sides) else ""
    if value.kind() == "ternary_expression":
        cases = [_literal_kind(value.field("consequence")), _literal_kind(value.field("alternative"))]
        return cases[0] if all(cases) else ""
    if value.kind() == "identifier" and value.text() == "undefined":
        return "`undefined`"
    return _LITERALS.get(value.kind(), "")


_FROM = r"`?(?:raise[^`;]{{0,30}} )?from (?:e|err|error|exc|ex|exception|original|cause|none)\b`?"
_CAUSE = (
    r"(?:(?:the |its |their |original |underlying |root )*(?:causes?|exceptions?|errors?)|exception chain(?:s|ing)?"
    r"|exceptions)"
)
# The word `except` stands in most of these sentences without making an exception of anything.
_EXCUSED = EXCUSED.replace(r"except(?:ing)?\b|exceptions? (?:are|is|may|for)\b|", "")
_NOT_WEB = r"\b(?:javascript|typescript|new error|go|rust)\b"

CHAIN_CAUSES = Entry(
    name="chain-causes",
    title="a `raise` within `except` that neither raises again nor names its cause with `from`",
    languages=PYTHON,
    engines=(Syntax(causeless_raises),),
    cues=("from", "chain", "cause"),
    phrases=(
        Phrase(
            r"\b(?:re-?)?raise[sd]?\b[^;]{{0,60}}?`?(?<![\w-])from (?:e|err|error|exc|ex|exc_info|exception)\b",
            {},
            _EXCUSED,
        ),
        Phrase(r"`raise (?:\.\.\.|…|\w+(?:\([^`]*\))?) from(?: \w+| \.\.\.| …)?`", {}, _EXCUSED),
        Phrase(
            r"\b(?:re-?)?rais(?:e|es|ed|ing)\b[^.;]{{0,50}}\bwith `from`|\b(?:use|with|by|always|via) `(?:raise )?from`"
            r"[^.;]{{0,50}}\b(?:rais|except|chain|cause)|\braise\b[^.;]{{0,30}}\b(?:use|with|using) `from`",
            {},
            _EXCUSED,
        ),
        Phrase(
            r"(?:^\W*|[:;,.] |\b(?:always|must|should|and|to|please) )(?:explicitly )?chain(?:ed|ing|s)?\s(?:all "
            r"|every |the |re-?raised )*"
            r"(?:exceptions?|errors?|causes?)\b(?! (?:handlers?|middleware))",
            {},
            rf"{_EXCUSED}|{_NOT_WEB}",
        ),
        Phrase(
            r"\b(?:exceptions?|errors?|re-?raises?|raises?)\s(?:are|is|must be|should be|have to be)\s(?:always )?"
            r"(?:explicitly )?chained\b",
            {},
            rf"{_EXCUSED}|{_NOT_WEB}",
        ),
        Phrase(
            r"\b(?:preserve|keep|name|retain|never (?:lose|drop)|don't (?:lose|drop)|do not (?:lose|drop))\s(?:the )?"
            r"(?:original |underlying |root |exception |error )*(?:cause|exception chain|error chain)s?\b[^;]{{0,60}}"
            r"\b(?:rais|except|wrap|from|translat)",
            {},
            rf"{_EXCUSED}|{_NOT_WEB}",
        ),
    ),
    reads=(
        ("Always chain exceptions with `raise ... from e`", {}),
        ("Use `raise X from err` inside `except` blocks.", {}),
        ("- chain exceptions (`from exc`)", {}),
        ("**Errors:** re-raise with `from` so the cause is kept", {}),
        ("When re-raising, preserve the original exception chain: `raise AppError(...) from exc`", {}),
        ("Exceptions must be chained.", {}),
        ("Wrapped errors are raised with `from`", {}),
        ("Never lose the cause when you raise inside an `except`", {}),
        ("raise from err, never a naked raise of a new exception in except", {}),
    ),
    ignores=(
        "Raise errors from the service layer only.",
        "Import errors from `app.errors` and raise them.",
        "Middleware is chained: errors reach the last handler.",
        "Chain promises with `.then`.",
        "Set `cause` when you wrap an error in TypeScript: `new Error(msg, { cause })`.",
        "Exceptions raised from tests are ignored.",
        "The supply chain is audited for errors.",
    ),
    words=Words(
        why="The new error says what it meant for the caller, the old one what really happened. Without a named cause "
        "the report reads as if handling the first had failed by accident, or the first is lost.",
        question="What would the person who reads only the last traceback need to know about what came before it?",
        hint="Python has a way to say in the raise itself which error led to this one; look at the last part of the "
        "statement's grammar.",
    ),
    examples=(
        Example("python", "try:\n    f()\nexcept KeyError:\n    raise AppError('no')\n", (4,)),
        Example(
            "python",
            "try:\n    f()\nexcept (A, B) as e:\n    if e.code:\n        raise errors.AppError(str(e))\n"
            "    raise AppError\n",
            (5, 6),
        ),
        Example(
            "python",
            "def g():\n    try:\n        f()\n    except* ValueError as e:\n        log(e)\n"
            "        raise HTTPException(\n            404\n        )\n",
            (6,),
        ),
        Example(
            "python",
            "try:\n    f()\nexcept KeyError as e:\n    raise AppError('no') from e\nexcept B:\n"
            "    raise AppError('no') from None\n",
        ),
        Example(
            "python",
            "try:\n    f()\nexcept KeyError as e:\n    log(e)\n    raise\nexcept B as error:\n    raise error\n",
        ),
        Example(
            "python",
            "try:\n    f()\nexcept A as e:\n    raise e.with_traceback(None)\nexcept B as e:\n"
            "    raise translated(e)\n",
        ),
        Example(
            "python",
            "try:\n    f()\nexcept A:\n    def g():\n        raise AppError()\n    h(g)\nelse:\n"
            "    raise AppError()\nfinally:\n    g()\n",
        ),
        Example("python", "# except: raise A()\ns = 'except A: raise B()'\nif not s:\n    raise AppError(s)\n"),
    ),
)

_ERRORS = r"(?:`?(?:new )?errors?`?(?: (?:objects?|instances?|class(?:es)?|subclass(?:es)?|types?))?)"
_VALUES = (
    r"(?:(?:raw |plain |bare |arbitrary |string |just |an? |any )*(?:strings?|string literals?|literals?|objects?"
    r"|primitives?|plain objects?|non-errors?(?: objects?| values?)?|numbers?|values)(?! errors?\b))"
)

NO_THROW_LITERAL = Entry(
    name="no-throw-literal",
    title="`throw` of something that is no Error object",
    languages=WEB,
    engines=(Syntax(thrown_literals),),
    cues=("throw",),
    phrases=(
        Phrase(
            r"\b(?:never|no|not|don't|do not|avoid|must not|cannot|should not|mustn't)\s`?throw(?:ing|s"
            rf"|n)?`?\s{_VALUES}\b"
            r"(?!-| (?:away|out)\b)",
            {},
            rf"{EXCUSED}|\b(?:error|exception) (?:strings|literals)\b",
        ),
        Phrase(
            rf"\b(?:only )?throw (?:only |an? |real |proper |actual )*{_ERRORS},? (?:never|not|instead of"
            rf"|rather than|over|no)\s(?:throw )?{_VALUES}\b",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:only|always) throw (?:only |an? |real |proper |actual |subclasses of "
            rf"|instances of )*{_ERRORS}(?:\s?(?:$|[.,;:(—–]|or (?:its |a )?subclass))",
            {},
            rf"{EXCUSED}|\bcustom\b|\bexcept",
        ),
        Phrase(rf"\bthrow only (?:an? |real |proper |actual )*{_ERRORS}", {}, EXCUSED),
        Phrase(
            r"\b(?:no|never|avoid)\s(?:use )?`?throw(?:ing)?[ -](?:string )?literals?`?|\bno-throw-literal\b"
            r"|\bonly-throw-error\b",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\bthrow new error\(\)?`?[^.;]{{0,20}}(?:never|not|instead of"
            r"|rather than)\s(?:throw )?`?(?:strings?|throw ['\"])",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\bthrown values?\b[^.;]{{0,20}}\b(?:must|are|should|is)\b[^.;]{{0,15}}(?:instances? of "
            rf"|an? )?{_ERRORS}\b",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never throw strings or plain objects", {}),
        ("Throw `Error` objects, never string literals.", {}),
        ("- only throw Error instances", {}),
        ("**Errors:** always throw an `Error`, not a string", {}),
        ("❌ Don't throw literals", {}),
        ("Never throw non-Error objects.", {}),
        ("Thrown values must be instances of Error", {}),
        ("`no-throw-literal` is enforced", {}),
        ("Throw only Error objects", {}),
    ),
    ignores=(
        "Throw errors early and never return null objects.",
        "Never throw an error in a reducer.",
        "Do not throw objects away before the request ends, archive them.",
        "Only throw custom errors from services.",
        "Throw AppError, never Error",
        "Never throw in a render function.",
    ),
    words=Words(
        why="Only an Error carries a stack that says where it was made. Handlers that read `message` or ask "
        "`instanceof` find nothing in a string or a plain object, and show the user an empty line.",
        question="What will the code that catches this try to read from it, and what will it find?",
        hint="Follow the value to its nearest handler, and to the log: which properties do they rely on?",
    ),
    examples=(
        Example("typescript", "function f() {\n  throw 'no';\n}\n", (2,)),
        Example("javascript", "if (a) throw { code: 1 };\nthrow `no ${a}`;\n", (1, 2)),
        Example("tsx", "try {\n  f();\n} catch (e) {\n  throw 'no: ' + e.message;\n}\n", (4,)),
        Example("typescript", "throw ('no' as unknown as Error);\n", (1,)),
        Example(
            "javascript",
            "switch (a) {\n  case 1: throw null;\n  case 2: throw undefined;\n  default: throw a ? 'x' : 4;\n}\n",
            (2, 3, 4),
        ),
        Example("typescript", "throw new Error('no');\n"),
        Example("tsx", "throw redirect('/login');\n"),
        Example(
            "javascript",
            "try { f(); } catch (e) { throw e; }\nthrow new Response('x', { status: 404 });\n"
            "throw Object.assign(new Error('a'), { code: 1 });\n",
        ),
        Example(
            "typescript",
            "// throw 'x'\nconst s = \"throw 'x'\";\nthrow errors['no'];\nthrow await f<Error>('x');\nthrow a + b;\n",
        ),
    ),
)

ENTRIES = (CHAIN_CAUSES, NO_THROW_LITERAL)
