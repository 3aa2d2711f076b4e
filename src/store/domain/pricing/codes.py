"""One spelling for all ways to write a code."""

import re
from typing import Final
from unicodedata import normalize

from store.domain.pricing.errors import CodeMalformed

LEAST: Final = 3
MOST: Final = 40
SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that are read as others (Crockford's base 32)."""
_HIDDEN: Final = "*"
"""Nobody can type it: no code has one."""
_CODE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?")


def canonical_code(text: str) -> str:
    """*text* in capital letters, without spaces: however people read it to one another, it is one code.

    :raises CodeMalformed: for what can't be one.
    """
    code = "".join(normalize("NFKC", text[:4 * MOST]).upper().split())
    if not LEAST <= len(code) <= MOST or not _CODE.fullmatch(code):
        raise CodeMalformed(LEAST, MOST)
    return code


def noted(code: str) -> str:
    """A code for single use as facts know it: which one it is, without what can't be guessed. It buys nothing."""
    return code.rpartition("-")[0] + _HIDDEN


def which(code: str) -> tuple[str, int] | None:
    """Whose code was noted like this, and its number; nothing where all of a code is there, or none is."""
    if not code.endswith(_HIDDEN):
        return None
    coupon, _, number = code.removesuffix(_HIDDEN).rpartition("-")
    return (coupon, number_in(number)) if coupon and set(number) <= set(SIGNS) else None


def number_in(signs: str) -> int:
    """The number that these :data:`SIGNS` spell."""
    return sum(SIGNS.index(sign) * 32**place for place, sign in enumerate(reversed(signs)))
