"""What `teach install` puts into a project or a user's folder, and how exactly that is taken back."""
