"""Serving: the MCP tools and the `teach` command line. Thin: it names tools and calls `teaching`."""
