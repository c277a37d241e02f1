"""Who may answer a question of the mentor: the tiers as this user set them, with the time of one reply."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from teaching.errors import TeachingError
from teaching.models import choosing, tiers
from teaching.models.ladder import Ladder
from teaching.models.tiers import Config, Kind, TierName

Watching = Callable[[str], None]


def _unwatched(who: str) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who may be asked for one reply.

    Attributes:
        config: what the person set.
        ladder: makes what asks, with the seconds of one reply; None where nobody is to be asked.
        inside_claude: whether Claude Code's own model hears the reply.
        problem: why what the person set does not count; empty where it does.
        watching: is told the name of the tier that is asked first, where there is somebody to wait for.
    """

    config: Config
    ladder: Callable[[float], Ladder] | None
    inside_claude: bool = False
    problem: str = ""
    watching: Watching = _unwatched

    def start(self, kind: Kind) -> TierName:
        """The tier at which a question begins.

        Where no model was set for its own tier, it is the one on this machine; in Claude Code that is so for general
        questions alone, for an architecture question Claude's own model is the better one.
        """
        named = self.config.start(kind)
        backend = self.config.tier(named, self.inside_claude).backend
        unset = backend == "words" or (backend == "host" and kind == "general")
        return "local" if unset and self.has_local() else named

    def has_local(self) -> bool:
        """Whether somebody answers on the cheapest tier; what was chosen and cannot be understood counts."""
        backend = self.config.tier("local", self.inside_claude).backend
        if backend != "gguf":
            return backend not in {"host", "words"}
        try:
            return choosing.local_model() is not None
        except (TeachingError, OSError):
            return True

    def is_anybody(self) -> bool:
        """Whether any tier has a model of its own."""
        dear: tuple[TierName, ...] = ("fallback", "deep")
        backends = {self.config.tier(name, self.inside_claude).backend for name in dear}
        return bool(backends - {"host", "words"}) or self.has_local()


def asker(
    root: Path,
    *,
    cancelled: Callable[[], bool] | None = None,
    inside_claude: bool = False,
    watching: Watching = _unwatched,
) -> Asker:
    """Who may be asked; nothing is asked or started yet, and settings that cannot be understood count for nothing.

    Args:
        root: of the project.
        cancelled: whether nobody waits any more.
        inside_claude: whether Claude Code's own model hears the reply.
        watching: is told who is asked.
    """
    try:
        config = tiers.config()
    except TeachingError as error:
        return Asker(Config(), None, inside_claude, str(error), watching)
    return Asker(
        config, lambda seconds: Ladder(config, root, seconds, cancelled, inside_claude), inside_claude, "", watching
    )


def nobody(inside_claude: bool = False) -> Asker:
    """For who wants no model asked."""
    return Asker(Config(), None, inside_claude)
