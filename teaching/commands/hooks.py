"""Lints hooks: a plugin's `hooks/hooks.json`, hooks inline in its manifest, and those of `settings.json`."""

import re
from itertools import islice

from teaching.commands.findings import Findings
from teaching.commands.frontmatter import check_keys
from teaching.commands.known import EVENTS, EVENTS_WITHOUT_MATCHER, HOOK_KEYS, HOOK_NEEDS, LISTED_FROM, close_to
from teaching.commands.nodes import Node
from teaching.commands.scripts import Where

MOST_EVENTS = 200
LONGEST_MATCHER = 2_000
_EXACT = re.compile(r"[A-Za-z0-9_|, -]+")
# What Python and JavaScript agree is no regular expression.
_BROKEN = ("nothing to repeat", "unterminated", "unbalanced", "missing )")
_SHAPE = '{"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "…"}]}]}'


def check_hooks_file(node: Node, found: Findings, where: Where) -> None:
    """Lints a whole `hooks.json`."""
    hooks = node.get("hooks")
    if node.kind == "map" and hooks is None and "modules" in node.entries:
        return
    if hooks is None:
        found.add("hook-shape", 1, "no hooks", f'Wrap the events: {{"hooks": {_SHAPE}}}.')
        return
    check_hooks(hooks, found, where)


def check_hooks(hooks: Node, found: Findings, where: Where) -> None:
    """Lints a map of events."""
    if hooks.kind != "map":
        found.add("hook-shape", hooks.line, "hooks", f"Write {_SHAPE}.")
        return
    for event, groups in islice(hooks.entries.items(), MOST_EVENTS):
        line = hooks.keys[event]
        if event not in EVENTS:
            right = close_to(event, EVENTS)
            move = f"Did you mean {right}?" if right else f"Use an event of {LISTED_FROM}."
            found.add("hook-event", line, event, move)
        elif groups.kind != "list":
            found.add("hook-shape", line, event, f"Write {_SHAPE}.")
        else:
            for group in groups.items:
                _check_group(event, group, found, where)


def _check_group(event: str, group: Node, found: Findings, where: Where) -> None:
    hooks = group.get("hooks")
    if group.kind != "map" or hooks is None or hooks.kind != "list":
        found.add("hook-shape", group.line, event, f"Write {_SHAPE}.")
        return
    check_keys(group, frozenset({"matcher", "hooks", "description"}), found, "A matcher")
    matcher = group.get("matcher")
    if matcher is not None and matcher.kind not in {"text", "null"}:
        found.add("hook-shape", matcher.line, "matcher", 'Write the matcher as one text: "Edit|Write".')
    elif matcher is not None and matcher.text not in {"", "*"}:
        _check_matcher(event, matcher, found)
    for hook in hooks.items:
        _check_hook(event, hook, found, where)


def _check_matcher(event: str, matcher: Node, found: Findings) -> None:
    text = matcher.text
    if event in EVENTS_WITHOUT_MATCHER:
        found.add("hook-matcher-ignored", matcher.line, f"{event}: {text}", "Take the matcher out.")
        return
    if _EXACT.fullmatch(text):
        for name in re.split(r"[|,]", text):
            if name.strip().startswith("mcp__") and "__" not in name.strip()[5:]:
                found.add("hook-matcher-server", matcher.line, name.strip(), f"Write {name.strip()}__.*")
        return
    if len(text) > LONGEST_MATCHER:
        return
    try:
        re.compile(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", text).replace("[^]", r"[\s\S]"))
    except (re.error, RecursionError, OverflowError) as error:
        if any(words in str(error) for words in _BROKEN):
            found.add("hook-matcher-invalid", matcher.line, text, f"It is read as a regular expression: {error}.")


def _check_hook(event: str, hook: Node, found: Findings, where: Where) -> None:
    kind = hook.string("type")
    if hook.kind != "map":
        found.add("hook-shape", hook.line, event, f"Write {_SHAPE}.")
        return
    if kind not in HOOK_NEEDS:
        right = close_to(kind, set(HOOK_NEEDS)) if kind else ""
        move = f"Did you mean {right}?" if right else f"Write one of {', '.join(HOOK_NEEDS)}."
        found.add("hook-type", hook.line, f"type: {kind}" if kind else "no type", move)
        return
    check_keys(hook, HOOK_KEYS, found, "A hook")
    for key in HOOK_NEEDS[kind]:
        if not hook.string(key).strip():
            found.add("hook-incomplete", hook.line, f"{kind} without {key}", f"Give the hook a `{key}`.")
    timeout = hook.get("timeout")
    if timeout is not None and re.fullmatch(r"\d{1,6}000", timeout.text):
        move = f"Write seconds: {timeout.text[:-3]}."
        found.add("hook-timeout", timeout.line, f"timeout: {timeout.text}", move)
    if kind == "command":
        _check_scripts(hook, found, where)


def _check_scripts(hook: Node, found: Findings, where: Where) -> None:
    arguments = hook.get("args")
    for part in [hook.get("command"), *(arguments.items if arguments is not None else [])]:
        if part is None or part.kind != "text":
            continue
        direct = where.runs_directly(part.text) if part is hook.get("command") else ""
        for script in where.scripts(part.text):
            if not where.has(script):
                found.add("hook-script-missing", part.line, script, "Correct the path, or add the script.")
            elif script == direct and not where.place.may_run(where.base + script):
                found.add("hook-script-not-executable", part.line, script, f"chmod +x {script}")
