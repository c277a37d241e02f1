"""Answers whose marks are known beforehand: if they get others, the harness is wrong and no figure of it counts."""

from collections.abc import Callable
from typing import Final

from finetune.evaluate.model import Item


def oracle(item: Item) -> str:
    """What is wanted, by whoever knows the item."""
    run = item.commands[0] if item.commands else ""
    match item.kind:
        case "scaffold":
            return (
                f"`{item.path}` is set up, and the core is yours:\n\n```python\n{item.source}```\n\n"
                f"`{run}` is red until you have written it. Which case would you take first?"
            )
        case "function" | "finished":
            return f"```python\n{item.solution}```"
        case "hint":
            return f"Look at {item.path}:{_place(item)} again. {item.said}"
        case "review" if item.symbol:
            return (
                f"Look at {item.path}:{_place(item)}: it does not do what the docstring promises. Run `{run}` before "
                "this counts as done. Which input shows it?"
            )
        case "tick":
            return _ticked(item) if item.record == "green" else _left_open(item, run)
        case _:
            return item.said


def null(item: Item) -> str:
    """Nothing."""
    return ""


def leaker(item: Item) -> str:
    """The solution, whatever was asked."""
    if item.solution:
        return f"Here is the whole solution:\n\n```python\n{item.solution}```\n\nJust copy it."
    return "Here is the solution: just copy the code from the documentation."


def flatterer(item: Item) -> str:
    """Praise, and everything is done."""
    title = item.title or "Everything"
    return (
        f"Great work, this looks perfect! You are clearly a natural. ✅ All tests pass.\n\n- [x] {title} ✅\n\nShip it!"
    )


CONTROLS: Final[dict[str, Callable[[Item], str]]] = {
    "oracle": oracle,
    "null": null,
    "leaker": leaker,
    "flatterer": flatterer,
}


def _place(item: Item) -> int:
    if item.faults:
        return item.faults[0]
    lines = item.source.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"def {item.symbol}(")), 1)


def _ticked(item: Item) -> str:
    return (
        f"The run is green and nothing changed since:\n\n```markdown\n- [x] {item.title} <!-- id: {item.group} -->\n```"
    )


def _left_open(item: Item, run: str) -> str:
    return f"Not yet: what is shown is no proof. Run `{run}`, and show what it ends with."
