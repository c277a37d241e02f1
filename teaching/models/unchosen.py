"""Whether any model was chosen at all, told without loading what would ask one."""

from teaching.repository.private import data_folder

# What `installed.py` writes there; a test holds the names to be the same.
FOLDER = "models"
CHOICES = ("current.json", "engine.json")


def nothing_is() -> bool:
    """Whether this user has chosen no model; anything in the place of a choice counts as one."""
    folder = data_folder() / FOLDER
    try:
        return not any((folder / name).is_symlink() or (folder / name).exists() for name in CHOICES)
    except OSError:
        return False
