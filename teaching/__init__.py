"""The domain: documents, rules, review, words and models. Imports neither MCP nor torch."""
