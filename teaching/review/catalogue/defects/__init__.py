"""Defects that are wrong in every project: mistakes of Python, comparisons, leftovers of debugging."""
