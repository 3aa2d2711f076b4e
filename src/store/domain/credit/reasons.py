"""Why staff give credit or take it back, in the shop's own words: nobody writes about a person into a fact.

The words stand in facts and are read by whoever the credit is for: add to them, never reword one.
"""

from enum import StrEnum


class GoodwillReason(StrEnum):
    """Why it is given."""

    LATE = "your parcel came late"
    DAMAGED = "something arrived damaged"
    OUR_MISTAKE = "we made a mistake"
    LOYALTY = "thank you for staying with us"
    OTHER = "as we agreed with you"


class TakingBackReason(StrEnum):
    """Why it is taken back."""

    WRONG_AMOUNT = "it was another amount than was meant"
    WRONG_ACCOUNT = "it was meant for somebody else"
    GIVEN_TWICE = "it was given twice"
