"""One spelling for all ways to write the same telephone number (ITU-T E.164)."""

import re
from typing import Final, NewType

from store.domain.notifications.errors import NotAPhoneNumber

PhoneNumber = NewType("PhoneNumber", str)

_LONGEST: Final = 40
_BETWEEN: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def e164(text: str) -> PhoneNumber:
    """*text* as ``+`` and digits, the country first. Whether somebody answers there, nobody knows.

    :raises NotAPhoneNumber: for anything else.
    """
    number = _BETWEEN.sub("", text[:_LONGEST + 1])
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if len(text) > _LONGEST or not _NUMBER.fullmatch(number):
        raise NotAPhoneNumber
    return PhoneNumber(number)
