"""Checks of plugin.json and marketplace.json."""

from teaching.commands.report import Check
from teaching.commands.table.trees import BOTH, READ, market, plugin

_FILE = "---\ndescription: Tidy up\n---\n\nTidy.\n"
_HELPER: dict[str, object] = {"name": "helper", "source": "./plugins/helper"}

MANIFESTS: tuple[Check, ...] = (
    Check(
        "required-field-missing",
        "error",
        "Without this field the client does not load it.",
        plugin(name=None),
        plugin(),
        READ,
    ),
    Check(
        "name-not-kebab",
        "warning",
        "The name begins every command of the plugin; with spaces it is refused, in capitals it is hard to type.",
        plugin(name="Helper_Tools"),
        plugin(name="helper-tools"),
        READ,
    ),
    Check(
        "manifest-incomplete",
        "warning",
        "`claude plugin validate --strict` asks for version, description and author.",
        plugin(version=None),
        plugin(),
        READ,
    ),
    Check(
        "version-not-semver",
        "warning",
        "An installed plugin is updated when its version changes, which is compared as three numbers.",
        plugin(version="v1"),
        plugin(version="1.0.0-beta.1"),
    ),
    Check(
        "manifest-type",
        "error",
        "A value of the wrong kind makes the client refuse the whole file.",
        plugin(author="Ada"),
        plugin(author={"name": "Ada"}),
        READ,
    ),
    Check(
        "marketplace-only-field",
        "warning",
        "The client reads this field in marketplace.json only.",
        plugin(category="education"),
        market({**_HELPER, "category": "education"}),
        READ,
    ),
    Check(
        "path-not-relative",
        "error",
        "Paths in a manifest begin with ./",
        plugin({"extra/tidy.md": _FILE}, commands="extra/"),
        plugin({"extra/tidy.md": _FILE}, commands="./extra/"),
        READ,
    ),
    Check(
        "path-leaves",
        "error",
        "What lies outside of the plugin's folder is not installed with it, and such a path is refused.",
        plugin(commands="./../shared/"),
        plugin(),
        READ,
    ),
    Check(
        "path-missing",
        "error",
        "The manifest names a path where nothing is.",
        plugin(commands="./extra/"),
        plugin({"extra/tidy.md": _FILE}, commands="./extra/"),
        READ,
    ),
    Check(
        "default-folder-dropped",
        "error",
        "A manifest that sets this field turns the default folder off, so its files are silently left out.",
        plugin({"extra/a.md": _FILE, "commands/b.md": _FILE}, commands="./extra/"),
        plugin({"extra/a.md": _FILE, "commands/b.md": _FILE}, commands=["./extra/", "./commands/"]),
        READ,
    ),
    Check(
        "root-claude-md",
        "warning",
        "A CLAUDE.md at the root of a plugin is not loaded for those who install it.",
        plugin({"CLAUDE.md": "# Rules\n"}),
        plugin({".claude/CLAUDE.md": "# Rules\n"}),
        BOTH,
    ),
    Check(
        "marketplace-name-reserved",
        "error",
        "The name is reserved or looks official, and the client refuses it.",
        market(name="claude-plugins-official"),
        market(name="ada-tools"),
        READ,
    ),
    Check(
        "duplicate-plugin",
        "error",
        "Two plugins of the marketplace have the same name.",
        market(_HELPER, {"name": "helper", "source": {"source": "github", "repo": "ada/helper"}}),
        market(_HELPER, {"name": "other", "source": {"source": "github", "repo": "ada/helper"}}),
        READ,
    ),
    Check(
        "entry-name-differs",
        "warning",
        "The marketplace lists the plugin under another name than it gives itself.",
        market({**_HELPER, "name": "helpers"}),
        market(_HELPER),
    ),
    Check(
        "entry-version-ignored",
        "error",
        "The version of plugin.json wins, and the one of the marketplace is silently ignored.",
        market({**_HELPER, "version": "2.0.0"}),
        market({**_HELPER, "version": "1.0.0"}),
        READ,
    ),
)
