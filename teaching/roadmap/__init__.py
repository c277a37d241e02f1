"""ROADMAP.md: read as phases and tasks, edited so that only the lines of one task change, kept under a lock."""
