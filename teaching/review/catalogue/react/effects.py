"""What a React effect opens and its cleanup has to release: the check and the proof of `effect-cleanup`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ast_grep_py import SgNode

from teaching.review.catalogue.callsites import CALL_KINDS, arguments, chain, inner, own_nodes, path
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase, requires
from teaching.review.source import WEB, SourceFile, end_line, span, start_line

EFFECTS = frozenset({"useEffect", "useLayoutEffect", "React.useEffect", "React.useLayoutEffect"})
OPENED = frozenset({"WebSocket", "EventSource", "ReconnectingWebSocket", "BroadcastChannel"}) | {
    "IntersectionObserver",
    "ResizeObserver",
    "MutationObserver",
}
INLINE_KINDS = frozenset({"arrow_function", "function_expression"})
CLOSES = re.compile(
    r"close|disconnect|terminate|unsub|unlisten|remove|destroy|dispose|abort|clear|clean|release|stop|unobserve|off$"
)
LASTING = frozenset({"", "window", "document", "globalThis", "document.body"})
TIMERS = frozenset({"clearInterval", "clearTimeout"})
HINTS = re.compile(r"Socket|EventSource|Observer|BroadcastChannel|setInterval|addEventListener|subscribe")
VERBS = {"setInterval": "starts", "addEventListener": "adds", "subscribe": "makes"}
NOUNS = {"setInterval": "an interval", "addEventListener": "an event listener", "subscribe": "a subscription"}


@dataclass(frozen=True, slots=True)
class Opened:
    """What an effect opened: `kind` is a class or a function name, `handles` the names under which it is kept."""

    node: SgNode
    kind: str
    handles: frozenset[str]


def unreleased_effects(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Sockets, intervals, listeners and subscriptions of an effect that its cleanup function does not release."""
    del params
    for call in source.nodes("call_expression"):
        target = call.field("function")
        if target is None or target.kind() not in {"identifier", "member_expression"} or path(target) not in EFFECTS:
            continue
        effect = next(iter(arguments(call)), None)
        if effect is None or effect.kind() not in INLINE_KINDS or not HINTS.search(effect.text()):
            continue
        run = _run_by(effect)
        local = _made_here(run)
        cleanups, opaque = _cleanups(source, effect)
        for opened in _opened(effect, run, local):
            if opaque or any(_releases(source, cleanup, opened) for cleanup in cleanups):
                continue
            what = NOUNS.get(opened.kind, f"a `{opened.kind}`")
            verb = VERBS.get(opened.kind, "opens")
            rest = "its cleanup function does not release it" if cleanups else "returns no cleanup function"
            yield Fact(start_line(opened.node), end_line(opened.node), f"This effect {verb} {what} and {rest}.")


def _run_by(effect: SgNode) -> list[list[SgNode]]:
    """The nodes of the effect's own body and of the functions that are declared in it and called by it."""
    own = list(own_nodes(effect))
    found = [own]
    declared: dict[str, SgNode] = {}
    for node in own:
        name = node.field("name") if node.kind() in {"function_declaration", "variable_declarator"} else None
        value = node.field("value") if node.kind() == "variable_declarator" else node
        if name is not None and value is not None and value.kind() in INLINE_KINDS | {"function_declaration"}:
            declared[name.text()] = value
    for node in own:
        if node.kind() == "call_expression" and path(node) in declared:
            found.append(list(own_nodes(declared[path(node)])))
    return found


def _made_here(run: list[list[SgNode]]) -> set[str]:
    """Variables that hold an object made by the effect itself: its listeners go when it goes."""
    found: set[str] = set()
    for body in run:
        for node in body:
            if node.kind() == "new_expression":
                found.add(_handle(node))
            elif node.kind() == "call_expression" and re.search(r"\.create[A-Z]\w*$", path(node)):
                found.add(_handle(node))
    return found - {""}


