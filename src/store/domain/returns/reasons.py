"""Why goods go back, and why not, in the shop's own words: what somebody writes of themselves is sealed apart from it.

The words stand in facts and on credit notes: add to them, never reword one.
"""

from enum import StrEnum


class ReturnReason(StrEnum):
    """What a shopper may say."""

    DAMAGED = "arrived damaged"
    NOT_AS_DESCRIBED = "not as described"
    WRONG_ITEM = "something else came"
    DOES_NOT_FIT = "doesn't fit"
    NOT_WANTED = "no longer wanted"
    OTHER = "another reason"


class RefusalReason(StrEnum):
    """What staff may say, of a request or of pieces that came."""

    USED = "it was used beyond trying it out"
    BROKEN_LATER = "it was damaged after it arrived"
    INCOMPLETE = "something of it is missing"
    NOT_OURS = "it isn't what we sent"
    NOT_THERE = "it was not in the parcel"
    AGREED = "we found another way with you"
    OTHER = "we have written to you why"
