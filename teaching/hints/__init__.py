"""Hints in a ladder: a question, a concept, a place, pseudo-code with its decisive steps open; never the solution."""
