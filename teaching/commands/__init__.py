"""The linter of Claude Code plugins, marketplaces, commands, skills, agents, output styles, hooks and MCP servers."""
