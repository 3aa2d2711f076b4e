"""What searches, visitors and carts are called where they are counted: keyed digests that lead back to nobody."""

from collections.abc import Callable
from datetime import date
from typing import Final

LONG: Final = 8
"""Bytes: two of a day's searches share them once in a billion days."""


class SearchMarks:
    """Made by *digest*, of a purpose and a value, under a key of the shop.

    The day goes into it: nobody can tell whether today's visitor was yesterday's. What was looked for goes into a
    visitor's: nobody can tell whether two searches of a day were one visitor's.
    """

    def __init__(self, digest: Callable[[str, str], bytes]) -> None:
        self._digest = digest

    def query(self, words: str, day: date) -> bytes:
        """Of a day's search for *words*."""
        return self._digest(f"search {day}", words)[:LONG]

    def visitor(self, network: str, words: str, day: date) -> bytes:
        """Of whoever looks for *words* from that *network*."""
        return self._digest(f"search visitor {day}", f"{network}\0{words}")[:LONG]

    def cart(self, cart: object) -> bytes:
        """Of a cart."""
        return self._digest("search cart", str(cart))[:2 * LONG]

    def item(self, cart: object, sku: str) -> bytes:
        """Of an article in it."""
        return self._digest("search item", f"{cart}\0{sku}")[:2 * LONG]
