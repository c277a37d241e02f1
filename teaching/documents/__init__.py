"""What the project says of itself: the constitution, and the markdown it is written in."""
