"""A bar for whoever waits at a terminal. Elsewhere nothing: what is read later needs no bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text


class _Beside(ProgressColumn):
    """What a function says each time the bar is drawn."""

    def __init__(self, told: Callable[[], str]) -> None:
        super().__init__()
        self._told = told

    def render(self, task: Task) -> Text:
        return Text(self._told(), style="dim")


@contextmanager
def bar(total: int, beside: Callable[[], str], console: Console | None = None) -> Iterator[Callable[[str], None]]:
    """A bar of `total` steps on standard error, gone at the end.

    Args:
        beside: what stands to its right, asked again at each drawing; so that a long step is seen to go on.
        console: where it is drawn.

    Yields:
        Makes a step, under this heading.
    """
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, _Beside(beside), console=console, transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda heading: progress.update(task, advance=1, description=heading)
