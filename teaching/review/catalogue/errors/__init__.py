"""Errors: that they are answered for, not swallowed, caught narrowly, and of the project's own kind."""
