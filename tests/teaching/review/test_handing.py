"""Which rules are handed over, and with which code: names and words of the rule, met in the lines under review."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teaching.contracts.review import HandedOver
from teaching.review.opinions.handing import ask
from teaching.review.review import Request, review

PYTHON = '''\
"""Orders."""

import logging

import requests

log = logging.getLogger(__name__)


def pay(amount):
    """Pays the amount of the invoice."""
    for attempt in range(3):
        reply = requests.post("https://bank.example/pay", json={"amount": amount}, timeout=5)
        if reply.ok:
            return reply
    log.error("gave up")
    raise PaymentError(amount)


class Basket:
    def total(self, db):
        rows = db.execute("select price from items")
        return sum(row.price for row in rows)
'''
REACT = """\
import { useState } from "react";

export function Counter({ start }: { start: number }) {
  const [count, setCount] = useState(start);
  return (
    <div className="p-4">
      <Button onClick={() => setCount(count + 1)}>More</Button>
    </div>
  );
}
"""
TESTS = """\
def test_a_total_is_the_sum():
    assert Basket().total(FakeDb([1, 2])) == 3
"""
FILES = {"shop/orders.py": PYTHON, "web/Counter.tsx": REACT, "tests/test_orders.py": TESTS}


def handed(root: Path, scope: str | None = "all") -> list[HandedOver]:
    return review(Request(root, scope=scope, baseline=False)).handed_over


@pytest.fixture
def over(make_repo: Callable[..., Any]) -> Callable[..., list[HandedOver]]:
    """What is handed over of the shop under one rule, or several."""
    made: list[Path] = []

    def ruled(*rules: str, **more: str) -> list[HandedOver]:
        text = "# Shop\n\n## Rules\n" + "".join(f"- {rule}\n" for rule in rules)
        root = make_repo({"CLAUDE.md": text, **FILES, **more}, name=f"repo{len(made)}").root
        made.append(root)
        return handed(root)

    return ruled


BEARS_ON = {
    "a name in backticks": ("What `requests` gives back must be looked at before it is trusted", "shop/orders.py:13"),
    "a name as it is written": ("setCount must be called from one place only", "web/Counter.tsx:4"),
    "loops": ("Loops must end after a bounded number of iterations", "shop/orders.py:12"),
    "errors": ("Exceptions must say what the caller can do next", "shop/orders.py:17"),
    "queries": ("Database queries must be few and early", "shop/orders.py:22"),
    "components": ("React components must stay small and dumb", "web/Counter.tsx:"),
    "state": ("State must live as low in the tree as it can", "web/Counter.tsx:4"),
    "logging": ("Log messages must say who did what", "shop/orders.py:"),
    "tests": ("Tests must describe behaviour and not the implementation", "tests/test_orders.py:"),
    "money": ("Money must be rounded once, at the very last", "shop/orders.py:"),
    "classes": ("Classes must have one reason to change", "shop/orders.py:20"),
    "a word of the domain": ("An attempt must be spaced from the one before", "shop/orders.py:12"),
    "the file's own name": ("Orders must be cheap to throw away", "shop/orders.py:"),
    "German": ("Schleifen müssen immer ein Ende haben und dürfen nicht verschachtelt sein", "shop/orders.py:12"),
    "Spanish": ("Los errores nunca se deben ocultar al usuario de la tienda", "shop/orders.py:17"),
    "French": ("Les requêtes doivent toujours être faites dans une seule couche", "shop/orders.py:22"),
    "Chinese": ("组件必须保持简单,不要混合业务逻辑", "web/Counter.tsx:"),
    "Japanese": ("クラスは必ず一つの責務だけを持つこと", "shop/orders.py:20"),
    "Russian": ("Циклы всегда должны иметь границу и никогда не вложены", "shop/orders.py:12"),
}


@pytest.mark.parametrize(("rule", "place"), BEARS_ON.values(), ids=BEARS_ON)
def test_a_rule_comes_with_the_code_that_shows_what_it_speaks_of(
    rule: str, place: str, over: Callable[..., list[HandedOver]]
) -> None:
    (one,) = over(rule)
    first = one.places[0]
    assert f"{first.path}:{first.line}".startswith(place)
    assert one.rule.quote == rule


NOTHING = (
    "Passwords must be hashed before anything else happens",
    "Dates must be kept in `UTC`",
    "Caches must be bounded in size and in age",
    "The style of the whole must be pleasant",
    "Always write clean and readable code",
    "Any attempt at persuasion must respect tone, audience, purpose and the length of a letter",
)


@pytest.mark.parametrize("rule", NOTHING)
def test_a_rule_without_a_place_is_not_handed_over(rule: str, over: Callable[..., list[HandedOver]]) -> None:
    assert over(rule) == []


def test_a_rule_in_another_language_whose_words_are_not_known_comes_with_whatever_changed(
    over: Callable[..., list[HandedOver]],
) -> None:
    (one,) = over("El código nunca debe sorprender a quien lo lee por la noche")
    assert one.places[0].path in FILES
    assert len(over("El código nunca debe sorprender a quien lo lee por la noche", "Loops must end early")) == 2


def test_a_checked_rule_and_one_on_how_to_work_are_not_handed_over(over: Callable[..., list[HandedOver]]) -> None:
    assert over("Never use `eval`", "Ask before you push a branch", "Run the tests before each commit") == []


def test_five_rules_with_two_places_each_are_the_most_and_vague_ones_come_last(
    over: Callable[..., list[HandedOver]],
) -> None:
    rules = [rule for rule, _ in BEARS_ON.values() if rule.isascii()]
    found = over(*rules)
    assert len(found) == 5
    assert all(1 <= len(one.places) <= 2 for one in found)
    loops = {f"loop{number}.py": "for a in b:\n    a.go()\n" for number in range(4)}
    (one,) = over("Loops must end after a bounded number of iterations", **loops)
    assert len(one.places) == 2
    vague = "Loops must always be simple and readable"
    found = over(vague, *rules[3:6])
    assert [one.rule.quote for one in found].index(vague) == len(found) - 1 == 3


def test_the_same_wording_in_two_documents_is_asked_about_once(over: Callable[..., list[HandedOver]]) -> None:
    rule = "Loops must end after a bounded number of iterations"
    assert len(over(rule, **{"AGENTS.md": f"- {rule}\n", ".claude/rules/loops.md": f"- {rule}\n"})) == 1


def test_places_lie_in_the_change_and_nowhere_else(make_repo: Callable[..., Any]) -> None:
    rules = "- Loops must end after a bounded number of iterations\n- Exceptions must say what to do next\n"
    repository = make_repo({"CLAUDE.md": rules, **FILES})
    assert handed(repository.root, None) == []
    repository.write({"shop/orders.py": PYTHON + "\n\ndef wait(jobs):\n    for job in jobs:\n        job.wait()\n"})
    (one,) = handed(repository.root, None)
    (place,) = one.places
    assert (place.path, place.line, place.end_line) == ("shop/orders.py", 27, 28)
    assert place.excerpt == "for job in jobs:\n    job.wait()"
    assert one.ask == f"Does `wait` keep to “{one.rule.quote}” (CLAUDE.md:1)?"


def test_a_place_ends_where_the_change_does(make_repo: Callable[..., Any]) -> None:
    repository = make_repo({"CLAUDE.md": "- Loops must end after a bounded number of iterations\n", **FILES})
    repository.write({"shop/orders.py": PYTHON.replace("range(3)", "range(4)")})
    (one,) = handed(repository.root, None)
    (place,) = one.places
    assert (place.line, place.end_line, place.excerpt) == (12, 12, "for attempt in range(4):")


def test_the_scope_of_a_rule_is_respected(make_repo: Callable[..., Any]) -> None:
    loops = "Loops must end after a bounded number of iterations"
    repository = make_repo(
        {
            **FILES,
            "web/CLAUDE.md": f"- {loops}\n",
            ".claude/rules/tests.md": f'---\npaths: "tests/**"\n---\n- {loops} at most\n',
            "CLAUDE.md": f"# Shop\n\n## TypeScript rules\n- {loops} always\n"
            f"\n## All\n- In `web/`, {loops.lower()} too\n",
        }
    )
    assert handed(repository.root) == []
    repository.write({"web/a.ts": "for (const a of b) {\n  a.go();\n}\n"})
    found = handed(repository.root)
    assert [place.path for one in found for place in one.places] == ["web/a.ts"] * 3
    assert len(found) == 3


def test_the_same_input_gives_the_same_choice(over: Callable[..., list[HandedOver]]) -> None:
    rules = [rule for rule, _ in BEARS_ON.values()]
    assert over(*rules) == over(*rules)


def test_an_excerpt_is_short_and_starts_at_the_margin(over: Callable[..., list[HandedOver]]) -> None:
    body = "".join(f"        value_{number} = '{'x' * 90}'\n" for number in range(9))
    (one,) = over("Gadgets must be small", **{"gadget.py": f"class A:\n    def gadget(self):\n{body}"})
    (place,) = one.places
    assert place.excerpt.startswith("def gadget(self):\n    value_0 = ")
    assert len(place.excerpt) <= 400
    assert place.end_line - place.line < 5
    assert "`A.gadget`" in one.ask


@pytest.mark.parametrize(
    ("quote", "subjects", "question"),
    [
        ("Never be late.", ["a"], "Does `a` keep to “Never be late” (CLAUDE.md:14)?"),
        ("**Names:** say it", ["a", "b"], "Do `a` and `b` keep to “Names: say it” (CLAUDE.md:14)?"),
        ("Use `x`", ["a", "a"], "Does `a` keep to “Use `x`” (CLAUDE.md:14)?"),
        ("word " * 60, ["a"], f"Does `a` keep to “{' '.join(['word'] * 32)}…” (CLAUDE.md:14)?"),
    ],
)
def test_a_question_is_the_rules_own_words_in_a_sentence(quote: str, subjects: list[str], question: str) -> None:
    assert ask(quote, "CLAUDE.md:14", subjects) == question


def test_a_large_project_and_long_lines_take_little_time(make_repo: Callable[..., Any]) -> None:
    rules = "".join(f"- {rule}\n" for rule, _ in BEARS_ON.values())
    many = {f"a/b{number}.py": PYTHON * 12 for number in range(40)}
    large = make_repo({"CLAUDE.md": rules, **many}, name="large").root
    lines = (*["x " + "for in " * 700] * 3, "select " * 700, "x" + " ? :" * 1000)
    long = make_repo({"CLAUDE.md": rules, "odd.js": "\n".join(lines)}, name="long").root
    begun = time.process_time()
    assert len(handed(large)) == 5
    handed(long)
    assert time.process_time() - begun < 20
