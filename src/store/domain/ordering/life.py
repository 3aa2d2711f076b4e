"""The life of an order: which step leads from where to where, in one table. Nothing else allows or forbids a step."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """Where an order stands. The values are stored in read models and told to programs."""

    BLANK = "not placed"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done with an order, in the words of the sentence *it can be …*."""

    PLACE = "placed"
    CONFIRM = "paid for"
    GIVE_UP = "given up"
    CANCEL = "cancelled"
    CANCEL_PART = "cancelled in part"
    SHIP = "shipped"


LIFE: Final[Mapping[Stage, Mapping[Step, Stage]]] = {
    Stage.BLANK: {Step.PLACE: Stage.AWAITING_PAYMENT},
    Stage.AWAITING_PAYMENT: {Step.CONFIRM: Stage.CONFIRMED, Step.GIVE_UP: Stage.CANCELLED},
    Stage.CONFIRMED: {
        Step.SHIP: Stage.SHIPPED, Step.CANCEL: Stage.CANCELLED, Step.CANCEL_PART: Stage.CONFIRMED,
    },
    Stage.SHIPPED: {},
    Stage.CANCELLED: {},
}
"""From each stage: the steps that are allowed there, and where they lead."""


def before(step: Step) -> tuple[Stage, ...]:
    """The stages in which *step* is allowed."""
    return tuple(stage for stage, steps in LIFE.items() if step in steps)


def drawn() -> str:
    """The table as people read it, in Markdown; ``docs/contexts/ordering.md`` holds it, and a test compares."""
    rows = [
        f"| {stage.value} | {step.value} | {to.value} |" for stage, steps in LIFE.items() for step, to in steps.items()
    ]
    ends = ", ".join(stage.value for stage, steps in LIFE.items() if not steps)
    head = ["| an order that is | can be | and is then |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"Ends: {ends}."])
