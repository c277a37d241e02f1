"""What excuses a handler that does nothing when no rule of the project speaks of it: a reason, a release, a choice."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import CALL_KINDS, MEMBER_KINDS, arguments, chain, inner, named, path
from teaching.review.source import FUNCTION_KINDS, SourceFile, enclosing_function, literal_text, span

# What is let go of for good can fail without harm; a project's own rule still counts it.
_RELEASES = frozenset(
    """close disconnect destroy dispose cancel abort stop kill terminate unlink remove rmtree rmdir rm end quit
    shutdown aclose wait_closed unsubscribe cleanup release revokeObjectURL clearInterval unobserve endSession detach
    endwin""".split()
)
_CLOSES = lazily(r"close[A-Z]\w*")
_CONVERSIONS = frozenset({"String", "Number", "Boolean", "BigInt"})
_BENCHMARK = lazily(r"(^|/)(bench|benchmarks?)/|(^|/)[^/]*\.bench\.[^/]+$")
_DIRECTIVE = lazily(
    r"^(?:#|//|/\*+)\s*(?:noqa|type:|pragma|pylint|nosec|c8|v8|eslint|biome|istanbul|@ts|todo|fixme).*", re.IGNORECASE
)
# Beside the `try` stands as often what it does; only a remark about failing is a reason.
_ABOUT_FAILING = lazily(
    r"\b(?:may|might|could|cannot|can't|never|ignor\w*|fail\w*|errors?|exceptions?|throws?|raises?|swallow\w*|silent\w*"
    r"|best[ -]effort|optional|skip\w*|unavailable|unsupported|missing|absent|harmless|safe|fine|fall ?back"
    r"|not (?:all|every|always|available|supported|critical|important|fatal|exist|needed|necessary|matter))\b"
    r"|n't (?:matter|care|exist|work|support|have|crash|break|be)\b",
    re.IGNORECASE,
)
_PROMISED = lazily(r"\bswallow|\bbest[ -]effort\b|\bnever raises?\b|\bignor(?:e|es|ing) (?:\w+ )?errors\b", re.I)
_HANDLERS = frozenset({"except_clause", "except_group_clause", "catch_clause"})
_LOOPS = frozenset({"for_statement", "while_statement"})
_THROWS = frozenset({"raise_statement", "throw_statement"})
_LEAVES = _THROWS | {"return_statement", "break_statement"}
_STATEMENTS = frozenset({"expression_statement", "lexical_declaration", "return_statement"})


def is_benchmark(source: SourceFile) -> bool:
    """Whether a file only measures: nobody waits for what fails there."""
    return _BENCHMARK.search(source.path) is not None


def is_excused(handler: SgNode) -> bool:
    """Whether the code itself says or shows why nothing is done about the error of this handler."""
    statement = handler.parent()
    if statement is None or any(_gives_reason(node.text()) for node in _comments(handler)):
        return True
    body = statement.field("body")
    steps = named(body) if body is not None else []
    return (
        _is_harmless(steps)
        or _is_one_of_several(statement)
        or _is_followed_by_an_error(statement)
        or any(_says_why(node.text()) for node in _remarks_beside(statement, body))
        or _is_promised(statement)
    )


def is_excused_promise(call: SgNode) -> bool:
    """Whether `x.catch(() => {})` gives its reason, lets go of something, or only quiets a promise that is kept."""
    target, given = call.field("function"), arguments(call)
    kept = target.field("object") if target is not None else None
    if kept is not None and kept.kind() in MEMBER_KINDS | {"identifier", "this"}:
        return True
    before = chain(call)[1:]
    if before and _is_release(before[0].names[-1:]):
        return True
    return any(_gives_reason(comment.text()) for comment in _remarks(call, target, given[0]))


def _is_harmless(steps: list[SgNode]) -> bool:
    """A `try` that only lets go of something, throws by itself, or converts a value that may stay as it is."""
    if len(steps) == 1 and (steps[0].kind() in _THROWS or _is_conversion(steps[0])):
        return True
    return bool(steps) and all(_lets_go(step) for step in steps)


def _lets_go(step: SgNode) -> bool:
    expression = inner(step) if step.kind() == "expression_statement" else None
    if expression is not None and expression.kind() in {"await", "await_expression"}:
        expression = inner(expression)
    return expression is not None and _is_release(chain(expression)[0].names[-1:])


def _is_release(names: tuple[str, ...]) -> bool:
    return any(name.removesuffix("Sync") in _RELEASES or _CLOSES.fullmatch(name) for name in names)


def _is_conversion(step: SgNode) -> bool:
    """`x = Number(x)`, `x = new Date(x)`: where it fails, `x` stays what it was."""
    assigned = inner(step) if step.kind() == "expression_statement" else None
    if assigned is None or assigned.kind() != "assignment_expression":
        return False
    left, right = assigned.field("left"), assigned.field("right")
    if left is None or right is None or [one.text() for one in arguments(right)] != [left.text()]:
        return False
    if right.kind() == "new_expression":
        return path(right.field("constructor")) == "Date"
    return right.kind() in CALL_KINDS and path(right) in _CONVERSIONS


def _is_one_of_several(statement: SgNode) -> bool:
    """In a loop that leaves with what succeeds, or raises when nothing did, a failure is the way to the next try."""
    loop = next((a for a in statement.ancestors() if a.kind() in _LOOPS | FUNCTION_KINDS), None)
    if loop is None or loop.kind() in FUNCTION_KINDS:
        return False
    for node in (statement, loop):
        for clause in node.children():
            block = clause.field("body") if clause.kind() == "else_clause" else None
            if block is not None and _last_kind(block) in _LEAVES:
                return True
    return False


def _is_followed_by_an_error(statement: SgNode) -> bool:
    """`try { tidy(); } catch {} throw error;`: the failure that matters is told."""
    following = statement.next()
    while following is not None and following.kind() == "comment":
        following = following.next()
    if following is not None and following.kind() in _THROWS:
        return True
    for ancestor in statement.ancestors():
        if ancestor.kind() in FUNCTION_KINDS:
            return False
        if ancestor.kind() in _HANDLERS:
            block = ancestor.field("body") or next((c for c in ancestor.children() if c.kind() == "block"), None)
            return block is not None and _last_kind(block) in _THROWS
    return False


def _last_kind(block: SgNode) -> str:
    steps = named(block)
    return steps[-1].kind() if steps else ""


def _remarks_beside(statement: SgNode, body: SgNode | None) -> Iterator[SgNode]:
    """The comments on the lines directly above a `try`, and the first thing in it."""
    block = statement.parent()
    # The Python grammar hangs a comment before the first statement of a block above the block.
    first_here = statement.prev() is None and block is not None and block.kind() == "block"
    above = block.prev() if first_here and block is not None else statement.prev()
    line = statement.range().start.line
    while above is not None and above.kind() == "comment" and above.range().end.line == line - 1:
        line, before = above.range().start.line, above.prev()
        if before is not None and before.range().end.line == line and before.text() != "{":
            break  # it stands behind other code and speaks of that
        yield above
        above = before
    for parent in (statement, body):
        first = next((c for c in parent.children() if c.is_named() or c.kind() == "comment"), None) if parent else None
        if first is not None and first.kind() == "comment":
            yield first


def _says_why(comment: str) -> bool:
    return _gives_reason(comment) and _ABOUT_FAILING.search(comment) is not None


def _is_promised(statement: SgNode) -> bool:
    """Whether the function around is `__del__`, or says in its own description that it lets errors go."""
    function = enclosing_function(statement)
    if function is None:
        return False
    name = function.field("name")
    if name is not None and name.text() == "__del__":
        return True
    return _PROMISED.search(_description(function)) is not None


def _description(function: SgNode) -> str:
    body = function.field("body")
    first = inner(body) if body is not None and body.kind() == "block" else None
    text = inner(first) if first is not None and first.kind() == "expression_statement" else None
    if text is not None and text.kind() == "string":
        return literal_text(text) or ""
    for node in (function, *function.ancestors()):
        before = node.prev()
        if before is not None and before.kind() == "comment":
            return before.text() if before.text().startswith("/**") else ""
        if node.kind() not in FUNCTION_KINDS | {"variable_declarator", "lexical_declaration", "export_statement"}:
            return ""
        if node.kind() in FUNCTION_KINDS and span(node) != span(function):
            return ""
    return ""


def _comments(node: SgNode) -> Iterator[SgNode]:
    for child in node.children():
        if child.kind() == "comment":
            yield child
        elif child.kind() in {"block", "statement_block"}:
            yield from _comments(child)


def _gives_reason(comment: str) -> bool:
    return len(re.findall(r"\w{2,}", _DIRECTIVE.sub("", comment))) >= 2


def _remarks(call: SgNode, target: SgNode | None, given: SgNode) -> Iterator[SgNode]:
    """The comments in the handler, in the chain before it, and on the line above the statement."""
    yield from _comments(given)
    if target is not None:
        yield from _comments(target)
    for statement in [call, *call.ancestors()]:
        if statement.kind() in _STATEMENTS:
            before = statement.prev()
            if before is not None and before.kind() == "comment":
                yield before
            return
