"""Training an adapter: what is learnt of each example, how examples share a row, and the loop itself."""
