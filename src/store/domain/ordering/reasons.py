"""Why orders are cancelled, in the shop's own words: nobody writes about a person into a fact that is kept for ever.

The words stand in facts and are read by whoever bought: add to them, never reword one.
"""

from enum import StrEnum


class ShopperReason(StrEnum):
    """What its shopper may say."""

    NOT_WANTED = "no longer wanted"
    MISTAKE = "ordered by mistake"
    TOO_SLOW = "it takes too long"
    ELSEWHERE = "bought elsewhere"
    OTHER = "another reason"


class StaffReason(StrEnum):
    """What staff may say."""

    ASKED = "you asked us to"
    NOT_AVAILABLE = "we can't supply it"
    NOT_THERE = "we can't send it there"
    WRONG_PRICE = "the price was a mistake of ours"
    NOT_VERIFIED = "we could not verify the order"
