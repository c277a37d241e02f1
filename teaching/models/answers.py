"""What engines answer over HTTP, read within bounds: how long, how much, packed or not, and what a refusal means."""

import email.utils
import http.client
import json
import time
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from teaching.models.protocol import Failure, ModelError
from teaching.repository.files import printable

READ_AT_MOST: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 16
_LONGEST_REASON: Final = 200
_MOST_PATIENT_S: Final = 24 * 3600.0
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32

# Status -> what it means; other 4xx are `refused`, other 5xx `broken`.
_MEANINGS: Final[Mapping[int, Failure]] = {
    401: "refused", 402: "limited", 403: "refused", 404: "absent", 408: "slow", 425: "limited", 429: "limited",
    503: "limited", 504: "slow", 529: "limited",
}  # fmt: skip


# The same by the names that Anthropic's API gives errors.
_NAMES: Final[Mapping[str, Failure]] = {
    "rate_limit_error": "limited", "overloaded_error": "limited", "billing_error": "limited", "api_error": "broken",
    "timeout_error": "slow", "not_found_error": "absent",
}  # fmt: skip


def body_of(response: http.client.HTTPResponse, who: str) -> bytes:
    """All that comes, unpacked.

    Args:
        who: answers, as messages call it.

    Raises:
        ModelError: it has no end, or is packed in a way that is not understood.
    """
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        content += chunk
        if len(content) > READ_AT_MOST:
            raise ModelError(f"{who} does not come to an end")
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed == "identity":
        return bytes(content)
    if packed not in {"gzip", "deflate", "x-gzip"}:
        raise ModelError(f"{who} packs its answers as {printable(packed)[:40]}, which it was asked not to")
    try:
        unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
        unpacked = unpacking.decompress(bytes(content), READ_AT_MOST)
    except zlib.error as error:
        raise ModelError(f"{who} sent a damaged answer") from error
    if not unpacking.eof:
        raise ModelError(f"{who} sent an answer that is cut off, or does not come to an end")
    return unpacked


def object_of(content: bytes, who: str) -> dict[str, Any]:
    """The JSON object that was sent.

    Raises:
        ModelError: it is none.
    """
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"what {who} answered is no JSON{_looks_like(content)}") from error
    if not isinstance(found, dict):
        raise ModelError(f"what {who} answered is not understood")
    return cast(dict[str, Any], found)


def refusal(
    status: int, headers: Callable[[str], str | None], content: bytes, who: str, moves: Mapping[int, str]
) -> ModelError:
    """What a status other than 200 means.

    Args:
        headers: the value of a header.
        moves: status -> the next move, where there is one besides waiting.
    """
    failure = _MEANINGS.get(status) or ("refused" if status < 500 else "broken")
    if 300 <= status < 400:
        return ModelError(
            f"{who} sends elsewhere ({status}), where nobody goes with what students write: choose the address that "
            "it names",
            "refused",
        )
    after = seconds_of(headers("retry-after"))
    wait = f"; it asks to wait {after:g} s" if after is not None and failure == "limited" else ""
    move = f". {moves[status]}" if status in moves else ""
    return ModelError(f"{who} refused ({status}): {reason_in(content)}{wait}{move}", failure, after)


def complaint_in(found: Mapping[str, Any], who: str) -> ModelError | None:
    """The error in an answer whose status said that all was well; None where there is none."""
    error: Any = found.get("error")
    if not error:
        return None
    named = cast(dict[str, Any], error) if isinstance(error, dict) else {}
    code: Any = named.get("code")
    failure: Failure = _NAMES.get(str(named.get("type")), "refused")
    if isinstance(code, int):
        failure = _MEANINGS.get(code) or ("broken" if code >= 500 else failure)
    return ModelError(f"{who} refused: {_reason(found)}", failure)


def reason_in(content: bytes) -> str:
    """Why it was refused, in the words that were sent, as far as they are some."""
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        text = content[:_LONGEST_REASON].decode("utf-8", "replace")
        return "it sent a web page" if _looks_like(content) else printable(text.strip()) or "it gave no reason"
    return _reason(found)


def seconds_of(header: str | None) -> float | None:
    """How long `Retry-After` says to wait; None where it says nothing that is understood."""
    if header is None:
        return None
    text = header.strip()
    if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), _MOST_PATIENT_S)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return min(max(0.0, at.timestamp() - time.time()), _MOST_PATIENT_S)


def count(table: Mapping[str, Any], *names: str) -> int:
    """The number of tokens under this path of names; 0 where there is none."""
    value: Any = table
    for name in names:
        value = cast(dict[str, Any], value).get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _reason(found: Any) -> str:
    error: Any = cast(dict[str, Any], found).get("error", found) if isinstance(found, dict) else found
    if isinstance(error, dict):
        named = cast(dict[str, Any], error)
        error = named.get("message") or named.get("type") or named
    return printable(str(error))[:_LONGEST_REASON] or "it gave no reason"


def _looks_like(content: bytes) -> str:
    return " but a web page" if content.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml")) else ""