def _opened(effect: SgNode, run: list[list[SgNode]], local: set[str]) -> Iterator[Opened]:
    for body in run:
        for node in body:
            if node.kind() == "new_expression":
                kind = path(node.field("constructor")).rpartition(".")[2]
                if kind in OPENED:
                    yield Opened(node, kind, _handles(node, run))
            elif node.kind() == "call_expression":
                kind = "".join(chain(node)[0].names[-1:])
                if kind in NOUNS and _counts(effect, node, kind, local):
                    yield Opened(node, kind, _handles(node, run))


def _counts(effect: SgNode, call: SgNode, kind: str, local: set[str]) -> bool:
    """Leaves out what is returned as it stands, what ends by itself, and what belongs to a local object."""
    parent = call.parent()
    if parent is not None and (parent.kind() == "return_statement" or span(parent) == span(effect)):
        return False
    names = [name for link in reversed(chain(call)) for name in link.names]
    if kind == "setInterval":
        return len(names) == 1 or names[0] in {"window", "globalThis"}
    if kind == "subscribe":
        return len(names) > 1
    options = arguments(call)[2:]
    ends = any(re.search(r"\b(?:signal|once)\b", option.text()) for option in options)
    return not ends and ".".join(names[:-1]) not in local


def _handles(node: SgNode, run: list[list[SgNode]]) -> frozenset[str]:
    """The name that keeps what was opened, and the names to which the effect hands it on."""
    first = _handle(node)
    found = {first} - {""}
    for body in run:
        for other in body:
            if other.kind() not in {"variable_declarator", "assignment_expression"}:
                continue
            target = other.field("name") or other.field("left")
            value = other.field("value") or other.field("right")
            if target is None or value is None:
                continue
            if value.text().replace("!", "") == first:
                found.add(target.text())
            elif target.text() == first:
                found.add(value.text())
    return frozenset(found)


def _handle(node: SgNode) -> str:
    """The name that keeps the value of an expression, through brackets, casts and awaits."""
    current = node
    for parent in node.ancestors():
        kind = parent.kind()
        if kind == "variable_declarator" or kind == "assignment_expression":
            target = parent.field("name") or parent.field("left")
            return "" if target is None or span(target) == span(current) else target.text()
        if kind not in {"parenthesized_expression", "as_expression", "await_expression", "non_null_expression"}:
            return ""
        current = parent
    return ""


def _cleanups(source: SourceFile, effect: SgNode) -> tuple[list[SgNode], bool]:
    """The functions that the effect returns, and whether it returns something that cannot be looked into."""
    body = effect.field("body")
    returned: list[SgNode] = []
    if body is not None and body.kind() != "statement_block":
        returned = [body]
    else:
        for node in own_nodes(effect):
            value = inner(node) if node.kind() == "return_statement" else None
            if value is not None and value.kind() not in {"undefined", "null"}:
                returned.append(value)
    functions: list[SgNode] = []
    for value in returned:
        function = value if value.kind() in INLINE_KINDS else _named_function(source, value)
        if function is None:
            return [], True
        functions.append(function)
    return functions, False


def _named_function(source: SourceFile, name: SgNode) -> SgNode | None:
    if name.kind() != "identifier":
        return None
    for node in source.nodes("function_declaration", "variable_declarator"):
        own = node.field("name")
        value = node if node.kind() == "function_declaration" else node.field("value")
        if own is not None and own.text() == name.text() and value is not None:
            return value if value.kind() in INLINE_KINDS | {"function_declaration"} else None
    return None


def _releases(source: SourceFile, cleanup: SgNode, opened: Opened) -> bool:
    for node in own_nodes(cleanup):
        if node.kind() not in CALL_KINDS:
            continue
        names = [name for link in reversed(chain(node)) for name in link.names]
        method, given = names[-1] if names else "", [argument.text() for argument in arguments(node)]
        if _lets_go(opened, names, method, given):
            return True
        # A function of this file is looked into; of one from elsewhere only the name can speak.
        function = _named_function(source, node.field("function") or node) if len(names) == 1 else None
        if function is not None and any(_is_release(call, opened) for call in own_nodes(function)):
            return True
        if function is None and len(names) == 1 and method not in TIMERS and CLOSES.search(method.lower()):
            return True
    return False


