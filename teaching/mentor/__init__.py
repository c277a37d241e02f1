"""What uses a model and the project's documents together: questions answered, reviews in a model's words."""
