"""SQL in files and in the strings of code."""