def _is_release(node: SgNode, opened: Opened) -> bool:
    if node.kind() not in CALL_KINDS:
        return False
    names = [name for link in reversed(chain(node)) for name in link.names]
    given = [argument.text() for argument in arguments(node)]
    return _lets_go(opened, names, names[-1] if names else "", given)


def _lets_go(opened: Opened, names: list[str], method: str, given: list[str]) -> bool:
    kept = opened.handles
    if opened.kind == "setInterval":
        return (method in TIMERS and (not kept or bool(kept & set(given)))) or bool(TIMERS & set(given))
    receiver = ".".join(names[:-1])
    closes = CLOSES.search(method.lower()) is not None and method not in TIMERS and method != "removeEventListener"
    if opened.kind == "addEventListener":
        wanted = arguments(opened.node)[:2]
        # A function written in place is another one each time, so it can never be removed.
        same = all(one.kind() not in INLINE_KINDS for one in wanted) and given[:2] == [one.text() for one in wanted]
        listened = path(opened.node).rpartition(".")[0]
        gone = closes and receiver == listened and listened not in LASTING
        return (method == "removeEventListener" and same) or method in {"abort", "removeAllListeners"} or gone
    if opened.kind == "subscribe":
        # A subscription is known by what it returned, or by the object on which it was made.
        words = {word for handle in kept for word in re.findall(r"[\w$]+", handle)} | {chain(opened.node)[-1].names[0]}
        return bool(words & set(names)) and (closes or method in words) or (closes and bool(words & set(given)))
    return closes and (not kept or receiver in kept or bool(kept & set(given)) or names[0] in kept)


_PERMITS = r"\b(?:may|fine|okay?|allowed|unless|optional)\b"
_THINGS = (
    r"(?:web ?sockets?|sockets?|connections?|intervals?|timers?|subscriptions?|(?:event )?listeners?"
    r"|side effects?|effects?)"
)
_EFFECT = r"`?(?:useeffects?|effects?)\b"

