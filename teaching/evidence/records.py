"""A record's canonical form, its digest, and its signature by a key that only this user can read."""

import fcntl
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence

from teaching.contracts.verification import Evidence, Run
from teaching.repository.private import PrivateFolder

_FOLDER = "evidence"
_KEY = "key"
_KEY_BYTES = 32


def text(record: Evidence) -> bytes:
    """The record as its file holds it: the same for the same content, one member per line."""
    return (json.dumps(record.model_dump(), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def digest(record: Evidence) -> str:
    """SHA-256 of the canonical form, whatever line ends or spaces a file got on its way."""
    return hashlib.sha256(text(record)).hexdigest()


def signed(record: Evidence) -> Evidence:
    """The record with this user's signature; the key is made on the first call."""
    key = _key(make=True)
    unsigned = record.model_copy(update={"signer": _name_of(key), "signature": ""})
    return unsigned.model_copy(update={"signature": _mac(unsigned, key)})


def is_ours(record: Evidence) -> bool:
    """Whether the record says that this user's key signed it."""
    return record.signer == _name_of(_key(make=False))


def is_intact(record: Evidence) -> bool:
    """Whether a record of ours is as it was signed."""
    unsigned = record.model_copy(update={"signature": ""})
    return hmac.compare_digest(_mac(unsigned, _key(make=False)), record.signature)


def is_green(runs: Sequence[Run]) -> bool:
    """Whether these runs prove something: all ended well, and where tests were counted, some passed and none failed."""
    ended_well = all(run.exit == 0 and not run.failed for run in runs)
    tested = all(run.passed is None or run.passed > 0 for run in runs if run.step in ("test", "verify"))
    return bool(runs) and ended_well and tested


def _mac(unsigned: Evidence, key: bytes) -> str:
    return hmac.new(key, text(unsigned), hashlib.sha256).hexdigest()


def _name_of(key: bytes) -> str:
    return hashlib.sha256(b"signer\0" + key).hexdigest()[:16] if key else ""


def _key(make: bool) -> bytes:
    """The key; nothing where there is none and none is to be made."""
    folder = PrivateFolder(_FOLDER)
    if not folder.path.exists() and not make:
        return b""
    key = folder.read(_KEY)
    if key is None and make:
        # Two that begin at once agree on one key.
        with folder.lock_file("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            key = folder.read(_KEY)
            if key is None:
                key = secrets.token_bytes(_KEY_BYTES)
                folder.write(_KEY, key)
    return key or b""
