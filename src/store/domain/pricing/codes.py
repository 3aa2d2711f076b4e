"""One spelling for all ways to write a code."""

import re
from typing import Final
from unicodedata import normalize

from store.domain.pricing.errors import CodeMalformed

LEAST: Final = 3
MOST: Final = 40
_CODE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?")


def canonical_code(text: str) -> str:
    """*text* in capital letters, without spaces: however people read it to one another, it is one code.

    :raises CodeMalformed: for what can't be one.
    """
    code = "".join(normalize("NFKC", text[:4 * MOST]).upper().split())
    if not LEAST <= len(code) <= MOST or not _CODE.fullmatch(code):
        raise CodeMalformed(LEAST, MOST)
    return code
