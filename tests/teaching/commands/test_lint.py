"""What a folder is taken for, where problems are placed, what raises no alarm, and what hostile trees do: nothing."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from teaching.commands.lint import lint, lint_text
from teaching.commands.markdown_files import lint_command
from teaching.commands.table.trees import command, manifest, market, plugin, server
from teaching.errors import BadInputError

Plant = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
GOOD = "---\ndescription: Tidy up\n---\n\nTidy.\n"
BAD = "---\ndescription: Tidy up\nallowed_tools: Read\n---\n\nTidy.\n"


def ids(path: Path) -> list[tuple[str, str, int]]:
    return [(problem.id, problem.path, problem.line) for problem in lint(path).problems]


def test_this_repository_has_no_error_and_no_warning() -> None:
    report = lint(ROOT)
    assert {".claude-plugin/plugin.json", ".claude-plugin/marketplace.json", "commands/review.md"} <= set(
        report.checked
    )
    assert [problem.as_dict() for problem in report.problems] == []


def test_a_marketplace_beside_a_plugin_leaves_neither_unchecked(plant: Plant) -> None:
    entry: dict[str, object] = {"name": "helper", "source": "./"}
    files = {**plugin({"commands/tidy.md": BAD}, version="one"), **market(entry, entry)}
    assert {name for name, _, _ in ids(plant(files))} == {"misspelt-key", "version-not-semver", "duplicate-plugin"}


def test_a_marketplaces_own_plugins_are_linted_in_their_folders(plant: Plant) -> None:
    assert ids(plant(market(files={"plugins/helper/commands/tidy.md": BAD}))) == [
        ("misspelt-key", "plugins/helper/commands/tidy.md", 3)
    ]


@pytest.mark.parametrize("name", [".claude", "home"])
def test_a_users_folder_is_linted(plant: Plant, name: str) -> None:
    root = plant({"settings.json": "{}", "commands/tidy.md": BAD, "agents/a.md": "---\nname: a\n---\n\nYou.\n"}, name)
    assert [problem for problem, _, _ in ids(root)] == ["agent-incomplete", "misspelt-key"]


def test_a_plugin_without_a_manifest_is_linted(plant: Plant) -> None:
    assert ids(plant({"commands/tidy.md": BAD})) == [("misspelt-key", "commands/tidy.md", 3)]


def test_one_file_is_linted_in_the_light_of_its_plugin(plant: Plant) -> None:
    root = plant(plugin({"commands/tidy.md": BAD, "commands/other.md": BAD}, category="x"))
    assert ids(root / "commands" / "tidy.md") == [("misspelt-key", "commands/tidy.md", 3)]
    assert ids(root / ".claude-plugin" / "plugin.json")[0][0] == "marketplace-only-field"


def test_one_file_outside_of_everything_is_linted_by_its_name(plant: Plant) -> None:
    root = plant({"tidy.md": BAD, "hooks.json": '{"hooks": {"Stopp": []}}', "x.txt": "x"})
    assert ids(root / "tidy.md") == [("misspelt-key", "tidy.md", 3)]
    assert ids(root / "hooks.json") == [("hook-event", "hooks.json", 1)]
    with pytest.raises(BadInputError, match="nothing to lint: pass the folder"):
        lint(root / "x.txt")


def test_an_empty_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="nothing to lint"):
        lint(tmp_path)


def test_a_text_is_linted_without_a_folder() -> None:
    (problem,) = lint_command(BAD)
    assert (problem.id, problem.line, problem.text, problem.move) == (
        "misspelt-key",
        3,
        "allowed_tools",
        "Did you mean allowed-tools?",
    )
    assert lint_text("---\nname: a\ndescription: b\n---\n\nYou.\n", "a.md", "agent") == []


def test_problems_are_placed_on_their_own_lines(plant: Plant) -> None:
    text = (
        "---\r\ndescription: Tidy\r\nallowed-tools:\r\n  - Read\r\n  - Grepp\r\nmodel: gpt4\r\n---\r\n\r\nSee $1.\r\n"
    )
    document = json.dumps({"mcpServers": {"a": {"command": "x"}, "b": {"command": "x", "cwd": "/"}}}, indent=1)
    found = ids(plant({".claude/commands/tidy.md": text, ".mcp.json": document}))
    assert found == [
        ("misspelt-tool", ".claude/commands/tidy.md", 5),
        ("unknown-model", ".claude/commands/tidy.md", 6),
        ("one-based-arguments", ".claude/commands/tidy.md", 9),
        ("mcp-cwd", ".mcp.json", 8),
    ]


def test_agents_of_a_manifest_are_files_and_no_folder(plant: Plant) -> None:
    agent = "---\nname: tutor\ndescription: Teaches\n---\n\nYou teach.\n"
    assert ids(plant(plugin({"team/tutor.md": agent}, agents="./team/"))) == [
        ("manifest-type", ".claude-plugin/plugin.json", 8)
    ]
    assert ids(plant(plugin({"team/tutor.md": agent}, agents=["./team/tutor.md"]), "right")) == []


def test_a_comment_allows_a_check_in_its_file_only(plant: Plant) -> None:
    allowed = GOOD + "<!-- lint: allow shadows-bundled, step-number -->\n"
    root = plant({".claude/commands/review.md": allowed, ".claude/commands/verify.md": GOOD})
    assert ids(root) == [("shadows-bundled", ".claude/commands/verify.md", 1)]


def test_a_secret_is_named_and_never_shown(plant: Plant) -> None:
    (problem,) = lint(plant(server(command="x", env={"NOTES_TOKEN": "k8Jq2LmX94vTz71bQ0wY"}))).problems
    assert problem.id == "hardcoded-secret"
    assert "k8Jq2" not in json.dumps(problem.as_dict())


HARMLESS = {
    "shell variables in a block": "Run:\n\n```bash\nfor f in *; do echo $f $HOME; done\n```\n",
    "names of other languages in code": "In `$this` and `$el` and `$store` nothing changes.\n",
    "an escaped price": "Stay below \\$5.00.\n",
    "a price in words": "It costs US$5k or $HOME.\n",
    "an issue's number": "Mention that this closes issue #12 from #general.\n",
    "a heading that numbers its step": "## Step 3: Commit\n\nCommit.\n",
    "people and packages": "Ask @octocat, write to a@example.com, install @types/node and @scope/pkg@1.2.\n",
    "a file that is to be made": "Write `@notes.md`, then @$ARGUMENTS.\n",
    "a shell command that cannot fail": "Today: !`date +%F` in !`pwd`\n",
    "a shell command in a pipe": "Branch: !`git branch --show-current | head -1`\n",
    "an exclamation": "Do it now! `git status` helps.\n",
    "a comment that says how": "<!-- a note -->\\$1 stays.\n",
}


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_what_people_write_raises_no_alarm(plant: Plant, body: str) -> None:
    assert [(problem.id, problem.text) for problem in lint(plant(command(body=body))).problems] == []


def test_what_lies_beside_skills_raises_no_alarm(plant: Plant) -> None:
    skill = "---\nname: tidy\ndescription: Tidies up\n---\n\nTidy.\n\n```sh\nawk '{print $1}' f; echo $x\n```\n"
    files = {
        ".claude/skills/README.md": "# Our skills\n",
        ".claude/skills/tidy/SKILL.md": skill,
        ".claude/skills/tidy/reference.md": "---\ntitle: More\n---\n",
        ".claude/agents/README.md": "# Our agents\n",
        "CLAUDE.md": "# Rules\n",
    }
    assert ids(plant(files)) == []
    assert ids(plant(plugin({"one/SKILL.md": skill, "one/more.md": "---\na: b\n---\n"}, skills=["./one"]), "p")) == []


FRONTS = {
    "tools in brackets and quotes": 'allowed-tools: ["Read", "Bash(npm run lint:*)", "mcp__figma__*"]\n',
    "tools parted by spaces": "allowed-tools: Read Bash(git add:*) WebFetch(domain:example.com)\n",
    "a hint in one pair of brackets": "argument-hint: [file]\n",
    "a model of a provider": "model: us.anthropic.claude-sonnet-4-5-20250929-v1:0\n",
    "a model with a window": "model: sonnet[1m]\n",
    "an alias": "description: &text Tidy up\nwhen_to_use: *text\n",
    "a number of an effort": "effort: 3\n",
    "an empty value": "model:\n",
}


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_frontmatter_that_people_write_raises_no_alarm(plant: Plant, front: str) -> None:
    assert [(problem.id, problem.text) for problem in lint(plant(command(front))).problems] == []


def test_what_cannot_be_read_is_named_and_the_rest_is_linted(plant: Plant, tmp_path: Path) -> None:
    root = plant(
        {
            ".claude/commands/good.md": GOOD,
            ".claude/commands/zeros.md": b"a\0b",
            ".claude/commands/latin.md": "Größe".encode("latin-1"),
            ".claude/commands/huge.md": b"x" * 600_000,
        }
    )
    folder = root / ".claude" / "commands"
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    report = lint(root)
    assert report.checked == (".claude/commands/good.md",)
    assert {(skip.path.rsplit("/", 1)[-1], skip.reason) for skip in report.skipped} == {
        ("huge.md", "larger than 500000 bytes"),
        ("latin.md", "not UTF-8"),
        ("loop", "symbolic link"),
        ("out.md", "symbolic link"),
        ("pipe.md", "named pipe"),
        ("zeros.md", "not a text"),
    }


BOMB = "---\na: &a [x,x]\n" + "".join(
    f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "deep YAML": "---\ndescription: " + "[" * 30_000 + "\n---\nx\n",
    "deep indentation": "---\n" + "".join(" " * n + "a:\n" for n in range(300)) + "---\nx\n",
    "aliases upon aliases": BOMB + "---\nx\n",
    "an alias of itself": "---\na: &a\n  b: *a\n---\nx\n",
    "a control character": "---\ndescription: \x07\n---\nx\n",
    "an odd tag": "---\ndescription: !!python/object:os.system x\n---\nx\n",
    "a key that is a list": "---\n? [a, b]\n: c\n---\nx\n",
    "blanks without end": "---\na: b" + " " * 60_000 + "c: [\n---\nx\n",
    "many keys": "---\n" + "".join(f"modle{n}: x\n" for n in range(4_000)) + "---\nx\n",
    "many fences": GOOD + "```a\n" * 90_000,
    "many comments": GOOD + "<!-- " * 90_000,
    "many shell blocks": GOOD + "```! " * 90_000,
    "many ticks": GOOD + "` `` " * 90_000,
    "many dollars": GOOD + "".join(f"$name{n} " for n in range(50_000)),
    "many allowances": GOOD + "<!-- lint: allow " * 25_000,
    "many references": GOOD + "@a/" * 150_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_ends_soon_and_without_a_traceback(text: str) -> None:
    before = time.process_time()
    lint_command(text)
    assert time.process_time() - before < 20


DEEP = {"deep": "[" * 100_000, "deep and closed": "[" * 900 + "]" * 900, "digits": "9" * 10_000, "a bare word": "nul"}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_hostile_json_is_a_problem_and_no_traceback(plant: Plant, text: str) -> None:
    assert [problem for problem, _, _ in ids(plant({".mcp.json": text}))] == ["json-syntax"]


@pytest.mark.parametrize("value", [[], "text", 3, None, {"name": 3}, {"name": "a", "commands": [[["x"]]]}])
def test_a_manifest_of_any_shape_is_no_traceback(plant: Plant, value: object) -> None:
    text = json.dumps(value)
    root = plant(
        {".claude-plugin/plugin.json": text, ".claude-plugin/marketplace.json": text, "hooks/hooks.json": text}
    )
    assert lint(root).errors


@pytest.mark.parametrize("key", ["hooks", "mcpServers", "commands", "agents", "skills", "outputStyles"])
@pytest.mark.parametrize("value", [3, [3], [[]], {"a": 3}, {"a": []}, {"a": [{}]}, "/etc/passwd", "./../x", "./\0"])
def test_a_field_of_any_shape_is_no_traceback(plant: Plant, key: str, value: object) -> None:
    text = json.dumps(manifest(**{key: value}))
    report = lint(plant({".claude-plugin/plugin.json": text}))
    assert ".claude-plugin/plugin.json" in report.checked
