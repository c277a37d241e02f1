"""What the client knows: keys, tools, events, models and names, as read in and measured on two of its versions."""

from difflib import get_close_matches

LISTED_FROM = "Claude Code 2.1.197 and 2.1.330"

# Keys of frontmatter. Those after the first line of each are read by the client and hardly ever written by people.
_COMMON = {
    *("name", "description", "model", "allowed-tools", "disallowed-tools", "argument-hint", "arguments"),
    *("disable-model-invocation", "user-invocable", "effort", "shell", "when_to_use", "paths", "hooks", "context"),
    *("agent", "version", "license", "metadata", "author", "homepage", "repository", "keywords", "displayName"),
    *("disallowedTools", "background", "fallback", "created_by", "improved_by", "mcpServers", "lspServers", "agents"),
    *("outputStyles", "themes", "workflows", "channels", "monitors", "settings", "userConfig", "defaultEnabled"),
    *("experimental", "dependencies", "compatibility", "hide-from-slash-command-tool", "engines", "network"),
}
COMMAND_KEYS = frozenset(_COMMON)
SKILL_KEYS = frozenset(_COMMON)
AGENT_KEYS = frozenset(
    {
        *("name", "description", "model", "tools", "disallowedTools", "color", "effort", "permissionMode"),
        *("mcpServers", "hooks", "maxTurns", "skills", "memory", "background", "isolation", "initialPrompt"),
        *("autoCompactWindow", "omitClaudeMd", "observer", "observerMessage", "observeToolResults"),
        *("observeSubagents", "experimental", "version", "license", "metadata", "author"),
    }
)
STYLE_KEYS = frozenset({"name", "description", "keep-coding-instructions", "force-for-plugin"})

MANIFEST_KEYS = frozenset(
    {
        *("$schema", "name", "displayName", "version", "description", "author", "homepage", "repository", "license"),
        *("keywords", "defaultEnabled", "dependencies", "metadata", "engines", "network", "commands", "agents"),
        *("skills", "outputStyles", "hooks", "mcpServers", "lspServers", "workflows", "channels", "settings"),
        *("userConfig", "experimental", "themes", "monitors", "binaries", "icon"),
    }
)
MARKETPLACE_ONLY_KEYS = frozenset({"category", "tags", "source", "strict", "relevance"})
MARKETPLACE_KEYS = frozenset(
    {
        *("$schema", "name", "version", "description", "owner", "plugins", "metadata", "renames"),
        *("forceRemoveDeletedPlugins", "allowCrossMarketplaceDependenciesOn"),
    }
)
ENTRY_KEYS = MANIFEST_KEYS | MARKETPLACE_ONLY_KEYS | {"id", "headers", "headersHelper"}
STDIO_KEYS = frozenset(
    {"type", "command", "args", "env", "timeout", "alwaysLoad", "role", "bareElicitationCapability", "network"}
)
REMOTE_KEYS = frozenset(
    {
        *("type", "url", "headers", "headersHelper", "oauth", "timeout", "tools", "alwaysLoad", "role", "displayName"),
        *("toolPermissions", "bareElicitationCapability", "discoveryCache", "request_timeout_ms"),
    }
)
HOOK_KEYS = frozenset(
    {
        *("type", "command", "args", "if", "shell", "timeout", "statusMessage", "once", "async", "asyncRewake"),
        *("rewakeMessage", "rewakeSummary", "prompt", "model", "continueOnBlock", "server", "tool", "input", "url"),
        *("headers", "allowedEnvVars", "onFailure", "holdsTools", "cloud"),
    }
)
HOOK_NEEDS = {
    "command": ("command",),
    "prompt": ("prompt",),
    "agent": ("prompt",),
    "http": ("url",),
    "mcp_tool": ("server", "tool"),
}

