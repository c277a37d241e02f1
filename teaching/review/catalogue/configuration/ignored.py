"""What a project's `.gitignore` files say of a path, where git itself cannot be asked."""

import posixpath
from fnmatch import fnmatch

from teaching.review.entry import ProjectView


def is_ignored(view: ProjectView, path: str) -> bool:
    """Whether a `.gitignore` above the path holds it back; the last pattern that fits decides."""
    ignored = False
    parts = path.split("/")
    for depth in range(len(parts)):
        folder = "/".join(parts[:depth])
        text = view.read(posixpath.join(folder, ".gitignore"))
        for line in (text or "").splitlines():
            pattern = line.strip()
            if pattern and not pattern.startswith("#") and _fits(parts[depth:], pattern.removeprefix("!")):
                ignored = not pattern.startswith("!")
    return ignored


def _fits(parts: list[str], pattern: str) -> bool:
    """Whether a pattern fits the file or a folder that it lies in."""
    folders_only = pattern.endswith("/")
    bare = pattern.strip("/")
    above = ["/".join(parts[:length]) for length in range(1, len(parts) + (0 if folders_only else 1))]
    if "/" not in bare and not pattern.startswith("/"):
        return any(fnmatch(one.rpartition("/")[2], bare) for one in above)
    shapes = (bare, bare.removeprefix("**/"))
    return any(fnmatch(one, shape) for one in above for shape in shapes)
