"""Configuration, manifests and the places of files: checks over the project."""
