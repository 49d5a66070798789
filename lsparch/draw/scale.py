"""Round numbers on axes."""

from math import ceil, floor, log10

__all__ = ["ticks"]

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(most: float, wanted: int = 5, *, whole: bool = False) -> list[float]:
    """Return round numbers from zero to the first that is not below ``most``, at most ``wanted`` steps apart.

    Steps are whole numbers where only these have a meaning.
    """
    if most <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(most / wanted))
    steps = [power * step for step in STEPS if not whole or (power * step).is_integer()]
    step = next((step for step in steps if ceil(round(most / step, 9)) <= wanted), 1.0)
    return [round(step * n, 9) for n in range(ceil(round(most / step, 9)) + 1)]
