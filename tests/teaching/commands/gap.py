"""What the client's own validator lets through."""

# Planted faults that `claude plugin validate --strict` lets through, on 2.1.197 and on 2.1.330 alike (exit code 0). The
# faults of a project's `.claude` were planted in the same folders of a plugin.
PASSES_VALIDATE = (
    *("duplicate-key", "misspelt-key", "unknown-model", "unknown-effort", "unknown-context", "long-description"),
    *("multiline-description", "empty-body", "one-based-arguments", "dollar-amount", "misspelt-arguments"),
    *("undeclared-argument", "unused-argument", "shell-without-fallback", "skill-dir-in-command"),
    *("tool-not-granted", "grant-not-named", "wrong-mcp-prefix", "misspelt-tool", "unknown-tool"),
    *("allowed-and-disallowed", "step-number", "too-long", "shadows-bundled", "duplicate-command"),
    *("reference-missing", "skill-misplaced", "agent-name-differs", "style-incomplete", "forced-style"),
    *("version-not-semver", "default-folder-dropped", "marketplace-name-reserved", "entry-name-differs"),
    *("mcp-cwd", "mcp-timeout", "mcp-relative-path", "mcp-script-missing", "mcp-read-twice", "hardcoded-secret"),
    *("hook-matcher-invalid", "hook-matcher-ignored", "hook-matcher-server", "hook-timeout"),
)
