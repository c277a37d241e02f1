"""Judges models by five metrics on items of the project's own, and compares them: executed where that can be."""
