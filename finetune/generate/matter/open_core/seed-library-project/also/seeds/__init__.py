"""A library of seeds."""
