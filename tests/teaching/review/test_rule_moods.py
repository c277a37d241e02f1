"""What of a constitution is a rule: descriptions, listings, plans and histories are none, whatever words they hold."""

import pytest

from teaching.documents.constitution import read_text
from teaching.errors import BadInputError
from teaching.review.own.finding import OwnChecks
from teaching.review.rules import Rule, compile_rules


def no_files(path: str) -> str:
    raise BadInputError(f".claude/{path} cannot be read: not there")


def compiled(text: str) -> list[Rule]:
    return list(compile_rules(read_text(text), OwnChecks(no_files)))


@pytest.mark.parametrize(
    "text",
    [
        "## Conventions\n\n- early return\n",
        "## Conventions\n\n- Config objects are dataclasses, not dicts.\n",
        "## Conventions\n\n- Endpoints stay thin, logic goes into services.\n",
        "## Imports\n\nCircular imports are a design smell.\n",
        "# tide-table\n\nThe suite takes four minutes; run `pytest tests/unit` while you work.\n",
        "# tide-table\n\nBreaking changes need a major bump and my approval.\n",
        "# tide-table\n\n✅ Small, focused pull requests\n❌ Pull requests over two topics\n",
        "# tide-table\n\n**Good**\n- context managers for files and locks\n",
        "## Tide service\n\nThe agent does not change the opening hours of a harbour.\n",
        "## Architecture\n\nThe gateway calls the harbours. Never call them from a view.\n",
        "## Harbours\n\n- When a harbour is added, write its time zone into the table.\n",
        "## Harbours\n\n- `docs/harbours.md` — update it whenever a harbour is added.\n",
        "## Before you push\n\n- All harbours are in the table\n",
        "# Orders service\n\n## Code\n\n- Names say what a thing is, not how it is made\n",
        "## Conventions\n\n- `var x` -> `const x`\n",
        "## Conventions\n\n- Dataclasses are frozen.\n",
        "## Conventions\n\n- Because Prettier changes them anyway, we write double quotes.\n",
        "## Conventions\n\n- A wildcard import gets rejected.\n",
        "## Conventions\n\n- Line length: 79\n",
        "## Conventions\n\n- Constant | SCREAMING_CASE | `MAX_AGE`\n",
        "## Config\n\n- no `os.environ` outside `settings.py`\n",
        "## Banned\n\n- `eval`\n",
        "All changes need to:\n\n- be covered by a story that somebody asked for\n",
    ],
)
def test_a_rule_in_any_mood_is_never_silent(text: str) -> None:
    rules = compiled(text)
    assert rules
    assert all(rule.status and rule.reason for rule in rules)


@pytest.mark.parametrize(
    "text",
    [
        "## Guidelines\n\n### Foundational Context\n\n- django - v5\n- htmx 2.0\n- node (NODE) - v22\n",
        "## Data\n\n### Tables\n\n- Tracked in the `tides` table\n",
        "## Project Structure\n\n- `src/` — the code\n- `tools/sync.py`: copies the tables\n",
        "## Implementation Stages\n\n### Stage 2: Harbours\n\n- Add the map of harbours\n- Cannot register twice\n",
        "## Future Enhancements\n\n- Export the list of boats\n",
        "## Testing\n\n- Unit tests: `pytest tests/unit`\n- Run one file: `pytest tests/test_tides.py`\n",
        "## Harbours\n\n- Boats are repaired in winter.\n- The enum `Season` decides which table applies.\n",
        "## Features\n\n- Offline maps\n- No account needed\n",
        "## How it works\n\nThe poller never wakes the sensor and always reads the cache.\n",
        "## Architecture\n\n- Workflow: fetch → clean → publish\n",
        "## Conventions\n\nEntry point: `tides/cli.py`, built with click.\n",
        "## Conventions\n\n- Tests may be longer than that.\n- Prints are fine in the game.\n",
        "## Conventions\n\n- See `docs/style.md` for more.\n- Is the table sorted?\n- (That is said above.)\n",
        "## Benefits\n\nThe client supports:\n\n- fast start\n- small memory\n",
        "| Service | Port | When |\n|---|---|---|\n| cache | 6379 | always |\n",
    ],
)
def test_what_describes_lists_plans_or_permits_is_no_rule(text: str) -> None:
    assert [rule.quote for rule in compiled(text)] == []


def test_a_title_that_names_a_service_makes_no_description_of_its_rules() -> None:
    assert [rule.status for rule in compiled("# Harbour service\n\n- Names in English\n")] == ["opinion"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nunca commitear secretos.", "Spanish"),
        ("Las funciones tienen como máximo 40 líneas.", "Spanish"),
        ("Funções com no máximo 40 linhas, sempre.", "Portuguese"),
        ("Keine Geheimnisse im Code, niemals.", "German"),
        ("Funktionen dürfen höchstens 40 Zeilen haben.", "German"),
        ("Ne jamais utiliser `any` dans le code.", "French"),
        ("Le funzioni non devono superare le 40 righe.", "Italian"),
        ("Gebruik nooit `any` en schrijf altijd tests.", "Dutch"),
        ("Nigdy nie używaj `eval` w kodzie.", "Polish"),
        ("Asla `eval` kullanma.", "Turkish"),
        ("Никогда не используйте `any`.", "Russian"),
        ("禁止使用 `any` 类型。", "Chinese"),
        ("関数は必ず40行以内にすること。", "Japanese"),
        ("함수는 반드시 40줄 이하로 작성한다.", "Korean"),
    ],
)
def test_a_rule_in_another_language_is_left_to_a_model_or_a_person_and_says_which(text: str, language: str) -> None:
    for rule in compiled(f"## Conventions\n\n- {text}\n"):
        assert (rule.status, rule.checks) == ("opinion", ())
        assert rule.view().language == language
        assert "a model or a person" in rule.reason
        assert language in rule.reason
        break
    else:
        pytest.fail("no rule")


@pytest.mark.parametrize(
    "text",
    [
        "Never rename `cuenta`; keep Cuenta de Ahorro as it is.",
        "Use la-carte menus, no em dashes.",
        "A naïve approach beats a clever one, always.",
        "Never use `eval`.",
    ],
)
def test_an_english_rule_with_foreign_names_stays_english(text: str) -> None:
    assert {rule.view().language for rule in compiled(f"## Conventions\n\n- {text}\n")} == {""}
