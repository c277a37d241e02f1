"""A shop's backend: catalogue, log-in, carts, orders and payments."""
