"""Codes for single use that nobody has to keep: a number, and a keyed digest of it."""

from hashlib import sha256
from hmac import compare_digest, digest
from typing import Final

from store.domain.pricing.codes import SIGNS, number_in

_READ_AS: Final = str.maketrans("OIL", "011")
_NUMBER: Final = 4
_MARK: Final = 8
"""Forty bits: a guess is right once in a million million, and guesses are counted."""


class HmacCodeMarks:
    """A :class:`~store.application.pricing.ports.CodeMarks`: ``SPRING-0007-7M3K9QWX``."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, coupon: str, number: int) -> str:
        """The code with that number."""
        return f"{coupon}-{_spelled(number, _NUMBER)}-{self._mark(coupon, number)}"

    def read(self, code: str) -> tuple[str, int] | None:
        """Whose code that is, and its number; nothing if nobody made it."""
        coupon, _, rest = code.rpartition("-")
        coupon, _, number = coupon.rpartition("-")
        number, mark = number.translate(_READ_AS), rest.translate(_READ_AS)
        if not coupon or len(number) != _NUMBER or len(mark) != _MARK or not set(number) <= set(SIGNS):
            return None
        counted = number_in(number)
        return (coupon, counted) if compare_digest(mark.encode(), self._mark(coupon, counted).encode()) else None

    def _mark(self, coupon: str, number: int) -> str:
        seal = digest(self._key, f"{coupon}\0{number}".encode(), sha256)
        return _spelled(int.from_bytes(seal[:5]), _MARK)


def _spelled(number: int, length: int) -> str:
    return "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(length)))
