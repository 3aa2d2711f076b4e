"""The steps of a checkout: one after the other, and never one before what it rests on."""

from collections.abc import Collection
from enum import StrEnum
from itertools import takewhile


class Step(StrEnum):
    """What is said at the checkout, in this order."""

    ADDRESS = "address"
    SHIPPING = "shipping"
    PAYMENT = "payment"
    REVIEW = "review"


def first_open(done: Collection[Step]) -> Step:
    """The first step of which something is missing; the review where nothing is."""
    return next((step for step in Step if step not in done), Step.REVIEW)


def open_at(wanted: Step, done: Collection[Step]) -> Step:
    """*wanted*, if all before it is *done*, and else the first step of which something is missing."""
    return wanted if all(step in done for step in before(wanted)) else first_open(done)


def before(step: Step) -> tuple[Step, ...]:
    """All that *step* rests on."""
    return tuple(takewhile(lambda one: one is not step, Step))
