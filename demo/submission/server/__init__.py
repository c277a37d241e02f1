"""Backend of the rooftop weather station."""
