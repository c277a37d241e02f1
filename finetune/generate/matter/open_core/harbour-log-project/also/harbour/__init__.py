"""The harbour's log."""
