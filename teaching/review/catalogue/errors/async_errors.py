"""Awaited calls to the outside and who answers for their errors: the wording and the proof of `async-errors`."""

from teaching.review.catalogue import seen
from teaching.review.catalogue.errors.awaited import unguarded_awaits
from teaching.review.entry import Entry, Example, Slot, Syntax, Words
from teaching.review.prose import Phrase
from teaching.review.source import ALL

_TRY = r"(?:`?\btry\b(?:[ /`-]|\{{\}}|block){{0,4}}(?:catch|except)\b|\btry[ -]blocks?\b)"
_NOT = r"\b(?:never|not|avoid|no|without|instead of|rather than|over|skip|drop|remove|unnecessary)\b|n't\b"
_UNLESS = (
    rf"(?:{_NOT})[^;]{{{{0,40}}}}?{_TRY}|{_TRY}[^;]{{{{0,30}}}}\b(?:not|unnecessary|optional|allowed|fine|sparingly"
    r"|only (?:when|where|if|for|in))\b"
    r"|\b(?:appropriate|consider|already|internally|automatically|wraps|catches)\b"
    r"|\b(?:which|that|it) (?:\w+ )?(?:uses|handles|has|puts)\b"
    r"|\b(?:you|we) (?:may|can|might)\b|\bmay (?:be|use|have)\b|\bexcept (?:in|for|when|where)\b|\bdo(?:es)? not need\b"
)
# The rule has to demand: a plain description of what some module does is no rule.
_DEMAND = (
    r"^(?=[^;]{{0,300}}(?:\b(?:all|every|each|any|must|should|always|shall|needs? to|ha(?:s|ve) to|required?|wrap|put"
    r"|are wrapped|is wrapped|(?:calls?|requests?|operations?) (?:sits?|stands?|go(?:es)?|belongs?|lives?))\b"
    r"|(?:^|[:.–—-] ?)(?:use|add|handle)\b))"
)
_NETWORK = (
    r"(?:\b(?:api|network|http|rest|graphql|remote|outside|third[- ]party|backend|web)(?:/\w+)?"
    r" (?:calls?|requests?|services?)\b)"
)
_DATABASE = r"(?:\b(?:database|db|sql)(?:/\w+)? (?:calls?|queries|query|operations?|access(?:es)?|requests?)\b)"
_OUTSIDE = r"(?:\b(?:external|i/o|io)(?: \w+)? (?:calls?|requests?|services?|operations?)\b|\bexternal calls?\b)"
_FETCH = (
    r"(?:(?P<callers>(?!`(?:await|async|try)\b)`[\w.*$]+(?:\(\))?`(?:(?:\s*,\s*|\s*/\s*| and | or )"
    r"`[\w.*$]+(?:\(\))?`)*"
    r"|\b(?:fetch|axios|httpx|aiohttp)\b)(?:\(\))? (?:calls?|requests?|invocations?)\b)"
)
_ASYNC = (
    r"(?:\basync(?:hronous)? (?:\w+ ){{0,2}}(?:functions?|operations?|code|methods?|calls?|handlers?|actions?)\b"
    r"|(?<=every )`?await\b|(?<=each )`?await\b|(?<=all )`?awaits?\b"
    r"|\bawaited (?:calls?|expressions?|promises?|operations?)\b"
    r"|`?\bawait`? (?:calls?|expressions?|statements?)\b)"
)
_NAMED = (
    r"[^;]{{0,140}}?(?P<errors>`?\b[a-z]\w*(?:error|exception)\b`?"
    r"(?:(?:\s*,\s*|\s*/\s*| and | or )`?[a-z]\w*(?:error|exception)\b`?)*)"
)
_CUSTOM = (
    r"[^;]{{0,140}}?\b(?:custom|own|domain(?:[ -]specific)?|typed|project(?:'s)?|application[ -]specific)(?: \w+)? "
    r"?(?:errors?|exceptions?)\b(?! (?:messages?|pages?|handl|boundar|components?|responses?|toasts?))"
)
_NEGATIVE = r"\b(?:never|no|not|don't|nothing)\b[^;]{{0,60}}?"

