"""React's rules of hooks: the check, the wording and the proof of `hooks-at-top`."""

from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import chain, imported_from_react, own_nodes, path
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import FUNCTION_KINDS, WEB, SourceFile, end_line, function_name, span, start_line

HOOK = lazily(r"^(?:React\.)?use[A-Z]\w*$")
OWNER = lazily(r"^(?:[A-Z]\w*|use[A-Z]\w*)$")
# Given to these, a function is itself a component.
COMPONENT_MAKERS = lazily(r"(?:^|\.)(?:memo|forwardRef|observer|lazy|with[A-Z]\w*|create[A-Z]\w*)$")
CONDITIONS = {
    "if_statement": "a condition",
    "else_clause": "a condition",
    "ternary_expression": "a condition",
    "switch_case": "a condition",
    "switch_default": "a condition",
    "for_statement": "a loop",
    "for_in_statement": "a loop",
    "while_statement": "a loop",
    "do_statement": "a loop",
}
SHORT_CIRCUITS = frozenset({"&&", "||", "??"})


def misplaced_hooks(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Hooks of a component that not every render calls: in conditions, loops and callbacks, or after a `return`."""
    del params
    if source.language != "tsx" and not source.path.endswith(".jsx") and not imported_from_react(source):
        return
    for call in source.nodes("call_expression"):
        name = path(call)
        if not HOOK.match(name):
            continue
        place = _place(call)
        if place:
            yield Fact(start_line(call), end_line(call), f"`{name}` is called {place}, so not on every render alike.")


def _place(call: SgNode) -> str:
    """Where the hook stands, in words; empty where it may stand there or nobody can tell."""
    child = call
    found = ""
    for ancestor in call.ancestors():
        kind = ancestor.kind()
        if kind in FUNCTION_KINDS:
            return _in_function(ancestor, found)
        if not found and kind in CONDITIONS and _is_governed(ancestor, child):
            found = f"in {CONDITIONS[kind]}"
        elif not found and kind == "binary_expression":
            operator, right = ancestor.field("operator"), ancestor.field("right")
            short = operator is not None and operator.text() in SHORT_CIRCUITS
            if short and right is not None and span(right) == span(child):
                found = "in a condition"
        elif not found and kind == "statement_block" and _returned_before(ancestor, child):
            found = "after a `return` that may come first"
        child = ancestor
    return ""


def _is_governed(statement: SgNode, part: SgNode) -> bool:
    """What a condition itself asks is evaluated every time; its branches and every round of a loop are not."""
    asked = statement.field("condition") or statement.field("value") or statement.field("right")
    return statement.kind() == "while_statement" or asked is None or span(asked) != span(part)


def _returned_before(block: SgNode, statement: SgNode) -> bool:
    owner = block.parent()
    if owner is None or owner.kind() not in FUNCTION_KINDS:
        return False
    for earlier in block.children():
        if span(earlier) == span(statement):
            return False
        if earlier.kind() in {"if_statement", "switch_statement"}:
            if any(node.kind() == "return_statement" for node in own_nodes(earlier)):
                return True
    return False


def _in_function(function: SgNode, found: str) -> str:
    name = function_name(function)
    if OWNER.match(name) or _makes_component(function):
        return found
    given = function.parent()
    if name != "this function" or given is None or given.kind() != "arguments":
        return ""
    outer = next((node for node in function.ancestors() if node.kind() in FUNCTION_KINDS), None)
    owned = outer is not None and (OWNER.match(function_name(outer)) is not None or _makes_component(outer))
    return "in a callback" if owned else ""


def _makes_component(function: SgNode) -> bool:
    given = function.parent()
    call = given.parent() if given is not None and given.kind() == "arguments" else None
    return call is not None and COMPONENT_MAKERS.search(".".join(chain(call)[0].names)) is not None


RULES_OF_HOOKS = Entry(
    name="hooks-at-top",
    title="React hooks that are called in conditions, loops or callbacks, or after an early return",
    languages=WEB,
    engines=(Syntax(misplaced_hooks),),
    cues=("hook",),
    phrases=(
        Phrase(r"\b(?:follow|respect|obey|keep to|adhere to)\b[^.;]{{0,20}}\brules? of (?:react )?hooks\b"),
        Phrase(r"^rules of hooks(?: apply| are followed|$|[.:])"),
        Phrase(
            r"\b(?:never|no|don't|do not|not)\b[^.;]{{0,20}}\b(?:react )?hooks?\b[^.;]{{0,15}}"
            r"\b(?:conditionally|(?:in(?:side)?|within) (?:an? )?(?:conditions?|conditionals?|loops?|callbacks?|if\b))",
            {},
            r"\b(?:git|pre-?commit|husky)\b",
        ),
        Phrase(
            r"\bhooks?\b[^.;]{{0,30}}\bat the top(?:[ -]level)?\b(?! of the (?:repo|file|project))",
            {},
            r"\b(?:git|pre-?commit|husky|folder|directory|file)\b",
        ),
    ),
    reads=(
        ("Follow the rules of hooks", {}),
        ("Never call hooks conditionally.", {}),
        ("React: no hooks inside loops or conditions", {}),
        ("Hooks are only called at the top level", {}),
    ),
    ignores=(
        "Git hooks run at the top level of the repository.",
        "Custom hooks live in `src/hooks`.",
        "Pre-commit hooks must pass.",
        "The rules of hooks are explained in the React documentation.",
    ),
    words=Words(
        why="React knows which state belongs to which hook only by the order of the calls. A call that is left out "
        "once shifts every later one, and a component reads the state of its neighbour.",
        question="In which order do the hooks of this component run on the first render, and in which on the next one?",
        hint="Number the hook calls of the component from the top; the numbers have to be the same on every render.",
    ),
    examples=(
        Example(
            "tsx", "function A({ x }: P) {\n  if (x) return null;\n  useEffect(() => {}, []);\n  return x;\n}\n", (3,)
        ),
        Example("tsx", "function A({ xs }: P) {\n  return xs.map((x) => useThing(x));\n}\n", (2,)),
        Example(
            "tsx", "const A = memo(({ x }: P) => {\n  if (x) {\n    useEffect(f);\n  } else useB();\n});\n", (3, 4)
        ),
        Example("tsx", "const useA = (x: X) => {\n  const a = x && useB(x);\n  return x ? useC() : a;\n};\n", (2, 3)),
        Example("tsx", "function A() {\n  useEffect(() => {\n    React.useState(1);\n  }, []);\n}\n", (3,)),
        Example(
            "javascript",
            "import { useState } from 'react';\nfunction A() {\n  for (const x of y) {\n    useState(x);\n  }\n}\n",
            (4,),
        ),
        Example("javascript", "function A() {\n  const [a] = useState(1);\n  if (a) return null;\n  return a;\n}\n"),
        Example(
            "tsx",
            "function useA() {\n  const b = useB() ?? 1;\n  if (useC()) f();\n"
            "  useEffect(() => { if (b) f(); }, [b]);\n}\n",
        ),
        Example("tsx", "function A() {\n  if (!x) throw new E();\n  const f = () => { return 1; };\n  useA(f);\n}\n"),
        Example("typescript", "const mkdirp = (p: string) => (useNative(p) ? useSync() : 1);\nif (x) useStrict();\n"),
        Example(
            "tsx", "it('x', () => { renderHook(() => useA()); });\n// if (x) useA(1)\nconst s = 'if (x) useA()';\n"
        ),
    ),
)
