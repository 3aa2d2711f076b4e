"""Whose uses of a coupon count together."""

from typing import Final

_DOTS_MEAN_NOTHING: Final = frozenset({"gmail.com", "googlemail.com"})


def mailbox(address: str) -> str:
    """The inbox behind *address*, which is in its canonical form: what stands behind a plus sign is for its owner's
    own use (RFC 5233), and some providers leave out dots. Nobody is written to by this.
    """
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0]
    if domain in _DOTS_MEAN_NOTHING:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
