"""A server with ten practice feeds, some of them broken on purpose; for tests and for trying out."""
