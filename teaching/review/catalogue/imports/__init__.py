"""Imports: how they are written, where they stand, and what a module exports; boundaries are in `boundaries`."""
