"""`teach lint`: finds what is wrong in plugins, commands, skills, agents, output styles, hooks and MCP servers."""

import argparse
import json

from mcp_server.commands.places import root_and_path
from mcp_server.output.lint import lint as print_report
from teaching.commands.lint import lint


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand."""
    root, path = root_and_path(options.path, None)
    report = lint(root / path)
    if options.format == "json":
        print(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    else:
        print_report(report)
    return int(bool(report.errors or (options.strict and report.problems)))
