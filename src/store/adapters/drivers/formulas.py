"""Text in files that spreadsheets open: what begins like a formula gets an apostrophe before it."""

from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """*text*, so that no program takes it for a formula."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text
