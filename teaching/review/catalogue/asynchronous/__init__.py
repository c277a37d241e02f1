"""Asynchronous code: waited for with `await`, never blocking, never forgotten, never without a time limit."""
