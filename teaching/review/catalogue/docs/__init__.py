"""Documentation: who needs a docstring or JSDoc, in which style, and what comments must not hold."""
