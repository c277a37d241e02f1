"""A base by its name on the Hugging Face hub: from the user's cache, else fetched once and kept there."""

from collections.abc import Callable
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from teaching.errors import BadInputError, RefusedError

# No other weights: a repository may hold the same ones again in the form of their first publication.
_WANTED = ["*.json", "*.safetensors", "LICENSE*", "USE_POLICY*"]


def fetched(name: str, revision: str, say: Callable[[str], None]) -> tuple[Path, str]:
    """The folder of a base, and the commit that it is.

    Raises:
        BadInputError: for a name or a revision that the hub does not have.
        RefusedError: where access is not granted, or the hub is not reached and the cache has not got it.
    """
    say(f"{name} at {revision}: from the cache, or from the hub")
    try:
        folder = Path(snapshot_download(name, revision=revision, allow_patterns=_WANTED))
    except GatedRepoError as error:
        raise RefusedError(
            f"{name} is given to those who accepted its licence: accept it on the page of {name} on the hub, then "
            "`hf auth login`; or name a folder with --set base.path=DIR"
        ) from error
    except (RevisionNotFoundError, RepositoryNotFoundError) as error:
        raise BadInputError(
            f"the hub has no {name} at {revision}, or shows it to nobody who is not logged in: look at base.hub and "
            "base.revision, or `hf auth login`"
        ) from error
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError) as error:
        raise RefusedError(
            f"{name} is not in the cache and could not be fetched ({type(error).__name__}): try again with a network, "
            "or name a folder with --set base.path=DIR"
        ) from error
    return folder, folder.name
