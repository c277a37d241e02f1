"""What a shell command is for, from its own words."""

import re
from functools import lru_cache
from typing import Literal

from teaching.patterns import lazily

CommandName = Literal["test", "lint", "typecheck", "format", "build", "run", "install", "other"]

# What stands before the program that does the work.
_WRAPPER = lazily(
    r"^(?:[A-Z_][A-Z0-9_]*=\S*\s+|sudo\s+|time\s+|npx\s+(?:-\S+\s+)*|bunx\s+|(?:pnpm|yarn)\s+(?:exec|dlx)\s+|"
    r"(?:uv|poetry|pdm|hatch|rye|pipenv)\s+run\s+(?:--\S+(?:[ =]\S+)?\s+)*?(?=[a-z./])|uvx\s+|pipx\s+run\s+|"
    r"bundle\s+exec\s+|python[\d.]*\s+-m\s+|(?:\S*/)?sail\s+|doppler\s+run\s+--\s+|dotenv\s+--\s+|"
    r"docker[ -]compose\s+(?:exec|run)\s+(?:-\S+\s+)*\S+\s+|(?:\./|\S+/)+(?:bin/)(?=[a-z]))"
)
_SEPARATOR = lazily(r"\s*(?:&&|\|\||;|\|)\s*")
_SCRIPT = lazily(
    r"^(?:(?:npm|pnpm|yarn|bun|deno|composer|turbo|nx|lerna|moon|vp)(?:\s+-\S+(?:[ =](?!run\b)[@./\w-]+)?)*"
    r"\s+(?:(?:run|run-script|task)\s+)?|(?:make|gmake|just|task|rake|mise run|invoke|inv|melos run)"
    r"\s+(?:-C\s+\S+\s+|-\S+\s+)*)(@?[\w][\w:./-]*)"
)
_KINDS: tuple[tuple[CommandName, re.Pattern[str]], ...] = (
    (
        "install",
        lazily(
            r"^(?:(?:npm|pnpm|yarn|bun)\s+(?:install|i|ci|add|link)\b|yarn$|pip[\d.]*\s+install|"
            r"uv\s+(?:sync|pip|add|venv|lock)|"
            r"(?:poetry|pdm|composer|bundle|pipenv|brew|apt(?:-get)?)\s+(?:install|sync|update|require|add)\b|"
            r"go\s+(?:mod|install|get)|cargo\s+(?:install|fetch|add)|(?:pod|conda|mamba)\s+\S*install|"
            r"(?:venv|virtualenv)\b|mix\s+deps|flutter\s+pub|dart\s+pub|dotnet\s+restore|pre-commit\s+install|"
            r"playwright\s+install|rustup\b|corepack\b)"
        ),
    ),
    (
        "test",
        lazily(
            r"^(?:pytest|py\.test|unittest|tox|nox|vitest|jest|mocha|ava|tap|ctest|phpunit|pest|rspec|bats|"
            r"busted|karma|"
            r"playwright\s+test|cypress\s+run|cargo\s+(?:\+\S+\s+)?(?:test|nextest|t)\b|"
            r"(?:go|dotnet|mix|swift|deno|bun|rails|"
            r"bazel|flutter|dart|forge|hardhat|anchor|meson|sbt|lein|stack|cabal|nx|turbo|ng|gleam)\s+(?:\S+\s+)?test\b|"
            r"(?:\./)?(?:mvnw?|gradlew?)\s+.*\b(?:test|verify|check|\w+Test)\b|zig\s+build\s+test|node\s+(?:\S+\s+)*--test|"
            r"php\s+artisan\s+test|artisan\s+test|manage\.py\s+test|python[\d.]*\s+manage\.py\s+test|xcodebuild\s+.*\btest\b|"
            r"(?:bash\s+|sh\s+)?(?:\./)?(?:[\w.-]+/)*(?:[a-z]+[-_])*tests?(?:\.sh)?$|coverage\s+run)"
        ),
    ),
    (
        "lint",
        lazily(
            r"^(?:eslint|ruff(?:\s+check|\s+\.)|flake8|pylint|oxlint|biome\s+(?:check|lint|ci)|golangci-lint|"
            r"cargo\s+(?:\+\S+\s+)?clippy|rubocop|shellcheck|stylelint|go\s+vet|staticcheck|ktlint|detekt|swiftlint|phpstan|"
            r"hadolint|pre-commit\s+run|(?:ng|next|nx|expo)\s+lint|luacheck|selene|cppcheck|clang-tidy|mix\s+credo|"
            r"(?:\./)?gradlew?\s+.*\b(?:lint|detekt|ktlintCheck)\b|xo|standard|deno\s+lint|yamllint|actionlint|bandit|"
            r"flutter\s+analyze|dart\s+analyze|knip|solhint)\b"
        ),
    ),
    (
        "typecheck",
        lazily(
            r"^(?:mypy|pyright|basedpyright|ty\s+check|pyrefly|tsc|tsgo|vue-tsc|svelte-check|astro\s+check|pyre|"
            r"cargo\s+(?:\+\S+\s+)?check|flow|srb\s+tc|deno\s+check|mix\s+dialyzer|nuxi?\s+typecheck)\b"
        ),
    ),
    (
        "format",
        lazily(
            r"^(?:prettier|black|ruff\s+format|cargo\s+(?:\+\S+\s+)?fmt|gofmt|gofumpt|goimports|go\s+fmt|rustfmt|isort|oxfmt|"
            r"dprint|biome\s+format|dotnet\s+format|mix\s+format|clang-format|pint|stylua|deno\s+fmt|swiftformat|"
            r"dart\s+format|terraform\s+fmt|(?:\./)?gradlew?\s+.*\b(?:spotlessApply|ktlintFormat)\b|php-cs-fixer|nixfmt)\b"
        ),
    ),
    (
        "build",
        lazily(
            r"^(?:(?:cargo|go|dotnet|swift|docker|zig|vite|next|nuxt|astro|hugo|ng|flutter|forge|anchor|idf\.py|pio|nx|turbo|"
            r"bazel|stack|cabal|tauri|hatch|uv|poetry|electron-builder)\s+(?:\S+\s+)?(?:build|compile|generate)\b|"
            r"(?:docker[ -]compose)\s+build|(?:\./)?(?:mvnw?|gradlew?)\s+.*\b(?:build|assemble\w*|"
            r"package|install|compile\w*)\b|"
            r"cmake|webpack|rollup|esbuild|tsup|make$|ninja|meson|mix\s+compile|xcodebuild|idf\.py|buf\s+generate|msbuild)"
        ),
    ),
    (
        "run",
        lazily(
            r"^(?:(?:npm|yarn|pnpm|bun)\s+start\b|uvicorn|gunicorn|fastapi\s+(?:dev|run)|(?:cargo|go|dotnet|flask|streamlit|"
            r"swift|flutter|deno|zig\s+build)\s+run\b|docker[ -]compose\s+up|(?:vite|next|nuxt|"
            r"astro|wrangler|expo|tauri|hugo)"
            r"(?:\s+(?:dev|start|serve|server|preview))?$|rails\s+s|php\s+artisan\s+serve|(?:python[\d.]*\s+)?manage\.py\s+runserver|"
            r"python[\d.]*\s+\S+\.py|node\s+\S+|tsx\s|ts-node\s|(?:\./)?gradlew?\s+.*\b(?:run\w*|bootRun)\b)"
        ),
    ),
)
_SCRIPT_WORDS: tuple[tuple[CommandName, re.Pattern[str]], ...] = (
    ("typecheck", lazily(r"^(?:type-?s?-?check\w*|check-?types|types?|tsc|mypy|pyright|check:types|type:check)$")),
    ("test", lazily(r"^(?:tests?|testing|spec|e2e|unit|vitest|jest|pytest|coverage|cov)$")),
    ("lint", lazily(r"^(?:lint(?:er|ing|s)?|eslint|ruff|clippy|vet|stylelint|oxlint)$")),
    ("format", lazily(r"^(?:format(?:ting)?|fmt|prettier|black|prettify)$")),
    ("build", lazily(r"^(?:build|compile|bundle|package|dist)$")),
    ("run", lazily(r"^(?:dev|start|serve|run|server|up|watch|preview)$")),
    ("install", lazily(r"^(?:install|setup|bootstrap|deps|init|sync)$")),
)
_DESCRIPTIONS: tuple[tuple[CommandName, re.Pattern[str]], ...] = (
    ("install", lazily(r"^(?:install\w*|set ?up)\b|\binstall (?:the )?(?:dependencies|deps|packages)\b")),
    (
        "typecheck",
        lazily(r"\btype[ -]?check\w*|\btypes?\b(?: check| errors)?$|\bstatic types?\b|comprobación de tipos"),
    ),
    ("lint", lazily(r"\blint\w*|\bstatic analysis\b|린트|检查代码")),
    ("format", lazily(r"\bformat\w*|\bprettify|포맷|格式化|formatear|formatieren")),
    (
        "test",
        lazily(r"\btests?\b|\btesting\b|\bsuite\b|\bpruebas\b|\btestes\b|\bтест\w*|테스트|测试|テスト|測試"),
    ),
    ("build", lazily(r"\bbuild\w*|\bcompil\w+|\bbundle\b|빌드|构建|ビルド|сборк\w*|construir|kompilier\w+")),
    (
        "run",
        lazily(r"\b(?:run|start|serve|launch)\b|\bdev(?:elopment)? server\b|실행|启动|运行|起動|запус\w+|ejecutar"),
    ),
)
_PARTIAL = lazily(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|path/to|\.\.\.|…|--watch\b|:watch\b|\bwatch\b|::|--ui\b|:ui\b|--debug\b|:debug\b|"
    r"\bYOUR_|\bTestName\b|--fix\b.*--watch"
)
_ONE = lazily(
    r"\b(?:single|specific|one|individual|particular|watch mode|watch|interactive(?:ly)?|debug)\b|单个|특정|un solo"
)
_LABEL = lazily(r"^(?:run |running |the |all |project |unit )*|(?: command| commands| suite| code| check)?$")


