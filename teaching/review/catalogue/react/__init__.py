"""React: effects that clean up, function components, styles, keys and the rules of hooks."""
