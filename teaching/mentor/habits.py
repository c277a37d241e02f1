"""What a mentor does in an answer, told by its words: it asks, cites, leaves the core, has the tests run.

The same functions judge the training examples, a model's answers when it is evaluated, and what is served.
Not covered: whether a question is a good one, or a place the right one.
"""

import re
from collections.abc import Sequence

FENCE = re.compile(
    r"^(?P<mark>`{3,}|~{3,})[ \t]*(?P<tag>[\w#+.-]*)[^\n]*\n(?P<code>.*?)^(?P=mark)[ \t]*$", re.DOTALL | re.MULTILINE
)
_SPAN = re.compile(r"`[^`\n]+`|“[^”]*”|https?://\S+")
PLACE = re.compile(r"(?<![\w/:.@-])(?P<path>(?:\.?[\w-][\w.-]*/)*[\w-][\w.-]*\.[A-Za-z]\w{0,9}):(?P<line>\d{1,6})\b")
_MARKER = re.compile(r"\bTODO\(human\)")
_TESTS = re.compile(
    r"\b(?:pytest|vitest|jest|unittest|node --test|npm (?:run )?test|yarn test|pnpm test|go test|cargo test|tox|nox|"
    r"playwright test|make test|teach verify|mvn test|gradle test|dotnet test|rspec|phpunit)\b"
)
_RUNS = re.compile(
    r"\b(?:re-?run|run|runs|running|ran|execute|start|watch|see)\b[^.!?\n]{0,60}\b(?:tests?|suite|check|checks)\b|"
    r"\b(?:tests?|suite)\b[^.!?\n]{0,40}\b(?:run|runs|ran|green|red|pass|passes|fail|fails)\b",
    re.IGNORECASE,
)


def prose(text: str) -> str:
    """The text without code, quotations and links."""
    return _SPAN.sub(" ", FENCE.sub("\n", text))


def fences(text: str) -> list[tuple[str, str]]:
    """Every block of code: what it is tagged as, in lower case, and the code."""
    return [(match["tag"].lower(), match["code"]) for match in FENCE.finditer(text)]


def questions(text: str) -> int:
    """How many questions it asks, those in code and quotations left out."""
    return prose(text).count("?")


def places(text: str) -> list[str]:
    """Every path:line that it names, in their order."""
    return [match[0] for match in PLACE.finditer(text)]


def markers(text: str) -> int:
    """How many pieces of work it leaves, marked TODO(human)."""
    return len(_MARKER.findall(text))


def runs_tests(text: str, commands: Sequence[str] = ()) -> bool:
    """Whether it has tests run: a test command is named, or running tests is spoken of.

    Args:
        commands: those of the project, which count as well.
    """
    return any(command in text for command in commands) or bool(_TESTS.search(text) or _RUNS.search(prose(text)))
