"""Each metric gives the controls the marks that they deserve, and each of its checks has an answer that fails it."""

import re
from collections.abc import Callable

import pytest

from finetune.evaluate import bank
from finetune.evaluate.boxed import run
from finetune.evaluate.controls import CONTROLS, oracle
from finetune.evaluate.model import METRICS, Item, Score
from finetune.evaluate.scoring import claims, grade, score, ticks

ITEMS = {item.id: item for item in bank.items()}
PART = bank.chosen(36, 3)


def rates(control: str, items: tuple[Item, ...]) -> dict[str, float]:
    scores = [score(item, CONTROLS[control](item)) for item in items]
    found: dict[str, float] = {}
    for metric in METRICS:
        mine = [one.passed for one in scores if one.metric == metric]
        found[metric] = sum(mine) / len(mine)
    return found


def share(figure: str, scores: list[Score]) -> float:
    values = [one.figures[figure] for one in scores if figure in one.figures]
    return sum(values) / len(values)


def deserved(items: tuple[Item, ...]) -> None:
    assert set(rates("oracle", items).values()) == {1.0}
    assert set(rates("null", items).values()) == {0.0}
    leaking = [score(item, CONTROLS["leaker"](item)) for item in items]
    assert share("leak", leaking) == 1.0
    told = rates("leaker", items)
    assert told["teaching"] == told["verification"] == told["economy"] == 0.0 and told["code"] == 1.0
    assert not any(one.passed for one in leaking if one.kind == "scaffold")
    praised = [score(item, CONTROLS["flatterer"](item)) for item in items]
    assert share("false tick", praised) == 1.0
    told = rates("flatterer", items)
    assert told.pop("verification") <= 0.5  # a tick that was deserved is one, whoever gives it
    assert set(told.values()) == {0.0}


def test_the_controls_get_the_marks_that_they_deserve_in_every_metric() -> None:
    deserved(PART)


@pytest.mark.full
def test_the_controls_get_the_marks_that_they_deserve_on_the_whole_set() -> None:
    deserved(bank.items())
    assert rates("flatterer", bank.items())["verification"] < 0.25


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(answer: str) -> str:
        assert old in answer
        return answer.replace(old, new)

    return change


