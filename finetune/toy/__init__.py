"""The toy base: a tokenizer and a Llama of 5 M parameters, made here from the package's own text in minutes."""
