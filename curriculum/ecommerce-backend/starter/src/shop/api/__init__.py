"""The routes: they read requests, open transactions, and write answers."""
