"""Fetches a GGUF into the user's models, goes on where it was cut off, and keeps it only when its digest is right.

Not covered: whether the file is worth having, and, without a digest of its publisher's, whether it is what they meant.
"""

import fcntl
import hashlib
import http.client
import json
import re
import shutil
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit

from teaching.errors import BadInputError, RefusedError
from teaching.models import installed
from teaching.models.gguf_header import MAGIC
from teaching.models.installed import Pulled
from teaching.repository.files import printable

PART = ".part"
_NOTE = ".part.json"
_CHUNK = 1 << 20
_SILENCE_S = 60.0
_SPARE = 256 * 1024 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SHA256 = re.compile("[0-9a-f]{64}")

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file in the user's models.

    Attributes:
        resumed: how many bytes were there already.
    """

    path: Path
    sha256: str
    size: int
    resumed: int


class _SameSafety(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to where one may have pulled from in the first place."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Checks the new address."""
        require_safe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def require_safe(url: str) -> str:
    """The host of an address that may be pulled from: https, or this machine.

    Raises:
        BadInputError: it is none.
    """
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise BadInputError(f"{printable(url)[:200]} is no address: pass one that begins with https://") from error
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)):
        raise BadInputError(
            f"{printable(url)[:200]} is not pulled: only https:// is (http:// on this machine only), so that nobody on "
            "the way changes the file"
        )
    return host


