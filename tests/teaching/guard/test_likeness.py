"""What gives a solution away, in which dress, and what does not; the corpus has the many cases, this the plain ones."""

import pytest

from teaching.contracts.exercises import Exemplar
from teaching.guard import likeness
from teaching.guard.likeness import judge
from tests.teaching.guard.conftest import BODY, EXEMPLAR, LEAK

RENAMED = """\
def payout(points, extra):
    top = sorted(points, reverse=True)[:3]
    money = sum(p * 7 for p in top)
    if len(top) < 3:
        return money // 4
    return money % 1009 + extra
"""
TYPESCRIPT = """\
function settle(scores: number[], bonus: number): number {
  const best = [...scores].sort((a, b) => b - a).slice(0, 3);
  let total = 0;
  for (const score of best) total += score * 7;
  if (best.length < 3) {
    return Math.floor(total / 4);
  }
  return (total % 1009) + bonus;
}
"""
GO = """\
func settle(scores []int, bonus int) int {
	sort.Sort(sort.Reverse(sort.IntSlice(scores)))
	best := scores[:min(3, len(scores))]
	total := 0
	for _, score := range best {
		total += score * 7
	}
	if len(best) < 3 {
		return total / 4
	}
	return total%1009 + bonus
}
"""
PROSE = (
    "Sort the scores, largest first, and take the first three. Multiply each by seven and add them up. If there are "
    "fewer than three, return that total divided by four, rounded down; otherwise take the remainder of the total "
    "modulo 1009, add the bonus and return it."
)
LEAKS = {
    "fenced": (LEAK, "verbatim"),
    "unfenced": (f"The body is\n\n{BODY}\nand that is all.", "verbatim"),
    "with line numbers": (
        "```\n" + "\n".join(f"{n:>4} | {line}" for n, line in enumerate(BODY.splitlines(), 6)) + "\n```",
        "verbatim",
    ),
    "added lines of a diff": (
        "```diff\n@@ -6 +6,5 @@\n-    raise NotImplementedError\n"
        + "".join(f"+{line}\n" for line in BODY.splitlines())
        + "```",
        "verbatim",
    ),
    "in a quotation": ("".join(f"> {line}\n" for line in LEAK.splitlines()), "verbatim"),
    "under other names": (f"```python\n{RENAMED}```", "alike"),
    "in TypeScript": (f"```ts\n{TYPESCRIPT}```", "translated"),
    "in Go": (f"```go\n{GO}```", "translated"),
    "in sentences": (PROSE, "prose"),
    "in a docstring": (
        f'```python\ndef settle(scores, bonus):\n    """{PROSE}"""\n    raise NotImplementedError\n```',
        "prose",
    ),
    "in a long answer": ("Scores are an old idea. " * 100 + "\n\n" + LEAK + "\n\nThat was long. " * 100, "verbatim"),
}
FINE = {
    "the stub": "```python\ndef settle(scores: list[int], bonus: int) -> int:\n    raise NotImplementedError\n```",
    "a hint": "What is the order of the list? Look at `sorted` and its parameter `reverse`.",
    "use of a call": "```python\nnames = sorted(people, key=len, reverse=True)\nprint(names[:10])\n```",
    "a test": "```python\ndef test_the_best_three_count():\n    assert settle([1, 9, 3, 4], 5) == 117\n```",
    "another function": (
        "```python\ndef median(scores):\n    ordered = sorted(scores)\n    middle = len(ordered) // 2\n"
        "    return ordered[middle]\n```"
    ),
    "nothing": "",
    "nonsense": "```python\n" + "((((" * 200 + "\n```\n`" + "[" * 500 + "`",
}


@pytest.mark.parametrize(("reply", "how"), LEAKS.values(), ids=LEAKS)
def test_a_solution_is_recognised_in_any_dress(reply: str, how: str) -> None:
    leak = judge(reply, [EXEMPLAR])
    assert leak is not None
    assert leak.how == how
    assert 0 < leak.score <= 1


@pytest.mark.parametrize("reply", FINE.values(), ids=FINE)
def test_what_leaves_the_step_open_is_no_leak(reply: str) -> None:
    assert judge(reply, [EXEMPLAR]) is None


def test_the_place_of_a_leak_is_told() -> None:
    leak = judge("one\ntwo\n\n" + LEAK, [EXEMPLAR])
    assert leak is not None
    assert leak.line == 7
    assert leak.exemplar == EXEMPLAR


def test_two_halves_are_a_leak_with_the_second_and_not_with_what_adds_nothing() -> None:
    lines = BODY.splitlines(keepends=True)
    first = f"```python\n{''.join(lines[:2])}```"
    second = f"```python\n{''.join(lines[2:4])}```"
    assert judge(first, [EXEMPLAR]) is None
    leak = judge(second, [EXEMPLAR], [first])
    assert leak is not None
    assert leak.how == "split"
    assert judge("Well done, now run the tests.", [EXEMPLAR], [first, second]) is None


def test_no_exemplar_no_leak() -> None:
    assert judge(LEAK, []) is None


def test_the_leak_of_the_right_exemplar_is_named() -> None:
    other = Exemplar(
        path="b.py", symbol="greet", language="python", text='def greet(name):\n    return f"Hello {name.title()}!"\n'
    )
    leak = judge(LEAK, [other, EXEMPLAR])
    assert leak is not None
    assert leak.exemplar == EXEMPLAR


def test_a_method_that_stands_alone_is_read_in_typescript() -> None:
    text = (
        "  add(item: string, count: number): void {\n"
        "    if (count < 1) {\n      throw new RangeError('count');\n    }\n"
        "    const before = this.counts.get(item) ?? 0;\n"
        "    this.counts.set(item, before + count);\n    this.total += count;\n  }\n"
    )
    exemplar = Exemplar(path="basket.ts", symbol="Basket.add", language="typescript", text=text)
    renamed = text.replace("counts", "amounts").replace("item", "name").replace("before", "old")
    assert judge(f"```ts\n{renamed}```", [exemplar]) is not None
    assert judge("```ts\nadd(item: string, count: number): void {\n  // yours\n}\n```", [exemplar]) is None


def test_a_region_of_another_language_is_compared_too() -> None:
    text = "for item in $items; do\n  total=$((total + item * 3))\ndone\n"
    exemplar = Exemplar(
        path="sum.rs", symbol="", language="other", text="let t: i64 = xs.iter().map(|x| x * 37).sum();\nt % 11\n"
    )
    assert judge("```rust\nlet t: i64 = xs.iter().map(|x| x * 37).sum();\nt % 11\n```", [exemplar]) is not None
    assert judge(f"```sh\n{text}```", [exemplar]) is None


def test_what_several_replies_give_away_together_has_to_be_more_than_half() -> None:
    assert 0.5 < likeness.JOINED < 1
    assert 0.5 < likeness.TOLD < 1