_SUBJECTS: tuple[tuple[str, tuple[str, ...] | None], ...] = (
    (_FETCH, None),
    (_NETWORK, ("network",)),
    (_DATABASE, ("database",)),
    (_OUTSIDE, ("network", "database")),
    (rf"\b(?:all|every|each|any) (?:\w+ )?{_ASYNC}", ("*",)),
    # "Use try/catch for async operations" does not say all of them: only calls to the outside are held to it.
    (_ASYNC, ("network", "database")),
)


def _phrases() -> tuple[Phrase, ...]:
    """Each subject before and after the `try`, with named, custom and any errors: the more is said, the earlier."""
    found: list[Phrase] = []
    for tail, errors in ((_NAMED, None), (_CUSTOM, ("custom",)), ("", None)):
        for subject, callers in _SUBJECTS:
            fixed: dict[str, object] = {} if callers is None else {"callers": callers}
            if errors is not None:
                fixed["errors"] = errors
            needs = rf"^(?=.*(?:error|exception)).*?{subject}" if tail else subject
            found.append(Phrase(rf"{_DEMAND}.*?{subject}[^;]{{{{0,140}}}}?{_TRY}{tail}", fixed, _UNLESS, needs=needs))
            link = r"[^;]{{0,25}}?\b(?:around|for|on|in|with|wraps?|surrounds?|guards?|when)\b[^;]{{0,60}}?"
            found.append(Phrase(rf"{_DEMAND}.*?{_TRY}{link}{subject}{tail}", fixed, _UNLESS, needs=needs))
            bare = r"[^;]{{0,40}}?\b(?:without|outside(?: of)?)\b[^;]{{0,20}}?"
            found.append(Phrase(rf"{_NEGATIVE}{subject}{bare}{_TRY}{tail}", fixed, needs=needs))
    return tuple(found)


