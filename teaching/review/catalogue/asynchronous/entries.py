"""Asynchronous code: waited for with `await`, never blocking, never forgotten, never without a time limit."""

from collections.abc import Iterator

from teaching.review.catalogue.asynchronous import loops
from teaching.review.catalogue.asynchronous.floating import NO_FLOATING_PROMISE
from teaching.review.catalogue.callsites import arguments, chain, inner, path, shorten
from teaching.review.entry import Entry, Example, Fact, Params, Ruff, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import PYTHON, WEB, SourceFile, end_line, start_line

SESSION_CALLS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "request"})
SESSIONS = frozenset({"requests.Session", "requests.session", "Session"})


def promise_chains(source: SourceFile, params: Params) -> Iterator[Fact]:
    """Chains with `.then(…)`, one fact for each; `import(…).then` and Cypress's `cy` have no other form."""
    del params
    for node in source.nodes("call_expression"):
        target = node.field("function")
        method = target.field("property") if target is not None and target.kind() == "member_expression" else None
        if method is None or method.text() != "then" or not arguments(node):
            continue
        links = chain(node)
        if any(link.names[-1:] == ("then",) for link in links[1:]):
            # The chain is told once, at its first `.then`: what follows belongs to it.
            continue
        root = links[-1]
        head = root.call.field("function") if root.call is not None else None
        if root.names[:1] == ("cy",) or (head is not None and head.kind() == "import"):
            continue
        before = target.field("object") if target is not None else None
        shown = shorten(before, 40) if before is not None else "…"
        yield Fact(start_line(node), end_line(node), f"`{shown}` is waited for with `.then(…)`.")


def requests_without_timeout(source: SourceFile, params: Params) -> Iterator[Fact]:
    """What ruff's S113 does not follow: calls on a `requests` session, and `urlopen`."""
    del params
    sessions = set(_sessions(source))
    for node in source.nodes("call"):
        name = path(node)
        owner, _, method = name.rpartition(".")
        opens = name in {"urllib.request.urlopen", "request.urlopen", "urlopen"}
        if not opens and not (owner in sessions and method in SESSION_CALLS):
            continue
        given = arguments(node)
        texts = [argument.text() for argument in given]
        if any(text.startswith(("timeout", "**")) for text in texts) or (opens and len(texts) > 2):
            continue
        yield Fact(start_line(node), end_line(node), f"`{name}(…)` is called without a timeout.")


def _sessions(source: SourceFile) -> Iterator[str]:
    if "requests" not in source.text:
        return
    for node in source.nodes("assignment", "as_pattern"):
        value = node.field("right") if node.kind() == "assignment" else inner(node)
        target = node.field("left") if node.kind() == "assignment" else node.field("alias")
        if value is not None and target is not None and value.kind() == "call" and path(value) in SESSIONS:
            if value.text().startswith("requests.") or "from requests import" in source.text:
                yield target.text()


_PERMITS = r"\b(?:may|fine|okay?|allowed|unless|only (?:in|for|when)|acceptable)\b"
_THEN = (
    r"(?:(?:raw |bare |chained )*`?\.then\b|(?:raw |bare |nested )?promise(?:[ -]then)?[ -]chain(?:s|ing)?"
    r"|`?then`? chains?|raw promises\b|promise callbacks?)"
)

PREFER_AWAIT = Entry(
    name="prefer-await",
    title="promises that are waited for with `.then(…)` in place of `await`",
    languages=WEB,
    engines=(Syntax(promise_chains),),
    cues=("then", "promise", "async/await", "async / await", "await"),
    phrases=(
        Phrase(r"^(?:[\w /]+: )?(?:please )?(?:use|prefer) `?async ?/ ?await`?(?: syntax)?\s*[.!]?$"),
        *forbids(_THEN, unless=_PERMITS),
        Phrase(
            rf"\basync ?/ ?await`?[^;]{{{{0,40}}}}?(?:{{INSTEAD}}|,? avoid|\bno) (?:the |raw |bare |plain )*(?:{_THEN}"
            r"|promises?\b(?!\.))",
            {},
            _PERMITS,
        ),
        Phrase(r"\b(?:always use|use only|only use|exclusively use) `?async ?/ ?await\b", {}, _PERMITS),
        Phrase(r"\basync ?/ ?await`?(?: syntax)? (?:only|everywhere|exclusively)\b", {}, _PERMITS),
        Phrase(
            r"\b(?:use|prefer) `?async ?/ ?await`? (?:for|in) (?:all |every |any )?(?:async\w*|promise)", {}, _PERMITS
        ),
    ),
    reads=(
        ("Async: use `async/await`.", {}),
        ("Use async/await, avoid raw .then()", {}),
        ("Async: Use `async/await`. Avoid raw `.then()`.", {}),
        ("Prefer async/await over raw promises", {}),
        ("No promise chains", {}),
        ("Always use `async/await`, never `.then()`", {}),
        ("Use async/await for all asynchronous code", {}),
        ("`.then()` chains are forbidden.", {}),
    ),
    ignores=(
        "Async support: full async/await support throughout.",
        "`.then()` is fine in event handlers.",
        "If the promise rejects, then show a toast.",
        "Do not merge first and then test.",
        "Use async/await with try/catch.",
        "Never await inside a loop, use `Promise.all`.",
        "Use `.then()` chains rather than async/await in workers.",
    ),
    words=Words(
        why="A chain of callbacks reads in another order than it runs, and an error in one link has to be looked for "
        "in all of them. With one way of waiting in the whole project, nobody has to switch.",
        question="In which order do these lines run, and which of them run when the first step fails?",
        hint="Read the chain from the top and name what each link waits for; each of these is one step.",
    ),
    examples=(
        Example("typescript", "fetch(url)\n  .then((r) => r.json())\n  .then(show)\n  .catch(report);\n", (1,)),
        Example("tsx", "useEffect(() => {\n  load(id).then(setUser);\n}, [id]);\n", (2,)),
        Example("typescript", "const a = await api.get<User>('/x').then((r) => r.data);\n", (1,)),
        Example("javascript", "p.then(() => {\n  q.then(show);\n});\n", (1, 2)),
        Example("typescript", "const r = await fetch(url);\nshow(await r.json());\n"),
        Example("typescript", "const P = lazy(() => import('./P').then((m) => ({ default: m.P })));\n"),
        Example("javascript", "cy.get('#a').then(($a) => {});\n", path="cypress/a.js"),
        Example("javascript", "load().catch(report).finally(done); // .then(x)\nconst s = '.then(x)';\n"),
        Example("typescript", "class T { then(ok: () => void) { ok(); } }\nconst y = { is: 1, then: 2 };\n"),
        Example("tsx", "const a = <p>first, .then(second)</p>;\n"),
    ),
)

