"""Git: the form of commit messages."""