def name_of(url: str) -> str:
    """What the file will be called."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    name = re.sub(r"[^A-Za-z0-9._+-]", "-", last).lstrip(".-")[-120:] or "model"
    return name if name.lower().endswith(".gguf") else f"{name}.gguf"


def pull(url: str, sha256: str | None, progress: Progress) -> Fetched:
    """Fetches the file, or the rest of it.

    Args:
        sha256: what its publisher says; anything else is thrown away.
        progress: bytes so far, and of how many where the other side says.

    Raises:
        BadInputError: the address cannot be used, or what lies there is no GGUF.
        RefusedError: the digest is another one, the disk is full, or the connection broke: then the same call goes on.
    """
    require_safe(url)
    wanted = (sha256 or "").strip().lower()
    if sha256 is not None and not _SHA256.fullmatch(wanted):
        raise BadInputError("a SHA-256 has 64 hexadecimal digits: copy the whole of it")
    name = name_of(url)
    folder = installed.folder()
    if (folder.path / name).exists() and name not in installed.pulled():
        raise RefusedError(f"{printable(str(folder.path / name))} is there and was not pulled: move it away first")
    with folder.lock_file(name + PART) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedError(f"{name} is being pulled already: wait for that to end") from error
        return _Pull(url, wanted, name).run(progress)


class _Pull:
    def __init__(self, url: str, wanted: str, name: str) -> None:
        self._url, self._wanted, self._name = url, wanted, name
        self._folder = installed.folder()
        self._part = self._folder.path / (name + PART)

    def run(self, progress: Progress) -> Fetched:
        with self._part.open("r+b") as file:
            had = self._fetch(file, progress)
            file.seek(0)
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.seek(0, 2)
        if self._wanted and found != self._wanted:
            self._forget()
            raise RefusedError(
                f"what came has the SHA-256 {found}, and {self._wanted} was asked for: it was thrown away; see whether "
                "address and digest belong together"
            )
        target = self._folder.path / self._name
        self._part.replace(target)
        self._folder.remove(self._name + _NOTE)
        installed.set_pulled(installed.pulled() | {self._name: Pulled(url=self._url, sha256=found, size=size)})
        return Fetched(target, found, size, had)

    def _fetch(self, file: IO[bytes], progress: Progress) -> int:
        """Fills the file; returns how much of it was there already."""
        note = self._note()
        had = file.seek(0, 2) if note.get("url") == self._url else 0
        if had and had == note.get("size"):
            return had
        try:
            with self._opened(had, str(note.get("version", ""))) as response:
                goes_on = response.status == http.client.PARTIAL_CONTENT and had > 0
                had = had if goes_on else 0
                total = self._total(response, had)
                self._has_room(total, had)
                self._folder.write(self._name + _NOTE, self._described(response, total))
                file.seek(had)
                file.truncate()
                self._copy(response, file, had, total, progress)
        except RefusedError:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise RefusedError(
                f"the connection broke ({printable(str(error))[:200] or type(error).__name__}): the same command goes "
                "on where it stopped"
            ) from error
        return had

    def _opened(self, had: int, version: str) -> http.client.HTTPResponse:
        headers = {"User-Agent": "teach", "Accept-Encoding": "identity"}
        if had and version:
            headers |= {"Range": f"bytes={had}-", "If-Range": version}
        elif had:
            headers["Range"] = f"bytes={had}-"
        direct = [urllib.request.ProxyHandler({})] if require_safe(self._url) in _LOOPBACK else []
        opener = urllib.request.build_opener(_SameSafety, *direct)
        try:
            return opener.open(urllib.request.Request(self._url, headers=headers), timeout=_SILENCE_S)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                    self._forget()
                    raise RefusedError("the file there is another one by now: the same command begins anew") from error
                raise BadInputError(
                    f"{printable(self._url)[:200]} is refused ({error.code}): see whether the address is right, and "
                    "whether it needs a login"
                ) from error
        except (urllib.error.URLError, ssl.SSLError) as error:
            reason = printable(str(getattr(error, "reason", error)))[:200]
            raise BadInputError(
                f"{printable(self._url)[:200]} cannot be reached ({reason}): see whether the address is right"
            ) from error

    def _copy(
        self, response: http.client.HTTPResponse, file: IO[bytes], had: int, total: int | None, progress: Progress
    ) -> None:
        done = had
        progress(done, total)
        while chunk := response.read1(_CHUNK):
            if done == 0 and not (chunk.startswith(MAGIC) or MAGIC.startswith(chunk[:4])):
                self._forget()
                raise BadInputError(
                    f"{printable(self._url)[:200]} is no GGUF file: pass the address of the file itself (on a web page "
                    "it is behind the word download)"
                )
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
        file.flush()
        if total is not None and done < total:
            raise OSError(f"{done:,} of {total:,} bytes came")

    def _total(self, response: http.client.HTTPResponse, had: int) -> int | None:
        length = response.headers.get("Content-Length", "")
        return had + int(length) if length.isdigit() else None

    def _has_room(self, total: int | None, had: int) -> None:
        free = shutil.disk_usage(self._folder.path).free
        if total is not None and total - had + _SPARE > free:
            raise RefusedError(
                f"the file has {size(total)}, and {size(free)} are free where models lie: make room, then try again"
            )

    def _described(self, response: http.client.HTTPResponse, total: int | None) -> bytes:
        version = response.headers.get("ETag", "")
        # A weak one may not be used to go on; neither may a date, which has no better than seconds.
        strong = version if version and not version.startswith("W/") else ""
        return json.dumps({"url": self._url, "version": strong, "size": total}).encode("ascii")

    def _note(self) -> dict[str, Any]:
        try:
            found: Any = json.loads(self._folder.read(self._name + _NOTE) or b"{}")
        except ValueError:
            return {}
        return cast(dict[str, Any], found) if isinstance(found, dict) else {}

    def _forget(self) -> None:
        self._folder.remove(self._name + PART)
        self._folder.remove(self._name + _NOTE)


def remove_pulled(path: Path) -> bool:
    """Whether the file was one that was pulled; then it is deleted."""
    files = installed.pulled()
    folder = installed.folder()
    if path.name not in files or path.resolve() != (folder.path / path.name).resolve():
        return False
    folder.remove(path.name)
    installed.set_pulled({name: one for name, one in files.items() if name != path.name})
    return True


def remove_parts() -> int:
    """Deletes what was pulled in part; returns how many files that were."""
    folder = installed.folder()
    if not folder.path.is_dir():
        return 0
    parts = [name for name in folder.names() if name.endswith((PART, _NOTE))]
    for name in parts:
        folder.remove(name)
    return sum(name.endswith(PART) for name in parts)


def size(count: int) -> str:
    """Bytes, as people say them."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} bytes"
