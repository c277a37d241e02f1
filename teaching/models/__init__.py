"""Models behind one protocol. The templates (`words`) are always there; every other tier may fail."""
