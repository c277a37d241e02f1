"""Scales under bee hives."""
