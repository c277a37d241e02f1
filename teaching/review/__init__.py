"""Review: constitution → rules → checks → analyzers → facts in scope → findings → words."""