_NEUTRAL = lazily(
    r"(?!(?:make|just|task|npm|pnpm|yarn|bun|python[\d.]*|node|bash|sh|uv|poetry|docker|php|\S*/\S)(?:\s|$))\S+"
)


def kind_of_label(label: str) -> CommandName | None:
    """What a label such as "Test", "Run tests" or "Type check" names, or None: it must say nothing else."""
    words = " ".join(re.sub(r"[*_`:：()]", " ", label.casefold()).split())
    words = _LABEL.sub("", words).replace(" ", "-")
    return _first(_SCRIPT_WORDS, words)


@lru_cache(maxsize=4096)
def kind_of_command(command: str, description: str = "") -> CommandName:
    """What a command does; what cannot be run as it stands, or only for one test or for watching, is "other"."""
    if is_partial(command, description):
        return "other"
    kinds: set[CommandName] = {
        kind for part in _SEPARATOR.split(command.strip()) if (kind := _kind_of_part(part)) is not None
    }
    if len(kinds) > 1:
        kinds.discard("install")
    if len(kinds) == 1:
        return kinds.pop()
    if not kinds and _NEUTRAL.match(command):
        return "other"  # what such a line is for is not what its description names
    words = description.casefold()
    described: set[CommandName] = {name for name, pattern in _DESCRIPTIONS if pattern.search(words)}
    if kinds:
        described &= kinds
    for name, _ in _DESCRIPTIONS:
        if name in described:
            return name
    return "other"


