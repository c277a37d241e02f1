"""What stands before the SDK's HTTP app: the token first, then Host and Origin, then a body of bounded size and time.

An ASGI middleware of our own, and not the SDK's `token_verifier`: that one needs AuthSettings with the address of an
OAuth server, and advertises it to every client; there is none. It also asks for the token only after routing, takes
the first of several Authorization headers, and lets `Host: 127.0.0.1:1@evil.example` pass by its beginning.
Not covered: a second token. There is one principal, so no session can be served to another.
"""

import hmac
import re
import sys
import time
from dataclasses import dataclass

import anyio
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_BYTES = 1024 * 1024
BODY_S = 10.0
REPORT_EVERY_S = 60.0

TELL_TOKEN = "Not without the token: {who} says at its start where that is"

# Any port: a tunnel may have another at its other end. A page of a rebound name has neither of these as its Host.
_LOOPBACK = rb"(?:127\.0\.0\.1|localhost|\[::1\]):[0-9]{1,5}"
HOST = re.compile(_LOOPBACK)
ORIGIN = re.compile(rb"http://" + _LOOPBACK)


@dataclass(slots=True)
class Refusals:
    """Says on standard error that somebody came without the token, at most once in a while, and nothing they sent."""

    who: str = "teach serve"
    unsaid: int = 0
    next_at: float = 0.0

    def note(self) -> None:
        """Counts one, and says how many there were since the last line."""
        self.unsaid += 1
        now = time.monotonic()
        if now < self.next_at or sys.stderr is None:
            return
        requests = "a request" if self.unsaid == 1 else f"{self.unsaid} requests"
        print(f"{self.who}: refused {requests} without the right token", file=sys.stderr, flush=True)
        self.unsaid, self.next_at = 0, now + REPORT_EVERY_S


class Door:
    """Lets requests with the token through to the app behind it."""

    def __init__(self, app: ASGIApp, token: str, who: str = "teach serve") -> None:
        self._app = app
        self._token = token.encode("ascii")
        self._refusals = Refusals(who)
        self._tell_token = TELL_TOKEN.format(who=who)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is refused, and passes on the rest with its body read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (challenge := self._challenge(_values(scope, b"authorization"))) is not None:
            self._refusals.note()
            await _answer(scope, send, 401, self._tell_token, {"www-authenticate": challenge})
            return
        host, origin = _values(scope, b"host"), _values(scope, b"origin")
        if len(host) != 1 or not HOST.fullmatch(host[0]):
            await _answer(scope, send, 421, "The Host header names another machine")
        elif any(not ORIGIN.fullmatch(one) for one in origin):
            await _answer(scope, send, 403, "Pages of other origins may not call this")
        else:
            await self._pass_on(scope, receive, send)

    def _challenge(self, given: list[bytes]) -> str | None:
        """What to answer with when the token is not there; None when it is."""
        if not given:
            return 'Bearer realm="teach"'
        scheme, _, token = given[0].partition(b" ")
        right = hmac.compare_digest(token.strip(b" "), self._token)
        if len(given) == 1 and scheme.lower() == b"bearer" and right:
            return None
        return 'Bearer realm="teach", error="invalid_token"'

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        declared = _values(scope, b"content-length")
        if declared and int(declared[0]) > BODY_BYTES:  # h11 has seen to it that this is one number
            await _answer(scope, send, 413, f"A request may have {BODY_BYTES} bytes")
            return
        body = None
        with anyio.move_on_after(BODY_S) as limit:
            body = await _body(receive)
        if limit.cancelled_caught:
            await _answer(scope, send, 408, f"A request has {BODY_S:g} seconds to arrive")
            return
        if body is None:
            return  # the client left
        if len(body) > BODY_BYTES:
            await _answer(scope, send, 413, f"A request may have {BODY_BYTES} bytes")
            return
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return unread.pop() if unread else await receive()

        await self._app(scope, replay, send)


async def _body(receive: Receive) -> bytes | None:
    """The body as far as it is not too long; None when the client left before its end."""
    read = bytearray()
    while len(read) <= BODY_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            return None
        read += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(read)


def _values(scope: Scope, name: bytes) -> list[bytes]:
    return [value for key, value in scope["headers"] if key == name]


async def _answer(scope: Scope, send: Send, status: int, text: str, headers: dict[str, str] | None = None) -> None:
    """A short reply that ends the connection, for what is left of the request is not read."""

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    response = PlainTextResponse(f"{text}.\n", status, {**(headers or {}), "connection": "close"})
    await response(scope, nothing, send)