_PY_GOOD = """async def load(client):
    try:
        return await client.get("/prices")
    except httpx.HTTPError as error:
        raise StationError("no prices") from error
"""
_PY_BAD = """async def load(client):
    response = await client.get("/prices")
    try:
        return response.json()
    except ValueError as error:
        raise StationError("no prices") from error
"""
_PY_WRONG = """async def warn(region):
    try:
        async with httpx.AsyncClient() as client:
            return await client.get(region)
    except httpx.HTTPError as error:
        logger.warning("no warnings for %s: %s", region, error)
        raise RuntimeError(region) from error
"""
_PY_NESTED = """async def outer(session):
    try:
        async def inner():
            return await session.get("/a")
        return inner
    finally:
        done()
"""
_PY_PLACES = """class Station:
    async def stream(self):
        async with self._session.get("/live") as answer:
            yield answer
    async def follow(self):
        try:
            self.open()
        except OSError:
            await self.client.post("/down")
        finally:
            await self.lock.release()
    @handle_errors
    async def guarded(self):
        return await self.client.get("/x")
"""
_PY_FINE = '''async def f(client, db):
    """await client.get("/x") is only prose."""
    # await client.get("/x")
    text = "await fetch(url)"
    await asyncio.sleep(1)
    async with httpx.AsyncClient() as client:
        await helper(client)
    results = await asyncio.gather(client.get("/a"), client.get("/b"), return_exceptions=True)
    with contextlib.suppress(httpx.HTTPError):
        await client.get("/x")
    try:
        await asyncio.gather(*[client.get(u) for u in urls])
        async for row in db.fetch("select"):
            yield row
    except (httpx.HTTPError, ValueError):
        logger.exception("failed")
    except KeyError:
        raise
'''
_PY_RETRY = """class Client:
    async def a(self):
        for _ in range(3):
            try:
                return await self.http.get("/a")
            except httpx.TimeoutException:
                await asyncio.sleep(1)
        raise StationError("gave up")
    async def b(self):
        try:
            return await self.http.get("/b")
        except httpx.HTTPError as error:
            self._fail(error)
    def _fail(self, error):
        raise StationError() from error
"""
_PY_SUB = """class PriceError(StationError):
    pass
async def a(client):
    try:
        await client.get("/x")
    except ValueError as e:
        raise PriceError() from e
async def b(client):
    try:
        await client.get("/x")
    except ValueError as error:
        raise error
async def c(client):
    try:
        await client.get("/x")
    except ValueError as error:
        raise to_station_error(error)
"""
_TS_BAD = """export async function load(id: string): Promise<User> {
  const user = await api.get<User>(`/users/${id}`);
  return user.data;
}
const prices = async () => {
  const response = await fetch(url);
  return (await response.json()) as Price[];
};
"""
_TS_GOOD = """function toApiError(reason: unknown): ApiError { return new ApiError(String(reason)); }
async function a() {
  try {
    return await api.get<User>("/x");
  } catch (reason) {
    throw toApiError(reason);
  }
}
const b = async () => {
  try { return await fetch(url, { signal }); } catch (e) { throw e; }
};
const c = () => fetch(url).then((r) => r.json());
const d = async () => (await fetch<User>(url).catch((e) => { throw new ApiError(e); }));
router.get("/", asyncHandler(async (req, res) => { res.json(await api.get("/x")); }));
async function e() {
  try {
    await Promise.all(ids.map(async (id) => { await api.delete(`/x/${id}`); }));
  } catch (err) {
    next(new ApiError("x"));
  }
}
const f = async () => { await queryClient.fetchQuery(key); await loadUser(); await this.fetch(); };
"""
_TS_WRONG = """async function a() {
  try {
    return await axios.get("/x");
  } catch (error) {
    console.error(error);
    return null;
  }
}
async function b() {
  try {
    await axios.post("/x");
  } catch (error) {
    throw new Error("failed", { cause: error });
  }
}
"""
_TSX = """export function Panel() {
  useEffect(() => {
    const load = async () => {
      const r = await fetch("/x");
      try { setData(await r.json()); } catch (e) { setError(e); }
    };
    try { load(); } catch (e) { setError(e); }
  }, []);
  const save = async () => {
    try { await http.post("/x"); } catch (e) { await fetch("/log"); }
  };
  return <p onClick={async () => { await http.put("/y"); }} />;
}
"""
_TS_BODY = """async function f() {
  let response: Response;
  try { response = await fetch(url); } catch (e) { throw new ApiError("a"); }
  return await response.json();
}
"""
_JS_ALL = """async function a() {
  await step();
  await new Promise((resolve) => setTimeout(resolve, 10));
  await sleep(10);
  try { await other(); } catch (e) { throw new MyError(e); }
}
"""

_OURS = {"errors": ("ApiError",)}
_STATION = {"errors": ("StationError",)}

