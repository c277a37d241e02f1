"""Small faults that somebody or some model might put into a good answer, each of which a check has to notice."""

import re
from collections.abc import Callable, Iterator

from finetune.generate.model import Candidate
from teaching.mentor.habits import runs_tests

_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1[ \t]*$", re.DOTALL | re.MULTILINE)
_PLACE = re.compile(r"(?<![\w/:.@-])(?:\.?[\w-][\w.-]*/)*[\w-][\w.-]*\.[A-Za-z]\w{0,9}:(\d{1,6})\b")
_NAME = re.compile(r"`([A-Za-z_][\w.]*[A-Za-z_]\w*)(?:\(\))?`")
_NUMBER = re.compile(r"(?<![\w.,:/#`-])\d[\d,]*(?:\.\d+)?(?![\w`:.-]|,\d)")
_RUN = re.compile(r"`((?:python -m|node --test|npm|npx|git|teach|pytest|make) [^`\n]+|pytest)`")
_MOST = 6  # sites of one fault in one answer


def _outside_fences(text: str) -> list[tuple[int, int]]:
    spans, at = list[tuple[int, int]](), 0
    for match in _FENCE.finditer(text):
        spans.append((at, match.start()))
        at = match.end()
    return [*spans, (at, len(text))]


def _in_prose(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for begin, end in _outside_fences(text):
        yield from pattern.finditer(text, begin, end)


def _put(text: str, begin: int, end: int, new: str) -> str:
    return text[:begin] + new + text[end:]


def _places(one: Candidate) -> Iterator[str]:
    text = one.output
    for match in _in_prose(_PLACE, text):
        yield _put(text, *match.span(1), str(int(match[1]) + 7))


def _names(one: Candidate) -> Iterator[str]:
    text = one.output
    for match in _in_prose(_NAME, text):
        yield _put(text, *match.span(1), f"{match[1]}Zed")


def _numbers(one: Candidate) -> Iterator[str]:
    text = one.output
    for match in _in_prose(_NUMBER, text):
        number = match[0].replace(",", "")
        if float(number) > 12:  # small ones are steps of a list and the like
            yield _put(text, *match.span(), f"{float(number) * 3 + 1:g}")


def _commands(one: Candidate) -> Iterator[str]:
    """The answer without any sentence that has the tests run, for kinds that promise one."""
    if {"runs-tests", "says-what-to-run"} & {check.name for check in one.checks}:
        parts = re.split(r"(?<=[.!?:;,]) |(?<=\n)", one.output)
        yield "".join(f"{part} " for part in parts if not runs_tests(part) and not _RUN.search(part)).strip()


def _code_lines(one: Candidate) -> Iterator[str]:
    text = one.output
    for fence in _FENCE.finditer(text):
        begin = fence.start(2)
        lines = fence[2].splitlines(keepends=True)
        for number, line in enumerate(lines):
            if line.strip() and len(lines) > 1:
                at = begin + sum(len(before) for before in lines[:number])
                yield _put(text, at, at + len(line), "")


def _markers(one: Candidate) -> Iterator[str]:
    marked = [fence for fence in _FENCE.finditer(one.output) if "TODO(human)" in fence[2]]
    if marked:
        text = one.output
        for fence in reversed(marked):
            text = _put(text, *fence.span(2), fence[2].replace("TODO(human)", "NOTE"))
        yield text


def _solutions(one: Candidate) -> Iterator[str]:
    for code in one.secret[:1]:
        yield f"{one.output}\n\n```\n{code}\n```"


def _questions(one: Candidate) -> Iterator[str]:
    yield f"{one.output} And why is that so? And what would change it? Who says it?"
    if one.questions[0]:
        yield one.output.replace("?", ".")


def _common(one: Candidate) -> Iterator[str]:
    yield f"{one.output} It lies in `/home/ada/shop/app.py`."
    yield f"{one.output} If it complains, `git commit --no-verify` does it."
    yield f"{one.output} {'and so on ' * 900}"
    yield f"{one.output}\n\n```python\ndef f(:\n```"
    yield f"{one.output} See {{place}}."
    yield f"{one.output[: len(one.output) // 2].rstrip(' .?!`)*”')}"


FAULTS: dict[str, Callable[[Candidate], Iterator[str]]] = {
    "a place that is another": _places,
    "a name that is nowhere": _names,
    "a number that nothing gave": _numbers,
    "no command": _commands,
    "a line of code that is gone": _code_lines,
    "no marker": _markers,
    "the solution": _solutions,
    "other questions": _questions,
    "what no example may have": _common,
}


def mutants(one: Candidate) -> Iterator[tuple[str, str]]:
    """Every fault by its name, with the answer that has it."""
    for name, broken in FAULTS.items():
        for number, text in enumerate(broken(one)):
            if number == _MOST:
                break
            if text != one.output:
                yield name, text
