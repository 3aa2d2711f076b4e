"""E-mail addresses as providers write them."""

from store.domain.identity.email import canonical
from store.domain.identity.errors import NotAnEmail


def address_in(text: str | None) -> str:
    """The e-mail address that *text* is, in its canonical form, or none."""
    try:
        return canonical(text or "")
    except NotAnEmail:
        return ""


def is_that_very_one(text: str | None) -> bool:
    """Whether whoever vouches for *text* vouches for :func:`address_in` it: that takes letters for others, ``ſ`` for
    ``s`` and ``ß`` for ``ss``, and so may name a mailbox that is somebody else's.
    """
    return (text or "").isascii()
