"""Running a project's own commands: which they are, by whose consent, in what sandbox, and what they printed."""
