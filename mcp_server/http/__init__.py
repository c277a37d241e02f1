"""`teach serve --http`: the MCP server for clients on this machine that do not start it themselves."""
