"""A teacher model, asked only where somebody chose one: it rewords answers, and what it says is checked as all is."""
