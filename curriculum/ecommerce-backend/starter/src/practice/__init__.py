"""What stands in for the outside while you practise: a PostgreSQL of its own, and a bank."""
