"""What stands for a card on its way to Stripe, and what the shop remembers of something there."""

import re
from typing import Final, Protocol

TOKEN: Final = re.compile(r"(pm|ctoken)_[A-Za-z0-9_]{1,180}")


class Kept(Protocol):
    """What the shop remembers of something at Stripe."""

    @property
    def intent(self) -> str | None: ...
    @property
    def given_up(self) -> bool: ...


def card_params(token: str) -> tuple[dict[str, str], dict[str, str]]:
    """What a token adds to creating an intent, and to confirming it."""
    if token.startswith("pm_"):
        return {"payment_method": token}, {}
    return {}, {"confirmation_token": token}
