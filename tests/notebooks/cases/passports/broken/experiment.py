"""A demo of nothing."""