ASYNC_ERRORS = Entry(
    name="async-errors",
    title="awaited calls to the outside in no `try`, or whose handler does not throw the project's error",
    languages=ALL,
    engines=(Syntax(unguarded_awaits),),
    cues=("try",),
    phrases=_phrases(),
    reads=(
        ("All async functions must use try/catch with custom error types", {"callers": ("*",), "errors": ("custom",)}),
        (
            "Every awaited API call sits in try/catch and throws ApiError.",
            {"callers": ("network",), "errors": ("ApiError",)},
        ),
        (
            "External calls are wrapped in try/except and raise `StationError`",
            {"callers": ("network", "database"), "errors": ("StationError",)},
        ),
        ("Wrap all fetch calls in try/catch", {"callers": ("fetch",), "errors": ()}),
        ("Wrap all `fetch` and `api.*` calls in `try/catch`.", {"callers": ("fetch", "api.*"), "errors": ()}),
        (
            "Error Handling: try/except around every network call, raising AppError",
            {"callers": ("network",), "errors": ("AppError",)},
        ),
        (
            "Error Handling: Every awaited call to an outside service (`fetch` in the browser, `httpx` on the server) "
            "sits inside a try/except or try/catch, and the only error that comes out of it is our own `StationError`",
            {"callers": ("network",), "errors": ("StationError",)},
        ),
        ("Use try/catch for all async operations", {"callers": ("*",), "errors": ()}),
        ("Every `await` sits in a try/catch", {"callers": ("*",), "errors": ()}),
        (
            "Errors: wrap all `await` calls in try/catch and rethrow as `AppError`",
            {"callers": ("*",), "errors": ("AppError",)},
        ),
        ("Use try/catch blocks for async operations", {"callers": ("network", "database"), "errors": ()}),
        ("Database queries must be inside a try-catch block", {"callers": ("database",), "errors": ()}),
        ("Never leave an API call outside a try/catch.", {"callers": ("network",)}),
    ),
    ignores=(
        "Let exceptions propagate—never use try/except unless there is a specific, necessary recovery action.",
        "Use try/catch for error handling",
        "The HTTP client already wraps all API calls in try/catch.",
        "Don't wrap API calls in try/catch; errors bubble up to the error boundary.",
        "All API calls go through `apiClient`, which handles errors with try/catch.",
        "Every handler runs under the try/catch OOM guard.",
        "You may use try/catch around API calls where it helps.",
        "All API calls retry three times.",
        "Before any async operation: consider error scenarios and add appropriate try/catch blocks.",
        "Wrap third-party code that might throw using try-catch and return a Result.",
    ),
    slots=(
        Slot("callers", "names", default=("network", "database")),
        Slot("errors", "names", default=()),
    ),
    evidence={"callers": seen.CALLERS, "errors": seen.ERRORS},
    tier="likely",
    # A test wants to see the error: a handler there would hide the failure that the test is for.
    skip_tests=True,
    words=Words(
        why="A call to another machine fails in ways that your code cannot prevent. Where nobody catches the failure, "
        "it travels on as a foreign error to people who know neither the address nor the reason.",
        question="If the other side hung up at this very line, who would notice, and what would they be told?",
        hint="Follow the failure instead of the result: start at the awaited call and walk outwards until something "
        "in this function answers for it.",
    ),
    examples=(
        Example("python", _PY_BAD, (2,), _STATION),
        Example("python", _PY_WRONG, (4,), _STATION),
        Example("python", _PY_WRONG, (4,), {"errors": ("custom",)}),
        Example("python", _PY_NESTED, (4,)),
        Example("python", _PY_PLACES, (3, 9)),
        Example("python", _PY_GOOD, (), _STATION),
        Example("python", _PY_WRONG, ()),
        Example("python", _PY_FINE, ()),
        Example("python", _PY_SUB, (), _STATION),
        Example("python", _PY_RETRY, (), _STATION),
        Example("python", _PY_BAD, (), _STATION, path="tests/test_prices.py"),
        Example("python", "async def f():\n    await step()\n", (2,), {"callers": ("*",)}),
        Example("typescript", _TS_BAD, (2, 6), _OURS),
        Example("typescript", _TS_WRONG, (3, 11), _OURS),
        Example("typescript", _TS_WRONG, ()),
        Example("typescript", _TS_GOOD, (), _OURS),
        Example("typescript", _TS_BODY, (4,), _OURS),
        Example("tsx", _TSX, (4, 10, 12)),
        Example("javascript", _JS_ALL, (2,), {"callers": ("*",), "errors": ("custom",)}),
        Example("javascript", "const rows = await pool.query(sql);\n", (1,)),
        Example("javascript", "const rows = await pool.query(sql);\n", (), {"callers": ("network",)}),
        Example("typescript", 'await store.load<User>("/x");\n', (1,), {"callers": ("store.*",)}),
        Example("typescript", 'await stores.load<User>("/x");\n', (), {"callers": ("store.*",)}),
    ),
)
