"""Small questions to the nodes of a tree: its sides, its name, its sign."""

from ast_grep_py import SgNode

from teaching.guard.vocabulary import FIELDS, INDEXES, MEMBERS, NAMES, plain

# How a language wants to be told what to sort by is no part of a solution.
COMPARATOR = frozenset(
    {"OP-", "CMP", "LOGIC", "FN", "F:key", "F:localecompare", "C:localecompare", "BRANCH", "F:reverse"}
)


def bound(condition: SgNode) -> SgNode | None:
    """The right side of `i < n`."""
    while condition.field("right") is None:
        children = [child for child in condition.children() if child.is_named()]
        if len(children) != 1:
            return None
        condition = children[0]
    return condition.field("right")


def sides(node: SgNode) -> tuple[SgNode | None, SgNode | None]:
    """What stands before the first `=` and what behind it."""
    left: SgNode | None = None
    seen = False
    for child in node.children():
        if not child.is_named():
            seen = seen or child.text() in {"=", ":="}
        elif seen:
            return left, child
        else:
            left = left or child
    return left, None


def targets(left: SgNode) -> list[str]:
    """The variables that an assignment gives a value; a field is none."""
    if left.kind() in NAMES:
        return [left.text()]
    if left.kind() in MEMBERS or left.kind() in INDEXES:
        return []
    return [name for child in left.children() if child.is_named() for name in targets(child)]


def last_name(callee: SgNode) -> str:
    """What is called, without what it belongs to."""
    if callee.kind() in NAMES or callee.kind() in FIELDS:
        return callee.text()
    children = [child for child in callee.children() if child.is_named()]
    if not children:
        return ""
    if callee.kind() in MEMBERS or callee.kind() == "navigation_suffix":
        return last_name(children[-1])
    if callee.kind() in {"non_null_expression", "generic_type", "scoped_type_identifier", "generic_name"}:
        return last_name(children[0])
    return ""


def is_sign(node: SgNode) -> bool:
    """Whether a node is an operator or another sign."""
    return not node.is_named() or node.kind() in {"is not", "not in"}


def sign(node: SgNode) -> str:
    """An operator as it is written; without the `=` where it changes its left side."""
    text = " ".join(node.text().split())
    return text[:-1] if len(text) > 1 and text.endswith("=") and text[:-1] in AUGMENTED else text


CHANGES = {"+=", "-=", "*=", "/=", "%=", "**=", "//=", "&=", "|=", "^=", "<<=", ">>=", "++", "--"}
AUGMENTED = {"+", "-", "*", "/", "%", "**", "//", "&", "|", "^", "<<", ">>", ">>>", "&&", "||", "??", "@"}


def field(name: str) -> str:
    """The label of a field."""
    bare = plain(name)
    return "C:len" if bare in {"length", "size"} else f"F:{bare}"


def number(text: str) -> str:
    """A number as every language writes it."""
    try:
        return f"{float(text.replace('_', '').rstrip('nfFdDlL')):g}"
    except ValueError:
        return text.lower()
