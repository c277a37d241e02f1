"""`teach costs`: what models cost, by day, tier, model, project and task."""

import argparse
import json
from datetime import datetime

from mcp_server.commands.places import folder_at, root_and_path
from mcp_server.output import costs as output
from teaching.costs import ledger
from teaching.costs.report import Question, report, since
from teaching.models import tiers
from teaching.models.tiers import MODELS, Config

_USUAL = (1, 7, 30)


def run(options: argparse.Namespace) -> int:
    """Exit code 0, whatever was spent."""
    now = datetime.now().astimezone()
    days = _USUAL if options.days is None else tuple(sorted({1, options.days}))
    project = None
    if options.project is not None:
        project = str(folder_at(options.project, "pass the project's folder with --project"))
    elif not options.all:
        project = str(root_and_path(".", None)[0])
    config = tiers.config()
    question = Question(now, days, project, config.prices, _top(config), _limits(config))
    found = report(ledger.read(since(now, max(days))), question)
    if options.format == "json":
        print(json.dumps(found.model_dump(), indent=2, ensure_ascii=False))
    else:
        output.show(found)
    return 0


def _top(config: Config) -> str:
    deep = config.tier("deep")
    return deep.model or MODELS["deep"]


def _limits(config: Config) -> dict[str, float]:
    budget = config.budget
    limits = {"day": budget.day_usd, "project_day": budget.project_day_usd, "reply": budget.reply_usd}
    return {name: limit for name, limit in limits.items() if limit is not None}