_LOOP = r"(?:the |asyncio'?s? |an? )?(?:`?asyncio`? )?event[ -]loop"

NO_BLOCKING_IN_ASYNC = Entry(
    name="no-blocking-in-async",
    title="calls in `async` functions that hold up the event loop: sleep, HTTP, processes, files, input",
    languages=PYTHON,
    engines=(
        Ruff(
            (
                "ASYNC210",
                "ASYNC212",
                "ASYNC220",
                "ASYNC221",
                "ASYNC222",
                "ASYNC230",
                "ASYNC250",
                "ASYNC251",
            ),
            skip_tests=True,
        ),
    ),
    cues=("block", "time.sleep", "sync"),
    phrases=(
        *forbids(rf"block(?:s|ing|ed)?`? {_LOOP}", unless=_PERMITS),
        *forbids(
            r"(?:blocking|synchronous|sync) (?:calls?|i/o|io|operations?|code|functions?|requests?|http calls?)"
            r" (?:in(?:side)?|from|within) (?:an? )?(?:`?async(?: def)?`?|coroutines?|asynchronous)",
            unless=_PERMITS,
        ),
        *forbids(
            r"`?time\.sleep(?:\(\))?`? (?:in(?:side)?|from|within) (?:an? )?`?(?:async|coroutine)", unless=_PERMITS
        ),
        Phrase(
            r"\basync(?:hronous)?\b(?: def)?`? (?:functions?|code|handlers?|endpoints?|routes?)\b[^.;]{{0,20}}?"
            r"\b(?:must not|never|do not|don't|may not|should not|cannot)\b (?:\w+ )?block\b",
        ),
        Phrase(r"\b(?:asyncio|anyio)\.sleep(?:\(\))?`?,? (?:never|not|instead of|rather than) `?time\.sleep\b"),
    ),
    reads=(
        ("Never block the event loop", {}),
        ("No blocking calls in async functions", {}),
        ("Don't use `time.sleep` in async code", {}),
        ("Async code never blocks the event loop.", {}),
        ("Use `asyncio.sleep`, never `time.sleep`", {}),
        ("Performance: avoid blocking I/O in async handlers", {}),
    ),
    ignores=(
        "`GET /ota/check` starts a non-blocking background check.",
        "Blocking calls are fine in CLI scripts.",
        "The queue blocks until a slot is free.",
        "Never block the main branch with a failing build.",
        "No sync between the two databases in async mode.",
    ),
    # Nobody waits for the event loop of a test.
    skip_tests=True,
    words=Words(
        why="All tasks of an event loop share one thread. A call that waits without `await` stops every one of them: "
        "each user waits for the slowest call of any other.",
        question="What do the other tasks of this program do while this line waits?",
        hint="Ask of each call in an async function whether it waits for something outside, and whether you can see "
        "at the call that it gives way meanwhile.",
    ),
    examples=(
        Example("python", "import time\n\n\nasync def f():\n    time.sleep(1)\n", (5,)),
        Example("python", "import requests\n\n\nasync def f():\n    return requests.get('x', timeout=1)\n", (5,)),
        Example("python", "import subprocess as sp\nasync def f():\n    sp.run(['ls'])\n    open('x')\n", (3, 4)),
        Example("python", "import time\n\n\ndef f():\n    time.sleep(1)\n"),
        Example("python", "import asyncio\n\n\nasync def f():\n    await asyncio.sleep(1)\n"),
        Example("python", "import time\nasync def f():\n    def g():\n        time.sleep(1)\n    return g\n"),
        Example("python", "import asyncio, time\nasync def f():\n    await asyncio.to_thread(time.sleep, 1)\n"),
        Example("python", "import time\nasync def f():\n    time.sleep(1)\n", path="tests/test_a.py"),
    ),
    baseline="Async code never blocks the event loop.",
    severity="should",
)