def is_partial(command: str, description: str = "") -> bool:
    """Whether a command has holes to be filled in, runs one test only, or keeps watching."""
    return _PARTIAL.search(command) is not None or _ONE.search(description.casefold()) is not None


def is_command(text: str) -> bool:
    """Whether the first word is a program that is known here, so that text without a language is a command."""
    part = _SEPARATOR.split(text.strip())[0]
    return _kind_of_part(part) is not None or _PROGRAM.match(part) is not None


_PROGRAM = lazily(
    r"^(?:npm|npx|pnpm|yarn|bun|bunx|node|deno|make|just|task|cargo|go|git|gh|python[\d.]*|pip[\d.]*|uv|uvx|poetry|pdm|hatch|"
    r"docker(?:-compose)?|kubectl|helm|terraform|bash|sh|cd|source|php|composer|ruby|bundle|rails|rake|mix|dotnet|swift|"
    r"flutter|dart|zig|mvnw?|gradlew?|cmake|curl|tox|nox|turbo|nx|prisma|supabase|vercel|wrangler|firebase|aws|gcloud|"
    r"idf\.py|pio|claude|\./\S+|scripts?/\S+|bin/\S+)(?:\s|$)"
)


def _kind_of_part(part: str) -> CommandName | None:
    bare = part.strip()
    if bare.startswith("cd "):
        return None
    for _ in range(4):
        shorter = _WRAPPER.sub("", bare, count=1)
        if shorter == bare:
            break
        bare = shorter
    script = _SCRIPT.match(bare)
    return _first(_KINDS, bare) or (_kind_of_script(script[1]) if script else None)


def _kind_of_script(script: str) -> CommandName | None:
    whole = script.casefold()
    words = [whole, *re.split(r"[:_./-]", whole)]
    return next((kind for word in words if (kind := _first(_SCRIPT_WORDS, word))), None)


def _first(kinds: tuple[tuple[CommandName, re.Pattern[str]], ...], word: str) -> CommandName | None:
    return next((name for name, pattern in kinds if pattern.match(word)), None)
