"""Examples out of an instructor's own training documents: each says what a section says, with the line of it."""
