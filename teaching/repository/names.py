"""What a name tells before anything is opened: which files are never read, and how a name may be shown."""

import re
import unicodedata
from fnmatch import translate
from functools import lru_cache

VENDORED = frozenset(
    {
        *("node_modules", "bower_components", "jspm_packages", ".yarn", ".pnpm-store", ".next", ".nuxt"),
        *(".svelte-kit", ".parcel-cache", ".turbo", ".angular", ".output", ".vercel", ".netlify"),
        *(".venv", "venv", "virtualenv", "site-packages", "__pycache__", "__pypackages__", ".eggs", ".tox"),
        *(".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".ipynb_checkpoints"),
        *(".cache", ".gradle", ".terraform", ".dart_tool", ".tools", ".nyc_output", "coverage", "htmlcov"),
        *("dist", "build", "target", "vendor", "third_party", "DerivedData", "Pods"),
    }
)
SECRET_REASON = "may hold secrets"
VENDORED_REASON = "vendored or built"
MAX_DEPTH = 100

_SECRET = (
    *(".env*", "*.pem", "*.key", "*.p12", "*.pfx", "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*"),
    *(".netrc", "_netrc", ".npmrc", ".pypirc", ".git-credentials", "credentials*.json"),
)
# One expression for all of them: a walk asks of every component of every path.
_IS_SECRET = re.compile("|".join(translate(pattern) for pattern in _SECRET))
_SECRET_EXCEPT = (".env.example",)
_MAX_LENGTH = 4096
_IGNORED_BY_SOME_FILE_SYSTEMS = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")


def printable(path: str) -> str:
    """A path as it may be shown: what a terminal or UTF-8 cannot carry becomes U+FFFD."""
    if path.isascii() and path.isprintable():
        return path
    return "".join("\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} else char for char in path)


def is_utf8(path: str) -> bool:
    """Whether the name can be written to a report as it is (no surrogate-escaped bytes)."""
    return not any("\ud800" <= char <= "\udfff" for char in path)


@lru_cache(maxsize=8192)
def is_git_name(name: str) -> bool:
    """Whether one path component is `.git`, as any file system in use would understand it."""
    return _folded(name) in {".git", "git~1"}


@lru_cache(maxsize=8192)
def is_secret_name(name: str) -> bool:
    """Whether one path component is never read: it may hold secrets, or it is git's own directory."""
    folded = _folded(name)
    if is_git_name(name):
        return True
    return folded not in _SECRET_EXCEPT and _IS_SECRET.match(folded) is not None


def refusal(relative: str) -> str | None:
    """Why a relative path is never read, judged by its names alone; None when it may be."""
    parts = relative.split("/")
    if relative.startswith("/") or ".." in parts:
        return "outside the root"
    if "\0" in relative or "" in parts or "." in parts:
        return "not a plain relative path"
    if len(parts) > MAX_DEPTH or len(relative) > _MAX_LENGTH:
        return "name too long"
    for part in parts:
        if is_secret_name(part):
            return "inside .git" if is_git_name(part) else SECRET_REASON
    return None


def _folded(name: str) -> str:
    return _IGNORED_BY_SOME_FILE_SYSTEMS.sub("", name).rstrip(" .").casefold()