EVENTS = frozenset(
    {
        *("PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "UserPromptSubmit"),
        *("UserPromptExpansion", "SessionStart", "SessionEnd", "Stop", "StopFailure", "SubagentStart"),
        *("SubagentStop", "PreCompact", "PostCompact", "PreModelSwitch", "PostModelSwitch", "PermissionRequest"),
        *("PermissionDenied", "Setup", "TeammateIdle", "TaskCreated", "TaskCompleted", "Elicitation"),
        *("ElicitationResult", "ConfigChange", "WorktreeCreate", "WorktreeRemove", "InstructionsLoaded"),
        *("CwdChanged", "FileChanged", "DirectoryAdded", "MessageDisplay"),
    }
)
# Those that neither version describes a matcher for.
EVENTS_WITHOUT_MATCHER = frozenset(
    {"UserPromptSubmit", "Stop", "TeammateIdle", "TaskCreated", "TaskCompleted", "WorktreeCreate"}
)

TOOLS = frozenset(
    {
        *("Agent", "Artifact", "AskUserQuestion", "Bash", "BashOutput", "Brief", "Config", "CronCreate"),
        *("CronDelete", "CronList", "DesignSync", "Edit", "EnterPlanMode", "EnterWorktree", "ExitPlanMode"),
        *("ExitWorktree", "Glob", "Grep", "KillBash", "KillShell", "LS", "LSP", "ListAgents"),
        *("ListMcpResources", "ListMcpResourcesTool", "Monitor", "MultiEdit", "NotebookEdit", "NotebookRead"),
        *("PowerShell", "PushNotification", "REPL", "Read", "ReadMcpResource", "ReadMcpResourceTool"),
        *("RemoteTrigger", "ReportFindings", "ScheduleWakeup", "SendMessage", "SendUserFile", "SendUserMessage"),
        *("ShareOnboardingGuide", "Skill", "SlashCommand", "StructuredOutput", "Task", "TaskCreate", "TaskGet"),
        *("TaskList", "TaskOutput", "TaskStop", "TaskUpdate", "TeamCreate", "TeamDelete", "TodoRead", "TodoWrite"),
        *("ToolSearch", "WaitForMcpServers", "WebFetch", "WebSearch", "Workflow", "Write"),
    }
)
MODELS = frozenset({"haiku", "sonnet", "opus", "fable", "inherit", "default", "best", "opusplan"})
EFFORTS = frozenset({"low", "medium", "high", "xhigh", "max"})
CONTEXTS = frozenset({"inline", "fork"})

# What the start of a session listed, on either version.
BUNDLED = frozenset(
    {
        *("review", "code-review", "verify", "simplify", "run", "init", "security-review", "debug", "batch", "loop"),
        *("deep-research", "dataviz", "doctor", "update-config", "claude-api", "plugin-authoring", "agents", "clear"),
        *("compact", "config", "context", "mcp", "model", "output-style", "rename", "usage", "insights", "goal"),
    }
)

RESERVED_MARKETPLACES = frozenset(
    {
        *("claude-code-marketplace", "claude-code-plugins", "claude-plugins-official", "anthropic-marketplace"),
        *("anthropic-plugins", "agent-skills", "anthropic-agent-skills", "life-sciences", "knowledge-work-plugins"),
        *("claude-for-legal", "claude-for-financial-services", "financial-services-plugins", "claude-community"),
        *("claude-plugins-community", "inline", "builtin", "skills-dir", "synced", "claude-plugin-test"),
    }
)


def is_model(name: str) -> bool:
    """Whether the client can know a model of this name; full ids and those of cloud providers are all allowed."""
    bare = name.strip().lower().removesuffix("[1m]")
    return bare in MODELS or "claude" in bare or "anthropic" in bare or bare.startswith("arn:")


def close_to(name: str, known: frozenset[str] | set[str]) -> str:
    """The known name that a misspelt one most likely means, or an empty text."""
    folded = {_folded(one): one for one in sorted(known)}
    if _folded(name) in folded:
        return folded[_folded(name)]
    cutoff = 0.84 if len(name) > 4 else 0.9
    # A longer name is another word (`created`, `created_by`), not a slip.
    near = [one for one in folded if abs(len(one) - len(_folded(name))) <= 1]
    matches = get_close_matches(_folded(name), near, n=1, cutoff=cutoff)
    return folded[matches[0]] if matches else ""


def _folded(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
