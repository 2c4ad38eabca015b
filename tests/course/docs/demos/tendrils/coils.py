"""How far a tendril pulls when its middle reverses its coils."""


def turns(length: float, radius: float) -> float:
    """Return the number of coils of a tendril: both lengths in millimetres."""
    return length / (2 * 3.14159 * radius)
