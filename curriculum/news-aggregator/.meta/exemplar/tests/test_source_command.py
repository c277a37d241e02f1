"""Task source-command: a slash command that adds a feed."""

import re
from typing import Any

import yaml

from teach_program import teach, wanted

COMMAND = ".claude/commands/add-source.md"
TO_DO = "write the slash command /add-source, which adds a source to news.yaml and shows what it sends"


def parts() -> tuple[dict[str, Any], str]:
    """The head and the body of the command."""
    text = wanted(COMMAND, TO_DO).read_text(encoding="utf-8")
    found = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    assert found, f"{COMMAND} begins with a head between two lines of three dashes"
    return yaml.safe_load(found[1]), found[2]


def test_the_linter_finds_nothing_even_when_it_is_strict() -> None:
    wanted(COMMAND, TO_DO)
    found = teach("lint", "--strict", ".claude")
    assert any(path.endswith("commands/add-source.md") for path in found["checked"])
    assert found["problems"] == []


def test_the_command_takes_a_name_and_an_address() -> None:
    head, body = parts()
    declared = head.get("arguments") or []
    names = declared.split() if isinstance(declared, str) else list(declared)
    assert names == ["name", "url"], "declare `arguments: [name, url]`"
    assert "$name" in body and "$url" in body, "say in the body where $name and $url go"


def test_the_command_may_do_no_more_than_it_needs() -> None:
    head, _ = parts()
    granted = head.get("allowed-tools") or []
    tools = re.split(r",\s*(?![^(]*\))", granted) if isinstance(granted, str) else list(granted)
    assert tools, "grant in `allowed-tools` what the command needs"
    assert not {"Bash", "Bash(*)", "*"} & set(tools), (
        "grant single commands, as Bash(news fetch:*), not every one"
    )
    assert any(tool.startswith("Bash(news fetch") for tool in tools), "it has to run `news fetch`"


def test_the_command_changes_the_settings_and_proves_it() -> None:
    _, body = parts()
    assert "news.yaml" in body, "say which file changes"
    assert "news fetch" in body, "let it run `news fetch` and look at the line of the new source"
