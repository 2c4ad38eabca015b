"""A demo of nothing."""

SEED = 1