_REQUEST = r"(?:https? |outbound |external |network |api |remote |outgoing )+(?:requests?|calls?|clients?)"

HTTP_TIMEOUT = Entry(
    name="http-timeout",
    title="HTTP requests without a timeout",
    languages=PYTHON,
    engines=(Ruff(("S113",)), Syntax(requests_without_timeout)),
    cues=("timeout", "time limit"),
    phrases=(
        Phrase(
            r"\b(?:outgoing |external |all |every )*(?:http )?(?:requests?|calls?)\b(?: to \w+)? (?:define"
            r"|carr(?:y|ies)|set|need|have|has|get|specif(?:y|ies)|pass|take)s? (?:an? |their "
            r"|its )?(?:explicit )?timeouts?\b",
        ),
        Phrase(
            r"\btimeouts? (?:on|for) (?:all|every|each) (?:outgoing |external )?(?:`?requests`? "
            r"|http )?(?:requests?|calls?)\b",
        ),
        Phrase(
            rf"\b(?:all|every|each|any)\b[^.;]{{{{0,15}}}}\b{_REQUEST}\b[^.;]{{{{0,12}}}}"
            r"\b(?:have|has|sets?|needs?|uses?|carr(?:y|ies)|specif(?:y|ies)|requires?|with an?|gets?|defines?|given)\b"
            r"[^.;]{{0,20}}\b(?:timeouts?|time limits?)\b",
            {},
            _PERMITS + r"|\bno timeouts?\b|\b(?:configured|handled) (?:in|by)\b",
        ),
        Phrase(rf"\b{_REQUEST}\b (?:must|should|need|have to|always)\b[^.;]{{{{0,25}}}}\btimeouts?\b", {}, _PERMITS),
        Phrase(
            rf"\b(?:never|no|don't)\b[^.;]{{{{0,20}}}}\b(?:{_REQUEST}|`?requests(?:\.\w+)?`?"
            rf"|`?httpx`?)[^.;]{{{{0,20}}}}"
            r"\bwithout\b[^.;]{{0,15}}\btimeouts?\b",
            {},
            _PERMITS,
        ),
        Phrase(
            rf"\b(?:set|pass|specify|add|use)\b[^.;]{{{{0,20}}}}\b`?timeouts?\b[^.;]{{{{0,25}}}}\b(?:{_REQUEST}"
            r"|requests\b|httpx\b|`requests`|`httpx`)",
            {},
            _PERMITS,
        ),
    ),
    reads=(
        ("Outgoing HTTP requests define an explicit timeout.", {}),
        ("Timeouts on all `requests` calls.", {}),
        ("All HTTP requests must set a timeout", {}),
        ("Every outbound call has an explicit timeout.", {}),
        ("Never make an HTTP request without a timeout", {}),
        ("Always pass `timeout=` to `requests` and `httpx`", {}),
        ("Set explicit timeouts on all external API calls", {}),
    ),
    ignores=(
        "`bun test --timeout=10000 <filename>` runs one test file.",
        "Ceph timeouts: 1 second for fail-fast.",
        "The request times out after 30 seconds.",
        "HTTP timeouts are configured in nginx.",
        "All HTTP requests are logged with their timeout.",
    ),
    words=Words(
        why="A request without a time limit waits as long as the other side likes: one silent server is enough to "
        "hold a worker for ever, and a few of them to hold the whole program.",
        question="How long may this request take before waiting no longer makes sense to whoever asked for it?",
        hint="Look for how the library that makes the call lets you say how long to wait, and what it does when you "
        "say nothing.",
    ),
    examples=(
        Example("python", "import requests\nrequests.get('https://x.org')\n", (2,)),
        Example("python", "import requests\ns = requests.Session()\ns.post(\n    'https://x.org',\n)\n", (3,)),
        Example("python", "from urllib.request import urlopen\nwith urlopen('https://x.org') as r:\n    pass\n", (2,)),
        Example("python", "import httpx\nhttpx.get('https://x.org', timeout=None)\n", (2,)),
        Example("python", "import requests\nrequests.get('https://x.org', timeout=5)\n"),
        Example(
            "python", "import requests\nwith requests.Session() as s:\n    s.get('x', timeout=(1, 2))\n    s.close()\n"
        ),
        Example("python", "import httpx\nhttpx.get('https://x.org')\nhttpx.Client(timeout=3).get('x')\n"),
        Example("python", "requests = {}\nrequests.get('x')\nsession.get('x')\n# requests.get('y')\n"),
        Example("python", "import requests\ns = requests.Session()\ns.get('x', **options)\nurlopen(a, None, 3)\n"),
    ),
)

ENTRIES = (PREFER_AWAIT, NO_BLOCKING_IN_ASYNC, HTTP_TIMEOUT, NO_FLOATING_PROMISE, *loops.ENTRIES)
