"""Who can log in to the demo shop: the seed makes these accounts, the welcome names them."""

from typing import Final

DEMO_LOGINS: Final[tuple[tuple[str, str, str], ...]] = ()
"""Role, name and password of each. Empty as long as no page asks for a login."""
