"""Naming: the case of functions and classes; its neighbours hold values, files and habits."""
