"""Scaffolds: structure, tests that are red, and the core of a task left open, made from exemplars that work."""
