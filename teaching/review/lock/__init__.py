"""What an author answered, accepted or rejected of the rules: kept in `.claude/checks.lock.json`, and how it counts."""
