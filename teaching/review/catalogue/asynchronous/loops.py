"""Asynchronous code in loops: what waits in every round, and what nobody waits for."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.callsites import named, own_nodes, path, shorten
from teaching.review.catalogue.wording import EXCUSED
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL, FUNCTION_KINDS, WEB, SourceFile, end_line, start_line

_LOOPS = ("for_statement", "for_in_statement", "while_statement", "do_statement")
# A loop of this kind asks again: its next round depends on what this one brought.
_AGAIN = lazily(r"attempt|retr(?:y|ies)|tries|deadline|timeout|backoff", re.IGNORECASE)
# A `while` that counts through something, the only one whose rounds do not depend on each other.
_COUNTS = lazily(r"<|\.length\b|\blen\(")
_LEAVES = frozenset({"return_statement", "break_statement", "raise_statement", "throw_statement"})
_PAUSES = lazily(r"(?:^|\.)(?:sleep|delay|wait|pause|timeout|waitFor\w*|setTimeout)$")


def awaits_in_loops(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`await` in the body of a loop, once a line; not where the next round needs what this one brought."""
    del params
    seen: set[int] = set()
    for loop in source.nodes(*_LOOPS):
        body = loop.field("body")
        if body is None or _is_sequential(loop):
            continue
        writes = _writes(body)
        for node in _own_awaits(body):
            line = start_line(node)
            awaited = next(iter(named(node)), None)
            if (
                line in seen
                or _is_last(node)
                or _feeds_itself(node, writes)
                or (awaited is not None and _PAUSES.search(path(awaited)))
            ):
                continue
            seen.add(line)
            yield Fact(line, end_line(node), f"`{shorten(node)}` is awaited in the body of a loop.")


def _is_last(node: SgNode) -> bool:
    """Whether the loop is left right after this wait: then it happens once, not in every round."""
    statement = node
    above = node.parent()
    while above is not None and above.kind() not in {"block", "statement_block", *_LOOPS}:
        statement, above = above, above.parent()
    if statement.kind() in _LEAVES:
        return True
    after = statement.next()
    while after is not None and (not after.is_named() or after.kind() == "comment"):
        after = after.next()
    return after is not None and after.kind() in _LEAVES


def _writes(body: SgNode) -> dict[str, list[tuple[int, int]]]:
    """Where a loop gives which name a new value, but for what only counts its rounds."""
    found: dict[str, list[tuple[int, int]]] = {}
    for write in own_nodes(body):
        if write.kind() not in {"assignment", "assignment_expression"}:
            continue
        left, right = write.field("left"), write.field("right")
        if left is None or right is None or len(left.text()) > 80:
            continue
        name = left.text()
        if not re.match(rf"{re.escape(name)}\s*[+-]", right.text()):
            place = write.range()
            found.setdefault(name, []).append((place.start.index, place.end.index))
    return found


