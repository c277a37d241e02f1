"""Our examples and yours in one form, each once, split into what is trained on and what is judged; nothing is lost."""
