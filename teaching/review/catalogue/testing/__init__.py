"""Tests that sleep or assert nothing; marked ones are in `marked_tests`, modules without any in `tested`."""
