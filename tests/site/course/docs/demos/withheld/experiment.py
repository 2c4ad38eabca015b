"""SECRET-CODE: how often a tendril turns."""


def turns() -> int:
    """Return how often it turns."""
    return 2
