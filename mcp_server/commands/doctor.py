"""`teach doctor`: what works here, what does not, and the next move for each."""

import argparse
import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mcp_server.commands.places import root_and_path
from mcp_server.hooks.session import active_review
from mcp_server.identity import product_version
from mcp_server.install.places import SCOPES, place_of
from mcp_server.install.receipt import read as read_receipt
from mcp_server.output import text
from mcp_server.output.text import Checkup
from teaching.errors import TeachingError
from teaching.program import teach
from teaching.repository.git import BrokenGit, UntrustedGit, find_top, open_git
from teaching.review.catalogue import ENTRIES
from teaching.review.engines.external import locate, version_of
from teaching.review.proving import provable, unfit
from teaching.review.review import rules_of
from teaching.verification import sandbox
from teaching.verification.commands import commands_of
from teaching.verification.consent import Allowed, is_allowed


def run(options: argparse.Namespace) -> int:
    """Exit code 3 when a part that every review needs is missing."""
    root, _ = root_and_path(options.root or ".", options.root)
    checkups = [
        _python(),
        *_analyzers(),
        _catalogue(),
        _git(root),
        _constitution(root),
        _commands(root),
        *_claude_code(options.root),
        _model(),
    ]
    if options.format == "json":
        print(json.dumps({"checks": [checkup.as_dict() for checkup in checkups]}, indent=2, ensure_ascii=False))
    else:
        text.checkups(checkups, f"teach {product_version()}")
    return 3 if any(checkup.state == "missing" for checkup in checkups) else 0


def _python() -> Checkup:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Checkup("Python", "ok", f"{found} at {sys.executable}")


def _analyzers() -> list[Checkup]:
    checkups = [_program("ruff", "ruff", "missing", "Python checks"), _library("ast-grep", "ast-grep-py")]
    checkups.append(_program("oxlint", "oxlint", "optional", "a few more TypeScript and JavaScript checks"))
    return checkups


def _program(name: str, package: str, absent: str, purpose: str) -> Checkup:
    program = locate(name)
    if program is None:
        return Checkup(name, absent, f"not installed ({purpose})", f"{sys.executable} -m pip install {package}")
    return Checkup(name, "ok", f"{version_of(program)} ({purpose})")


def _library(name: str, package: str) -> Checkup:
    try:
        return Checkup(name, "ok", f"{version(package)} (syntax checks in every language)")
    except PackageNotFoundError:
        return Checkup(name, "missing", "not installed", f"{sys.executable} -m pip install {package}")


def _git(root: Path) -> Checkup:
    if locate("git") is None:
        return Checkup("git", "optional", "not installed: every review covers all files", "install git")
    top = find_top(root)
    if top is None:
        return Checkup("git", "optional", "this folder is no repository: every review covers all files", "git init")
    try:
        head = open_git(top).head()
    except BrokenGit as problem:
        return Checkup("git", "optional", "; ".join(problem.reasons), "git status")
    except UntrustedGit as problem:
        reasons = "; ".join(problem.reasons)
        return Checkup(
            "git", "optional", f"not asked, its configuration is not trusted: {reasons}", "remove those keys"
        )
    except TeachingError as problem:
        return Checkup("git", "optional", str(problem))
    return Checkup("git", "ok", f"repository with {'commits' if head else 'no commit yet'}")


def _catalogue() -> Checkup:
    """Whether the checks find in their own examples what they must find, with the analyzers installed here."""
    tried, wrong = len(provable(ENTRIES.values())), unfit(ENTRIES.values())
    if not wrong:
        return Checkup("checks", "ok", f"{tried} of {len(ENTRIES)} could be tried here, and all of them behave")
    named = "; ".join(f"{name} with {tools}" for name, tools in wrong.items())
    finding = f"{len(wrong)} of {tried} do not behave and are left out: {named}"
    return Checkup("checks", "optional", finding, f"{sys.executable} -m pip install -U ruff ast-grep-py")


def _constitution(root: Path) -> Checkup:
    try:
        rules = rules_of(root).rules
    except TeachingError as problem:
        return Checkup("CLAUDE.md", "missing", str(problem))
    if not rules:
        return Checkup("CLAUDE.md", "optional", "no rules found: only the baseline applies", teach("init"))
    checked = sum(rule.status == "checked" for rule in rules)
    return Checkup("CLAUDE.md", "ok", f"{len(rules)} rules, {checked} checked by an analyzer", teach("rules"))


def _claude_code(root: str | None) -> list[Checkup]:
    """Whose `/review` is active, and what `teach install` put here."""
    project, _ = root_and_path(root or ".", root)
    whose, where = active_review(str(project))
    state = "ok" if whose == "ours" else "optional"
    move = "" if whose == "ours" else teach("install")
    if whose == "other":
        move = f"rename that file, then {move}"
    said = {"ours": f"this reviewer's ({where})", "other": f"another command's ({where})"}
    checkups = [Checkup("/review", state, said.get(whose, "Claude Code's own"), move)]
    for scope in SCOPES:
        try:
            receipt = read_receipt(place_of(scope, root))
        except TeachingError as problem:
            checkups.append(Checkup(f"installed ({scope})", "optional", str(problem)))
            continue
        if receipt is not None:
            flag = ["--user"] if scope == "user" else []
            count = len(receipt.files) + len(receipt.members) + (receipt.server is not None)
            old = receipt.program != product_version()
            finding = f"{count} parts of version {receipt.program}"
            move = teach("install", *flag) if old else f"{teach('uninstall', *flag)} takes them back"
            checkups.append(Checkup(f"installed ({scope})", "optional" if old else "ok", finding, move))
    return checkups


def _commands(root: Path) -> Checkup:
    """Whether a task can be verified here: what runs, who allowed it, and what keeps it from the rest."""
    kind = sandbox.probe()
    if kind != "bwrap":
        kept = "no sandbox works here, so each run is asked for"
        return Checkup("verification", "optional", kept, "install bubblewrap (Debian, Ubuntu: apt install bubblewrap)")
    commands = commands_of(root).commands
    if not commands:
        return Checkup("verification", "optional", "no command is declared or found", "write them into CLAUDE.md")
    missing = [one for one in commands if not isinstance(is_allowed(root, one), Allowed)]
    shown = ", ".join(" ".join(one.argv) for one in missing or commands)
    if missing:
        return Checkup("verification", "optional", f"not allowed yet: {shown}", teach("allow"))
    return Checkup("verification", "ok", f"{shown} may run, in bubblewrap")


def _model() -> Checkup:
    key = " (ANTHROPIC_API_KEY is set, and no review reads it)" if os.environ.get("ANTHROPIC_API_KEY") else ""
    return Checkup("model", "ok", f"none needed: the words of a review come from templates{key}")
