"""The pages that a curriculum project has for its tasks."""

from pathlib import Path

FOLDER = "lessons"


def lesson_of(root: Path, task: str | None) -> str:
    """The page of a task by its id, relative to the root; "" where there is none."""
    path = f"{FOLDER}/{task}.md"
    return path if task and "/" not in task and (root / path).is_file() else ""
