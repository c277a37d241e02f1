"""`TODO(human)`: where in the code the learner's own work is, read from comments of any language."""
