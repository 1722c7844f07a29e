"""Money is an integer number of đồng."""


def dong(amount: int) -> str:
    """An amount as people read it: `1.234.567 đồng`."""
    return f"{grouped(amount)} đồng"


def grouped(number: int) -> str:
    """A whole number with dots between thousands: `1.234.567`."""
    return f"{number:,}".replace(",", ".")
