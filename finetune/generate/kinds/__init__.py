"""The kinds of examples, a module for each."""