def _feeds_itself(node: SgNode, writes: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether a round is called with what an earlier one brought: a cursor, the state of a fold."""
    if not writes:
        return False
    start = node.range().start.index
    asked = {part.text() for part in node.find_all(kind="identifier")}
    return any(name in writes and writes[name][0][1] > start for name in asked)


def _own_awaits(body: SgNode) -> Iterator[SgNode]:
    """The awaits of a loop's own body; a loop within it speaks for itself."""
    stack = [body]
    while stack:
        node = stack.pop()
        kind = node.kind()
        if kind in {"await", "await_expression"} and node.is_named():
            yield node
        if kind not in FUNCTION_KINDS and kind not in _LOOPS and kind != "class_definition":
            stack.extend(reversed(node.children()))


def _is_sequential(loop: SgNode) -> bool:
    kind = loop.kind()
    children = loop.children()
    if any(child.kind() in {"async", "await"} for child in children[:2]):
        return True  # `async for`, `for await`: the source itself comes piece by piece
    if kind in {"while_statement", "do_statement"}:
        condition = loop.field("condition")
        text = condition.text() if condition is not None else ""
        return not _COUNTS.search(text) or _AGAIN.search(text) is not None
    # The head says what the rounds are: everything before the body.
    body = loop.field("body")
    head = " ".join(child.text() for child in children if body is None or child.range() != body.range())
    return _AGAIN.search(head) is not None or re.search(r"\(\s*;\s*;\s*\)|^for \( ?; ?; ?\)", head) is not None


def async_callbacks(source: SourceFile, params: Params) -> Iterator[Fact]:
    """`forEach` with an `async` function, written in place or declared in the same file."""
    del params
    declared = _async_names(source)
    for call in source.nodes("call_expression"):
        function, listed = call.field("function"), call.field("arguments")
        last = function.field("property") if function is not None and function.kind() == "member_expression" else None
        given = named(listed)[:1] if listed is not None else []
        if last is None or last.text() != "forEach" or not given:
            continue
        written = given[0].kind() in {"arrow_function", "function_expression"} and _is_async(given[0])
        if written or (given[0].kind() == "identifier" and given[0].text() in declared):
            line = start_line(call)
            yield Fact(line, line, "`forEach` is given an `async` function here, whose promises it does not keep.")


def _async_names(source: SourceFile) -> set[str]:
    found: set[str] = set()
    for node in source.nodes("function_declaration"):
        name = node.field("name")
        if name is not None and _is_async(node):
            found.add(name.text())
    for node in source.nodes("variable_declarator"):
        name, value = node.field("name"), node.field("value")
        if name is not None and value is not None and value.kind() in {"arrow_function", "function_expression"}:
            if _is_async(value):
                found.add(name.text())
    return found


def _is_async(function: SgNode) -> bool:
    return any(child.kind() == "async" for child in function.children()[:2])


_NO = r"(?<![\w-])(?:never|no|not|don't|do not|avoid|must not|cannot|should not|shouldn't|mustn't|❌|🚫)(?![\w-])[:,]?"
_AWAIT = (
    r"(?:(?:sequential |serial |any |an |the )*`?await(?:s|ing|ed)?`?(?: calls?| expressions?| statements?"
    r"| promises?)?)"
)
_LOOP = (
    r"(?:(?:the body of |bodies of |an? |the |any |your |`?for(?:[ -](?:of|in|each))?`? |`?while`? "
    r"|`?for`?/`?while`? )*"
    r"(?:loops?\b|`for(?:\.\.\.of| \.\.\. of|[ -]of)?`|loop bod(?:y|ies)))"
)
_STREAMS = r"\bfor await\b|\basync for\b"

NO_AWAIT_IN_LOOP = Entry(
    name="no-await-in-loop",
    title="`await` in the body of a loop",
    languages=ALL,
    engines=(Syntax(awaits_in_loops),),
    cues=("await", "promise.all", "gather", "no-await"),
    phrases=(
        Phrase(
            rf"{_NO}(?:\s(?:ever |use|using|put|place|write|have|call))*\s{_AWAIT}\s(?:one by one "
            rf"|sequentially )?(?:in(?:side)?|within|from)\s{_LOOP}",
            {},
            rf"{EXCUSED}|{_STREAMS}",
        ),
        Phrase(
            rf"{_NO}(?:\s\w+){{{{0,2}}}}\sloops?\b[^.;]{{{{0,15}}}}\b(?:with|and|containing|around|over)\s{_AWAIT}",
            {},
            rf"{EXCUSED}|{_STREAMS}",
        ),
        Phrase(
            r"`?(?:promise\.all(?:settled)?|asyncio\.gather|gather|taskgroup"
            r"|asyncio\.taskgroup)(?:\(\))?`?(?:\s?(?:/|or)\s?"
            r"`?[\w.]+`?(?:\(\))?)?\b[^.;]{{0,40}}(?:instead of|over|rather than|,? not|,? never)\s[^.;]{{0,25}}"
            rf"(?:{_AWAIT}[^.;]{{{{0,25}}}}\bloops?\b|loops? (?:with|of|that)\b[^.;]{{{{0,15}}}}await"
            r"|sequential awaits?|await(?:ing)? (?:each|one by one|sequentially|in (?:a |sequence)))",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_AWAIT}\s(?:in(?:side)?|within)\s{_LOOP}\s?(?:is |are |:|→|->|—)\s?(?:strictly "
            r"|never )*(?:forbidden|banned|prohibited|not allowed|allowed|no\b|❌)",
            {},
            rf"\b(?:is|are) allowed\b|{_STREAMS}",
        ),
        Phrase(r"\bno-await-in-loop\b", {}, rf"{EXCUSED}|\boff\b|\bdisabled?\b"),
    ),
    reads=(
        ("No `await` in loops", {}),
        ("Never await inside a loop; use `Promise.all`", {}),
        ("Use `Promise.all` instead of awaiting in a loop.", {}),
        ("- no await in for loops", {}),
        ("**Async:** avoid `await` inside `for` loops, use `asyncio.gather`", {}),
        ("❌ await in a loop", {}),
        ("`await` in loops is forbidden", {}),
        ("Prefer `Promise.all()` over sequential awaits", {}),
        ("Follow `no-await-in-loop`.", {}),
        ("Don't use await within a for loop", {}),
    ),
    ignores=(
        "Await every promise in the loop.",
        "No database queries in loops.",
        "Use `for await` over streams, never collect them in a loop.",
        "Never block the event loop; await the async version.",
        "Avoid `await` in loops unless the calls depend on each other.",
        "`Promise.all` rejects as soon as one promise does.",
        "Do not await the event loop directly.",
    ),
    words=Words(
        why="Every round starts only when the one before it has been answered: ten calls of a tenth of a second take a "
        "whole one, although none of them needed another's answer.",
        question="Which of these calls needs the answer of the one before it?",
        hint="Separate starting the work from waiting for it: what would a list of work that has been started look "
        "like here?",
    ),
    examples=(
        Example(
            "typescript",
            "async function f(ids: string[]) {\n  for (const id of ids) {\n    await load<User>(id);\n  }\n}\n",
            (3,),
        ),
        Example(
            "javascript",
            "for (let i = 0; i < n; i++) {\n  const r = await fetch(urls[i]);\n  out.push(await r.json());\n}\n",
            (2, 3),
        ),
        Example(
            "tsx", "let i = 0;\nwhile (i < ids.length) {\n  if (a) { xs.push(await load(ids[i])); }\n  i++;\n}\n", (3,)
        ),
        Example("javascript", "for (const a of as) {\n  for (const b of a.bs) {\n    await f(b);\n  }\n}\n", (3,)),
        Example("python", "async def f(ids):\n    for i in ids:\n        x = await load(i)\n        use(x)\n", (3,)),
        Example(
            "python",
            "async def f(ids):\n    for i in ids:\n        if i:\n            try:\n                await load(i)\n"
            "            except E:\n                pass\n",
            (5,),
        ),
        Example(
            "python",
            "async def f(s):\n    async for x in s:\n        await g(x)\n    for y in await h():\n        use(y)\n",
        ),
        Example(
            "python",
            "async def f(ids):\n    await asyncio.gather(*(load(i) for i in ids))\n"
            "    xs = [load(i) for i in ids]\n    await asyncio.wait(xs)\n",
        ),
        Example(
            "python",
            "async def f(q):\n    while True:\n        item = await q.get()\n        await use(item)\n"
            "    for attempt in range(3):\n        await g()\n        await asyncio.sleep(1)\n",
        ),
        Example(
            "python",
            "async def f(ids):\n    for i in ids:\n        async def g():\n            await h()\n"
            "        tasks.append(g)\n# for x in y: await z\ns = 'for x in y: await z'\n",
        ),
        Example(
            "typescript",
            "for await (const x of stream) {\n  await use(x);\n}\nfor (const y of await f()) { use(y); }\n",
        ),
        Example(
            "typescript",
            "await Promise.all(ids.map(async (id) => { await load(id); }));\n"
            "for (const f of fs) { ps.push(async () => await f()); }\n",
        ),
        Example(
            "javascript",
            "for (;;) {\n  const { done } = await reader.read();\n  if (done) break;\n}\nlet cursor;\ndo {\n"
            "  cursor = (await page(cursor)).next;\n} while (cursor);\n",
        ),
        Example(
            "tsx",
            "for (let attempt = 0; attempt < 3; attempt++) {\n  await f();\n  await sleep(100);\n}\n"
            "// for (x of y) { await z; }\n",
        ),
        Example(
            "python", "async def f(c):\n    for _ in range(9):\n        page = await load(c)\n        c = page.next\n"
        ),
    ),
)

_EACH = r"`?(?:\.?array\.|array#|\.)?foreach(?:\(\))?`?(?: loops?| callbacks?)?"

NO_ASYNC_FOREACH = Entry(
    name="no-async-foreach",
    title="`async` callbacks given to `forEach`",
    languages=WEB,
    engines=(Syntax(async_callbacks),),
    cues=("foreach",),
    phrases=(
        Phrase(
            rf"{_NO}[^.;]{{{{0,30}}}}\b(?:`?async`?|asynchronous|`?await(?:ing)?`?"
            rf"|promises?)\b[^.;]{{{{0,40}}}}{_EACH}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"{_NO}[^.;]{{{{0,25}}}}{_EACH}[^.;]{{{{0,25}}}}(?:`?\basync`?\b|\basynchronous\b|`?\bawait`?\b"
            r"|\bpromises?\b)",
            {},
            EXCUSED,
        ),
        Phrase(
            r"`?for(?:\.\.\.of|[ -]of| \.\.\. of|…of)?`?[^.;]{{0,25}}(?:instead of|over|rather than|,? not"
            rf"|,? never)\s[^.;]{{{{0,15}}}}{_EACH}[^.;]{{{{0,30}}}}(?:\basync|\bawait|asynchronous|\bpromise)",
            {},
            EXCUSED,
        ),
        Phrase(
            r"\b(?:for|in|with) (?:async(?:hronous)?|await)[^;]{{0,40}}(?:instead of|never|not"
            rf"|rather than)\s(?:use )?{_EACH}",
            {},
            EXCUSED,
        ),
        Phrase(
            rf"(?:`?\basync`?|\bawait)\b[^.;]{{{{0,20}}}}{_EACH}[^.;]{{{{0,10}}}}(?:is |are |: ?)?(?:forbidden"
            r"|banned|prohibited|not allowed|never)",
            {},
            EXCUSED,
        ),
    ),
    reads=(
        ("Never use `forEach` with async callbacks", {}),
        ("No async callbacks in `forEach`.", {}),
        ("- don't await inside `forEach`, use `for...of`", {}),
        ("Use `for...of` instead of `forEach` for async work", {}),
        ("**Async:** no `async` in `.forEach()`", {}),
        ("For async iteration use `for...of`, never `forEach`", {}),
        ("Async `forEach` is forbidden", {}),
    ),
    ignores=(
        "Prefer `map` over `forEach`.",
        "Avoid `forEach` in hot paths.",
        "Never mutate the array within `forEach`.",
        "Async work goes through a queue.",
        "Use `forEach` for side effects, not `map`.",
    ),
    words=Words(
        why="`forEach` throws away what its callback returns. The promises run on with nobody waiting: the next line "
        "is reached before any work is done, and an error in one of them has no handler.",
        question="At which moment does the line after this call run: before or after the work for each item?",
        hint="Look at what `forEach` does with the value that its callback returns, and at what an `async` function "
        "always returns.",
    ),
    examples=(
        Example("typescript", "ids.forEach(async (id) => {\n  await load<User>(id);\n});\n", (1,)),
        Example("javascript", "rows\n  .filter(Boolean)\n  .forEach(async function (r) { await r; });\n", (1,)),
        Example(
            "tsx",
            "const save = async (x) => { await put(x); };\nasync function drop(x) {}\nxs.forEach(save);\n"
            "xs.forEach(drop);\n",
            (3, 4),
        ),
        Example(
            "typescript",
            "await Promise.all(ids.map(async (id) => load(id)));\n"
            "ids.forEach((id) => { queue.push(async () => load(id)); });\n",
        ),
        Example(
            "javascript",
            "xs.forEach(save);\nxs.map(async (x) => x);\nforEach(async (x) => x);\nconst save = (x) => x;\n",
        ),
        Example(
            "tsx",
            "// xs.forEach(async () => {})\nconst s = 'xs.forEach(async () => {})';\n"
            "for (const x of xs) { await x; }\n",
        ),
    ),
)

ENTRIES = (NO_AWAIT_IN_LOOP, NO_ASYNC_FOREACH)
