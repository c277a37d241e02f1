"""Types: what must be annotated, what switches type checking off, and which of two spellings a project uses."""
