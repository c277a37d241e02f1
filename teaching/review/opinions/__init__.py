"""What no tool decides: rules handed over with the code they bear on, and a model's opinions of it, verified."""
