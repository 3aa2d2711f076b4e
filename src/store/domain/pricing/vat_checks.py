"""What a register of VAT numbers said about one, and for how long that counts."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from msgspec import Struct


class Answer(StrEnum):
    """What a register says. ``UNAVAILABLE``: nothing, by the time that somebody at a checkout can wait."""

    VALID = "valid"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"


class VatCheck(Struct, frozen=True):
    """What *register* said at that time; its *consultation* number proves it, where the register gave one."""

    register: str
    answer: Answer
    at: datetime
    consultation: str = ""


NOT_GIVEN_OUT: Final = timedelta(minutes=10)
"""A number may have been given out meanwhile; and whoever tries made-up ones is answered from here."""
NOT_ANSWERED: Final = timedelta(minutes=1)
"""Nobody waits twice in a row for a register that says nothing."""
UNTIL_PLACED: Final = timedelta(minutes=1)
"""As long as an order takes that it was asked for: also where a shop has it asked each time."""


def counts(check: VatCheck, now: datetime, valid: timedelta) -> bool:
    """Whether *check* is still taken at its word: what is *valid* for that long."""
    return now - counts_for(check.answer, valid) < check.at <= now


def counts_for(answer: Answer, valid: timedelta) -> timedelta:
    """For how long an *answer* does, where what is *valid* counts for so long."""
    match answer:
        case Answer.VALID:
            return max(valid, UNTIL_PLACED)
        case Answer.INVALID:
            return NOT_GIVEN_OUT
        case Answer.UNAVAILABLE:
            return NOT_ANSWERED
        case _:
            assert_never(answer)
