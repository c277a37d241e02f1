"""`teach rules`: what was understood of each rule, how it is checked, and what its author decides about that."""

import argparse
import json
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.output import rules as output
from mcp_server.output import text
from teaching.review.described import described
from teaching.review.explaining import explained
from teaching.review.lock import deciding
from teaching.review.lock.form import PLACE
from teaching.review.review import all_rules


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    root, path = root_and_path(options.path, options.root)
    if options.answer or options.reject or options.accept is not None or options.forget is not None:
        return _decide(root, options)
    if options.explain is not None:
        explanation = explained(root, options.explain)
        if options.format == "json":
            print(json.dumps(explanation.model_dump(), indent=2, ensure_ascii=False))
        else:
            output.explanation(explanation)
        return 0
    result = described(root, path, hits=not options.no_hits, others=options.all)
    if options.format == "json":
        print(json.dumps(result.model_dump(), indent=2, ensure_ascii=False))
    else:
        output.listing(result)
    return 0


def _decide(root: Path, options: argparse.Namespace) -> int:
    """Writes a decision into the lock file, and shows what the rule is now."""
    rules = all_rules(root)
    if options.forget is not None:
        gone = deciding.forget(root, rules, options.forget)
        source = gone.source
        text.say(f"Forgotten: what was decided about “{gone.quote}”.")
    elif options.reject:
        name, check = options.reject
        rule = deciding.reject(root, rules, name, check)
        source = rule.source
        text.say(f"Kept in {PLACE}: {source} is not about {check}.")
    elif options.answer:
        source = deciding.answer(root, rules, options.answer[0], options.answer[1:]).source
        text.say(f"Kept in {PLACE}: {', '.join(options.answer[1:])} for {source}.")
    else:
        source = deciding.accept(root, rules, options.accept).source
        text.say(f"Kept in {PLACE}: the checks of {source}.")
    for rule in all_rules(root):
        if rule.source == source:
            checks = f"{'; '.join(check.written for check in rule.checks)}; " if rule.checks else ""
            text.say(f"{rule.status}: “{rule.quote}” ({rule.source}): {checks}{rule.reason}")
    return 0
