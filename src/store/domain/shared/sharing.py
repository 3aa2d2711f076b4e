"""Sharing an amount out, so that not one coin is lost or made up."""

from collections.abc import Sequence


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """*amount* in proportion to *weights*, by largest remainder: each share is less than one coin off, and together
    they are the amount exactly. Of equal remainders the earlier one gets the coin.

    Where *amount* is at most the sum of the weights, no share is more than its weight. Without weights nobody gets any.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares, rests = zip(*(divmod(amount * weight, whole) for weight in weights), strict=True)
    left = amount - sum(shares)
    lucky = set(sorted(range(len(weights)), key=lambda place: (-rests[place], place))[:left])
    return [share + (place in lucky) for place, share in enumerate(shares)]


def portion(amount: int, ppm: int) -> int:
    """So many millionths of *amount*, half up to the smallest coin."""
    return (2 * amount * ppm + 1_000_000) // 2_000_000
