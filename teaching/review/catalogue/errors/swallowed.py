"""Errors that are caught and forgotten: the check, the wording and the proof of `no-swallowed-errors`."""

from collections.abc import Iterator, Sequence

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import arguments, inner, named, path, shorten
from teaching.review.catalogue.errors.excuses import is_benchmark, is_excused, is_excused_promise
from teaching.review.entry import Entry, Example, Fact, Params, Slot, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, SourceFile, end_line, start_line

BROAD = frozenset({"Exception", "BaseException"})


def swallowed_errors(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Handlers that do nothing, and `.catch(() => {})`; with breadth `broad` only those that nothing excuses."""
    strict = params["breadth"] != "broad"
    if not strict and is_benchmark(source):
        return
    for node in source.nodes("except_clause", "except_group_clause"):
        classes = caught_classes(node)
        if _is_idle(node, is_broad(classes)) and (strict or (is_broad(classes) and not is_excused(node))):
            what = "everything" if not classes else " and ".join(f"`{name}`" for name in classes)
            yield Fact(start_line(node), end_line(node), f"This handler catches {what} and does nothing with it.")
    for node in source.nodes("catch_clause"):
        body = node.field("body")
        if body is not None and _is_empty(body) and (strict or not (is_excused(node) or _falls_back(node))):
            yield Fact(start_line(node), end_line(node), "This `catch` block is empty: the error ends here unseen.")
    if source.language != "python":
        yield from _silent_promises(source, strict)


def caught_classes(handler: SgNode) -> tuple[str, ...]:
    """The dotted names of what an `except` catches; none for a bare one, `…` for what is no plain name."""
    found: list[str] = []
    stack = [child for child in reversed(named(handler)) if child.kind() != "block"]
    while stack:
        node = stack.pop()
        if node.kind() in {"tuple", "parenthesized_expression"}:
            stack.extend(reversed(named(node)))
        elif node.kind() == "as_pattern":
            stack.extend(named(node)[:1])
        else:
            found.append((path(node) if node.kind() != "call" else "") or "…")
    return tuple(found)


def is_broad(classes: Sequence[str]) -> bool:
    """Whether these exception classes together are everything."""
    return not classes or any(name.removeprefix("builtins.") in BROAD for name in classes)


def _is_idle(handler: SgNode, broad: bool) -> bool:
    body = next((child for child in handler.children() if child.kind() == "block"), None)
    if body is None:
        return False
    idle = {"pass_statement", "continue_statement"} if broad else {"pass_statement"}
    for statement in named(body):
        only = inner(statement) if statement.kind() == "expression_statement" else None
        if statement.kind() not in idle and (only is None or only.kind() not in {"ellipsis", "string"}):
            return False
    return True


def _falls_back(handler: SgNode) -> bool:
    """`try { return a(); } catch {} return b;` goes on with the second best: that is an answer."""
    statement = handler.parent()
    body = statement.field("body") if statement is not None else None
    steps = named(body) if body is not None else []
    following = statement.next() if statement is not None else None
    return bool(steps) and steps[-1].kind() == "return_statement" and following is not None and following.is_named()


def _silent_promises(source: SourceFile, strict: bool) -> Iterator[Fact]:
    for node in source.nodes("call_expression"):
        target = node.field("function")
        method = target.field("property") if target is not None and target.kind() == "member_expression" else None
        given = arguments(node)
        if method is None or method.text() != "catch" or len(given) != 1 or not _is_empty_function(given[0]):
            continue
        if strict or not is_excused_promise(node):
            text = f"`{shorten(node)}` drops whatever error comes."
            yield Fact(start_line(method), start_line(method), text)


def _is_empty_function(node: SgNode) -> bool:
    if node.kind() == "identifier":
        return node.text() == "noop"
    body = node.field("body") if node.kind() in {"arrow_function", "function_expression"} else None
    if body is None:
        return node.text() in {"Function.prototype", "_.noop"}
    return (body.kind() == "statement_block" and _is_empty(body)) or _is_nothing(body)


def _is_nothing(value: SgNode) -> bool:
    """`undefined`, `void 0`, `void error`: no value that a caller could go on with."""
    operand = value.field("argument") if value.kind() == "unary_expression" and value.text()[:5] == "void " else None
    return value.kind() == "undefined" or (operand is not None and operand.kind() in {"identifier", "number"})


def _is_empty(block: SgNode) -> bool:
    return all(child.kind() == "empty_statement" or _returns_nothing(child) for child in named(block))


def _returns_nothing(statement: SgNode) -> bool:
    """A `return` of nothing in a function that is there for the error alone; that of a `catch` block ends more."""
    holder = statement.parent()
    above = holder.parent() if holder is not None else None
    if statement.kind() != "return_statement" or above is None or above.kind() == "catch_clause":
        return False
    value = inner(statement)
    return value is None or _is_nothing(value)


_WHAT = r"(?:errors?|exceptions?|failures?)\b"
_SWALLOW = (
    rf"(?:silently )?swallow(?:s|ed|ing)?\b(?: \w+){{{{0,3}}}} {_WHAT}|silently (?:ignor|discard|drop|suppress|catch)"
    rf"(?:e|s|es|ed|ing)?\b(?: \w+){{{{0,2}}}} {_WHAT}|suppress(?:es|ing)? {_WHAT} silently"
    rf"|ignor(?:e|ed|ing) (?:an? |any |the )?(?:caught )?{_WHAT}"
)
_EMPTY = (
    r"(?:empty|silent) `?(?:catch|except)(?:es|s)?`?(?:(?: ?/ ?| or | and )`?(?:catch|except)`?)?\b"
    r"|`?except(?: \w+)?: ?(?:pass|\.\.\.)`?|`?catch ?(?:\(\w*\) ?)?\{{\s*\}}`?|`\.catch\(\(\) ?=> ?\{{\}}\)`"
)
_PERMITS = (
    r"\b(?:may|can be|fine|allowed to|okay?|unless|lint\w*"
    r"|type[ -]?check\w*|compil\w+|eslint|ci|mypy|pyright|only in)\b"
)

NO_SWALLOWED_ERRORS = Entry(
    name="no-swallowed-errors",
    title="handlers that catch an error and do nothing with it",
    languages=ALL,
    engines=(Syntax(swallowed_errors),),
    cues=("swallow", "empty", "silent", "pass`", ": pass", "ignor", "catch"),
    phrases=(
        *forbids(_SWALLOW, unless=_PERMITS),
        *forbids(_EMPTY, unless=_PERMITS),
        Phrase(
            rf"\b{_WHAT}{{GAP}}(?:\bnever\b|\bnot\b|n't\b){{GAP}}\b"
            r"(?:swallowed|ignored|pass silently|silently (?:ignored|dropped|discarded|suppressed|pass))\b",
            {},
            _PERMITS,
        ),
        Phrase(
            r"\bcatch(?:es)?\b[^.;]{{0,40}}?,? (?:either )?(?:handle|log) (?:it|them)?,? ?(?:or|and) "
            r"(?:re-?raise|re-?throw|rethrow|wrap)\b",
            {},
            _PERMITS,
        ),
        Phrase(r"\b(?:never|don't|not) leave (?:an? |any )?`?(?:catch|except)`?(?: \w+)? empty\b", {}, _PERMITS),
        Phrase(
            r"\b(?:catch|except)`?(?: blocks?| clauses?| handlers?)? {GAP}(?:never|not|n't)(?: be)? empty\b",
            {},
            _PERMITS,
        ),
    ),
    reads=(
        ("Exceptions: if you catch one, handle it or re-raise it", {}),
        (
            "Never swallow an error: an `except` or `catch` block that is empty, or holds nothing but `pass`, "
            "does not pass review",
            {"breadth": "all"},
        ),
        ("No empty catch blocks", {"breadth": "all"}),
        ("Don't silently swallow exceptions.", {"breadth": "all"}),
        ("Errors are never swallowed", {"breadth": "all"}),
        ("Empty `except` blocks are forbidden.", {"breadth": "all"}),
        ("Never use `except Exception: pass`", {"breadth": "all"}),
        ("Catch blocks must not be empty", {"breadth": "all"}),
        ("Error Handling: do not ignore errors, log them or re-raise", {"breadth": "all"}),
    ),
    ignores=(
        "Errors may be swallowed in the analytics wrapper.",
        "Swallowed exceptions are logged by the middleware.",
        "Do not ignore type checker errors.",
        "Empty catch blocks are fine around `localStorage`.",
        "Do not commit empty files.",
        "Background threads must propagate errors to the main thread, not silently fail.",
        "Shell scripts: never use `|| true` to silence an expected non-zero exit.",
    ),
    slots=(Slot("breadth", "name", default="all", choices=("all", "broad")),),
    words=Words(
        why="An error that is caught and forgotten leaves no trace: the program goes on with half a result, and "
        "whoever looks for the cause later finds nothing to start from.",
        question="When this fails at three in the morning, where will anybody be able to see that it did?",
        hint="Decide first who can do something about this failure; that tells you whether it is handled, reported "
        "or passed on here.",
    ),
    examples=(
        Example("python", "try:\n    f()\nexcept Exception:\n    pass\n", (3,)),
        Example("python", "try:\n    f()\nexcept (OSError, ValueError) as e:\n    ...  # nothing\n", (3,)),
        Example(
            "python", "for x in y:\n    try:\n        f()\n    except:\n        continue\n", (4,), {"breadth": "broad"}
        ),
        Example("python", "try:\n    f()\nexcept A:\n    g()\nexcept Exception:  # noqa: BLE001\n    'x'\n", (5,)),
        Example("python", "try:\n    f()\nexcept KeyError:\n    pass\n", (), {"breadth": "broad"}),
        Example(
            "python", "try:\n    f()\nexcept Exception:\n    # the probe may fail\n    pass\n", (), {"breadth": "broad"}
        ),
        Example("python", "try:\n    sock.close()\nexcept Exception:\n    pass\n", (), {"breadth": "broad"}),
        Example("python", "with contextlib.suppress(OSError):\n    f()\ntry:\n    f()\nfinally:\n    pass\n"),
        Example("python", "for x in y:\n    try:\n        f()\n    except ValueError:\n        continue\n"),
        Example(
            "python", "try:\n    f()\nexcept OSError as e:\n    log(e)\nexcept A:\n    x = None\nelse:\n    pass\n"
        ),
        Example("python", "class E(Exception):\n    pass\ntry:\n    f()\nexcept A, B:\n    raise\n"),
        Example("typescript", "try {\n  f();\n} catch {}\n", (3,)),
        Example("typescript", "try { f(); } catch (e: unknown) {\n  // nothing to do\n}\n", (1,)),
        Example("javascript", "load()\n  .then(show)\n  .catch(() => {});\n", (3,)),
        Example("tsx", "const a = () => { try { f(); } catch (e) { ; } };\n", (1,)),
        Example("typescript", "try { f(); } catch {\n  // private mode: no storage\n}\n", (), {"breadth": "broad"}),
        Example(
            "typescript", "function f() {\n  try { return g(); } catch {}\n  return 0;\n}\n", (), {"breadth": "broad"}
        ),
        Example("javascript", "await page.close().catch(() => {});\n", (), {"breadth": "broad"}),
        Example("javascript", "// the cache is a nicety\nput(x).catch(() => {});\n", (), {"breadth": "broad"}),
        Example("typescript", "try { f(); } catch (e) { throw e; } finally {}\n"),
        Example("typescript", "p.catch(() => null);\np.catch((e) => report(e));\np.finally(() => {});\n"),
        Example(
            "typescript",
            "p.catch(() => undefined);\np.catch((e) => void e);\np.catch(() => { return; });\n"
            "function f() { try { g(); } catch { return; } }\np.catch((e) => void report(e));\n",
            (1, 2, 3),
        ),
        Example("tsx", "const a = <p title='catch {}'>{/* catch (e) {} */}</p>;\n"),
        Example(
            "python", "try:\n    f()\nexcept Exception:\n    pass\n", (), {"breadth": "broad"}, path="benchmarks/run.py"
        ),
        Example(
            "python",
            "try:\n    f()\nexcept Exception:\n    pass\n",
            (3,),
            {"breadth": "broad"},
            path="workbench/run.py",
        ),
        Example(
            "python",
            "class A:\n    def __del__(self):\n        try:\n            f()\n        except Exception:\n"
            "            pass\n    def save(self):\n        try:\n            f()\n"
            "        except Exception:\n            pass\n",
            (10,),
            {"breadth": "broad"},
        ),
        Example("python", "try:\n    raise ValueError\nexcept Exception:\n    pass\n", (), {"breadth": "broad"}),
        Example(
            "python",
            "for x in y:\n    try:\n        a = f(x)\n    except Exception:\n        continue\n    else:\n"
            "        break\n",
            (),
            {"breadth": "broad"},
        ),
        Example(
            "python",
            "for x in y:\n    try:\n        f()\n    except Exception:\n        pass\nelse:\n    raise E\n"
            "for x in y:\n    try:\n        f()\n    except Exception:\n        pass\nelse:\n    g()\n",
            (11,),
            {"breadth": "broad"},
        ),
        Example("python", "try:\n    f()\nexcept Exception:\n    pass\nraise E\n", (), {"breadth": "broad"}),
        Example(
            "python",
            "try:\n    g()\nexcept E:\n    try:\n        f()\n    except Exception:\n        pass\n    raise\n",
            (),
            {"breadth": "broad"},
        ),
        Example(
            "python",
            "def f():\n    # the probe may fail here\n    try:\n        f()\n    except Exception:\n        pass\n",
            (),
            {"breadth": "broad"},
        ),
        Example(
            "python",
            "x = 1  # may be missing\n# Save the user.\ntry:\n    f()\nexcept Exception:\n    pass\n",
            (5,),
            {"breadth": "broad"},
        ),
        Example(
            "python",
            'def f():\n    """Best-effort removal."""\n    try:\n        f()\n    except Exception:\n'
            '        pass\ndef g():\n    """Saves the user."""\n    try:\n        f()\n'
            "    except Exception:\n        pass\n",
            (11,),
            {"breadth": "broad"},
        ),
        Example(
            "python",
            "def f():\n    try:\n        # never fails the run\n        g()\n    except Exception:\n        pass\n",
            (),
            {"breadth": "broad"},
        ),
        Example(
            "typescript",
            "try { fs.rmSync(a); child.closeAll(); } catch {}\ntry { fs.writeSync(a); } catch {}\n",
            (2,),
            {"breadth": "broad"},
        ),
        Example("typescript", "f();\ntry { g(); } catch {}\nthrow error;\n", (), {"breadth": "broad"}),
        Example(
            "typescript",
            "try { f(); } catch (e) {\n  try { g(); } catch {}\n  throw e;\n}\ntry { f(); } catch (e) {\n"
            "  try { g(); } catch {}\n  h();\n}\n",
            (6,),
            {"breadth": "broad"},
        ),
        Example(
            "javascript",
            "pending.catch(() => {});\nthis.ready.catch(noop);\nload().catch(noop);\n",
            (3,),
            {"breadth": "broad"},
        ),
        Example(
            "javascript",
            "try { x = Number(x); } catch {}\ntry { x = new Date(x); } catch {}\ntry { x = parse(x); } catch {}\n",
            (3,),
            {"breadth": "broad"},
        ),
        Example(
            "typescript",
            "/** Never raises: the log is a nicety. */\nexport const f = () => {\n  try { g(); } catch {}\n};\n",
            (),
            {"breadth": "broad"},
        ),
        Example(
            "javascript",
            "// Not every browser has one.\ntry { f(); } catch {}\n/* c8 ignore next */\ntry { f(); } catch {}\n",
            (4,),
            {"breadth": "broad"},
        ),
        Example("javascript", "try { f(); } catch {}\n", (), {"breadth": "broad"}, path="src/parse.bench.js"),
    ),
    baseline="An error is never swallowed: a handler handles, reports or re-raises.",
    baseline_params={"breadth": "broad"},
    severity="should",
)
