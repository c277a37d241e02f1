"""Turns working, tested code into an exercise: bodies out, markers in, and proof that the tests notice."""
