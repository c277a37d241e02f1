"""The forms in which a terminal and other programs get what tools find."""
