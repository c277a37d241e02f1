"""Whole plans, held by the facts that they must state."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from teaching.contracts.plan import Plan, PlannedTask
from teaching.errors import BadInputError
from teaching.planning.judge import judge
from teaching.planning.planner import plan
from teaching.planning.render import roadmap
from tests.teaching.planning.answer_key import CASES

NEWS = CASES["news"]
SHOP = CASES["shop"]


@pytest.fixture(scope="module")
def news() -> Plan:
    return plan(NEWS.goal, NEWS.requirements)


@pytest.fixture(scope="module")
def shop() -> Plan:
    return plan(SHOP.goal, SHOP.requirements)


def task(found: Plan, name: str) -> PlannedTask:
    return next(task for task in found.tasks if task.id == name)


def limits(found: Plan) -> str:
    return "\n".join(f"{item.what}: {item.bound} / {item.fallback}" for phase in found.phases for item in phase.limits)


def risks(found: Plan) -> str:
    return "\n".join(f"{item.risk}: {item.mitigation}" for item in found.risks)


def test_the_news_aggregator_has_its_layers_in_order(news: Plan) -> None:
    names = [phase.name for phase in news.phases]
    assert names == ["Walking skeleton", "Data layer", "Integration", "Storage", "Interface", "Proof of the whole"]
    by_phase = {phase.name: {part.component for part in phase.parts} for phase in news.phases}
    assert "feeds" in by_phase["Data layer"]
    assert by_phase["Integration"] == {"llm-call"}
    assert by_phase["Storage"] == {"markdown-store"}


def test_the_news_aggregator_states_limits_and_fallbacks(news: Plan) -> None:
    text = limits(news)
    assert "requests per source: 1 per second" in text
    assert "answer per item: 500 tokens / the first 200 characters" in text
    assert any("10 sources" in line for line in task(news, "feeds-sources").acceptance)
    assert any("Retry-After" in line for line in task(news, "feeds-fetch").acceptance)
    assert any("ISO-8859-1" in line for line in task(news, "feeds-parse").acceptance)
    assert any("utm_" in line for line in task(news, "dedupe-keys").acceptance)


def test_the_news_aggregator_names_libraries_with_reasons(news: Plan) -> None:
    libraries = {item.name: item.reason for phase in news.phases for item in phase.libraries}
    assert {"feedparser", "httpx", "anthropic", "python-frontmatter"} <= set(libraries)
    assert all(len(reason) > 15 for reason in libraries.values())


def test_the_news_aggregator_asks_about_delivery_and_duplicates(news: Plan) -> None:
    assert [question.id for question in news.questions][:2] == ["delivery", "duplicates"]
    assert 2 <= len(news.questions) <= 3
    assert all(question.default in question.options and question.why for question in news.questions)


def test_each_wish_of_a_list_is_traced_to_its_tasks(news: Plan) -> None:
    traced = {item.text: item.tasks for item in news.requirements}
    assert "feeds-fetch" in traced["Fetch from 10 sources"]
    assert "llm-budget" in traced["summarize with AI"]
    assert "markdown-write" in traced["save to markdown"]


def test_numbers_of_the_text_win_over_defaults() -> None:
    found = plan("RSS reader that summarises with AI, 25 feeds, at most 300 tokens per article")
    assert "answer per item: 300 tokens" in limits(found)
    assert any("25 sources" in line for line in task(found, "feeds-sources").acceptance)
    assert not any("sources" in line for line in found.assumptions)


def test_the_shop_is_cut_into_services_with_their_consistency(shop: Plan) -> None:
    services = {item.name: item for item in shop.services}
    assert set(services) == {"Order service", "Inventory service", "Payment service", "Notification service"}
    assert services["Inventory service"].consistency.startswith("strong")
    assert "idempotent" in services["Payment service"].consistency
    assert services["Notification service"].consistency.startswith("eventual")


def test_the_shop_computes_its_load(shop: Plan) -> None:
    assert "orders: 10,000 a day, 0.12/s on average, planned for 1.2/s" in limits(shop)
    assert any("0.12/s" in line and "10 times" in line for line in shop.assumptions)
    assert not any("not stated" in line for line in shop.assumptions)


def test_the_shop_cannot_oversell_by_plan(shop: Plan) -> None:
    reserve = " ".join(task(shop, "stock-reserve").acceptance)
    assert "FOR UPDATE" in reserve and "exactly 10 reservations" in reserve and "CHECK" in reserve
    assert "15 minutes" in " ".join(task(shop, "stock-expiry").acceptance)
    assert "Overselling" in risks(shop)


def test_the_shop_pays_once_and_reconciles(shop: Plan) -> None:
    assert "idempotency key" in " ".join(task(shop, "payment-charge").acceptance)
    assert "unique event id" in " ".join(task(shop, "payment-webhook").acceptance)
    assert "charged twice" in risks(shop)
    reconcile = " ".join(task(shop, "stock-reconcile").acceptance)
    assert "sequence number" in reconcile and "ledger" in reconcile


def test_the_shop_publishes_by_an_outbox_and_lets_messages_lag(shop: Plan) -> None:
    assert "same transaction" in " ".join(task(shop, "services-outbox").acceptance)
    assert "lag of a notification" in limits(shop)
    assert task(shop, "services-cut").attest and task(shop, "services-cut").verify is None


def test_the_shop_asks_who_owns_the_stock(shop: Plan) -> None:
    assert shop.questions[0].id == "stock-truth"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_plan_is_whole_ordered_and_accepted_by_the_judge(case) -> None:
    found = plan(case.goal, case.requirements)
    seen: set[str] = set()
    for one in found.tasks:
        assert set(one.depends) <= seen, f"{one.id} stands before what it depends on"
        assert (one.verify is None) != (one.attest is None)
        assert one.minutes <= 120 and len(one.acceptance) >= 2 and one.by_hand
        seen.add(one.id)
    assert found.tasks[0].id == "skeleton"
    assert found.tasks[-1].id == "whole-path"
    assert len(found.tasks) <= 40
    assert 2 <= len(found.questions) <= 3
    assert found.non_goals
    verdict = judge(roadmap(found).decode())
    assert verdict.errors == []
    assert verdict.advice == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_text_of_a_plan_has_a_hole_left(case) -> None:
    found = plan(case.goal, case.requirements)
    texts = [text for one in found.tasks for text in (one.title, one.why, one.by_hand, *one.acceptance)]
    texts += [limits(found), risks(found), *found.non_goals, *(question.why for question in found.questions)]
    assert not any("{" in text for text in texts)


def test_the_same_input_gives_the_same_plan() -> None:
    assert plan(SHOP.goal, SHOP.requirements) == plan(SHOP.goal, SHOP.requirements)


def test_every_process_makes_the_same_plan() -> None:
    program = (
        "from teaching.planning.planner import plan\n"
        f"print(plan({SHOP.goal!r}, {list(SHOP.requirements)!r}).model_dump_json())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(made) == 1


def test_an_answer_changes_the_plan_and_is_not_asked_again(news: Plan) -> None:
    changed = plan(NEWS.goal, NEWS.requirements, {"delivery": "streaming", "duplicates": "no"})
    ids = {one.id for one in changed.tasks}
    assert "stream-parts" in ids and "dedupe-keys" not in ids
    assert "stream-parts" not in {one.id for one in news.tasks}
    assert not {"delivery", "duplicates"} & {question.id for question in changed.questions}


def test_a_goal_that_answers_a_question_is_not_asked_it() -> None:
    found = plan("News aggregator with RSS feeds and AI summaries that stream, skip duplicates")
    assert not {"delivery", "duplicates"} & {question.id for question in found.questions}
    assert "stream-parts" in {one.id for one in found.tasks}


def test_a_peak_that_was_answered_is_planned_for() -> None:
    found = plan(SHOP.goal, SHOP.requirements, {"peak-load": "a hundred times"})
    assert "planned for 12/s" in limits(found) or "planned for 11.6/s" in limits(found)


def test_an_answer_in_own_words_is_kept_and_said() -> None:
    found = plan(NEWS.goal, NEWS.requirements, {"llm-money": "as the boss says"})
    assert any("as the boss says" in note for note in found.notes)


def test_an_answer_to_no_question_is_said() -> None:
    assert any("'colour'" in note for note in plan(NEWS.goal, NEWS.requirements, {"colour": "red"}).notes)


def test_the_language_can_be_answered() -> None:
    found = plan(NEWS.goal, NEWS.requirements, {"stack": "TypeScript with vitest"})
    assert found.stack == "typescript"
    assert task(found, "feeds-parse").files == ["src/feeds.ts", "tests/feeds-parse.test.ts"]
    assert task(found, "feeds-parse").verify == "npx vitest run tests/feeds-parse.test.ts"
    assert "rss-parser" in {item.name for phase in found.phases for item in phase.libraries}
    assert not any("Python" in line for line in found.assumptions)


def test_what_is_not_said_is_marked_as_assumed(news: Plan) -> None:
    assert any("Python" in line for line in news.assumptions)
    assert any("500 tokens" in line for line in news.assumptions)


def test_a_goal_that_is_not_understood_says_so_and_still_plans() -> None:
    found = plan("A knitting pattern generator")
    assert [one.id for one in found.tasks] == ["skeleton", "core-examples", "core-rules", "first-way-in", "whole-path"]
    assert any("Not understood" in note and "knitting" in note for note in found.notes)
    assert [question.id for question in found.questions] == ["who-uses-it", "what-is-kept", "hardest-rule"]


def test_an_answer_makes_the_general_plan_specific() -> None:
    found = plan("A knitting pattern generator", answers={"who-uses-it": "people in a browser"})
    ids = {one.id for one in found.tasks}
    assert "ui-views" in ids and "first-way-in" not in ids and "core-rules" in ids


def test_rules_that_no_component_knows_are_planned_beside_those_that_are_known() -> None:
    found = plan("password manager CLI")
    assert {"core-rules", "cli-run"} <= {one.id for one in found.tasks}
    assert any("password manager" in note for note in found.notes)


def test_what_the_goal_excludes_is_a_non_goal() -> None:
    case = CASES["bilingual blog"]
    assert any("excluded by the goal" in text for text in plan(case.goal).non_goals)


def test_a_requirement_that_nothing_covers_is_asked_about() -> None:
    found = plan(NEWS.goal, ["Must comply with the bylaws of the beekeepers"])
    (one,) = found.requirements
    assert one.tasks == []
    assert one.question and one.question.startswith("requirement-1")


def test_an_answered_requirement_is_covered() -> None:
    wish = ["Must comply with the bylaws of the beekeepers"]
    found = plan(NEWS.goal, wish, {"requirement-1": "each digest is exported as CSV import file for them"})
    assert found.requirements[0].tasks


@pytest.mark.parametrize("goal", ["", "   ", "x" * 3000])
def test_a_goal_that_is_none_is_refused(goal: str) -> None:
    with pytest.raises(BadInputError):
        plan(goal)


@pytest.mark.parametrize(
    "goal",
    ["💥" * 50, "no no no not without", "a/b;c|d `e` <f>", "{sources} {orders_day}", "\x00\x1b[31mred", "RSS " * 400],
)
def test_odd_text_gives_a_plan_and_no_fault(goal: str) -> None:
    assert plan(goal, [goal], {"delivery": goal, goal[:10]: ""}).tasks