EFFECT_CLEANUP = Entry(
    name="effect-cleanup",
    title="sockets, intervals, listeners and subscriptions that an effect opens and its cleanup does not release",
    languages=WEB,
    engines=(Syntax(unreleased_effects),),
    cues=("effect", "unmount", "cleanup", "clean up"),
    phrases=(
        Phrase(rf"\bclean(?:s|ed)?[ -]?up\b[^;]{{{{0,20}}}}\b{_THINGS}\b[^;]{{{{0,50}}}}{_EFFECT}", {}, _PERMITS),
        Phrase(r"\bclean(?:s|ed)?[ -]?up\b[^;]{{0,60}}\b(?:on|at|before) unmount", {}, _PERMITS),
        Phrase(
            rf"{_EFFECT}[^;]{{{{0,50}}}}\b(?:must|always|should|needs? to|has to|have to)\b[^;]{{{{0,20}}}}"
            r"(?:clean[ -]?up|cleans up|return(?:s)? (?:an? )?(?:teardown|disposer))",
            {},
            _PERMITS,
        ),
        Phrase(rf"\b(?:every|each|all) {_EFFECT}[^;]{{{{0,50}}}}\bclean", {}, _PERMITS),
        Phrase(
            rf"\b(?:every|each|all|always|must)\b[^;]{{{{0,20}}}}\b{_THINGS}\b[^;]{{{{0,60}}}}"
            r"\b(?:released?|closed?|cleared?|removed?|unsubscribed?|cleaned|clean(?:ed)?[ -]?up)\b[^;]{{0,40}}"
            r"(?:effect|unmount|clean[ -]?up)",
            {},
            _PERMITS,
        ),
        *requires(
            r"clean[ -]?up (?:function )?(?:in|of|from|for) (?:your |every |each |all )?`?useeffect", unless=_PERMITS
        ),
    ),
    reads=(
        ("Clean up WebSocket connections and intervals in useEffect", {}),
        ("Every `useEffect` that subscribes must return a cleanup function", {}),
        ("Always clean up event listeners and timers in `useEffect`.", {}),
        ("Hooks: all subscriptions are closed in the effect's cleanup", {}),
        ("Always clean up subscriptions on unmount", {}),
    ),
    ignores=(
        "Clean up the code before merging.",
        "Clean up WebSocket sessions on the server after five minutes.",
        "`useEffect` is fine for subscriptions.",
        "Avoid `useEffect` for derived state.",
        "Every effect of a change is described in the changelog.",
    ),
    tier="likely",
    words=Words(
        why="An effect runs again whenever its dependencies change. What the earlier run left open goes on beside the "
        "new one: messages arrive twice, and a component that is gone keeps being updated.",
        question="How many of these are open after the component has been shown, hidden and shown again?",
        hint="React calls what the effect returns before the next run and at the end; compare what this effect opens "
        "with what happens there.",
    ),
    examples=(
        Example("tsx", "useEffect(() => {\n  const ws = new WebSocket(url);\n  ws.onmessage = show;\n}, []);\n", (2,)),
        Example(
            "typescript",
            "useEffect(() => {\n  const ws = new WebSocket(url);\n  ws.onerror = () => ws.close();\n"
            "  return () => {\n    ws.onclose = () => { ws.close(); };\n  };\n}, []);\n",
            (2,),
        ),
        Example(
            "javascript", "React.useEffect(() => {\n  setInterval(tick, 1000);\n  return () => log('x');\n});\n", (2,)
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  window.addEventListener('resize', () => f());\n"
            "  return () => window.removeEventListener('resize', () => f());\n}, []);\n",
            (2,),
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  window.addEventListener('resize', f);\n  const id = setInterval(f, 10);\n"
            "  return () => window.removeEventListener('scroll', f);\n}, []);\n",
            (2, 3),
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  function connect() {\n    const es = new EventSource('/live');\n  }\n"
            "  connect();\n}, []);\n",
            (3,),
        ),
        Example("typescript", "useEffect(() => {\n  const sub = store.subscribe(f);\n}, []);\n", (2,)),
        Example(
            "tsx",
            "useEffect(() => {\n  if (!open) return;\n  const ws = new WebSocket(url);\n"
            "  ws.addEventListener('message', show);\n  const id = window.setInterval(f, 10);\n"
            "  return () => {\n    window.clearInterval(id);\n    if (ws.readyState === 1) ws.close();\n  };\n"
            "}, []);\n",
        ),
        Example(
            "typescript",
            "useEffect(() => {\n  socketRef.current = new WebSocket(url);\n"
            "  return () => socketRef.current?.close();\n}, []);\nuseEffect(() => store.subscribe(f), []);\n",
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  const stop = store.subscribe(f);\n  const id = setInterval(f, 1);\n"
            "  const cleanup = () => { stop(); clearInterval(id); };\n  return cleanup;\n}, []);\n",
        ),
        Example(
            "javascript",
            "useEffect(() => {\n  const c = new AbortController();\n"
            "  addEventListener('x', f, { signal: c.signal });\n  return () => c.abort();\n}, []);\n",
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  ws.current = new WebSocket(url);\n  const current = ws.current;\n"
            "  const es = connect();\n  es.addEventListener('x', () => f());\n  ids.push(setInterval(f, 1));\n"
            "  return () => { current.close(); es.close(); ids.forEach(clearInterval); };\n}, []);\n",
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  const o = new ResizeObserver(f);\n  o.observe(el);\n"
            "  return () => o.unobserve(el);\n}, []);\nuseEffect(() => {\n  const o = new ResizeObserver(f);\n"
            "  o.observe(el);\n  return () => o.observe(el);\n}, []);\n",
            (7,),
        ),
        Example("tsx", "const ws = new WebSocket(url);\nfunction f() { setInterval(g, 1); }\n"),
        Example(
            "tsx", "useEffect(() => {\n  const id = setTimeout(f, 1);\n  // new WebSocket(url)\n  track(id);\n}, []);\n"
        ),
        Example(
            "tsx",
            "useEffect(() => {\n  const channel = api.channel('a').on('b', f).subscribe();\n"
            "  return () => { api.removeChannel(channel); };\n}, []);\n",
        ),
    ),
    baseline="An effect releases what it opened.",
    severity="should",
)
