"""CLAUDE.md and ROADMAP.md to start from, for the stack that a folder has, with commands that work there."""
