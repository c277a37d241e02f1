"""Dependencies: libraries that a project does without, and calls that it forbids."""
