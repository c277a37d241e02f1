"""A project's own checks: ast-grep rules under `.claude/checks/` that prove themselves before they count."""
