"""A hostel's beds."""
