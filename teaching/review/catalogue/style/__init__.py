"""Style in Python: formatted strings, paths, magic numbers, `global`, named lambdas; its neighbours hold the rest."""
