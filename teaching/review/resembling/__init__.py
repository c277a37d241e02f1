"""Reads sentences that no phrase of the catalogue foresees, by their likeness to wordings whose meaning is known."""
