"""One file per subcommand of `teach`; the table is in mcp_server/cli.py."""
