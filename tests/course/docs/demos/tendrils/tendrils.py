"""How far a tendril pulls when its middle reverses its coils."""


def turns(length: float, radius: float) -> float:
    """Return the number of coils of a tendril: both lengths in millimetres."""
    return length / (2 * 3.14159 * radius)


if __name__ == "__main__":
    print(f"{turns(200, 4):.1f} coils, half of them to the left")  # noqa: T201
