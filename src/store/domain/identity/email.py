"""One spelling for all ways to write the same e-mail address."""

import re
from typing import Final, NewType
from unicodedata import normalize

from store.domain.identity.errors import NotAnEmail

CanonicalEmail = NewType("CanonicalEmail", str)

_LONGEST: Final = 254
"""RFC 5321, 4.5.3.1.3, less the angle brackets."""
_LOCAL: Final = re.compile(r"[^\s@\x00-\x1f\x7f]{1,64}")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def canonical(text: str) -> CanonicalEmail:
    """*text* in Unicode's NFKC form, in lower case, its domain as DNS has it (IDNA).

    Two addresses that differ only in case or in the width of a letter count as one here.

    :raises NotAnEmail: for anything that is no address.
    """
    if len(text) > _LONGEST:
        raise NotAnEmail
    local, _, domain = normalize("NFKC", text).strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise NotAnEmail from None
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise NotAnEmail
    return CanonicalEmail(f"{local}@{domain}")