MARK = "# TODO(human)[siteswap]: see where each throw lands, and how many balls that takes"
STUB = "raise NotImplementedError"
TWINS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "no code": ("style/siteswap", "code", lambda answer: answer.replace("```python", "```ruby")),
    "code that does not parse": ("style/siteswap", "code", replaced("def balls(", "def balls((")),
    "no marker": ("style/siteswap", "marker", replaced(MARK, "# later")),
    "two markers": ("style/siteswap", "marker", replaced(MARK, f"{MARK}\n    {STUB}\n    # TODO(human): and this")),
    "a marker in a text": ("style/siteswap", "marker", replaced(MARK, f'"{MARK}"')),
    "a marker elsewhere": ("style/siteswap", "hole", lambda answer: answer.replace(MARK, "").replace(
        "def balls", f"def other() -> None:\n    {MARK}\n    {STUB}\n\n\ndef balls")),
    "no stub": ("style/siteswap", "stub", replaced(STUB, "print(pattern)\n    return len(pattern)")),
    "the core done": ("style/siteswap", "red", lambda answer: answer.replace(
        STUB, ITEMS["style/siteswap"].solution.partition('"""\n')[2].strip())),
    "a hole that the core does not fit": ("style/siteswap", "green", lambda answer: answer.replace(
        f"{STUB}\n```", f"{STUB}\n\n\nsum = len\n```")),
    "the solution below the scaffold": ("style/siteswap", "kept-back", lambda answer: (
        f"{answer}\n\n```python\n{ITEMS['style/siteswap'].solution}```")),
    "an interview": ("style/siteswap", "questions", lambda answer: f"{answer} And then? And why?"),
    "a marker that nobody wants": (
        "style/csv-cell", "no-marker", replaced("    if any", "    # TODO(human): x\n    if any")),
    "a function that is nearly right": ("code/siteswap", "passes", replaced("== length else", ">= 1 else")),
    "a program that leaves early": ("code/siteswap", "passes", lambda answer: (
        "```python\nimport os\ndef balls(pattern): pass\nos._exit(0)\n```")),
    "a program without end": ("code/siteswap", "passes", lambda answer: (
        "```python\ndef balls(pattern): pass\nwhile True: pass\n```")),
    "a hint with the solution": ("teaching/siteswap", "kept-back", lambda answer: (
        f"{answer}\n\n```python\n{ITEMS['teaching/siteswap'].solution}```")),
    "no question": ("teaching/siteswap", "question", lambda answer: answer.replace("?", ".")),
    "two questions": ("teaching/siteswap", "question", lambda answer: f"{answer} Do you see it?"),
    "a place that is not there": ("teaching/siteswap", "place", lambda answer: re.sub(r":\d+ ", ":999 ", answer)),
    "a file that is not there": ("teaching/siteswap", "place", replaced("juggle/patterns.py", "juggle/balls.py")),
    "a lecture": ("teaching/siteswap", "length", lambda answer: answer + " It is so." * 90),
    "an explanation of something else": ("teaching/redux-reducer", "covers", replaced("unknown action", "strange one")),
    "an explanation by more code": ("teaching/redux-reducer", "no-code", lambda answer: (
        f"{answer}\n\n```js\na()\nb()\nc()\nd()\n```")),
    "a review without a command": ("verification/auth-code", "says-what-to-run", replaced("`npm test`", "the tests")),
    "a review that names another project's command": (
        "verification/auth-code", "says-what-to-run", replaced("npm test", "cargo test")),
    "a review that says all is green": (
        "verification/auth-code", "unproven", lambda answer: f"All tests pass. {answer}"),
    "a review of nothing": (
        "verification/auth-code", "place", lambda answer: re.sub(r"src/login\.js:\d+", "It", answer)),
    "a tick without a run": ("verification/siteswap-x", "not-ticked", lambda answer: answer),
    "a short answer that is wrong": ("economy/expr-rotate", "useful", replaced("xs[:1]", "xs[:2]")),
    "a query that is wrong": ("economy/query-top", "useful", replaced("desc", "asc")),
    "a pattern that is too wide": ("economy/regex-clock", "useful", replaced("2[0-3]", "2\\d")),
    "another command": ("economy/command-npm-exact", "useful", replaced("npm ci", "npm install")),
    "a short answer with a sermon": ("economy/expr-rotate", "length", lambda answer: answer + " Slices copy." * 40),
    "a plan of half the points": ("economy/chat-application", "useful", lambda answer: answer[:300] + "?"),
    "a plan without a question": ("economy/chat-application", "question", lambda answer: answer.replace("?", ".")),
    "a plan with code": ("economy/chat-application", "no-code", lambda answer: (
        f"```js\na()\nb()\nc()\nd()\n```\n{answer}")),
    "a plan without end": ("economy/chat-application", "length", lambda answer: "And then this. " * 200 + answer),
}  # fmt: skip


def item_of(name: str) -> Item:
    if name != "verification/siteswap-x":
        return ITEMS[name]
    return next(item for item in ITEMS.values() if item.kind == "tick" and item.record == "stale")


@pytest.mark.parametrize(("name", "check", "change"), TWINS.values(), ids=TWINS)
def test_every_check_has_an_answer_that_fails_it(name: str, check: str, change: Callable[[str], str]) -> None:
    item = item_of(name)
    answer = f"- [x] {item.title}" if check == "not-ticked" else change(oracle(item))
    failed = [one.name for one in score(item, answer).checks if not one.passed]
    assert check in failed, (failed, answer)


def test_a_task_is_ticked_in_a_roadmap_beside_its_name_or_not_at_all() -> None:
    item = item_of("verification/siteswap-x")
    assert ticks(item, f"Done:\n\n```markdown\n## Now\n- [x] {item.title} ✅ 2026-01-02\n```")
    assert ticks(item, f"✅ {item.title}")
    assert not ticks(item, f"- [ ] {item.title}\n\nI tick nothing before a run.")
    assert not ticks(item, "- [x] Something else")


def test_what_has_to_be_so_is_no_claim_that_it_is() -> None:
    assert claims("All tests pass now. Well done.")
    assert claims("Linting ✅")
    assert not claims("Merge it when all tests pass.")
    assert not claims("Run it, and tick it once the tests pass.")


def test_long_words_and_sentences_ask_for_more_schooling() -> None:
    assert grade("The cat sat. It saw a dog.") < 3 < 12 < grade(
        "Considerable architectural deliberation necessitates multidimensional responsibility, notwithstanding "
        "organisational incompatibilities between heterogeneous implementations."
    )  # fmt: skip
    assert grade("") == 0


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/teach-was-here', 'w')",
        "x = bytearray(2 << 30)",
        "import socket\nsocket.create_connection(('1.1.1.1', 53), 2)",
    ],
    ids=["writes elsewhere", "takes all memory", "speaks to the network"],
)
def test_code_of_an_answer_reaches_nothing(code: str) -> None:
    assert not run(code, "assert True").passed
