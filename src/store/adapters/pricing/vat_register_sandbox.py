"""A register of VAT numbers that asks nobody: the twin of a real one, for demos and tests.

It knows every number, but those that end in 9 are not given out, and of those that end in 8 it says nothing.
"""

from itertools import count
from typing import Final

from store.application.pricing.vat_checking import Heard
from store.domain.pricing.vat_checks import Answer

NOT_GIVEN_OUT: Final = "9"
SILENT: Final = "8"


class SandboxVatRegister:
    """A :class:`~store.application.pricing.vat_checking.VatRegister` that forgets what it said."""

    name = "Sandbox register"

    def __init__(self) -> None:
        self._consulted = count(1)

    def ask(self, number: str) -> Heard:
        """By its last digit."""
        last = next((sign for sign in reversed(number) if sign.isdigit()), "")
        if last == SILENT:
            return Heard(Answer.UNAVAILABLE)
        return Heard(Answer.INVALID if last == NOT_GIVEN_OUT else Answer.VALID, f"SANDBOX{next(self._consulted):08}")
