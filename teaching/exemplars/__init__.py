"""Reference solutions: kept where a learner does not come across them, and read through one door."""
